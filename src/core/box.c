#include "core/box.h"

#include "core/sql.h"
#include "store/query.h"

/* A text of ours is never longer than its room; another's would be cut. */
static size_t
take_text(struct query *q, char *to, size_t most)
{
	struct str t = query_text(q);
	size_t len = t.len < most ? t.len : most;

	if (len > 0)
		memcpy(to, t.at, len);
	return len;
}

enum err
box_find(struct store *s, const struct ident *device, struct box *b)
{
	struct query q =
	    query_open(s, SQL_BOX_FIND, BLOB(BYTES_OF(device->at)));
	struct box f = {.device = *device};
	bool there = query_next(&q);
	size_t nonce = 0;

	if (there) {
		f.state = (enum box_state)query_int(&q);
		query_copy(&q, f.sign, sizeof(f.sign));
		query_copy(&q, f.spool, sizeof(f.spool));
		query_copy(&q, f.checkpoint, sizeof(f.checkpoint));
		f.site_len = take_text(&q, f.site, sizeof(f.site));
		f.name_len = take_text(&q, f.name, sizeof(f.name));
		nonce = take_text(&q, f.nonce, sizeof(f.nonce));
		f.incarnation = query_int(&q);
		f.seq = query_int(&q);
		f.told = query_int(&q);
		f.shown = query_int(&q);
		f.shown_before = query_int(&q);
		f.milestone_len =
		    take_text(&q, f.milestone, sizeof(f.milestone));
		f.last_ms = query_int(&q);
		f.held = query_int(&q);
		f.oldest_ms = query_int(&q);
		f.clock = query_int(&q);
		f.drift_ms = query_int(&q);
		f.version_len = take_text(&q, f.version, sizeof(f.version));
		f.kind_len = take_text(&q, f.kind, sizeof(f.kind));
	}
	enum err e = query_end(&q);
	if (e == ERR_OK && !there)
		e = ERR_ABSENT;
	if (e == ERR_OK && nonce != sizeof(f.nonce))
		e = ERR_STORE;
	if (e == ERR_OK)
		*b = f;
	return e;
}

struct str
box_site(const struct box *b)
{
	return (struct str){b->site, b->site_len};
}

struct str
box_name(const struct box *b)
{
	return (struct str){b->name, b->name_len};
}

struct str
box_kind(const struct box *b)
{
	return (struct str){b->kind, b->kind_len};
}

struct str
box_nonce(const struct box *b)
{
	return (struct str){b->nonce, sizeof(b->nonce)};
}

struct str
box_milestone(const struct box *b)
{
	return (struct str){b->milestone, b->milestone_len};
}

void
box_seen(struct tx *tx, struct box *b)
{
	struct str version = {b->version, b->version_len};
	struct ident fresh = ident_new();
	struct buf nonce = buf_over(b->nonce, sizeof(b->nonce));

	ident_put(&nonce, &fresh);
	tx_run(tx, SQL_BOX_SEEN, BLOB(BYTES_OF(b->device.at)),
	    TEXT(box_nonce(b)), INT(b->incarnation), INT(b->seq), INT(b->told),
	    INT(b->shown), INT(b->shown_before), TEXT(box_milestone(b)),
	    INT(b->last_ms), INT(b->held), INT(b->oldest_ms), INT(b->clock),
	    INT(b->drift_ms), TEXT(version));
}

void
box_alarm(struct tx *tx, const struct ident *device, const char *kind,
    struct str detail, int64_t now)
{
	tx_run(tx, SQL_ALARM_RAISE, BLOB(BYTES_OF(device->at)),
	    TEXT(str_of(kind)), INT(now), TEXT(detail));
}

void
box_calm(struct tx *tx, const struct ident *device, const char *kind,
    int64_t now)
{
	tx_run(tx, SQL_ALARM_END, BLOB(BYTES_OF(device->at)),
	    TEXT(str_of(kind)), INT(now));
}
