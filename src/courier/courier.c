/*
 * courier - the one process that goes out on the network.
 *
 * Duty: at a box, carry what core gives it to the central, and say what became
 * of it. It sees sealed and signed bytes and their address; it can delay or
 * lose them, never read or change them unnoticed. At a central, hand letters to
 * the relay of the settings: those it sees as the relay does.
 *
 * Rights: connect. It reads the resolver's two files, /etc/hosts and
 * /etc/resolv.conf, and of the rest only what lies beside the second.
 *
 * Messages: the rows of messages.def whose `to` is COURIER.
 */
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/encode.h"
#include "base/log.h"
#include "courier/errand.h"
#include "courier/smtp.h"
#include "crypto/secret.h"
#include "envelope/batch.h"
#include "ipc/dispatch.h"
#include "proc/jail.h"

#define COURIER_ERRANDS 4    /* at once; one more is told to come back */
#define COURIER_LETTERS 4    /* the same */
#define COURIER_IDLE    1000 /* ms between two looks when nothing happens */

struct courier {
	struct role *role;
	CURLM *multi;
	struct errand errand[COURIER_ERRANDS];
	struct smtp letter[COURIER_LETTERS];
	struct smtp_relay relay;
	bool gone; /* core is, until rewired */
};

#define SYNC_WHOLE 30000 /* ms that a synchronisation may take */

static uint8_t inbox[CHAN_HEAD + 190 * KIB];

/* Of the one synchronisation that is under way. */
static uint8_t batch[BATCH_MOST], answer[140 * KIB], outbox[160 * KIB];

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

/* A synchronisation that could not be, or not be ended. */
static void
tell_sync(struct courier *self, const struct sync_fate *m)
{
	struct buf b = buf_over(outbox, sizeof(outbox));

	msg_put_sync_fate(&b, m);
	if (chan_send(&self->role->chan[CORE][0], IPC_sync_fate, &b) != ERR_OK)
		log_event(LOG_WARN, EVENT("fate_not_awaited"));
	secret_wipe(answer, sizeof(answer));
}

/* Where it goes is a setting: core says what, never where. */
static enum err
start_sync(struct courier *self, struct errand *one, const struct sync_send *m)
{
	const struct str *set = self->role->setting.text;
	char room[ERRAND_URL_MOST];
	uint8_t key[TLS_PIN_LEN];
	struct buf url = buf_over(room, sizeof(room));
	struct buf pin = buf_over(key, sizeof(key));
	struct buf body = buf_over(batch, sizeof(batch));
	struct str central = set[SETTING_central_url];

	if (str_ends(central, TXT("/")))
		central.len--;
	buf_str(&url, central);
	buf_str(&url, BATCH_PATH);
	buf_bytes(&body, m->batch);
	if (buf_err(&url) != ERR_OK || buf_err(&body) != ERR_OK ||
	    encode_unhex(set[SETTING_central_pin], &pin) != ERR_OK ||
	    pin.len != sizeof(key))
		return ERR_INPUT;
	enum err e = errand_start(one, self->multi,
	    &(struct errand_order){.url = buf_text(&url),
		.pin = buf_done(&pin),
		.proxy = set[SETTING_proxy],
		.connect_ms = ERRAND_CONNECT,
		.whole_ms = SYNC_WHOLE,
		.post = true,
		.body = buf_done(&body),
		.fields = 6,
		.field = {{"Content-Type", BATCH_TYPE},
		    {"Sync-Device", m->device}, {"Sync-Nonce", m->nonce},
		    {"Content-Digest", m->digest},
		    {"Signature-Input", m->signed_as},
		    {"Signature", m->signature}},
		.answer = answer,
		.answer_most = sizeof(answer)});
	one->ticket = m->ticket;
	one->sync = true;
	return e;
}

static enum err
courier_on_sync_send(struct courier *self, const struct chan *from,
    const struct sync_send *m)
{
	struct errand *free = NULL;
	enum err e = ERR_LATER;

	(void)from;
	for (size_t i = 0; i < COURIER_ERRANDS; i++) {
		struct errand *one = &self->errand[i];
		if (one->easy && one->sync) /* core has given it up */
			errand_end(one, self->multi);
		if (!one->easy && !free)
			free = one;
	}
	if (free)
		e = start_sync(self, free, m);
	if (e == ERR_INPUT)
		log_event(LOG_ERROR, EVENT("errand_not_possible"));
	if (e != ERR_OK)
		tell_sync(self,
		    &(struct sync_fate){.ticket = m->ticket, .fate = e});
	return ERR_OK;
}

static enum err
end_sync(struct courier *self, const struct errand *e, CURLcode result)
{
	unsigned status = 0;
	enum err fate = errand_status(e, result, &status);
	struct sync_fate m = {.ticket = e->ticket,
	    .fate = fate,
	    .status = status,
	    .took_ms = (uint32_t)(clock_boot() - e->since)};

	if (fate == ERR_OK) {
		m.nonce = errand_field(e, ERRAND_NONCE);
		m.type = errand_field(e, ERRAND_TYPE);
		m.digest = errand_field(e, ERRAND_DIGEST);
		m.signed_as = errand_field(e, ERRAND_SIGNED_AS);
		m.signature = errand_field(e, ERRAND_SIGNATURE);
		m.answer = errand_answer(e);
	}
	tell_sync(self, &m);
	return fate;
}

/* --- letters -------------------------------------------------------------- */

static void
tell_letter(struct courier *self, const struct mail_fate *m)
{
	uint8_t room[64];
	struct buf b = buf_over(room, sizeof(room));

	msg_put_mail_fate(&b, m);
	if (chan_send(&self->role->chan[CORE][0], IPC_mail_fate, &b) != ERR_OK)
		log_event(LOG_WARN, EVENT("fate_not_awaited"));
}

/* Letters leave from a central; whither is a setting, to whom core says. */
static enum err
courier_on_mail_send(struct courier *self, const struct chan *from,
    const struct mail_send *m)
{
	enum err e = ERR_LATER;

	(void)from;
	if (!self->role->central)
		return ERR_DENIED;
	for (size_t i = 0; i < COURIER_LETTERS; i++) {
		struct smtp *s = &self->letter[i];
		if (s->easy)
			continue;
		e = smtp_start(s, self->multi, &self->relay, m->to, m->message);
		if (e == ERR_OK)
			s->ticket = m->ticket;
		break;
	}
	if (e == ERR_INPUT || e == ERR_LIMIT)
		log_event(LOG_ERROR, EVENT("letter_not_possible"),
		    LOG_WORD("why", err_name(e)));
	if (e != ERR_OK)
		tell_letter(self,
		    &(struct mail_fate){.ticket = m->ticket, .fate = e});
	return ERR_OK;
}

static void
end_letter(struct courier *self, struct smtp *s, CURLcode result)
{
	unsigned code = 0;
	enum err fate = smtp_fate(s, result, &code);

	if (fate != ERR_OK)
		log_event(fate == ERR_LATER ? LOG_INFO : LOG_WARN,
		    EVENT("letter_not_taken"), LOG_WORD("why", err_name(fate)),
		    LOG_NUM("step", s->step), LOG_NUM("code", code),
		    LOG_NUM("curl", result));
	tell_letter(self,
	    &(struct mail_fate){s->ticket, fate, s->step, code,
		(uint32_t)(clock_boot() - s->since)});
	smtp_end(s, self->multi);
}

static enum err
courier_on_mail_go(struct courier *self, const struct chan *from,
    const struct mail_go *m)
{
	(void)from;
	for (size_t i = 0; i < COURIER_LETTERS; i++) {
		struct smtp *s = &self->letter[i];
		if (smtp_asks(s) && s->ticket == m->ticket && !smtp_go(s))
			end_letter(self, s, CURLE_OK);
	}
	return ERR_OK;
}

/* Those that wait for their last line say so, once. */
static void
ask_core(struct courier *self)
{
	uint8_t room[16];

	for (size_t i = 0; i < COURIER_LETTERS; i++) {
		struct smtp *s = &self->letter[i];
		struct buf b = buf_over(room, sizeof(room));
		if (!smtp_asks(s) || s->told)
			continue;
		msg_put_mail_ready(&b, &(struct mail_ready){s->ticket});
		s->told = chan_send(&self->role->chan[CORE][0], IPC_mail_ready,
			      &b) == ERR_OK;
	}
}

/* Another core does not know of what the last one gave: none of it may leave
 * that has not left. */
static void
drop_letters(struct courier *self)
{
	for (size_t i = 0; i < COURIER_LETTERS; i++)
		if (self->letter[i].easy && !self->letter[i].gone)
			smtp_end(&self->letter[i], self->multi);
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
	if (e == ERR_ABSENT) {
		self->gone = true;
		drop_letters(self);
	} else if (e != ERR_OK && e != ERR_SLOW)
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
		struct smtp *letter = (struct smtp *)(void *)mine;
		if (letter >= self->letter &&
		    letter < self->letter + COURIER_LETTERS) {
			end_letter(self, letter, result);
			continue;
		}
		struct errand *e = (struct errand *)(void *)mine;
		enum err fate = e->sync ? end_sync(self, e, result)
					: errand_fate(e, result);
		if (fate != ERR_OK)
			log_event(fate == ERR_FORGED ? LOG_WARN : LOG_INFO,
			    EVENT("errand_failed"),
			    LOG_WORD("why", err_name(fate)),
			    LOG_NUM("curl", result));
		if (!e->sync)
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
		ask_core(self);
	}
}

/* What it was handed, read from its start: the next courier is handed the same.
 */
static struct str
read_hand(int fd, char *room, size_t most)
{
	size_t len = 0;
	ssize_t got;

	while (len < most &&
	    (got = pread(fd, room + len, most - len, (off_t)len)) > 0)
		len += (size_t)got;
	(void)close(fd);
	return (struct str){room, len};
}

static void
know_relay(struct courier *self)
{
	static char ca[SMTP_CA_MOST], password[SMTP_PASSWORD_MOST];
	const struct str *set = self->role->setting.text;
	const int *hand = self->role->hand;

	self->relay = (struct smtp_relay){.url = set[SETTING_smtp_url],
	    .from = set[SETTING_smtp_from],
	    .user = set[SETTING_smtp_user],
	    .password =
		read_hand(hand[ROLE_SMTP_PASSWORD], password, sizeof(password)),
	    .ca = read_hand(hand[ROLE_SMTP_CA], ca, sizeof(ca))};
	enum err e = smtp_tls_read(set[SETTING_smtp_tls], &self->relay.tls)
	    ? smtp_judge(&self->relay)
	    : ERR_INPUT;
	if (self->role->central && e == ERR_INPUT)
		log_event(LOG_ERROR, EVENT("relay_not_possible"));
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
	know_relay(&courier);
	if (jail_enter(r) != ERR_OK)
		return ROLE_HOPELESS;
	role_ready(r);
	loop(&courier);
	for (size_t i = 0; i < COURIER_ERRANDS; i++)
		errand_end(&courier.errand[i], courier.multi);
	for (size_t i = 0; i < COURIER_LETTERS; i++)
		smtp_end(&courier.letter[i], courier.multi);
	(void)curl_multi_cleanup(courier.multi);
	return 0;
}
