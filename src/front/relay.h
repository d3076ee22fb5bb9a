/*
 * relay - one request of a browser as one message to core, and its answer back.
 *
 * A worker thread owns one wire for life, hence one relay: no lock, and at most
 * one question is open on it. An answer that names another question, one we had
 * given up on, is dropped.
 */
#ifndef RELAY_H
#define RELAY_H

#include "ipc/chan.h"

#define RELAY_BODY_MOST (96u * KIB)  /* bytes of a form */
#define RELAY_LONG_MOST (150u * KIB) /* bytes of what a machine sends */

/* How long a browser waits for core at most, in milliseconds. A passphrase that
 * queues behind others on a small board is the slowest honest case. */
#define RELAY_WAIT 25000

struct relay {
	const struct chan *core;
	struct buf out;                /* a whole http_request */
	struct buf room;               /* a whole http_response with its head */
	const _Atomic unsigned *turns; /* see relay_open */
	size_t held;     /* bytes of room that an answer has filled */
	uint64_t ticket; /* of the last question; starts anywhere */
};

/*
 * Rooms come from `mem`; ERR_LIMIT when it is too small. `*turns` is moved on
 * before a wire is replaced, in another thread, under its own number: whoever
 * waits on it may otherwise wake to a new wire that has nothing to say.
 */
enum err relay_open(struct relay *r, const struct chan *core,
    const _Atomic unsigned *turns, struct arena *mem) CHECKED;

/*
 * Ask and wait. `*answer` lies in the relay's room until the next call; what
 * was sent is wiped. The ticket of `ask` is set here.
 * ERR_MANGLED: a field is not text. ERR_LIMIT: longer than a message may be.
 * ERR_LATER: core could not be asked, or did not answer a GET or HEAD in time;
 * those are asked again if core died over them. A POST never is: ERR_UNSURE
 * says that core had it and did not answer, so that it may have been done.
 */
enum err relay_ask(struct relay *r, struct http_request *ask,
    struct http_response *answer) CHECKED;

/* Wipe what the last answer left. */
void relay_forget(struct relay *r);

#endif
