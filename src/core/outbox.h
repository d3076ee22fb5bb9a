/*
 * outbox - what is filed here is sealed, written and chained before anyone is
 * told.
 *
 * A filing happens in one turn: sealed to the central's intake key and to the
 * recovery key, signed by the keeper (or, while it is away, by the key of the
 * spool, with its flag), laid in the spool and entered in tables parcel and
 * chain. Before the turn commits, all its envelopes are flushed together; only
 * after the commit is anyone told. So the spool may be ahead of the database,
 * never behind it, and outbox_open makes both agree when core starts.
 *
 * The box cannot read again what it filed: it has public keys only.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include "audit/trail.h"
#include "base/arena.h"
#include "crypto/sign.h"
#include "envelope/envelope.h"
#include "envelope/spool.h"
#include "store/tx.h"

#define OUTBOX_TURN    96            /* filings in one turn, at most */
#define OUTBOX_DEVICE  3             /* the key's number in keeper/key.def */
#define OUTBOX_AFAR    100000        /* numbers after a loss: six digits */
#define OUTBOX_PAYLOAD (120u * 1024) /* bytes: an envelope fits one message */

struct core;
struct request;

struct outbox_item {
	struct ident id; /* of the draft, and of its envelope */
	enum envelope_content content;
	enum envelope_urgency urgency;
	struct bytes payload;
};

struct outbox {
	struct spool spool; /* folder -1: this machine files nothing */
	uint8_t sign[SIGN_KEY], open[SIGN_PUBLIC]; /* the spool's own key */
	uint8_t seen[HASH_SHA256]; /* of the central's last checkpoint */
	struct outbox_laid {
		struct spool_laid at;
		struct ident id;
	} laid[OUTBOX_TURN]; /* in this turn */
	size_t count;
	bool fresh; /* something new is to be sent */
};

/* The seed of the spool's own key, from the key of the database. */
void outbox_seed(const uint8_t store[32], uint8_t seed[SIGN_SEED]);

/*
 * Open the spool in the folder, begin a chain if there is none, and make the
 * database agree with what is held (adopt.h); drafts can be read by then.
 * `boot` names this life of the machine; "" if unknown.
 */
enum err outbox_open(struct core *c, int folder, const uint8_t store[32],
    struct str boot) CHECKED;
void outbox_close(struct core *c);

/*
 * File it within the caller's save. Filing the same id again is filing it once.
 * ERR_ABSENT: this box is not enrolled; ERR_LIMIT: over OUTBOX_PAYLOAD;
 * ERR_STORE: it could not be written, and nothing of it remains; ERR_LATER: too
 * many in one turn.
 */
enum err outbox_put(struct core *c, struct tx *tx, struct arena *mem,
    const struct outbox_item *item) CHECKED;

/* The same, of a request's act. */
enum err outbox_file(struct request *q, const struct outbox_item *item) CHECKED;

/* Around the commit of a turn: make what it filed durable, ERR_STORE if it
 * cannot be; then say what became of the commit. */
enum err outbox_flush(struct core *c) CHECKED;
void outbox_settle(struct core *c, enum err committed);

/* How many wait for the central, and since when (ms UTC, 0: none). */
enum err outbox_backlog(struct core *c, int64_t *held, int64_t *oldest) CHECKED;

#endif
