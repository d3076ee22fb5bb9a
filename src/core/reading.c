#include "core/reading.h"

#include "calendar/wording.h"
#include "core/budget.h"
#include "core/core.h"
#include "core/cover.h"
#include "core/sql.h"
#include "core/unfold.h"
#include "envelope/envelope.h"
#include "form/show.h"
#include "store/query.h"

#define HIDDEN TXT("Non communiqué")
#define READING_ALL                                                            \
	(90u * KIB) /* bytes of members that a page surely holds               \
		     */

static struct reading_view
view_of(const struct request *q, const struct concern *c)
{
	struct reading_view v = {.network = concern_network(q, c),
	    .author = need_of(q->session.who)->author};

	v.communicable =
	    str_eq(urlform_get(&q->form, TXT("version")), TXT("communicable"));
	v.to_print = urlform_has(&q->form, TXT("imprimer"));
	if (v.communicable)
		v.network = v.author = false;
	return v;
}

static struct str
when(struct arena *mem, int64_t at, enum err *e)
{
	char room[96];
	struct buf b = buf_over(room, sizeof(room));

	if (at > 0)
		wording_utc(&b, at, WORDING_YEAR);
	return arena_keep(mem, buf_text(&b), e);
}

/* « Nadia Kessler, éducatrice spécialisée » */
static struct str
author_of(struct arena *mem, struct json payload)
{
	struct json a = json_get(payload, TXT("author"));
	struct str name = json_text(json_get(a, TXT("name")));
	struct str duty = json_text(json_get(a, TXT("duty")));
	struct buf b = buf_new(mem, name.len + duty.len + 2);

	buf_str(&b, name);
	if (duty.len > 0)
		buf_str(&b, TXT(", "));
	buf_str(&b, duty);
	return buf_text(&b);
}

/* Which parquet, and why. A complement goes where what it completes went: what
 * its author was told of that question is no reason. */
static void
put_parquet(struct request *q, const struct concern *c, struct json payload)
{
	struct json parquet = json_get(payload, TXT("parquet"));
	struct str chosen = json_text(json_get(parquet, TXT("chosen")));
	struct str proposed = json_text(json_get(parquet, TXT("proposed")));
	bool added = c->content == ENVELOPE_addendum;

	request_text(q, "chosen",
	    concern_service(q->core, chosen.len > 0 ? chosen : c->parquet));
	request_text(q, "proposed",
	    str_eq(chosen, proposed) ? TXT("")
				     : concern_service(q->core, proposed));
	request_text(q, "reason",
	    added ? TXT("") : json_text(json_get(parquet, TXT("reason"))));
}

/* Where it comes from and goes to, as the payload says. */
static void
put_from(struct request *q, const struct concern *c, struct json payload,
    const struct reading_view *v)
{
	struct json site = json_get(payload, TXT("site"));
	struct json author = json_get(payload, TXT("author"));

	request_open(q, "origin");
	request_text(q, "place", json_text(json_get(site, TXT("name"))));
	request_text(q, "phone",
	    v->author ? json_text(json_get(site, TXT("phone"))) : TXT(""));
	request_text(q, "callback",
	    v->author ? json_text(json_get(author, TXT("phone"))) : TXT(""));
	request_text(q, "author",
	    v->author ? author_of(q->mem, payload) : TXT(""));
	request_text(q, "service",
	    v->author ? json_text(json_get(author, TXT("service"))) : TXT(""));
	request_flag(q, "declared",
	    !json_true(json_get(author, TXT("verified"))));
	put_parquet(q, c, payload);
	request_close(q);
}

/* What a comparable copy is of (form/normal.def). */
static struct str
sort_shown(struct str kind)
{
	static const struct {
		const char *kind, *shown;
	} sorts[] = {{"telephone", "Téléphone"}, {"plate", "Plaque"},
	    {"account", "Compte"}, {"url", "Adresse internet"}};

	for (size_t i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++)
		if (str_eq(kind, str_of(sorts[i].kind)))
			return str_of(sorts[i].shown);
	return kind;
}

/* What can be searched for: the comparable copies of block I. */
static void
put_traces(struct request *q, struct json payload, const struct reading_view *v)
{
	struct json list = json_get(payload, TXT("normal"));
	size_t n = v->network ? json_len(list) : 0;

	request_flag(q, "has_traces", n > 0);
	request_json(q, "traces", TXT("["));
	for (size_t i = 0; i < n; i++) {
		struct json one = json_at(list, i);
		buf_str(&q->data, i > 0 ? TXT(",{") : TXT("{"));
		request_text(q, "sort",
		    sort_shown(json_text(json_get(one, TXT("kind")))));
		request_text(q, "value",
		    json_text(json_get(one, TXT("value"))));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
}

/* What its author was told while writing it, and recorded it all the same. */
static void
put_warned(struct request *q, struct json payload)
{
	struct json list = json_get(payload, TXT("warned"));

	request_json(q, "warned", TXT("["));
	for (size_t i = 0; i < json_len(list); i++) {
		buf_str(&q->data, i > 0 ? TXT(",{") : TXT("{"));
		request_text(q, "text", json_text(json_at(list, i)));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
}

/* The line to call back says who wrote: its answer is not for everyone. */
static bool
is_line(const struct form *f, struct str id)
{
	const struct form_field *field = form_field_of(f, id);

	return field && str_eq(field->prefill, TXT("site_phone"));
}

/* The answers without the line to call back. */
static enum err
without_line(struct arena *mem, const struct form *f, struct json answers,
    struct json *to)
{
	struct buf b = buf_new(mem, ANSWER_MOST);
	enum err e;

	buf_str(&b, TXT("{"));
	for (size_t i = 0; i < json_len(answers); i++) {
		struct str id = json_key(answers, i);
		buf_str(&b, i > 0 ? TXT(",") : TXT(""));
		json_quote(&b, id);
		buf_str(&b, TXT(":"));
		if (is_line(f, id))
			json_quote(&b, HIDDEN);
		else
			unfold_json(&b, json_at(answers, i));
	}
	buf_str(&b, TXT("}"));
	e = buf_err(&b);
	return e == ERR_OK ? json_read(mem, buf_text(&b), to, NULL) : e;
}

static enum err
put_known(struct request *q, const struct form *f, struct json payload,
    const struct concern *c, const struct reading_view *v)
{
	struct json answers = json_get(payload, TXT("answers"));
	enum err e = ERR_OK;
	struct show_facts facts = {.reference = c->reference,
	    .site = json_text(
		json_get(json_get(payload, TXT("site")), TXT("name"))),
	    .author = v->author ? author_of(q->mem, payload) : HIDDEN,
	    .filed = when(q->mem, c->filed, &e)};

	if (e == ERR_OK && !v->author)
		e = without_line(q->mem, f, answers, &answers);
	if (e != ERR_OK)
		return e;
	request_json(q, "known", TXT(""));
	return show_reading(q->mem, f, answers, &facts,
	    v->network ? SHOW_ALL : SHOW_WITHOUT_NETWORK, &q->data);
}

/* As it is. Nothing says what is block I or who wrote: whoever may not know
 * either is shown nothing of it. */
static void
put_raw(struct request *q, struct json payload, const struct reading_view *v)
{
	request_open(q, "unknown_form");
	request_flag(q, "withheld", !v->network || !v->author);
	request_json(q, "raw", TXT("["));
	if (v->network && v->author)
		unfold_lines(&q->data, json_get(payload, TXT("answers")));
	buf_str(&q->data, TXT("]"));
	request_close(q);
}

/* The form it was written under, if this release has it. */
static const struct form *
form_of(const struct request *q, struct json payload)
{
	const struct pack *p = &q->core->pack;
	int64_t version = 0;

	if (!str_eq(json_text(json_get(payload, TXT("pack"))), p->name) ||
	    !json_int(json_get(payload, TXT("version")), &version) ||
	    version <= 0)
		return NULL;
	return pack_form(p, json_text(json_get(payload, TXT("form"))), version);
}

/* A request to the association says whom to call, and is read by whom it was
 * made to: nothing of it is hidden from them. It has no block I. */
struct reading_view
reading_view_of(const struct concern *c, const struct reading_view *v)
{
	struct reading_view own = *v;

	if (need_whole(c->reference) && !v->communicable)
		own.network = own.author = true;
	return own;
}

static enum err
put_act(struct request *q, const struct concern *c, struct bytes body,
    const struct reading_view *v)
{
	size_t mark = arena_mark(q->mem);
	const struct reading_view own = reading_view_of(c, v);
	struct json payload = {NULL};
	enum err e = json_read(q->mem, str_from(body), &payload, NULL);

	v = &own;
	if (e == ERR_MANGLED)
		e = ERR_OK; /* it is shown as what it is: nothing to read */
	concern_put(q, c);
	if (e == ERR_OK) {
		put_from(q, c, payload, v);
		put_traces(q, payload, v);
		put_warned(q, payload);
		const struct form *f = form_of(q, payload);
		if (f)
			e = put_known(q, f, payload, c, v);
		else
			put_raw(q, payload, v);
	}
	arena_back(q->mem, mark);
	return e;
}

/* The acts of the dossier that concern us, in order; or `only` one. */
static enum err
put_acts(struct request *q, const struct concern *c,
    const struct reading_view *v, int64_t only, int64_t *upto)
{
	struct query r = query_open(q->store, SQL_READING_ACTS, INT(c->dossier),
	    TEXT(q->session.role), TEXT(c->scope), INT(only));
	enum err e = ERR_OK;
	bool first = true;

	request_json(q, "acts", TXT("["));
	while (e == ERR_OK && query_next(&r)) {
		struct concern one = *c;
		*upto = query_int(&r);
		query_copy(&r, one.ident.at, sizeof(one.ident.at));
		one.reference = query_text(&r);
		one.content = query_int(&r);
		one.filed = query_int(&r);
		one.urgency = query_int(&r);
		one.verified = query_int(&r) != 0;
		one.clock = query_int(&r);
		one.form = query_text(&r);
		one.titled = query_text(&r);
		one.parquet = query_text(&r);
		buf_str(&q->data, first ? TXT("{") : TXT(",{"));
		first = false;
		e = put_act(q, &one, query_blob(&r), v);
		request_close(q);
	}
	enum err ended = query_end(&r);
	buf_str(&q->data, TXT("]"));
	if (e == ERR_OK)
		e = ended;
	return e == ERR_OK ? buf_err(&q->data) : e;
}

/* All of it if a page holds it, else the one that was asked for. */
static enum err
put_dossier(struct request *q, const struct concern *c,
    const struct reading_view *v)
{
	size_t len = q->data.len;
	int64_t upto = c->act;

	enum err e = put_acts(q, c, v, 0, &upto);
	if (e == ERR_LIMIT || (e == ERR_OK && q->data.len > READING_ALL)) {
		explicit_bzero(q->data.at + len, q->data.len - len);
		q->data.len = len;
		q->data.err = ERR_OK;
		request_flag(q, "too_long", true);
		e = put_acts(q, c, v, c->act, &upto);
	}
	request_number(q, "upto", upto);
	return e;
}

/* What the audit log seals of this reading. */
static struct bytes
put_detail(struct request *q, struct str motive, struct str how,
    const struct reading_view *v)
{
	struct buf b = buf_new(q->mem, 256);

	buf_str(&b, motive);
	if (v->communicable)
		buf_str(&b, TXT(" (version communicable)"));
	if (v->to_print)
		buf_str(&b, TXT(" (pour imprimer)"));
	buf_str(&b, how);
	return buf_done(&b);
}

enum err
reading_admit(struct request *q, struct str how, struct concern *c,
    struct reading_view *v, bool *may)
{
	struct str motive;
	enum err e = concern_find(q, c);

	*may = false;
	if (e != ERR_OK)
		return e;
	*v = view_of(q, c);
	if (cover_motive(q, &motive) != ERR_OK || c->opened == 0) {
		q->note = (struct trail_entry){0};
		return cover_go(q, "/fiche", c);
	}
	e = budget_spend(q, c->dossier, c->reference, may);
	if (e != ERR_OK || !*may)
		return e;
	q->note.action = AUDIT_fiche_read;
	q->note.object = c->ident;
	q->note.detail = put_detail(q, motive, how, v);
	return ERR_OK;
}

enum err
reading_page(struct request *q)
{
	struct reading_view v;
	struct concern c;
	bool may;

	enum err e = reading_admit(q, TXT(""), &c, &v, &may);
	if (e != ERR_OK || !may)
		return e;
	concern_put(q, &c);
	request_text(q, "motif", urlform_get(&q->form, TXT("motif")));
	struct reading_view own = reading_view_of(&c, &v);
	request_flag(q, "without_network", !own.network);
	request_flag(q, "without_author", !own.author);
	request_flag(q, "communicable", v.communicable);
	request_flag(q, "to_print", v.to_print);
	request_flag(q, "may_communicate",
	    need_of(q->session.who)->author && !v.communicable);
	request_flag(q, "may_ack",
	    need_of(q->session.who)->acks && c.acked == 0);
	return put_dossier(q, &c, &v);
}
