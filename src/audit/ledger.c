#include "audit/ledger.h"

#include "audit/sql.h"
#include "audit/stamp.h"
#include "base/reader.h"
#include "crypto/checkpoint.h"
#include "store/query.h"

#define STATE_MOST (8 + 64 * MERKLE_LEN)

/* --- writing -------------------------------------------------------------- */

/* The file, or the room, and whether all of it went in so far. */
struct pen {
	FILE *to;
	struct buf *room;
	enum err err;
};

static void
ink(struct pen *p, struct bytes v)
{
	if (p->room) {
		buf_bytes(p->room, v);
		p->err = buf_err(p->room);
	} else if (p->err == ERR_OK && v.len > 0 &&
	    fwrite(v.at, 1, v.len, p->to) != v.len) {
		p->err = ERR_STORE;
	}
}

static void
ink_short(struct pen *p, struct bytes v)
{
	uint8_t len[2] = {(uint8_t)(v.len >> 8), (uint8_t)v.len};

	must(v.len <= UINT16_MAX);
	ink(p, BYTES_OF(len));
	ink(p, v);
}

static void
ink_head(struct pen *p, struct str origin, const struct merkle *before)
{
	uint8_t head[512], state[STATE_MOST];
	struct buf h = buf_over(head, sizeof(head));
	struct buf s = buf_over(state, sizeof(state));

	buf_str(&h, TXT(LEDGER_MAGIC));
	buf_u16(&h, LEDGER_VERSION);
	buf_u8(&h, (uint8_t)origin.len);
	buf_str(&h, origin);
	merkle_put(&s, before);
	must(buf_err(&h) == ERR_OK && buf_err(&s) == ERR_OK);
	ink(p, buf_done(&h));
	ink_short(p, buf_done(&s));
}

static void
ink_checkpoint(struct pen *p, struct bytes note)
{
	ink(p, str_bytes(TXT("C")));
	ink_short(p, note);
}

/* Vouch for what was read, as the next start of the service would. */
static void
ink_signed(struct pen *p, const struct ledger_signer *by,
    const struct merkle *m)
{
	uint8_t text[STAMP_MOST], note[STAMP_MOST], signature[SIGN_LEN];
	struct buf t = buf_over(text, sizeof(text));
	struct buf n = buf_over(note, sizeof(note));

	checkpoint_put(&t,
	    &(struct checkpoint){by->key.name, m->size, merkle_root(m),
		TXT("")});
	sign_message(by->sign, buf_done(&t), signature);
	note_put(&n, buf_text(&t), &by->key, signature);
	must(buf_err(&t) == ERR_OK && buf_err(&n) == ERR_OK);
	ink_checkpoint(p, buf_done(&n));
}

static void
ink_end(struct pen *p, uint64_t size)
{
	uint8_t room[9];
	struct buf b = buf_over(room, sizeof(room));

	buf_str(&b, TXT("Z"));
	buf_u64(&b, size);
	ink(p, buf_done(&b));
}

/* One row of SQL_TRAIL_ALL; true if a checkpoint stands after the entry. */
static bool
ink_entry(struct pen *p, struct query *q, struct merkle *m)
{
	uint8_t public[TRAIL_PUBLIC] = {0};

	if (query_int(q) != (int64_t)m->size)
		p->err = ERR_STORE; /* a row is missing: not a log to export */
	query_copy(q, public, sizeof(public));
	struct bytes sealed = query_blob(q);
	if (q->err != ERR_OK || p->err != ERR_OK)
		return false;
	(void)merkle_add(m, trail_leaf(public, sealed), NULL);
	ink(p, str_bytes(TXT("E")));
	ink(p, BYTES_OF(public));
	ink_short(p, sealed);
	if (query_null(q))
		return false;
	ink_checkpoint(p, str_bytes(query_text(q)));
	return true;
}

enum err
ledger_write(struct store *s, const struct ledger_signer *signer, FILE *to)
{
	struct pen pen = {.to = to};
	struct merkle m = {0};
	bool covered = true;

	ink_head(&pen, signer->key.name, &m);
	struct query q = query_open(s, SQL_TRAIL_ALL, NONE);
	while (pen.err == ERR_OK && query_next(&q))
		covered = ink_entry(&pen, &q, &m);
	enum err e = query_end(&q);
	if (!covered)
		ink_signed(&pen, signer, &m);
	ink_end(&pen, m.size);
	return e != ERR_OK ? e : pen.err;
}

/* The tree as it was when the log had `size` entries. */
static enum err
tree_at(struct store *s, uint64_t size, struct merkle *m)
{
	struct merkle_source from = trail_source(s);
	uint64_t place = 0;
	enum err e = ERR_OK;
	size_t n = 0;

	m->size = size;
	for (unsigned level = 64; e == ERR_OK && level-- > 0;) {
		if (!(size >> level & 1))
			continue;
		e = from.get(from.of, level, place >> level, &m->peak[n++]);
		place += UINT64_C(1) << level;
	}
	return e;
}

/* The checkpoint of `size` entries is written, if there is one. */
static enum err
ink_kept(struct pen *p, struct store *s, uint64_t size)
{
	struct query q = query_open(s, SQL_STAMP_NOTE, INT((int64_t)size));
	bool any = query_next(&q);

	if (any)
		ink_checkpoint(p, str_bytes(query_text(&q)));
	enum err e = query_end(&q);
	return e == ERR_OK && !any ? ERR_ABSENT : e;
}

enum err
ledger_part(struct store *s, struct str name, uint64_t from, uint64_t size,
    struct buf *to)
{
	struct pen pen = {.room = to};
	struct merkle m = {0};
	bool covered = false;

	if (from >= size || size > INT64_MAX)
		return ERR_ABSENT;
	enum err e = tree_at(s, from, &m);
	if (e != ERR_OK)
		return e;
	ink_head(&pen, name, &m);
	if (from > 0)
		e = ink_kept(&pen, s, from);
	if (e != ERR_OK)
		return e;
	struct query q = query_open(s, SQL_TRAIL_PART, INT((int64_t)from),
	    INT((int64_t)size));
	while (pen.err == ERR_OK && query_next(&q))
		covered = ink_entry(&pen, &q, &m);
	e = query_end(&q);
	ink_end(&pen, m.size);
	if (e == ERR_OK)
		e = pen.err;
	return e == ERR_OK && (!covered || m.size != size) ? ERR_ABSENT : e;
}

/* --- reading -------------------------------------------------------------- */

static bool
read_all(FILE *from, uint8_t *to, size_t len)
{
	return fread(to, 1, len, from) == len;
}

static bool
read_short(FILE *from, uint8_t *to, size_t most, size_t *len)
{
	uint8_t raw[2];

	if (!read_all(from, raw, sizeof(raw)))
		return false;
	*len = (size_t)raw[0] << 8 | raw[1];
	return *len <= most && read_all(from, to, *len);
}

enum err
ledger_open(FILE *from, struct ledger *l)
{
	uint8_t fixed[7];
	size_t len;

	l->from = from;
	if (!read_all(from, fixed, sizeof(fixed)))
		return ERR_MANGLED;
	struct reader r = reader_new(BYTES_OF(fixed));
	struct str magic = str_from(reader_take(&r, 4));
	uint16_t version = reader_u16(&r);
	len = reader_u8(&r);
	if (!str_eq(magic, TXT(LEDGER_MAGIC)) || version != LEDGER_VERSION ||
	    !read_all(from, l->head, len))
		return ERR_MANGLED;
	l->origin = (struct str){(const char *)l->head, len};
	if (!read_short(from, l->room, STATE_MOST, &len))
		return ERR_MANGLED;
	return merkle_read((struct bytes){l->room, len}, &l->before);
}

enum err
ledger_next(struct ledger *l, struct ledger_record *r)
{
	uint8_t *after = l->room + TRAIL_PUBLIC;
	size_t len;

	switch (getc(l->from)) {
	case 'E':
		if (!read_all(l->from, l->room, TRAIL_PUBLIC) ||
		    !read_short(l->from, after, TRAIL_SEALED_MOST, &len))
			return ERR_MANGLED;
		r->kind = LEDGER_ENTRY;
		r->public = (struct bytes){l->room, TRAIL_PUBLIC};
		r->sealed = (struct bytes){after, len};
		return ERR_OK;
	case 'C':
		if (!read_short(l->from, after, NOTE_MOST, &len))
			return ERR_MANGLED;
		r->kind = LEDGER_CHECKPOINT;
		r->note = (struct str){(const char *)after, len};
		return ERR_OK;
	case 'Z':
		if (!read_all(l->from, l->room, 8) || getc(l->from) != EOF)
			return ERR_MANGLED;
		struct reader end = reader_new((struct bytes){l->room, 8});
		r->kind = LEDGER_END;
		r->size = reader_u64(&end);
		return reader_end(&end);
	default:
		return ERR_MANGLED;
	}
}
