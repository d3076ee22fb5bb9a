#include "core/intake.h"

#include "calendar/paris.h"

#include "base/reader.h"
#include "core/payload.h"
#include "core/sql.h"
#include "crypto/secret.h"
#include "dossier/course.h"
#include "dossier/reference.h"
#include "store/query.h"

/* Why it is in quarantine, as stored; and as the audit log says it. */
static const struct {
	enum motive motive;
	const char *stored;
} whys[] = {
#define WHY(name)                                                              \
	{                                                                      \
		MOTIVE_##name, #name                                           \
	}
    WHY(unreadable),
    WHY(other_box),
    WHY(not_signed),
    WHY(box_revoked),
    WHY(clash),
    WHY(fork),
    WHY(not_opened),
    WHY(not_understood),
    WHY(reference_taken),
#undef WHY
};

/* One envelope on its way. */
struct parcel {
	struct envelope e;
	struct envelope_inner inner;
	struct payload p;
	bool read;       /* `e` holds it */
	bool signed_;    /* by the box it names */
	bool opened;     /* `inner` and `p` hold its content */
	bool follows;    /* the one before it has come */
	bool broken;     /* but is another than it says */
	enum motive why; /* of a quarantine, or none */
	bool again;      /* it stands in quarantine */
};

static const char *
stored_as(enum motive why)
{
	for (size_t i = 0; i < sizeof(whys) / sizeof(*whys); i++)
		if (whys[i].motive == why)
			return whys[i].stored;
	return "";
}

/* What it says it is, even if nothing else of it can be read. */
static void
claim(struct bytes whole, const struct box *from, struct intake_fate *f,
    struct ident *named)
{
	struct reader r = reader_new(whole);

	*f = (struct intake_fate){.state = RECEIPT_QUARANTINED};
	hash_sha256(whole, f->sha256);
	if (whole.len >= ENVELOPE_FIXED &&
	    str_eq(str_from(reader_take(&r, 4)), TXT("FPE1"))) {
		(void)reader_take(&r, 8);
		reader_copy(&r, f->device.at, IDENT_LEN);
		uint64_t incarnation = reader_u64(&r), seq = reader_u64(&r);
		reader_copy(&r, f->envelope.at, IDENT_LEN);
		if (incarnation <= INT64_MAX && seq <= INT64_MAX) {
			f->incarnation = (int64_t)incarnation;
			f->seq = (int64_t)seq;
		}
	}
	*named = f->device;
	if (from)
		f->device = from->device;
}

/* The very same bytes came before: what was said then is said again. */
static enum err
came_before(struct intake *in, struct intake_fate *f, const struct ident *named,
    bool *before)
{
	struct query q = query_open(in->tx->store, SQL_INTAKE_SAME,
	    BLOB(BYTES_OF(f->envelope.at)), BLOB(BYTES_OF(f->sha256)),
	    BLOB(BYTES_OF(f->device.at)), BLOB(BYTES_OF(named->at)));

	*before = query_next(&q);
	if (*before) {
		query_copy(&q, f->device.at, IDENT_LEN);
		f->incarnation = query_int(&q);
		f->seq = query_int(&q);
		f->received = query_int(&q);
		f->state = (enum receipt_state)query_int(&q);
		f->leaf = query_int(&q);
	}
	enum err e = query_end(&q);
	if (f->state == RECEIPT_STORED)
		f->state = RECEIPT_DUPLICATE;
	return e;
}

static bool
signed_by(const struct envelope *e, const struct box *b)
{
	bool spool = e->outer.flags & ENVELOPE_SPOOL_SIGNED;
	const uint8_t *key = spool ? b->spool : b->sign;
	uint8_t kid[ENVELOPE_KID];

	envelope_kid(key, kid);
	return memcmp(kid, e->outer.signer, sizeof(kid)) == 0 &&
	    envelope_verify(e, key) == ERR_OK;
}

static bool
same_hash(struct bytes a, const uint8_t b[HASH_SHA256])
{
	return a.len == HASH_SHA256 && memcmp(a.at, b, HASH_SHA256) == 0;
}

/* Id and place against all that came signed by this box. */
static enum err
judge_place(struct intake *in, struct parcel *p, const struct intake_fate *f)
{
	struct query q = query_open(in->tx->store, SQL_INTAKE_RIVAL,
	    BLOB(BYTES_OF(f->envelope.at)), BLOB(BYTES_OF(f->device.at)),
	    INT(f->incarnation), INT(f->seq), BLOB(BYTES_OF(f->sha256)));
	static const uint8_t zero[HASH_SHA256];
	bool first = f->seq <= 1, named = false;

	p->follows = first;
	if (first)
		p->broken = memcmp(p->e.outer.before, zero, sizeof(zero)) != 0;
	while (query_next(&q)) {
		bool same_id = query_int(&q) != 0;
		int64_t after = query_int(&q);
		struct bytes hash = query_bytes(&q, HASH_SHA256);
		struct bytes before = query_null(&q)
		    ? BYTES_OF(f->sha256)
		    : query_bytes(&q, HASH_SHA256);
		if (same_id)
			p->why = MOTIVE_clash;
		else if (after == 0 && p->why == MOTIVE_none)
			p->why = MOTIVE_fork;
		else if (after > 0)
			p->broken |= !same_hash(before, f->sha256);
		else if (after < 0) {
			p->follows = true;
			named |= same_hash(hash, p->e.outer.before);
		}
	}
	/* Of two before it, one is a fork that was told when it came. */
	p->broken |= p->follows && !first && !named;
	return query_end(&q);
}

/* The seal, the content. Whatever is wrong with it, it is for quarantine. */
static enum err
open_it(struct intake *in, struct parcel *p)
{
	uint8_t kid[ENVELOPE_KID], cek[ENVELOPE_CEK];

	envelope_kid(in->open, kid);
	const struct envelope_entry *mine = envelope_entry(&p->e, kid);
	p->why = MOTIVE_not_opened;
	if (!mine || mine->role != ENVELOPE_INTAKE)
		return ERR_OK;
	enum err e = in->unwrap(in->of, p->e.fixed, mine->whole, cek);
	if (e == ERR_LATER)
		return e;
	if (e == ERR_OK)
		e = envelope_open(&p->e, cek, in->mem, &p->inner);
	secret_wipe(cek, sizeof(cek));
	if (e != ERR_OK)
		return ERR_OK;
	p->why = MOTIVE_none;
	if (p->inner.content == ENVELOPE_dummy)
		return ERR_OK;
	if (p->inner.schema != ENVELOPE_SCHEMA ||
	    payload_read(in->mem, in->pack, p->inner.payload, &p->p) != ERR_OK)
		p->why = MOTIVE_not_understood;
	else
		p->opened = true;
	return ERR_OK;
}

/* The author knows the one that is in the payload: whoever accepts it tells. */
static enum err
find_free(struct intake *in, struct str *reference)
{
	int64_t taken = 0;
	enum err e = query_number(in->tx->store, &taken, SQL_INTAKE_REFERENCE,
	    TEXT(*reference), TEXT(TXT("")), NIL);

	while (e == ERR_OK && taken > 0) {
		struct buf b = buf_new(in->mem, REFERENCE_MOST);
		e = reference_further(*reference, &b);
		if (e != ERR_OK)
			return e;
		*reference = buf_text(&b);
		e = query_number(in->tx->store, &taken, SQL_INTAKE_REFERENCE,
		    TEXT(*reference), TEXT(TXT("")), NIL);
	}
	return e;
}

/* Nobody else's, and nobody else's to give. */
static enum err
judge_reference(struct intake *in, struct parcel *p, const struct box *b)
{
	int64_t taken = 0;

	if (!p->opened)
		return ERR_OK;
	enum err e = query_number(in->tx->store, &taken, SQL_INTAKE_REFERENCE,
	    TEXT(p->p.reference), TEXT(p->p.site),
	    BLOB(BYTES_OF(b->device.at)));
	if (e == ERR_OK && taken > 0 && in->accept)
		return find_free(in, &p->p.reference);
	if (e == ERR_OK && taken > 0)
		p->why = MOTIVE_reference_taken;
	return e;
}

/* `b` is the box it names; ERR_OK says nothing of `p->why`. */
static enum err
judge(struct intake *in, struct parcel *p, const struct box *b,
    const struct intake_fate *f)
{
	p->signed_ = signed_by(&p->e, b);
	if (!p->signed_) {
		p->why = MOTIVE_not_signed;
		return ERR_OK;
	}
	if (b->state == BOX_ASKED)
		return ERR_DENIED;
	enum err e = judge_place(in, p, f);
	if (in->accept && p->why == MOTIVE_fork)
		p->why = MOTIVE_none;
	if (e != ERR_OK || p->why != MOTIVE_none)
		return e;
	if (b->state != BOX_ACTIVE && !in->accept) {
		p->why = MOTIVE_box_revoked;
		return ERR_OK;
	}
	e = open_it(in, p);
	if (e == ERR_OK && p->why == MOTIVE_none)
		e = judge_reference(in, p, b);
	return e;
}

/* An act, with all it causes. Its rules refuse nothing that came from a box. */
/* What one role alone may write is that role's, wherever it was written: a
 * brigade without a box of its own asks at a foyer's, and has its answer there.
 */
static struct str
author_role(const struct intake *in, const struct payload *y,
    const struct box *b)
{
	const struct rules_act *r =
	    rules_act_of(&in->pack->rules, y->form, paris_day(in->now));

	if (r && r->by.count == 1 && !rules_named(&r->by, box_kind(b)))
		return r->by.at[0];
	return box_kind(b);
}

static void
make_act(struct intake *in, const struct parcel *p, const struct box *b,
    const struct intake_fate *f)
{
	const struct payload *y = &p->p;
	bool untrusted = p->e.outer.flags & ENVELOPE_CLOCK_UNTRUSTED;
	struct course c = {in->tx, in->mem, in->pack, in->now};
	struct course_act a = {.ident = f->envelope,
	    .form = y->form,
	    .version = y->version,
	    .content = (int64_t)p->inner.content,
	    .urgency = (int64_t)p->inner.urgency,
	    .clock = untrusted && y->clock > TRAIL_CLOCK_MACHINE
		? TRAIL_CLOCK_MACHINE
		: y->clock,
	    .filed = y->filed_ms,
	    .received = in->now,
	    .reference = y->reference,
	    .about = y->about,
	    .device = &b->device,
	    .site = box_site(b),
	    .site_name = box_name(b),
	    .parquet = y->parquet,
	    .verified = y->verified && p->inner.content != ENVELOPE_emergency,
	    .payload = p->inner.payload,
	    .answers = y->answers,
	    .author = {NULL, author_role(in, y, b), box_site(b)}};
	struct course_done done;

	tx_fail(in->tx, course_record(&c, &a, &done));
}

/* A hole in the chain is known by what stands behind it (core/fleet.h). */
static void
mind_gap(struct intake *in, const struct parcel *p, const struct intake_fate *f)
{
	struct bytes device = BYTES_OF(f->device.at);

	tx_run(in->tx, SQL_MISSING_FILLED, BLOB(device), INT(f->incarnation),
	    INT(f->seq + 1));
	if (!p->follows)
		tx_run(in->tx, SQL_MISSING_ADD, BLOB(device),
		    INT(f->incarnation), INT(f->seq), INT(in->now));
}

static void
put_down(struct intake *in, const struct parcel *p, struct bytes whole,
    struct intake_fate *f)
{
	bool stored = p->why == MOTIVE_none;
	struct trail_entry note = {.action = stored
		? AUDIT_envelope_stored
		: AUDIT_envelope_quarantined,
	    .motive = p->why,
	    .result = stored ? TRAIL_DONE : TRAIL_REFUSED,
	    .clock = TRAIL_CLOCK_MACHINE,
	    .at = in->now,
	    .role = TXT("box"),
	    .actor = f->device,
	    .object = f->envelope};

	f->state = stored ? RECEIPT_STORED : RECEIPT_QUARANTINED;
	f->received = in->now;
	f->leaf = (int64_t)trail_append(in->tx, in->mem, in->auditor, &note);
	tx_run(in->tx, SQL_INTAKE_ADD, BLOB(BYTES_OF(f->envelope.at)),
	    BLOB(BYTES_OF(f->device.at)), INT(f->incarnation), INT(f->seq),
	    BLOB(BYTES_OF(f->sha256)), INT(f->received), INT(f->state),
	    TEXT(str_of(stored_as(p->why))), INT(f->leaf), INT(p->signed_),
	    stored ? NIL : BLOB(whole),
	    p->signed_ ? BLOB(BYTES_OF(p->e.outer.before)) : NIL);
}

/* Places are numbers, which say nothing of anyone. */
static void
sound_alarms(struct intake *in, const struct parcel *p, const struct box *b,
    const struct intake_fate *f)
{
	char room[48];
	struct buf place = buf_over(room, sizeof(room));

	buf_number(&place, f->incarnation, 1);
	buf_str(&place, TXT("/"));
	buf_number(&place, f->seq, 1);
	if (p->why == MOTIVE_fork || p->broken)
		box_alarm(in->tx, &b->device, "fork", buf_text(&place),
		    in->now);
	if (p->why == MOTIVE_clash)
		box_alarm(in->tx, &b->device, "clash", buf_text(&place),
		    in->now);
	if (p->why != MOTIVE_none)
		box_alarm(in->tx, &b->device, "quarantine", TXT(""), in->now);
}

/* All that is written of one envelope, or nothing. */
static enum err
keep(struct intake *in, const struct parcel *p, const struct box *b,
    struct bytes whole, struct intake_fate *f)
{
	tx_save(in->tx);
	put_down(in, p, whole, f);
	if (p->why == MOTIVE_none && p->opened)
		make_act(in, p, b, f);
	if (p->again)
		tx_run(in->tx, SQL_DOWNWARD_RECEIPT,
		    BLOB(BYTES_OF(f->envelope.at)));
	if (b && p->signed_)
		mind_gap(in, p, f);
	if (b)
		sound_alarms(in, p, b, f);
	return tx_release(in->tx);
}

static void
move_on(struct box *b, const struct intake_fate *f)
{
	if (f->incarnation < b->incarnation ||
	    (f->incarnation == b->incarnation && f->seq <= b->seq))
		return;
	b->incarnation = f->incarnation;
	b->seq = f->seq;
}

static enum err
take(struct intake *in, struct box *from, struct bytes whole, bool again,
    struct intake_fate *f)
{
	struct ident named;
	struct parcel *p = arena_take(in->mem, sizeof(*p));
	struct box *b = arena_take(in->mem, sizeof(*b));
	bool before = false;
	enum err e = ERR_OK;

	if (!p || !b)
		return ERR_LIMIT;
	p->again = again;
	claim(whole, from, f, &named);
	if (!again)
		e = came_before(in, f, &named, &before);
	if (e != ERR_OK || before)
		return e;
	p->read = envelope_read(whole, &p->e) == ERR_OK &&
	    p->e.outer.incarnation <= INT64_MAX && p->e.outer.seq <= INT64_MAX;
	if (from)
		*b = *from;
	else
		e = box_find(in->tx->store, &f->device, b);
	if (e != ERR_OK && e != ERR_ABSENT)
		return e;
	if (e == ERR_ABSENT)
		b = NULL;
	if (!p->read)
		p->why = MOTIVE_unreadable;
	else if (!b || !ident_eq(&p->e.outer.device, &b->device))
		p->why = MOTIVE_other_box;
	e = p->why == MOTIVE_none ? judge(in, p, b, f) : ERR_OK;
	f->why = p->why;
	if (e != ERR_OK || (again && p->why != MOTIVE_none))
		return e;
	e = keep(in, p, b, whole, f);
	/* What our own schema refuses is kept as well, or it would come again
	 * for ever and hold back what follows it. */
	if ((e == ERR_CLASH || e == ERR_LIMIT) && p->why == MOTIVE_none) {
		f->why = p->why = MOTIVE_not_understood;
		f->state = RECEIPT_QUARANTINED;
		e = again ? ERR_OK : keep(in, p, b, whole, f);
	}
	if (e == ERR_OK && from && p->signed_)
		move_on(from, f);
	return e;
}

static enum err
take_one(struct intake *in, struct box *from, struct bytes whole, bool again,
    struct intake_fate *fate)
{
	size_t mark = arena_mark(in->mem);
	struct intake_fate found;
	enum err e = take(in, from, whole, again, &found);

	arena_back(in->mem, mark);
	if (e == ERR_OK)
		*fate = found;
	return e;
}

enum err
intake_take(struct intake *in, struct box *from, struct bytes whole,
    struct intake_fate *fate)
{
	return take_one(in, from, whole, false, fate);
}

enum err
intake_again(struct intake *in, struct bytes whole, struct intake_fate *fate)
{
	return take_one(in, NULL, whole, true, fate);
}
