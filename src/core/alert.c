#include "core/alert.h"

#include "base/clock.h"
#include "base/log.h"
#include "core/core.h"
#include "core/sql.h"
#include "core/turn.h"
#include "dossier/course.h"
#include "store/query.h"

/* How many were raised and how many dossiers begun; then, until when to wait.
 */
static enum err
raise_some(struct core *c, int64_t now, int64_t *raised, int64_t *wait)
{
	struct course course = {turn_tx(c), &c->chore, &c->pack, now};
	int64_t next = INT64_MAX, begun = 0, n = 0;

	tx_save(course.tx);
	enum err e = course_alerts(&course, ALERT_TURN, &n, &next);
	if (e == ERR_OK)
		e = course_begin(&course, ALERT_TURN, &begun);
	if (e == ERR_OK && n > 0)
		trail_append(course.tx, &c->chore, c->auditor,
		    &(struct trail_entry){.action = AUDIT_alerts_raised,
			.clock = hour_now(&c->hour).clock,
			.at = now});
	tx_fail(course.tx, e);
	e = tx_release(course.tx);
	arena_reset(&c->chore);
	if (e != ERR_OK)
		return e;
	*raised = n;
	if (n == ALERT_TURN || begun == ALERT_TURN)
		*wait = ALERT_MORE;
	else if (next - now < ALERT_LOOK)
		*wait = next > now ? next - now : ALERT_MORE;
	return ERR_OK;
}

void
alert_watch(struct core *c)
{
	int64_t now = hour_now(&c->hour).ms, due = 0, raised = 0;
	int64_t wait = ALERT_LOOK;

	if (clock_boot() < c->alert_look)
		return;
	/* Nothing is written where nothing is due. */
	enum err e = query_number(&c->write, &due, SQL_ALERT_DUE, INT(now));
	if (e == ERR_OK && due > 0)
		e = raise_some(c, now, &raised, &wait);
	if (e != ERR_OK)
		log_event(LOG_ERROR, EVENT("alerts_not_raised"),
		    LOG_WORD("why", err_name(e)));
	c->alert_look = clock_boot() + wait;
}
