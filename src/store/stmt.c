#include "store/stmt.h"

#include <sqlite3.h>

#include "store/store.h"

#define TRIES 8 /* neighbouring slots a statement may stand in */

static int
bind(sqlite3_stmt *s, int at, const struct val *v)
{
	/* SQLite takes a NULL address for a NULL value; ours means empty. */
	const void *from = v->b.len > 0 ? (const void *)v->b.at : "";

	switch (v->type) {
	case VAL_INT:
		return sqlite3_bind_int64(s, at, v->i);
	case VAL_TEXT:
		return sqlite3_bind_text64(s, at, from, v->b.len, SQLITE_STATIC,
		    SQLITE_UTF8);
	case VAL_BLOB:
		return sqlite3_bind_blob64(s, at, from, v->b.len,
		    SQLITE_STATIC);
	case VAL_NULL:
	case VAL_NONE:
		return SQLITE_OK; /* a cleared binding is NULL */
	}
	return SQLITE_MISUSE;
}

/* Where `sql` stands or may stand; STMT_KEPT if its places are all in use. */
static size_t
place(const struct stmt_cache *c, const char *sql)
{
	size_t first = ((size_t)(uintptr_t)sql >> 3) * 2654435761u;
	size_t free = STMT_KEPT, idle = STMT_KEPT;

	for (size_t i = 0; i < TRIES; i++) {
		size_t at = (first + i) % STMT_KEPT;

		if (c->slot[at].sql == sql)
			return at;
		if (free == STMT_KEPT && c->slot[at].sql == NULL)
			free = at;
		if (idle == STMT_KEPT && !c->slot[at].out)
			idle = at;
	}
	return free < STMT_KEPT ? free : idle;
}

/*
 * The kept statement of `sql`, made if need be. One that is being stepped
 * through is not disturbed: its second user gets one of its own, which
 * stmt_give recognises by not finding it.
 */
static int
compiled(struct store *s, const char *sql, sqlite3_stmt **stmt)
{
	struct stmt_cache *c = &s->cache;
	size_t at = place(c, sql);
	bool known = at < STMT_KEPT && c->slot[at].sql == sql;
	bool keep = at < STMT_KEPT && !c->slot[at].out;

	if (known && keep) {
		c->slot[at].out = true;
		*stmt = c->slot[at].stmt;
		return SQLITE_OK;
	}
	int rc = sqlite3_prepare_v3(s->db, sql, -1,
	    keep ? SQLITE_PREPARE_PERSISTENT : 0, stmt, NULL);
	if (rc == SQLITE_OK && keep) {
		sqlite3_finalize(c->slot[at].stmt);
		c->slot[at].sql = sql;
		c->slot[at].stmt = *stmt;
		c->slot[at].out = true;
	}
	return rc;
}

enum err
stmt_take(struct store *s, const char *sql, size_t n, const struct val vals[],
    struct sqlite3_stmt **stmt)
{
	sqlite3_stmt *made = NULL;
	int rc = compiled(s, sql, &made);

	if (rc != SQLITE_OK)
		return store_err(s, rc);
	if (n == 1 && vals[0].type == VAL_NONE)
		n = 0;
	must((size_t)sqlite3_bind_parameter_count(made) == n);
	for (size_t i = 0; i < n && rc == SQLITE_OK; i++)
		rc = bind(made, (int)i + 1, &vals[i]);
	if (rc != SQLITE_OK) {
		stmt_give(s, made);
		return store_err(s, rc);
	}
	*stmt = made;
	return ERR_OK;
}

void
stmt_give(struct store *s, struct sqlite3_stmt *stmt)
{
	if (stmt == NULL)
		return;
	for (size_t i = 0; i < STMT_KEPT; i++) {
		if (s->cache.slot[i].stmt != stmt)
			continue;
		(void)sqlite3_reset(stmt); /* the step has told already */
		sqlite3_clear_bindings(stmt);
		s->cache.slot[i].out = false;
		return;
	}
	sqlite3_finalize(stmt);
}

void
stmt_forget(struct store *s)
{
	for (size_t i = 0; i < STMT_KEPT; i++)
		sqlite3_finalize(s->cache.slot[i].stmt);
	s->cache = (struct stmt_cache){0};
}
