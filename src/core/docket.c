#include "core/docket.h"

#include "calendar/paris.h"
#include "core/core.h"
#include "core/cover.h"
#include "core/likeness.h"
#include "core/pledge.h"
#include "core/posted.h"
#include "core/sql.h"
#include "core/timeline.h"
#include "dossier/course.h"
#include "store/query.h"

#define MERGES 16 /* dossiers merged one into the next, followed */

/* --- found ---------------------------------------------------------------- */

/* Not for who is asking: it is said as if there were none, and kept in mind. */
static enum err
not_theirs(struct request *q, const struct ident *object)
{
	q->note = (struct trail_entry){.action = q->tx ? AUDIT_act_refused
						       : AUDIT_page_refused,
	    .motive = MOTIVE_not_concerned,
	    .result = TRAIL_REFUSED,
	    .object = *object};
	return ERR_ABSENT;
}

static enum err
find_row(struct request *q, struct str reference, struct docket *d)
{
	struct query r = query_open(q->store, SQL_DOCKET_FIND, TEXT(reference));
	enum err kept = ERR_OK;

	bool any = query_next(&r);
	if (any) {
		d->id = query_int(&r);
		d->reference = arena_keep(q->mem, query_text(&r), &kept);
		d->education = arena_keep(q->mem, query_text(&r), &kept);
		d->penal = arena_keep(q->mem, query_text(&r), &kept);
		d->urgency = query_int(&r);
		d->opened = query_int(&r);
		d->moved = query_int(&r);
		d->into = arena_keep(q->mem, query_text(&r), &kept);
	}
	enum err e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && !any ? ERR_ABSENT : e;
}

/* What names it in the log, and whose it is. */
static enum err
find_first(struct request *q, struct docket *d)
{
	struct query r = query_open(q->store, SQL_DOCKET_FIRST, INT(d->id));
	enum err kept = ERR_OK;

	if (query_next(&r)) {
		query_copy(&r, d->ident.at, sizeof(d->ident.at));
		struct str first = query_text(&r);
		if (d->reference.len == 0)
			d->reference = arena_keep(q->mem, first, &kept);
		d->parquet = arena_keep(q->mem, query_text(&r), &kept);
	}
	enum err e = query_end(&r);
	return e == ERR_OK ? kept : e;
}

/* Under which scope our service is party; ERR_ABSENT: it is not. */
static enum err
find_ours(struct request *q, struct str scope, struct docket *d)
{
	struct query r = query_open(q->store, SQL_DOCKET_MINE, INT(d->id),
	    TEXT(q->session.role), TEXT(scope));
	enum err kept = ERR_OK;

	bool any = query_next(&r);
	if (any)
		d->scope = arena_keep(q->mem, query_text(&r), &kept);
	enum err e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && !any ? ERR_ABSENT : e;
}

enum err
docket_find(struct request *q, struct docket *d)
{
	return docket_find_named(q, urlform_get(&q->form, TXT("ref")), d);
}

enum err
docket_find_named(struct request *q, struct str reference, struct docket *d)
{
	struct str scope;
	struct docket found = {.role = q->session.role};
	struct str into = TXT("");

	if (reference.len == 0 || reference.len > 64)
		return ERR_ABSENT;
	enum err e = find_row(q, reference, &found);
	for (int i = 0; i < MERGES && e == ERR_OK && found.into.len > 0; i++) {
		into = found.into;
		e = find_row(q, into, &found);
	}
	if (e == ERR_OK)
		e = find_first(q, &found);
	if (e != ERR_OK && e != ERR_ABSENT)
		return e;
	if (e == ERR_OK && concern_scope(&q->session, &scope))
		e = find_ours(q, scope, &found);
	else
		e = ERR_ABSENT;
	if (e == ERR_ABSENT)
		return not_theirs(q, &found.ident);
	if (e != ERR_OK)
		return e;
	found.into = into;
	*d = found;
	return ERR_OK;
}

enum err
docket_go(struct request *q, const struct docket *d)
{
	struct buf to = buf_new(q->mem, 128);

	buf_str(&to, TXT("/dossier?ref="));
	buf_str(&to, d->reference);
	q->location = buf_text(&to);
	return buf_err(&to);
}

/* --- named ------------------------------------------------------------------
 */

struct str
docket_service(const struct core *c, struct str role, struct str scope)
{
	const struct directory_service *s =
	    course_service(&c->pack.directory, role, scope);
	enum who who;

	if (s)
		return s->name;
	if (scope.len > 0)
		return scope;
	return who_read(role, &who) == ERR_OK ? who_shown(who) : role;
}

struct str
docket_title(const struct core *c, struct str form, int64_t at)
{
	const struct rules_act *a =
	    rules_act_of(&c->pack.rules, form, paris_day(at));
	const struct form *f = pack_form(&c->pack, form, 0);

	if (a && a->title.len > 0)
		return a->title;
	return f ? f->title : form;
}

/* --- the head --------------------------------------------------------------
 */

static void
put_state(struct request *q, const char *key, const struct rules_state *axis,
    size_t count, struct str id)
{
	const struct rules_state *s = rules_state_of(axis, count, id);

	if (id.len == 0)
		return;
	request_open(q, key);
	request_text(q, "label", s ? s->label : id);
	request_flag(q, "closed", s && s->closed);
	request_close(q);
}

void
docket_put(struct request *q, const struct docket *d)
{
	const struct rules *r = &q->core->pack.rules;
	char room[64];
	struct buf age = buf_over(room, sizeof(room));

	request_text(q, "reference", d->reference);
	put_state(q, "education", r->education, r->education_count,
	    d->education);
	if (need_of(q->session.who)->network)
		put_state(q, "penal", r->penal, r->penal_count, d->penal);
	request_flag(q, "danger", d->urgency >= 2);
	request_flag(q, "urgent", d->urgency == 1);
	concern_age(&age, q->now - d->opened);
	request_text(q, "age", buf_text(&age));
	request_when(q, "opened", d->opened);
	request_text(q, "ressort", concern_service(q->core, d->parquet));
}

/* « Retrait demandé »: nobody is to find out by opening the act. */
static enum err
put_titled(struct request *q, const struct docket *d)
{
	struct query r = query_open(q->store, SQL_DOCKET_TITLED, INT(d->id),
	    TEXT(d->role), TEXT(d->scope));
	bool any = false;

	request_json(q, "titled", TXT("["));
	while (query_next(&r)) {
		buf_str(&q->data, any ? TXT(",{") : TXT("{"));
		any = true;
		request_text(q, "title", query_text(&r));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return query_end(&r);
}

/* --- acts -------------------------------------------------------------------
 */

/* The acts that concern us, and what the drawing needs of them. */
struct acts {
	int64_t at[DOCKET_ROWS];
	size_t count;
	bool more;
	struct str to_answer; /* the first from a box, by someone known */
};

static void
put_act(struct request *q, struct query *r, struct acts *a, enum err *kept)
{
	char room[24];
	struct buf n = buf_over(room, sizeof(room));
	const struct need *need = need_of(q->session.who);

	(void)query_int(r);
	struct str reference = query_text(r);
	struct str form = query_text(r);
	int64_t content = query_int(r), filed = query_int(r);
	struct str from = query_text(r);
	bool verified = query_int(r) != 0, box = query_int(r) != 0;
	int64_t opened = query_int(r), acked = query_int(r);
	struct str titled = query_text(r);

	if (a->to_answer.len == 0 && verified && box && need->acks)
		a->to_answer = arena_keep(q->mem, reference, kept);
	buf_str(&q->data, a->count > 0 ? TXT(",{") : TXT("{"));
	a->at[a->count++] = filed;
	buf_number(&n, (int64_t)a->count, 1);
	request_text(q, "n", buf_text(&n));
	request_text(q, "ref", reference);
	request_text(q, "kind",
	    titled.len > 0 ? titled : docket_title(q->core, form, filed));
	request_text(q, "from", from);
	request_when(q, "filed", filed);
	request_flag(q, "no_account", !verified);
	request_flag(q, "incomplete", content == 3);
	request_flag(q, "unread", opened == 0);
	request_flag(q, "due", need->acks && opened > 0 && acked == 0);
	request_when(q, "acked", acked);
	request_close(q);
}

static enum err
put_acts(struct request *q, const struct docket *d, struct acts *a)
{
	struct query r = query_open(q->store, SQL_DOCKET_ACTS, INT(d->id),
	    TEXT(d->role), TEXT(d->scope), INT(DOCKET_ROWS + 1));
	enum err kept = ERR_OK;

	*a = (struct acts){0};
	request_json(q, "acts", TXT("["));
	while (query_next(&r)) {
		a->more = a->count == DOCKET_ROWS;
		if (a->more)
			break;
		put_act(q, &r, a, &kept);
	}
	buf_str(&q->data, TXT("]"));
	request_flag(q, "more_acts", a->more);
	enum err e = query_end(&r);
	return e == ERR_OK ? kept : e;
}

/* --- who is party ----------------------------------------------------------
 */

static void
put_party(struct request *q, struct query *r)
{
	struct str role = query_text(r), scope = query_text(r);
	int64_t acts = query_int(r), opened = query_int(r);
	int64_t acked = query_int(r), last = query_int(r);

	request_text(q, "who", docket_service(q->core, role, scope));
	request_flag(q, "all", acts > 0 && acked == acts);
	request_flag(q, "some", acked > 0 && acked < acts);
	request_flag(q, "opened", acked == 0 && opened > 0);
	request_flag(q, "none", acts > 0 && opened == 0);
	request_flag(q, "nothing", acts == 0);
	request_number(q, "count", acts);
	request_number(q, "left", acts - acked);
	request_when(q, "last", last);
}

static enum err
put_parties(struct request *q, const struct docket *d)
{
	struct query r = query_open(q->store, SQL_DOCKET_PARTIES, INT(d->id),
	    TEXT(d->role), TEXT(d->scope));
	bool first = true;

	request_json(q, "parties", TXT("["));
	while (query_next(&r)) {
		buf_str(&q->data, first ? TXT("{") : TXT(",{"));
		first = false;
		put_party(q, &r);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return query_end(&r);
}

/* --- the acts that may follow -----------------------------------------------
 */

struct offers {
	struct request *q;
	const struct docket *d;
	int n;
	bool asked; /* those that a task asks for, or the others */
	bool alone; /* one act is all there is: none can be taken out */
};

static void
put_offer(void *ctx, const struct rules_act *act, bool asked)
{
	struct offers *o = ctx;

	if (asked != o->asked || (o->alone && str_eq(act->fold, TXT("split"))))
		return;
	buf_str(&o->q->data, o->n++ > 0 ? TXT(",{") : TXT("{"));
	request_text(o->q, "form", act->form);
	request_text(o->q, "title", act->title);
	request_flag(o->q, "asked", asked);
	request_close(o->q);
}

static enum err
put_offers(struct request *q, const struct docket *d, const struct acts *a)
{
	struct offers o = {.q = q,
	    .d = d,
	    .asked = true,
	    .alone = a->count < 2};

	request_json(q, "offers", TXT("["));
	enum err e = course_may(q->store, &q->core->pack, q->now, d->id,
	    d->role, d->scope, put_offer, &o);
	o.asked = false;
	if (e == ERR_OK)
		e = course_may(q->store, &q->core->pack, q->now, d->id, d->role,
		    d->scope, put_offer, &o);
	buf_str(&q->data, TXT("]"));
	request_flag(q, "may_act", o.n > 0);
	return e;
}

/* What this person began and did not finish. */
static enum err
put_jottings(struct request *q, const struct docket *d)
{
	struct query r = query_open(q->store, SQL_JOTTING_MINE,
	    BLOB(BYTES_OF(q->session.account.at)), INT(d->id));
	bool first = true;

	request_json(q, "jottings", TXT("["));
	while (query_next(&r)) {
		struct str form = query_text(&r);
		buf_str(&q->data, first ? TXT("{") : TXT(",{"));
		first = false;
		request_text(q, "form", form);
		request_text(q, "title", docket_title(q->core, form, q->now));
		request_when(q, "saved", query_int(&r));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return query_end(&r);
}

/* --- the page ---------------------------------------------------------------
 */

/* « Frise du dossier : 4 actes, 2 délais, dont 1 dépassé. ... » */
static void
put_words(struct request *q, const struct acts *a, const struct pledge *o)
{
	char room[200];
	struct buf b = buf_over(room, sizeof(room));

	buf_str(&b, TXT("Frise du dossier\u00a0: "));
	buf_number(&b, (int64_t)a->count, 1);
	buf_str(&b, a->count > 1 ? TXT(" actes, ") : TXT(" acte, "));
	buf_number(&b, (int64_t)o->count, 1);
	buf_str(&b, o->count > 1 ? TXT(" délais") : TXT(" délai"));
	if (o->late > 0) {
		buf_str(&b, TXT(", dont "));
		buf_number(&b, o->late, 1);
		buf_str(&b, o->late > 1 ? TXT(" dépassés") : TXT(" dépassé"));
	}
	buf_str(&b, TXT(". Les mêmes sont en listes sur cette page."));
	request_text(q, "timeline_words", buf_text(&b));
}

static enum err
put_timeline(struct request *q, const struct acts *a, const struct pledge *o)
{
	struct timeline *t = arena_take(q->mem, sizeof(*t));
	struct buf b = buf_new(q->mem, 24u << 10);

	if (!t)
		return ERR_LIMIT;
	timeline_lay(t, a->at, a->count, o->limit, o->count, q->now);
	timeline_put(&b, t, o->limit);
	if (buf_err(&b) == ERR_OK)
		request_json(q, "timeline", buf_text(&b));
	put_words(q, a, o);
	return buf_err(&b);
}

static enum err
put_all(struct request *q, const struct docket *d)
{
	struct acts *a = arena_take(q->mem, sizeof(*a));
	struct pledge *o = arena_take(q->mem, sizeof(*o));
	const struct concern c = {.dossier = d->id};

	if (!a || !o)
		return ERR_LIMIT;
	enum err e = put_titled(q, d);
	if (e == ERR_OK)
		e = put_acts(q, d, a);
	if (e == ERR_OK)
		e = pledge_limits(q, d, o);
	if (e == ERR_OK)
		e = put_timeline(q, a, o);
	if (e == ERR_OK)
		e = pledge_tasks(q, d, o);
	if (e == ERR_OK)
		e = posted_list(q, d);
	if (e == ERR_OK)
		e = put_parties(q, d);
	if (e == ERR_OK)
		e = put_jottings(q, d);
	if (e == ERR_OK)
		e = put_offers(q, d, a);
	if (e == ERR_OK)
		e = likeness_put(q, d);
	if (e == ERR_OK)
		e = cover_put_words(q, &c);
	request_text(q, "to_answer", a->to_answer);
	return e;
}

enum err
docket_page(struct request *q)
{
	struct docket d;

	enum err e = docket_find(q, &d);
	if (e != ERR_OK)
		return e;
	q->note.object = d.ident;
	docket_put(q, &d);
	request_text(q, "merged",
	    d.into.len > 0 ? urlform_get(&q->form, TXT("ref")) : TXT(""));
	return put_all(q, &d);
}
