/*
 * query - rows out of the store.
 *
 * What a page shows is one JSON text, made by the query itself (json_object,
 * json_group_array): query_json. What the code decides upon is read column by
 * column, in order, with its type; like a reader, a query remembers its first
 * failure and is asked once, at the end:
 *
 *	struct query q = query_open(store, SQL_SESSION_FIND, BLOB(hash));
 *	while (query_next(&q)) {
 *		int64_t ends = query_int(&q);
 *		struct bytes account = query_bytes(&q, 16);
 *		...
 *	}
 *	enum err e = query_end(&q);
 *
 * A column of another type or size than the one asked for is ERR_STORE: the
 * schema is ours. Queries may stand inside each other and inside a tx.
 */
#ifndef QUERY_H
#define QUERY_H

#include "base/arena.h"
#include "base/err.h"
#include "store/stmt.h"

struct store;

struct query {
	struct store *store;
	struct sqlite3_stmt *stmt;
	int column; /* the next to be read */
	bool row;   /* stands on one */
	enum err err;
};

#define query_open(s, sql, ...) query_open_n(s, sql, VALS(__VA_ARGS__))
struct query query_open_n(struct store *s, const char *sql, size_t n,
    const struct val vals[]);

/* Step to the next row; false at the end and after a failure. */
bool query_next(struct query *q);

/* The next column. Text and bytes live until query_next or query_end. */
int64_t query_int(struct query *q);
struct str query_text(struct query *q);
struct bytes query_blob(struct query *q);

/* The same, refused unless exactly `len` bytes. */
struct bytes query_bytes(struct query *q, size_t len);
void query_copy(struct query *q, uint8_t *to, size_t len);

/* True, and the column is passed over, if it holds NULL. */
bool query_null(struct query *q);

/* Give the statement back: ERR_OK, or the first failure. */
enum err query_end(struct query *q) CHECKED;

/*
 * The one column of the one row, as JSON text copied into `mem`. ERR_ABSENT: no
 * row, or NULL; ERR_LIMIT: the arena is full.
 */
#define query_json(s, mem, json, sql, ...)                                     \
	query_json_n(s, mem, json, sql, VALS(__VA_ARGS__))
enum err query_json_n(struct store *s, struct arena *mem, struct str *json,
    const char *sql, size_t n, const struct val vals[]) CHECKED;

/* The one integer of the one row. ERR_ABSENT: no row, or NULL. */
#define query_number(s, number, sql, ...)                                      \
	query_number_n(s, number, sql, VALS(__VA_ARGS__))
enum err query_number_n(struct store *s, int64_t *number, const char *sql,
    size_t n, const struct val vals[]) CHECKED;

#endif
