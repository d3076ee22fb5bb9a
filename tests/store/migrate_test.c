#define SUITE store_migrate
#include "../test.h"

#include "house.h"

#define BODY(text)                                                             \
	{                                                                      \
		(const uint8_t *)("" text), sizeof(text) - 1                   \
	}
#define FIRST                                                                  \
	{                                                                      \
		TXT_INIT("0001-first.sql"),                                    \
		    BODY(                                                      \
			"-- The first.\n"                                      \
			"CREATE TABLE migration (number INTEGER PRIMARY KEY,"  \
			" name TEXT NOT NULL, sha256 BLOB NOT NULL) STRICT;\n" \
			"CREATE TABLE a (x TEXT) STRICT; -- more;\n")          \
	}
#define TXT_INIT(literal)                                                      \
	{                                                                      \
		"" literal, sizeof(literal) - 1                                \
	}

static const struct embed_file one[] = {FIRST};
static const struct embed_file two[] = {FIRST,
    {TXT_INIT("0002-second.sql"),
	BODY("ALTER TABLE a ADD COLUMN y INTEGER;"
	     "INSERT INTO a VALUES ('é', 1);")}};
static const struct embed_file edited[] = {FIRST,
    {TXT_INIT("0002-second.sql"),
	BODY("ALTER TABLE a ADD COLUMN z INTEGER;"
	     "INSERT INTO a VALUES ('é', 1);")}};
static const struct embed_file broken[] = {FIRST,
    {TXT_INIT("0002-second.sql"),
	BODY("INSERT INTO a VALUES ('half');"
	     "INSERT INTO absent VALUES (1);")}};
static const struct embed_file outside[] = {FIRST,
    {TXT_INIT("0002-second.sql"), BODY("ATTACH 'x.db' AS x;")}};

static struct store
migrated(const struct embed_file table[], size_t n)
{
	struct store s;

	OK(store_open(house_db, house_key, &s));
	OK(migrate_run(&s, table, n, NULL));
	return s;
}

static enum err
refused(const struct embed_file table[], size_t n, const char *word)
{
	struct store s;
	const char *why = "";

	OK(store_open(house_db, house_key, &s));
	enum err e = migrate_run(&s, table, n, &why);
	TRUE(strstr(why, word) != NULL);
	store_close(&s);
	return e;
}

TEST(migrations_run_once_and_in_order)
{
	house_make();
	struct store s = migrated(one, 1);
	store_close(&s);
	s = migrated(two, 2);
	EQ(house_number(&s, "SELECT count(*) FROM migration"), 2);
	EQ(house_number(&s, "SELECT y FROM a"), 1);
	store_close(&s);
	s = migrated(two, 2);
	EQ(house_number(&s, "SELECT count(*) FROM a"), 1);
	house_close(&s);
}

TEST(a_database_newer_than_the_binary_is_refused)
{
	house_make();
	struct store s = migrated(two, 2);
	store_close(&s);
	EQ(refused(one, 1, "plus récente"), ERR_CLASH);
	s = migrated(two, 2); /* as it was */
	house_close(&s);
}

TEST(a_migration_edited_after_it_was_run_is_refused)
{
	house_make();
	struct store s = migrated(two, 2);
	store_close(&s);
	EQ(refused(edited, 2, "autre édition"), ERR_CLASH);
	house_unmake();
}

TEST(a_migration_that_fails_leaves_nothing_and_can_be_tried_again)
{
	house_make();
	struct store s = migrated(one, 1);
	store_close(&s);
	EQ(refused(broken, 2, "rien n’a été changé"), ERR_STORE);
	EQ(refused(outside, 2, "rien n’a été changé"), ERR_STORE);
	s = migrated(two, 2);
	EQ(house_number(&s, "SELECT count(*) FROM a"), 1);
	house_close(&s);
}

TEST(what_this_binary_embeds_is_numbered_without_a_gap)
{
	TRUE(embed_migration_count > 0);
	for (size_t i = 0; i < embed_migration_count; i++) {
		char head[64];

		snprintf(head, sizeof(head), "src/store/sql/%04zu-", i + 1);
		TRUE(str_starts(embed_migration[i].path, str_of(head)));
	}
}
