#define SUITE store_store
#include "../test.h"

#include <fcntl.h>
#include <sqlite3.h>

#include "house.h"

/* What a pragma or a query answers, as text; "(none)" without a row. */
static const char *
ask(struct sqlite3 *db, const char *sql)
{
	static char text[256];
	sqlite3_stmt *stmt;

	EQ(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	int rc = sqlite3_step(stmt);
	snprintf(text, sizeof(text), "%s",
	    rc == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0)
			     : "(none)");
	sqlite3_finalize(stmt);
	return text;
}

static void
each_is(struct sqlite3 *db, const char *const (*rows)[2], size_t n)
{
	/* The authorizer refuses pragmas, reading included. */
	sqlite3_set_authorizer(db, NULL, NULL);
	for (size_t i = 0; i < n; i++) {
		char sql[128];

		snprintf(sql, sizeof(sql), "PRAGMA %s", rows[i][0]);
		snprintf(test_where, sizeof(test_where), " (%s)", rows[i][0]);
		SAME_STR(str_of(ask(db, sql)), str_of(rows[i][1]));
		test_where[0] = 0;
	}
}

TEST(the_connection_that_writes_is_set_as_DESIGN_5_says)
{
	static const char *const rows[][2] = {
	    {"cipher", "chacha20"},
	    {"hmac_check", "1"},
	    {"legacy", "0"},
	    {"plaintext_header_size", "0"},
	    {"mc_legacy_wal", "0"},
	    {"journal_mode", "wal"},
	    {"synchronous", "2"}, /* FULL */
	    {"secure_delete", "1"},
	    {"foreign_keys", "1"},
	    {"trusted_schema", "0"},
	    {"recursive_triggers", "0"},
	    {"temp_store", "2"}, /* memory */
	    {"mmap_size", "0"},
	    {"cell_size_check", "1"},
	    {"cache_size", "-4096"},
	    {"busy_timeout", "2000"},
	    {"wal_autocheckpoint", "1000"},
	    {"journal_size_limit", "8388608"},
	    {"query_only", "0"},
	    {"ignore_check_constraints", "0"},
	    {"writable_schema", "0"},
	    {"hard_heap_limit", "33554432"},
	};
	struct store s = house_open();

	each_is(s.db, rows, sizeof(rows) / sizeof(*rows));
	house_close(&s);
}

TEST(the_connection_that_reads_is_set_as_DESIGN_5_says)
{
	static const char *const rows[][2] = {
	    {"cipher", "chacha20"},
	    {"hmac_check", "1"},
	    {"query_only", "1"},
	    {"journal_mode", "wal"},
	    {"foreign_keys", "1"},
	    {"trusted_schema", "0"},
	    {"temp_store", "2"},
	    {"mmap_size", "0"},
	    {"cell_size_check", "1"},
	    {"cache_size", "-4096"},
	    {"busy_timeout", "2000"},
	    {"hard_heap_limit", "33554432"},
	};
	struct store s = house_open(), r;

	OK(store_open_read(house_db, house_key, &r));
	EQ(sqlite3_db_readonly(r.db, "main"), 1);
	each_is(r.db, rows, sizeof(rows) / sizeof(*rows));
	store_close(&r);
	house_close(&s);
}

TEST(every_limit_and_switch_holds_on_both_connections)
{
	static const int limits[][2] = {
	    {SQLITE_LIMIT_LENGTH, 2097152},
	    {SQLITE_LIMIT_SQL_LENGTH, 32768},
	    {SQLITE_LIMIT_COLUMN, 100},
	    {SQLITE_LIMIT_EXPR_DEPTH, 64},
	    {SQLITE_LIMIT_COMPOUND_SELECT, 32},
	    {SQLITE_LIMIT_VDBE_OP, 25000},
	    {SQLITE_LIMIT_FUNCTION_ARG, 120},
	    {SQLITE_LIMIT_ATTACHED, 0},
	    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256},
	    {SQLITE_LIMIT_VARIABLE_NUMBER, 64},
	    {SQLITE_LIMIT_TRIGGER_DEPTH, 4},
	    {SQLITE_LIMIT_WORKER_THREADS, 0},
	    {SQLITE_LIMIT_PARSER_DEPTH, 100},
	};
	static const int switches[][2] = {
	    {SQLITE_DBCONFIG_DEFENSIVE, 1},
	    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
	    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
	    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
	    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	    {SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, 0},
	    {SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, 0},
	    {SQLITE_DBCONFIG_DQS_DML, 0},
	    {SQLITE_DBCONFIG_DQS_DDL, 0},
	    {SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0},
	};
	struct store s = house_open(), r;

	OK(store_open_read(house_db, house_key, &r));
	struct sqlite3 *db[] = {s.db, r.db};
	for (size_t d = 0; d < 2; d++) {
		for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
			EQ(sqlite3_limit(db[d], limits[i][0], -1),
			    limits[i][1]);
		for (size_t i = 0; i < sizeof(switches) / sizeof(*switches);
		     i++) {
			int now = -1;
			EQ(sqlite3_db_config(db[d], switches[i][0], -1, &now),
			    SQLITE_OK);
			EQ(now, switches[i][1]);
		}
	}
	EQ(sqlite3_compileoption_used("OMIT_LOAD_EXTENSION"), 1);
	store_close(&r);
	house_close(&s);
}

/* --- what a statement may do ---------------------------------------------- */

static const char *const forbidden_to_all[] = {
    "ATTACH ':memory:' AS other",
    "DETACH main",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA table_info(account)",
    "SELECT * FROM pragma_table_info('account')",
    "SELECT * FROM sqlite_schema",
    "CREATE TABLE t (a)",
    "CREATE TEMP TABLE t (a)",
    "CREATE INDEX i ON account(name)",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TEMP VIEW v AS SELECT 1",
    "CREATE TRIGGER t AFTER INSERT ON account BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE v USING fts5(a)",
    "DROP TABLE account",
    "DROP INDEX session_account",
    "DROP TRIGGER trail_stays",
    "ALTER TABLE account ADD COLUMN more",
    "ALTER TABLE account RENAME TO people",
    "REINDEX",
    "ANALYZE",
    "VACUUM INTO 'copy'",
    "DELETE FROM sqlite_schema",
    "SELECT load_extension('x')",
    "SELECT randomblob(1000000)",
    "SELECT zeroblob(1000000)",
    "SELECT printf('%d', 1)",
    "SELECT strftime('%s')",
    "SELECT datetime('now')",
    "SELECT random()",
    "SELECT sqlite_version()",
};

static const char *const forbidden_to_get[] = {
    "INSERT INTO migration(number, name, sha256) VALUES (9, '', x'')",
    "UPDATE account SET name = 'x'",
    "DELETE FROM session",
    "REPLACE INTO trail_state VALUES (1, x'')",
    "BEGIN",
    "BEGIN IMMEDIATE",
    "COMMIT",
    "SAVEPOINT part",
    "ROLLBACK",
};

static const char *const allowed_to_get[] = {
    "SELECT count(*) FROM account",
    "SELECT json_object('id', hex(id), 'name', name) FROM account",
    "SELECT json_group_array(json_object('a', value)) "
    "FROM json_each('[1, 2]')",
    "SELECT coalesce(max(created_ms), 0), lower(role) FROM account "
    "WHERE login LIKE 'a%' GROUP BY role",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
    "WHERE i < 9) SELECT group_concat(i) FROM n",
    "SELECT row_number() OVER (ORDER BY login) FROM account",
};

static int
prepares(struct store *s, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);

	if (rc == SQLITE_OK) { /* refused at the latest when it runs */
		rc = sqlite3_step(stmt);
		rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
	}
	sqlite3_finalize(stmt);
	snprintf(test_where, sizeof(test_where), " (%s)", sql);
	return rc;
}

#define EACH(i, array)                                                         \
	size_t i = 0;                                                          \
	i < sizeof(array) / sizeof(*array);                                    \
	i++

TEST(a_get_reads_and_does_nothing_else)
{
	struct store s = house_open(), r;

	OK(store_open_read(house_db, house_key, &r));
	for (EACH(i, forbidden_to_all))
		TRUE(prepares(&r, forbidden_to_all[i]) != SQLITE_OK);
	for (EACH(i, forbidden_to_get))
		EQ(prepares(&r, forbidden_to_get[i]), SQLITE_AUTH);
	for (EACH(i, allowed_to_get))
		EQ(prepares(&r, allowed_to_get[i]), SQLITE_OK);
	store_close(&r);
	house_close(&s);
}

TEST(even_without_its_judge_a_get_changes_nothing)
{
	struct store s = house_open(), r;

	OK(store_open_read(house_db, house_key, &r));
	sqlite3_set_authorizer(r.db, NULL, NULL);
	EQ(prepares(&r, "DELETE FROM session"), SQLITE_READONLY);
	EQ(prepares(&r, "PRAGMA query_only = OFF"), SQLITE_OK);
	EQ(prepares(&r, "DELETE FROM trail_state"), SQLITE_READONLY);
	store_close(&r);
	house_close(&s);
}

TEST(who_writes_leaves_the_schema_and_the_settings_alone)
{
	struct store s = house_open();

	for (EACH(i, forbidden_to_all))
		TRUE(prepares(&s, forbidden_to_all[i]) != SQLITE_OK);
	for (EACH(i, allowed_to_get))
		EQ(prepares(&s, allowed_to_get[i]), SQLITE_OK);
	EQ(prepares(&s, "DELETE FROM session"), SQLITE_OK);
	EQ(prepares(&s, "UPDATE account SET name = 'x'"), SQLITE_OK);
	house_close(&s);
}

/* --- the file ------------------------------------------------------------- */

static void
fill(struct store *s, int rows)
{
	struct tx tx = tx_begin(s);
	char name[400];

	memset(name, 'n', sizeof(name));
	for (int i = 0; i < rows; i++) {
		uint8_t id[16] = {(uint8_t)(i >> 8), (uint8_t)i};
		char login[16];

		snprintf(login, sizeof(login), "login%d", i);
		tx_run(&tx,
		    "INSERT INTO account(id, login, name, role, service, salt, "
		    "verifier, created_ms) VALUES (?, ?, ?, 'foyer', '', ?, ?, "
		    "0)",
		    BLOB(BYTES_OF(id)), TEXT(str_of(login)),
		    TEXT(((struct str){name, sizeof(name)})),
		    BLOB(BYTES_OF(id)), BLOB(BYTES_OF(house_key)));
	}
	OK(tx_end(&tx));
}

static void
flip(const char *path, off_t at)
{
	uint8_t byte;
	int fd = open(path, O_RDWR);

	EQ(pread(fd, &byte, 1, at), 1);
	byte ^= 0x10;
	EQ(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

TEST(another_key_is_told_from_a_broken_file)
{
	struct store s = house_open(), other = {0};
	uint8_t key[STORE_KEY];

	memcpy(key, house_key, sizeof(key));
	key[31] ^= 1;
	store_close(&s);
	EQ(store_open(house_db, key, &other), ERR_FORGED);
	EQ(store_open_read(house_db, key, &other), ERR_FORGED);
	TRUE(other.db == NULL);
	EQ(store_fault(&other), SQLITE_NOTADB);
	s = house_again(); /* and nothing was harmed by trying */
	OK(store_check(&s));
	house_close(&s);
}

TEST(a_database_in_the_clear_is_not_opened)
{
	struct sqlite3 *db;
	struct store s = house_open();

	store_close(&s);
	unlink(house_db);
	EQ(sqlite3_open(house_db, &db), SQLITE_OK);
	EQ(sqlite3_exec(db, "CREATE TABLE t (a)", NULL, NULL, NULL), 0);
	sqlite3_close(db);
	EQ(store_open(house_db, house_key, &s), ERR_FORGED);
	house_unmake();
}

TEST(a_flipped_byte_is_refused_wherever_it_is)
{
	struct store s = house_open();
	struct stat st;

	fill(&s, 40);
	store_close(&s);
	EQ(stat(house_db, &st), 0);
	TRUE(st.st_size > 10 * 4096);
	/* A prime, so that other places of a page come up in each. */
	for (off_t at = 0; at < st.st_size; at += at < 4096 ? 61 : 2999) {
		flip(house_db, at);
		snprintf(test_where, sizeof(test_where), " (byte %jd of %jd)",
		    (intmax_t)at, (intmax_t)st.st_size);
		enum err e = store_open(house_db, house_key, &s);
		if (e == ERR_OK) {
			TRUE(at >= 4096);
			EQ(store_check(&s), ERR_STORE);
			store_close(&s);
		} else {
			EQ(e, at < 4096 ? ERR_FORGED : ERR_STORE);
		}
		flip(house_db, at);
	}
	s = house_again();
	OK(store_check(&s));
	house_close(&s);
}

TEST(nobody_else_may_read_the_files)
{
	struct store s;
	struct stat st;
	char path[HOUSE_PATH + 32];

	umask(0);
	s = house_open();
	fill(&s, 1);
	static const char *const tails[] = {"", "-wal", "-shm"};
	for (EACH(i, tails)) {
		snprintf(path, sizeof(path), "%s%s", house_db, tails[i]);
		EQ(stat(path, &st), 0);
		EQ(st.st_mode & 0777, 0600);
	}
	house_close(&s);
}

TEST(nothing_is_in_the_clear_on_the_disk)
{
	struct store s = house_open();
	struct arena mem = test_arena();

	fill(&s, 3);
	char path[HOUSE_PATH + 32];
	snprintf(path, sizeof(path), "%s-wal", house_db);
	struct bytes wal = test_file(&mem, path);
	TRUE(wal.len > 4096);
	TRUE(memmem(wal.at, wal.len, "login", 5) == NULL);
	TRUE(memmem(wal.at, wal.len, "nnnnnnnn", 8) == NULL);
	store_close(&s);
	struct bytes file = test_file(&mem, house_db);
	TRUE(memmem(file.at, file.len, "CREATE", 6) == NULL);
	TRUE(memmem(file.at, file.len, "login", 5) == NULL);
	TRUE(memmem(file.at, file.len, "nnnnnnnn", 8) == NULL);
	house_unmake();
}

TEST(a_folder_that_is_not_there_is_an_error_and_reading_makes_no_file)
{
	struct store s = {0};

	EQ(store_open("/nonexistent/fichep.db", house_key, &s), ERR_STORE);
	EQ(store_open_read("/nonexistent/fichep.db", house_key, &s),
	    ERR_ABSENT);
	house_make();
	EQ(store_open_read(house_db, house_key, &s), ERR_ABSENT);
	EQ(access(house_db, F_OK), -1);
	house_unmake();
}

TEST(a_statement_that_wants_too_much_memory_fails_alone)
{
	struct store s = house_open();
	int64_t n;

	sqlite3_set_authorizer(s.db, NULL, NULL);
	sqlite3_limit(s.db, SQLITE_LIMIT_LENGTH, 100 * 1000 * 1000);
	EQ(query_number(&s, &n, "SELECT length(hex(zeroblob(40000000)))", NONE),
	    ERR_STORE);
	EQ(store_fault(&s), SQLITE_NOMEM);
	TRUE(sqlite3_memory_highwater(0) > 0); /* the account is kept */
	TRUE(sqlite3_memory_highwater(0) <= STORE_HEAP);
	EQ(house_number(&s, "SELECT count(*) FROM account"), 0);
	house_close(&s);
}

TEST(two_connections_see_one_database)
{
	struct store s = house_open(), r;

	OK(store_open_read(house_db, house_key, &r));
	EQ(house_number(&r, "SELECT count(*) FROM account"), 0);
	struct tx tx = tx_begin(&s);
	tx_run(&tx, "DELETE FROM session", NONE);
	/* Who reads neither waits for who writes nor sees half of it. */
	EQ(house_number(&r, "SELECT count(*) FROM account"), 0);
	OK(tx_end(&tx));
	fill(&s, 5);
	EQ(house_number(&r, "SELECT count(*) FROM account"), 5);
	store_close(&r);
	house_close(&s);
}
