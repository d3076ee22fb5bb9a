#include "dossier/limit.h"

#include "calendar/paris.h"
#include "dossier/ask.h"
#include "dossier/duty.h"
#include "dossier/ladder.h"
#include "dossier/pause.h"
#include "dossier/sql.h"

#define SOME 32 /* as limit_open_ones.sql */

static void
event(struct course *c, int64_t limit, int64_t at, const char *what,
    int64_t act)
{
	tx_run(c->tx, SQL_LIMIT_EVENT, INT(limit), INT(at), TEXT(str_of(what)),
	    act > 0 ? INT(act) : NIL, NIL, TEXT(TXT("")), NIL, NIL);
}

const struct rules_deadline *
limit_rule(struct course *c, int64_t limit)
{
	const struct rules_deadline *d = NULL;

	if (tx_err(c->tx) != ERR_OK)
		return NULL;
	struct query q = query_open(c->tx->store, SQL_LIMIT_RULE, INT(limit));
	if (query_next(&q)) {
		struct str rule = query_text(&q);
		d = rules_deadline_version(&c->pack->rules, rule,
		    query_int(&q));
	}
	tx_fail(c->tx, query_end(&q));
	return d;
}

/* It runs from `start`. False: no calendar has its end. */
static bool
start(struct course *c, int64_t limit, const struct rules_deadline *d,
    int64_t from, int64_t act)
{
	int64_t due, warn;

	if (rules_due(&c->pack->rules, d, from, &due, &warn) != ERR_OK)
		return false;
	tx_run(c->tx, SQL_LIMIT_START, INT(limit), INT(from), INT(due),
	    INT(warn));
	event(c, limit, c->now, "started", act);
	ladder_set(c, limit, d, from, due, true);
	duty_limit(c, limit);
	return true;
}

/* When it begins; false: that is still to come, or was not said. */
static bool
start_of(const struct happening *h, const struct rules_deadline *d, int64_t *at)
{
	bool whole;

	switch (d->from) {
	case RULES_FILED:
		/* An hour nobody knows, or ahead of ours, starts nothing. */
		*at = h->said->filed > 0 && h->said->clock > 0 &&
			h->said->filed < h->said->received
		    ? h->said->filed
		    : h->said->received;
		return true;
	case RULES_RECEIVED:
		*at = h->said->received;
		return true;
	case RULES_FIELD:
		if (!happening_when(h->answers, d->field, at, &whole))
			*at = h->said->received;
		return true;
	case RULES_RECEPTION:
		break;
	}
	return false;
}

static void
mark_one(struct course *c, int64_t limit, bool paused, int64_t act)
{
	tx_run(c->tx, SQL_LIMIT_MARK, INT(limit), INT(paused));
	if (tx_changed(c->tx) > 0)
		event(c, limit, c->now, paused ? "paused" : "resumed", act);
}

static void
open_one(struct happening *h, struct str id)
{
	const struct rules_deadline *d =
	    rules_deadline_of(h->rules, id, h->today);
	int64_t at;

	if (!d)
		return;
	int64_t limit = tx_run(h->c->tx, SQL_LIMIT_OPEN, INT(h->dossier),
	    TEXT(d->id), INT(d->version), INT(h->act));
	event(h->c, limit, h->c->now, "opened", h->act);
	if (pause_limit(h->c, h->dossier, d->id))
		mark_one(h->c, limit, true, h->act);
	if (start_of(h, d, &at) && !start(h->c, limit, d, at, h->act))
		tx_fail(h->c->tx, h->said->device ? ERR_OK : ERR_INPUT);
}

static void
end_one(struct course *c, int64_t limit, enum course_state state, int64_t at,
    int64_t act)
{
	tx_run(c->tx, SQL_LIMIT_END, INT(limit), INT(state), INT(at),
	    act > 0 ? INT(act) : NIL);
	duty_end(c, DUTY_LIMIT, limit);
	ladder_end(c, limit);
}

/* It runs again, with its own start and end, perhaps late. */
static void
run_again(struct course *c, int64_t limit, const char *what, int64_t act)
{
	const struct rules_deadline *d = limit_rule(c, limit);
	int64_t from = 0, due = 0;

	tx_run(c->tx, SQL_LIMIT_AGAIN, INT(limit));
	event(c, limit, c->now, what, act);
	if (tx_err(c->tx) != ERR_OK)
		return;
	struct query q = query_open(c->tx->store, SQL_LIMIT_SPAN, INT(limit));
	bool runs = query_next(&q);
	if (runs) {
		from = query_int(&q);
		due = query_int(&q);
	}
	tx_fail(c->tx, query_end(&q));
	if (runs && d)
		ladder_set(c, limit, d, from, due, true);
}

void
limit_again(struct course *c, int64_t limit, int64_t act)
{
	run_again(c, limit, "again", act);
}

void
limit_ended_again(struct course *c, int64_t ending, int64_t act)
{
	int64_t limit = ask_number(c->tx, 0, SQL_LIMIT_ENDING_OF, INT(ending));
	bool met = ask_number(c->tx, 0, SQL_LIMIT_ENDING_MET, INT(ending)) > 0;

	end_one(c, limit, met ? COURSE_MET : COURSE_DROPPED,
	    ask_number(c->tx, 0, SQL_LIMIT_ENDING_AT, INT(ending)),
	    ask_number(c->tx, 0, SQL_LIMIT_ENDING_BY, INT(ending)));
	event(c, limit, c->now, "back", act);
}

static void
do_one(struct happening *h, enum rules_does what, int64_t limit)
{
	switch (what) {
	case RULES_MEET:
		end_one(h->c, limit, COURSE_MET, h->instant, h->act);
		event(h->c, limit, h->instant, "met", h->act);
		return;
	case RULES_DROP:
		end_one(h->c, limit, COURSE_DROPPED, h->c->now, h->act);
		event(h->c, limit, h->c->now, "dropped", h->act);
		return;
	case RULES_PAUSE:
	case RULES_RESUME:
		mark_one(h->c, limit, what == RULES_PAUSE, h->act);
		return;
	case RULES_OPEN:
	case RULES_REOPEN:
	case RULES_DOES_COUNT:
		return;
	}
}

void
limit_drop(struct happening *h, int64_t limit)
{
	do_one(h, RULES_DROP, limit);
}

/* All of one rule that are not over, but for those this act has opened. */
static void
do_all(struct happening *h, enum rules_does what, struct str id)
{
	int64_t some[SOME], after = 0;
	size_t n;

	do {
		n = ask_numbers(h->c->tx, some, SOME, SQL_LIMIT_OPEN_ONES,
		    INT(h->dossier), TEXT(id), INT(after));
		for (size_t i = 0; i < n; i++)
			do_one(h, what, some[i]);
		if (n > 0)
			after = some[n - 1];
	} while (n == SOME);
}

/* What it does to the `k`-th limit it names so, it does now. */
static bool
holds(struct happening *h, enum rules_does what, size_t k)
{
	const struct rules_only *only = &h->rule->only[what][k];

	return condition_holds(only->when, h->answers) &&
	    (what == RULES_REOPEN || happening_after(h, &only->after));
}

/* What it waited for may have come since it was ended. */
static void
received_since(struct course *c, int64_t limit)
{
	const struct rules_deadline *d = limit_rule(c, limit);
	int64_t act = ask_number(c->tx, 0, SQL_LIMIT_OPENER, INT(limit));

	for (size_t i = 0; d && i < d->roles.count; i++) {
		int64_t at = ask_number(c->tx, 0, SQL_LIMIT_ACKED, INT(act),
		    TEXT(d->roles.at[i]));
		if (at > 0)
			limit_received(c, act, d->roles.at[i], at);
	}
}

static void
reopen_one(struct happening *h, int64_t limit, struct str rule)
{
	run_again(h->c, limit, "reopened", h->act);
	mark_one(h->c, limit, pause_limit(h->c, h->dossier, rule), h->act);
	if (ask_number(h->c->tx, 0, SQL_LIMIT_STATE, INT(limit)) == COURSE_RUNS)
		duty_limit(h->c, limit);
	received_since(h->c, limit);
}

/* All of one rule that an act of this form had ended. */
static void
reopen_all(struct happening *h, struct str rule, struct str form)
{
	int64_t some[SOME], after = 0;
	size_t n;

	do {
		n = ask_numbers(h->c->tx, some, SOME, SQL_LIMIT_ENDED,
		    INT(h->dossier), TEXT(rule), TEXT(form), INT(after));
		for (size_t i = 0; i < n; i++)
			reopen_one(h, some[i], rule);
		after = n > 0 ? some[n - 1] : after;
	} while (n == SOME);
}

static void
reopen(struct happening *h)
{
	const struct rules_names *ids = &h->rule->does[RULES_REOPEN];

	for (size_t k = 0; k < ids->count; k++) {
		const struct rules_names *acts =
		    &h->rule->only[RULES_REOPEN][k].after;
		if (!holds(h, RULES_REOPEN, k))
			continue;
		for (size_t i = 0; i < acts->count; i++)
			reopen_all(h, ids->at[k], acts->at[i]);
	}
}

void
limit_do(struct happening *h)
{
	static const enum rules_does order[] = {RULES_MEET, RULES_DROP,
	    RULES_PAUSE, RULES_RESUME};

	if (!h->rule)
		return;
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		const struct rules_names *ids = &h->rule->does[order[i]];
		for (size_t k = 0; k < ids->count; k++)
			if (holds(h, order[i], k))
				do_all(h, order[i], ids->at[k]);
	}
	reopen(h);
	const struct rules_names *opens = &h->rule->does[RULES_OPEN];
	for (size_t k = 0; k < opens->count; k++)
		if (holds(h, RULES_OPEN, k))
			open_one(h, opens->at[k]);
}

/* Some act that meets it may be recorded in that state. */
static bool
can_be_met(const struct rules *r, struct str limit, struct str education)
{
	for (size_t i = 0; i < r->acts_count; i++) {
		const struct rules_act *a = &r->acts[i];
		if (rules_named(&a->does[RULES_MEET], limit) &&
		    (a->when.education.count == 0 ||
			rules_named(&a->when.education, education)))
			return true;
	}
	return false;
}

void
limit_closed(struct happening *h, struct str education)
{
	const struct rules *r = h->rules;

	for (size_t i = 0; i < r->deadlines_count; i++)
		if (!can_be_met(r, r->deadlines[i].id, education))
			do_all(h, RULES_DROP, r->deadlines[i].id);
}

/* An end that a person set stays, whenever it is then held to have begun. */
static bool
moved(struct course *c, int64_t limit)
{
	return ask_number(c->tx, 0, SQL_LIMIT_MOVED, INT(limit)) > 0;
}

void
limit_received(struct course *c, int64_t act, struct str role, int64_t at)
{
	int64_t some[SOME];
	size_t n =
	    ask_numbers(c->tx, some, SOME, SQL_LIMIT_OF_ACT, INT(act), INT(0));

	for (size_t i = 0; i < n; i++) {
		const struct rules_deadline *d = limit_rule(c, some[i]);
		if (!d || d->from != RULES_RECEPTION ||
		    !rules_named(&d->roles, role) ||
		    ask_number(c->tx, 0, SQL_LIMIT_START_OF, INT(some[i])) <=
			at)
			continue;
		if (moved(c, some[i]))
			tx_run(c->tx, SQL_LIMIT_SINCE, INT(some[i]), INT(at));
		else
			(void)start(c, some[i], d, at, 0);
	}
}

/* --- by hand -----------------------------------------------------------------
 */

static void
by_hand(struct course *c, int64_t limit, const char *what,
    const struct ident *account, struct str why, struct val was, struct val due)
{
	tx_run(c->tx, SQL_LIMIT_EVENT, INT(limit), INT(c->now),
	    TEXT(str_of(what)), NIL, BLOB(BYTES_OF(account->at)), TEXT(why),
	    was, due);
}

enum err
limit_move(struct course *c, int64_t limit, int64_t due,
    const struct ident *account, struct str why)
{
	int64_t from = 0, was = 0, warn = 0;
	const struct rules_deadline *d = limit_rule(c, limit);
	struct query q = query_open(c->tx->store, SQL_LIMIT_SPAN, INT(limit));
	bool runs = query_next(&q);

	if (runs) {
		from = query_int(&q);
		was = query_int(&q);
		warn = query_int(&q);
	}
	enum err e = query_end(&q);
	if (e != ERR_OK)
		return e;
	if (!runs || why.len == 0 || due <= from)
		return ERR_INPUT;
	tx_save(c->tx);
	tx_run(c->tx, SQL_LIMIT_MOVE, INT(limit), INT(due),
	    INT(due - (was - warn)));
	by_hand(c, limit, "moved", account, why, INT(was), INT(due));
	if (d)
		ladder_set(c, limit, d, from, due, false);
	duty_limit(c, limit);
	return tx_release(c->tx);
}

enum err
limit_set_aside(struct course *c, int64_t limit, const struct ident *account,
    struct str why)
{
	int64_t state = COURSE_DROPPED;
	enum err e =
	    query_number(c->tx->store, &state, SQL_LIMIT_STATE, INT(limit));

	if (e == ERR_ABSENT || why.len == 0 || state >= COURSE_MET)
		return ERR_INPUT;
	if (e != ERR_OK)
		return e;
	tx_save(c->tx);
	end_one(c, limit, COURSE_DROPPED, c->now, 0);
	by_hand(c, limit, "dropped", account, why, NIL, NIL);
	return tx_release(c->tx);
}
