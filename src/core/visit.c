#include "core/visit.h"

#include "audit/stamp.h"
#include "base/encode.h"
#include "base/json.h"
#include "core/core.h"
#include "core/downward.h"
#include "core/intake.h"
#include "core/machine.h"
#include "core/sql.h"
#include "core/witness.h"
#include "envelope/batch.h"
#include "envelope/enrol.h"
#include "store/query.h"

#define KEY_NAME (RECEIPT_DEPLOYMENT_MOST + 32) /* bytes of our key's name */

/* What is remembered from before the commit to after it. */
struct visit {
	struct machine machine;
	struct witness witness;
	unsigned count;
	struct intake_fate fate[BATCH_ENVELOPES];
};

static enum err
unwrap(void *of, struct bytes fixed, struct bytes entry,
    uint8_t cek[ENVELOPE_CEK])
{
	return notary_unwrap(of, fixed, entry, cek);
}

static enum err
take_all(struct request *q, const struct batch *b, struct visit *v)
{
	struct intake in = {.tx = q->tx,
	    .mem = q->mem,
	    .pack = &q->core->pack,
	    .auditor = q->core->auditor,
	    .open = q->core->intake,
	    .now = q->now,
	    .unwrap = unwrap,
	    .of = q->core};
	enum err e = ERR_OK;

	for (; e == ERR_OK && v->count < b->count; v->count++)
		e = intake_take(&in, &v->machine.box, b->envelope[v->count],
		    &v->fate[v->count]);
	return e;
}

/* Has so much of it been quarantined that no more is taken? */
static enum err
look_full(struct request *q, const struct box *b, bool *full)
{
	int64_t kept = 0;
	enum err e = query_number(q->store, &kept, SQL_INTAKE_KEPT,
	    BLOB(BYTES_OF(b->device.at)));

	*full = kept >= VISIT_KEPT;
	return e;
}

static bool
number(struct json report, struct str key, int64_t most, int64_t *n)
{
	return json_int(json_get(report, key), n) && *n >= 0 && *n <= most;
}

/* What it says of itself; ERR_MANGLED unless all of it is there. */
static enum err
take_report(struct request *q, struct json r, struct box *b)
{
	struct str version = json_text(json_get(r, TXT("version")));
	int64_t now, since;

	if (!number(r, TXT("held"), INT32_MAX, &b->held) ||
	    !number(r, TXT("oldest_ms"), INT64_MAX, &b->oldest_ms) ||
	    !number(r, TXT("clock"), 2, &b->clock) ||
	    !number(r, TXT("now_ms"), INT64_MAX, &now) ||
	    !number(r, TXT("states_since"), INT64_MAX, &since) ||
	    version.len == 0 || version.len > sizeof(b->version))
		return ERR_MANGLED;
	memcpy(b->version, version.at, version.len);
	b->version_len = version.len;
	b->drift_ms = now - q->now;
	b->last_ms = q->now;
	downward_taken(q->tx, b, since, q->now);
	return ERR_OK;
}

/* What it has just brought is not held any more, once it has its receipts. */
static void
count_out(struct visit *v)
{
	struct box *b = &v->machine.box;

	for (unsigned i = 0; i < v->count && b->held > 0; i++)
		b->held -= v->fate[i].state != RECEIPT_QUARANTINED;
	if (b->held == 0)
		b->oldest_ms = 0;
}

static struct note_key
our_key(const struct core *c, char name[KEY_NAME])
{
	struct note_key key;
	struct buf b = buf_over(name, KEY_NAME);

	enrol_central_name(&b, life_name(&c->life));
	must(buf_err(&b) == ERR_OK);
	key.name = buf_text(&b);
	memcpy(key.open, c->device, sizeof(key.open));
	return key;
}

/* --- after the commit ---------------------------------------------------- */

/* The member of a list: what `note` holds, after a comma unless it is first. */
static void
put_item(struct request *q, struct str text)
{
	struct buf *b = &q->data;

	if (b->len > 0 && b->at[b->len - 1] != '[')
		buf_str(b, TXT(","));
	json_quote(b, text);
}

static enum err
put_receipt(struct request *q, const struct intake_fate *f)
{
	char room[RECEIPT_MOST], whole[RECEIPT_MOST], name[KEY_NAME];
	uint8_t signature[SIGN_LEN];
	struct note_key key = our_key(q->core, name);
	struct buf text = buf_over(room, sizeof(room));
	struct buf note = buf_over(whole, sizeof(whole));
	struct receipt r = {.deployment = life_name(&q->core->life),
	    .device = f->device,
	    .incarnation = (uint64_t)f->incarnation,
	    .seq = (uint64_t)f->seq,
	    .envelope = f->envelope,
	    .state = f->state,
	    .received = (uint64_t)f->received,
	    .leaf = (uint64_t)f->leaf};

	memcpy(r.sha256, f->sha256, sizeof(r.sha256));
	receipt_text(&text, &r);
	enum err e = buf_err(&text);
	if (e == ERR_OK)
		e = notary_sign(q->core, MACHINE_KEY, buf_done(&text),
		    signature);
	if (e != ERR_OK)
		return e;
	note_put(&note, buf_text(&text), &key, signature);
	put_item(q, buf_text(&note));
	return buf_err(&note);
}

/* Of what it had been told is in quarantine, and is not any more. */
static enum err
put_retaken(struct request *q, const struct box *b)
{
	struct query rows = query_open(q->store, SQL_DOWNWARD_RECEIPTS,
	    BLOB(BYTES_OF(b->device.at)), INT(b->told));
	enum err e = ERR_OK;

	while (e == ERR_OK && query_next(&rows)) {
		struct intake_fate f = {.state = RECEIPT_STORED};
		query_copy(&rows, f.device.at, sizeof(f.device.at));
		query_copy(&rows, f.envelope.at, sizeof(f.envelope.at));
		f.incarnation = query_int(&rows);
		f.seq = query_int(&rows);
		query_copy(&rows, f.sha256, sizeof(f.sha256));
		f.received = query_int(&rows);
		f.leaf = query_int(&rows);
		e = put_receipt(q, &f);
	}
	enum err ended = query_end(&rows);
	return e == ERR_OK ? ended : e;
}

/* Our line under its checkpoint: it is the one we saw. */
static enum err
put_countersigned(struct request *q, const struct visit *v)
{
	struct str note = v->witness.note;
	struct buf whole = buf_new(q->mem, note.len + 256);
	uint8_t signature[SIGN_LEN];
	char name[KEY_NAME];
	struct note_key key = our_key(q->core, name);
	enum err e = ERR_OK;

	if (note.len > 0) {
		e = notary_sign(q->core, MACHINE_KEY,
		    str_bytes(v->witness.text), signature);
		buf_str(&whole, note);
		if (e == ERR_OK)
			note_line(&whole, &key, signature);
	}
	request_text(q, "countersigned", buf_text(&whole));
	return e == ERR_OK ? buf_err(&whole) : e;
}

/* Ours, and that it goes on from the one it knows. */
static enum err
put_checkpoint(struct request *q, const struct visit *v)
{
	struct merkle_proof proof = {0};
	enum err e = ERR_OK;

	request_text(q, "checkpoint", v->witness.ours);
	if (v->witness.ours.len > 0 && v->witness.known > 0)
		e = merkle_extend(trail_source(q->store),
		    (uint64_t)v->witness.known, (uint64_t)v->machine.box.shown,
		    &proof);
	request_json(q, "proof", TXT("["));
	for (size_t i = 0; i < proof.count; i++) {
		char room[2 * MERKLE_LEN];
		struct buf hex = buf_over(room, sizeof(room));
		encode_hex(&hex, BYTES_OF(proof.at[i].at));
		put_item(q, buf_text(&hex));
	}
	buf_str(&q->data, TXT("]"));
	return e;
}

static enum err
say(struct request *q)
{
	const struct visit *v = q->kept;
	const struct box *b = &v->machine.box;
	enum err e = ERR_OK;

	request_number(q, "now_ms", q->now);
	request_text(q, "nonce", box_nonce(b));
	request_number(q, "incarnation", q->core->life.incarnation);
	request_flag(q, "revoked", b->state == BOX_REVOKED);
	request_json(q, "receipts", TXT("["));
	for (unsigned i = 0; e == ERR_OK && i < v->count; i++)
		e = put_receipt(q, &v->fate[i]);
	if (e == ERR_OK)
		e = put_retaken(q, b);
	buf_str(&q->data, TXT("]"));
	if (e == ERR_OK)
		e = downward_put(q, b);
	if (e == ERR_OK)
		e = put_countersigned(q, v);
	if (e == ERR_OK)
		e = put_checkpoint(q, v);
	return e == ERR_OK ? machine_sign(q, &v->machine) : e;
}

/* --- before it ----------------------------------------------------------- */

enum err
visit_sync(struct request *q)
{
	struct visit *v = arena_take(q->mem, sizeof(*v));
	struct batch b;
	struct json report;
	bool full = false;

	if (!v)
		return ERR_LIMIT;
	enum err e = machine_admit(q, BATCH_TYPE, &v->machine);
	if (e == ERR_OK && v->machine.stale) {
		machine_again(q, &v->machine);
		return ERR_OK;
	}
	if (e == ERR_OK)
		e = batch_read(q->m->body, &b);
	if (e == ERR_OK)
		e = json_read(q->mem, b.report, &report, NULL);
	if (e == ERR_OK && b.count > 0)
		e = look_full(q, &v->machine.box, &full);
	if (e == ERR_OK && !full)
		e = take_all(q, &b, v);
	if (e == ERR_OK)
		e = take_report(q, report, &v->machine.box);
	if (e == ERR_OK)
		count_out(v);
	if (e == ERR_OK)
		e = witness_look(q, report, &v->machine.box, &v->witness);
	if (e != ERR_OK)
		return e;
	box_seen(q->tx, &v->machine.box);
	q->kept = v;
	q->after = say;
	return ERR_OK;
}
