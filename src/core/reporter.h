/*
 * reporter - long reads, beside the turns.
 *
 * One thread with a connection of its own that can only read. It is given one
 * report at a time, makes its JSON in its own memory, and rings; core takes the
 * text in its next turn, has the reading audited, and answers.
 */
#ifndef REPORTER_H
#define REPORTER_H

#include <pthread.h>

#include "base/arena.h"
#include "core/route.h"
#include "store/store.h"

#define REPORTER_MEMORY (2u << 20)   /* bytes, for the report's own work */
#define REPORTER_MOST   (120u << 10) /* bytes of a report's JSON */

struct reporter {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t given;
	int bell; /* an eventfd: readable when a report is ready */
	struct store store;
	struct arena mem;

	/* Under the lock. */
	enum { REPORTER_IDLE, REPORTER_BUSY, REPORTER_READY } state;
	bool leave;
	route_report *make;
	uint64_t ticket;
	int64_t now;
	enum err err;
	struct bytes json;
};

/* Start the thread with memory out of `mem`. ERR_LIMIT, ERR_STORE, or ERR_LATER
 * when there is no thread to be had. */
enum err reporter_start(struct reporter *r, const char *path,
    const uint8_t key[STORE_KEY], struct arena *mem) CHECKED;

/* False when it is at another one. */
bool reporter_give(struct reporter *r, route_report *make, uint64_t ticket,
    int64_t now);

/*
 * What is ready, copied into `mem`; then it is idle again. False when nothing
 * is. `*err` is the report's, or ERR_LIMIT if `mem` is full. `want` NULL: drop
 * it.
 */
bool reporter_ready(struct reporter *r, uint64_t *ticket);
enum err reporter_take(struct reporter *r, struct arena *mem,
    struct bytes *json) CHECKED;
void reporter_drop(struct reporter *r);

/* Wait for the report under way, then end the thread. */
void reporter_stop(struct reporter *r);

#endif
