/*
 * guess - check passphrases beside, so that signing never waits.
 *
 * One thread takes checks from a short queue; each costs about 150 ms and
 * 64 MiB for a moment, so one at a time is the most a small box should do. An
 * answer comes back as a verdict read from a pipe.
 */
#ifndef GUESS_H
#define GUESS_H

#include "base/err.h"
#include "base/str.h"

#define GUESS_QUEUE 32 /* checks that may wait; more are told to come back */

struct guess_verdict {
	uint64_t ticket;
	enum err fate; /* ERR_OK, ERR_DENIED or ERR_LATER */
};

/*
 * What the verdicts will be read from: sizeof(struct guess_verdict) bytes each,
 * written at once. Before the jail, which allows no new descriptor.
 */
int guess_pipe(void);

/*
 * Start the thread; `pepper` is copied. Ends the process if the machine has no
 * thread left for it.
 */
void guess_start(const uint8_t pepper[32]);

/* Queue one check. ERR_LATER: the queue is full; ERR_LIMIT: too long. */
enum err guess_ask(uint64_t ticket, struct str phrase, struct bytes salt,
    struct bytes tag) CHECKED;

#endif
