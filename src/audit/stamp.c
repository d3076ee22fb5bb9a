#include "audit/stamp.h"

#include "audit/sql.h"
#include "audit/trail.h"
#include "crypto/checkpoint.h"
#include "store/query.h"

/* The size and date of the last one; zeros when there is none. */
static enum err
last(struct store *s, uint64_t *size, int64_t *made)
{
	struct query q = query_open(s, SQL_STAMP_LAST, NONE);
	int64_t covers = 0, when = 0;

	if (query_next(&q)) {
		covers = query_int(&q);
		when = query_int(&q);
	}
	enum err e = query_end(&q);
	if (e != ERR_OK)
		return e;
	*size = (uint64_t)covers;
	*made = when;
	return ERR_OK;
}

enum err
stamp_behind(struct store *s, uint64_t *entries)
{
	struct merkle m;
	uint64_t size;
	int64_t made;
	enum err e = trail_state(s, &m);

	if (e == ERR_OK)
		e = last(s, &size, &made);
	if (e != ERR_OK)
		return e;
	if (size > m.size)
		return ERR_STORE; /* signed more than there is */
	*entries = m.size - size;
	return ERR_OK;
}

enum err
stamp_due(struct store *s, int64_t now, bool *due)
{
	uint64_t behind, size;
	int64_t made;
	enum err e = stamp_behind(s, &behind);

	if (e == ERR_OK)
		e = last(s, &size, &made);
	if (e != ERR_OK)
		return e;
	*due = behind >= STAMP_ENTRIES ||
	    (behind > 0 && (now < made || now - made >= STAMP_EVERY));
	return ERR_OK;
}

enum err
stamp_text(struct store *s, struct str origin, struct buf *to)
{
	struct merkle m;
	enum err e = trail_state(s, &m);

	if (e != ERR_OK)
		return e;
	if (m.size == 0)
		return ERR_ABSENT;
	checkpoint_put(to,
	    &(struct checkpoint){origin, m.size, merkle_root(&m), TXT("")});
	return buf_err(to);
}

/* Does it say of our entries what we hold? */
static enum err
agrees(struct store *s, struct str origin, const struct checkpoint *c)
{
	struct merkle m;
	struct merkle_hash root;
	enum err e = trail_state(s, &m);

	if (e != ERR_OK)
		return e;
	if (!str_eq(c->origin, origin) || c->size == 0 || c->size > m.size)
		return ERR_FORGED;
	e = merkle_root_of(trail_source(s), c->size, &root);
	if (e != ERR_OK)
		return e;
	return merkle_eq(root, c->root) ? ERR_OK : ERR_FORGED;
}

void
stamp_keep(struct tx *tx, struct arena *mem, const struct note_key *key,
    struct str text, const uint8_t signature[SIGN_LEN], int64_t now)
{
	struct checkpoint c;

	if (tx_err(tx) != ERR_OK)
		return;
	if (checkpoint_read(text, &c) != ERR_OK ||
	    sign_verify(key->open, str_bytes(text), signature) != ERR_OK) {
		tx_fail(tx, ERR_FORGED);
		return;
	}
	size_t mark = arena_mark(mem);
	struct buf note = buf_new(mem, STAMP_MOST);
	tx_fail(tx, agrees(tx->store, key->name, &c));
	note_put(&note, text, key, signature);
	tx_fail(tx, buf_err(&note));
	tx_run(tx, SQL_STAMP_ADD, INT((int64_t)c.size), INT(now),
	    TEXT(buf_text(&note)));
	arena_back(mem, mark);
}
