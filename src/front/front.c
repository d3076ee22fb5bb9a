/*
 * front - HTTP proper: each request becomes one message to core.
 *
 * Duty: let CivetWeb understand what the gate has already found well formed,
 * serve the embedded assets, hand everything else to core and write its answer
 * down with the security fields. It decides nothing and keeps nothing.
 *
 * Rights: while it starts, make one UNIX socket in run/ and its threads; then
 * only accept on that socket, read and write on what it holds.
 *
 * Messages: http_request to core, http_response from core, on one wire a
 * worker thread (relay.h).
 */
#include <errno.h>
#include <poll.h>
#include <sys/mman.h>

#include "base/log.h"
#include "crypto/secret.h"
#include "front/web.h"
#include "proc/jail.h"

#define SOCKET "run/front.sock"
#define DRAIN_MOST                                                             \
	500 /* ms that requests under way may still take at the end */

static struct web web;

/* Until the supervisor is gone or says stop. */
static void
loop(struct role *r)
{
	for (;;) {
		struct pollfd p = {r->control, POLLIN, 0};
		enum peer who;

		if (poll(&p, 1, -1) < 0) {
			must(errno == EINTR);
			continue;
		}
		web_rewiring(&web);
		if (role_rewire(r, &who) == ERR_ABSENT)
			return;
	}
}

int
front_main(struct role *r)
{
	size_t workers = r->wires[CORE];
	size_t room = (workers + 1) * WEB_MEMORY;
	struct arena mem;

	void *at = mmap(NULL, room, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		return 1;
	arena_open(&mem, at, room);
	secret_start();
	if (jail_enter(r) != ERR_OK)
		return ROLE_HOPELESS;

	enum err e = web_start(&web, SOCKET, r->chan[CORE], workers, &mem);
	if (e == ERR_OK)
		e = jail_tighten(r);
	if (e != ERR_OK) {
		log_event(LOG_ERROR, EVENT("front_not_started"),
		    LOG_WORD("why", err_name(e)));
		return 1;
	}
	role_ready(r);
	loop(r);
	/* Its threads sleep in the kernel: the process's end is theirs. The
	 * socket is left for the next one to replace: nothing may be removed by
	 * now. */
	web_drain(&web, DRAIN_MOST);
	return 0;
}
