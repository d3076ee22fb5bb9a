#include "core/hiring.h"

#include "calendar/wording.h"
#include "core/account.h"
#include "core/core.h"
#include "core/sql.h"
#include "store/query.h"

#define PROPOSED_MOST 24 /* bytes of a login made out of a name */

static enum err
taken(struct request *q, struct str login, bool *is)
{
	int64_t n = 0;

	enum err e = query_number(q->store, &n, SQL_STAFF_TAKEN, TEXT(login));
	*is = n > 0;
	return e;
}

enum err
hiring_login(struct request *q, struct str name, struct str *login)
{
	struct buf plain = buf_new(q->mem, PASSPHRASE_TYPED);
	struct buf b = buf_new(q->mem, PROPOSED_MOST + 8);
	struct str rest = name;
	bool is = true;

	if (passphrase_normal(str_cut(&rest, ' '), &plain) != ERR_OK)
		plain.len = 0;
	for (size_t i = 0; i < plain.len && b.len < PROPOSED_MOST; i++)
		if (plain.at[i] >= 'a' && plain.at[i] <= 'z')
			buf_u8(&b, plain.at[i]);
	if (b.len == 0)
		buf_str(&b, TXT("compte"));
	size_t stem = b.len;
	enum err e = buf_err(&b);
	for (int64_t n = 1; e == ERR_OK && is && n < 1000; n++) {
		b.len = stem;
		if (n > 1)
			buf_number(&b, n, 1);
		e = taken(q, buf_text(&b), &is);
	}
	*login = buf_text(&b);
	return e == ERR_OK && is ? ERR_CLASH : e;
}

bool
hiring_line(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((uint8_t)s.at[i] < 0x20 || s.at[i] == 0x7f)
			return false;
	return s.len > 0 && s.len <= ACCOUNT_NAME_MOST;
}

enum err
hiring_ask(struct request *q, struct hiring *h)
{
	struct buf words = buf_over(h->phrase, sizeof(h->phrase));
	struct buf normal = buf_over(h->normal, sizeof(h->normal));

	passphrase_new(&words);
	enum err e = buf_err(&words);
	if (e == ERR_OK)
		e = passphrase_normal(buf_text(&words), &normal);
	if (e != ERR_OK)
		return e;
	h->shown = buf_text(&words);
	h->make.passphrase = buf_text(&normal);
	q->kept = h;
	q->make = &h->make;
	q->note = (struct trail_entry){0}; /* nothing is done yet */
	return ERR_OK;
}

void
hiring_show(struct request *q, const struct hiring *h, const char *back)
{
	char room[80];
	struct buf leaves = buf_over(room, sizeof(room));

	q->page = TXT("staff_words");
	request_text(q, "name", h->name);
	request_text(q, "login", h->login);
	request_text(q, "words", h->shown);
	request_text(q, "back", str_of(back));
	if (h->leaves > 0)
		wording_utc(&leaves, h->leaves, wording_year(q->now));
	request_text(q, "leaves", buf_text(&leaves));
}

void
hiring_renewed(struct request *q, const struct hiring *h, const char *back)
{
	tx_run(q->tx, SQL_STAFF_WORDS, BLOB(BYTES_OF(q->made->salt)),
	    BLOB(BYTES_OF(q->made->tag)), BLOB(BYTES_OF(h->whom.at)));
	if (!ident_eq(&h->whom, &q->session.account))
		tx_run(q->tx, SQL_STAFF_OUT, BLOB(BYTES_OF(h->whom.at)));
	q->note = (struct trail_entry){.action = AUDIT_passphrase_renewed,
	    .object = h->whom,
	    .detail = str_bytes(h->login)};
	hiring_show(q, h, back);
}
