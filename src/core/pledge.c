#include "core/pledge.h"

#include "calendar/deadline.h"
#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/core.h"
#include "core/sql.h"
#include "dossier/course.h"
#include "store/query.h"

#define LABEL_MOST 32 /* characters of a title in the drawing */
#define TASKS      40

/* --- in words --------------------------------------------------------------
 */

void
pledge_left(struct buf *to, int64_t due, int64_t now)
{
	int64_t ms = due > now ? due - now : now - due;
	int64_t hours = ms / CLOCK_HOUR, days = ms / CLOCK_DAY;

	buf_str(to,
	    due > now ? TXT("il reste\u00a0") : TXT("dépassé depuis\u00a0"));
	if (ms < CLOCK_HOUR) {
		buf_number(to, ms / CLOCK_MINUTE, 1);
		buf_str(to, TXT("\u00a0min"));
	} else if (hours < 48) {
		buf_number(to, hours, 1);
		buf_str(to, TXT("\u00a0h"));
	} else {
		buf_number(to, days, 1);
		buf_str(to, TXT("\u00a0jours"));
	}
}

struct str
pledge_nature(enum rules_nature nature)
{
	switch (nature) {
	case RULES_OBJECTIVE:
		return TXT("objectif");
	case RULES_CONVENTION:
		return TXT("délai de la convention");
	case RULES_LEGAL:
		return TXT("délai légal");
	case RULES_INTERNAL:
		return TXT("objectif interne");
	}
	return TXT("");
}

bool
pledge_moves(enum who who, const struct rules_deadline *d)
{
	if (d && d->information)
		return false;
	if (who == WHO_PARQUET)
		return true;
	return who == WHO_CRIP &&
	    !(d && d->owed.count == 1 && str_eq(d->owed.at[0], TXT("parquet")));
}

/* The last working day, where the last day is none. */
static void
put_prefer(struct request *q, int64_t due)
{
	char room[64];
	struct buf b = buf_over(room, sizeof(room));

	if (due > 0) {
		day last = paris_day(due - 1);
		day prefer =
		    deadline_prefer(last, q->core->pack.rules.territory);
		if (prefer != last && prefer >= paris_day(q->now))
			wording_day(&b, prefer, wording_year(q->now));
	}
	request_text(q, "prefer", buf_text(&b));
}

static void
put_left(struct request *q, int64_t due)
{
	char room[64];
	struct buf b = buf_over(room, sizeof(room));

	if (due > 0)
		pledge_left(&b, due, q->now);
	request_text(q, "left", buf_text(&b));
}

/* --- limits ----------------------------------------------------------------
 */

struct limit {
	int64_t id, version, start, due, warn, state, ended, opened;
	struct str rule, opener, ender;
	struct str alert; /* the last one that was raised */
	bool paused, ours;
	const struct rules_deadline *of;
};

static void
read_limit(struct query *r, const struct core *c, struct limit *l)
{
	l->id = query_int(r);
	l->rule = query_text(r);
	l->version = query_int(r);
	l->start = query_int(r);
	l->due = query_int(r);
	l->warn = query_int(r);
	l->state = query_int(r);
	l->paused = query_int(r) != 0;
	l->ended = query_int(r);
	l->opener = query_text(r);
	l->opened = query_int(r);
	l->ender = query_text(r);
	l->ours = query_int(r) != 0;
	l->alert = query_text(r);
	l->of = rules_deadline_version(&c->pack.rules, l->rule, l->version);
}

static bool
open_still(const struct limit *l)
{
	return l->state == COURSE_AWAITS || l->state == COURSE_RUNS;
}

/* Nobody here owes what is there for information: it is never late. */
static bool
late(const struct limit *l, int64_t now)
{
	return l->state == COURSE_RUNS && l->due > 0 && now >= l->due &&
	    !(l->of && l->of->information);
}

/* What somebody here still owes stands first; the rest, met or for information,
 * is folded. */
static bool
owed_here(const struct limit *l)
{
	return open_still(l) && !(l->of && l->of->information);
}

static struct str
event_words(struct str what)
{
	static const struct {
		const char *what, *words;
	} rows[] = {{"opened", "ouvert"}, {"started", "commence à courir"},
	    {"alert", "alerte"}, {"paused", "marqué suspendu"},
	    {"resumed", "suspension levée"}, {"moved", "date changée"},
	    {"again", "rouvert : ce qui l’avait clos est dans l’autre dossier"},
	    {"reopened", "rouvert : ce qui l’avait clos est rapporté"},
	    {"back",
		"de nouveau clos : ce qui l’avait rouvert est dans l’autre "
		"dossier"},
	    {"met", "tenu"}, {"dropped", "sans objet"},
	    {"aside", "mis de côté"}, {"late", "dépassé"}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_eq(what, str_of(rows[i].what)))
			return str_of(rows[i].words);
	return what;
}

static enum err
put_history(struct request *q, int64_t limit)
{
	struct query r = query_open(q->store, SQL_PLEDGE_HISTORY, INT(limit));
	bool first = true;

	request_json(q, "history", TXT("["));
	while (query_next(&r)) {
		buf_str(&q->data, first ? TXT("{") : TXT(",{"));
		first = false;
		request_when(q, "at", query_int(&r));
		request_text(q, "what", event_words(query_text(&r)));
		request_text(q, "why", query_text(&r));
		request_text(q, "name", query_text(&r));
		request_text(q, "service", query_text(&r));
		request_end(q, "from", query_int(&r));
		request_end(q, "to", query_int(&r));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return query_end(&r);
}

/* At most so many characters, cut at a word: « Lancement … ». */
static struct str
short_title(struct arena *mem, struct str s, enum err *kept)
{
	size_t n = 0, cut = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (((uint8_t)s.at[i] & 0xc0) == 0x80)
			continue;
		if (s.at[i] == ' ' && n < LABEL_MOST)
			cut = i;
		if (++n > LABEL_MOST)
			break;
	}
	if (n <= LABEL_MOST)
		return arena_keep(mem, s, kept);
	while (cut > 0 && strchr(" ,;:", s.at[cut - 1]))
		cut--;
	struct buf b = buf_new(mem, cut + 8);
	buf_str(&b, str_part(s, 0, cut));
	buf_str(&b, TXT("…"));
	return buf_text(&b);
}

static void
draw(struct request *q, const struct limit *l, struct str title,
    struct pledge *o, enum err *kept)
{
	int64_t end = open_still(l) ? l->due : l->ended;

	if (o->count == TIMELINE_LIMITS || l->start == 0 || end == 0 ||
	    l->state == COURSE_DROPPED)
		return;
	o->limit[o->count++] = (struct timeline_limit){.start = l->start,
	    .end = end,
	    .label = short_title(q->mem, title, kept),
	    .over = !open_still(l),
	    .late = late(l, q->now)};
}

static enum err
put_limit(struct request *q, const struct limit *l, struct pledge *o)
{
	struct str title = l->of ? l->of->title : l->rule;
	size_t drawn = o->count;
	enum err e = ERR_OK;

	draw(q, l, title, o, &e);
	char letter = (char)('A' + drawn);
	request_number(q, "id", l->id);
	request_text(q, "letter",
	    o->count > drawn ? (struct str){&letter, 1} : TXT(""));
	request_text(q, "title", title);
	request_flag(q, "ours", l->ours && owed_here(l));
	request_text(q, "nature",
	    l->of ? pledge_nature(l->of->nature) : TXT(""));
	request_flag(q, "information", l->of && l->of->information);
	request_when(q, "start", l->start);
	request_text(q, "opener", l->opener);
	request_end(q, "due", l->due);
	put_prefer(q, open_still(l) ? l->due : 0);
	put_left(q, l->state == COURSE_RUNS ? l->due : 0);
	request_flag(q, "awaits", l->state == COURSE_AWAITS);
	request_flag(q, "late", late(l, q->now));
	request_flag(q, "soon",
	    owed_here(l) && l->state == COURSE_RUNS && !late(l, q->now) &&
		l->warn > 0 && q->now >= l->warn);
	request_text(q, "alert", owed_here(l) ? l->alert : TXT(""));
	request_flag(q, "met", l->state == COURSE_MET);
	request_flag(q, "dropped", l->state == COURSE_DROPPED);
	request_flag(q, "over", !open_still(l));
	request_flag(q, "in_time",
	    l->state == COURSE_MET && (l->due == 0 || l->ended < l->due));
	request_when(q, "ended", l->ended);
	request_text(q, "by", l->ender);
	request_flag(q, "paused", l->paused && open_still(l));
	if (e == ERR_OK)
		e = put_history(q, l->id);
	return e;
}

static enum err
put_limits(struct request *q, const struct docket *d, bool owed, int *n,
    struct pledge *o)
{
	struct query r = query_open(q->store, SQL_PLEDGE_LIMITS, INT(d->id),
	    TEXT(d->role), TEXT(d->scope), INT(2 * TIMELINE_LIMITS));
	enum err e = ERR_OK;

	while (e == ERR_OK && query_next(&r)) {
		struct limit l;
		read_limit(&r, q->core, &l);
		if (owed_here(&l) != owed ||
		    !(l.ours ||
			rules_shown(&q->core->pack.rules, l.rule, d->role)))
			continue;
		buf_str(&q->data, (*n)++ > 0 ? TXT(",{") : TXT("{"));
		o->late += late(&l, q->now);
		o->ours += l.ours && owed;
		request_flag(q, "movable",
		    open_still(&l) && pledge_moves(q->session.who, l.of));
		e = put_limit(q, &l, o);
		request_close(q);
	}
	enum err ended = query_end(&r);
	return e == ERR_OK ? ended : e;
}

enum err
pledge_limits(struct request *q, const struct docket *d, struct pledge *o)
{
	int n = 0, others = 0;

	*o = (struct pledge){0};
	request_json(q, "limits", TXT("["));
	enum err e = put_limits(q, d, true, &n, o);
	buf_str(&q->data, TXT("]"));
	request_json(q, "other_limits", TXT("["));
	if (e == ERR_OK)
		e = put_limits(q, d, false, &others, o);
	buf_str(&q->data, TXT("]"));
	request_flag(q, "has_limits", n > 0);
	request_flag(q, "has_other_limits", others > 0);
	return e;
}

/* --- tasks ------------------------------------------------------------------
 */

struct task {
	int64_t id, due, state, made, ended, warn;
	struct str rule, form, role, scope, of; /* of: the form that made it */
	struct str by;                          /* who said that it is done */
	struct str ender;                       /* form of the act that did */
	bool paused, ours, letter;
};

static void
read_task(struct query *r, struct task *t)
{
	t->id = query_int(r);
	t->rule = query_text(r);
	t->form = query_text(r);
	t->due = query_int(r);
	t->state = query_int(r);
	t->paused = query_int(r) != 0;
	t->made = query_int(r);
	t->ended = query_int(r);
	t->role = query_text(r);
	t->scope = query_text(r);
	t->ours = query_int(r) != 0;
	t->warn = query_int(r);
	t->of = query_text(r);
	t->letter = query_int(r) != 0;
	t->by = query_text(r);
	t->ender = query_text(r);
}

static void
put_task(struct request *q, const struct task *t)
{
	bool open = t->state == COURSE_AWAITS || t->state == COURSE_RUNS;
	bool is_late = open && t->due > 0 && q->now >= t->due;

	request_text(q, "title",
	    course_task_title(&q->core->pack, t->of, t->rule, t->made));
	request_text(q, "who",
	    t->role.len > 0 ? docket_service(q->core, t->role, t->scope)
			    : TXT(""));
	request_flag(q, "ours", t->ours);
	request_end(q, "due", open ? t->due : 0);
	put_left(q, open ? t->due : 0);
	request_flag(q, "late", is_late);
	request_flag(q, "soon",
	    open && !is_late && t->due > 0 && t->warn > 0 && q->now >= t->warn);
	request_flag(q, "paused", open && t->paused);
	request_text(q, "form", open && t->ours ? t->form : TXT(""));
	if (open && t->ours && t->form.len == 0 && !t->letter)
		request_number(q, "errand", t->id);
	request_text(q, "by", t->by);
	request_flag(q, "done", t->state == COURSE_MET);
	request_flag(q, "dropped", t->state == COURSE_DROPPED);
	request_text(q, "why",
	    t->state == COURSE_DROPPED && t->ender.len > 0
		? docket_title(q->core, t->ender, t->ended)
		: TXT(""));
	request_when(q, "ended", t->ended);
}

enum err
pledge_tasks(struct request *q, const struct docket *d, const struct pledge *o)
{
	struct query r = query_open(q->store, SQL_PLEDGE_TASKS, INT(d->id),
	    TEXT(d->role), TEXT(d->scope), INT(TASKS));
	int open = 0, over = 0;

	/* Those that are open come first. */
	request_json(q, "tasks", TXT("["));
	while (query_next(&r)) {
		struct task t;
		read_task(&r, &t);
		bool ended = t.state == COURSE_MET || t.state == COURSE_DROPPED;
		if (ended && over++ == 0) {
			buf_str(&q->data, TXT("]"));
			request_json(q, "done", TXT("["));
		} else if (ended || open > 0)
			buf_str(&q->data, TXT(","));
		open += !ended;
		buf_str(&q->data, TXT("{"));
		put_task(q, &t);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	request_flag(q, "has_tasks", open + over > 0 || o->ours > 0);
	request_flag(q, "has_open", open > 0 || o->ours > 0);
	request_flag(q, "has_done", over > 0);
	return query_end(&r);
}
