#include "core/hearing.h"

#include "base/log.h"
#include "core/core.h"
#include "core/turn.h"
#include "ipc/dispatch.h"

#define MAIL_MOST 64 /* messages of one peer read in a turn */

static enum err
core_on_http_request(struct core *self, const struct chan *from,
    const struct http_request *m)
{
	(void)self, (void)from, (void)m;
	return ERR_FORGED; /* the front speaks on its own wires: slot.h */
}

static enum err
core_on_keys_told(struct core *self, const struct chan *from,
    const struct keys_told *m)
{
	(void)self, (void)from, (void)m;
	return ERR_OK; /* known since the start */
}

static enum err
core_on_passphrase_verdict(struct core *self, const struct chan *from,
    const struct passphrase_verdict *m)
{
	(void)from;
	for (size_t i = 0; i < self->slots; i++) {
		struct slot *s = &self->slot[i];
		if (s->state == SLOT_CHECKING && s->ticket == m->ticket) {
			s->verdict = m->fate == ERR_OK ? ERR_OK
			    : m->fate == ERR_DENIED    ? ERR_DENIED
						       : ERR_LATER;
			s->state = SLOT_HEARD;
		}
	}
	return ERR_OK;
}

static enum err
core_on_passphrase_made(struct core *self, const struct chan *from,
    const struct passphrase_made *m)
{
	(void)from;
	for (size_t i = 0; i < self->slots; i++) {
		struct slot *s = &self->slot[i];
		if (s->state != SLOT_CHECKING || s->ticket != m->ticket)
			continue;
		bool good = m->fate == ERR_OK &&
		    m->salt.len == sizeof(s->made.salt) &&
		    m->verifier.len == sizeof(s->made.tag);
		if (good) {
			memcpy(s->made.salt, m->salt.at, m->salt.len);
			memcpy(s->made.tag, m->verifier.at, m->verifier.len);
		}
		s->verdict = good ? ERR_OK : ERR_LATER;
		s->state = SLOT_HEARD;
	}
	return ERR_OK;
}

static enum err
core_on_signature(struct core *self, const struct chan *from,
    const struct signature *m)
{
	(void)from;
	if (!notary_signed(self, m))
		milestone_keep(self, m);
	return ERR_OK;
}

static enum err
core_on_cek_unwrapped(struct core *self, const struct chan *from,
    const struct cek_unwrapped *m)
{
	(void)from;
	(void)notary_unwrapped(self, m); /* or nobody waits for it any more */
	return ERR_OK;
}

static enum err
core_on_probe_fate(struct core *self, const struct chan *from,
    const struct probe_fate *m)
{
	(void)from;
	if (self->liaison.asked && m->ticket == self->liaison.ticket)
		liaison_told(&self->liaison,
		    m->fate == ERR_OK ? ERR_OK : ERR_LATER,
		    hour_now(&self->hour).ms);
	return ERR_OK;
}

static enum err
core_on_sync_fate(struct core *self, const struct chan *from,
    const struct sync_fate *m)
{
	(void)from;
	sync_told(self, m);
	return ERR_OK;
}

static enum err
core_on_mail_ready(struct core *self, const struct chan *from,
    const struct mail_ready *m)
{
	(void)from;
	post_asked(self, m->ticket);
	return ERR_OK;
}

static enum err
core_on_mail_fate(struct core *self, const struct chan *from,
    const struct mail_fate *m)
{
	(void)from;
	post_told(self, m);
	return ERR_OK;
}

#define TO_CORE(name) DISPATCH_CASE(core, name)
#define TO_KEEPER(name)
#define TO_COURIER(name)
#define TO_FRONT(name)
#define TO_GATE(name)

static enum err
dispatch(struct core *self, const struct chan *from, enum ipc kind,
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

bool
hearing_peer(struct core *c, const struct chan *from)
{
	enum err e = ERR_OK;

	for (int i = 0; i < MAIL_MOST && e != ERR_SLOW; i++) {
		enum ipc kind;
		struct bytes payload;

		e = chan_recv(from, &c->room, 0, &kind, &payload);
		if (e == ERR_ABSENT)
			return false;
		if (e == ERR_OK) {
			e = dispatch(c, from, kind, payload);
			explicit_bzero(c->room.at, CHAN_HEAD + payload.len);
		}
		if (e != ERR_OK && e != ERR_SLOW)
			log_event(LOG_WARN, EVENT("message_refused"),
			    LOG_WORD("peer", msg_peer(from->them)),
			    LOG_WORD("why", err_name(e)));
	}
	return true;
}

void
hearing_report(struct core *c)
{
	uint64_t ticket;

	if (!reporter_ready(&c->reporter, &ticket))
		return;
	for (size_t i = 0; i < c->slots; i++) {
		struct slot *s = &c->slot[i];
		if (s->state == SLOT_REPORTING && s->ticket == ticket) {
			s->verdict =
			    reporter_take(&c->reporter, &s->mem, &s->report);
			s->state = SLOT_REPORTED;
			return;
		}
	}
	reporter_drop(&c->reporter); /* whoever asked has left */
}

void
hearing_again(struct core *c, enum peer who)
{
	if (who == KEEPER) {
		c->keeper_gone = false;
		c->milestone.ticket = 0;
		c->milestone.now = true;
		turn_keeper_gone(c);
	}
	if (who == COURIER) {
		c->courier_gone = false;
		if (c->liaison.asked)
			liaison_told(&c->liaison, ERR_LATER,
			    hour_now(&c->hour).ms);
		sync_courier_gone(c);
		post_courier_gone(c);
	}
	for (size_t i = 0; who == FRONT && i < c->slots; i++) {
		c->slot[i].gone = false;
		slot_forget(&c->slot[i]);
	}
}
