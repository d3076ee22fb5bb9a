#include "core/caused.h"

#include "calendar/deadline.h"
#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/core.h"
#include "core/pledge.h"
#include "core/posted.h"
#include "core/sql.h"
#include "dossier/course.h"
#include "dossier/delivery.h"
#include "store/query.h"

/* A member that is a list of objects, and how many stand in it. */
struct list {
	struct request *q;
	int n;
};

static struct list
list_open(struct request *q, const char *key)
{
	request_json(q, key, TXT("["));
	return (struct list){.q = q};
}

static void
item(struct list *l)
{
	buf_str(&l->q->data, l->n++ > 0 ? TXT(",{") : TXT("{"));
}

static void
list_close(struct list *l, const char *any)
{
	buf_str(&l->q->data, TXT("]"));
	request_flag(l->q, any, l->n > 0);
}

static void
put_state(struct request *q, const char *key, const struct rules_state *axis,
    size_t count, struct str now, struct str before)
{
	const struct rules_state *s = rules_state_of(axis, count, now);

	if (now.len == 0 || str_eq(now, before))
		return;
	request_open(q, key);
	request_text(q, "label", s ? s->label : now);
	request_close(q);
}

static enum err
put_states(struct request *q, int64_t dossier, const struct docket *before)
{
	const struct rules *rules = &q->core->pack.rules;
	struct query r = query_open(q->store, SQL_CAUSED_STATES, INT(dossier));

	if (query_next(&r)) {
		put_state(q, "to_education", rules->education,
		    rules->education_count, query_text(&r), before->education);
		if (need_of(q->session.who)->network) /* as docket.h */
			put_state(q, "to_penal", rules->penal,
			    rules->penal_count, query_text(&r), before->penal);
	}
	return query_end(&r);
}

/* Services, by role and scope. */
static enum err
put_services(struct request *q, struct query r, const char *key,
    const char *any)
{
	struct list l = list_open(q, key);

	while (query_next(&r)) {
		struct str role = query_text(&r), scope = query_text(&r);
		item(&l);
		request_text(q, "who", docket_service(q->core, role, scope));
		request_close(q);
	}
	list_close(&l, any);
	return query_end(&r);
}

static void
put_end(struct request *q, int64_t due)
{
	char room[96], late[64];
	struct buf b = buf_over(room, sizeof(room));
	struct buf p = buf_over(late, sizeof(late));

	if (due > 0) {
		day last = paris_day(due - 1);
		day prefer =
		    deadline_prefer(last, q->core->pack.rules.territory);
		wording_end(&b, due, wording_year(q->now));
		if (prefer != last && prefer >= paris_day(q->now))
			wording_day(&p, prefer, wording_year(q->now));
	}
	request_text(q, "due", buf_text(&b));
	request_text(q, "prefer", buf_text(&p));
}

static enum err
put_opened(struct request *q, int64_t act)
{
	struct query r = query_open(q->store, SQL_CAUSED_OPENED, INT(act));
	struct list l = list_open(q, "opens");

	while (query_next(&r)) {
		struct str rule = query_text(&r);
		const struct rules_deadline *d =
		    rules_deadline_version(&q->core->pack.rules, rule,
			query_int(&r));
		item(&l);
		request_text(q, "title", d ? d->title : rule);
		request_text(q, "nature",
		    d ? pledge_nature(d->nature) : TXT(""));
		put_end(q, query_int(&r));
		request_close(q);
	}
	list_close(&l, "has_opens");
	return query_end(&r);
}

/* What it did to limits that were there. */
static enum err
put_events(struct request *q, int64_t dossier, int64_t act)
{
	static const struct {
		const char *what, *key, *any;
	} rows[] = {{"met", "meets", "has_meets"},
	    {"dropped", "drops", "has_drops"},
	    {"paused", "pauses", "has_pauses"},
	    {"resumed", "resumes", "has_resumes"},
	    {"reopened", "reopens", "has_reopens"}};
	enum err e = ERR_OK;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct query r = query_open(q->store, SQL_CAUSED_EVENTS,
		    INT(dossier), INT(act), TEXT(str_of(rows[i].what)));
		struct list l = list_open(q, rows[i].key);
		while (query_next(&r)) {
			struct str rule = query_text(&r);
			const struct rules_deadline *d =
			    rules_deadline_version(&q->core->pack.rules, rule,
				query_int(&r));
			item(&l);
			request_text(q, "title", d ? d->title : rule);
			put_end(q, query_int(&r));
			request_close(q);
		}
		list_close(&l, rows[i].any);
		enum err ended = query_end(&r);
		e = e == ERR_OK ? ended : e;
	}
	return e;
}

/* Of the next columns: its rule, the form of the act that made it, when. */
static void
put_task_title(struct request *q, struct query *r)
{
	struct str rule = query_text(r), form = query_text(r);

	request_text(q, "title",
	    course_task_title(&q->core->pack, form, rule, query_int(r)));
}

static enum err
put_tasks(struct request *q, int64_t act, int64_t dossier)
{
	struct query r = query_open(q->store, SQL_CAUSED_TASKS, INT(act),
	    INT(dossier), TEXT(q->session.role));
	struct list l = list_open(q, "makes");

	while (query_next(&r)) {
		item(&l);
		put_task_title(q, &r);
		put_end(q, query_int(&r));
		struct str role = query_text(&r), scope = query_text(&r);
		request_text(q, "who",
		    role.len > 0 ? docket_service(q->core, role, scope)
				 : TXT(""));
		request_close(q);
	}
	list_close(&l, "has_makes");
	return query_end(&r);
}

static enum err
put_ended(struct request *q, int64_t act, int64_t dossier)
{
	struct query r =
	    query_open(q->store, SQL_CAUSED_ENDED, INT(dossier), INT(act));
	struct list l = list_open(q, "ends");

	while (query_next(&r)) {
		item(&l);
		put_task_title(q, &r);
		request_flag(q, "moot", query_int(&r) != 0);
		request_close(q);
	}
	list_close(&l, "has_ends");
	return query_end(&r);
}

static enum err
put_letters(struct request *q, int64_t act)
{
	struct query r = query_open(q->store, SQL_CAUSED_LETTERS, INT(act));
	int64_t letter = 0;

	request_json(q, "sends", TXT("["));
	while (query_next(&r)) {
		int64_t id = query_int(&r);
		struct str rule = query_text(&r);
		if (id != letter) {
			const struct rules_letter *l =
			    rules_letter_of(&q->core->pack.rules, rule,
				paris_day(q->now));
			buf_str(&q->data, letter > 0 ? TXT("]},{") : TXT("{"));
			request_text(q, "title", l ? l->title : rule);
			request_json(q, "to", TXT("["));
		}
		buf_str(&q->data, id == letter ? TXT(",{") : TXT("{"));
		letter = id;
		request_flag(q, "copy", query_int(&r) != 0);
		request_text(q, "name", query_text(&r));
		request_text(q, "way", posted_way(query_text(&r)));
		request_close(q);
	}
	buf_str(&q->data, letter > 0 ? TXT("]}]") : TXT("]"));
	request_flag(q, "has_sends", letter > 0);
	return query_end(&r);
}

/* --- who leaves -------------------------------------------------------------
 */

/* With where to call it. */
static enum err
put_leavers(struct request *q, int64_t act)
{
	struct query r = query_open(q->store, SQL_CAUSED_LEFT, INT(act));
	struct list l = list_open(q, "leaves");

	while (query_next(&r)) {
		struct str role = query_text(&r), scope = query_text(&r);
		const struct directory_service *s =
		    course_service(&q->core->pack.directory, role, scope);
		item(&l);
		request_text(q, "who", docket_service(q->core, role, scope));
		request_text(q, "phone", s ? s->phone : TXT(""));
		request_close(q);
	}
	list_close(&l, "has_leaves");
	return query_end(&r);
}

/* What it had opened. */
static enum err
put_had(struct request *q, int64_t act, const struct docket *d)
{
	struct query r = query_open(q->store, SQL_CAUSED_HAD, INT(act),
	    TEXT(d->role), TEXT(d->scope));
	struct list l = list_open(q, "had");

	while (query_next(&r)) {
		struct str reference = query_text(&r), form = query_text(&r);
		item(&l);
		request_text(q, "ref", reference);
		request_text(q, "title",
		    docket_title(q->core, form, query_int(&r)));
		request_when(q, "opened", query_int(&r));
		request_close(q);
	}
	list_close(&l, "has_had");
	return query_end(&r);
}

/* What was written to it. */
static enum err
put_told(struct request *q, int64_t act, const struct docket *d, bool stopped)
{
	struct query r = query_open(q->store, SQL_CAUSED_TOLD, INT(act),
	    TEXT(d->role), TEXT(d->scope));
	struct list l = list_open(q, stopped ? "stops" : "told");

	while (query_next(&r)) {
		struct str rule = query_text(&r);
		int64_t state = query_int(&r);
		const struct rules_letter *of =
		    rules_letter_of(&q->core->pack.rules, rule,
			paris_day(q->now));
		if ((state == DELIVERY_STOPPED) != stopped)
			continue;
		item(&l);
		request_text(q, "title", of ? of->title : rule);
		request_text(q, "state", delivery_words(state));
		request_when(q, "at", query_int(&r));
		request_close(q);
	}
	list_close(&l, stopped ? "has_stops" : "has_told");
	return query_end(&r);
}

/* Plainly, before it is recorded as well: what it has cannot be taken back. */
static enum err
put_left(struct request *q, int64_t act, const struct docket *d)
{
	int64_t more = 0;

	enum err e = put_leavers(q, act);
	if (e == ERR_OK)
		e = put_had(q, act, d);
	if (e == ERR_OK)
		e = put_told(q, act, d, false);
	if (e == ERR_OK)
		e = put_told(q, act, d, true);
	if (e == ERR_OK)
		e = query_number(q->store, &more, SQL_CAUSED_UNSEEN, INT(act),
		    TEXT(d->role), TEXT(d->scope));
	request_flag(q, "unseen", more > 0);
	return e == ERR_ABSENT ? ERR_OK : e;
}

/* --- what was joined, or parted ---------------------------------------------
 */

struct folding {
	bool merge;
	int64_t gone, stays; /* merged, or parted; the other one */
	struct str gone_ref, stays_ref;
};

/* Whether the act joined or parted two dossiers. */
static enum err
find_folding(struct request *q, int64_t act, struct folding *f, bool *any)
{
	enum err kept = ERR_OK;

	*any = false;
	for (int i = 0; i < 2 && !*any && kept == ERR_OK; i++) {
		struct query r = query_open(q->store,
		    i == 0 ? SQL_CAUSED_MERGED : SQL_CAUSED_PARTED, INT(act));
		*any = query_next(&r);
		if (*any) {
			f->merge = i == 0;
			f->gone = query_int(&r);
			f->gone_ref = arena_keep(q->mem, query_text(&r), &kept);
			f->stays = query_int(&r);
			f->stays_ref =
			    arena_keep(q->mem, query_text(&r), &kept);
		}
		enum err e = query_end(&r);
		kept = kept == ERR_OK ? e : kept;
	}
	return kept;
}

/* How one of them stands then. */
static enum err
put_side(struct request *q, struct list *l, int64_t dossier,
    struct str reference)
{
	const struct docket nowhere = {.education = TXT("")};

	item(l);
	request_text(q, "ref", reference);
	enum err e = put_states(q, dossier, &nowhere);
	request_close(q);
	return e;
}

static enum err
put_sides(struct request *q, const struct folding *f)
{
	struct list l = list_open(q, "sides");
	enum err e = put_side(q, &l, f->stays, f->stays_ref);

	if (e == ERR_OK && !f->merge)
		e = put_side(q, &l, f->gone, f->gone_ref);
	list_close(&l, "has_sides");
	return e;
}

/* The acts that are in `to` from now on, of what was `from`. */
static enum err
put_moved(struct request *q, int64_t act, int64_t to, int64_t from,
    const struct docket *d)
{
	struct query r = query_open(q->store, SQL_CAUSED_MOVED, INT(to),
	    INT(from), INT(act), TEXT(d->role), TEXT(d->scope));
	struct list l = list_open(q, "acts");

	while (query_next(&r)) {
		struct str reference = query_text(&r), form = query_text(&r);
		item(&l);
		request_text(q, "ref", reference);
		request_text(q, "title",
		    docket_title(q->core, form, query_int(&r)));
		request_close(q);
	}
	list_close(&l, "has_acts");
	return query_end(&r);
}

static enum err
put_running(struct request *q, int64_t to, int64_t from, const struct docket *d)
{
	struct query r = query_open(q->store, SQL_CAUSED_RUNNING, INT(to),
	    INT(from), TEXT(d->role), TEXT(d->scope));
	struct list l = list_open(q, "runs");

	while (query_next(&r)) {
		struct str rule = query_text(&r);
		const struct rules_deadline *of =
		    rules_deadline_version(&q->core->pack.rules, rule,
			query_int(&r));
		item(&l);
		request_text(q, "title", of ? of->title : rule);
		put_end(q, query_int(&r));
		request_close(q);
	}
	list_close(&l, "has_runs");
	return query_end(&r);
}

/* Which dossier ceases or begins, what goes with it, who reads it then. */
static enum err
put_folding(struct request *q, int64_t act, const struct docket *d)
{
	struct folding f = {0};
	bool any;

	enum err e = find_folding(q, act, &f, &any);
	if (e != ERR_OK || !any)
		return e;
	int64_t to = f.merge ? f.stays : f.gone;
	request_open(q, "fold");
	request_flag(q, "merge", f.merge);
	request_text(q, "gone", f.gone_ref);
	request_text(q, "stays", f.stays_ref);
	request_text(q, "to", f.merge ? f.stays_ref : f.gone_ref);
	e = put_sides(q, &f);
	if (e == ERR_OK)
		e = put_moved(q, act, to, f.gone, d);
	if (e == ERR_OK)
		e = put_running(q, to, f.gone, d);
	if (e == ERR_OK)
		e = put_services(q,
		    query_open(q->store, SQL_CAUSED_GAINS, INT(to),
			INT(f.gone)),
		    "gains", "has_gains");
	request_close(q);
	return e;
}

enum err
caused_put(struct request *q, int64_t act, int64_t dossier,
    const struct docket *before)
{
	/* Of one that is merged, the other's states are said with it. */
	enum err e = before && before->id == dossier
	    ? put_states(q, dossier, before)
	    : ERR_OK;

	if (e == ERR_OK && before)
		e = put_folding(q, act, before);

	if (e == ERR_OK && before)
		e = put_left(q, act, before);
	if (e == ERR_OK)
		e = put_services(q,
		    query_open(q->store, SQL_CAUSED_PARTIES, INT(act)), "joins",
		    "has_joins");
	if (e == ERR_OK)
		e = put_services(q,
		    query_open(q->store, SQL_CAUSED_READERS, INT(act)),
		    "readers", "has_readers");
	if (e == ERR_OK)
		e = put_opened(q, act);
	if (e == ERR_OK)
		e = put_events(q, dossier, act);
	if (e == ERR_OK)
		e = put_tasks(q, act, dossier);
	if (e == ERR_OK)
		e = put_ended(q, act, dossier);
	return e == ERR_OK ? put_letters(q, act) : e;
}
