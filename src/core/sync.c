#include "core/sync.h"

#include "base/encode.h"
#include "base/ident.h"
#include "base/log.h"
#include "core/core.h"
#include "core/sql.h"
#include "core/tidings.h"
#include "core/turn.h"
#include "core/upward.h"
#include "crypto/secret.h"
#include "envelope/batch.h"
#include "http/digest.h"
#include "store/query.h"

#define KEYID (2 * ENVELOPE_KID) /* characters of a key's name */

enum err
sync_open(struct core *c, struct arena *mem)
{
	struct sync *s = &c->sync;
	void *own = arena_take(mem, SYNC_MEMORY);

	if (!own)
		return ERR_LIMIT;
	arena_open(&s->mem, own, SYNC_MEMORY);
	s->next = clock_boot();
	if (!c->site.enrolled)
		return ERR_OK;
	struct query q = query_open(&c->write, SQL_CENTRAL_NONCE, NONE);
	if (query_next(&q)) {
		struct str nonce = query_text(&q);
		if (nonce.len <= sizeof(s->nonce)) {
			memcpy(s->nonce, nonce.at, nonce.len);
			s->nonce_len = nonce.len;
		}
		s->revoked = query_int(&q) != 0;
		struct str seen = query_text(&q);
		if (seen.len > 0)
			hash_sha256(str_bytes(seen), c->outbox.seen);
	}
	return query_end(&q);
}

/* --- what is sent ------------------------------------------------------------
 */

/* Of the whole of a span, any part: boxes that were cut off together do not
 * come back together (full jitter). */
static int64_t
part_of(int64_t span)
{
	uint32_t r;

	ident_random(&r, sizeof(r));
	return CLOCK_SECOND / 2 + span * (int64_t)(r % 1000) / 1000;
}

static int64_t
about(int64_t span)
{
	uint32_t r;

	ident_random(&r, sizeof(r));
	return span * (int64_t)(80 + r % 41) / 100;
}

static void
failed(struct core *c, const char *why)
{
	struct sync *s = &c->sync;
	int64_t span = SYNC_MOST;

	if (s->failed < 9)
		span = SYNC_AGAIN << s->failed;
	s->failed++;
	s->ticket = 0;
	s->again = false;
	s->next = clock_boot() + part_of(span > SYNC_MOST ? SYNC_MOST : span);
	liaison_told(&c->liaison, ERR_LATER, hour_now(&c->hour).ms);
	log_event(LOG_INFO, EVENT("sync_failed"), LOG_WORD("why", why),
	    LOG_NUM("times", s->failed));
}

static void
put_keyid(struct buf *to, const uint8_t open[SIGN_PUBLIC])
{
	uint8_t kid[ENVELOPE_KID];

	envelope_kid(open, kid);
	encode_hex(to, BYTES_OF(kid));
}

/* Sign it and give it to the courier. */
static enum err
send(struct core *c, struct bytes batch)
{
	struct sync *s = &c->sync;
	uint8_t room[HTTPSIG_BASE_MOST], own[IDENT_TEXT], name[KEYID];
	uint8_t digest_room[DIGEST_TEXT], input_room[HTTPSIG_INPUT_MOST];
	uint8_t sig_room[128];
	struct buf base = buf_over(room, sizeof(room));
	struct buf device = buf_over(own, sizeof(own));
	struct buf keyid = buf_over(name, sizeof(name));
	struct buf digest = buf_over(digest_room, sizeof(digest_room));
	struct buf input = buf_over(input_room, sizeof(input_room));
	struct buf signature = buf_over(sig_room, sizeof(sig_room));
	struct str nonce = {s->nonce, s->nonce_len};

	if (nonce.len == 0)
		nonce = TXT("none"); /* and the right one is told */
	ident_put(&device, &c->site.device);
	put_keyid(&keyid, c->device);
	digest_write(&digest, batch);
	httpsig_request_base(&base,
	    &(struct httpsig_request){.method = TXT("POST"),
		.path = BATCH_PATH,
		.digest = buf_text(&digest),
		.length = batch.len,
		.type = BATCH_TYPE,
		.device = buf_text(&device),
		.nonce = nonce},
	    buf_text(&keyid));
	enum err e = buf_err(&base);
	if (e == ERR_OK)
		e = notary_sign(c, OUTBOX_DEVICE, buf_done(&base),
		    s->signature);
	if (e != ERR_OK)
		return e;
	httpsig_input_write(&input, HTTPSIG_REQUEST, buf_text(&keyid));
	httpsig_signature_write(&signature, s->signature);
	uint64_t ticket = core_ticket(c);
	c->out = buf_over(c->out.at, c->out.max);
	msg_put_sync_send(&c->out,
	    &(struct sync_send){.ticket = ticket,
		.device = buf_text(&device),
		.nonce = nonce,
		.digest = buf_text(&digest),
		.signed_as = buf_text(&input),
		.signature = buf_text(&signature),
		.batch = batch});
	e = chan_send(&c->role->chan[COURIER][0], IPC_sync_send, &c->out);
	if (e == ERR_OK)
		s->ticket = ticket;
	return e;
}

void
sync_ask(struct core *c)
{
	struct sync *s = &c->sync;
	int64_t now = clock_boot();
	struct bytes batch;

	if (!c->site.enrolled || c->courier_gone || c->keeper_gone)
		return;
	if (s->ticket != 0 && now >= s->sent + SYNC_SLOW)
		failed(c, "no_fate");
	/* Something was filed: at once, unless we were just refused. */
	if (c->outbox.fresh && s->ticket == 0) {
		c->outbox.fresh = false;
		if (s->failed == 0 || s->next > now + SYNC_AGAIN)
			s->next = now + (s->failed == 0 ? 0 : SYNC_AGAIN);
	}
	if (s->ticket != 0 || now < s->next)
		return;
	arena_reset(&s->mem);
	s->sent = now;
	enum err e = upward_batch(c, &batch);
	if (e == ERR_OK)
		e = send(c, batch);
	if (e != ERR_OK)
		failed(c, err_name(e));
	arena_reset(&s->mem);
}

/* --- what comes back ---------------------------------------------------------
 */

/* Is it the central's own answer to our request? */
static bool
believed(struct core *c, const struct sync_fate *m)
{
	uint8_t room[HTTPSIG_BASE_MOST], name[KEYID], signature[HTTPSIG_LEN];
	struct buf base = buf_over(room, sizeof(room));
	struct buf want = buf_over(name, sizeof(name));
	struct str keyid;

	put_keyid(&want, c->site.grant.sign);
	if (httpsig_input_read(m->signed_as, HTTPSIG_ANSWER, &keyid) !=
		ERR_OK ||
	    httpsig_signature_read(m->signature, signature) != ERR_OK ||
	    !str_eq(keyid, buf_text(&want)) ||
	    digest_check(m->digest, m->answer) != ERR_OK)
		return false;
	httpsig_answer_base(&base,
	    &(struct httpsig_answer){.status = (int)m->status,
		.digest = m->digest,
		.length = m->answer.len,
		.type = m->type,
		.request = c->sync.signature},
	    keyid);
	return buf_err(&base) == ERR_OK &&
	    sign_verify(c->site.grant.sign, buf_done(&base), signature) ==
	    ERR_OK;
}

static void
keep_nonce(struct sync *s, struct str nonce)
{
	if (nonce.len > sizeof(s->nonce))
		return;
	memcpy(s->nonce, nonce.at, nonce.len);
	s->nonce_len = nonce.len;
}

static void
take(struct core *c, const struct sync_fate *m)
{
	struct sync *s = &c->sync;
	struct tx *tx = turn_tx(c);
	struct tidings t = {0};
	int64_t half = (clock_boot() - s->sent) / 2, left = 0, awaited = 0;
	int64_t fresh = hour_now(&c->hour).ms - SYNC_FRESH;

	arena_reset(&s->mem);
	tx_save(tx);
	enum err e =
	    tidings_take(c, tx, &s->mem, m->answer, s->sent + half, &t);
	tx_fail(tx, e);
	if (e == ERR_OK)
		tx_fail(tx,
		    query_number(&c->write, &left, SQL_PARCEL_COUNT, NONE));
	if (e == ERR_OK)
		tx_fail(tx,
		    query_number(&c->write, &awaited, SQL_SENDING_AWAITED,
			INT(fresh)));
	e = tx_release(tx);
	if (e != ERR_OK) {
		arena_reset(&s->mem);
		failed(c, err_name(e));
		return;
	}
	keep_nonce(s, t.nonce);
	hour_anchor(&c->hour, t.now_ms, s->sent + half);
	s->ticket = 0;
	s->failed = 0;
	s->again = false;
	s->unknown = false;
	s->revoked = t.revoked;
	s->last_ms = hour_now(&c->hour).ms;
	s->next = clock_boot() +
	    (left > 0 && t.received > 0 ? 0
		    : awaited > 0       ? about(SYNC_SOON)
					: about(SYNC_EVERY));
	liaison_told(&c->liaison, ERR_OK, s->last_ms);
	arena_reset(&s->mem);
}

void
sync_told(struct core *c, const struct sync_fate *m)
{
	struct sync *s = &c->sync;

	if (s->ticket == 0 || m->ticket != s->ticket)
		return;
	if (m->fate != ERR_OK) {
		failed(c, m->fate == ERR_FORGED ? "another_key" : "no_answer");
	} else if (m->status == 401 && m->nonce.len > 0 && !s->again) {
		keep_nonce(s, m->nonce);
		s->ticket = 0;
		s->again = true;
		s->next = clock_boot();
	} else if (m->status == 200 && believed(c, m)) {
		take(c, m);
	} else {
		s->unknown = m->status == 403;
		failed(c,
		    s->unknown             ? "not_known_there"
			: m->status == 200 ? "answer_not_believed"
					   : "refused");
	}
}

void
sync_courier_gone(struct core *c)
{
	if (c->sync.ticket != 0)
		failed(c, "courier_gone");
}

/* --- what is over ------------------------------------------------------------
 */

static enum err
let_go(struct core *c, struct tx *tx, int64_t now)
{
	struct ident gone[64];
	size_t count = 0;
	struct query q =
	    query_open(&c->write, SQL_PARCEL_OVER, INT(now - SYNC_HOLD));

	while (count < sizeof(gone) / sizeof(gone[0]) && query_next(&q)) {
		struct ident id;
		query_copy(&q, id.at, sizeof(id.at));
		struct spool_id at = {(uint64_t)query_int(&q), 0};
		at.seq = (uint64_t)query_int(&q);
		enum err e = spool_delete(&c->outbox.spool, at);
		if (e == ERR_OK || e == ERR_ABSENT)
			gone[count++] = id;
	}
	enum err e = query_end(&q);
	for (size_t i = 0; e == ERR_OK && i < count; i++)
		tx_run(tx, SQL_PARCEL_DELETED, INT(now),
		    BLOB(BYTES_OF(gone[i].at)));
	return e;
}

void
sync_let_go(struct core *c)
{
	struct hour_moment now = hour_now(&c->hour);
	int64_t over = 0;

	/* Only by a clock that is the central's, and has been for a while: it
	 * may be wrong, and seven days are seven days. */
	if (!c->site.enrolled || !hour_sure(&c->hour) ||
	    query_number(&c->write, &over, SQL_PARCEL_OVERDUE,
		INT(now.ms - SYNC_HOLD)) != ERR_OK ||
	    over == 0)
		return;
	struct tx *tx = turn_tx(c);
	tx_save(tx);
	tx_fail(tx, let_go(c, tx, now.ms));
	if (tx_release(tx) != ERR_OK)
		log_event(LOG_ERROR, EVENT("spool_not_cleared"));
}

int64_t
sync_next(const struct core *c)
{
	const struct sync *s = &c->sync;

	if (!c->site.enrolled || c->courier_gone || c->keeper_gone)
		return INT64_MAX;
	if (s->ticket != 0)
		return s->sent + SYNC_SLOW;
	return c->outbox.fresh && s->failed == 0 ? 0 : s->next;
}
