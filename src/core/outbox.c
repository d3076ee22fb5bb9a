#include "core/outbox.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/log.h"
#include "core/adopt.h"
#include "core/core.h"
#include "core/request.h"
#include "core/sql.h"
#include "crypto/hkdf.h"
#include "crypto/secret.h"
#include "store/query.h"

#define BATCH 64 /* files looked at between two readings of the folder */

static const struct spool_id nowhere;

void
outbox_seed(const uint8_t store[32], uint8_t seed[SIGN_SEED])
{
	hkdf_expand(store, str_bytes(TXT("fichep/v1/spool")), seed, SIGN_SEED);
}

/* --- opening -----------------------------------------------------------------
 */

/* The incarnation of the last of all that is held; 0 if nothing is. */
static enum err
highest(struct core *c, uint64_t *above)
{
	struct spool_id id[BATCH], last = nowhere;
	size_t count = BATCH;
	enum err e = ERR_OK;

	while (e == ERR_OK && count == BATCH) {
		e = spool_after(&c->outbox.spool, last, id, BATCH, &count);
		if (e == ERR_OK && count > 0)
			last = id[count - 1];
	}
	*above = last.incarnation;
	return e;
}

enum err
outbox_open(struct core *c, int folder, const uint8_t store[32],
    struct str boot)
{
	struct outbox *o = &c->outbox;
	uint8_t seed[SIGN_SEED];
	uint64_t above = 0;
	struct chain h = {0};
	bool lived = faccessat(folder, "spool", F_OK, 0) == 0;

	outbox_seed(store, seed);
	sign_key(seed, o->sign, o->open);
	secret_wipe(seed, sizeof(seed));
	enum err e = spool_open(folder, "spool", &o->spool);
	if (e != ERR_OK)
		return e;
	e = chain_find(&c->write, boot, &h);
	if (e == ERR_ABSENT) {
		e = highest(c, &above);
		if (e == ERR_OK)
			e = adopt_nothing(c, lived);
		if (e == ERR_OK)
			e = chain_begin(c, above);
		if (e == ERR_OK)
			e = chain_find(&c->write, boot, &h);
	}
	if (e == ERR_OK && !h.same_boot) {
		struct tx tx = tx_begin(&c->write);
		tx_run(&tx, SQL_CHAIN_BOOT, TEXT(boot));
		e = tx_end(&tx);
	}
	if (e == ERR_OK)
		e = adopt_all(c, &h);
	o->fresh = true;
	return e;
}

void
outbox_close(struct core *c)
{
	struct outbox *o = &c->outbox;

	for (size_t i = 0; i < o->count; i++)
		spool_drop(&o->spool, &o->laid[i].at);
	o->count = 0;
	spool_close(&o->spool);
	secret_wipe(o->sign, sizeof(o->sign));
}

/* --- filing ------------------------------------------------------------------
 */

static struct envelope_outer
outer_of(struct core *c, const struct outbox_item *item, const struct chain *l)
{
	struct hour_moment now = hour_now(&c->hour);
	struct envelope_outer outer = {.device = c->site.device,
	    .incarnation = l->incarnation,
	    .seq = l->seq + 1,
	    .id = item->id,
	    .wall_ms = (uint64_t)now.ms,
	    .boot_count = l->boots,
	    .boottime_ms = (uint64_t)clock_boot()};

	if (now.clock != TRAIL_CLOCK_ANCHORED)
		outer.flags |= ENVELOPE_CLOCK_UNTRUSTED;
	memcpy(outer.before, l->before, sizeof(outer.before));
	memcpy(outer.checkpoint, c->outbox.seen, sizeof(outer.checkpoint));
	return outer;
}

/* Sealed and signed by the keeper, or by the key of the spool. */
static enum err
seal(struct core *c, struct envelope_outer *outer,
    const struct outbox_item *item, struct buf *to)
{
	const struct enrol_grant *g = &c->site.grant;
	struct envelope_inner inner = {.schema = ENVELOPE_SCHEMA,
	    .content = item->content,
	    .urgency = item->urgency,
	    .payload = item->payload};
	struct envelope_recipient whom[] = {{.role = ENVELOPE_INTAKE},
	    {.role = ENVELOPE_RECOVERY}};
	uint8_t message[ENVELOPE_MESSAGE], signature[SIGN_LEN];

	memcpy(whom[0].open, g->intake, HPKE_KEY);
	memcpy(whom[1].open, g->recovery, HPKE_KEY);
	envelope_kid(c->device, outer->signer);
	enum err e = envelope_seal(outer, &inner, 0, 2, whom, to, message);
	if (e != ERR_OK)
		return e;
	e = notary_sign(c, OUTBOX_DEVICE, BYTES_OF(message), signature);
	if (e != ERR_OK) {
		struct buf again = buf_over(to->at, to->max);
		outer->flags |= ENVELOPE_SPOOL_SIGNED;
		envelope_kid(c->outbox.open, outer->signer);
		e = envelope_seal(outer, &inner, 0, 2, whom, &again, message);
		if (e != ERR_OK)
			return e;
		*to = again;
		sign_message(c->outbox.sign, BYTES_OF(message), signature);
	}
	envelope_finish(to, signature);
	return buf_err(to);
}

/* What was laid for a save that was undone since, in this turn. */
static void
forget(struct outbox *o, struct spool_id id)
{
	for (size_t i = 0; i < o->count; i++)
		if (o->laid[i].at.id.incarnation == id.incarnation &&
		    o->laid[i].at.id.seq == id.seq) {
			spool_drop(&o->spool, &o->laid[i].at);
			o->laid[i] = o->laid[--o->count];
			return;
		}
}

/* Does table parcel name it? */
static bool
parcelled(struct store *s, const struct ident *id, enum err *e)
{
	int64_t n = 0;

	*e = query_number(s, &n, SQL_PARCEL_HAS, BLOB(BYTES_OF(id->at)));
	return n > 0;
}

/*
 * A file of that number is held, though the database has it not: the disk
 * refused a commit, and whoever filed was told so. If its draft is there, or is
 * what is filed now, it goes; else it is entered, and the next number taken.
 */
static enum err
make_way(struct core *c, struct tx *tx, struct arena *mem,
    const struct ident *now, struct chain *l)
{
	struct spool_id id = {l->incarnation, l->seq + 1};
	uint8_t sum[HASH_SHA256];
	struct bytes whole;
	struct envelope held;
	bool untold = false;
	enum err e = spool_get(&c->outbox.spool, id, mem, &whole);

	if (e == ERR_ABSENT)
		return ERR_OK;
	log_event(LOG_WARN, EVENT("spool_was_ahead"), LOG_NUM("seq", id.seq));
	if (e == ERR_OK)
		e = envelope_read(whole, &held);
	if (e != ERR_OK)
		return ERR_STORE;
	e = adopt_untold(c, tx->store, mem, &held.outer.id, &untold);
	if (e != ERR_OK)
		return e;
	if (ident_eq(&held.outer.id, now) || untold)
		return spool_delete(&c->outbox.spool, id);
	hash_sha256(whole, sum);
	chain_enter(tx, id, &held.outer.id, sum, whole.len, held.outer.wall_ms);
	adopt_row(tx, &held.outer);
	chain_move(tx, l, id.seq, sum);
	return tx_err(tx);
}

static enum err
lay(struct core *c, struct spool_id id, const struct ident *item,
    struct bytes whole)
{
	struct outbox *o = &c->outbox;
	struct spool_laid at;

	forget(o, id);
	if (o->count == OUTBOX_TURN)
		return ERR_LATER;
	enum err e = spool_lay(&o->spool, id, whole, &at);
	if (e == ERR_OK)
		o->laid[o->count++] = (struct outbox_laid){at, *item};
	return e;
}

enum err
outbox_put(struct core *c, struct tx *tx, struct arena *mem,
    const struct outbox_item *item)
{
	struct chain l = {0};
	uint8_t sum[HASH_SHA256];
	enum err e;

	if (!c->site.enrolled || c->outbox.spool.folder < 0)
		return ERR_ABSENT;
	if (item->payload.len > OUTBOX_PAYLOAD)
		return ERR_LIMIT;
	if (parcelled(tx->store, &item->id, &e) || e != ERR_OK)
		return e;
	size_t mark = arena_mark(mem);
	e = chain_find(tx->store, TXT(""), &l);
	if (e == ERR_OK)
		e = make_way(c, tx, mem, &item->id, &l);
	arena_back(mem, mark);
	if (e != ERR_OK)
		return e;

	struct envelope_outer outer = outer_of(c, item, &l);
	struct spool_id id = {outer.incarnation, outer.seq};
	struct buf whole =
	    buf_new(mem, ENVELOPE_LEN(2, envelope_pad(item->payload.len)));
	e = buf_err(&whole);
	if (e == ERR_OK)
		e = seal(c, &outer, item, &whole);
	if (e == ERR_OK)
		e = lay(c, id, &item->id, buf_done(&whole));
	if (e != ERR_OK) {
		arena_back(mem, mark);
		return e;
	}
	hash_sha256(buf_done(&whole), sum);
	chain_enter(tx, id, &item->id, sum, whole.len, outer.wall_ms);
	chain_move(tx, &l, id.seq, sum);
	arena_back(mem, mark);
	return tx_err(tx);
}

enum err
outbox_file(struct request *q, const struct outbox_item *item)
{
	return outbox_put(q->core, q->tx, q->mem, item);
}

/* --- around the commit -------------------------------------------------------
 */

static enum err
keep(struct core *c, struct outbox_laid *l)
{
	struct spool *s = &c->outbox.spool;
	enum err e;

	if (parcelled(&c->write, &l->id, &e))
		return spool_keep(s, &l->at);
	spool_drop(s, &l->at); /* its save was undone */
	return e;
}

enum err
outbox_flush(struct core *c)
{
	struct outbox *o = &c->outbox;
	enum err e = ERR_OK;
	size_t kept = 0;

	for (size_t i = 0; i < o->count; i++) {
		if (e != ERR_OK) {
			spool_drop(&o->spool, &o->laid[i].at);
			continue;
		}
		e = keep(c, &o->laid[i]);
		kept += e == ERR_OK;
	}
	if (e == ERR_OK && kept > 0)
		e = spool_flush(&o->spool);
	if (e != ERR_OK)
		for (size_t i = 0; i < o->count; i++)
			(void)!spool_delete(&o->spool, o->laid[i].at.id);
	o->fresh = o->fresh || (e == ERR_OK && kept > 0);
	return e;
}

void
outbox_settle(struct core *c, enum err committed)
{
	/* What the disk did of a commit it refused, only the next start knows:
	 * the files stay until then, or until their number is given again. */
	if (committed != ERR_OK && c->outbox.count > 0)
		log_event(LOG_ERROR, EVENT("filings_not_committed"),
		    LOG_NUM("count", c->outbox.count));
	c->outbox.count = 0;
}

enum err
outbox_backlog(struct core *c, int64_t *held, int64_t *oldest)
{
	struct query q = query_open(&c->read, SQL_PARCEL_BACKLOG, NONE);

	if (query_next(&q)) {
		*held = query_int(&q);
		*oldest = query_int(&q);
	}
	return query_end(&q);
}
