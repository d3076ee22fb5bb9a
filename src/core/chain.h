/*
 * chain - where the chain of envelopes stands, and what is entered in it.
 */
#ifndef CHAIN_H
#define CHAIN_H

#include "base/ident.h"
#include "crypto/hash.h"
#include "envelope/spool.h"
#include "store/tx.h"

struct core;

/* What became of an envelope, as table parcel keeps it. */
enum parcel_state { PARCEL_HELD, PARCEL_RECEIVED, PARCEL_ASIDE, PARCEL_LOST };

struct chain {
	uint64_t incarnation, seq; /* of the last one; 0: none */
	uint8_t before[HASH_SHA256];
	uint32_t boots;
	bool same_boot;
	bool raised; /* numbers go on above what is not known (adopt.h) */
};

/* `boot` names this life of the machine. ERR_ABSENT: none was begun. */
enum err chain_find(struct store *s, struct str boot, struct chain *h) CHECKED;

/* Begin one whose incarnation no chain of this box had, and is above `above`,
 * in case the clock was set back. */
enum err chain_begin(struct core *c, uint64_t above) CHECKED;

/* An envelope is held there: it will be sent. */
void chain_enter(struct tx *tx, struct spool_id id,
    const struct ident *envelope, const uint8_t sum[HASH_SHA256], size_t len,
    uint64_t made);

/* It is the last one now. */
void chain_move(struct tx *tx, struct chain *h, uint64_t seq,
    const uint8_t sum[HASH_SHA256]);

#endif
