#include "core/chore.h"

#include "base/log.h"
#include "core/alarm.h"
#include "core/alert.h"
#include "core/attempt.h"
#include "core/core.h"
#include "core/jotting.h"
#include "core/known.h"
#include "core/overdue.h"
#include "core/session.h"
#include "core/turn.h"

/* One session ends and the log says so, or neither. */
static void
end_session(struct core *c, const struct session_over *over, int64_t now)
{
	struct tx *tx = turn_tx(c);
	struct trail_entry e = {.action = AUDIT_session_ended,
	    .motive = over->idle ? MOTIVE_idle : MOTIVE_too_long,
	    .clock = hour_now(&c->hour).clock,
	    .at = now,
	    .actor = over->account};

	if (over->who < WHO_COUNT)
		e.role = str_of(who_stored(over->who));
	tx_save(tx);
	session_drop(tx, over);
	trail_append(tx, &c->chore, c->auditor, &e);
	enum err kept = tx_release(tx);
	if (kept != ERR_OK)
		log_event(LOG_ERROR, EVENT("session_not_ended"),
		    LOG_WORD("why", err_name(kept)));
	arena_reset(&c->chore);
}

static void
sweep(struct core *c)
{
	struct session_over over[CHORE_MOST];
	int64_t now = hour_now(&c->hour).ms;
	size_t count = 0;

	enum err e =
	    session_overdue(&c->write, now, c->idle, over, CHORE_MOST, &count);
	if (e != ERR_OK)
		log_event(LOG_ERROR, EVENT("sweep_failed"),
		    LOG_WORD("why", err_name(e)));
	for (size_t i = 0; i < count; i++)
		end_session(c, &over[i], now);
	sync_let_go(c);
	c->sweep =
	    clock_boot() + (count == CHORE_MOST ? CHORE_MORE : CHORE_SWEEP);
	c->forget = true;
}

/* Old tries can wait for a turn that writes anyway. */
static void
forget(struct core *c)
{
	struct tx *tx = turn_tx(c);

	tx_save(tx);
	attempt_sweep(tx, hour_now(&c->hour).ms);
	known_sweep(tx, hour_now(&c->hour).ms);
	jotting_sweep(tx, hour_now(&c->hour).ms);
	if (tx_release(tx) != ERR_OK)
		log_event(LOG_ERROR, EVENT("tries_not_forgotten"));
	c->forget = false;
}

void
chore_run(struct core *c)
{
	if (clock_boot() >= c->sweep) {
		sweep(c);
		if (!c->role->central)
			overdue_send(c);
	}
	if (c->role->central) {
		alarm_watch(c);
		alert_watch(c);
	}
	if (c->forget && c->in_tx)
		forget(c);
}

void
chore_ask(struct core *c)
{
	char url[256];
	struct probe m;

	milestone_look(c);
	sync_ask(c);
	post_run(c);
	if (c->courier_gone || c->site.enrolled ||
	    !liaison_due(&c->liaison, c->ticket + 1, url, &m))
		return;
	m.ticket = core_ticket(c);
	c->out = buf_over(c->out.at, c->out.max);
	msg_put_probe(&c->out, &m);
	if (chan_send(&c->role->chan[COURIER][0], IPC_probe, &c->out) != ERR_OK)
		liaison_told(&c->liaison, ERR_LATER, hour_now(&c->hour).ms);
}

int64_t
chore_next(const struct core *c)
{
	int64_t next = c->sweep;

	if (c->role->central && c->fleet_look < next)
		next = c->fleet_look;
	if (c->role->central && c->alert_look < next)
		next = c->alert_look;

	if (c->liaison.used && !c->site.enrolled && !c->courier_gone &&
	    c->liaison.next < next)
		next = c->liaison.next;
	if (sync_next(c) < next)
		next = sync_next(c);
	if (post_next(c) < next)
		next = post_next(c);
	if (!c->keeper_gone && c->milestone.next < next)
		next = c->milestone.next;
	for (size_t i = 0; i < c->slots; i++) {
		const struct slot *s = &c->slot[i];
		bool waits = s->state == SLOT_CHECKING ||
		    s->state == SLOT_WAITING || s->state == SLOT_REPORTING;
		if (waits && s->patience < next)
			next = s->patience;
	}
	return next;
}
