/*
 * courier - the one process that goes out on the network.
 *
 * Duty: carry what core gives it to the central, and say what became of it. It
 * sees sealed and signed bytes and their address; it can delay or lose them,
 * never read or change them unnoticed.
 *
 * Rights: connect. It reads the resolver's two files, /etc/hosts and
 * /etc/resolv.conf, and of the rest only what lies beside the second.
 *
 * Messages: the rows of messages.def whose `to` is COURIER.
 */
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "courier/errand.h"
#include "crypto/secret.h"
#include "ipc/dispatch.h"
#include "proc/jail.h"

#define COURIER_ERRANDS 4    /* at once; one more is told to come back */
#define COURIER_IDLE    1000 /* ms between two looks when nothing happens */

struct courier {
	struct role *role;
	CURLM *multi;
	struct errand errand[COURIER_ERRANDS];
	bool gone; /* core is, until rewired */
};

static uint8_t inbox[CHAN_HEAD + 4 * KIB];

static void
tell(struct courier *self, uint64_t ticket, enum err fate, int64_t took)
{
	uint8_t room[64];
	struct buf b = buf_over(room, sizeof(room));

	msg_put_probe_fate(&b,
	    &(struct probe_fate){ticket, fate, (uint32_t)took});
	if (chan_send(&self->role->chan[CORE][0], IPC_probe_fate, &b) != ERR_OK)
		log_event(LOG_WARN, EVENT("fate_not_awaited"));
}

static enum err
courier_on_probe(struct courier *self, const struct chan *from,
    const struct probe *m)
{
	const struct str *set = self->role->setting.text;
	enum err e = ERR_LATER;

	(void)from;
	if (!errand_allowed(m->url, m->pin, set[SETTING_central_url],
		set[SETTING_central_pin]))
		return ERR_DENIED;
	for (size_t i = 0; i < COURIER_ERRANDS; i++) {
		struct errand *one = &self->errand[i];
		if (one->easy)
			continue;
		e = errand_start(one, self->multi,
		    &(struct errand_order){.url = m->url,
			.pin = m->pin,
			.proxy = self->role->setting.text[SETTING_proxy],
			.connect_ms = ERRAND_CONNECT,
			.whole_ms = ERRAND_WHOLE});
		one->ticket = m->ticket;
		break;
	}
	if (e == ERR_INPUT) /* nothing but another setting will cure it */
		log_event(LOG_ERROR, EVENT("errand_not_possible"));
	if (e != ERR_OK)
		tell(self, m->ticket, e, 0);
	return ERR_OK;
}

#define TO_COURIER(name) DISPATCH_CASE(courier, name)
#define TO_CORE(name)
#define TO_FRONT(name)
#define TO_GATE(name)
#define TO_KEEPER(name)

static enum err
dispatch(struct courier *self, const struct chan *from, enum ipc kind,
    struct bytes payload)
{
	switch (kind) {
#define MSG(name, from, to, most, fields) TO_##to(name)
#include "ipc/messages.def"
#undef MSG
	default:
		return ERR_FORGED;
	}
}

static void
serve(struct courier *self)
{
	const struct chan *core = &self->role->chan[CORE][0];
	struct buf room = buf_over(inbox, sizeof(inbox));
	enum ipc kind;
	struct bytes payload;

	enum err e = chan_recv(core, &room, 0, &kind, &payload);
	if (e == ERR_OK)
		e = dispatch(self, core, kind, payload);
	secret_wipe(inbox, sizeof(inbox));
	if (e == ERR_ABSENT)
		self->gone = true;
	else if (e != ERR_OK && e != ERR_SLOW)
		log_event(LOG_WARN, EVENT("message_refused"),
		    LOG_WORD("peer", "core"), LOG_WORD("why", err_name(e)));
}

/* Carry every errand on; tell and free those that have ended. */
static void
carry(struct courier *self)
{
	int left;
	CURLMsg *said;

	if (curl_multi_perform(self->multi, &left) != CURLM_OK)
		log_event(LOG_ERROR, EVENT("errands_stuck"));
	while ((said = curl_multi_info_read(self->multi, &left)) != NULL) {
		char *mine = NULL;
		CURLcode result = said->data.result;
		if (said->msg != CURLMSG_DONE ||
		    curl_easy_getinfo(said->easy_handle, CURLINFO_PRIVATE,
			&mine) != CURLE_OK)
			continue;
		struct errand *e = (struct errand *)(void *)mine;
		enum err fate = errand_fate(e, result);
		if (fate != ERR_OK)
			log_event(fate == ERR_FORGED ? LOG_WARN : LOG_INFO,
			    EVENT("errand_failed"),
			    LOG_WORD("why", err_name(fate)),
			    LOG_NUM("curl", result));
		tell(self, e->ticket, fate, clock_boot() - e->since);
		errand_end(e, self->multi);
	}
}

static void
loop(struct courier *self)
{
	struct role *r = self->role;

	for (;;) {
		struct curl_waitfd w[] = {
		    {r->control, CURL_WAIT_POLLIN, 0},
		    {r->chan[CORE][0].fd, CURL_WAIT_POLLIN, 0},
		};
		enum peer who;

		if (curl_multi_poll(self->multi, w, self->gone ? 1 : 2,
			COURIER_IDLE, NULL) != CURLM_OK)
			log_event(LOG_ERROR, EVENT("wait_failed"));
		if (w[0].revents != 0) {
			enum err e = role_rewire(r, &who);
			if (e == ERR_ABSENT)
				return;
			if (e == ERR_OK)
				self->gone = false;
		}
		if (!self->gone && w[1].revents != 0)
			serve(self);
		carry(self);
	}
}

int
courier_main(struct role *r)
{
	static struct courier courier;

	courier.role = r;
	must(sizeof(inbox) >= CHAN_HEAD + msg_most(COURIER));
	secret_start();
	must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	courier.multi = curl_multi_init();
	must(courier.multi);
	if (jail_enter(r) != ERR_OK)
		return ROLE_HOPELESS;
	role_ready(r);
	loop(&courier);
	for (size_t i = 0; i < COURIER_ERRANDS; i++)
		errand_end(&courier.errand[i], courier.multi);
	(void)curl_multi_cleanup(courier.multi);
	return 0;
}
