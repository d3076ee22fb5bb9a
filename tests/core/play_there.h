/*
 * play_there - statements of a scenario: what the tables say there is.
 */
#ifndef PLAY_THERE_H
#define PLAY_THERE_H

#include "play_see.h"

#include "mail/message.h"

/* --- what there is ---------------------------------------------------------
 */

static void
say_state(void)
{
	struct query q = query_open(&rig.core.read,
	    "SELECT education, penal FROM dossier WHERE id = ?",
	    INT(play_dossier(play.word[1])));

	TRUE(query_next(&q));
	struct str e = query_text(&q), p = query_text(&q);
	PLAY_NEED(str_eq(e, str_of(play.word[2])) &&
		str_eq(p, str_of(play.word[3])),
	    "it is %.*s and %.*s", (int)e.len, e.at, (int)p.len, p.at);
	OK(query_end(&q));
}

static int64_t
party(const char *act, const char *role, const char *service)
{
	struct str scope = course_scope(&rig.core.pack.directory, str_of(role),
	    str_of(service));

	return play_number("SELECT count(*) FROM party WHERE dossier = ?1"
			   " AND role = ?2 AND scope = ?3",
	    0, INT(play_dossier(act)), TEXT(str_of(role)), TEXT(scope));
}

static void
say_party(void)
{
	PLAY_NEED(party(play.word[1], play.word[2], play.word[3]) == 1,
	    "%s %s is not party to it", play.word[2], play.word[3]);
}

static void
say_no_party(void)
{
	PLAY_NEED(play_number("SELECT count(*) FROM party WHERE dossier = ?1"
			      " AND role = ?2",
		      0, INT(play_dossier(play.word[2])),
		      TEXT(str_of(play.word[3]))) == 0,
	    "a %s is party to it", play.word[3]);
}

static void
say_deadline(void)
{
	const char *act = play.word[1], *rule = play.word[2];
	int64_t state = play_limit(act, rule, "state");

	PLAY_NEED(state == play_state(play.word[3]), "%s %s %s", rule,
	    state < 0 ? "is" : "is in state", play_state_words(state));
	if (play.words > 5 && play_is(play.word[4], "due"))
		play_due_is(play_limit(act, rule, "due_ms"), play_due(5), rule);
}

static void
say_no_deadline(void)
{
	PLAY_NEED(play_limit(play.word[2], play.word[3], "id") < 0,
	    "there is a %s", play.word[3]);
}

static void
say_mark(void)
{
	bool want = play_is(play.word[4], "suspended");

	PLAY_NEED(play_limit(play.word[1], play.word[2], "paused") == want,
	    "%s is %smarked as suspended", play.word[2], want ? "not " : "");
}

static void
say_alert(void)
{
	int64_t n = play_number(
	    "SELECT count(*) FROM deadline_event AS e JOIN deadline AS d"
	    " ON d.id = e.deadline WHERE d.dossier = ?1 AND d.rule = ?2"
	    " AND e.what = 'alert' AND replace(e.detail, '\u00a0', ' ') = ?3",
	    0, INT(play_dossier(play.word[1])), TEXT(str_of(play.word[2])),
	    TEXT(str_of(play.word[4])));
	bool want = play_is(play.word[3], "alerted");

	PLAY_NEED((n == 1) == want, "%s alerted %" PRId64 " times: %s",
	    play.word[2], n, play.word[4]);
}

static int64_t
likeness(const char *a, const char *b, const char *column)
{
	char sql[300];

	snprintf(sql, sizeof(sql),
	    "SELECT coalesce(%s, -1) FROM likeness WHERE dossier IN (SELECT"
	    " coalesce(act.home, act.dossier) FROM act WHERE act.id IN (?1, "
	    "?2))"
	    " AND other IN (SELECT coalesce(act.home, act.dossier) FROM act"
	    " WHERE act.id IN (?1, ?2))",
	    column);
	return play_number(play_sql(sql), -2, INT(play_act(a)->id),
	    INT(play_act(b)->id));
}

static void
say_likeness(void)
{
	bool open = play_is(play.word[3], "open");
	int64_t same = likeness(play.word[1], play.word[2], "same");

	PLAY_NEED(same == (open ? -1 : 1), "the likeness is %s",
	    same == -2       ? "not there"
		: same == -1 ? "open"
			     : "decided otherwise");
}

static void
say_no_likeness(void)
{
	PLAY_NEED(play_number("SELECT count(*) FROM likeness"
			      " WHERE ?1 IN (dossier, other)",
		      0, INT(play_dossier(play.word[2]))) == 0,
	    "it looks like another one");
}

static void
say_together(void)
{
	bool together = play_is(play.word[0], "together");

	PLAY_NEED((play_dossier(play.word[1]) == play_dossier(play.word[2])) ==
		together,
	    "they are %s", together ? "apart" : "together");
}

static int64_t
task(const char *column)
{
	char sql[160];

	snprintf(sql, sizeof(sql),
	    "SELECT coalesce(%s, -1) FROM task WHERE dossier = ?1"
	    " AND rule = ?2 ORDER BY id DESC LIMIT 1",
	    column);
	return play_number(play_sql(sql), -1, INT(play_dossier(play.word[1])),
	    TEXT(str_of(play.word[2])));
}

static void
say_task_for(void)
{
	const char *role = play.word[4], *service = play.word[5];
	struct str scope = course_scope(&rig.core.pack.directory, str_of(role),
	    str_of(service));
	int64_t state = task("state");

	PLAY_NEED(state == COURSE_RUNS, "the task is in state %s",
	    play_state_words(state));
	PLAY_NEED(play_number("SELECT count(*) FROM duty WHERE kind = 1"
			      " AND id = ?1 AND role = ?2 AND scope = ?3",
		      0, INT(task("id")), TEXT(str_of(role)), TEXT(scope)) == 1,
	    "it is not on the desk of %s %s", role, service);
	if (play.words > 8)
		play_due_is(task("due_ms"), play_due(8), play.word[2]);
}

static void
say_task(void)
{
	int64_t state = task("state");

	PLAY_NEED(state == play_state(play.word[3]), "the task is in state %s",
	    play_state_words(state));
}

static void
say_no_task(void)
{
	PLAY_NEED(play_number("SELECT count(*) FROM task WHERE dossier = ?1"
			      " AND rule = ?2",
		      0, INT(play_dossier(play.word[2])),
		      TEXT(str_of(play.word[3]))) == 0,
	    "there is a task %s", play.word[3]);
}

static void
say_letter(void)
{
	const char *act = play.word[1], *rule = play.word[2];
	const char *to = play.word[4], *mode = play.word[5];
	bool copy = play_is(play.word[3], "copy");
	int64_t state = play_delivery(act, rule, to, "state");

	PLAY_NEED(state >= 0 && state < (int64_t)PLAY_DELIVERIES,
	    "no %s to %s; there are:%s", rule, to, play_letters_there(act));
	PLAY_NEED(play_is(play_deliveries[state], play.word[6]),
	    "%s to %s is %s", rule, to, play_deliveries[state]);
	PLAY_NEED(play_delivery(act, rule, to, "copy") == copy,
	    "%s to %s is %sa copy", rule, to, copy ? "not " : "");
	char column[80];
	snprintf(column, sizeof(column), "mode = '%s'", mode);
	PLAY_NEED(play_delivery(act, rule, to, column) == 1,
	    "%s to %s is not %s:%s", rule, to, mode, play_letters_there(act));
}

static void
say_no_letter(void)
{
	bool any = play.words < 6;
	int64_t n = any
	    ? play_number("SELECT count(*) FROM letter WHERE dossier = ?1"
			  " AND rule = ?2",
		  0, INT(play_dossier(play.word[2])),
		  TEXT(str_of(play.word[3])))
	    : play_delivery(play.word[2], play.word[3], play.word[5], "id");

	PLAY_NEED(n == (any ? 0 : -1), "there is one:%s",
	    play_letters_there(play.word[2]));
}

/* The message that a letter of that rule makes of an act: its subject is this,
 * word for word, and no header says any of these (S1-1.1-c). */
static void
say_headed(void)
{
	const struct play_act *a = play_act(play.word[1]);
	const struct rules_letter *rule = rules_letter_of(&rig.core.pack.rules,
	    str_of(play.word[2]), paris_day(rig.now));
	static const struct str to[] = {{"parquet@justice.example", 23}};
	struct buf out = buf_new(&play.mem, 128u << 10);
	struct letter letter;
	char subject[200];

	PLAY_NEED(rule, "there is no letter %s", play.word[2]);
	struct query q = query_open(&rig.core.read,
	    "SELECT payload FROM act WHERE id = ?", INT(a->id));
	TRUE(query_next(&q));
	struct letter_act act = {.payload = query_blob(&q)};
	struct letter_what what = {.pack = &rig.core.pack,
	    .rule = rule,
	    .reference = str_of(a->reference),
	    .from = TXT("Service"),
	    .to = TXT("Parquet"),
	    .desk = TXT("https://central.example:8442"),
	    .acts = &act,
	    .count = 1,
	    .network = true,
	    .author = true,
	    .now = rig.now};
	struct mime m = {.from = TXT("fichep@central.example"),
	    .to = to,
	    .to_count = 1,
	    .id = ident_new()};
	OK(letter_compose(&play.mem, &what, &letter));
	OK(message_write(&play.mem, &letter, false, &m, &out));
	OK(query_end(&q));
	buf_u8(&out, 0);
	OK(buf_err(&out));
	char *head = (char *)out.at, *end = strstr(head, "\r\n\r\n");
	TRUE(end);
	for (size_t i = 7; i < play.words; i++)
		PLAY_NEED(strstr(end, play.word[i]), "its text does not say %s",
		    play.word[i]);
	*end = 0;
	snprintf(subject, sizeof(subject), "\r\nSubject: %s\r\n", play.word[5]);
	PLAY_NEED(strstr(head, subject), "its headers are\n%s", head);
	for (size_t i = 7; i < play.words; i++)
		PLAY_NEED(!strstr(head, play.word[i]), "its headers say %s",
		    play.word[i]);
}

#endif
