#include "core/sendings.h"

#include "base/encode.h"
#include "base/item.h"
#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/chain.h"
#include "core/core.h"
#include "core/route.h"
#include "core/sql.h"
#include "envelope/envelope.h"
#include "store/query.h"

#define LIST_MOST (100u << 10) /* bytes of the list */

/* Bytes of what is listed, and of the words about one sending: the rest is for
 * another page, for a page is three times what is in it. */
#define LIST_ENOUGH  (16u << 10)
#define WORDS_ENOUGH (16u << 10)

/* A sending as its row says it. */
struct sending {
	uint8_t id[IDENT_LEN];
	struct str form, reference, about;
	int64_t content, urgency, recorded, received, delivered;
	int64_t parcel; /* enum parcel_state */
	int64_t found;  /* 1: and without reference, 2 */
};

/* « mardi 24 novembre, 2 h 14 », or "" when it has not come. */
static void
moment(const struct request *q, struct buf *b, const char *name, int64_t at)
{
	char room[96];
	struct buf words = buf_over(room, sizeof(room));

	if (at > 0)
		wording_utc(&words, at, wording_year(q->now));
	item_text(b, name, buf_text(&words));
}

static void
read_row(struct query *r, struct sending *s)
{
	query_copy(r, s->id, sizeof(s->id));
	s->form = query_text(r);
	s->content = query_int(r);
	s->reference = query_text(r);
	s->about = query_text(r);
	s->urgency = query_int(r);
	s->recorded = query_int(r);
	s->received = query_int(r);
	s->delivered = query_int(r);
	s->parcel = query_int(r);
	s->found = query_int(r);
}

/* Why nobody reads it, as far as we know; of several, the worst alone. While
 * the line is known to be cut, and not by one look alone, there is nothing to
 * wait for. */
static struct sendings_trouble
trouble_of(const struct request *q, const struct sending *s)
{
	int64_t most = s->urgency > 0 ? SENDINGS_URGENT : SENDINGS_LATE;
	struct sendings_trouble t = {0};

	if (s->received > 0 || s->delivered > 0)
		return t;
	if (s->parcel == PARCEL_LOST)
		t.lost = true;
	else if (q->core->sync.revoked)
		t.revoked = true;
	else if (s->parcel == PARCEL_ASIDE)
		t.aside = true;
	else
		t.late =
		    q->core->liaison.silent > 1 || q->now > s->recorded + most;
	return t;
}

static struct str
title_of(const struct core *c, const struct sending *s)
{
	const struct form *f = pack_form(&c->pack, s->form, 0);

	if (s->form.len == 0)
		return TXT("Un envoi");
	return f ? f->title : s->form;
}

/* What a slip shows: another number once that changes. */
static int64_t
mark_of(const struct request *q, const struct sending *s)
{
	struct sendings_trouble t = trouble_of(q, s);

	return (s->received > 0) + 2 * (s->delivered > 0) + 4 * t.late +
	    8 * t.revoked + 16 * t.aside + 32 * t.lost;
}

/* An object, left open for what else is known of it. */
static void
put(struct request *q, const struct sending *s, struct buf *b)
{
	char room[64];
	struct buf hour = buf_over(room, sizeof(room));
	/* The same words for what is no fiche, as far as is known. */
	bool added = s->content == ENVELOPE_addendum || s->form.len == 0 ||
	    str_eq(s->form, TXT("complement"));

	wording_hour(&hour, paris_of(s->recorded).hour);
	buf_str(b, TXT("{"));
	item_text(b, "title", title_of(q->core, s));
	item_text(b, "reference", s->found == 1 ? TXT("") : s->reference);
	item_text(b, "about", s->about);
	item_text(b, "recorded_hour", buf_text(&hour));
	moment(q, b, "recorded", s->recorded);
	moment(q, b, "received", s->received);
	moment(q, b, "delivered", s->delivered);
	struct sendings_trouble t = trouble_of(q, s);
	item_flag(b, "lost", t.lost);
	item_flag(b, "revoked", t.revoked);
	item_flag(b, "aside", t.aside);
	item_flag(b, "late", t.late);
	item_flag(b, "stopped", t.lost || t.revoked || t.aside);
	item_flag(b, "incomplete", s->content == ENVELOPE_incomplete);
	item_flag(b, "emergency", s->content == ENVELOPE_emergency);
	item_flag(b, "added", added);
	item_text(b, "answers", /* of what a complement may be about */
	    s->found == 1 ? TXT("")
		: added   ? s->about
			  : s->reference);
	item_flag(b, "found", s->found > 0);
	item_flag(b, "stray", s->found > 0 && s->form.len == 0);
}

/* Unread ones first: what no longer fits was read. */
static enum err
put_words(struct request *q, const uint8_t id[IDENT_LEN], struct buf *b)
{
	size_t start = b->len;
	bool first = true;

	item_list(b, "words");
	struct query r = query_open(q->store, SQL_WORD_OF,
	    BLOB(((struct bytes){id, IDENT_LEN})));
	while (b->len - start < WORDS_ENOUGH && query_next(&r)) {
		uint8_t word[IDENT_LEN];
		char hex[IDENT_TEXT];
		struct buf name = buf_over(hex, sizeof(hex));

		query_copy(&r, word, sizeof(word));
		encode_hex(&name, BYTES_OF(word));
		buf_str(b, first ? TXT("{") : TXT(",{"));
		first = false;
		item_text(b, "id", buf_text(&name));
		moment(q, b, "sent", query_int(&r));
		item_text(b, "sender", query_text(&r));
		item_text(b, "text", query_text(&r));
		int64_t read = query_int(&r);
		moment(q, b, "read", read);
		item_flag(b, "unread", read == 0);
		buf_str(b, TXT("}"));
	}
	buf_str(b, TXT("]"));
	return query_end(&r);
}

/* Rows of `r`, as many as a page holds; `*next` is how many of them. */
static enum err
put_list(struct request *q, struct query *r, size_t *next)
{
	struct buf b = buf_new(q->mem, LIST_MOST);
	enum err e = ERR_OK;
	size_t n = 0;
	bool more = false;

	buf_str(&b, TXT("["));
	while (e == ERR_OK && (more = query_next(r)) && n < SENDINGS_SHOWN &&
	    b.len < LIST_ENOUGH) {
		struct sending s;
		read_row(r, &s);
		if (n++ > 0)
			buf_str(&b, TXT(","));
		put(q, &s, &b);
		e = put_words(q, s.id, &b);
		buf_str(&b, TXT("}"));
	}
	enum err ended = query_end(r);
	buf_str(&b, TXT("]"));
	if (e == ERR_OK)
		e = ended;
	if (e == ERR_OK)
		e = buf_err(&b);
	if (e == ERR_OK)
		request_json(q, "sendings", buf_text(&b));
	*next = more ? n : 0;
	return e;
}

/* Where the page begins in the list, and where older ones do. */
static int64_t
skipped(struct request *q)
{
	uint64_t n = 0;

	return str_number(urlform_get(&q->form, TXT("depuis")), INT32_MAX, &n)
	    ? (int64_t)n
	    : 0;
}

static void
put_older(struct request *q, int64_t skip, size_t next)
{
	if (next > 0)
		request_number(q, "older", skip + (int64_t)next);
	request_flag(q, "newer", skip > 0);
}

enum err
sendings_page(struct request *q)
{
	int64_t skip = skipped(q), unread = 0, strays = 0;
	size_t next;
	struct query r = query_open(q->store, SQL_SENDING_LIST,
	    BLOB(BYTES_OF(q->session.account.at)), INT(SENDINGS_SHOWN + 1),
	    INT(skip));

	enum err e = put_list(q, &r, &next);
	if (e == ERR_OK)
		e = sendings_unread_house(q, &unread);
	if (e == ERR_OK)
		e = query_number(q->store, &strays, SQL_SENDING_STRAYS,
		    INT(q->now - SENDINGS_RECENT));
	request_text(q, "path", TXT("envois"));
	request_flag(q, "strays", strays > 0);
	request_number(q, "unread_house", unread);
	put_older(q, skip, next);
	return e;
}

enum err
sendings_house(struct request *q)
{
	int64_t skip = skipped(q);
	size_t next;
	struct query r = query_open(q->store, SQL_SENDING_HOUSE, INT(q->now),
	    TEXT(q->session.role), TEXT(q->session.service),
	    INT(SENDINGS_SHOWN + 1), INT(skip));

	enum err e = put_list(q, &r, &next);
	request_text(q, "path", TXT("envois/etablissement"));
	request_flag(q, "house", true);
	put_older(q, skip, next);
	return e;
}

enum err
sendings_unread(struct request *q, int64_t *n)
{
	return query_number(q->store, n, SQL_WORD_UNREAD,
	    BLOB(BYTES_OF(q->session.account.at)));
}

enum err
sendings_unread_house(struct request *q, int64_t *n)
{
	return query_number(q->store, n, SQL_WORD_HOUSE, INT(q->now),
	    TEXT(q->session.role), TEXT(q->session.service));
}

enum err
sendings_trouble(struct request *q, struct sendings_trouble *t)
{
	struct query r = query_open(q->store, SQL_SENDING_LATE,
	    BLOB(BYTES_OF(q->session.account.at)),
	    INT(q->now - SENDINGS_URGENT), INT(q->now - SENDINGS_LATE),
	    INT(q->now - SENDINGS_RECENT), INT(q->now), TEXT(q->session.role),
	    TEXT(q->session.service));

	*t = (struct sendings_trouble){0};
	if (query_next(&r)) {
		t->lost = query_int(&r) > 0;
		t->aside = query_int(&r) > 0;
		t->late = query_int(&r) > 0;
	}
	t->revoked = (t->late || t->aside) && q->core->sync.revoked;
	t->late = t->late && !t->revoked;
	t->aside = t->aside && !t->revoked;
	return query_end(&r);
}

/* One row, and the end of its query. */
static enum err
put_found(struct request *q, struct query *r)
{
	struct buf b = buf_new(q->mem, 4096);
	bool any = query_next(r);
	int64_t mark = 0;

	if (any) {
		struct sending s;
		read_row(r, &s);
		mark = mark_of(q, &s);
		put(q, &s, &b);
		buf_str(&b, TXT("}"));
	}
	enum err e = query_end(r);
	if (e == ERR_OK)
		e = any ? buf_err(&b) : ERR_ABSENT;
	if (e == ERR_OK)
		request_json(q, "sending", buf_text(&b));
	request_number(q, "mark", mark);
	return e;
}

enum err
sendings_put_slip(struct request *q, struct str reference)
{
	struct query r =
	    query_open(q->store, SQL_SENDING_SLIP, TEXT(reference));

	return put_found(q, &r);
}

enum err
sendings_slip(struct request *q)
{
	struct query r = query_open(q->store, SQL_SENDING_HERE,
	    TEXT(urlform_get(&q->form, TXT("ref"))),
	    BLOB(BYTES_OF(q->session.account.at)), TEXT(q->session.role),
	    TEXT(q->session.service));

	return put_found(q, &r);
}

enum err
sendings_read(struct request *q)
{
	struct ident id;

	enum err e = ident_read(urlform_get(&q->form, TXT("id")), &id);
	if (e != ERR_OK)
		return e;
	tx_run(q->tx, SQL_WORD_READ, INT(q->now), BLOB(BYTES_OF(id.at)),
	    BLOB(BYTES_OF(q->session.account.at)), TEXT(q->session.role),
	    TEXT(q->session.service));
	q->location = urlform_has(&q->form, TXT("house"))
	    ? TXT("/envois/etablissement")
	    : TXT("/envois");
	return ERR_OK;
}
