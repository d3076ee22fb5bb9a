/*
 * play_see - what is there: on a page, in a dossier, on its way.
 */
#ifndef PLAY_SEE_H
#define PLAY_SEE_H

#include "play_do.h"

#include "dossier/delivery.h"

/* --- pages -----------------------------------------------------------------
 */

/* An entity of HTML as the character it stands for; how many bytes it was. */
static inline size_t
play_entity(const char *at, char *to, size_t *n)
{
	static const struct {
		const char *name;
		char is;
	} all[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'},
	    {"&quot;", '"'}, {"&#34;", '"'}, {"&#39;", '\''}, {"&#x27;", '\''}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strncmp(at, all[i].name, strlen(all[i].name)) == 0) {
			to[(*n)++] = all[i].is;
			return strlen(all[i].name);
		}
	to[(*n)++] = *at;
	return 1;
}

/* The page as it is read: no tags, one blank for several, also for those that
 * do not break (U+00A0, U+202F). */
static inline const char *
play_page_text(void)
{
	static char text[sizeof(rig.page)];
	bool blank = true;
	size_t n = 0;

	for (const char *at = rig.page; *at;) {
		size_t taken = 1;
		bool gap = strchr(" \n\t", *at) != NULL;
		if (*at == '<') {
			taken = strcspn(at, ">") + (strchr(at, '>') != NULL);
			gap = true;
		} else if (strncmp(at, "\xc2\xa0", 2) == 0) {
			taken = 2;
			gap = true;
		} else if (strncmp(at, "\xe2\x80\xaf", 3) == 0) {
			taken = 3;
			gap = true;
		}
		if (gap && !blank)
			text[n++] = ' ';
		if (!gap)
			taken = play_entity(at, text, &n);
		blank = gap;
		at += taken;
	}
	text[n] = 0;
	return text;
}

static inline void
play_shows(const char *text)
{
	const char *page = play_page_text();

	PLAY_NEED(strstr(page, text), "the page does not say « %s »:\n%.5000s",
	    text, page);
}

static inline void
play_hides(const char *text)
{
	const char *page = play_page_text(), *at = strstr(page, text);

	PLAY_NEED(!at && !strstr(rig.page, text),
	    "the page says « %s »: …%.200s", text,
	    at ? (at - page > 80 ? at - 80 : page) : "in its HTML");
}

/* --- limits and tasks ------------------------------------------------------
 */

static inline int64_t
play_state(const char *word)
{
	static const char *const words[] = {"awaits", "runs", "met", "dropped"};

	for (int i = 0; i < 4; i++)
		if (play_is(words[i], word))
			return i;
	PLAY_FAIL("%s is no state: awaits, runs, met, dropped", word);
	return -1;
}

static inline const char *
play_state_words(int64_t state)
{
	static const char *const words[] = {"not there", "awaits", "runs",
	    "met", "dropped"};

	return state >= -1 && state <= 3 ? words[state + 1] : "unknown";
}

/* The last limit of that rule in the dossier of an act. */
static inline int64_t
play_limit(const char *act, const char *rule, const char *column)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
	    "SELECT coalesce(%s, -1) FROM deadline WHERE dossier = ?1"
	    " AND rule = ?2 ORDER BY id DESC LIMIT 1",
	    column);
	return play_number(play_sql(sql), -1, INT(play_dossier(act)),
	    TEXT(str_of(rule)));
}

static inline void
play_due_is(int64_t due, int64_t want, const char *what)
{
	PLAY_NEED(due == want, "%s is due %s, not %s", what,
	    due >= 0 ? play_shown(due) : "at no time", play_shown(want));
}

/* --- letters ---------------------------------------------------------------
 */

static const char *const play_deliveries[] = {"held", "due", "leaving",
    "doubtful", "accepted", "refused", "shown", "read", "manual", "confirmed",
    "dropped", "handed"};
#define PLAY_DELIVERIES (sizeof(play_deliveries) / sizeof(play_deliveries[0]))

/* The last delivery of a letter of that rule to a service, or to the box of an
 * author: `column` of it, -1 if there is none. */
static inline int64_t
play_delivery(const char *act, const char *rule, const char *service,
    const char *column)
{
	char sql[420];

	snprintf(sql, sizeof(sql),
	    "SELECT delivery.%s FROM delivery JOIN letter"
	    " ON letter.id = delivery.letter WHERE letter.dossier = ?1"
	    " AND letter.rule = ?2 AND (delivery.service = ?3 OR"
	    " delivery.service = '' AND delivery.scope = ?3)"
	    " ORDER BY delivery.id DESC LIMIT 1",
	    column);
	return play_number(play_sql(sql), -1, INT(play_dossier(act)),
	    TEXT(str_of(rule)), TEXT(str_of(service)));
}

/* What letters of that rule there are, for a failure's words. */
static inline const char *
play_letters_there(const char *act)
{
	static char room[3000];
	size_t n = 0;
	struct query q = query_open(&rig.core.read,
	    "SELECT letter.rule, delivery.service, delivery.scope,"
	    " delivery.mode, delivery.state, delivery.copy FROM delivery"
	    " JOIN letter ON letter.id = delivery.letter"
	    " WHERE letter.dossier = ? ORDER BY delivery.id",
	    INT(play_dossier(act)));

	room[0] = 0;
	while (query_next(&q) && n < sizeof(room) - 300) {
		struct str rule = query_text(&q), service = query_text(&q);
		struct str scope = query_text(&q), mode = query_text(&q);
		int64_t state = query_int(&q), copy = query_int(&q);
		n += (size_t)snprintf(room + n, sizeof(room) - n,
		    "\n  %.*s to %.*s%.*s %.*s %s%s", (int)rule.len, rule.at,
		    (int)service.len, service.at,
		    service.len > 0 ? 0 : (int)scope.len, scope.at,
		    (int)mode.len, mode.at,
		    state >= 0 && state < (int64_t)PLAY_DELIVERIES
			? play_deliveries[state]
			: "?",
		    copy ? " copy" : "");
	}
	OK(query_end(&q));
	return room;
}

#endif
