#include "dossier/task.h"

#include "dossier/ask.h"
#include "dossier/duty.h"
#include "dossier/party.h"
#include "dossier/pause.h"
#include "dossier/sql.h"

#define SOME 32 /* as the LIMIT of task_answered.sql and its like */

static const struct {
	const char *word, *form, *title;
} words[] = {
#define TASK(word, form, title) {#word, form, title},
#include "dossier/task.def"
#undef TASK
};
#define WORDS (sizeof(words) / sizeof(*words))

static size_t
word_of(struct str rule)
{
	size_t i = 0;

	while (i < WORDS && !str_eq(rule, str_of(words[i].word)))
		i++;
	return i;
}

static const struct rules_task *
rule_of(const struct rules *r, struct str form, struct str rule, day on)
{
	const struct rules_act *a = rules_act_of(r, form, on);

	for (size_t i = 0; a && i < a->tasks_count; i++)
		if (str_eq(a->tasks[i].id, rule))
			return &a->tasks[i];
	return NULL;
}

struct str
task_title(const struct rules *r, struct str form, struct str rule, day on)
{
	const struct rules_task *t = rule_of(r, form, rule, on);
	size_t word = word_of(rule);

	if (t)
		return t->title;
	return word < WORDS ? str_of(words[word].title) : rule;
}

void
task_end(struct course *c, int64_t task, enum course_state state, int64_t act)
{
	tx_run(c->tx, SQL_TASK_END, INT(task), INT(state), INT(c->now),
	    act > 0 ? INT(act) : NIL);
	duty_end(c, DUTY_TASK, task);
}

void
task_again(struct course *c, int64_t task)
{
	tx_run(c->tx, SQL_TASK_UNOWNED, INT(task));
	tx_run(c->tx, SQL_TASK_AGAIN, INT(task));
	duty_task(c, task);
}

/* --- made --------------------------------------------------------------------
 */

int64_t
task_make(struct course *c, int64_t dossier, int64_t act, struct str rule,
    struct str role, struct str scope, int64_t delivery, int64_t due)
{
	size_t word = word_of(rule);
	struct str form = word < WORDS ? str_of(words[word].form) : TXT("");
	struct val about = delivery > 0 ? INT(delivery) : NIL;

	if (ask_number(c->tx, 0, SQL_TASK_SAME, INT(dossier), TEXT(rule),
		TEXT(role), TEXT(scope), about) > 0)
		return 0;
	int64_t task =
	    tx_run(c->tx, SQL_TASK_ADD, INT(dossier), INT(act), TEXT(rule),
		TEXT(form), about, INT(c->now), due > 0 ? INT(due) : NIL,
		INT(COURSE_RUNS), TEXT(role), TEXT(scope));
	duty_task(c, task);
	return task;
}

int64_t
task_letter(struct course *c, int64_t dossier, int64_t act, struct str rule,
    int64_t delivery)
{
	struct str role = TXT("crip"), scope = TXT("");
	enum err kept = ERR_OK;

	if (tx_err(c->tx) != ERR_OK)
		return 0;
	struct query q = query_open(c->tx->store, SQL_TASK_KEEPER, INT(act));
	if (query_next(&q)) {
		role = arena_keep(c->mem, query_text(&q), &kept);
		scope = arena_keep(c->mem, query_text(&q), &kept);
	}
	tx_fail(c->tx, query_end(&q));
	tx_fail(c->tx, kept);
	return task_make(c, dossier, act, rule, role, scope, delivery, 0);
}

void
task_name_someone(struct happening *h)
{
	if (task_make(h->c, h->dossier, h->act, TXT("designer"), TXT("crip"),
		TXT(""), 0, 0) > 0)
		h->done->tasks++;
	/* Whoever is asked is party; it reads no more than its role does. */
	(void)party_add(h->c, h->dossier, TXT("crip"), TXT(""), h->act, false);
}

/* Somebody owes it; while the parquet has the evaluation wait, marked. */
static void
start(struct course *c, int64_t dossier, int64_t task, struct str role)
{
	duty_task(c, task);
	if (pause_task(c, dossier, role))
		tx_run(c->tx, SQL_TASK_PAUSE, INT(task));
}

/* One that the rule foresees; of somebody who may not be known yet. */
static void
make_one(struct happening *h, const struct rules_task *t)
{
	struct course *c = h->c;
	struct whom w = {0};
	int64_t due = 0, from = c->now;
	bool whole;
	enum whom_found found = whom_find(h, &t->who, &w);

	if (found == WHOM_NONE)
		return;
	bool known = found == WHOM_FOUND;
	int64_t same = known
	    ? ask_number(c->tx, 0, SQL_TASK_SAME, INT(h->dossier), TEXT(t->id),
		  TEXT(w.role), TEXT(w.scope), NIL)
	    : ask_number(c->tx, 0, SQL_TASK_WAITS, INT(h->dossier),
		  TEXT(t->id));
	if (same > 0 && !t->from)
		return;
	if (same > 0) /* it counts from what is answered now */
		task_end(c, same, COURSE_DROPPED, h->act);
	if (t->from && !happening_when(h->answers, t->from->id, &from, &whole))
		from = c->now;
	if (t->within.n > 0 &&
	    rules_within(h->rules, &t->within, from, &due) != ERR_OK)
		due = 0;
	int64_t task = tx_run(c->tx, SQL_TASK_ADD, INT(h->dossier), INT(h->act),
	    TEXT(t->id), TEXT(t->form), NIL, INT(c->now),
	    due > 0 ? INT(due) : NIL, INT(known ? COURSE_RUNS : COURSE_AWAITS),
	    TEXT(w.role), TEXT(w.scope));
	h->done->tasks++;
	if (known)
		start(c, h->dossier, task, w.role);
	else
		task_name_someone(h);
}

/* --- ended -------------------------------------------------------------------
 */

/* Those that this form ends: of its author, or else of everyone. */
static void
answer_form(struct happening *h)
{
	const struct course_author *a = &h->said->author;
	struct course *c = h->c;
	int64_t some[SOME];
	size_t n = ask_numbers(c->tx, some, SOME, SQL_TASK_ANSWERED_MINE,
	    INT(h->dossier), TEXT(h->said->form), TEXT(a->role),
	    TEXT(a->scope));
	bool mine = n > 0;

	if (!mine)
		n = ask_numbers(c->tx, some, SOME, SQL_TASK_ANSWERED,
		    INT(h->dossier), TEXT(h->said->form));
	for (size_t i = 0; i < n; i++)
		task_end(c, some[i], COURSE_MET, h->act);
}

static void
mark(struct happening *h, const struct rules_names *roles, bool paused)
{
	for (size_t i = 0; i < roles->count; i++)
		tx_run(h->c->tx, SQL_TASK_MARK, INT(h->dossier),
		    TEXT(roles->at[i]), INT(paused));
}

/* --- looked at again ---------------------------------------------------------
 */

struct seen {
	int64_t task;
	struct str form;
	const struct rules_task *rule;
};

/* The next one of the dossier in `state`. */
static bool
next(struct happening *h, enum course_state state, struct seen *s)
{
	enum err kept = ERR_OK;

	if (tx_err(h->c->tx) != ERR_OK)
		return false;
	struct query q = query_open(h->c->tx->store, SQL_TASK_OPEN,
	    INT(h->dossier), INT(state), INT(s->task));
	bool any = query_next(&q);
	if (any) {
		s->task = query_int(&q);
		s->form = arena_keep(h->c->mem, query_text(&q), &kept);
		struct str rule = query_text(&q);
		s->rule = rule_of(h->rules, query_text(&q), rule, h->today);
	}
	tx_fail(h->c->tx, query_end(&q));
	tx_fail(h->c->tx, kept);
	return any && tx_err(h->c->tx) == ERR_OK;
}

/* Those that the act says have no object any more. */
static void
drop_named(struct happening *h)
{
	static const enum course_state open[] = {COURSE_RUNS, COURSE_AWAITS};

	for (size_t i = 0; i < 2 && h->rule->drops.count > 0; i++) {
		struct seen s = {0};
		while (next(h, open[i], &s))
			if (s.rule && rules_named(&h->rule->drops, s.rule->id))
				task_end(h->c, s.task, COURSE_DROPPED, h->act);
	}
}

void
task_do(struct happening *h)
{
	answer_form(h);
	if (!h->rule)
		return;
	mark(h, &h->rule->pauses, true);
	mark(h, &h->rule->resumes, false);
	drop_named(h);
	for (size_t i = 0; i < h->rule->tasks_count; i++)
		make_one(h, &h->rule->tasks[i]);
}

/* Somebody of that role is here; unless this act gave it to them already. */
static void
hand_over(struct happening *h, const struct seen *s, const struct whom *w)
{
	if (ask_number(h->c->tx, 0, SQL_TASK_SAME, INT(h->dossier),
		TEXT(s->rule->id), TEXT(w->role), TEXT(w->scope), NIL) > 0) {
		task_end(h->c, s->task, COURSE_DROPPED, h->act);
		return;
	}
	tx_run(h->c->tx, SQL_TASK_RUN, INT(s->task), TEXT(w->role),
	    TEXT(w->scope));
	start(h->c, h->dossier, s->task, w->role);
}

void
task_joined(struct happening *h)
{
	int64_t some[SOME];
	struct seen s = {0};
	bool left = false;

	while (next(h, COURSE_AWAITS, &s)) {
		const struct rules_who who = {
		    .role = s.rule ? s.rule->who.role : TXT("")};
		struct whom w;
		if (s.rule && whom_find(h, &who, &w) == WHOM_FOUND)
			hand_over(h, &s, &w);
		else
			left = true;
	}
	size_t n = ask_numbers(h->c->tx, some, SOME, SQL_TASK_REPLACED,
	    INT(h->dossier));
	for (size_t i = 0; i < n; i++)
		task_end(h->c, some[i], COURSE_MET, h->act);
	if (left)
		task_name_someone(h);
}

void
task_twice(struct course *c, int64_t dossier, int64_t act)
{
	int64_t some[SOME];
	size_t n;

	do {
		n = ask_numbers(c->tx, some, SOME, SQL_TASK_TWICE,
		    INT(dossier));
		for (size_t i = 0; i < n; i++)
			task_end(c, some[i], COURSE_DROPPED, act);
	} while (n == SOME);
}

/* One that a service owes. */
struct owned {
	int64_t task, act, delivery;
	struct str rule;
};

/* The next one, after `o->task`. */
static bool
next_of(struct happening *h, struct str role, struct str scope, struct owned *o)
{
	enum err kept = ERR_OK;

	if (tx_err(h->c->tx) != ERR_OK)
		return false;
	struct query q = query_open(h->c->tx->store, SQL_TASK_OF,
	    INT(h->dossier), TEXT(role), TEXT(scope), INT(o->task));
	bool any = query_next(&q);
	if (any) {
		o->task = query_int(&q);
		o->act = query_int(&q);
		o->rule = arena_keep(h->c->mem, query_text(&q), &kept);
		o->delivery = query_int(&q);
	}
	tx_fail(h->c->tx, query_end(&q));
	tx_fail(h->c->tx, kept);
	return any && tx_err(h->c->tx) == ERR_OK;
}

void
task_left(struct happening *h, struct str role, struct str scope)
{
	int64_t some[SOME];
	struct course *c = h->c;
	struct owned o = {0};
	size_t n;

	do {
		n = ask_numbers(c->tx, some, SOME, SQL_TASK_MOOT,
		    INT(h->dossier), TEXT(role), TEXT(scope));
		for (size_t i = 0; i < n; i++)
			task_end(c, some[i], COURSE_DROPPED, h->act);
	} while (n == SOME);
	while (next_of(h, role, scope, &o)) {
		task_end(c, o.task, COURSE_DROPPED, h->act);
		if (o.delivery > 0)
			(void)task_letter(c, h->dossier, o.act, o.rule,
			    o.delivery);
		else
			tx_run(c->tx, SQL_TASK_ANEW, INT(o.task));
	}
	task_joined(h);
}

static bool
shut(const struct rules_names *states, struct str state)
{
	return state.len > 0 && states->count > 0 &&
	    !rules_named(states, state);
}

/* It would take up again what is closed. */
static bool
reopens(const struct rules *r, const struct rules_act *a,
    const struct rules_state *at)
{
	for (size_t i = 0; at && at->closed && i < a->moves_count; i++) {
		const struct rules_move *m = &a->moves[i];
		const struct rules_state *to = rules_state_of(r->education,
		    r->education_count, m->education);
		if (to && !to->closed &&
		    (m->from.count == 0 || rules_named(&m->from, at->id)))
			return true;
	}
	return false;
}

static void
drop(struct happening *h, enum course_state state, struct str education,
    struct str penal)
{
	const struct rules_state *at = rules_state_of(h->rules->education,
	    h->rules->education_count, education);
	struct seen s = {0};

	/* What no rule foresaw waits for somebody until all is closed. */
	while (next(h, state, &s)) {
		const struct rules_act *r =
		    rules_act_of(h->rules, s.form, h->today);
		if (r && (s.rule || (at && at->closed)) &&
		    (shut(&r->when.education, education) ||
			shut(&r->when.penal, penal) ||
			reopens(h->rules, r, at)))
			task_end(h->c, s.task, COURSE_DROPPED, h->act);
	}
}

void
task_moved(struct happening *h, struct str education, struct str penal)
{
	drop(h, COURSE_RUNS, education, penal);
	drop(h, COURSE_AWAITS, education, penal);
}

/* --- by hand ----------------------------------------------------------------
 */

void
task_done(struct course *c, int64_t dossier, int64_t task, struct str role,
    struct str scope, const struct ident *account)
{
	if (ask_number(c->tx, 0, SQL_TASK_BY_HAND, INT(task), INT(dossier),
		TEXT(role), TEXT(scope)) == 0)
		tx_fail(c->tx, ERR_INPUT);
	task_end(c, task, COURSE_MET, 0);
	tx_run(c->tx, SQL_TASK_SAID, INT(task), BLOB(BYTES_OF(account->at)));
}
