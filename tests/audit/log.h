/*
 * log - a real audit log, in a real store, signed with a real key, for tests.
 */
#ifndef LOG_TEST_H
#define LOG_TEST_H

#include "../store/house.h"
#include "audit/ledger.h"
#include "audit/stamp.h"
#include "audit/trail.h"
#include "audit/vkey.h"
#include "crypto/secret.h"

#define LOG_NOW INT64_C(1795453200000) /* 2026-11-23 17:00 UTC */

/* One service: its database, its checkpoint key, its auditor. */
struct log {
	struct store s;
	struct arena *mem;
	struct ledger_signer by;
	uint8_t auditor[HPKE_KEY], mine[HPKE_KEY]; /* public, private */
	uint8_t name[VKEY_NAME];
};

/* A signing key from a seed of one repeated byte, and the name it gives. */
static inline void
log_key(struct log *l, uint8_t seed)
{
	uint8_t bytes[SIGN_SEED];
	struct buf name = buf_over(l->name, sizeof(l->name));

	memset(bytes, seed, sizeof(bytes));
	sign_key(bytes, l->by.sign, l->by.key.open);
	vkey_name(&name, l->by.key.open);
	OK(buf_err(&name));
	l->by.key.name = buf_text(&name);
}

static inline void
log_open(struct log *l, struct arena *mem, uint8_t seed)
{
	secret_start();
	l->s = house_open();
	l->mem = mem;
	log_key(l, seed);
	hpke_make(l->mine, l->auditor);
}

/* `n` entries, every third with a detail, each in its own transaction. */
static inline void
log_add(struct log *l, int n)
{
	for (int i = 0; i < n; i++) {
		struct merkle m;
		OK(trail_state(&l->s, &m));
		struct trail_entry e = {
		    .action = i % 2 ? AUDIT_page_read : AUDIT_signed_in,
		    .result = TRAIL_DONE,
		    .clock = TRAIL_CLOCK_MACHINE,
		    .at = LOG_NOW + (int64_t)m.size * 1000,
		    .role = TXT("foyer"),
		    .detail = m.size % 3 == 0 ? str_bytes(TXT("personnel"))
					      : (struct bytes){0},
		};
		memset(e.actor.at, 0xa0 + i, IDENT_LEN);
		struct tx tx = tx_begin(&l->s);
		EQ(trail_append(&tx, l->mem, l->auditor, &e), m.size);
		OK(tx_end(&tx));
	}
}

/* What core does with the keeper, in one go. */
static inline enum err
log_stamp(struct log *l)
{
	uint8_t room[STAMP_MOST], signature[SIGN_LEN];
	struct buf text = buf_over(room, sizeof(room));

	OK(stamp_text(&l->s, l->by.key.name, &text));
	sign_message(l->by.sign, buf_done(&text), signature);
	struct tx tx = tx_begin(&l->s);
	stamp_keep(&tx, l->mem, &l->by.key, buf_text(&text), signature,
	    LOG_NOW);
	return tx_end(&tx);
}

/* The ledger as bytes, in `mem`. */
static inline struct bytes
log_export(struct log *l)
{
	char *text = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&text, &len);

	OK(ledger_write(&l->s, &l->by, to));
	fclose(to);
	uint8_t *at = arena_take(l->mem, len);
	TRUE(at != NULL);
	memcpy(at, text, len);
	free(text);
	return (struct bytes){at, len};
}

#endif
