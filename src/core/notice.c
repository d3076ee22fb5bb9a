#include "core/notice.h"

#include "base/log.h"
#include "core/core.h"
#include "core/sql.h"
#include "core/turn.h"
#include "store/query.h"

#define TOLD_MOST 64 /* tasks made in one look */

struct told {
	int64_t id, dossier, act;
};

/* Of the rows of a query: delivery, dossier, act. */
static enum err
read_told(struct query *q, struct told to[TOLD_MOST], size_t *count)
{
	size_t n = 0;

	while (n < TOLD_MOST && query_next(q)) {
		to[n].id = query_int(q);
		to[n].dossier = query_int(q);
		to[n].act = query_int(q);
		n++;
	}
	*count = n;
	return query_end(q);
}

/* `still`: what is under way is not to be told yet. `after`: what is written on
 * it then, or NULL. */
static void
tell(struct core *c, struct query q, const char *rule, bool still,
    const char *after)
{
	struct told told[TOLD_MOST];
	size_t count = 0;

	enum err e = read_told(&q, told, &count);
	for (size_t i = 0; e == ERR_OK && i < count; i++) {
		if (still && post_carries(c, told[i].id))
			continue;
		struct course course = {.tx = turn_tx(c),
		    .mem = &c->post.mem,
		    .pack = &c->pack,
		    .now = hour_now(&c->hour).ms};
		e = course_task_letter(&course, told[i].dossier, told[i].act,
		    str_of(rule), told[i].id);
		arena_reset(&c->post.mem);
		if (e == ERR_OK && after)
			tx_run(turn_tx(c), after, INT(told[i].id));
	}
	if (e != ERR_OK)
		log_event(LOG_ERROR, EVENT("letter_task_not_made"),
		    LOG_WORD("why", err_name(e)));
}

static void
tell_late(struct core *c, bool urgent, int most)
{
	int64_t since = hour_now(&c->hour).ms - POST_LATE;

	tell(c,
	    query_open(&c->write, SQL_POST_LATE, INT(since), INT(urgent),
		INT(most)),
	    "retard", false, SQL_POST_LATE_TOLD);
}

/* While its pack sends nothing all wait, which is for the admin, who sees how
 * many (mailroom.h): a person is told of what is urgent, one at a time. */
static void
look_late(struct core *c)
{
	struct query q =
	    query_open(&c->write, SQL_POST_OPEN, TEXT(c->pack.name));
	bool any = query_next(&q);
	bool sends = any && query_int(&q) != 0 && c->pack.active;
	bool told = any && query_int(&q) != 0;

	if (query_end(&q) != ERR_OK)
		return;
	if (sends || !told)
		tell_late(c, true, sends ? TOLD_MOST : 1);
	if (sends)
		tell_late(c, false, TOLD_MOST);
}

void
notice_tell(struct core *c)
{
	struct store *s = &c->write;
	int64_t now = clock_boot();

	tell(c, query_open(s, SQL_POST_LOST, NONE), "verifier", true, NULL);
	tell(c, query_open(s, SQL_POST_REFUSALS, NONE), "adresse", false, NULL);
	/* A day is not a matter of seconds. */
	if (now < c->post.late)
		return;
	c->post.late = now + POST_LOOK;
	look_late(c);
}

static void
end(struct course *course, int64_t delivery, int64_t act, bool whole)
{
	int64_t task[8];
	size_t n = 0;
	struct query q = query_open(course->tx->store, SQL_POST_TASKS,
	    INT(delivery), INT(whole));

	while (n < sizeof(task) / sizeof(*task) && query_next(&q))
		task[n++] = query_int(&q);
	tx_fail(course->tx, query_end(&q));
	for (size_t i = 0; i < n; i++)
		tx_fail(course->tx, course_task_done(course, task[i], act));
}

void
notice_moot(struct course *course, int64_t dossier, struct str role,
    struct str scope)
{
	struct tx *tx = course->tx;
	int64_t task[8];
	size_t n = sizeof(task) / sizeof(*task);

	while (n == sizeof(task) / sizeof(*task) && tx_err(tx) == ERR_OK) {
		struct query q = query_open(tx->store, SQL_POST_MOOT,
		    INT(dossier), TEXT(role), TEXT(scope));
		n = 0;
		while (n < sizeof(task) / sizeof(*task) && query_next(&q))
			task[n++] = query_int(&q);
		tx_fail(tx, query_end(&q));
		for (size_t i = 0; i < n; i++)
			tx_fail(tx, course_task_done(course, task[i], 0));
	}
}

/* The delivery's own: its act (0: no such), its mode, whom it is for. */
struct which {
	int64_t act, dossier;
	struct str mode, role, scope;
};

static struct which
find(struct course *course, int64_t delivery)
{
	struct which w = {0};
	enum err kept = ERR_OK;
	struct query q =
	    query_open(course->tx->store, SQL_POST_WHICH, INT(delivery));

	if (query_next(&q)) {
		w.act = query_int(&q);
		w.dossier = query_int(&q);
		w.mode = arena_keep(course->mem, query_text(&q), &kept);
		w.role = arena_keep(course->mem, query_text(&q), &kept);
		w.scope = arena_keep(course->mem, query_text(&q), &kept);
	}
	tx_fail(course->tx, query_end(&q));
	tx_fail(course->tx, kept);
	return w;
}

void
notice_abridged(struct course *course, int64_t delivery)
{
	struct which w = find(course, delivery);

	if (w.act > 0)
		tx_fail(course->tx,
		    course_task_letter(course, w.dossier, w.act, TXT("abrege"),
			delivery));
}

void
notice_end(struct course *course, int64_t delivery)
{
	struct which w = find(course, delivery);

	if (w.act > 0)
		end(course, delivery, w.act, true);
}

static void
arrived(struct course *course, int64_t delivery, const struct which *w,
    bool whole, int64_t at)
{
	if (w->act == 0)
		return;
	end(course, delivery, w->act, whole);
	if (whole)
		tx_fail(course->tx,
		    course_received(course, w->act, w->role, w->scope, at));
}

void
notice_settled(struct course *course, int64_t delivery)
{
	struct which w = find(course, delivery);

	arrived(course, delivery, &w, !str_eq(w.mode, TXT("courriel_avis")),
	    course->now);
}

void
notice_handed(struct course *course, int64_t delivery, bool whole, int64_t at)
{
	struct which w = find(course, delivery);

	arrived(course, delivery, &w, whole, at);
}
