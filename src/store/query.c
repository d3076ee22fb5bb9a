#include "store/query.h"

#include <sqlite3.h>

#include "store/store.h"

struct query
query_open_n(struct store *s, const char *sql, size_t n,
    const struct val vals[])
{
	struct query q = {.store = s};

	q.err = stmt_take(s, sql, n, vals, &q.stmt);
	return q;
}

bool
query_next(struct query *q)
{
	q->row = false;
	if (q->err != ERR_OK)
		return false;
	int rc = sqlite3_step(q->stmt);
	q->err = store_err(q->store, rc);
	q->row = rc == SQLITE_ROW;
	q->column = 0;
	return q->row;
}

/* Pass to the next column, which must be of this type. */
static bool
typed(struct query *q, int type, int *at)
{
	if (q->err != ERR_OK || !q->row)
		return false;
	must(q->column < sqlite3_column_count(q->stmt));
	*at = q->column++;
	if (sqlite3_column_type(q->stmt, *at) == type)
		return true;
	q->err = store_err(q->store, SQLITE_MISMATCH);
	return false;
}

int64_t
query_int(struct query *q)
{
	int at;

	return typed(q, SQLITE_INTEGER, &at) ? sqlite3_column_int64(q->stmt, at)
					     : 0;
}

struct str
query_text(struct query *q)
{
	int at;

	if (!typed(q, SQLITE_TEXT, &at))
		return TXT("");
	const unsigned char *text = sqlite3_column_text(q->stmt, at);
	if (text == NULL) { /* no memory to convert it */
		q->err = store_err(q->store, SQLITE_NOMEM);
		return TXT("");
	}
	return (struct str){(const char *)text,
	    (size_t)sqlite3_column_bytes(q->stmt, at)};
}

struct bytes
query_blob(struct query *q)
{
	static const uint8_t none[1];
	int at;

	if (!typed(q, SQLITE_BLOB, &at))
		return (struct bytes){none, 0};
	const uint8_t *blob = sqlite3_column_blob(q->stmt, at);
	return (struct bytes){blob ? blob : none,
	    (size_t)sqlite3_column_bytes(q->stmt, at)};
}

struct bytes
query_bytes(struct query *q, size_t len)
{
	struct bytes b = query_blob(q);

	if (q->err == ERR_OK && b.len != len)
		q->err = store_err(q->store, SQLITE_MISMATCH);
	return b;
}

void
query_copy(struct query *q, uint8_t *to, size_t len)
{
	struct bytes b = query_bytes(q, len);

	if (q->err == ERR_OK && q->row)
		memcpy(to, b.at, len);
}

bool
query_null(struct query *q)
{
	if (q->err != ERR_OK || !q->row)
		return false;
	must(q->column < sqlite3_column_count(q->stmt));
	if (sqlite3_column_type(q->stmt, q->column) != SQLITE_NULL)
		return false;
	q->column++;
	return true;
}

enum err
query_end(struct query *q)
{
	stmt_give(q->store, q->stmt);
	q->stmt = NULL;
	q->row = false;
	return q->err;
}

enum err
query_json_n(struct store *s, struct arena *mem, struct str *json,
    const char *sql, size_t n, const struct val vals[])
{
	struct query q = query_open_n(s, sql, n, vals);
	struct str copy = {0};

	if (query_next(&q) && !query_null(&q)) {
		struct str text = query_text(&q);
		char *at = arena_take(mem, text.len + 1);

		if (at == NULL)
			q.err = ERR_LIMIT;
		else
			memcpy(at, text.at, text.len);
		copy = (struct str){at, text.len};
	}
	enum err e = query_end(&q);
	if (e != ERR_OK)
		return e;
	if (copy.at == NULL)
		return ERR_ABSENT;
	*json = copy;
	return ERR_OK;
}

enum err
query_number_n(struct store *s, int64_t *number, const char *sql, size_t n,
    const struct val vals[])
{
	struct query q = query_open_n(s, sql, n, vals);
	bool there = query_next(&q) && !query_null(&q);
	int64_t found = there ? query_int(&q) : 0;
	enum err e = query_end(&q);

	if (e != ERR_OK)
		return e;
	if (!there)
		return ERR_ABSENT;
	*number = found;
	return ERR_OK;
}
