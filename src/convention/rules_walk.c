#include "convention/rules_walk.h"

/* The pairs of states a dossier can be in: of each educational one, which penal
 * ones, as bits. */
struct walking {
	const struct rules *r;
	const struct rules_names *unless; /* are not recorded; or NULL */
	struct str to; /* the act that is walked to: `unless` may name it */
	uint32_t pairs[RULES_STATES_MOST];
	struct rules_walk *walk;
	bool more; /* something was new */
};

_Static_assert(RULES_STATES_MOST <= 32, "a penal state is a bit");

static size_t
place_of(const struct rules_state *axis, size_t count, struct str id)
{
	const struct rules_state *s = rules_state_of(axis, count, id);

	return s ? (size_t)(s - axis) : 0;
}

static void
arrive(struct walking *w, size_t education, size_t penal)
{
	uint32_t bit = (uint32_t)1 << penal;

	w->more = w->more || !(w->pairs[education] & bit);
	w->pairs[education] |= bit;
}

static bool
was_recorded(const struct walking *w, struct str form)
{
	for (size_t i = 0; i < w->r->acts_count; i++)
		if (w->walk->reached[i] && str_eq(w->r->acts[i].form, form))
			return true;
	return false;
}

/* One of them was recorded somewhere on the way. */
static bool
one_recorded(const struct walking *w, const struct rules_names *acts)
{
	bool one = acts->count == 0;

	for (size_t i = 0; i < acts->count; i++)
		one = one || was_recorded(w, acts->at[i]);
	return one;
}

/* Where its moves lead from one pair: each that may be the first that holds. */
static void
move(struct walking *w, const struct rules_act *a, size_t education,
    size_t penal)
{
	const struct rules *r = w->r;

	for (size_t i = 0; i < a->moves_count; i++) {
		const struct rules_move *m = &a->moves[i];
		if ((m->from.count > 0 &&
			!rules_named(&m->from, r->education[education].id)) ||
		    !one_recorded(w, &m->after))
			continue;
		arrive(w,
		    m->education.len > 0 ? place_of(r->education,
					       r->education_count, m->education)
					 : education,
		    m->penal.len > 0
			? place_of(r->penal, r->penal_count, m->penal)
			: penal);
		if (!m->when && m->after.count == 0)
			return;
	}
	arrive(w, education, penal);
}

static bool
excluded(const struct walking *w, struct str form)
{
	return w->unless && !str_eq(form, w->to) &&
	    rules_named(w->unless, form);
}

/* One of the acts it follows is there, and each of those it needs. */
static bool
follows(const struct walking *w, const struct rules_act *a)
{
	const struct rules_when *when = &a->when;
	for (size_t i = 0; i < when->all.count; i++)
		if (!was_recorded(w, when->all.at[i]))
			return false;
	return one_recorded(w, &when->after);
}

static bool
allows(const struct rules_act *a, const struct rules *r, size_t education,
    size_t penal)
{
	const struct rules_when *when = &a->when;

	return (when->education.count == 0 ||
		   rules_named(&when->education, r->education[education].id)) &&
	    (when->penal.count == 0 ||
		rules_named(&when->penal, r->penal[penal].id));
}

static void
record(struct walking *w, size_t i)
{
	w->more = w->more || !w->walk->reached[i];
	w->walk->reached[i] = true;
}

/* Everywhere it may be recorded. */
static void
try(struct walking *w, size_t i)
{
	const struct rules *r = w->r;
	const struct rules_act *a = &r->acts[i];

	if (excluded(w, a->form) || a->by.count == 0)
		return;
	if (a->opens && a->when.after.count == 0 && a->when.all.count == 0) {
		record(w, i);
		move(w, a, 0, 0);
	}
	if (!follows(w, a))
		return;
	for (size_t e = 0; e < r->education_count; e++) {
		for (size_t p = 0; p < r->penal_count; p++) {
			if (!(w->pairs[e] & ((uint32_t)1 << p)) ||
			    !allows(a, r, e, p))
				continue;
			record(w, i);
			move(w, a, e, p);
		}
	}
}

static void
walk_all(struct walking *w)
{
	do {
		w->more = false;
		for (size_t i = 0; i < w->r->acts_count; i++)
			try(w, i);
	} while (w->more);
}

void
rules_walk(const struct rules *r, struct rules_walk *walk)
{
	struct walking w = {.r = r, .walk = walk};

	*walk = (struct rules_walk){.reached = {false}};
	walk_all(&w);
}

bool
rules_walk_to(const struct rules *r, size_t i)
{
	struct rules_walk walk = {.reached = {false}};
	struct walking w = {.r = r,
	    .unless = &r->acts[i].when.unless,
	    .to = r->acts[i].form,
	    .walk = &walk};

	walk_all(&w);
	return walk.reached[i];
}

/* --- a limit that is open ---------------------------------------------------
 */

/* Where a limit may be open, and from where it can still end. */
struct ending {
	const struct rules *r;
	struct str limit;
	const struct rules_walk *walk;
	struct walking open, ends;
};

static bool
at(const struct walking *w, size_t education, size_t penal)
{
	return (w->pairs[education] & ((uint32_t)1 << penal)) != 0;
}

/* It ends the limit; `always`: whatever is answered. */
static bool
closes(const struct ending *x, const struct rules_act *a, bool always)
{
	static const enum rules_does ends[] = {RULES_MEET, RULES_DROP};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		const struct rules_names *ids = &a->does[ends[i]];
		for (size_t k = 0; k < ids->count; k++) {
			const struct rules_only *only = &a->only[ends[i]][k];
			if (str_eq(ids->at[k], x->limit) &&
			    (!always ||
				(!only->when && only->after.count == 0)))
				return true;
		}
	}
	return false;
}

/* A closed state drops what no act can meet there (dossier/limit.h). */
static bool
drops(const struct ending *x, size_t education)
{
	const struct rules_state *s = &x->r->education[education];

	for (size_t i = 0; i < x->r->acts_count; i++) {
		const struct rules_act *a = &x->r->acts[i];
		if (rules_named(&a->does[RULES_MEET], x->limit) &&
		    (a->when.education.count == 0 ||
			rules_named(&a->when.education, s->id)))
			return false;
	}
	return s->closed;
}

/* Whether it may be recorded there, in a dossier that is open. */
static bool
follows_there(const struct ending *x, size_t i, size_t education, size_t penal)
{
	const struct rules_act *a = &x->r->acts[i];

	return x->walk->reached[i] && !a->opens &&
	    allows(a, x->r, education, penal);
}

/* Some act there ends it, or leads to where it can end. */
static bool
can_end(const struct ending *x, size_t education, size_t penal)
{
	const struct rules *r = x->r;

	if (drops(x, education))
		return true;
	for (size_t i = 0; i < r->acts_count; i++) {
		struct walking to = {.r = r, .walk = x->ends.walk};
		if (!follows_there(x, i, education, penal))
			continue;
		if (closes(x, &r->acts[i], false))
			return true;
		move(&to, &r->acts[i], education, penal);
		for (size_t e = 0; e < r->education_count; e++)
			if (to.pairs[e] & x->ends.pairs[e])
				return true;
	}
	return false;
}

/* What one act makes of it there: opened, or left open. */
static void
pass(struct ending *x, size_t i, const struct walking *all, size_t education,
    size_t penal)
{
	const struct rules_act *a = &x->r->acts[i];
	bool opened = rules_named(&a->does[RULES_OPEN], x->limit) ||
	    rules_named(&a->does[RULES_REOPEN], x->limit);

	if (opened && a->opens && education + penal == 0)
		move(&x->open, a, 0, 0);
	if (!follows_there(x, i, education, penal))
		return;
	if ((opened && at(all, education, penal)) ||
	    (at(&x->open, education, penal) && !closes(x, a, true)))
		move(&x->open, a, education, penal);
}

bool
rules_walk_ends(const struct rules *r, const struct rules_walk *walk,
    struct str limit, struct str *where)
{
	struct rules_walk none = {.reached = {false}}, had = *walk;
	struct walking all = {.r = r, .walk = &none};
	struct ending x = {.r = r, .limit = limit, .walk = walk};

	walk_all(&all);
	x.open.r = x.ends.r = r;
	x.open.walk = x.ends.walk = &had;
	do {
		x.open.more = false;
		for (size_t i = 0; i < r->acts_count; i++)
			for (size_t e = 0; e < r->education_count; e++)
				for (size_t p = 0; p < r->penal_count; p++)
					pass(&x, i, &all, e, p);
	} while (x.open.more);
	do {
		x.ends.more = false;
		for (size_t e = 0; e < r->education_count; e++)
			for (size_t p = 0; p < r->penal_count; p++)
				if (!at(&x.ends, e, p) && can_end(&x, e, p))
					arrive(&x.ends, e, p);
	} while (x.ends.more);
	for (size_t e = 0; e < r->education_count; e++)
		if (x.open.pairs[e] & ~x.ends.pairs[e]) {
			*where = r->education[e].id;
			return false;
		}
	return true;
}
