#include "core/reporter.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"

#define STACK (256u << 10) /* bytes: SQLite's deepest, and room to spare */

/* One report, outside the lock: the state says that all else is ours. */
static void
make(struct reporter *r)
{
	struct buf json = buf_new(&r->mem, REPORTER_MOST);
	uint64_t ring = 1;

	enum err e = r->make(&r->store, &r->mem, r->now, &json);
	if (e == ERR_OK)
		e = buf_err(&json);
	pthread_mutex_lock(&r->lock);
	r->err = e;
	r->json = buf_done(&json);
	r->state = REPORTER_READY;
	pthread_mutex_unlock(&r->lock);
	must(write(r->bell, &ring, sizeof(ring)) == sizeof(ring));
}

static void *
work(void *of)
{
	struct reporter *r = of;

	for (;;) {
		pthread_mutex_lock(&r->lock);
		while (r->state != REPORTER_BUSY && !r->leave)
			pthread_cond_wait(&r->given, &r->lock);
		bool leave = r->leave;
		pthread_mutex_unlock(&r->lock);
		if (leave)
			return NULL;
		make(r);
	}
}

static enum err
start_thread(struct reporter *r)
{
	pthread_attr_t how;

	must(pthread_attr_init(&how) == 0);
	must(pthread_attr_setstacksize(&how, STACK) == 0);
	int failed = pthread_create(&r->thread, &how, work, r);
	pthread_attr_destroy(&how);
	return failed ? ERR_LATER : ERR_OK;
}

enum err
reporter_start(struct reporter *r, const char *path,
    const uint8_t key[STORE_KEY], struct arena *mem)
{
	void *own = arena_take(mem, REPORTER_MEMORY);

	*r = (struct reporter){.state = REPORTER_IDLE};
	if (!own)
		return ERR_LIMIT;
	arena_open(&r->mem, own, REPORTER_MEMORY);
	must(pthread_mutex_init(&r->lock, NULL) == 0);
	must(pthread_cond_init(&r->given, NULL) == 0);
	r->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (r->bell < 0)
		return ERR_LATER;
	enum err e = store_open_read(path, key, &r->store);
	return e == ERR_OK ? start_thread(r) : e;
}

bool
reporter_give(struct reporter *r, route_report *report, uint64_t ticket,
    int64_t now)
{
	pthread_mutex_lock(&r->lock);
	bool idle = r->state == REPORTER_IDLE;
	if (idle) {
		r->state = REPORTER_BUSY;
		r->make = report;
		r->ticket = ticket;
		r->now = now;
		pthread_cond_signal(&r->given);
	}
	pthread_mutex_unlock(&r->lock);
	return idle;
}

bool
reporter_ready(struct reporter *r, uint64_t *ticket)
{
	uint64_t rung;

	(void)!read(r->bell, &rung, sizeof(rung));
	pthread_mutex_lock(&r->lock);
	bool ready = r->state == REPORTER_READY;
	*ticket = r->ticket;
	pthread_mutex_unlock(&r->lock);
	return ready;
}

void
reporter_drop(struct reporter *r)
{
	pthread_mutex_lock(&r->lock);
	must(r->state == REPORTER_READY);
	arena_reset(&r->mem);
	r->json = (struct bytes){0};
	r->state = REPORTER_IDLE;
	pthread_mutex_unlock(&r->lock);
}

enum err
reporter_take(struct reporter *r, struct arena *mem, struct bytes *json)
{
	enum err e = r->err;
	uint8_t *copy = e == ERR_OK ? arena_take(mem, r->json.len) : NULL;

	if (e == ERR_OK && !copy)
		e = ERR_LIMIT;
	if (e == ERR_OK) {
		memcpy(copy, r->json.at, r->json.len);
		*json = (struct bytes){copy, r->json.len};
	}
	reporter_drop(r);
	return e;
}

void
reporter_stop(struct reporter *r)
{
	pthread_mutex_lock(&r->lock);
	r->leave = true;
	pthread_cond_signal(&r->given);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	store_close(&r->store);
	close(r->bell);
}
