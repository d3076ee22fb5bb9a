#include "convention/rules.h"

#include "base/clock.h"
#include "convention/span.h"

bool
rules_named(const struct rules_names *n, struct str id)
{
	for (size_t i = 0; i < n->count; i++)
		if (str_eq(n->at[i], id))
			return true;
	return false;
}

const struct rules_state *
rules_state_of(const struct rules_state *axis, size_t count, struct str id)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(axis[i].id, id))
			return &axis[i];
	return NULL;
}

/* --- the row in force ------------------------------------------------------
 */

const struct rules_act *
rules_act_of(const struct rules *r, struct str form, day on)
{
	const struct rules_act *best = NULL;

	for (size_t i = 0; i < r->acts_count; i++) {
		const struct rules_act *a = &r->acts[i];
		if (str_eq(a->form, form) && a->since <= on &&
		    (!best || a->since > best->since))
			best = a;
	}
	return best;
}

const struct rules_deadline *
rules_deadline_of(const struct rules *r, struct str id, day on)
{
	const struct rules_deadline *best = NULL;

	for (size_t i = 0; i < r->deadlines_count; i++) {
		const struct rules_deadline *d = &r->deadlines[i];
		if (str_eq(d->id, id) && d->since <= on &&
		    (!best || d->since > best->since))
			best = d;
	}
	return best;
}

const struct rules_letter *
rules_letter_of(const struct rules *r, struct str id, day on)
{
	const struct rules_letter *best = NULL;

	for (size_t i = 0; i < r->letters_count; i++) {
		const struct rules_letter *l = &r->letters[i];
		if (str_eq(l->id, id) && l->since <= on &&
		    (!best || l->since > best->since))
			best = l;
	}
	return best;
}

const struct rules_deadline *
rules_deadline_version(const struct rules *r, struct str id, int64_t version)
{
	for (size_t i = 0; i < r->deadlines_count; i++)
		if (str_eq(r->deadlines[i].id, id) &&
		    r->deadlines[i].version == version)
			return &r->deadlines[i];
	return NULL;
}

/* --- when it ends ----------------------------------------------------------
 */

enum err
rules_within(const struct rules *r, const struct rules_span *s, int64_t start,
    int64_t *due)
{
	return span_end(s, r->territory, start, due);
}

enum err
rules_alert(const struct rules *r, const struct rules_deadline *d, size_t i,
    int64_t start, int64_t due, int64_t *at)
{
	must(i < d->alerts_count);
	return span_alert(&d->alerts[i], d->after.count, r->territory, start,
	    due, at);
}

/* « Bientôt » is from the first of its alerts on: none is raised for nobody;
 * without any, during its last day. */
static enum err
soon(const struct rules *r, const struct rules_deadline *d, int64_t start,
    int64_t due, int64_t *warn)
{
	int64_t from = due - CLOCK_DAY;

	for (size_t i = 0; i < d->alerts_count; i++) {
		int64_t at = 0;
		enum err e = rules_alert(r, d, i, start, due, &at);
		if (e != ERR_OK)
			return e;
		if (i == 0 || at < from)
			from = at;
	}
	*warn = from > start ? from : start;
	return ERR_OK;
}

enum err
rules_due(const struct rules *r, const struct rules_deadline *d, int64_t start,
    int64_t *due, int64_t *warn)
{
	int64_t end = 0, from = 0;

	enum err e = span_end(&d->after, r->territory, start, &end);
	if (e == ERR_OK)
		e = soon(r, d, start, end, &from);
	if (e != ERR_OK)
		return e;
	*due = end;
	*warn = from;
	return ERR_OK;
}

void
rules_alert_words(const struct rules_span *alert, struct buf *to)
{
	span_words(alert, to);
}

bool
rules_shown(const struct rules *r, struct str deadline, struct str role)
{
	bool met_by_some = false;

	for (size_t i = 0; i < r->acts_count; i++) {
		const struct rules_act *a = &r->acts[i];
		if (!rules_named(&a->does[RULES_MEET], deadline))
			continue;
		if (a->readers.count == 0 || rules_named(&a->readers, role))
			return true;
		met_by_some = true;
	}
	return !met_by_some;
}

void
rules_hidden(const struct rules *r, struct str role, struct buf *to)
{
	buf_str(to, TXT(","));
	for (size_t i = 0; i < r->deadlines_count; i++)
		if (!rules_shown(r, r->deadlines[i].id, role)) {
			buf_str(to, r->deadlines[i].id);
			buf_str(to, TXT(","));
		}
}
