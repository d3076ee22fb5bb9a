#include "core/notary.h"

#include <poll.h>

#include "base/log.h"
#include "core/core.h"
#include "core/hearing.h"
#include "crypto/secret.h"

/* What was put into `c->out` goes to the keeper; until it answers, or not. */
static enum err
await(struct core *c, enum ipc kind)
{
	struct notary *n = &c->notary;
	const struct chan *keeper = &c->role->chan[KEEPER][0];
	int64_t until = clock_boot() + NOTARY_MOST;

	enum err e =
	    c->keeper_gone ? ERR_LATER : chan_send(keeper, kind, &c->out);
	explicit_bzero(c->out.at, c->out.len);
	while (e == ERR_OK && !n->told) {
		int64_t left = until - clock_boot();
		struct pollfd p = {keeper->fd, POLLIN, 0};

		if (left <= 0 || poll(&p, 1, (int)left) < 0)
			e = ERR_LATER;
		else if (p.revents != 0 && !hearing_peer(c, keeper))
			e = ERR_LATER;
	}
	n->ticket = 0;
	if (e == ERR_OK)
		e = n->fate;
	if (e == ERR_LATER)
		log_event(LOG_WARN, EVENT("keeper_did_not_answer"));
	return e;
}

static uint64_t
begin(struct core *c)
{
	c->notary = (struct notary){.ticket = core_ticket(c)};
	c->out = buf_over(c->out.at, c->out.max);
	return c->notary.ticket;
}

enum err
notary_sign(struct core *c, uint32_t key, struct bytes message,
    uint8_t signature[SIGN_LEN])
{
	uint64_t ticket = begin(c);

	msg_put_sign(&c->out, &(struct sign){ticket, key, message});
	enum err e = await(c, IPC_sign);
	if (e == ERR_OK)
		memcpy(signature, c->notary.body, SIGN_LEN);
	return e;
}

enum err
notary_unwrap(struct core *c, struct bytes fixed, struct bytes entry,
    uint8_t cek[ENVELOPE_CEK])
{
	uint64_t ticket = begin(c);

	msg_put_cek_unwrap(&c->out, &(struct cek_unwrap){ticket, fixed, entry});
	enum err e = await(c, IPC_cek_unwrap);
	if (e == ERR_OK)
		memcpy(cek, c->notary.body, ENVELOPE_CEK);
	secret_wipe(c->notary.body, sizeof(c->notary.body));
	return e;
}

static bool
told(struct core *c, uint64_t ticket, uint32_t fate, struct bytes body,
    size_t len)
{
	struct notary *n = &c->notary;

	if (n->ticket == 0 || n->ticket != ticket)
		return false;
	n->told = true;
	n->fate =
	    fate == ERR_OK && body.len != len ? ERR_LATER : (enum err)fate;
	if (n->fate == ERR_OK)
		memcpy(n->body, body.at, len);
	return true;
}

bool
notary_signed(struct core *c, const struct signature *m)
{
	return told(c, m->ticket, m->fate, m->signature, SIGN_LEN);
}

bool
notary_unwrapped(struct core *c, const struct cek_unwrapped *m)
{
	return told(c, m->ticket, m->fate, m->cek, ENVELOPE_CEK);
}
