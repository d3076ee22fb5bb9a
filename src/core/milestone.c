#include "core/milestone.h"

#include "base/log.h"
#include "core/core.h"
#include "core/turn.h"

void
milestone_open(struct milestone *m, const uint8_t open[SIGN_PUBLIC])
{
	*m = (struct milestone){.changed = true, .now = true};
	struct buf name = buf_over(m->name, sizeof(m->name));

	vkey_name(&name, open);
	must(buf_err(&name) == ERR_OK);
	m->key.name = buf_text(&name);
	memcpy(m->key.open, open, SIGN_PUBLIC);
}

/* Only what is durable may be signed: never called inside a transaction. */
static enum err
ask(struct core *c)
{
	struct milestone *m = &c->milestone;

	m->text = buf_over(m->room, sizeof(m->room));
	enum err e = stamp_text(&c->write, m->key.name, &m->text);
	if (e != ERR_OK)
		return e;
	uint64_t ticket = core_ticket(c);
	c->out = buf_over(c->out.at, c->out.max);
	msg_put_sign(&c->out,
	    &(struct sign){ticket, MILESTONE_KEY, buf_done(&m->text)});
	e = chan_send(&c->role->chan[KEEPER][0], IPC_sign, &c->out);
	if (e == ERR_OK)
		m->ticket = ticket;
	return e;
}

void
milestone_look(struct core *c)
{
	struct milestone *m = &c->milestone;
	int64_t boot = clock_boot();
	uint64_t behind = 0;
	bool due = false;

	must(!c->in_tx);
	if (c->keeper_gone || (m->ticket != 0 && boot < m->next) ||
	    (!m->changed && !m->now && boot < m->next))
		return;
	m->ticket = 0;
	enum err e = m->now ? stamp_behind(&c->write, &behind)
			    : stamp_due(&c->write, hour_now(&c->hour).ms, &due);
	if (e == ERR_OK && (due || behind > 0))
		e = ask(c);
	m->changed = false;
	m->now = false;
	m->next = boot + (m->ticket != 0 ? MILESTONE_SLOW : MILESTONE_LOOK);
	if (e != ERR_OK)
		log_event(LOG_WARN, EVENT("checkpoint_put_off"),
		    LOG_WORD("why", err_name(e)));
}

void
milestone_keep(struct core *c, const struct signature *s)
{
	struct milestone *m = &c->milestone;

	if (m->ticket == 0 || s->ticket != m->ticket)
		return;
	m->ticket = 0;
	m->next = clock_boot() + MILESTONE_LOOK;
	if (s->fate != ERR_OK || s->signature.len != SIGN_LEN) {
		log_event(LOG_WARN, EVENT("checkpoint_not_signed"));
		return;
	}
	struct tx *tx = turn_tx(c);
	tx_save(tx);
	stamp_keep(tx, &c->chore, &m->key, buf_text(&m->text), s->signature.at,
	    hour_now(&c->hour).ms);
	enum err e = tx_release(tx);
	arena_reset(&c->chore);
	if (e != ERR_OK)
		log_event(LOG_ERROR, EVENT("checkpoint_not_kept"),
		    LOG_WORD("why", err_name(e)));
}
