#define SUITE store_query
#include "../test.h"

#include <sqlite3.h>

#include "base/json.h"
#include "house.h"
#include "sql_all.h"

#define THREE                                                                  \
	"SELECT value, value || '', unhex('00ff') FROM json_each('[1, 2, 3]')"

TEST(columns_come_in_order_with_their_types)
{
	struct store s = house_open();
	struct query q = query_open(&s, THREE, NONE);
	int64_t rows = 0;

	while (query_next(&q)) {
		char digit[2] = {(char)('1' + rows), 0};
		uint8_t two[2];

		EQ(query_int(&q), ++rows);
		SAME_STR(query_text(&q), str_of(digit));
		query_copy(&q, two, sizeof(two));
		EQ(two[1], 0xff);
	}
	OK(query_end(&q));
	EQ(rows, 3);
	house_close(&s);
}

TEST(a_column_of_another_type_or_size_is_an_error)
{
	struct store s = house_open();
	struct query q = query_open(&s, THREE, NONE);

	TRUE(query_next(&q));
	SAME_TEXT(query_text(&q), "");
	EQ(query_int(&q), 0); /* the first failure stays */
	TRUE(!query_next(&q));
	EQ(query_end(&q), ERR_STORE);

	q = query_open(&s, "SELECT unhex('00ff')", NONE);
	uint8_t three[3] = {7, 7, 7};
	TRUE(query_next(&q));
	query_copy(&q, three, sizeof(three));
	EQ(query_end(&q), ERR_STORE);
	EQ(three[0], 7);
	house_close(&s);
}

TEST(null_is_asked_for_and_passed_over)
{
	struct store s = house_open();
	struct query q = query_open(&s, "SELECT NULL, 5, ?", NIL);

	TRUE(query_next(&q));
	TRUE(query_null(&q));
	TRUE(!query_null(&q));
	EQ(query_int(&q), 5);
	TRUE(query_null(&q));
	TRUE(!query_next(&q));
	OK(query_end(&q));
	house_close(&s);
}

TEST(one_query_may_stand_inside_another_of_the_same_text)
{
	struct store s = house_open();
	struct query outer = query_open(&s, THREE, NONE);
	int64_t sum = 0;

	while (query_next(&outer)) {
		int64_t a = query_int(&outer);
		struct query inner = query_open(&s, THREE, NONE);

		while (query_next(&inner))
			sum += a * query_int(&inner);
		OK(query_end(&inner));
	}
	OK(query_end(&outer));
	EQ(sum, 36);
	house_close(&s);
}

TEST(values_are_forgotten_between_two_uses)
{
	static const char echo[] = "SELECT ?";
	struct store s = house_open();
	int64_t n;

	OK(query_number(&s, &n, echo, INT(7)));
	EQ(n, 7);
	EQ(query_number(&s, &n, echo, NIL), ERR_ABSENT);
	EQ(n, 7);
	house_close(&s);
}

TEST(empty_text_and_bytes_are_not_null)
{
	struct store s = house_open();
	struct query q = query_open(&s, "SELECT ?, ?", TEXT(((struct str){0})),
	    BLOB(((struct bytes){0})));

	TRUE(query_next(&q));
	EQ(query_text(&q).len, 0);
	EQ(query_blob(&q).len, 0);
	OK(query_end(&q));
	house_close(&s);
}

TEST(more_statements_than_are_kept_still_run)
{
	static char sql[STMT_KEPT * 3][32];
	struct store s = house_open();

	for (int round = 0; round < 2; round++)
		for (int i = 0; i < STMT_KEPT * 3; i++) {
			snprintf(sql[i], sizeof(sql[i]), "SELECT %d", i);
			EQ(house_number(&s, sql[i]), i);
		}
	house_close(&s);
}

TEST(json_made_by_the_query_comes_out_whole)
{
	struct store s = house_open();
	struct arena mem = test_arena();
	struct str json;
	struct json root;

	OK(query_json(&s, &mem, &json,
	    "SELECT json_object('n', ?, 'list', json_group_array(value)) "
	    "FROM json_each(?)",
	    TEXT(TXT("d’Été \" \\ \n")), TEXT(TXT("[1,2]"))));
	OK(json_read(&mem, json, &root, NULL));
	SAME_TEXT(json_text(json_get(root, TXT("n"))), "d’Été \" \\ \n");
	EQ(json_len(json_get(root, TXT("list"))), 2);
	EQ(query_json(&s, &mem, &json, "SELECT name FROM account", NONE),
	    ERR_ABSENT);
	house_close(&s);
}

static enum err
ask_json(struct arena *mem, void *ctx)
{
	struct str json = {0};
	enum err e = query_json(ctx, mem, &json, "SELECT json_array(1)", NONE);

	TRUE((e == ERR_OK) == (json.at != NULL));
	return e;
}

TEST(a_full_arena_is_told)
{
	struct store s = house_open();
	struct arena mem = test_arena();

	EQ(test_each_allocation(&mem, ask_json, &s), 1);
	house_close(&s);
}

/* --- every query of the tree ---------------------------------------------- */

static bool
selects(const char *sql)
{
	while (strncmp(sql, "--", 2) == 0)
		sql = strchr(sql, '\n') + 1;
	return strncmp(sql, "SELECT", 6) == 0 || strncmp(sql, "WITH", 4) == 0;
}

TEST(every_query_prepares_and_only_selects_may_be_used_by_a_get)
{
	struct store s = house_open(), r;
	size_t n = 0;

	OK(store_open_read(house_db, house_key, &r));
	for (size_t i = 0; sql_all[i].path; i++, n++) {
		const char *sql = sql_all[i].text;
		sqlite3_stmt *stmt = NULL;
		const char *tail = "";
		bool schema = strstr(sql_all[i].path, "migration_begun");

		snprintf(test_where, sizeof(test_where), " (%s)",
		    sql_all[i].path);
		if (schema)
			sqlite3_set_authorizer(s.db, NULL, NULL);
		EQ(sqlite3_prepare_v2(s.db, sql, -1, &stmt, &tail), SQLITE_OK);
		TRUE(stmt != NULL);
		TRUE(tail[strspn(tail, " \t\r\n;")] == 0); /* one statement */
		EQ(selects(sql), sqlite3_stmt_readonly(stmt) != 0);
		sqlite3_finalize(stmt);
		allow_set(s.db, ALLOW_WRITE);
		EQ(sqlite3_prepare_v2(r.db, sql, -1, &stmt, NULL),
		    selects(sql) && !schema ? SQLITE_OK : SQLITE_AUTH);
		sqlite3_finalize(stmt);
	}
	TRUE(n > 4);
	test_where[0] = 0;
	store_close(&r);
	house_close(&s);
}
