/*
 * milestone - have the audit log signed from time to time (audit/stamp.h).
 *
 * The text goes to the keeper and comes back signed some turns later; entries
 * may be appended meanwhile. At start, at stop, and when stamp_due says so.
 */
#ifndef MILESTONE_H
#define MILESTONE_H

#include "audit/stamp.h"
#include "audit/vkey.h"
#include "crypto/note.h"
#include "ipc/msg.h"

#define MILESTONE_KEY     4     /* the key's number in keeper/key.def */
#define MILESTONE_SLOW    10000 /* ms without an answer: ask again */
#define MILESTONE_LOOK    30000 /* ms between two looks while nothing happens */
#define MILESTONE_AT_STOP 700   /* ms that the last one may take */

struct core;

struct milestone {
	char name[VKEY_NAME];
	struct note_key key;
	bool changed;    /* the log grew since stamp_due was asked */
	bool now;        /* make one whatever stamp_due says */
	uint64_t ticket; /* of the one under way; 0 none */
	int64_t next;    /* clock_boot: look again, or give it up */
	char room[STAMP_MOST];
	struct buf text; /* being signed */
};

/* The log whose checkpoints `open` verifies; one is wanted at once. */
void milestone_open(struct milestone *m, const uint8_t open[SIGN_PUBLIC]);

/* Ask the keeper for a signature if it is time to. */
void milestone_look(struct core *c);

/* The keeper's answer, in the transaction of this turn. */
void milestone_keep(struct core *c, const struct signature *m);

#endif
