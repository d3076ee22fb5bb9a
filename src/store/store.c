#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "crypto/secret.h"

/*
 * Nothing we send comes near these, and what would is a mistake of ours or a
 * file made by someone else. SQLite's own limits are ten to a thousand times
 * higher.
 */
static const struct {
	int what, most;
} limits[] = {
    {SQLITE_LIMIT_LENGTH, 2 * 1024 * 1024}, /* bytes of a value or a row */
    {SQLITE_LIMIT_SQL_LENGTH, 32 * 1024},   /* bytes of a statement */
    {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 64},
    {SQLITE_LIMIT_COMPOUND_SELECT, 32},
    {SQLITE_LIMIT_VDBE_OP, 25000},    /* instructions of a statement */
    {SQLITE_LIMIT_FUNCTION_ARG, 120}, /* json_object: 60 members */
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 64},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 4},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
    {SQLITE_LIMIT_PARSER_DEPTH, 100},
};

/* What must be so whatever the file says or the library was built with. */
static const struct {
	int what, value;
} switches[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, 0},
    {SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0}, /* "x" is a name, never a text */
    {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0},
};

/* Before the key: which cipher, and that a bad MAC is an error. */
static const char cipher[] = "PRAGMA cipher = 'chacha20';"
			     "PRAGMA legacy = 0;"
			     "PRAGMA hmac_check = 1;"
			     "PRAGMA mc_legacy_wal = 0;";

/* Of either connection, each for itself. */
static const char both[] = "PRAGMA temp_store = MEMORY;"
			   "PRAGMA mmap_size = 0;"
			   "PRAGMA cell_size_check = ON;"
			   "PRAGMA cache_size = -4096;" /* KiB */
			   "PRAGMA foreign_keys = ON;"
			   "PRAGMA recursive_triggers = OFF;"
			   "PRAGMA trusted_schema = OFF;";

/* Of the one that writes; the first reads the file, so it finds a wrong key. */
static const char writes[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"            /* durable, then answered */
    "PRAGMA secure_delete = ON;"            /* what is deleted is zeros */
    "PRAGMA wal_autocheckpoint = 1000;"     /* pages */
    "PRAGMA journal_size_limit = 8388608;"; /* bytes the -wal keeps */

static const char reads[] = "PRAGMA query_only = ON;"
			    "SELECT count(*) FROM sqlite_schema;";

/* How long the one waits for the other's lock before ERR_LATER. */
#define STORE_PATIENCE 2000 /* milliseconds */

/*
 * Make the file ourselves: SQLite would make it readable by all. Its folder is
 * synced, for SQLite does that for its journals only. An existing file is not
 * opened: closing it would drop the locks of our other connection.
 */
static enum err
make_file(const char *path)
{
	char folder[4096];
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : 0;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EEXIST ? ERR_OK : ERR_STORE;
	close(fd);
	if (len >= sizeof(folder))
		return ERR_STORE;
	memcpy(folder, path, len);
	memcpy(folder + len, slash ? "/" : ".", 2);
	if (slash && len > 0)
		folder[len] = 0;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return ERR_STORE;
	int rc = fsync(fd);
	close(fd);
	return rc == 0 ? ERR_OK : ERR_STORE;
}

/* Once for the process, before SQLite is first used. */
static int
library(void)
{
	static bool ready;

	if (ready)
		return SQLITE_OK;
	/* Without its account of memory the heap limit would not hold. */
	int rc = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 1);
	if (rc == SQLITE_OK)
		rc = sqlite3_initialize();
	if (rc == SQLITE_OK)
		sqlite3_hard_heap_limit64(STORE_HEAP);
	ready = rc == SQLITE_OK;
	return rc;
}

/* "raw:" and the key: no derivation, for it is 256 random bits already. */
static int
give_key(struct sqlite3 *db, const uint8_t key[STORE_KEY])
{
	uint8_t raw[4 + STORE_KEY] = "raw:";

	memcpy(raw + 4, key, STORE_KEY);
	int rc = sqlite3_key(db, raw, sizeof(raw));
	secret_wipe(raw, sizeof(raw));
	return rc;
}

static int
run(struct sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int
prepare(struct sqlite3 *db, const uint8_t key[STORE_KEY])
{
	int rc = sqlite3_extended_result_codes(db, 1);

	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(db, STORE_PATIENCE);
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		sqlite3_limit(db, limits[i].what, limits[i].most);
	for (size_t i = 0; i < sizeof(switches) / sizeof(*switches); i++)
		if (rc == SQLITE_OK)
			rc = sqlite3_db_config(db, switches[i].what,
			    switches[i].value, (int *)NULL);
	if (rc == SQLITE_OK)
		rc = run(db, cipher);
	if (rc == SQLITE_OK)
		rc = give_key(db, key);
	if (rc == SQLITE_OK)
		rc = run(db, both);
	return rc;
}

static enum err
connect(const char *path, const uint8_t key[STORE_KEY], int flags,
    const char *then, enum allow level, struct store *s)
{
	struct store made = {0};
	int rc = library();

	if (rc == SQLITE_OK)
		rc = sqlite3_open_v2(path, &made.db,
		    flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK)
		rc = prepare(made.db, key);
	if (rc == SQLITE_OK)
		rc = run(made.db, then);
	if (rc == SQLITE_OK) {
		made.level = level;
		allow_set(made.db, level);
		*s = made;
		return ERR_OK;
	}
	sqlite3_close_v2(made.db);
	return store_err(s, rc);
}

enum err
store_open(const char *path, const uint8_t key[STORE_KEY], struct store *s)
{
	enum err e = make_file(path);

	if (e != ERR_OK)
		return e;
	return connect(path, key, SQLITE_OPEN_READWRITE, writes, ALLOW_SCHEMA,
	    s);
}

enum err
store_open_read(const char *path, const uint8_t key[STORE_KEY], struct store *s)
{
	if (access(path, F_OK) != 0)
		return ERR_ABSENT;
	return connect(path, key, SQLITE_OPEN_READONLY, reads, ALLOW_READ, s);
}

/* The first column of the first row of `sql`; "" if there is none. */
static bool
answers(struct sqlite3 *db, const char *sql, const char *what)
{
	sqlite3_stmt *stmt = NULL;
	const char *first = "";

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return false;
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		first = (const char *)sqlite3_column_text(stmt, 0);
	bool same = (rc == SQLITE_ROW || rc == SQLITE_DONE) && first &&
	    strcmp(first, what) == 0;
	sqlite3_finalize(stmt);
	return same;
}

enum err
store_check(struct store *s)
{
	must(sqlite3_set_authorizer(s->db, NULL, NULL) == SQLITE_OK);
	bool sound = answers(s->db, "PRAGMA integrity_check(1)", "ok") &&
	    answers(s->db, "PRAGMA foreign_key_check", "");
	allow_set(s->db, s->level);
	if (sound)
		return ERR_OK;
	return store_err(s, SQLITE_CORRUPT);
}

void
store_settle(struct store *s)
{
	s->level = ALLOW_WRITE;
	allow_set(s->db, s->level);
}

void
store_close(struct store *s)
{
	if (s->db == NULL)
		return;
	stmt_forget(s);
	must(sqlite3_close(s->db) == SQLITE_OK);
	s->db = NULL;
}

int
store_fault(const struct store *s)
{
	return s->fault;
}

enum err
store_err(struct store *s, int code)
{
	if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
		return ERR_OK;
	s->fault = code;
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_LATER;
	case SQLITE_CONSTRAINT:
		return ERR_CLASH;
	case SQLITE_TOOBIG:
		return ERR_LIMIT;
	case SQLITE_NOTADB:
		return ERR_FORGED;
	default:
		return ERR_STORE;
	}
}
