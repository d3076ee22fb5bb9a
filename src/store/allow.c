#include "store/allow.h"

#include <sqlite3.h>
#include <string.h>

#include "base/err.h"

/*
 * Functions a statement may call. Without the clock: time comes from base/clock
 * as a value, so that it can be held still; without random numbers: idents come
 * from base/ident; without any that builds a large value from a small one.
 */
static const char *const functions[] = {"->", "->>", "abs", "avg", "coalesce",
    "count", "dense_rank", "first_value", "group_concat", "hex", "ifnull",
    "iif", "instr", "json", "json_array", "json_array_length", "json_extract",
    "json_group_array", "json_group_object", "json_object", "json_quote",
    "json_type", "json_valid", "lag", "last_value", "lead", "length", "like",
    "lower", "ltrim", "max", "min", "nullif", "rank", "replace", "round",
    "row_number", "rtrim", "substr", "substring", "sum", "total", "trim",
    "typeof", "unhex", "upper"};

static int
is(const char *a, const char *b)
{
	return sqlite3_stricmp(a, b) == 0;
}

static int
function(const char *name)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		if (is(name, functions[i]))
			return SQLITE_OK;
	return SQLITE_DENY;
}

/* SQLite's own tables, and its pragmas dressed as tables, are not ours. */
static int
table(const char *name)
{
	return sqlite3_strnicmp(name, "sqlite_", 7) == 0 ||
		sqlite3_strnicmp(name, "pragma_", 7) == 0
	    ? SQLITE_DENY
	    : SQLITE_OK;
}

static int
may_read(int action, const char *a, const char *b)
{
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_READ:
		return table(a);
	case SQLITE_FUNCTION:
		return function(b);
	default:
		return SQLITE_DENY;
	}
}

static int
may_write(int action, const char *a, const char *b)
{
	switch (action) {
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return table(a);
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
		return SQLITE_OK;
	default:
		return may_read(action, a, b);
	}
}

/*
 * A migration comes out of our own binary. SQLite writes to its own tables and
 * calls internal functions on its behalf, so only the doors that lead out of
 * the file, and those that undo the settings of store_open, stay shut.
 */
static int
may_alter(int action, const char *a, const char *b)
{
	switch (action) {
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
	case SQLITE_CREATE_VTABLE:
	case SQLITE_DROP_VTABLE:
		return SQLITE_DENY;
	case SQLITE_PRAGMA:
		/* ALTER TABLE asks it whether the rows still fit. */
		return is(a, "quick_check") ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_FUNCTION:
		return is(b, "load_extension") ? SQLITE_DENY : SQLITE_OK;
	default:
		return SQLITE_OK;
	}
}

static int
judge_read(void *none, int action, const char *a, const char *b, const char *c,
    const char *d)
{
	(void)none, (void)c, (void)d;
	return may_read(action, a, b);
}

static int
judge_write(void *none, int action, const char *a, const char *b, const char *c,
    const char *d)
{
	(void)none, (void)c, (void)d;
	return may_write(action, a, b);
}

static int
judge_schema(void *none, int action, const char *a, const char *b,
    const char *c, const char *d)
{
	(void)none, (void)c, (void)d;
	return may_alter(action, a, b);
}

void
allow_set(struct sqlite3 *db, enum allow level)
{
	static int (*const judge[])(void *, int, const char *, const char *,
	    const char *, const char *) = {
	    [ALLOW_READ] = judge_read,
	    [ALLOW_WRITE] = judge_write,
	    [ALLOW_SCHEMA] = judge_schema,
	};

	must(sqlite3_set_authorizer(db, judge[level], NULL) == SQLITE_OK);
}
