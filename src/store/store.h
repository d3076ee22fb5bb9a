/*
 * store - the database of a box or a central: one encrypted file.
 *
 * SQLite with each page under ChaCha20-Poly1305 (SQLite3 Multiple Ciphers) and
 * a raw 32-byte key from the keeper. WAL, synchronous=FULL: what COMMIT has
 * answered is on the disk. A page put back from an older copy of the file is
 * not noticed here; the audit log and its witness are there for that.
 *
 * A connection belongs to one thread at a time. Two are open in a core: one
 * that writes, and one that can only read, for GET and reports. Open the one
 * that writes first, and close it last: it makes the file (0600), runs the
 * migrations, and folds the write-ahead log back into the file.
 *
 * SQLite is the one library that asks for memory while it serves: at most
 * STORE_HEAP bytes for the process, after which a statement fails, the others
 * live on.
 *
 * No other folder includes sqlite3.h. Everything here fails by ERR_STORE unless
 * it says otherwise; store_fault then gives SQLite's own number for the log.
 */
#ifndef STORE_H
#define STORE_H

#include "base/err.h"
#include "store/allow.h"
#include "store/stmt.h"

#define STORE_KEY  32                 /* bytes of a key */
#define STORE_HEAP (32 * 1024 * 1024) /* bytes SQLite may hold, all told */

struct sqlite3;

struct store {
	struct sqlite3 *db;
	enum allow level;        /* what its statements may do */
	int fault;               /* of the last failure */
	struct stmt_cache cache; /* statements already compiled */
};

/*
 * Open the database at `path`, made if it is not there, to read and write its
 * schema; store_settle ends that. `key` is read, not kept. ERR_FORGED: this is
 * not the key of that file, or its first page was altered.
 */
enum err store_open(const char *path, const uint8_t key[STORE_KEY],
    struct store *s) CHECKED;

/*
 * A connection of its own that can only read: the file is open for reading,
 * query_only is set, and ALLOW_READ judges every statement. ERR_ABSENT: no such
 * file; ERR_FORGED: as above.
 */
enum err store_open_read(const char *path, const uint8_t key[STORE_KEY],
    struct store *s) CHECKED;

/* From now on ALLOW_WRITE: rows change, the schema does not. */
void store_settle(struct store *s);

/* Fold the write-ahead log into the file and close. Idempotent. */
void store_close(struct store *s);

/* What SQLite answered when this last failed, for the log: a result code. */
int store_fault(const struct store *s);

/* A result code as our callers know it, remembered for store_fault. */
enum err store_err(struct store *s, int code) CHECKED;

/*
 * Read the whole file and compare it with itself: ERR_STORE if a page was
 * altered, or the tables, indexes and references disagree. Slow: for
 * `fichep doctor` and tests.
 */
enum err store_check(struct store *s) CHECKED;

#endif
