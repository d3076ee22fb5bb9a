#include "core/people.h"

#include "base/encode.h"
#include "core/account.h"
#include "core/concern.h"
#include "core/core.h"
#include "core/hiring.h"
#include "core/sql.h"
#include "store/query.h"

/* Who only files, from where a box stands, has no account here. */
static bool
is_here(enum who who)
{
	return who != WHO_FOYER && who != WHO_PJJ;
}

/* --- the page ----------------------------------------------------------------
 */

static void
put_option(struct request *q, bool first, struct str word, struct str label,
    struct str chosen)
{
	buf_str(&q->data, first ? TXT("{") : TXT(",{"));
	request_text(q, "word", word);
	request_text(q, "label", label);
	request_flag(q, "chosen", str_eq(word, chosen));
	request_close(q);
}

/* Police units that file from a box: their people may follow it from here. */
static enum err
put_units(struct request *q, struct str chosen)
{
	struct query r = query_open(q->store, SQL_PEOPLE_UNITS, TEXT(TXT("")));

	while (query_next(&r)) {
		struct str code = query_text(&r);
		put_option(q, false, code, query_text(&r), chosen);
	}
	return query_end(&r);
}

static enum err
put_choices(struct request *q)
{
	const struct directory *d = &q->core->pack.directory;
	struct str role = urlform_get(&q->form, TXT("role"));
	struct str place = urlform_get(&q->form, TXT("place"));
	bool first = true;

	request_json(q, "roles", TXT("["));
	for (int i = 0; i < WHO_COUNT; i++) {
		if (!is_here((enum who)i))
			continue;
		put_option(q, first, str_of(who_stored((enum who)i)),
		    who_shown((enum who)i), role);
		first = false;
	}
	buf_str(&q->data, TXT("]"));
	request_json(q, "services", TXT("["));
	for (size_t i = 0; i < d->count; i++)
		put_option(q, i == 0, d->services[i].id, d->services[i].name,
		    place);
	enum err e = put_units(q, place);
	buf_str(&q->data, TXT("]"));
	return e;
}

static void
put_one(struct request *q, struct query *r)
{
	char hex[IDENT_TEXT];
	struct buf text = buf_over(hex, sizeof(hex));
	struct ident id;
	enum who who;

	query_copy(r, id.at, sizeof(id.at));
	ident_put(&text, &id);
	request_text(q, "id", buf_text(&text));
	request_flag(q, "self", ident_eq(&id, &q->session.account));
	request_text(q, "whose", query_text(r));
	request_text(q, "duty", query_text(r));
	request_text(q, "login", query_text(r));
	struct str role = query_text(r);
	request_text(q, "role",
	    who_read(role, &who) == ERR_OK ? who_shown(who) : role);
	request_text(q, "place", query_text(r));
	struct str scope = query_text(r);
	request_text(q, "ressort",
	    scope.len > 0 ? concern_service(q->core, scope) : scope);
	request_flag(q, "closed", query_int(r) != 0);
	request_flag(q, "second", query_int(r) != 0);
}

static enum err
put_people(struct request *q)
{
	enum err e = put_choices(q);
	if (e != ERR_OK)
		return e;
	struct query r = query_open(q->store, SQL_PEOPLE_LIST, NONE);
	bool first = true;

	request_json(q, "people", TXT("["));
	while (query_next(&r)) {
		buf_str(&q->data, first ? TXT("{") : TXT(",{"));
		first = false;
		put_one(q, &r);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return query_end(&r);
}

enum err
people_page(struct request *q)
{
	return put_people(q);
}

/* The page again, with what is wrong and what was typed. */
static enum err
again(struct request *q, struct str text)
{
	static const char *const typed[] = {"name", "duty", "login", "service"};
	static const char *const keys[] = {"typed_name", "typed_duty",
	    "typed_login", "typed_service"};

	q->status = 422;
	q->note = (struct trail_entry){0};
	request_open(q, "error");
	request_text(q, "text", text);
	request_close(q);
	for (size_t i = 0; i < 4; i++)
		request_text(q, keys[i],
		    urlform_get(&q->form, str_of(typed[i])));
	return put_people(q);
}

static enum err
not_now(struct request *q)
{
	return again(q,
	    TXT("Le service est occupé et rien n’a été changé. Réessayez "
		"dans un instant."));
}

/* --- making one
 * --------------------------------------------------------------- */

/* A service of the directory answers for some roles only. */
static bool
goes_with(enum who who, struct str role)
{
	return str_eq(role, str_of(who_stored(who)));
}

/* NULL, or what is missing: who reads only what is their service's must have
 * one, unless the directory has no other of that role. */
static const char *
judge_missing(const struct request *q, enum who who)
{
	const struct directory *d = &q->core->pack.directory;
	size_t n = 0;

	for (size_t i = 0; i < d->count; i++)
		n += goes_with(who, d->services[i].role);
	if (who == WHO_FSI)
		return "Un compte de police ou de gendarmerie ne suit que les "
		       "demandes de son unité : choisissez-la.";
	if (need_of(who)->fiches == NEED_SCOPE)
		return "Un compte du parquet ne lit que son ressort : "
		       "choisissez son parquet.";
	if (need_of(who)->fiches == NEED_PARTY && n > 1)
		return "Il y a plusieurs services de ce rôle : choisissez "
		       "celui de la personne.";
	return NULL;
}

/* A unit that has a box, by its code. */
static enum err
find_unit(struct request *q, struct hiring *h, struct str code)
{
	enum err kept = ERR_OK;
	struct query r = query_open(q->store, SQL_PEOPLE_UNITS, TEXT(code));

	if (code.len > 0 && query_next(&r)) {
		h->scope = arena_keep(q->mem, query_text(&r), &kept);
		h->service = arena_keep(q->mem, query_text(&r), &kept);
	}
	enum err e = query_end(&r);
	return e == ERR_OK ? kept : e;
}

/* `*wrong`: NULL, or what is wrong with the role and the service. */
static enum err
judge_place(struct request *q, struct hiring *h, const char **wrong)
{
	struct str place = urlform_get(&q->form, TXT("place"));
	struct str said = str_trim(urlform_get(&q->form, TXT("service")));
	enum who who;

	*wrong = "Choisissez le rôle de la personne.";
	if (who_read(urlform_get(&q->form, TXT("role")), &who) != ERR_OK ||
	    !is_here(who))
		return ERR_OK;
	const struct directory_service *s =
	    directory_service_of(&q->core->pack.directory, place);
	h->role = str_of(who_stored(who));
	h->scope = s ? s->id : TXT("");
	h->service = s ? s->name : TXT("");
	enum err e = s || who != WHO_FSI ? ERR_OK : find_unit(q, h, place);
	*wrong = NULL;
	if (s ? !goes_with(who, s->role) : place.len > 0 && h->scope.len == 0)
		*wrong = "Ce service n’est pas celui de ce rôle. Choisissez un "
			 "service qui lui correspond, ou aucun.";
	else if (h->scope.len == 0)
		*wrong = judge_missing(q, who);
	if (said.len > 0)
		h->service = said;
	if (!*wrong && !hiring_line(h->service))
		*wrong = "Indiquez le service de la personne.";
	return e;
}

static enum err
begin(struct request *q)
{
	struct hiring *h = arena_take(q->mem, sizeof(*h));
	int64_t taken = 0;
	enum err e = ERR_OK;

	if (!h)
		return ERR_LIMIT;
	h->name = str_trim(urlform_get(&q->form, TXT("name")));
	h->duty = str_trim(urlform_get(&q->form, TXT("duty")));
	h->login = str_trim(urlform_get(&q->form, TXT("login")));
	if (!hiring_line(h->name))
		return again(q,
		    TXT("Indiquez le prénom et le nom de la personne."));
	if (!hiring_line(h->duty))
		return again(q, TXT("Indiquez la fonction de la personne."));
	const char *wrong;
	e = judge_place(q, h, &wrong);
	if (e != ERR_OK)
		return e;
	if (wrong)
		return again(q, str_of(wrong));
	if (h->login.len == 0)
		e = hiring_login(q, h->name, &h->login);
	else if (!account_login(h->login))
		return again(q,
		    TXT("Un nom de compte commence par une lettre, puis des "
			"lettres sans accent, chiffres, points ou tirets, "
			"en minuscules. Par exemple « helene »."));
	if (e == ERR_OK)
		e = query_number(q->store, &taken, SQL_STAFF_TAKEN,
		    TEXT(h->login));
	if (e != ERR_OK)
		return e;
	if (taken > 0)
		return again(q, TXT("Ce nom de compte est déjà pris."));
	return hiring_ask(q, h);
}

enum err
people_make(struct request *q)
{
	const struct hiring *h = q->kept;

	if (!q->heard)
		return begin(q);
	if (q->verdict != ERR_OK)
		return not_now(q);
	struct ident id = account_add(q->tx,
	    &(struct account_new){.login = h->login,
		.name = h->name,
		.role = h->role,
		.service = h->service,
		.duty = h->duty,
		.scope = h->scope,
		.made_by = &q->session.account,
		.secret = q->made},
	    q->now);
	q->note = (struct trail_entry){.action = AUDIT_account_made,
	    .object = id,
	    .detail = str_bytes(h->login)};
	hiring_show(q, h, "personnes");
	return ERR_OK;
}

/* --- changing one
 * ------------------------------------------------------------- */

/* Whose account the form names, still open. */
static enum err
find(struct request *q, struct hiring *h)
{
	enum err kept = ERR_OK;
	bool any = false;

	enum err e = ident_read(urlform_get(&q->form, TXT("who")), &h->whom);
	if (e != ERR_OK)
		return e;
	struct query r =
	    query_open(q->store, SQL_PEOPLE_FIND, BLOB(BYTES_OF(h->whom.at)));
	if (query_next(&r)) {
		any = true;
		h->login = arena_keep(q->mem, query_text(&r), &kept);
		h->name = arena_keep(q->mem, query_text(&r), &kept);
	}
	e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && !any ? ERR_ABSENT : e;
}

/* Who was in with what is no longer so is out. */
static void
put_out(struct request *q, const struct hiring *h)
{
	if (!ident_eq(&h->whom, &q->session.account))
		tx_run(q->tx, SQL_STAFF_OUT, BLOB(BYTES_OF(h->whom.at)));
}

static void
note(struct request *q, enum audit what, const struct hiring *h)
{
	q->note = (struct trail_entry){.action = what,
	    .object = h->whom,
	    .detail = str_bytes(h->login)};
}

enum err
people_words(struct request *q)
{
	struct hiring *h = q->kept;

	if (!q->heard) {
		h = arena_take(q->mem, sizeof(*h));
		if (!h)
			return ERR_LIMIT;
		enum err e = find(q, h);
		return e == ERR_OK ? hiring_ask(q, h) : e;
	}
	if (q->verdict != ERR_OK)
		return not_now(q);
	hiring_renewed(q, h, "personnes");
	return ERR_OK;
}

static enum err
not_oneself(struct request *q)
{
	return again(q,
	    TXT("Vous ne pouvez pas le faire pour votre propre compte : "
		"demandez à une autre personne de la gestion technique."));
}

enum err
people_second(struct request *q)
{
	struct hiring h = {0};

	enum err e = find(q, &h);
	if (e != ERR_OK)
		return e;
	if (ident_eq(&h.whom, &q->session.account))
		return not_oneself(q);
	tx_run(q->tx, SQL_PEOPLE_SECOND, BLOB(BYTES_OF(h.whom.at)));
	put_out(q, &h);
	note(q, AUDIT_second_reset, &h);
	q->location = TXT("/personnes");
	return ERR_OK;
}

enum err
people_close(struct request *q)
{
	struct hiring h = {0};

	enum err e = find(q, &h);
	if (e != ERR_OK)
		return e;
	if (ident_eq(&h.whom, &q->session.account))
		return not_oneself(q);
	tx_run(q->tx, SQL_STAFF_CLOSE, INT(q->now), BLOB(BYTES_OF(h.whom.at)));
	put_out(q, &h);
	note(q, AUDIT_account_closed, &h);
	q->location = TXT("/personnes");
	return ERR_OK;
}
