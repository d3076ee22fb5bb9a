#include "core/witness.h"

#include "audit/trail.h"
#include "audit/vkey.h"
#include "base/encode.h"
#include "core/sql.h"
#include "crypto/checkpoint.h"
#include "store/query.h"

/* A checkpoint of the box's log, signed by the key it was enrolled with. */
static enum err
open_note(struct str note, const struct box *b, struct str *text,
    struct checkpoint *c)
{
	char name[VKEY_NAME];
	struct buf n = buf_over(name, sizeof(name));
	struct note_key key;

	vkey_name(&n, b->checkpoint);
	key.name = buf_text(&n);
	memcpy(key.open, b->checkpoint, sizeof(key.open));
	enum err e = note_open(note, &key, text);
	if (e == ERR_OK)
		e = checkpoint_read(*text, c);
	if (e == ERR_OK && (c->size == 0 || !str_eq(c->origin, key.name)))
		e = ERR_FORGED;
	return e;
}

static enum err
read_proof(struct json list, struct merkle_proof *p)
{
	*p = (struct merkle_proof){0};
	if (json_kind(list) != JSON_ARRAY || json_len(list) > MERKLE_PROOF)
		return ERR_MANGLED;
	for (size_t i = 0; i < json_len(list); i++) {
		struct buf to = buf_over(p->at[i].at, MERKLE_LEN);
		struct str hex = json_text(json_at(list, i));
		if (hex.len != (size_t)2 * MERKLE_LEN ||
		    encode_unhex(hex, &to) != ERR_OK)
			return ERR_MANGLED;
		p->count++;
	}
	return ERR_OK;
}

/* Does it go on from the last one that was verified? */
static enum err
follows(const struct box *b, const struct checkpoint *now,
    const struct merkle_proof *p)
{
	struct str text;
	struct checkpoint old;

	if (b->milestone_len == 0)
		return ERR_OK; /* the first one is believed */
	if (open_note(box_milestone(b), b, &text, &old) != ERR_OK)
		return ERR_FORGED;
	if (now->size == old.size)
		return merkle_eq(now->root, old.root) ? ERR_OK : ERR_FORGED;
	return now->size < old.size
	    ? ERR_FORGED
	    : merkle_extended(p, old.size, old.root, now->size, now->root);
}

static enum err
look_at_theirs(struct request *q, struct json report, struct box *b,
    struct witness *w)
{
	struct str note = json_text(json_get(report, TXT("checkpoint"))), text;
	struct merkle_proof proof;
	struct checkpoint c;

	enum err e = read_proof(json_get(report, TXT("proof")), &proof);
	if (e != ERR_OK || note.len == 0)
		return e;
	if (note.len > sizeof(b->milestone))
		return ERR_MANGLED;
	if (open_note(note, b, &text, &c) != ERR_OK ||
	    follows(b, &c, &proof) != ERR_OK) {
		box_alarm(q->tx, &b->device, "history", TXT(""), q->now);
		return ERR_OK;
	}
	memcpy(b->milestone, note.at, note.len);
	b->milestone_len = note.len;
	w->note = note;
	w->text = text;
	return ERR_OK;
}

/* Is `seen` the hash of this note? */
static bool
is_hash_of(struct str seen, struct str note)
{
	uint8_t hash[HASH_SHA256];
	char room[2 * HASH_SHA256];
	struct buf hex = buf_over(room, sizeof(room));

	hash_sha256(str_bytes(note), hash);
	encode_hex(&hex, BYTES_OF(hash));
	return str_eq(seen, buf_text(&hex));
}

/* The size of the checkpoint it says it knows: one of the last two it was
 * given, for our last answer may not have arrived; or the older one it names,
 * for its database may have gone back. */
static enum err
known_of(struct request *q, struct json report, const struct box *b,
    int64_t *known)
{
	struct str seen = json_text(json_get(report, TXT("seen")));
	int64_t given[] = {b->shown, b->shown_before, 0};
	enum err e = ERR_OK;

	*known = 0;
	(void)json_int(json_get(report, TXT("seen_size")), &given[2]);
	for (size_t i = 0; i < 3 && e == ERR_OK && *known == 0; i++) {
		struct query rows =
		    query_open(q->store, SQL_STAMP_OF, INT(given[i]));
		if (query_next(&rows) && is_hash_of(seen, query_text(&rows)))
			*known = given[i];
		e = query_end(&rows);
	}
	return e;
}

static enum err
show_ours(struct request *q, struct json report, struct box *b,
    struct witness *w)
{
	struct str seen = json_text(json_get(report, TXT("seen")));
	struct query rows = query_open(q->store, SQL_STAMP_NEWEST, NONE);
	int64_t size = 0;
	enum err kept = ERR_OK;

	if (query_next(&rows)) {
		size = query_int(&rows);
		struct str note = query_text(&rows);
		if (size != b->shown || !is_hash_of(seen, note))
			w->ours = arena_keep(q->mem, note, &kept);
	}
	enum err e = query_end(&rows);
	if (e == ERR_OK)
		e = kept;
	if (e != ERR_OK || w->ours.len == 0)
		return e;
	e = known_of(q, report, b, &w->known);
	b->shown_before = w->known;
	b->shown = size;
	return e;
}

enum err
witness_look(struct request *q, struct json report, struct box *b,
    struct witness *w)
{
	*w = (struct witness){0};
	enum err e = look_at_theirs(q, report, b, w);
	return e == ERR_OK ? show_ours(q, report, b, w) : e;
}
