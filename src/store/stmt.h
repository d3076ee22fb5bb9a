/*
 * stmt - one statement: compiled once, given its values, run by tx or query.
 *
 * SQL is a literal of a .sql file (see packaging/embed.c): its address is its
 * name, and the statement made of it is kept for the next time. Nothing is ever
 * built by formatting: what varies is a value.
 */
#ifndef STMT_H
#define STMT_H

#include "base/err.h"
#include "base/str.h"

/* A value to bind. What it points at is read before the statement is spent. */
struct val {
	enum { VAL_INT, VAL_TEXT, VAL_BLOB, VAL_NULL, VAL_NONE } type;
	int64_t i;
	struct bytes b;
};
#define INT(v)  ((struct val){.type = VAL_INT, .i = (v)})
#define TEXT(v) ((struct val){VAL_TEXT, 0, {(const uint8_t *)(v).at, (v).len}})
#define BLOB(v) ((struct val){VAL_BLOB, 0, {(v).at, (v).len}})
#define NIL     ((struct val){.type = VAL_NULL})
#define NONE    ((struct val){.type = VAL_NONE}) /* no value at all */

/* The two arguments `n, vals` that a list of values stands for. */
#define VALS(...)                                                              \
	sizeof((const struct val[]){__VA_ARGS__}) / sizeof(struct val),        \
	    (const struct val[])                                               \
	{                                                                      \
		__VA_ARGS__                                                    \
	}

#define STMT_KEPT 512 /* statements kept compiled; about 5 KiB each */

struct sqlite3_stmt;
struct store;

struct stmt_cache {
	struct {
		const char *sql;
		struct sqlite3_stmt *stmt;
		bool out; /* taken and not yet given back */
	} slot[STMT_KEPT];
};

/*
 * The statement of `sql`, with its values, ready for its first step; give it
 * back with stmt_give. `?` and values must be as many: we wrote both.
 */
enum err stmt_take(struct store *s, const char *sql, size_t n,
    const struct val vals[], struct sqlite3_stmt **stmt) CHECKED;

/* Spent: reset, its values forgotten. NULL is nothing. */
void stmt_give(struct store *s, struct sqlite3_stmt *stmt);

/* Forget all of them, before the connection is closed. */
void stmt_forget(struct store *s);

#endif
