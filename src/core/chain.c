#include "core/chain.h"

#include "core/core.h"
#include "core/sql.h"
#include "store/query.h"

enum err
chain_find(struct store *s, struct str boot, struct chain *h)
{
	struct query q = query_open(s, SQL_CHAIN_FIND, NONE);
	bool found = query_next(&q);

	if (found) {
		h->incarnation = (uint64_t)query_int(&q);
		h->seq = (uint64_t)query_int(&q);
		query_copy(&q, h->before, sizeof(h->before));
		h->boots = (uint32_t)query_int(&q);
		h->same_boot = str_eq(query_text(&q), boot) && boot.len > 0;
	}
	enum err e = query_end(&q);
	return e == ERR_OK && !found ? ERR_ABSENT : e;
}

/* Seconds, then 20 random bits. */
enum err
chain_begin(struct core *c, uint64_t above)
{
	static const uint8_t first[HASH_SHA256]; /* nothing before it */
	uint32_t r;
	int64_t s = hour_now(&c->hour).ms / 1000;

	ident_random(&r, sizeof(r));
	uint64_t number = (uint64_t)s << 20 | (r & 0xfffff);
	if (number <= above)
		number = above + 1;
	struct tx tx = tx_begin(&c->write);
	tx_run(&tx, SQL_CHAIN_BEGIN, INT((int64_t)number),
	    BLOB(BYTES_OF(first)));
	return tx_end(&tx);
}

void
chain_enter(struct tx *tx, struct spool_id id, const struct ident *envelope,
    const uint8_t sum[HASH_SHA256], size_t len, uint64_t made)
{
	tx_run(tx, SQL_PARCEL_ADD, BLOB(BYTES_OF(envelope->at)),
	    INT((int64_t)id.incarnation), INT((int64_t)id.seq),
	    BLOB(((struct bytes){sum, HASH_SHA256})), INT((int64_t)len),
	    INT((int64_t)made));
}

void
chain_move(struct tx *tx, struct chain *h, uint64_t seq,
    const uint8_t sum[HASH_SHA256])
{
	tx_run(tx, SQL_CHAIN_MOVE, INT((int64_t)seq),
	    BLOB(((struct bytes){sum, HASH_SHA256})));
	h->seq = seq;
	memmove(h->before, sum, sizeof(h->before));
}
