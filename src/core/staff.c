#include "core/staff.h"

#include "base/encode.h"
#include "base/json.h"
#include "calendar/wording.h"
#include "core/account.h"
#include "core/core.h"
#include "core/hiring.h"
#include "core/sql.h"
#include "store/query.h"

/* For how long a replacement stays, in hours; none is for good. */
static const struct {
	const char *hours, *label;
} stays[] = {
    {"", "Sans limite"},
    {"12", "12 heures"},
    {"24", "1 jour"},
    {"72", "3 jours"},
    {"168", "7 jours"},
    {"720", "30 jours"},
};

static enum err
chiefs_only(struct request *q)
{
	if (q->session.chief)
		return ERR_OK;
	q->note = (struct trail_entry){.action = q->tx ? AUDIT_act_refused
						       : AUDIT_page_refused,
	    .motive = MOTIVE_not_allowed,
	    .result = TRAIL_REFUSED};
	return ERR_DENIED;
}

static void
put_one(struct request *q, struct query *rows, struct buf *b)
{
	uint8_t id[IDENT_LEN];
	char hex[IDENT_TEXT], room[80];
	struct buf text = buf_over(hex, sizeof(hex));
	struct buf leaves = buf_over(room, sizeof(room));
	static const char *const keys[] = {"name", "duty", "login"};

	query_copy(rows, id, sizeof(id));
	encode_hex(&text, BYTES_OF(id));
	buf_str(b, TXT("{\"id\":"));
	json_quote(b, buf_text(&text));
	for (size_t i = 0; i < 3; i++) {
		buf_str(b, TXT(",\""));
		buf_str(b, str_of(keys[i]));
		buf_str(b, TXT("\":"));
		json_quote(b, query_text(rows));
	}
	bool chief = query_int(rows) != 0;
	int64_t until = query_int(rows);
	bool closed = query_int(rows) != 0 || (until > 0 && until <= q->now);
	bool self = !memcmp(id, q->session.account.at, sizeof(id));
	buf_str(b, chief ? TXT(",\"chief\":true") : TXT(",\"chief\":false"));
	buf_str(b, self ? TXT(",\"self\":true") : TXT(",\"self\":false"));
	buf_str(b, closed ? TXT(",\"closed\":true") : TXT(",\"closed\":false"));
	if (until > 0)
		wording_utc(&leaves, until, wording_year(q->now));
	buf_str(b, TXT(",\"leaves\":"));
	json_quote(b, buf_text(&leaves));
	buf_str(b, TXT("}"));
}

static enum err
put_people(struct request *q)
{
	struct buf b = buf_new(q->mem, 48u * KIB);
	bool first = true;

	buf_str(&b, TXT("["));
	struct query rows = query_open(q->store, SQL_STAFF_LIST,
	    TEXT(q->session.role), TEXT(q->session.service));
	while (query_next(&rows)) {
		if (!first)
			buf_str(&b, TXT(","));
		first = false;
		put_one(q, &rows, &b);
	}
	enum err e = query_end(&rows);
	buf_str(&b, TXT("]"));
	if (e == ERR_OK)
		e = buf_err(&b);
	if (e == ERR_OK)
		request_json(q, "people", buf_text(&b));
	return e;
}

static void
put_stays(struct request *q, struct str chosen)
{
	char room[640];
	struct buf b = buf_over(room, sizeof(room));

	buf_str(&b, TXT("["));
	for (size_t i = 0; i < sizeof(stays) / sizeof(stays[0]); i++) {
		buf_str(&b, i > 0 ? TXT(",{\"hours\":") : TXT("{\"hours\":"));
		json_quote(&b, str_of(stays[i].hours));
		buf_str(&b, TXT(",\"label\":"));
		json_quote(&b, str_of(stays[i].label));
		if (str_eq(chosen, str_of(stays[i].hours)))
			buf_str(&b, TXT(",\"chosen\":true"));
		buf_str(&b, TXT("}"));
	}
	buf_str(&b, TXT("]"));
	request_json(q, "stays", buf_text(&b));
}

enum err
staff_page(struct request *q)
{
	enum err e = chiefs_only(q);

	if (e == ERR_OK)
		e = put_people(q);
	put_stays(q, TXT(""));
	return e;
}

/* The page again, with what is wrong and what was typed. */
static enum err
again(struct request *q, struct str text)
{
	q->status = 422;
	q->note = (struct trail_entry){0};
	request_open(q, "error");
	request_text(q, "text", text);
	request_close(q);
	request_text(q, "typed_name", urlform_get(&q->form, TXT("name")));
	request_text(q, "typed_duty", urlform_get(&q->form, TXT("duty")));
	put_stays(q, urlform_get(&q->form, TXT("stay")));
	return put_people(q);
}

static bool
read_stay(struct str typed, int64_t now, int64_t *leaves)
{
	uint64_t hours;

	for (size_t i = 0; i < sizeof(stays) / sizeof(stays[0]); i++) {
		if (!str_eq(typed, str_of(stays[i].hours)))
			continue;
		*leaves = 0;
		if (str_number(typed, 100000, &hours))
			*leaves = now + (int64_t)hours * CLOCK_HOUR;
		return true;
	}
	return false;
}

static enum err
begin(struct request *q)
{
	struct hiring *h = arena_take(q->mem, sizeof(*h));
	int64_t same = 0;

	if (!h)
		return ERR_LIMIT;
	h->name = str_trim(urlform_get(&q->form, TXT("name")));
	h->duty = str_trim(urlform_get(&q->form, TXT("duty")));
	if (!hiring_line(h->name))
		return again(q,
		    TXT("Indiquez le prénom et le nom de la personne."));
	if (!hiring_line(h->duty))
		return again(q,
		    TXT("Indiquez la fonction de la personne, par exemple "
			"« éducateur » : elle figure sur ce qu’elle "
			"envoie."));
	if (!read_stay(urlform_get(&q->form, TXT("stay")), q->now, &h->leaves))
		return again(q, TXT("Choisissez la durée du compte."));
	enum err e =
	    query_number(q->store, &same, SQL_STAFF_SAME, TEXT(h->name),
		TEXT(q->session.role), TEXT(q->session.service), INT(q->now));
	if (e == ERR_OK && same > 0)
		return again(q,
		    TXT("Cette personne a déjà un compte ouvert, dans la "
			"liste ci-dessous. Si elle a oublié ses mots, "
			"donnez-lui une nouvelle phrase de passe."));
	if (e == ERR_OK)
		e = hiring_login(q, h->name, &h->login);
	return e == ERR_OK ? hiring_ask(q, h) : e;
}

static enum err
not_now(struct request *q)
{
	return again(q,
	    TXT("Le service est occupé et rien n’a été changé. Réessayez "
		"dans un instant."));
}

enum err
staff_make(struct request *q)
{
	struct hiring *h = q->kept;

	enum err e = chiefs_only(q);
	if (e != ERR_OK)
		return e;
	if (!q->heard)
		return begin(q);
	if (q->verdict != ERR_OK)
		return not_now(q);
	struct ident id = account_add(q->tx,
	    &(struct account_new){.login = h->login,
		.name = h->name,
		.role = q->session.role,
		.service = q->session.service,
		.duty = h->duty,
		.leaves = h->leaves,
		.made_by = &q->session.account,
		.secret = q->made},
	    q->now);
	q->note = (struct trail_entry){.action = AUDIT_account_made,
	    .object = id,
	    .detail = str_bytes(h->login)};
	hiring_show(q, h, "comptes");
	return ERR_OK;
}

/* Whose account the form names: one of this establishment, still open. */
static enum err
find(struct request *q, struct hiring *h)
{
	enum err kept = ERR_OK;
	bool any = false;

	enum err e = ident_read(urlform_get(&q->form, TXT("who")), &h->whom);
	if (e != ERR_OK)
		return e;
	struct query rows =
	    query_open(q->store, SQL_STAFF_FIND, BLOB(BYTES_OF(h->whom.at)),
		TEXT(q->session.role), TEXT(q->session.service), INT(q->now));
	if (query_next(&rows)) {
		any = true;
		h->login = arena_keep(q->mem, query_text(&rows), &kept);
		h->name = arena_keep(q->mem, query_text(&rows), &kept);
		h->leaves = query_int(&rows);
	}
	e = query_end(&rows);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && !any ? ERR_ABSENT : e;
}

static enum err
renew(struct request *q)
{
	struct hiring *h = arena_take(q->mem, sizeof(*h));

	if (!h)
		return ERR_LIMIT;
	enum err e = find(q, h);
	return e == ERR_OK ? hiring_ask(q, h) : e;
}

enum err
staff_words(struct request *q)
{
	struct hiring *h = q->kept;

	enum err e = chiefs_only(q);
	if (e != ERR_OK)
		return e;
	if (!q->heard)
		return renew(q);
	if (q->verdict != ERR_OK)
		return not_now(q);
	hiring_renewed(q, h, "comptes");
	return ERR_OK;
}

enum err
staff_close(struct request *q)
{
	struct hiring h = {0};

	enum err e = chiefs_only(q);
	if (e == ERR_OK)
		e = find(q, &h);
	if (e != ERR_OK)
		return e;
	if (ident_eq(&h.whom, &q->session.account))
		return again(q,
		    TXT("Vous ne pouvez pas fermer votre propre compte : "
			"plus personne ne gérerait ceux de "
			"l’établissement."));
	tx_run(q->tx, SQL_STAFF_CLOSE, INT(q->now), BLOB(BYTES_OF(h.whom.at)));
	tx_run(q->tx, SQL_STAFF_OUT, BLOB(BYTES_OF(h.whom.at)));
	q->note = (struct trail_entry){.action = AUDIT_account_closed,
	    .object = h.whom,
	    .detail = str_bytes(h.login)};
	q->location = TXT("/comptes");
	return ERR_OK;
}
