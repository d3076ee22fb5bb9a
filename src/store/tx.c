#include "store/tx.h"

#include <sqlite3.h>

#include "store/store.h"

static enum err
step(struct store *s, const char *sql, size_t n, const struct val vals[])
{
	sqlite3_stmt *stmt = NULL;
	enum err e = stmt_take(s, sql, n, vals, &stmt);

	if (e != ERR_OK)
		return e;
	int rc = sqlite3_step(stmt);
	must(rc != SQLITE_ROW); /* rows are query's */
	e = store_err(s, rc);
	stmt_give(s, stmt);
	return e;
}

static enum err
plain(struct store *s, const char *sql)
{
	return step(s, sql, 0, NULL);
}

/*
 * A failure that SQLite answers by undoing the whole transaction, not just the
 * statement (a full or broken disk, no memory), leaves it in autocommit: a
 * later statement would then be a transaction of its own.
 */
static void
look(struct tx *t)
{
	if (!t->lost && sqlite3_get_autocommit(t->store->db)) {
		t->lost = true;
		tx_fail(t, ERR_STORE);
	}
}

/* Undo everything: there is no telling any more what a save would undo. */
static void
lose(struct tx *t)
{
	t->lost = true;
	if (!sqlite3_get_autocommit(t->store->db) &&
	    plain(t->store, "ROLLBACK") != ERR_OK)
		tx_fail(t, ERR_STORE);
}

struct tx
tx_begin(struct store *s)
{
	struct tx t = {.store = s};

	must(sqlite3_get_autocommit(s->db)); /* one at a time */
	t.err = plain(s, "BEGIN IMMEDIATE");
	t.lost = t.err != ERR_OK;
	return t;
}

int64_t
tx_run_n(struct tx *t, const char *sql, size_t n, const struct val vals[])
{
	t->changed = 0;
	look(t);
	if (t->err != ERR_OK)
		return 0;
	tx_fail(t, step(t->store, sql, n, vals));
	look(t);
	if (t->err != ERR_OK)
		return 0;
	t->changed = sqlite3_changes64(t->store->db);
	return sqlite3_last_insert_rowid(t->store->db);
}

int64_t
tx_changed(const struct tx *t)
{
	return t->changed;
}

void
tx_fail(struct tx *t, enum err e)
{
	if (t->err != ERR_OK || e == ERR_OK)
		return;
	t->err = e;
	t->failed = t->depth;
}

enum err
tx_err(const struct tx *t)
{
	return t->err;
}

void
tx_save(struct tx *t)
{
	must(t->depth < TX_DEPTH);
	look(t);
	/* If it cannot be made, what surrounds it fails as well. */
	if (t->err == ERR_OK)
		tx_fail(t, plain(t->store, "SAVEPOINT part"));
	t->depth++;
}

enum err
tx_release(struct tx *t)
{
	must(t->depth > 0);
	look(t);
	enum err e = t->err;
	bool ours = t->failed == t->depth && !t->lost;

	t->depth--;
	if (e != ERR_OK && !ours)
		return e; /* of the whole, or of what surrounds us */
	t->err = ERR_OK;
	if (e != ERR_OK)
		tx_fail(t, plain(t->store, "ROLLBACK TO part"));
	if (t->err == ERR_OK)
		tx_fail(t, plain(t->store, "RELEASE part"));
	if (t->err != ERR_OK)
		lose(t);
	return e != ERR_OK ? e : t->err;
}

enum err
tx_end(struct tx *t)
{
	must(t->depth == 0);
	look(t);
	if (t->err == ERR_OK)
		tx_fail(t, plain(t->store, "COMMIT"));
	if (t->err != ERR_OK)
		lose(t);
	return t->err;
}
