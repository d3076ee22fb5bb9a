#define SUITE store_tx
#include "../test.h"

#include <sqlite3.h>

#include "house.h"

#define ADD   "INSERT INTO migration(number, name, sha256) VALUES (?, 'n', ?)"
#define COUNT "SELECT count(*) FROM migration WHERE name = 'n'"

/* The table of migrations serves as any other: a key and a constraint. */
static void
add(struct tx *tx, int64_t n)
{
	tx_run(tx, ADD, INT(n), BLOB(BYTES_OF(house_key)));
}

TEST(acts_are_recorded_together)
{
	struct store s = house_open();
	struct tx tx = tx_begin(&s);

	add(&tx, 101);
	EQ(tx_changed(&tx), 1);
	add(&tx, 102);
	EQ(house_number(&s, COUNT), 2); /* a query sees what was done so far */
	OK(tx_end(&tx));
	EQ(house_number(&s, COUNT), 2);
	house_close(&s);
}

TEST(the_first_failure_stays_and_undoes_all)
{
	struct store s = house_open();
	struct tx tx = tx_begin(&s);

	add(&tx, 101);
	add(&tx, 101);
	EQ(tx_err(&tx), ERR_CLASH);
	EQ(tx_run(&tx, "not even SQL", NONE), 0); /* does nothing any more */
	EQ(tx_changed(&tx), 0);
	tx_fail(&tx, ERR_LIMIT);
	EQ(tx_end(&tx), ERR_CLASH);
	EQ(house_number(&s, COUNT), 0);
	house_close(&s);
}

TEST(a_failure_found_elsewhere_undoes_all)
{
	struct store s = house_open();
	struct tx tx = tx_begin(&s);

	add(&tx, 101);
	tx_fail(&tx, ERR_OK); /* is none */
	OK(tx_err(&tx));
	tx_fail(&tx, ERR_INPUT);
	EQ(tx_end(&tx), ERR_INPUT);
	EQ(house_number(&s, COUNT), 0);
	house_close(&s);
}

TEST(a_message_that_fails_undoes_itself_alone)
{
	struct store s = house_open();
	struct tx turn = tx_begin(&s);

	tx_save(&turn);
	add(&turn, 101);
	OK(tx_release(&turn));

	tx_save(&turn);
	add(&turn, 102);
	add(&turn, 101);
	add(&turn, 103);
	EQ(tx_release(&turn), ERR_CLASH);

	tx_save(&turn);
	add(&turn, 104);
	OK(tx_release(&turn));

	OK(tx_end(&turn));
	EQ(house_number(&s, COUNT), 2);
	EQ(house_number(&s,
	       "SELECT number FROM migration WHERE name = 'n' "
	       "ORDER BY number DESC"),
	    104);
	house_close(&s);
}

TEST(saves_nest_and_each_undoes_what_it_holds)
{
	struct store s = house_open();
	struct tx tx = tx_begin(&s);

	tx_save(&tx);
	add(&tx, 101);
	tx_save(&tx);
	add(&tx, 102);
	tx_save(&tx);
	add(&tx, 103);
	tx_fail(&tx, ERR_INPUT);
	EQ(tx_release(&tx), ERR_INPUT); /* 103 is gone */
	OK(tx_err(&tx));
	OK(tx_release(&tx)); /* 102 stays */
	tx_fail(&tx, ERR_DENIED);
	EQ(tx_release(&tx), ERR_DENIED); /* 101 and 102 are gone */
	add(&tx, 104);
	OK(tx_end(&tx));
	EQ(house_number(&s, COUNT), 1);
	house_close(&s);
}

TEST(a_failure_outside_is_not_forgotten_inside)
{
	struct store s = house_open();
	struct tx tx = tx_begin(&s);

	tx_fail(&tx, ERR_DENIED);
	tx_save(&tx);
	add(&tx, 101);
	tx_save(&tx);
	EQ(tx_release(&tx), ERR_DENIED);
	EQ(tx_release(&tx), ERR_DENIED);
	EQ(tx_end(&tx), ERR_DENIED);
	EQ(house_number(&s, COUNT), 0);
	house_close(&s);
}

TEST(a_random_tree_of_saves_keeps_what_a_model_keeps)
{
	struct store s = house_open();

	for (unsigned seed = 1; seed <= 200; seed++) {
		/* kept[d]: rows added at depth d and not undone */
		int64_t kept[TX_DEPTH + 1] = {0}, next = 1000;
		bool bad[TX_DEPTH + 1] = {false};
		unsigned depth = 0, r = seed;
		struct tx tx = tx_begin(&s);

		snprintf(test_where, sizeof(test_where), " (seed %u)", seed);
		for (int step = 0; step < 40 || depth > 0; step++) {
			r = r * 1103515245 + 12345;
			unsigned what = r >> 16 & 7;
			bool dead = false;

			for (unsigned d = 0; d <= depth; d++)
				dead = dead || bad[d];
			if (step >= 40 || (what < 2 && depth > 0)) {
				enum err e = tx_release(&tx);

				EQ(e, dead ? ERR_INPUT : ERR_OK);
				if (!bad[depth])
					kept[depth - 1] += kept[depth];
				kept[depth] = 0;
				bad[depth--] = false;
			} else if (what < 4 && depth < TX_DEPTH) {
				tx_save(&tx);
				depth++;
			} else if (what == 4 && depth > 0) {
				tx_fail(&tx, ERR_INPUT);
				if (!dead)
					bad[depth] = true;
			} else {
				add(&tx, next++);
				kept[depth] += !dead;
			}
		}
		OK(tx_end(&tx));
		EQ(house_number(&s, COUNT), kept[0]);
		tx = tx_begin(&s);
		tx_run(&tx, "DELETE FROM migration WHERE name = 'n'", NONE);
		EQ(tx_changed(&tx), kept[0]);
		OK(tx_end(&tx));
	}
	house_close(&s);
}

TEST(when_the_whole_is_lost_nothing_is_written_outside_it)
{
	struct store s = house_open();
	struct tx tx = tx_begin(&s);

	tx_save(&tx);
	add(&tx, 101);
	/* What SQLite does by itself when the disk is full. */
	EQ(sqlite3_exec(s.db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	add(&tx, 102);
	EQ(tx_release(&tx), ERR_STORE);
	tx_save(&tx);
	add(&tx, 103);
	EQ(tx_release(&tx), ERR_STORE);
	EQ(tx_end(&tx), ERR_STORE);
	EQ(house_number(&s, COUNT), 0);

	tx = tx_begin(&s); /* the next turn is a new one */
	add(&tx, 104);
	OK(tx_end(&tx));
	EQ(house_number(&s, COUNT), 1);
	house_close(&s);
}

TEST(who_finds_the_database_locked_is_told_to_come_back)
{
	struct store s = house_open(), other;

	OK(store_open(house_db, house_key, &other));
	sqlite3_busy_timeout(other.db, 1);
	struct tx tx = tx_begin(&s);
	add(&tx, 101);
	struct tx late = tx_begin(&other);
	tx_run(&late, "DELETE FROM session", NONE);
	EQ(tx_end(&late), ERR_LATER);
	OK(tx_end(&tx));
	store_close(&other);
	house_close(&s);
}

TEST(the_schema_refuses_what_our_mistakes_would_write)
{
	static const char *const refused[] = {
	    "INSERT INTO trail(seq, public, sealed) VALUES (0, x'00', x'')",
	    "INSERT INTO session(hash, account, created_ms, seen_ms, "
	    "ends_ms) VALUES (zeroblob(32), zeroblob(16), 0, 0, "
	    "0)", /* no such account */
	    "INSERT INTO migration(number, name, sha256) VALUES (7, 7.5, x'')",
	};
	struct store s = house_open();

	sqlite3_set_authorizer(s.db, NULL, NULL); /* for zeroblob */
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct tx tx = tx_begin(&s);

		tx_run(&tx, refused[i], NONE);
		EQ(tx_end(&tx), ERR_CLASH);
	}
	house_close(&s);
}
