/*
 * verify - does this ledger say what the service wrote, all of it, in order?
 *
 * All that is trusted is a public key (audit/vkey.h). Every entry is hashed
 * into the tree again; every checkpoint must be signed by that key and agree
 * with the tree at its place, and the last one must cover the last entry. So a
 * ledger from which an entry was deleted, to which one was added, in which one
 * was moved, changed, or given another sealed part, is refused; and so is one
 * made anew by who has not the key.
 *
 * What cannot be seen from the ledger and the key alone: that it was cut back
 * to an older moment which the service had signed, checkpoint included, since
 * that was the whole truth then. Whoever kept a later checkpoint (a witness:
 * the central for its boxes, the auditor's own copy of the last export) sees
 * it at once; and a log that was cut and then continued by the service itself
 * contradicts that checkpoint for ever. Nor can it be seen that who holds the
 * key signed a lie at the time of writing.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include <stdio.h>

#include "base/err.h"
#include "crypto/note.h"

#define VERIFY_NOTE_MOST 4096 /* bytes of a checkpoint that is told whole */

enum verify_verdict {
#define VERDICT(name, text) VERIFY_##name,
#include "audit/verdict.def"
#undef VERDICT
};

struct verify_trust {
	struct note_key key;
	struct str witness; /* a whole note of that key, kept before; or "" */
};

struct verify_report {
	enum verify_verdict verdict;
	uint64_t first;       /* number of the first entry in the file */
	uint64_t size;        /* entries of the log, as far as it was read */
	uint64_t sealed;      /* of them, with a sealed part */
	uint64_t checkpoints; /* signed, and in agreement */
	uint64_t covered;     /* entries the last of these covers */
	int64_t from, to;     /* ms UTC of the first and last dated entry; 0 */
	size_t last_len;      /* the last checkpoint, whole, to be kept as a */
	uint8_t last[VERIFY_NOTE_MOST]; /* witness; 0 if it is longer */
};

/* Read `from` to its end or to the first thing wrong. ERR_OK: VERIFY_INTACT;
 * ERR_FORGED: any other verdict. The report is always set. */
enum err verify_ledger(FILE *from, const struct verify_trust *trust,
    struct verify_report *report) CHECKED;

/* The sentence of a verdict, in French. */
const char *verify_text(enum verify_verdict v);

#endif
