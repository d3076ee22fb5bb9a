/*
 * tx - a transaction that remembers its first failure.
 *
 * Begin, act, end. Once an act has failed the next ones do nothing, and tx_end
 * undoes them all; so several acts are recorded together or not at all, and
 * only tx_end has to be asked.
 *
 * Several such pieces of work can share one commit: a turn of the core is one
 * tx, and each message inside it stands between tx_save and tx_release, which
 * undo that message alone when it failed. They nest.
 *
 * Only a connection that writes begins one, and one at a time. Queries on the
 * same store see what the tx has done so far.
 */
#ifndef TX_H
#define TX_H

#include "base/err.h"
#include "store/stmt.h"

#define TX_DEPTH 8 /* saves open inside each other */

struct store;

struct tx {
	struct store *store;
	enum err err;    /* the first failure of what is still open */
	unsigned depth;  /* saves open */
	unsigned failed; /* the depth at which err happened */
	bool lost;       /* all of it is undone already; nothing can be kept */
	int64_t changed; /* rows, see tx_changed */
};

struct tx tx_begin(struct store *s);

/*
 * Run one statement that returns no row; the rowid last inserted, or 0 when the
 * tx has failed. ERR_CLASH: a constraint of the schema refused it.
 *	tx_run(&tx, SQL_OUTBOX_ADD, INT(filed), TEXT(form));
 *	tx_run(&tx, SQL_OUTBOX_EMPTY, NONE);
 */
#define tx_run(t, sql, ...) tx_run_n(t, sql, VALS(__VA_ARGS__))
int64_t tx_run_n(struct tx *t, const char *sql, size_t n,
    const struct val vals[]);

/* Rows the last tx_run inserted, updated or deleted; 0 after a failure. */
int64_t tx_changed(const struct tx *t);

/* Remember a failure found elsewhere; the first one stays. ERR_OK is none. */
void tx_fail(struct tx *t, enum err e);

/* The first failure so far of what is still open. */
enum err tx_err(const struct tx *t) CHECKED;

/* From here to the tx_release of the same level: kept or undone as one. */
void tx_save(struct tx *t);

/*
 * End the innermost save. If something failed in it, all it did is undone and
 * the failure is told here and forgotten: what surrounds it goes on. It is not
 * forgotten when the whole tx is lost (the disk is full or broken): every
 * later act and tx_end then answer the same.
 */
enum err tx_release(struct tx *t) CHECKED;

/*
 * Commit, or undo everything and say why. On ERR_OK it is on the disk. When the
 * disk fails during the commit itself, all of it or nothing is found later, and
 * only the next start tells which. The tx is spent; every save is released.
 */
enum err tx_end(struct tx *t) CHECKED;

#endif
