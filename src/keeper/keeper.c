/*
 * keeper - the one process that holds keys.
 *
 * Duty: sign for TLS and for this machine, open what was sealed to it, check
 * passphrases, and hand core the key of its database. A key never leaves but
 * that one; everything else is done here on what the others send.
 *
 * Rights: none once the keyring is open: no file, no socket, no process; only
 * memory, its two wires, the wire of the supervisor, and one thread.
 *
 * Messages: the rows of messages.def whose `to` is KEEPER.
 */
#include <errno.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "crypto/secret.h"
#include "crypto/sign.h"
#include "envelope/enrol.h"
#include "envelope/envelope.h"
#include "ipc/dispatch.h"
#include "keeper/guess.h"
#include "keeper/keyring.h"
#include "keeper/oath.h"
#include "proc/jail.h"
#include "tls/tls_key.h"
#include "tls/tls_pin.h"

#define LINGER 1000 /* ms that core may still need us once told to stop */

struct keeper {
	struct role *role;
	struct keyring ring;
	struct oath_self me;
	uint8_t device[SIGN_KEY], checkpoint[SIGN_KEY];
	struct oath oath;
	int verdicts;
	bool gone[PEER_COUNT]; /* no use listening until rewired */
};

/* Static: keys have one address, locked in memory, wiped at the end. */
static struct keeper keeper;
static uint8_t inbox[CHAN_HEAD + 8 * KIB], outbox[8 * KIB];

/* Answers are small; if the peer is gone its question is as well. */
static enum err
answer(const struct chan *to, enum ipc kind, struct buf *payload)
{
	enum err e = chan_send(to, kind, payload);

	secret_wipe(outbox, sizeof(outbox));
	return e;
}

static struct buf
blank(void)
{
	return buf_over(outbox, sizeof(outbox));
}

static enum err
keeper_on_tls_sign(struct keeper *self, const struct chan *from,
    const struct tls_sign *m)
{
	uint8_t room[TLS_KEY_SIGNATURE_MOST];
	struct buf der = buf_over(room, sizeof(room));
	enum err e =
	    tls_key_sign(self->ring.key[KEYRING_TLS], m->hash, m->digest, &der);

	struct buf b = blank();
	msg_put_tls_signature(&b,
	    &(struct tls_signature){m->ticket, e, buf_done(&der)});
	return answer(from, IPC_tls_signature, &b);
}

static enum err
keeper_on_keys_ask(struct keeper *self, const struct chan *from,
    const struct keys_ask *m)
{
	struct buf b = blank();
	bool central = self->me.central;

	msg_put_keys_told(&b,
	    &(struct keys_told){m->ticket,
		BYTES_OF(self->ring.key[KEYRING_STORE]),
		BYTES_OF(self->me.sign), BYTES_OF(self->me.checkpoint),
		BYTES_OF(self->ring.key[KEYRING_AUDITOR]),
		{self->me.intake, central ? HPKE_KEY : 0},
		{self->ring.key[KEYRING_RECOVERY], central ? HPKE_KEY : 0},
		{self->me.pin, central ? TLS_PIN_LEN : 0}});
	return answer(from, IPC_keys_told, &b);
}

static enum err
keeper_on_passphrase_check(struct keeper *self, const struct chan *from,
    const struct passphrase_check *m)
{
	enum err e = ERR_OK;

	(void)self;
	if (!guess_known(m->passphrase, m->salt, m->verifier)) {
		e = guess_ask(m->ticket, m->passphrase, m->salt, m->verifier);
		if (e == ERR_OK)
			return ERR_OK; /* the verdict comes by the pipe */
	}
	struct buf b = blank();
	msg_put_passphrase_verdict(&b,
	    &(struct passphrase_verdict){m->ticket, e});
	return answer(from, IPC_passphrase_verdict, &b);
}

static enum err
keeper_on_passphrase_make(struct keeper *self, const struct chan *from,
    const struct passphrase_make *m)
{
	enum err e = guess_make(m->ticket, m->passphrase);

	(void)self;
	if (e == ERR_OK)
		return ERR_OK; /* what was made comes by the pipe */
	struct buf b = blank();
	msg_put_passphrase_made(&b,
	    &(struct passphrase_made){.ticket = m->ticket, .fate = e});
	return answer(from, IPC_passphrase_made, &b);
}

static enum err
keeper_on_sign(struct keeper *self, const struct chan *from,
    const struct sign *m)
{
	uint8_t signature[SIGN_LEN];
	const uint8_t *key = NULL;

	if (m->key == KEYRING_DEVICE && oath_device(&self->me, m->message))
		key = self->device;
	if (m->key == KEYRING_CHECKPOINT &&
	    oath_checkpoint(&self->oath, m->message))
		key = self->checkpoint;
	if (!key)
		log_event(LOG_WARN, EVENT("not_signed"),
		    LOG_NUM("key", m->key));

	if (key)
		sign_message(key, m->message, signature);
	struct buf b = blank();
	msg_put_signature(&b,
	    &(struct signature){m->ticket, key ? ERR_OK : ERR_DENIED,
		{signature, key ? sizeof(signature) : 0}});
	return answer(from, IPC_signature, &b);
}

static enum err
keeper_on_cek_unwrap(struct keeper *self, const struct chan *from,
    const struct cek_unwrap *m)
{
	uint8_t cek[ENVELOPE_CEK] = {0};
	enum err e = ERR_DENIED;

	if (self->ring.has[KEYRING_INTAKE])
		e = envelope_unwrap(self->ring.key[KEYRING_INTAKE], m->header,
		    m->recipient, cek);
	struct buf b = blank();
	msg_put_cek_unwrapped(&b,
	    &(struct cek_unwrapped){m->ticket, e,
		{cek, e == ERR_OK ? sizeof(cek) : 0}});
	secret_wipe(cek, sizeof(cek));
	return answer(from, IPC_cek_unwrapped, &b);
}

#define TO_KEEPER(name) DISPATCH_CASE(keeper, name)
#define TO_CORE(name)
#define TO_COURIER(name)
#define TO_FRONT(name)
#define TO_GATE(name)

static enum err
dispatch(struct keeper *self, const struct chan *from, enum ipc kind,
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

/* One message of a peer; whatever is wrong with it, we go on. */
static void
serve(struct keeper *self, enum peer who)
{
	const struct chan *c = &self->role->chan[who][0];
	struct buf room = buf_over(inbox, sizeof(inbox));
	enum ipc kind;
	struct bytes payload;

	enum err e = chan_recv(c, &room, 0, &kind, &payload);
	if (e == ERR_OK)
		e = dispatch(self, c, kind, payload);
	secret_wipe(inbox, sizeof(inbox));
	if (e == ERR_ABSENT)
		self->gone[who] = true;
	else if (e != ERR_OK && e != ERR_SLOW)
		log_event(LOG_WARN, EVENT("message_refused"),
		    LOG_WORD("peer", msg_peer(who)),
		    LOG_WORD("why", err_name(e)));
}

static void
tell_verdict(struct keeper *self)
{
	struct guess_verdict v;

	if (read(self->verdicts, &v, sizeof(v)) != (ssize_t)sizeof(v))
		return;
	struct buf b = blank();
	if (v.make)
		msg_put_passphrase_made(&b,
		    &(struct passphrase_made){v.ticket, v.fate,
			BYTES_OF(v.made.salt), BYTES_OF(v.made.tag)});
	else
		msg_put_passphrase_verdict(&b,
		    &(struct passphrase_verdict){v.ticket, v.fate});
	if (answer(&self->role->chan[CORE][0],
		v.make ? IPC_passphrase_made : IPC_passphrase_verdict,
		&b) != ERR_OK)
		log_event(LOG_WARN, EVENT("verdict_not_awaited"));
}

/* The handed files are read from their start: their next reader is our heir. */
static struct bytes
read_hand(int fd, uint8_t *room, size_t most)
{
	size_t len = 0;
	ssize_t got;

	while (len < most &&
	    (got = pread(fd, room + len, most - len, (off_t)len)) > 0)
		len += (size_t)got;
	return (struct bytes){room, len};
}

/* What others know of our keys. */
static enum err
learn_public(struct keeper *self)
{
	struct oath_self *me = &self->me;
	uint8_t point[TLS_KEY_PUBLIC];
	enum err e = tls_key_public(self->ring.key[KEYRING_TLS], point);

	if (e == ERR_OK)
		tls_pin_of(point, me->pin);
	me->central = self->ring.has[KEYRING_INTAKE];
	sign_key(self->ring.key[KEYRING_DEVICE], self->device, me->sign);
	sign_key(self->ring.key[KEYRING_CHECKPOINT], self->checkpoint,
	    me->checkpoint);
	enrol_device(me->sign, &me->device);
	if (me->central) {
		hpke_public(self->ring.key[KEYRING_INTAKE], me->intake);
		memcpy(me->recovery, self->ring.key[KEYRING_RECOVERY],
		    sizeof(me->recovery));
	}
	return e;
}

static enum err
open_keyring(struct keeper *self)
{
	static uint8_t file[KEYRING_MOST + 1], secret[KEYRING_SECRET_MOST + 1];
	const int *hand = self->role->hand;

	struct bytes f = read_hand(hand[ROLE_KEYRING], file, sizeof(file));
	struct bytes s = read_hand(hand[ROLE_UNLOCK], secret, sizeof(secret));
	enum err e = keyring_open(f, s, &self->ring);
	secret_wipe(secret, sizeof(secret));
	secret_wipe(file, sizeof(file));
	(void)close(hand[ROLE_KEYRING]);
	(void)close(hand[ROLE_UNLOCK]);
	if (e != ERR_OK)
		return e;

	return learn_public(self);
}

/* Until the supervisor is gone or says stop. */
static void
loop(struct keeper *self)
{
	struct role *r = self->role;

	for (;;) {
		struct pollfd p[] = {
		    {r->control, POLLIN, 0},
		    {self->verdicts, POLLIN, 0},
		    {self->gone[CORE] ? -1 : r->chan[CORE][0].fd, POLLIN, 0},
		    {self->gone[GATE] ? -1 : r->chan[GATE][0].fd, POLLIN, 0},
		};
		enum peer who;

		if (poll(p, sizeof(p) / sizeof(p[0]), -1) < 0) {
			must(errno == EINTR);
			continue;
		}
		if (p[0].revents != 0) {
			enum err e = role_rewire(r, &who);
			if (e == ERR_ABSENT)
				return;
			if (e == ERR_OK)
				self->gone[who] = false;
		}
		if (p[1].revents != 0)
			tell_verdict(self);
		if (p[2].revents != 0)
			serve(self, CORE);
		if (p[3].revents != 0)
			serve(self, GATE);
	}
}

/* Core is told to stop when we are, and then has its audit log signed once
 * more: stay until it has left, if it does not take long. */
static void
outlast_core(struct keeper *self)
{
	const struct chan *core = &self->role->chan[CORE][0];
	int64_t until = clock_boot() + LINGER;

	while (!self->gone[CORE]) {
		struct pollfd p = {core->fd, POLLIN, 0};
		int64_t left = until - clock_boot();

		if (left <= 0 || poll(&p, 1, (int)left) <= 0)
			return;
		serve(self, CORE);
	}
}

int
keeper_main(struct role *r)
{
	keeper.role = r;
	secret_start();
	if (mlock(&keeper, sizeof(keeper)) != 0)
		log_event(LOG_WARN, EVENT("keys_may_be_swapped"));
	enum err e = open_keyring(&keeper);
	if (e != ERR_OK) {
		log_event(LOG_ERROR, EVENT("keyring_closed"),
		    LOG_WORD("why", err_name(e)));
		return ROLE_HOPELESS;
	}
	if (keeper.ring.has[KEYRING_INTAKE] != r->central) {
		log_event(LOG_ERROR, EVENT("folder_of_the_other_kind"),
		    LOG_WORD("made_for", r->central ? "box" : "central"));
		return ROLE_HOPELESS;
	}
	keeper.verdicts = guess_pipe();
	if (jail_enter(r) != ERR_OK)
		return ROLE_HOPELESS;
	guess_start(keeper.ring.key[KEYRING_PEPPER]);
	role_ready(r);
	loop(&keeper);
	outlast_core(&keeper);
	guess_end();
	secret_wipe(&keeper, sizeof(keeper));
	return 0;
}
