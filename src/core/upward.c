#include "core/upward.h"

#include "base/encode.h"
#include "base/ident.h"
#include "base/json.h"
#include "base/log.h"
#include "base/release.h"
#include "core/core.h"
#include "core/sql.h"
#include "crypto/checkpoint.h"
#include "envelope/batch.h"
#include "store/query.h"

/* What is there and cannot be read, maybe for want of something that comes
 * back, is lost only after so many looks in a row. */
#define UNREAD_MOST 3

/* Our newest checkpoint, unless it has been marked; the one that was shown and
 * not yet marked comes first, for the central may have it already. */
struct shown {
	struct str note; /* or "" */
	uint64_t size, from;
};

static uint64_t
size_of(struct str note)
{
	struct checkpoint c;
	struct note n;

	if (note.len == 0 || note_read(note, &n) != ERR_OK ||
	    checkpoint_read(n.text, &c) != ERR_OK)
		return 0;
	return c.size;
}

static enum err
newest(struct core *c, struct shown *sh)
{
	struct query q = query_open(&c->read, SQL_STAMP_NEWEST, NONE);
	enum err kept = ERR_OK;

	if (query_next(&q) && (uint64_t)query_int(&q) > sh->from)
		sh->note = arena_keep(&c->sync.mem, query_text(&q), &kept);
	enum err e = query_end(&q);
	return e == ERR_OK ? kept : e;
}

static enum err
offer(struct core *c, struct str note)
{
	struct tx tx = tx_begin(&c->write);

	tx_run(&tx, SQL_CENTRAL_OFFER, TEXT(note));
	return tx_end(&tx);
}

/* What table central holds that a report needs. */
struct known {
	struct str seen, ours, offered;
	int64_t states;
};

static enum err
find_known(struct core *c, struct known *k)
{
	struct query q = query_open(&c->read, SQL_CENTRAL_STATE, NONE);
	enum err kept = ERR_ABSENT;

	if (query_next(&q)) {
		kept = ERR_OK;
		(void)query_int(&q);
		k->seen = arena_keep(&c->sync.mem, query_text(&q), &kept);
		k->ours = arena_keep(&c->sync.mem, query_text(&q), &kept);
		k->offered = arena_keep(&c->sync.mem, query_text(&q), &kept);
		k->states = query_int(&q);
	}
	enum err e = query_end(&q);
	return e == ERR_OK ? kept : e;
}

static enum err
choose(struct core *c, const struct known *k, struct shown *sh)
{
	enum err e = ERR_OK;

	*sh = (struct shown){.note = k->offered, .from = size_of(k->ours)};
	if (sh->note.len == 0) {
		e = newest(c, sh);
		if (e == ERR_OK && sh->note.len > 0)
			e = offer(c, sh->note);
	}
	sh->size = size_of(sh->note);
	return e;
}

static enum err
put_proof(struct core *c, const struct shown *sh, struct buf *to)
{
	struct merkle_proof p = {0};
	enum err e = ERR_OK;

	if (sh->size > sh->from && sh->from > 0)
		e = merkle_extend(trail_source(&c->read), sh->from, sh->size,
		    &p);
	buf_str(to, TXT("["));
	for (size_t i = 0; e == ERR_OK && i < p.count; i++) {
		buf_str(to, i > 0 ? TXT(",\"") : TXT("\""));
		encode_hex(to, BYTES_OF(p.at[i].at));
		buf_str(to, TXT("\""));
	}
	buf_str(to, TXT("]"));
	return e;
}

static void
put_number(struct buf *to, const char *key, int64_t n)
{
	json_quote(to, str_of(key));
	buf_str(to, TXT(":"));
	buf_number(to, n, 1);
	buf_str(to, TXT(","));
}

static enum err
put_report(struct core *c, struct buf *to)
{
	struct hour_moment now = hour_now(&c->hour);
	struct known k = {0};
	struct shown sh;
	int64_t held = 0, oldest = 0;
	uint8_t sum[HASH_SHA256];

	enum err e = outbox_backlog(c, &held, &oldest);
	if (e == ERR_OK)
		e = find_known(c, &k);
	if (e == ERR_OK)
		e = choose(c, &k, &sh);
	if (e != ERR_OK)
		return e;
	buf_str(to, TXT("{\"version\":"));
	json_quote(to, TXT(RELEASE_NUMBER));
	buf_str(to, TXT(","));
	put_number(to, "held", held);
	put_number(to, "oldest_ms", oldest);
	put_number(to, "clock", now.clock);
	put_number(to, "now_ms", clock_now() > 0 ? clock_now() : 0);
	put_number(to, "boot_ms", clock_boot());
	put_number(to, "states_since", k.states);
	put_number(to, "seen_size", (int64_t)size_of(k.seen));
	buf_str(to, TXT("\"checkpoint\":"));
	json_quote(to, sh.note);
	buf_str(to, TXT(",\"proof\":"));
	e = put_proof(c, &sh, to);
	buf_str(to, TXT(",\"seen\":\""));
	hash_sha256(str_bytes(k.seen), sum);
	if (k.seen.len > 0)
		encode_hex(to, BYTES_OF(sum));
	buf_str(to, TXT("\"}"));
	return e == ERR_OK ? buf_err(to) : e;
}

/* It is in the database, and not on the disk as it was: say so, once, to its
 * author as well, and go on. */
static enum err
lose(struct core *c, const struct ident *id)
{
	struct hour_moment now = hour_now(&c->hour);
	struct tx tx = tx_begin(&c->write);

	tx_run(&tx, SQL_PARCEL_LOST, BLOB(BYTES_OF(id->at)));
	if (tx_changed(&tx) == 0)
		return tx_end(&tx);
	trail_append(&tx, &c->chore, c->auditor,
	    &(struct trail_entry){.action = AUDIT_parcel_lost,
		.result = TRAIL_FAILED,
		.clock = now.clock,
		.at = now.ms,
		.object = *id});
	arena_reset(&c->chore);
	log_event(LOG_ERROR, EVENT("spool_file_gone"));
	return tx_end(&tx);
}

/* One envelope of the spool, as it was made. */
static enum err
fetch(struct core *c, struct spool_id at, struct bytes sum, struct bytes *whole)
{
	uint8_t found[HASH_SHA256];
	enum err e = spool_get(&c->outbox.spool, at, &c->sync.mem, whole);

	if (e != ERR_OK)
		return e;
	hash_sha256(*whole, found);
	return str_eq(str_from(sum), str_from(BYTES_OF(found))) ? ERR_OK
								: ERR_FORGED;
}

static enum err
put_envelopes(struct core *c, struct buf *to, unsigned *count)
{
	struct query q =
	    query_open(&c->read, SQL_PARCEL_HELD, INT(BATCH_ENVELOPES));
	struct ident gone[BATCH_ENVELOPES];
	size_t lost = 0, mark = arena_mark(&c->sync.mem);
	bool room = true, unread = false, sure = c->sync.unread >= UNREAD_MOST;

	while (room && query_next(&q)) {
		struct bytes whole;
		struct ident id;
		query_copy(&q, id.at, sizeof(id.at));
		struct spool_id at = {(uint64_t)query_int(&q), 0};
		at.seq = (uint64_t)query_int(&q);
		struct bytes sum = query_bytes(&q, HASH_SHA256);
		bool held = query_int(&q) == 0;
		enum err got = fetch(c, at, sum, &whole);
		if (got == ERR_OK)
			room = batch_add(to, count, whole);
		else if (got == ERR_ABSENT || got == ERR_FORGED || sure)
			gone[lost++] = id;
		else
			unread |= held;
		arena_back(&c->sync.mem, mark);
	}
	c->sync.unread = unread ? c->sync.unread + 1 : 0;
	enum err e = query_end(&q);
	for (size_t i = 0; e == ERR_OK && i < lost; i++)
		e = lose(c, &gone[i]);
	return e;
}

enum err
upward_batch(struct core *c, struct bytes *batch)
{
	struct buf report = buf_new(&c->sync.mem, BATCH_REPORT_MOST);
	struct buf whole = buf_new(&c->sync.mem, BATCH_MOST);
	unsigned count = 0;

	enum err e = put_report(c, &report);
	if (e == ERR_OK) {
		batch_begin(&whole, buf_text(&report));
		e = put_envelopes(c, &whole, &count);
	}
	batch_end(&whole, count, report.len);
	if (e == ERR_OK)
		e = buf_err(&whole);
	if (e == ERR_OK)
		*batch = buf_done(&whole);
	return e;
}
