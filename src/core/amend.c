#include "core/amend.h"

#include "calendar/deadline.h"
#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/core.h"
#include "core/pledge.h"
#include "core/room.h"
#include "core/sql.h"
#include "dossier/course.h"
#include "form/spelling.h"
#include "store/query.h"

#define YEARS_MOST 3 /* ahead, of a date typed by hand */

struct amend {
	struct docket docket;
	int64_t id, due;
	struct str rule, title, typed, why; /* typed: its day */
	const struct rules_deadline *of;
	bool aside;
	day on; /* else: its new last day */
	bool has_day;
};

static enum err
find(struct request *q, struct amend *a)
{
	uint64_t id = 0;
	enum err kept = ERR_OK;

	if (!str_number(urlform_get(&q->form, TXT("delai")), INT64_MAX, &id))
		return ERR_ABSENT;
	a->id = (int64_t)id;
	struct query r = query_open(q->store, SQL_AMEND_FIND, INT(a->id),
	    INT(a->docket.id), TEXT(a->docket.role), TEXT(a->docket.scope));
	bool any = query_next(&r);
	if (any) {
		a->rule = arena_keep(q->mem, query_text(&r), &kept);
		a->of = rules_deadline_version(&q->core->pack.rules, a->rule,
		    query_int(&r));
		a->title = a->of ? a->of->title : a->rule;
		a->due = query_int(&r);
	}
	enum err e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && !any ? ERR_ABSENT : e;
}

/* What is wrong with its new day; "" nothing. */
static struct str
wrong_day(struct request *q, const struct amend *a)
{
	day today = paris_day(q->now);

	if (a->aside)
		return TXT("");
	if (a->typed.len == 0)
		return TXT("Indiquez le nouveau dernier jour, par exemple "
			   "27/11/2026.");
	if (!a->has_day)
		return TXT("Ce jour n’existe pas, ou ne se lit pas. Indiquez "
			   "un jour à venir, par exemple 27/11/2026.");
	if (a->on < today)
		return TXT("Ce jour est passé. Indiquez un jour à venir, par "
			   "exemple 27/11/2026.");
	if (a->on > today + YEARS_MOST * 366)
		return TXT("Ce jour est trop lointain : trois ans au plus. "
			   "Indiquez-en un autre, par exemple 27/11/2026.");
	return TXT("");
}

/* What is wrong with the reason; "" nothing. */
static struct str
wrong_why(struct request *q, const struct amend *a)
{
	struct str over = room_wrong(q->mem, a->why, AMEND_WHY_MOST);

	if (str_characters(a->why) < AMEND_WHY_LEAST)
		return TXT("Dites pourquoi, en quelques mots : les services du "
			   "dossier le liront.");
	if (over.len > 0)
		return over;
	for (size_t i = 0; i < a->why.len; i++)
		if ((uint8_t)a->why.at[i] < 0x20 && a->why.at[i] != '\n')
			return TXT("Cette raison contient un caractère qui ne "
				   "s’affiche pas. Retapez-la.");
	return TXT("");
}

/* What would be: nothing while something is wrong. */
static void
put_change(struct request *q, const struct amend *a, bool wrong)
{
	request_flag(q, "aside", a->aside);
	request_flag(q, "put_aside", a->aside && !wrong);
	request_end(q, "due_new", a->aside || wrong ? 0 : deadline_end(a->on));
	request_flag(q, "confirm", !wrong);
}

static enum err
show(struct request *q, const struct amend *a, struct str when, struct str why)
{
	bool wrong = when.len > 0 || why.len > 0;

	docket_put(q, &a->docket);
	request_number(q, "delai", a->id);
	request_text(q, "delai_title", a->title);
	request_end(q, "due", a->due);
	put_change(q, a, wrong);
	request_text(q, "date", a->typed);
	request_text(q, "why", a->why);
	if (wrong) {
		q->status = 422;
		request_open(q, "error");
		request_text(q, "wrong_day", when);
		request_text(q, "wrong_why", why);
		request_close(q);
	}
	return ERR_OK;
}

/* « D2, vendredi 27 novembre, 24 h 00 → mardi 1er décembre, 24 h 00 : ... » */
static struct str
told(struct request *q, const struct amend *a)
{
	struct buf b = buf_new(q->mem, a->rule.len + a->why.len + 256);

	buf_str(&b, a->rule);
	if (a->due > 0) {
		buf_str(&b, TXT(", "));
		wording_end(&b, a->due, wording_year(q->now));
	}
	if (!a->aside) {
		buf_str(&b, TXT(" → "));
		wording_end(&b, deadline_end(a->on), wording_year(q->now));
	}
	buf_str(&b, TXT(" : "));
	buf_str(&b, a->why);
	return buf_text(&b);
}

static enum err
finish(struct request *q, const struct amend *a)
{
	struct course c = {.tx = q->tx,
	    .mem = q->mem,
	    .pack = &q->core->pack,
	    .now = q->now};

	enum err e = a->aside
	    ? course_set_aside(&c, a->id, &q->session.account, a->why)
	    : course_move(&c, a->id, deadline_end(a->on), &q->session.account,
		  a->why);
	if (e != ERR_OK)
		return e;
	q->note =
	    (struct trail_entry){.action = a->aside ? AUDIT_limit_set_aside
						    : AUDIT_limit_moved,
		.object = a->docket.ident,
		.detail = str_bytes(told(q, a))};
	return docket_go(q, &a->docket);
}

enum err
amend_limit(struct request *q)
{
	struct amend a = {0};

	if (!pledge_moves(q->session.who, NULL))
		return ERR_DENIED;
	enum err e = docket_find(q, &a.docket);
	if (e == ERR_OK)
		e = find(q, &a);
	if (e == ERR_OK && !pledge_moves(q->session.who, a.of))
		e = ERR_DENIED;
	if (e != ERR_OK)
		return e;
	a.aside = str_eq(urlform_get(&q->form, TXT("faire")), TXT("ecarter"));
	a.why = str_trim(urlform_get(&q->form, TXT("raison")));
	a.typed = str_trim(urlform_get(&q->form, TXT("date")));
	a.has_day = spelling_day(a.typed, &a.on);
	struct str when = wrong_day(q, &a), why = wrong_why(q, &a);
	if (when.len > 0 || why.len > 0 ||
	    !str_eq(urlform_get(&q->form, TXT("go")), TXT("send")))
		return show(q, &a, when, why);
	return finish(q, &a);
}
