/*
 * sync - a box calls its central: what it holds goes up, what is said comes
 * down.
 *
 * One request at a time, at once after a filing, else every SYNC_EVERY, or
 * SYNC_SOON while an author looks out for what becomes of it; while the central
 * does not answer, after a random part of a span that doubles. Core
 * makes the batch (upward.h) and has it signed, the courier carries it,
 * core believes an answer that is signed by the grant's key over this very
 * request, and nothing else (tidings.h says what becomes of it).
 */
#ifndef SYNC_H
#define SYNC_H

#include "base/arena.h"
#include "base/clock.h"
#include "http/httpsig.h"
#include "ipc/msg.h"

#define SYNC_EVERY  (5 * CLOCK_MINUTE)  /* ms, +- 20 % */
#define SYNC_SOON   (30 * CLOCK_SECOND) /* ms, +- 20 %: not delivered yet ... */
#define SYNC_FRESH  (2 * CLOCK_HOUR)    /* ms: ... and filed since that long */
#define SYNC_AGAIN  (2 * CLOCK_SECOND)  /* ms: first span after a failure */
#define SYNC_MOST   (15 * CLOCK_MINUTE) /* ms: the longest */
#define SYNC_SLOW   (45 * CLOCK_SECOND) /* ms without a fate: a failure */
#define SYNC_HOLD   (7 * CLOCK_DAY)     /* ms that what was received is kept */
#define SYNC_MEMORY (2048u * 1024) /* bytes; untouched pages cost nothing */

struct core;

struct sync {
	struct arena mem; /* of one request, or one answer */
	int64_t next;     /* clock_boot of the next request */
	uint64_t ticket;  /* of the one under way; 0: none */
	int64_t sent;     /* clock_boot at which it left */
	unsigned failed;  /* in a row */
	unsigned unread;  /* looks in a row at a spool not all of it readable */
	bool again;       /* signed again already, for another nonce */
	bool unknown;     /* the central does not know us, or not yet */
	bool revoked;     /* it has told us so */
	int64_t
	    last_ms; /* ms UTC of the last answer; 0: none since the start */
	uint8_t signature[HTTPSIG_LEN]; /* of the request under way */
	char nonce[HTTPSIG_VALUE_MOST];
	size_t nonce_len;
};

enum err sync_open(struct core *c, struct arena *mem) CHECKED;

/* Send one if it is time to: before the turn waits. */
void sync_ask(struct core *c);

/* What became of it; `m` lives until it returns. In the turn's transaction. */
void sync_told(struct core *c, const struct sync_fate *m);

/* The courier is gone, and what it carried with it. */
void sync_courier_gone(struct core *c);

/* What was received long enough ago leaves the spool. In the turn. */
void sync_let_go(struct core *c);

/* clock_boot at which there is something to do. */
int64_t sync_next(const struct core *c);

#endif
