/*
 * ledger - an audit log as one file, to be kept and verified elsewhere.
 *
 * It holds everything the verification needs but the public key, and nothing
 * in the clear that the log itself has not. Version 1, big-endian:
 *
 *     magic "FPA1" | version u16 = 1
 *     origin: length u8, the log's name (audit/vkey.h)
 *     state u16 length, as written by merkle_put: the tree before the first
 *          entry; eight zeros for a log that begins at its beginning
 *     then records, each a letter first:
 *     'E'  an entry: public part 72, sealed length u16, sealed part
 *     'C'  a checkpoint of all that stands before it: length u16, signed note
 *     'Z'  the end: how many entries the log has in all, u64. Nothing follows.
 *
 * A log whose oldest entries were removed, as retention wants it, begins with
 * the state of that moment, and with the checkpoint that vouches for it.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include <stdio.h>

#include "audit/trail.h"
#include "crypto/note.h"

#define LEDGER_MAGIC   "FPA1"
#define LEDGER_VERSION 1

struct store;

/* Signs the last checkpoint, if the log has entries no kept one covers. */
struct ledger_signer {
	struct note_key key; /* its name is the log's */
	uint8_t sign[SIGN_KEY];
};

/*
 * Write the whole log to `to`, which the caller flushes and closes. One read of
 * the store, hence one moment of it; a connection that can only read will do.
 * ERR_STORE: it could not be read, or `to` not be written.
 */
enum err ledger_write(struct store *s, const struct ledger_signer *signer,
    FILE *to) CHECKED;

/*
 * The same of entries `from` to `size` alone, both of which a kept checkpoint
 * covers exactly (`from` may be 0): it is verified in the same way, by itself.
 * ERR_ABSENT: there are no such checkpoints; ERR_LIMIT: `to` is full.
 */
enum err ledger_part(struct store *s, struct str name, uint64_t from,
    uint64_t size, struct buf *to) CHECKED;

/* --- reading -------------------------------------------------------------- */

enum ledger_kind { LEDGER_ENTRY, LEDGER_CHECKPOINT, LEDGER_END };

struct ledger_record {
	enum ledger_kind kind;
	struct bytes public; /* of an entry: TRAIL_PUBLIC bytes */
	struct bytes sealed; /* of an entry */
	struct str note;     /* of a checkpoint */
	uint64_t size;       /* of the end */
};

struct ledger {
	FILE *from;
	struct merkle before; /* the state before the first entry */
	struct str origin;    /* borrows from `head` */
	uint8_t head[256];
	uint8_t room[TRAIL_PUBLIC + 65536]; /* of the record last read */
};

/* Read the beginning. ERR_MANGLED: no such file, or of another version. */
enum err ledger_open(FILE *from, struct ledger *l) CHECKED;

/*
 * The next record, which lives until the next call. After LEDGER_END, nothing
 * more may be asked. ERR_MANGLED: cut short, or not of that form.
 */
enum err ledger_next(struct ledger *l, struct ledger_record *r) CHECKED;

#endif
