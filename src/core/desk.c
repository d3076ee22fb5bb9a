#include "core/desk.h"

#include "base/encode.h"
#include "calendar/wording.h"
#include "core/budget.h"
#include "core/concern.h"
#include "core/core.h"
#include "core/gauge.h"
#include "core/owed.h"
#include "core/rung.h"
#include "core/sql.h"
#include "store/query.h"

#define PAGE_MOST 100000
#define FEW       300 /* dossiers of a service; with more, lists go the other way */
#define COUNTS    10
#define TOLD      (30 * CLOCK_DAY)    /* of a dossier that was not theirs */
#define STALE     (10 * CLOCK_MINUTE) /* « il reste 6 h » is renewed so often */

enum shape { OWED, NEWS, MINE };

static const struct list {
	const char *word, *at, *title, *help;
	const char *sql, *wide; /* where most dossiers are ours; or the same */
	enum shape shape;
} lists[] = {
    {"retard", "at_retard", "En retard",
	"Le délai est passé. Ces lignes restent en tête jusqu’à ce que ce soit "
	"fait.",
	SQL_DESK_LATE, SQL_DESK_LATE, OWED},
    {"bientot", "at_bientot", "Bientôt", "L’échéance approche.", SQL_DESK_SOON,
	SQL_DESK_SOON, OWED},
    {"afaire", "at_afaire", "À faire", "", SQL_DESK_TODO, SQL_DESK_TODO, OWED},
    {"nouveaux", "at_nouveaux", "Nouveaux",
	"Personne de votre service ne les a encore ouverts.", SQL_DESK_NEW,
	SQL_DESK_NEW, NEWS},
    {"accuses", "at_accuses", "En attente de votre accusé",
	"Ouverts par votre service, sans accusé de réception. L’auteur ne sait "
	"pas encore qu’ils sont lus.",
	SQL_DESK_ACK, SQL_DESK_ACK, NEWS},
    {"autrui", "at_autrui", "En attente d’autrui",
	"Ce que d’autres services doivent faire dans vos dossiers.",
	SQL_DESK_AWAIT_FEW, SQL_DESK_AWAIT_MANY, OWED},
    {"dossiers", "at_dossiers", "Dossiers", "", SQL_DESK_MINE_FEW,
	SQL_DESK_MINE_MANY, MINE},
};
#define LISTS (sizeof(lists) / sizeof(lists[0]))
enum { LATE, SOON, TODO, NEW, ACK, AWAIT, MINES }; /* places in it */

/* What is asked, and found once for all lists. */
struct view {
	struct str scope;
	const struct list *only; /* NULL: the landing */
	int64_t page;
	int64_t counts[LISTS];
	bool wide;
	struct str hidden; /* limits that are not ours to know: rules_hidden */
};

static const struct list *
list_asked(const struct request *q)
{
	struct str word = urlform_get(&q->form, TXT("liste"));

	for (size_t i = 0; i < LISTS; i++)
		if (str_eq(word, str_of(lists[i].word)))
			return &lists[i];
	return NULL;
}

/* --- counts ------------------------------------------------------------------
 */

/* How much is in each list, and what changes with what is shown. */
static enum err
count(struct request *q, struct str scope, int64_t n[COUNTS])
{
	struct query r = query_open(q->store, SQL_DESK_COUNT,
	    TEXT(q->session.role), TEXT(scope), INT(q->now));

	if (query_next(&r))
		for (int i = 0; i < COUNTS; i++)
			n[i] = query_int(&r);
	return query_end(&r);
}

/* It tells that something changed, and not what: under a key, and short. */
static void
put_mark(struct request *q, const int64_t n[COUNTS])
{
	uint8_t mac[HASH_SHA256];
	int64_t all[COUNTS + 1];
	char room[16];
	struct buf mark = buf_over(room, sizeof(room));

	memcpy(all, n, COUNTS * sizeof(n[0]));
	all[COUNTS] = q->now / STALE;
	hash_hmac(BYTES_OF(q->core->form_key), BYTES_OF(all), mac);
	encode_hex(&mark, (struct bytes){mac, sizeof(room) / 2});
	request_text(q, "mark", buf_text(&mark));
}

/* How many others owe, and dossiers there are: not asked by who only waits. */
static enum err
count_wide(struct request *q, struct view *v)
{
	struct buf hidden = buf_new(q->mem, RULES_DEADLINES_MOST * 32);

	rules_hidden(&q->core->pack.rules, q->session.role, &hidden);
	v->hidden = buf_text(&hidden);
	enum err e = buf_err(&hidden);
	if (e == ERR_OK)
		e = query_number(q->store, &v->counts[MINES],
		    SQL_DESK_COUNT_MINE, TEXT(q->session.role), TEXT(v->scope));

	v->wide = v->counts[MINES] >= FEW;
	if (e == ERR_OK)
		e = query_number(q->store, &v->counts[AWAIT],
		    v->wide ? SQL_DESK_COUNT_MANY : SQL_DESK_COUNT_FEW,
		    TEXT(q->session.role), TEXT(v->scope), TEXT(v->hidden));
	return e;
}

static void
put_count(struct request *q, const char *key, int64_t n, int64_t most)
{
	char room[32];
	struct buf b = buf_over(room, sizeof(room));

	if (n > most) {
		buf_number(&b, most, 1);
		buf_str(&b, TXT(" et plus"));
	} else if (n > 0) {
		buf_number(&b, n, 1);
	}
	request_text(q, key, buf_text(&b));
}

/* Where counting stops (desk_count_*.sql). */
static int64_t
counted(const struct view *v, size_t i)
{
	return v->wide && i == AWAIT ? DESK_COUNTED_WIDE : DESK_COUNTED;
}

static void
put_counts(struct request *q, const struct view *v)
{
	request_open(q, "counts");
	for (size_t i = 0; i < LISTS; i++)
		put_count(q, lists[i].word, v->counts[i], counted(v, i));
	request_close(q);
}

/* --- rows --------------------------------------------------------------------
 */

/* Once it is late, that is what is said of it. */
static enum err
put_alert(struct request *q, const struct owed *o, int64_t id)
{
	if (o->task || o->due <= q->now) {
		request_text(q, "alert", TXT(""));
		return ERR_OK;
	}
	return rung_put_limit(q, id);
}

static enum err
put_owed(struct request *q, struct query *r, bool others)
{
	struct owed o = {.task = query_int(r) != 0};
	int64_t id = query_int(r);

	o.rule = query_text(r);
	o.version = query_int(r);
	o.due = query_int(r);
	o.paused = query_int(r) != 0;
	owed_put(q, &o);
	request_text(q, "dossier", query_text(r));
	int64_t urgency = query_int(r);
	request_flag(q, "danger", urgency >= 2);
	request_flag(q, "urgent", urgency == 1);
	struct str role = query_text(r);
	struct str scope = query_text(r);
	request_text(q, "whose",
	    others ? concern_who(q->core, role, scope) : TXT(""));
	return put_alert(q, &o, id);
}

static void
put_news(struct request *q, struct query *r)
{
	struct concern c = {0};

	c.reference = query_text(r);
	c.about = query_text(r);
	c.form = query_text(r);
	c.site_name = query_text(r);
	c.parquet = query_text(r);
	c.content = query_int(r);
	c.urgency = query_int(r);
	c.clock = query_int(r);
	c.verified = query_int(r) != 0;
	c.filed = query_int(r);
	c.received = query_int(r);
	c.opened = query_int(r);
	c.acked = query_int(r);
	c.delivered = query_int(r);
	struct str dossier = query_text(r);
	c.titled = query_text(r);
	concern_put(q, &c);
	request_flag(q, "unread", c.opened == 0);
	request_text(q, "dossier", dossier);
}

static struct str
state_shown(const struct rules_state *axis, size_t count, struct str id)
{
	const struct rules_state *s = rules_state_of(axis, count, id);

	return s ? s->label : id;
}

enum err
desk_put_dossier(struct request *q, struct query *r, struct str scope)
{
	const struct rules *rules = &q->core->pack.rules;
	char room[64];
	struct buf age = buf_over(room, sizeof(room));

	request_text(q, "dossier", query_text(r));
	request_text(q, "education",
	    state_shown(rules->education, rules->education_count,
		query_text(r)));
	struct str penal =
	    state_shown(rules->penal, rules->penal_count, query_text(r));
	/* As on the dossier's own page (docket.h). */
	request_text(q, "penal",
	    need_of(q->session.who)->network ? penal : TXT(""));
	request_flag(q, "knows_penal", need_of(q->session.who)->network);
	int64_t urgency = query_int(r);
	request_flag(q, "danger", urgency >= 2);
	request_flag(q, "urgent", urgency == 1);
	concern_age(&age, q->now - query_int(r));
	request_text(q, "moved", buf_text(&age));
	int64_t opened = query_int(r);
	age.len = 0;
	wording_utc(&age, opened, WORDING_YEAR);
	request_text(q, "begun", buf_text(&age));
	return rung_put_dossier(q, query_int(r), scope);
}

static enum err
put_row(struct request *q, const struct view *v, const struct list *l,
    struct query *r)
{
	switch (l->shape) {
	case OWED:
		return put_owed(q, r, l == &lists[AWAIT]);
	case NEWS:
		put_news(q, r);
		return ERR_OK;
	case MINE:
		break;
	}
	return desk_put_dossier(q, r, v->scope);
}

static const char *const shapes[] = {"owed", "news", "mine"};

/* At most `most` of them; `*n` of them, and whether there are more. */
static enum err
put_rows(struct request *q, const struct view *v, const struct list *l,
    int most, int *n, bool *more)
{
	struct query r = l == &lists[AWAIT]
	    ? query_open(q->store, v->wide ? l->wide : l->sql,
		  TEXT(q->session.role), TEXT(v->scope), INT(q->now),
		  INT(most + 1), INT(v->page * most), TEXT(v->hidden))
	    : query_open(q->store, v->wide ? l->wide : l->sql,
		  TEXT(q->session.role), TEXT(v->scope), INT(q->now),
		  INT(most + 1), INT(v->page * most));

	enum err e = ERR_OK;
	*n = 0;
	request_open(q, shapes[l->shape]);
	request_json(q, "rows", TXT("["));
	while (e == ERR_OK && *n < most && query_next(&r)) {
		buf_str(&q->data, (*n)++ > 0 ? TXT(",{") : TXT("{"));
		e = put_row(q, v, l, &r);
		request_close(q);
	}
	*more = *n == most && query_next(&r);
	buf_str(&q->data, TXT("]"));
	request_close(q);
	enum err ended = query_end(&r);
	return e == ERR_OK ? ended : e;
}

static void
put_page(struct request *q, const char *key, bool there, int64_t page)
{
	if (!there)
		return;
	request_open(q, key);
	request_number(q, "page", page);
	request_close(q);
}

static enum err
put_list(struct request *q, const struct view *v, size_t i)
{
	const struct list *l = &lists[i];
	bool more = false;
	int n = 0;

	request_text(q, "word", str_of(l->word));
	request_text(q, "title", str_of(l->title));
	request_text(q, "help", str_of(l->help));
	request_flag(q, "overdue", i == LATE);
	put_count(q, "count", v->counts[i], counted(v, i));
	enum err e =
	    put_rows(q, v, l, v->only ? DESK_ROWS : DESK_HEAD, &n, &more);
	request_flag(q, "empty", n == 0);
	request_flag(q, "others", i == AWAIT);
	if (v->only) {
		put_page(q, "before", v->page > 0, v->page - 1);
		put_page(q, "next", more, v->page + 1);
	} else if (more) {
		request_open(q, "more");
		put_count(q, "rest", v->counts[i] - DESK_HEAD,
		    counted(v, i) - DESK_HEAD);
		request_close(q);
	}
	return e;
}

static enum err
put_lists(struct request *q, const struct view *v)
{
	enum err e = ERR_OK;
	bool any = false;

	request_json(q, "lists", TXT("["));
	for (size_t i = 0; e == ERR_OK && i < LISTS; i++) {
		if (v->only ? v->only != &lists[i] : v->counts[i] == 0)
			continue;
		buf_str(&q->data, any ? TXT(",{") : TXT("{"));
		any = true;
		e = put_list(q, v, i);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	request_flag(q, "quiet", !any);
	request_flag(q, "nothing_late",
	    any && !v->only && v->counts[LATE] == 0);
	return e;
}

/* A dossier that was not theirs is gone: they are told so, and nothing of it.
 */
static enum err
put_left(struct request *q, const struct view *v)
{
	struct query r = query_open(q->store, SQL_DESK_LEFT,
	    TEXT(q->session.role), TEXT(v->scope), INT(q->now - TOLD));
	bool any = false;

	request_json(q, "left", TXT("["));
	while (query_next(&r)) {
		buf_str(&q->data, any ? TXT(",{") : TXT("{"));
		any = true;
		request_text(q, "ref", query_text(&r));
		request_when(q, "since", query_int(&r));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return query_end(&r);
}

/* --- the page ----------------------------------------------------------------
 */

/* Of who reads dossiers; whoever does not has figures alone. */
static enum err
put_desk(struct request *q, struct view *v)
{
	int64_t n[COUNTS] = {0};

	enum err e = count(q, v->scope, n);
	if (e != ERR_OK)
		return e;
	memcpy(v->counts, n, (ACK + 1) * sizeof(n[0]));
	if (!need_of(q->session.who)->acks)
		v->counts[ACK] = 0;
	put_mark(q, n);
	e = count_wide(q, v);
	put_counts(q, v);
	if (e == ERR_OK)
		e = put_lists(q, v);
	if (e == ERR_OK && !v->only)
		e = budget_put_asking(q);
	if (e == ERR_OK && !v->only)
		e = put_left(q, v);
	return e;
}

enum err
desk_page(struct request *q)
{
	const struct need *need = need_of(q->session.who);
	struct view v = {.only = list_asked(q)};
	uint64_t page = 0;
	enum err e = ERR_OK;

	if (v.only &&
	    str_number(urlform_get(&q->form, TXT("page")), PAGE_MOST, &page))
		v.page = (int64_t)page;
	request_flag(q, v.only ? v.only->at : "landing", true);
	request_flag(q, "acks", need->acks);
	bool reads = concern_scope(&q->session, &v.scope);
	request_flag(q, "reads", reads);
	request_flag(q, "no_ressort", !reads && need->fiches != NEED_NONE);
	request_flag(q, "searches", reads && need->search);
	if (reads)
		e = put_desk(q, &v);
	request_flag(q, "gauged", need->gauge && !v.only);
	if (e == ERR_OK && need->gauge && !v.only)
		e = gauge_put(q);
	request_flag(q, "figures", need->fiches == NEED_NONE);
	if (e == ERR_OK && need->fiches == NEED_NONE)
		e = gauge_put_states(q);
	return e;
}

enum err
desk_state(struct request *q)
{
	struct str scope = TXT("");
	int64_t n[COUNTS] = {0};
	enum err e = ERR_OK;

	if (concern_scope(&q->session, &scope))
		e = count(q, scope, n);
	if (e == ERR_OK)
		put_mark(q, n);
	return e;
}
