#define SUITE core_desk_plan
#include "dossier.h"

#include "core/sql.h"

/* Of a query of at most three values. */
static bool
plan_says(const char *sql, const char *words)
{
	size_t most = strlen(sql) + 32;
	char *text = arena_take(&rig.talk, most); /* its own: a made statement
						     is known by its address */
	bool said = false;

	snprintf(text, most, "EXPLAIN QUERY PLAN %s", sql);
	struct val vals[] = {INT(0), INT(0), INT(0)};
	size_t n = strstr(sql, "?3") ? 3 : 2;
	struct query q = query_open_n(&rig.core.read, text, n, vals);
	while (query_next(&q)) {
		(void)query_int(&q);
		(void)query_int(&q);
		(void)query_int(&q);
		char line[256];
		struct str what = query_text(&q);
		snprintf(line, sizeof(line), "%.*s", (int)what.len, what.at);
		said = said || strstr(line, words);
	}
	OK(query_end(&q));
	return said;
}

/*
 * What SQLite means to do, of every query of a desk: a whole table is never
 * gone through. Row by row in the order of an index is another thing: it stops
 * at the page's last row.
 */
static void
plan_is_bounded(const char *name, const char *sql)
{
	static const char *const tables[] = {"SCAN act", "SCAN duty",
	    "SCAN reception", "SCAN minor", "SCAN called", "SCAN party",
	    "SCAN task", "SCAN delivery", "SCAN letter", "SCAN deadline",
	    "SCAN reading", "SCAN allowance", "SCAN event", "SCAN last",
	    "SCAN departed"};
	size_t n = 0, most = strlen(sql) + 32;
	char *text = arena_take(&rig.talk, most); /* its own: a made statement
						     is known by its address */

	snprintf(text, most, "EXPLAIN QUERY PLAN %s", sql);
	for (size_t i = 1; i <= 9; i++) {
		char mark[4];
		snprintf(mark, sizeof(mark), "?%zu", i);
		if (strstr(sql, mark))
			n = i;
	}
	if (n == 0 && strchr(sql, '?'))
		n = 1;
	struct val vals[9];
	for (size_t i = 0; i < 9; i++)
		vals[i] = INT(0);
	struct query q = query_open_n(&rig.core.read, text, n, vals);
	while (query_next(&q)) {
		(void)query_int(&q);
		(void)query_int(&q);
		(void)query_int(&q);
		struct str what = query_text(&q);
		char line[256];
		snprintf(line, sizeof(line), "%.*s", (int)what.len, what.at);
		if (getenv("FICHEP_SHOW"))
			fprintf(stderr, "%s: %s\n", name, line);
		for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
			if (strstr(line, tables[i]) &&
			    !strstr(line, "INDEX duty_due"))
				FAIL("%s: %s", name, line);
	}
	OK(query_end(&q));
}

/* After each commit core asks who is to be told of a letter. */
TEST(nothing_asked_of_letters_goes_through_a_whole_table)
{
	static const struct {
		const char *name, *sql;
	} all[] = {
#define Q(name) {#name, name}
	    Q(SQL_POST_DUE),
	    Q(SQL_POST_NEXT),
	    Q(SQL_POST_LOST),
	    Q(SQL_POST_REFUSALS),
	    Q(SQL_POST_LATE),
	    Q(SQL_POST_OPEN),
	    Q(SQL_POST_LEAVING),
	    Q(SQL_POST_TASKS),
	    Q(SQL_POST_URGENT),
	    Q(SQL_POST_BOX_DUE),
	    Q(SQL_DESTINATION_FIND),
	    Q(SQL_ACTIVATION_HELD),
	    Q(SQL_MAILROOM_COUNTS),
	    Q(SQL_MAILROOM_FOLLOW),
	    Q(SQL_MAILROOM_LATE),
	    Q(SQL_RESEND_LIST),
	    Q(SQL_RESEND_FIND),
	    Q(SQL_HANDING_COPIES),
	    Q(SQL_RESEND_SAME),
	    Q(SQL_POSTED_LIST),
#undef Q
	};

	rig_open(1, true);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		plan_is_bounded(all[i].name, all[i].sql);
	rig_close();
}

/* However many are held, and told already: core has one thread. */
TEST(what_waits_too_long_is_all_that_is_read_of_what_waits)
{
	rig_open(1, true);
	TRUE(plan_says(SQL_POST_LATE,
	    "delivery_waits (late=? AND urgent=? AND letter<?)"));
	TRUE(plan_says(SQL_MAILROOM_LATE,
	    "delivery_waits (late=? AND urgent=? AND letter<?)"));
	TRUE(plan_says(SQL_POST_LATE, "letter_made (made_ms<?)"));
	TRUE(!plan_says(SQL_POST_LATE, "TEMP B-TREE"));
	rig_close();
}

TEST(no_list_of_a_desk_goes_through_a_whole_table)
{
	static const struct {
		const char *name, *sql;
	} all[] = {
#define Q(name) {#name, name}
	    Q(SQL_DESK_LATE),
	    Q(SQL_DESK_SOON),
	    Q(SQL_DESK_TODO),
	    Q(SQL_DESK_NEW),
	    Q(SQL_DESK_ACK),
	    Q(SQL_DESK_AWAIT_FEW),
	    Q(SQL_DESK_AWAIT_MANY),
	    Q(SQL_DESK_MINE_FEW),
	    Q(SQL_DESK_MINE_MANY),
	    Q(SQL_DESK_LEFT),
	    Q(SQL_DESK_COUNT),
	    Q(SQL_DESK_COUNT_MINE),
	    Q(SQL_DESK_COUNT_FEW),
	    Q(SQL_DESK_COUNT_MANY),
	    Q(SQL_GAUGE_EDUCATION),
	    Q(SQL_GAUGE_PENAL),
	    Q(SQL_SEARCH_NAME),
	    Q(SQL_SEARCH_RARE),
	    Q(SQL_SEARCH_BORN),
	    Q(SQL_SEARCH_REFERENCE),
	    Q(SQL_SEARCH_SHOW),
	    Q(SQL_RUNG_LIMIT),
	    Q(SQL_RUNG_DOSSIER),
	    Q(SQL_PLEDGE_LIMITS),
	    Q(SQL_BUDGET_STAND),
	    Q(SQL_BUDGET_ASKED),
	    Q(SQL_BUDGET_ASKING),
	    Q(SQL_BUDGET_OPEN),
#undef Q
	};

	rig_open(1, true);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		plan_is_bounded(all[i].name, all[i].sql);
	rig_close();
}
