#include "front/relay.h"

#include <poll.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "base/ident.h"
#include "base/log.h"

#define RELAY_BACK_MOST 3000 /* ms to wait for a core that is restarting */
#define RELAY_BACK_STEP 20   /* ms between two attempts */

/* A poll that a dying core wakes looks its descriptor up again: if the wire has
 * been replaced by then it sees nothing, and would sleep on. So it sleeps for
 * this long at most, in ms. */
#define RELAY_NAP 500

enum err
relay_open(struct relay *r, const struct chan *core,
    const _Atomic unsigned *turns, struct arena *mem)
{
	struct relay made = {.core = core, .turns = turns};

	made.out = buf_new(mem, msg_table[IPC_http_request].most);
	made.room = buf_new(mem, CHAN_HEAD + msg_most(FRONT));
	if (buf_err(&made.out) != ERR_OK || buf_err(&made.room) != ERR_OK)
		return ERR_LIMIT;
	ident_random(&made.ticket, sizeof(made.ticket));
	*r = made;
	return ERR_OK;
}

static bool
is_text(struct str s)
{
	return str_utf8(s) && (s.len == 0 || !memchr(s.at, 0, s.len));
}

/* The reader of the other end would refuse the whole message otherwise. */
static bool
all_text(const struct http_request *m)
{
	return is_text(m->method) && is_text(m->path) && is_text(m->query) &&
	    is_text(m->host) && is_text(m->cookie) && is_text(m->origin) &&
	    is_text(m->site) && is_text(m->type) && is_text(m->peer) &&
	    is_text(m->device) && is_text(m->nonce) && is_text(m->digest) &&
	    is_text(m->signed_as) && is_text(m->signature);
}

/* What could not be sent was not seen by anyone: trying again is harmless. */
static enum err
send_patiently(struct relay *r)
{
	int64_t until = clock_boot() + RELAY_BACK_MOST;
	enum err e;

	while (
	    (e = chan_send(r->core, IPC_http_request, &r->out)) == ERR_LATER &&
	    clock_boot() < until)
		(void)poll(NULL, 0, RELAY_BACK_STEP);
	return e;
}

/* ERR_ABSENT: core died, or the wire is being replaced. */
static enum err
await(struct relay *r, unsigned turn, int64_t until,
    struct http_response *answer)
{
	for (;;) {
		int64_t left = until - clock_boot();
		enum ipc kind;
		struct bytes payload;

		if (left <= 0)
			return ERR_LATER;
		if (left > RELAY_NAP)
			left = RELAY_NAP;
		enum err e =
		    chan_recv(r->core, &r->room, (int)left, &kind, &payload);
		if (e == ERR_SLOW && atomic_load(r->turns) != turn)
			return ERR_ABSENT;
		if (e == ERR_SLOW)
			continue;
		if (e == ERR_ABSENT)
			return e;
		if (e == ERR_OK && r->held < payload.len)
			r->held = payload.len;
		if (e != ERR_OK || kind != IPC_http_response ||
		    msg_get_http_response(payload, answer) != ERR_OK) {
			log_event(LOG_WARN, EVENT("core_answer_refused"));
			continue;
		}
		if (answer->ticket == r->ticket)
			return ERR_OK;
	}
}

enum err
relay_ask(struct relay *r, struct http_request *ask,
    struct http_response *answer)
{
	bool again =
	    str_eq(ask->method, TXT("GET")) || str_eq(ask->method, TXT("HEAD"));
	int64_t until = clock_boot() + RELAY_WAIT;
	bool sent = false;
	enum err e;

	if (!all_text(ask))
		return ERR_MANGLED;
	do {
		struct http_response got;

		unsigned turn = atomic_load(r->turns);
		ask->ticket = ++r->ticket;
		r->out = buf_over(r->out.at, r->out.max);
		msg_put_http_request(&r->out, ask);
		e = send_patiently(r);
		sent = sent || e == ERR_OK;
		if (e == ERR_OK)
			e = await(r, turn, until, &got);
		if (e == ERR_OK)
			*answer = got;
	} while (e == ERR_ABSENT && again && clock_boot() < until);
	explicit_bzero(r->out.at, r->out.len);
	if (e == ERR_ABSENT)
		e = ERR_LATER;
	return e == ERR_LATER && sent && !again ? ERR_UNSURE : e;
}

void
relay_forget(struct relay *r)
{
	explicit_bzero(r->room.at, CHAN_HEAD + r->held);
	r->held = 0;
}
