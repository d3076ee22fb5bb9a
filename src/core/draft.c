#include "core/draft.h"

#include "core/core.h"
#include "core/sql.h"
#include "form/answer.h"
#include "store/query.h"

#define SLACK 512 /* bytes around answers, and of who without account */

void
draft_holder(const struct request *q, uint8_t holder[HASH_SHA256])
{
	hash_sha256(BYTES_OF(q->browser), holder);
}

/* What is sealed: {"name","duty","phone","answers":{...}}. */
static enum err
read_plain(struct request *q, struct bytes plain, struct draft *d)
{
	struct json root;

	enum err e = json_read(q->mem, str_from(plain), &root, NULL);
	if (e != ERR_OK)
		return e;
	d->who.name = json_text(json_get(root, TXT("name")));
	d->who.duty = json_text(json_get(root, TXT("duty")));
	d->who.phone = json_text(json_get(root, TXT("phone")));
	d->answers = json_get(root, TXT("answers"));
	return json_kind(d->answers) == JSON_OBJECT ? ERR_OK : ERR_MANGLED;
}

/* The answers stand last in what is sealed, and are kept as that text. */
static void
cut_text(struct bytes plain, struct draft *d)
{
	struct str key = TXT("\"answers\":"), all = str_from(plain);

	for (size_t i = 0; i + key.len < all.len; i++)
		if (str_starts(str_part(all, i, SIZE_MAX), key)) {
			d->text = str_part(all, i + key.len,
			    all.len - i - key.len - 1);
			return;
		}
}

static enum err
lift(struct request *q, struct bytes sealed, struct draft *d)
{
	struct buf plain = buf_new(q->mem, sealed.len);

	enum err e = veil_lift(&q->core->veil, d->slot, BYTES_OF(d->id.at),
	    sealed, &plain);
	if (e == ERR_OK)
		e = read_plain(q, buf_done(&plain), d);
	if (e == ERR_OK)
		cut_text(buf_done(&plain), d);
	return e == ERR_MANGLED ? ERR_FORGED : e;
}

static enum err
read_row(struct request *q, struct query *r, struct draft *d)
{
	enum err kept = ERR_OK;

	*d = (struct draft){.kept = true};
	query_copy(r, d->id.at, sizeof(d->id.at));
	d->mine = !query_null(r);
	if (d->mine)
		query_copy(r, d->author.at, sizeof(d->author.at));
	if (!query_null(r))
		query_copy(r, d->holder, sizeof(d->holder));
	d->form_id = arena_keep(q->mem, query_text(r), &kept);
	d->version = query_int(r);
	d->about = arena_keep(q->mem, query_text(r), &kept);
	d->step = arena_keep(q->mem, query_text(r), &kept);
	d->reference = arena_keep(q->mem, query_text(r), &kept);
	d->slot = query_int(r);
	d->begun = query_int(r);
	d->saved = query_int(r);
	d->form = pack_form(&q->core->pack, d->form_id, d->version);
	struct bytes sealed = query_blob(r);
	return kept == ERR_OK ? lift(q, sealed, d) : kept;
}

/* The row a query stands on, and the end of that query. */
static enum err
take_one(struct request *q, struct query *r, struct draft *d)
{
	enum err e = ERR_ABSENT;
	struct draft found;

	if (query_next(r))
		e = read_row(q, r, &found);
	enum err ended = query_end(r);
	if (ended != ERR_OK)
		return ended;
	if (e == ERR_OK || e == ERR_FORGED)
		*d = found;
	return e;
}

enum err
draft_find(struct request *q, const struct draft_owner *owner, struct draft *d)
{
	struct query r = query_open(q->store, SQL_DRAFT_FIND,
	    owner->account ? BLOB(BYTES_OF(owner->account->at)) : NIL,
	    owner->account
		? NIL
		: BLOB(((struct bytes){owner->holder, HASH_SHA256})));

	return take_one(q, &r, d);
}

enum err
draft_room(struct request *q, bool *room)
{
	int64_t n = 0;

	enum err e = query_number(q->store, &n, SQL_DRAFT_CROWD, NONE);
	*room = n < DRAFT_MOST;
	return e;
}

int64_t
draft_leaves(const struct draft *d)
{
	int64_t begun = d->begun < d->saved ? d->begun : d->saved;
	int64_t kept = begun + DRAFT_KEPT, quiet = d->saved + DRAFT_QUIET;

	if (!d->mine)
		return d->saved + DRAFT_URGENT;
	return kept > quiet ? kept : quiet;
}

enum err
draft_due(struct request *q, int64_t skip, struct draft *d)
{
	struct query r = query_open(q->store, SQL_DRAFT_DUE, INT(DRAFT_QUIET),
	    INT(DRAFT_URGENT), INT(DRAFT_MOST), INT(DRAFT_EVERY), INT(skip),
	    INT(q->now), INT(DRAFT_KEPT));

	return take_one(q, &r, d);
}

void
draft_new(struct request *q, const struct draft_owner *owner,
    const struct form *form, struct str about, struct draft *d)
{
	*d = (struct draft){.id = ident_new(),
	    .mine = owner->account != NULL,
	    .form_id = form->id,
	    .version = form->version,
	    .form = form,
	    .about = about,
	    .begun = q->now,
	    .text = TXT("{}")};
	if (owner->account)
		d->author = *owner->account;
	else
		memcpy(d->holder, owner->holder, sizeof(d->holder));
}

bool
draft_empty(const struct draft *d)
{
	return d->form ? !answer_any(d->form, d->answers)
		       : json_len(d->answers) == 0;
}

enum err
draft_adopt(const struct request *q, struct draft *d)
{
	if (!d->form)
		d->form = pack_form(&q->core->pack, d->form_id, 0);
	return d->form ? ERR_OK : ERR_CLASH;
}

static void
put_plain(struct buf *b, const struct draft *d, struct str text)
{
	buf_str(b, TXT("{\"name\":"));
	json_quote(b, d->who.name);
	buf_str(b, TXT(",\"duty\":"));
	json_quote(b, d->who.duty);
	buf_str(b, TXT(",\"phone\":"));
	json_quote(b, d->who.phone);
	buf_str(b, TXT(",\"answers\":"));
	buf_str(b, text);
	buf_str(b, TXT("}"));
}

static void
insert(struct request *q, const struct draft *d, struct bytes sealed)
{
	tx_run(q->tx, SQL_DRAFT_ADD, BLOB(BYTES_OF(d->id.at)),
	    d->mine ? BLOB(BYTES_OF(d->author.at)) : NIL,
	    d->mine ? NIL : BLOB(BYTES_OF(d->holder)), TEXT(d->form_id),
	    INT(d->version), TEXT(d->about), TEXT(d->step), INT(d->slot),
	    BLOB(sealed), INT(d->begun), INT(q->now));
}

enum err
draft_put(struct request *q, struct draft *d, struct str text)
{
	size_t most = text.len + SLACK +
	    6 * (d->who.name.len + d->who.duty.len + d->who.phone.len);
	struct buf plain = buf_new(q->mem, most);
	struct buf sealed = buf_new(q->mem, most + VEIL_OVERHEAD);
	enum err e = ERR_OK;

	put_plain(&plain, d, text);
	if (!d->kept)
		e = veil_take(&q->core->veil, q->store, &d->slot);
	if (e == ERR_OK)
		e = buf_err(&plain);
	if (e == ERR_OK)
		e = veil_seal(&q->core->veil, d->slot, BYTES_OF(d->id.at),
		    buf_done(&plain), &sealed);
	if (e != ERR_OK)
		return e;
	if (d->kept)
		tx_run(q->tx, SQL_DRAFT_PUT, TEXT(d->step),
		    BLOB(buf_done(&sealed)), INT(q->now),
		    d->reference.len > 0 ? TEXT(d->reference) : NIL,
		    BLOB(BYTES_OF(d->id.at)));
	else
		insert(q, d, buf_done(&sealed));
	d->kept = true;
	d->saved = q->now;
	d->text = text;
	return tx_err(q->tx);
}

void
draft_drop(struct request *q, const struct draft *d)
{
	tx_run(q->tx, SQL_DRAFT_DROP, BLOB(BYTES_OF(d->id.at)));
	q->core->veil.stale = true;
}
