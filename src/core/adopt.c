#include "core/adopt.h"

#include "base/log.h"
#include "calendar/day.h"
#include "core/core.h"
#include "core/sql.h"
#include "store/query.h"

#define BATCH 64 /* files looked at between two readings of the folder */

static const struct spool_id nowhere;

/* --- numbers of references ---------------------------------------------------
 */

/* How far away numbers go on: six digits, and not the same twice. */
static int64_t
afar(void)
{
	uint32_t drawn;

	ident_random(&drawn, sizeof(drawn));
	return OUTBOX_AFAR + drawn % (9 * OUTBOX_AFAR);
}

/*
 * An enrolled box that has its spool already, or knows nobody, and yet begins
 * its chain has lost its database (mend.h), and with it the numbers it had
 * given. A number given twice would be two fiches under one reference: start
 * far away.
 */
enum err
adopt_nothing(struct core *c, bool lived)
{
	if (!c->site.enrolled)
		return ERR_OK;
	struct tx tx = tx_begin(&c->write);
	tx_run(&tx, SQL_NUMBERING_AFAR, INT(afar()), INT(lived));
	return tx_end(&tx);
}

/* The database went back: nor does it know what numbers were given since. */
static void
number_on(struct tx *tx)
{
	tx_run(tx, SQL_NUMBERING_RAISE, INT(afar()));
	tx_run(tx, SQL_NUMBERING_AFAR, INT(afar()), INT(true));
}

/* --- one file ----------------------------------------------------------------
 */

enum err
adopt_untold(struct core *c, struct store *s, struct arena *mem,
    const struct ident *id, bool *untold)
{
	size_t mark = arena_mark(mem);
	struct query q =
	    query_open(s, SQL_DRAFT_SEALED, BLOB(BYTES_OF(id->at)));
	enum err lifted = ERR_ABSENT;

	if (query_next(&q)) {
		int64_t slot = query_int(&q);
		struct bytes sealed = query_blob(&q);
		struct buf plain = buf_new(mem, sealed.len);
		lifted =
		    veil_lift(&c->veil, slot, BYTES_OF(id->at), sealed, &plain);
	}
	arena_back(mem, mark);
	*untold = lifted == ERR_OK;
	return query_end(&q);
}

void
adopt_row(struct tx *tx, const struct envelope_outer *e)
{
	char room[IDENT_TEXT];
	struct buf name = buf_over(room, sizeof(room));
	bool dated = e->wall_ms < (uint64_t)DAY_MOST * CLOCK_DAY;

	ident_put(&name, &e->id);
	tx_run(tx, SQL_SENDING_FOUND, BLOB(BYTES_OF(e->id.at)),
	    TEXT(buf_text(&name)), INT(dated ? (int64_t)e->wall_ms : 0));
}

static enum err
enter(struct core *c, struct spool_id id, const struct envelope *e,
    struct chain *h)
{
	bool here = id.incarnation == h->incarnation;
	struct hour_moment now = hour_now(&c->hour);
	uint8_t sum[HASH_SHA256];
	struct chain was = *h;

	hash_sha256(e->whole, sum);
	struct tx tx = tx_begin(&c->write);
	chain_enter(&tx, id, &e->outer.id, sum, e->whole.len, e->outer.wall_ms);
	adopt_row(&tx, &e->outer);
	tx_run(&tx, SQL_DRAFT_DROP, BLOB(BYTES_OF(e->outer.id.at)));
	if (here && !h->raised)
		number_on(&tx);
	h->raised = h->raised || here;
	if (here && id.seq > h->seq)
		chain_move(&tx, h, id.seq, sum);
	trail_append(&tx, &c->chore, c->auditor,
	    &(struct trail_entry){.action = AUDIT_parcel_adopted,
		.clock = now.clock,
		.at = now.ms,
		.object = e->outer.id});
	enum err ended = tx_end(&tx);
	c->veil.stale = true; /* of the draft, if there was one */
	if (ended != ERR_OK)
		*h = was;
	else
		log_event(LOG_WARN, EVENT("envelope_adopted"),
		    LOG_NUM("seq", id.seq));
	return ended;
}

/* A file of the spool that table parcel does not name. */
static enum err
adopt(struct core *c, struct spool_id id, struct chain *h)
{
	const struct spool *s = &c->outbox.spool;
	struct bytes whole;
	struct envelope e;
	int64_t known = 0;
	bool untold = false;

	enum err fate = spool_get(s, id, &c->chore, &whole);
	if (fate == ERR_OK)
		fate = envelope_read(whole, &e);
	if (fate != ERR_OK || e.outer.incarnation != id.incarnation ||
	    e.outer.seq != id.seq) {
		/* It stays: whoever comes with tools may know better. */
		log_event(LOG_ERROR, EVENT("spool_file_unreadable"),
		    LOG_NUM("seq", id.seq));
		return ERR_OK;
	}
	fate = adopt_untold(c, &c->write, &c->chore, &e.outer.id, &untold);
	if (fate == ERR_OK && untold)
		return spool_delete(s, id);
	if (fate == ERR_OK)
		fate = query_number(&c->write, &known, SQL_PARCEL_HAS,
		    BLOB(BYTES_OF(e.outer.id.at)));
	return fate == ERR_OK && known == 0 ? enter(c, id, &e, h) : fate;
}

static enum err
look_at(struct core *c, struct spool_id id, struct chain *h)
{
	struct query q = query_open(&c->write, SQL_PARCEL_OF,
	    INT((int64_t)id.incarnation), INT((int64_t)id.seq));
	bool known = query_next(&q), gone = false;

	if (known) {
		(void)query_int(&q);
		gone = query_int(&q) != 0;
	}
	enum err e = query_end(&q);
	if (e == ERR_OK && gone) /* a power cut came between */
		e = spool_delete(&c->outbox.spool, id);
	if (e == ERR_OK && !known)
		e = adopt(c, id, h);
	arena_reset(&c->chore);
	return e;
}

enum err
adopt_all(struct core *c, struct chain *h)
{
	struct spool_id id[BATCH], last = nowhere;
	size_t count = BATCH;
	enum err e = ERR_OK;

	while (e == ERR_OK && count == BATCH) {
		e = spool_after(&c->outbox.spool, last, id, BATCH, &count);
		for (size_t i = 0; e == ERR_OK && i < count; i++) {
			last = id[i];
			e = look_at(c, id[i], h);
		}
	}
	return e;
}
