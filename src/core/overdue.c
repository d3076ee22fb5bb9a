#include "core/overdue.h"

#include "base/log.h"
#include "core/core.h"
#include "core/sealing.h"
#include "core/sql.h"
#include "core/turn.h"
#include "store/query.h"

static enum err
author_of(struct request *q, const struct draft *d, struct sealing_author *a)
{
	enum err kept = ERR_OK;

	*a = (struct sealing_author){.name = d->who.name, .duty = d->who.duty};
	if (!d->mine)
		return ERR_OK;
	a->id = &d->author;
	struct query r = query_open(q->store, SQL_FILING_AUTHOR,
	    BLOB(BYTES_OF(d->author.at)));
	if (query_next(&r)) {
		a->name = arena_keep(q->mem, query_text(&r), &kept);
		a->duty = arena_keep(q->mem, query_text(&r), &kept);
		a->role = arena_keep(q->mem, query_text(&r), &kept);
		a->service = arena_keep(q->mem, query_text(&r), &kept);
	}
	enum err e = query_end(&r);
	return e == ERR_OK ? kept : e;
}

/* The next one that is due after some; ERR_ABSENT: none. */
static enum err
leave_one(struct request *q, int64_t skip)
{
	struct draft d = {0};
	struct sealing_author a;

	enum err e = draft_due(q, skip, &d);
	if (e == ERR_FORGED || (e == ERR_OK && draft_empty(&d))) {
		draft_drop(q, &d);
		request_note(q,
		    &(struct trail_entry){.action = e == ERR_OK
			    ? AUDIT_draft_dropped
			    : AUDIT_draft_lost,
			.object = d.id});
		return tx_err(q->tx);
	}
	if (e == ERR_OK)
		e = draft_adopt(q, &d);
	if (e == ERR_OK)
		e = author_of(q, &d, &a);
	if (e == ERR_OK)
		e = sealing_send(q, &d, &a, ENVELOPE_incomplete);
	if (e == ERR_OK)
		request_note(q,
		    &(struct trail_entry){.action = AUDIT_incomplete_recorded,
			.motive = MOTIVE_left_too_long,
			.object = d.id});
	return e == ERR_OK ? tx_err(q->tx) : e;
}

void
overdue_send(struct core *c)
{
	struct request q = {.core = c,
	    .mem = &c->aside,
	    .store = &c->write,
	    .now = hour_now(&c->hour).ms};
	int64_t due = 0, skip = 0, ahead = q.now - clock_boot();

	/* A clock that is put right makes a draft old under its author's hands.
	 */
	if (c->ahead != 0 &&
	    (ahead > c->ahead + CLOCK_MINUTE ||
		ahead < c->ahead - CLOCK_MINUTE))
		c->spared = clock_boot() + DRAFT_QUIET;
	c->ahead = ahead;
	if (clock_boot() < c->spared)
		return;
	enum err e = query_number(&c->write, &due, SQL_DRAFT_ANY, NONE);

	for (int i = 0; e == ERR_OK && i < due && i - skip < OVERDUE_MOST;
	     i++) {
		q.tx = turn_tx(c);
		tx_save(q.tx);
		tx_fail(q.tx, leave_one(&q, skip));
		e = tx_release(q.tx);
		arena_reset(&c->aside);
		if (e == ERR_OK || e == ERR_ABSENT)
			continue;
		log_event(LOG_WARN, EVENT("draft_not_sent_as_it_stands"),
		    LOG_WORD("why", err_name(e)));
		skip++; /* it holds back none of the others */
		e = ERR_OK;
	}
}
