#include "audit/trail.h"

#include "audit/sql.h"
#include "base/reader.h"
#include "crypto/hash.h"
#include "crypto/secret.h"
#include "store/query.h"

#define VERSION 1

/* Details are padded to a multiple of this, so that lengths tell little. */
#define PAD 64

static const uint8_t info[] = "fichep/v1/audit"; /* with its zero */

/* --- the public part ------------------------------------------------------ */

static bool
role_ok(struct str role)
{
	for (size_t i = 0; i < role.len; i++)
		if ((role.at[i] < 'a' || role.at[i] > 'z') && role.at[i] != '_')
			return false;
	return role.len <= TRAIL_ROLE;
}

static void
put_public(uint8_t to[TRAIL_PUBLIC], uint64_t seq, const struct trail_entry *e)
{
	static const uint8_t zeros[TRAIL_ROLE];
	struct buf b = buf_over(to, TRAIL_PUBLIC);

	buf_u8(&b, VERSION);
	buf_u8(&b, e->detail.len > 0);
	buf_u8(&b, (uint8_t)e->clock);
	buf_u8(&b, (uint8_t)e->result);
	buf_u16(&b, (uint16_t)e->action);
	buf_u16(&b, (uint16_t)e->motive);
	buf_u64(&b, seq);
	buf_u64(&b, e->at > 0 ? (uint64_t)e->at : 0);
	buf_str(&b, e->role);
	buf_bytes(&b, (struct bytes){zeros, TRAIL_ROLE - e->role.len});
	buf_bytes(&b, BYTES_OF(e->actor.at));
	buf_bytes(&b, BYTES_OF(e->object.at));
	must(buf_err(&b) == ERR_OK && b.len == TRAIL_PUBLIC);
}

enum err
trail_read(const uint8_t public[TRAIL_PUBLIC], struct trail_public *p)
{
	struct reader r = reader_new((struct bytes){public, TRAIL_PUBLIC});
	struct trail_public q = {0};
	uint8_t version = reader_u8(&r), sealed = reader_u8(&r);

	q.sealed = sealed == 1;
	q.entry.clock = (enum trail_clock)reader_u8(&r);
	q.entry.result = (enum trail_result)reader_u8(&r);
	q.entry.action = (enum audit)reader_u16(&r);
	q.entry.motive = (enum motive)reader_u16(&r);
	q.seq = reader_u64(&r);
	uint64_t at = reader_u64(&r);
	struct str role = str_from(reader_take(&r, TRAIL_ROLE));
	reader_copy(&r, q.entry.actor.at, IDENT_LEN);
	reader_copy(&r, q.entry.object.at, IDENT_LEN);
	while (role.len > 0 && role.at[role.len - 1] == 0)
		role.len--;
	q.entry.role = role;
	q.entry.at = (int64_t)at;
	if (reader_end(&r) != ERR_OK || version != VERSION || sealed > 1 ||
	    at > INT64_MAX || !role_ok(role))
		return ERR_MANGLED;
	*p = q;
	return ERR_OK;
}

struct merkle_hash
trail_leaf(const uint8_t public[TRAIL_PUBLIC], struct bytes sealed)
{
	uint8_t leaf[TRAIL_PUBLIC + HASH_SHA256];

	memcpy(leaf, public, TRAIL_PUBLIC);
	hash_sha256(sealed, leaf + TRAIL_PUBLIC);
	return merkle_leaf(BYTES_OF(leaf));
}

/* --- the sealed part ------------------------------------------------------ */

static enum err
seal(const uint8_t auditor[HPKE_KEY], const uint8_t public[TRAIL_PUBLIC],
    struct bytes detail, struct buf *sealed)
{
	uint8_t room[2 + TRAIL_DETAIL_MOST + PAD] = {0};
	struct buf plain = buf_over(room, sizeof(room));

	if (detail.len == 0)
		return ERR_OK;
	if (detail.len > TRAIL_DETAIL_MOST)
		return ERR_LIMIT;
	buf_u16(&plain, (uint16_t)detail.len);
	buf_bytes(&plain, detail);
	size_t len = (plain.len + PAD - 1) / PAD * PAD;
	enum err e = hpke_seal(auditor, BYTES_OF(info),
	    (struct bytes){public, TRAIL_PUBLIC}, (struct bytes){room, len},
	    sealed);
	secret_wipe(room, sizeof(room));
	return e;
}

/* The length, the detail, and nothing but zeros up to the end. */
static enum err
unpad(struct bytes padded, struct bytes *detail)
{
	struct reader r = reader_new(padded);
	struct bytes d = reader_take(&r, reader_u16(&r));

	for (size_t left = r.rest.len; left > 0; left--)
		if (reader_u8(&r) != 0)
			return ERR_FORGED;
	if (reader_end(&r) != ERR_OK)
		return ERR_FORGED;
	*detail = d;
	return ERR_OK;
}

enum err
trail_detail(const uint8_t mine[HPKE_KEY], const uint8_t public[TRAIL_PUBLIC],
    struct bytes sealed, struct buf *plain)
{
	uint8_t room[2 + TRAIL_DETAIL_MOST + PAD];
	struct buf opened = buf_over(room, sizeof(room));
	struct bytes detail;

	if (sealed.len == 0)
		return public[1] == 0 ? ERR_OK : ERR_FORGED;
	enum err e = hpke_open(mine, BYTES_OF(info),
	    (struct bytes){public, TRAIL_PUBLIC}, sealed, &opened);
	if (e == ERR_OK)
		e = unpad(buf_done(&opened), &detail);
	if (e == ERR_OK) {
		buf_bytes(plain, detail);
		e = buf_err(plain);
	}
	secret_wipe(room, sizeof(room));
	return e == ERR_LIMIT ? ERR_LIMIT : e == ERR_OK ? ERR_OK : ERR_FORGED;
}

/* --- the log -------------------------------------------------------------- */

enum err
trail_state(struct store *s, struct merkle *m)
{
	struct query q = query_open(s, SQL_TRAIL_STATE_GET, NONE);
	enum err got = ERR_STORE;

	if (query_next(&q))
		got = merkle_read(query_blob(&q), m);
	enum err e = query_end(&q);
	return e != ERR_OK ? e : got == ERR_OK ? ERR_OK : ERR_STORE;
}

static void
keep_state(struct tx *tx, const struct merkle *m)
{
	uint8_t room[sizeof(struct merkle)];
	struct buf b = buf_over(room, sizeof(room));

	merkle_put(&b, m);
	must(buf_err(&b) == ERR_OK);
	tx_run(tx, SQL_TRAIL_STATE_SET, BLOB(buf_done(&b)));
}

/* The entry, the nodes it completes, the new state. */
static void
keep(struct tx *tx, const uint8_t public[TRAIL_PUBLIC], struct bytes sealed,
    struct merkle *m)
{
	struct merkle_hash made[64];
	uint64_t seq = m->size;
	size_t n = merkle_add(m, trail_leaf(public, sealed), made);

	tx_run(tx, SQL_TRAIL_ADD, INT((int64_t)seq),
	    BLOB(((struct bytes){public, TRAIL_PUBLIC})), BLOB(sealed));
	for (size_t k = 1; k < n; k++)
		tx_run(tx, SQL_TRAIL_NODE_ADD, INT((int64_t)k),
		    INT((int64_t)(seq >> k)), BLOB(BYTES_OF(made[k].at)));
	keep_state(tx, m);
}

uint64_t
trail_append(struct tx *tx, struct arena *mem, const uint8_t auditor[HPKE_KEY],
    const struct trail_entry *e)
{
	struct merkle m = {0};
	uint8_t public[TRAIL_PUBLIC];

	if (tx_err(tx) == ERR_OK)
		tx_fail(tx, trail_state(tx->store, &m));
	if (!role_ok(e->role))
		tx_fail(tx, ERR_INPUT);
	if (tx_err(tx) != ERR_OK)
		return 0;

	uint64_t seq = m.size;
	size_t mark = arena_mark(mem);
	struct buf sealed = buf_new(mem, TRAIL_SEALED_MOST);
	put_public(public, seq, e);
	tx_fail(tx, buf_err(&sealed));
	tx_fail(tx, seal(auditor, public, e->detail, &sealed));
	if (tx_err(tx) == ERR_OK)
		keep(tx, public, buf_done(&sealed), &m);
	arena_back(mem, mark);
	return tx_err(tx) == ERR_OK ? seq : 0;
}

static enum err
leaf_of(struct store *s, uint64_t seq, struct merkle_hash *h)
{
	struct query q = query_open(s, SQL_TRAIL_GET, INT((int64_t)seq));
	bool there = query_next(&q);

	if (there) {
		uint8_t public[TRAIL_PUBLIC] = {0};
		query_copy(&q, public, sizeof(public));
		*h = trail_leaf(public, query_blob(&q));
	}
	enum err e = query_end(&q);
	return e != ERR_OK ? e : there ? ERR_OK : ERR_ABSENT;
}

static enum err
node_of(void *of, unsigned level, uint64_t index, struct merkle_hash *h)
{
	struct store *s = of;

	if (level == 0)
		return leaf_of(s, index, h);
	struct query q =
	    query_open(s, SQL_TRAIL_NODE_GET, INT(level), INT((int64_t)index));
	bool there = query_next(&q);
	if (there)
		query_copy(&q, h->at, MERKLE_LEN);
	enum err e = query_end(&q);
	return e != ERR_OK ? e : there ? ERR_OK : ERR_ABSENT;
}

struct merkle_source
trail_source(struct store *s)
{
	return (struct merkle_source){s, node_of};
}

/* --- words ---------------------------------------------------------------- */

const char *
trail_action(uint16_t code)
{
	switch (code) {
#define AUDIT(code, name, text)                                                \
	case code:                                                             \
		return text;
#include "audit/event.def"
#undef AUDIT
	default:
		return NULL;
	}
}

const char *
trail_motive(uint16_t code)
{
	switch (code) {
#define MOTIVE(code, name, text)                                               \
	case code:                                                             \
		return text;
#include "audit/motive.def"
#undef MOTIVE
	default:
		return NULL;
	}
}
