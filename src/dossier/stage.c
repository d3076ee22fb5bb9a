#include "dossier/stage.h"

#include "dossier/limit.h"
#include "dossier/sql.h"
#include "dossier/task.h"

/* Where one begins, unless the rules know where it stands. */
static struct str
known(const struct rules_state *axis, size_t count, struct str id)
{
	if (count == 0 || rules_state_of(axis, count, id))
		return id;
	return axis[0].id;
}

static void
keep_states(const struct rules *r, struct stage *at, struct str education,
    struct str penal)
{
	struct buf b = buf_over(at->room, sizeof(at->room));

	education = known(r->education, r->education_count, education);
	penal = known(r->penal, r->penal_count, penal);
	buf_str(&b, education);
	buf_str(&b, penal);
	if (buf_err(&b) != ERR_OK)
		education = penal = TXT("");
	at->education = (struct str){at->room, education.len};
	at->penal = (struct str){at->room + education.len, penal.len};
}

static enum err
read_forms(struct store *s, const struct rules *r, int64_t dossier,
    struct stage *at)
{
	struct query q = query_open(s, SQL_STAGE_FORMS, INT(dossier));

	while (query_next(&q)) {
		struct str form = query_text(&q);
		int64_t id = query_int(&q);
		for (size_t i = 0; i < r->acts_count && i < RULES_ACTS_MOST;
		     i++) {
			if (str_eq(r->acts[i].form, form))
				at->last[i] = id;
		}
	}
	return query_end(&q);
}

static enum err
read_limits(struct store *s, const struct rules *r, int64_t dossier,
    struct stage *at)
{
	struct query q = query_open(s, SQL_STAGE_LIMITS, INT(dossier));

	while (query_next(&q)) {
		struct str rule = query_text(&q);
		for (size_t i = 0; i < r->deadlines_count; i++)
			at->runs[i] =
			    at->runs[i] || str_eq(r->deadlines[i].id, rule);
	}
	return query_end(&q);
}

enum err
stage_read(struct store *s, const struct rules *r, int64_t dossier,
    struct stage *at)
{
	*at = (struct stage){0};
	if (dossier == 0) {
		keep_states(r, at, TXT(""), TXT(""));
		return ERR_OK;
	}
	struct query q = query_open(s, SQL_STAGE_READ, INT(dossier));
	bool any = query_next(&q);
	if (any) {
		struct str education = query_text(&q);
		keep_states(r, at, education, query_text(&q));
	}
	enum err e = query_end(&q);
	if (e == ERR_OK && !any)
		e = ERR_ABSENT;
	if (e == ERR_OK)
		e = read_forms(s, r, dossier, at);
	return e == ERR_OK ? read_limits(s, r, dossier, at) : e;
}

/* The last act of this form; 0: none. */
static int64_t
last(const struct rules *r, const struct stage *at, struct str form)
{
	int64_t id = 0;

	for (size_t i = 0; i < r->acts_count && i < RULES_ACTS_MOST; i++)
		if (at->last[i] > id && str_eq(r->acts[i].form, form))
			id = at->last[i];
	return id;
}

/* The last of any of these forms; 0: none. */
static int64_t
last_of(const struct rules *r, const struct stage *at,
    const struct rules_names *forms)
{
	int64_t id = 0;

	for (size_t i = 0; i < forms->count; i++) {
		int64_t one = last(r, at, forms->at[i]);
		id = one > id ? one : id;
	}
	return id;
}

/* One of them was recorded after the last of `since`. */
static bool
has_one(const struct rules *r, const struct stage *at,
    const struct rules_names *forms, const struct rules_names *since)
{
	return last_of(r, at, forms) > last_of(r, at, since);
}

static bool
has_all(const struct rules *r, const struct stage *at,
    const struct rules_names *forms, const struct rules_names *since)
{
	int64_t least = last_of(r, at, since);

	for (size_t i = 0; i < forms->count; i++)
		if (last(r, at, forms->at[i]) <= least)
			return false;
	return true;
}

/* The states it may be recorded in. */
static bool
fits(const struct rules_when *w, struct str education, struct str penal)
{
	return (w->education.count == 0 ||
		   rules_named(&w->education, education)) &&
	    (w->penal.count == 0 || rules_named(&w->penal, penal));
}

/* A limit that it would meet runs: a merge joined it to states it is not of. */
static bool
awaited(const struct rules *r, const struct rules_when *w,
    const struct stage *at)
{
	for (size_t i = 0; i < r->deadlines_count; i++)
		if (at->runs[i] && rules_named(&w->running, r->deadlines[i].id))
			return true;
	return false;
}

bool
stage_lets(const struct rules *r, const struct rules_act *a,
    const struct stage *at)
{
	const struct rules_when *w = &a->when;

	return (fits(w, at->education, at->penal) || awaited(r, w, at)) &&
	    (w->after.count == 0 || has_one(r, at, &w->after, &w->since)) &&
	    has_all(r, at, &w->all, &w->since) &&
	    !has_one(r, at, &w->unless, &w->since) &&
	    !(w->once && last(r, at, a->form) > 0);
}

static bool
closes(const struct rules_state *axis, size_t count, struct str was,
    struct str is)
{
	const struct rules_state *s = rules_state_of(axis, count, is);

	return s && s->closed && !str_eq(was, is);
}

/* Where the act leads from there. */
static void
lead(const struct happening *h, const struct stage *at, struct str *education,
    struct str *penal)
{
	if (!h->rule || h->odd ||
	    (h->rule->when.running.count > 0 &&
		!fits(&h->rule->when, *education, *penal)))
		return;
	for (size_t i = 0; i < h->rule->moves_count; i++) {
		const struct rules_move *m = &h->rule->moves[i];
		if (!condition_holds(m->when, h->answers) ||
		    (m->from.count > 0 && !rules_named(&m->from, *education)) ||
		    (m->after.count > 0 &&
			!has_one(h->rules, at, &m->after, &m->since)))
			continue;
		if (m->education.len > 0)
			*education = m->education;
		if (m->penal.len > 0)
			*penal = m->penal;
		return;
	}
}

bool
stage_apart(struct course *c, int64_t dossier, struct stage_apart *a)
{
	enum err kept = ERR_OK;

	if (tx_err(c->tx) != ERR_OK)
		return false;
	struct query q = query_open(c->tx->store, SQL_STAGE_APART, INT(dossier),
	    INT(a->dossier));
	bool any = query_next(&q);
	if (any) {
		a->dossier = query_int(&q);
		a->education = arena_keep(c->mem, query_text(&q), &kept);
		a->penal = arena_keep(c->mem, query_text(&q), &kept);
	}
	tx_fail(c->tx, query_end(&q));
	tx_fail(c->tx, kept);
	return any && tx_err(c->tx) == ERR_OK;
}

void
stage_apart_keep(struct course *c, const struct stage_apart *a)
{
	tx_run(c->tx, SQL_STAGE_KEEP, INT(a->dossier), TEXT(a->education),
	    TEXT(a->penal));
}

void
stage_move(struct happening *h, const struct stage *at)
{
	const struct rules *r = h->rules;
	struct str education = at->education, penal = at->penal;
	struct stage_apart without = {0};

	lead(h, at, &education, &penal);
	tx_run(h->c->tx, SQL_STAGE_WRITE, INT(h->dossier), TEXT(education),
	    TEXT(penal));
	while (stage_apart(h->c, h->dossier, &without)) {
		lead(h, at, &without.education, &without.penal);
		stage_apart_keep(h->c, &without);
	}
	task_moved(h, str_eq(education, at->education) ? TXT("") : education,
	    str_eq(penal, at->penal) ? TXT("") : penal);
	if (closes(r->education, r->education_count, at->education, education))
		limit_closed(h, education);
}
