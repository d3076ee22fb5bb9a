/*
 * guess - check passphrases, and make what is kept of new ones, beside, so that
 * signing never waits.
 *
 * One thread takes checks from a short queue; each costs about 150 ms and
 * 64 MiB for a moment, so one at a time is the most a small box should do. An
 * answer comes back as a verdict read from a pipe.
 *
 * A person who signs each of several filings with the passphrase that opened
 * the session does not pay that again: what was found right is known for
 * GUESS_KNOWN_FOR, as an HMAC of verifier and passphrase under a key drawn at
 * start, in this process only, and gone with it. A wrong passphrase always
 * costs Argon2id; so does the first right one, and any under a new verifier.
 */
#ifndef GUESS_H
#define GUESS_H

#include "base/err.h"
#include "base/str.h"
#include "crypto/password.h"

#define GUESS_QUEUE     32  /* checks that may wait; more: come back */
#define GUESS_KNOWN     128 /* right ones known at once; then the oldest goes */
#define GUESS_KNOWN_FOR (12 * INT64_C(3600000)) /* ms: the longest session */

struct guess_verdict {
	uint64_t ticket;
	enum err fate; /* ERR_OK, ERR_DENIED or ERR_LATER */
	bool make;     /* of guess_make; then, if ERR_OK: */
	struct password made;
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

/* Queue the making of what is kept of a new one. The same errors. */
enum err guess_make(uint64_t ticket, struct str phrase) CHECKED;

/*
 * Was it found right under this verifier, not long ago? At once, and never by
 * guessing: false only means that it must be asked.
 */
bool guess_known(struct str phrase, struct bytes salt, struct bytes tag);

/* It was found right just now. The thread says so; tests do as well. */
void guess_learn(struct str phrase, struct bytes salt, struct bytes tag);

/* Wipe all that is known or waits. No verdict counts after this. */
void guess_end(void);

#endif
