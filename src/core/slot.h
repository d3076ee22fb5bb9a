/*
 * slot - one request on its way through core.
 *
 * Each worker of the front has one wire and one slot: what it asks stays here,
 * in memory of its own, until it is answered, over as many turns as the keeper
 * or a report takes; then all of it is wiped.
 */
#ifndef SLOT_H
#define SLOT_H

#include "base/arena.h"
#include "crypto/password.h"
#include "ipc/chan.h"

#define SLOT_MEMORY (2048u * KIB) /* bytes; untouched pages cost nothing */

/* How long the keeper or a report may take, ms: less than the front waits. */
#define SLOT_PATIENCE 20000

enum slot_state {
	SLOT_FREE,
	SLOT_ASKED,     /* the front has asked */
	SLOT_CHECKING,  /* the keeper is asked */
	SLOT_HEARD,     /* the keeper has answered, or will not */
	SLOT_WAITING,   /* for the reporter to be free */
	SLOT_REPORTING, /* the reporter is at it */
	SLOT_REPORTED,  /* it is done */
	SLOT_ANSWERED   /* the answer waits for the commit */
};

struct request;
struct route;
struct passphrase_check;
struct passphrase_make;

struct slot {
	enum slot_state state;
	const struct chan *front;
	bool gone; /* no use listening until rewired */
	struct arena mem;
	size_t mark; /* of mem: what follows is not the request */
	struct http_request m;
	uint64_t ticket;  /* what the keeper's or reporter's answer names */
	int64_t patience; /* clock_boot at which we stop waiting for it */

	/* To be sent to the keeper after the commit: one of them, or none. */
	const struct passphrase_check *ask;
	const struct passphrase_make *make;
	enum err verdict;     /* of the keeper, or of the report */
	struct password made; /* by the keeper, of a new passphrase */
	enum err (*after)(struct request *q); /* see request.h */
	void *kept;
	struct bytes report;

	struct http_response answer;
	bool wrote; /* something of it is in this turn's transaction */
};

/* Take one message in, if there is one; `room` is wiped. */
void slot_take(struct slot *s, struct buf *room);

/* Send the answer and forget everything. `room` is wiped. */
void slot_answer(struct slot *s, struct buf *room);

/* Forget everything, answering nothing. */
void slot_forget(struct slot *s);

#endif
