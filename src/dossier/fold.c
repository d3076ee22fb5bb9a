#include "dossier/fold.h"

#include "calendar/paris.h"
#include "dossier/alike.h"
#include "dossier/ask.h"
#include "dossier/duty.h"
#include "dossier/limit.h"
#include "dossier/party.h"
#include "dossier/pause.h"
#include "dossier/reference.h"
#include "dossier/sql.h"
#include "dossier/stage.h"
#include "dossier/task.h"

#define SOME 32 /* as the LIMIT of fold_ended_limits.sql and its like */

int64_t
fold_follow(struct course *c, int64_t dossier)
{
	for (int i = 0; i < FOLD_CHAIN; i++) {
		int64_t next =
		    ask_number(c->tx, dossier, SQL_FOLD_FOLLOW, INT(dossier));
		if (next == dossier)
			break;
		dossier = next;
	}
	return dossier;
}

/* --- merged ------------------------------------------------------------------
 */

/*
 * Of two states, the one further on, in the order the rules declare; but what
 * is closed never closes what is under way.
 */
static struct str
further(const struct rules_state *axis, size_t count, struct str one,
    struct str other)
{
	const struct rules_state *a = rules_state_of(axis, count, one);
	const struct rules_state *b = rules_state_of(axis, count, other);

	if (!a || !b)
		return a ? one : other;
	if (a->closed != b->closed)
		return a->closed ? other : one;
	return b > a ? other : one;
}

/* Where a dossier stands once `from` is merged into it. */
static void
join(const struct rules *r, const struct stage *from, struct str *education,
    struct str *penal)
{
	*education = further(r->education, r->education_count, *education,
	    from->education);
	*penal = further(r->penal, r->penal_count, *penal, from->penal);
}

/* What opened one may have opened the other: a request for an intervention is
 * no signalement, and its services are not told of one. */
static bool
of_one_kind(const struct rules *r, const struct stage *a, const struct stage *b)
{
	bool one = false, other = false, both = false;

	for (size_t i = 0; i < r->acts_count && i < RULES_ACTS_MOST; i++) {
		if (!r->acts[i].opens)
			continue;
		one = one || a->last[i] > 0;
		other = other || b->last[i] > 0;
		both = both || (a->last[i] > 0 && b->last[i] > 0);
	}
	return both || !one || !other;
}

static void
join_states(struct course *c, int64_t from, int64_t into, int64_t act)
{
	const struct rules *r = &c->pack->rules;
	struct stage *a = arena_take(c->mem, sizeof(*a));
	struct stage *b = arena_take(c->mem, sizeof(*b));
	struct stage_apart without = {0};

	if (!a || !b) {
		tx_fail(c->tx, ERR_LIMIT);
		return;
	}
	enum err e = stage_read(c->tx->store, r, from, a);
	if (e == ERR_OK)
		e = stage_read(c->tx->store, r, into, b);
	if (e == ERR_OK && !of_one_kind(r, a, b))
		e = ERR_INPUT;
	tx_fail(c->tx, e);
	while (stage_apart(c, into, &without)) {
		join(r, a, &without.education, &without.penal);
		stage_apart_keep(c, &without);
	}
	tx_run(c->tx, SQL_FOLD_KEEP, INT(from), INT(into), INT(act),
	    TEXT(b->education), TEXT(b->penal));
	struct str education = b->education, penal = b->penal;
	join(r, a, &education, &penal);
	tx_run(c->tx, SQL_FOLD_OVER, INT(into), TEXT(education), TEXT(penal),
	    INT(c->now), INT(from));
}

/* What the states they came to let nobody do any more is asked of nobody. */
static void
forbid(struct course *c, int64_t into, int64_t act)
{
	struct stage *at = arena_take(c->mem, sizeof(*at));
	struct happening h = {.c = c,
	    .rules = &c->pack->rules,
	    .act = act,
	    .dossier = into,
	    .today = paris_day(c->now)};

	if (tx_err(c->tx) != ERR_OK)
		return;
	tx_fail(c->tx,
	    at ? stage_read(c->tx->store, h.rules, into, at) : ERR_LIMIT);
	if (at)
		task_moved(&h, at->education, at->penal);
}

enum err
fold_merge(struct course *c, int64_t from, int64_t into, int64_t act)
{
	static const char *const moves[] = {SQL_FOLD_ACTS, SQL_FOLD_LIMITS,
	    SQL_FOLD_TASKS, SQL_FOLD_DUTIES, SQL_FOLD_LETTERS, SQL_FOLD_MINORS,
	    SQL_FOLD_PARTIES};

	if (from == into)
		return ERR_INPUT;
	tx_save(c->tx);
	if (ask_number(c->tx, 2, SQL_FOLD_STANDS, INT(from), INT(into)) != 2)
		tx_fail(c->tx, ERR_INPUT);
	join_states(c, from, into, act);
	tx_run(c->tx, SQL_FOLD_FORGET, INT(from));
	tx_run(c->tx, SQL_FOLD_REMEMBER, INT(from), INT(into));
	for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++)
		tx_run(c->tx, moves[i], INT(from), INT(into));
	tx_run(c->tx, SQL_FOLD_PARTIES_END, INT(from));
	tx_run(c->tx, SQL_FOLD_UNDER, INT(from), INT(into));
	alike_merge(c, from, into, act);
	forbid(c, into, act);
	task_twice(c, into, act);
	party_read_all(c, into);
	duty_refresh(c, into);
	return tx_release(c->tx);
}

/* --- parted ------------------------------------------------------------------
 */

/* All that hangs on the acts that now stand in `to`, from `from`. */
static void
bring_back(struct course *c, int64_t from, int64_t to)
{
	static const char *const moves[] = {SQL_FOLD_LIMITS_BACK,
	    SQL_FOLD_TASKS_BACK, SQL_FOLD_LETTERS_BACK, SQL_FOLD_MINORS_BACK,
	    SQL_FOLD_DUTIES_BACK, SQL_FOLD_PARTIES_LEFT};

	for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++)
		tx_run(c->tx, moves[i], INT(from), INT(to));
}

/* What an act that stands in the other one had opened again, by taking back one
 * of this: it is of the other child that it was taken back. */
static void
end_again(struct course *c, int64_t from, int64_t to, int64_t act)
{
	int64_t some[SOME], after = 0;
	size_t n;

	do {
		n = ask_numbers(c->tx, some, SOME, SQL_FOLD_REOPENED, INT(from),
		    INT(to), INT(after));
		for (size_t i = 0; i < n; i++)
			limit_ended_again(c, some[i], act);
		after = n > 0 ? some[n - 1] : after;
	} while (n == SOME);
}

/*
 * What an act had ended that stands in the other dossier now, or the act that
 * had merged them, is open again: nobody answers for one child by what was done
 * for another.
 */
static void
reopen(struct course *c, int64_t from, int64_t to, int64_t merger, int64_t act)
{
	int64_t some[SOME], after = 0;
	size_t n;

	end_again(c, from, to, act);
	do {
		n = ask_numbers(c->tx, some, SOME, SQL_FOLD_ENDED_LIMITS,
		    INT(from), INT(to), INT(merger), INT(after));
		for (size_t i = 0; i < n; i++)
			limit_again(c, some[i], act);
		after = n > 0 ? some[n - 1] : after;
	} while (n == SOME);
	after = 0;
	do {
		n = ask_numbers(c->tx, some, SOME, SQL_FOLD_ENDED_TASKS,
		    INT(from), INT(to), INT(merger), INT(after));
		for (size_t i = 0; i < n; i++)
			task_again(c, some[i]);
		after = n > 0 ? some[n - 1] : after;
	} while (n == SOME);
}

/* What waits in a dossier is for a service of its own; where there is none the
 * CRIP is asked, because of an `act` that stands there. */
static void
wait_again(struct course *c, int64_t dossier, int64_t act)
{
	struct course_act said = {0};
	struct course_done done = {0};
	struct happening h = {.c = c,
	    .rules = &c->pack->rules,
	    .said = &said,
	    .act = act,
	    .dossier = dossier,
	    .today = paris_day(c->now),
	    .done = &done};

	tx_run(c->tx, SQL_FOLD_STRANGE_TASKS, INT(dossier));
	tx_run(c->tx, SQL_FOLD_STRANGE_DUTIES, INT(dossier));
	task_joined(&h);
}

static void
part_readers(struct course *c, int64_t from, int64_t to, int64_t act)
{
	wait_again(c, from, act);
	wait_again(c, to, ask_number(c->tx, act, SQL_FOLD_FIRST, INT(to)));
	tx_run(c->tx, SQL_FOLD_URGENCY, INT(from), INT(to));
	tx_run(c->tx, SQL_FOLD_UNREAD, INT(from));
	tx_run(c->tx, SQL_FOLD_UNREAD, INT(to));
	party_read_all(c, to);
	duty_refresh(c, from);
	duty_refresh(c, to);
	pause_refresh(c, from);
	pause_refresh(c, to);
	alike_deny(c, from, to, act);
}

static void
unmerge(struct course *c, int64_t from, int64_t home, int64_t act)
{
	int64_t merger = ask_number(c->tx, 0, SQL_FOLD_MERGER, INT(home));

	tx_run(c->tx, SQL_FOLD_BACK, INT(from), INT(home));
	bring_back(c, from, home);
	tx_run(c->tx, SQL_FOLD_PARTIES_BACK, INT(home));
	tx_run(c->tx, SQL_FOLD_RELEASED, INT(from), INT(home));
	tx_run(c->tx, SQL_FOLD_FORGET, INT(home));
	tx_run(c->tx, SQL_FOLD_ALONE, INT(home));
	tx_run(c->tx, SQL_FOLD_PARTED, INT(home));
	tx_run(c->tx, SQL_FOLD_UNDER, INT(home), NIL);
	reopen(c, from, home, merger, act);
	part_readers(c, from, home, act);
}

/* What was recorded of an act, as far as its parties and states depend on it.
 */
static enum err
read_again(struct course *c, int64_t act, struct course_act *a,
    struct ident *device)
{
	struct query q = query_open(c->tx->store, SQL_FOLD_ACT, INT(act));
	enum err kept = ERR_OK;

	if (query_next(&q)) {
		a->form = arena_keep(c->mem, query_text(&q), &kept);
		a->reference = arena_keep(c->mem, query_text(&q), &kept);
		a->site_name = arena_keep(c->mem, query_text(&q), &kept);
		a->parquet = arena_keep(c->mem, query_text(&q), &kept);
		a->author.role = arena_keep(c->mem, query_text(&q), &kept);
		a->author.scope = arena_keep(c->mem, query_text(&q), &kept);
		if (!query_null(&q)) {
			query_copy(&q, device->at, sizeof(device->at));
			a->device = device;
		}
		a->received = query_int(&q);
		a->urgency = query_int(&q);
	}
	enum err e = query_end(&q);
	return e == ERR_OK ? kept : e;
}

/* It never had a dossier of its own: one is opened for it, as if it had come
 * alone. */
static enum err
part(struct course *c, int64_t from, int64_t moved, int64_t act,
    int64_t *dossier)
{
	struct course_act said = {0};
	struct course_done done = {0};
	struct ident device;
	struct happening h = {.c = c,
	    .rules = &c->pack->rules,
	    .said = &said,
	    .act = moved,
	    .opened = true,
	    .today = paris_day(c->now),
	    .done = &done};
	struct stage *none = arena_take(c->mem, sizeof(*none));

	enum err e = none ? read_again(c, moved, &said, &device) : ERR_LIMIT;
	if (e == ERR_OK)
		e = happening_answers(c, moved, &h.answers);
	if (e == ERR_OK)
		e = stage_read(c->tx->store, h.rules, 0, none);
	if (e != ERR_OK)
		return e;
	struct str stem = reference_stem(said.reference);
	if (!str_eq(stem, said.reference) ||
	    ask_number(c->tx, moved, SQL_FOLD_FIRST, INT(from)) == moved)
		return ERR_INPUT;
	h.rule = rules_act_of(h.rules, said.form, h.today);
	h.dossier = tx_run(c->tx, SQL_COURSE_OPEN, INT(said.received),
	    TEXT(said.reference), INT(said.urgency));
	tx_run(c->tx, SQL_FOLD_APART, INT(from), INT(h.dossier), INT(moved));
	bring_back(c, from, h.dossier);
	stage_move(&h, none);
	(void)party_join(&h);
	tx_run(c->tx, SQL_FOLD_DEPARTED, INT(from), INT(h.dossier));
	reopen(c, from, h.dossier, 0, act);
	part_readers(c, from, h.dossier, act);
	*dossier = h.dossier;
	return ERR_OK;
}

enum err
fold_split(struct course *c, int64_t moved, int64_t act, int64_t *dossier)
{
	int64_t from = 0, home = 0;
	struct query q = query_open(c->tx->store, SQL_FOLD_HOME, INT(moved));

	if (query_next(&q)) {
		from = query_int(&q);
		home = query_int(&q);
	}
	enum err e = query_end(&q);
	if (e != ERR_OK)
		return e;
	if (from == 0)
		return ERR_INPUT;
	tx_save(c->tx);
	if (home != from)
		unmerge(c, from, home, act);
	else
		tx_fail(c->tx, part(c, from, moved, act, &home));
	e = tx_release(c->tx);
	if (e == ERR_OK)
		*dossier = home;
	return e;
}

/* --- said by an act ----------------------------------------------------------
 */

/* The act whose reference is among the answers. */
static int64_t
named(struct happening *h)
{
	for (size_t i = 0; i < json_len(h->answers); i++) {
		char room[REFERENCE_MOST];
		struct buf b = buf_over(room, sizeof(room));
		struct str typed = json_text(json_at(h->answers, i));
		if (typed.len == 0 || reference_read(typed, &b) != ERR_OK)
			continue;
		int64_t act = ask_number(h->c->tx, 0, SQL_FOLD_NAMED,
		    TEXT(buf_text(&b)), INT(h->act));
		if (act > 0)
			return act;
	}
	return 0;
}

/* Whose service is not party to a dossier cannot draw it into its own, and is
 * told nothing else than of one that does not exist. */
static bool
theirs(struct happening *h, int64_t dossier)
{
	const struct course_author *a = &h->said->author;

	return ask_number(h->c->tx, 0, SQL_COURSE_PARTY, INT(dossier),
		   TEXT(a->role), TEXT(a->scope)) > 0;
}

void
fold_do(struct happening *h)
{
	struct course *c = h->c;
	int64_t apart;

	if (!h->rule || !h->rule->folds)
		return;
	int64_t act = named(h);
	int64_t other =
	    act > 0 ? ask_number(c->tx, 0, SQL_FOLD_DOSSIER, INT(act)) : 0;
	if (other == 0 || !theirs(h, other)) {
		tx_fail(c->tx, ERR_INPUT);
	} else if (str_eq(h->rule->fold, TXT("split"))) {
		enum err e = other == h->dossier
		    ? fold_split(c, act, h->act, &apart)
		    : ERR_INPUT;
		tx_fail(c->tx, e);
	} else {
		tx_fail(c->tx, fold_merge(c, h->dossier, other, h->act));
		h->dossier = other;
	}
}
