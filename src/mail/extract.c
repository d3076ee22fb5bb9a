#include "mail/extract.h"

#include "calendar/wording.h"
#include "form/show.h"
#include "mail/context.h"

#define FICHE_PAGES 2 /* of what opens a dossier (DOMAINE 2.3) */
#define SEPARATOR   TXT("\u00a0; ")

/* One act on its way into a letter. */
struct extract {
	struct arena *mem;
	const struct form *form;
	struct json payload, sections; /* of show_reading */
	bool network, author;
	const struct rules_names *only; /* fields; NULL: all */
	struct letter *l;
};

/* --- texts made of several ------------------------------------------------ */

/* « Menaces ; Absences la nuit » */
static struct str
list_text(struct arena *mem, struct json list, enum err *e)
{
	size_t n = 0;

	for (size_t i = 0; i < json_len(list); i++)
		n += json_text(json_get(json_at(list, i), TXT("text"))).len +
		    SEPARATOR.len;
	struct buf to = buf_new(mem, n);
	for (size_t i = 0; i < json_len(list); i++) {
		buf_str(&to, i > 0 ? SEPARATOR : TXT(""));
		buf_str(&to,
		    json_text(json_get(json_at(list, i), TXT("text"))));
	}
	if (*e == ERR_OK)
		*e = buf_err(&to);
	return buf_text(&to);
}

/* --- lines ------------------------------------------------------------------
 */

/* NULL: it is not for this letter. */
static const struct form_field *
field_of(const struct extract *x, struct json line)
{
	struct str id = json_text(json_get(line, TXT("id")));

	return x->only && !rules_named(x->only, id)
	    ? NULL
	    : form_field_of(x->form, id);
}

/* It says who wrote, or where to call that person. */
static bool
tells_author(const struct form_field *f)
{
	return f &&
	    (str_eq(f->prefill, TXT("site_phone")) ||
		(f->kind == FORM_locked && str_eq(f->of, TXT("author"))));
}

/* It is said on top, before anything else: from where, when, whom to call. */
static bool
on_top(const struct form_field *f)
{
	return f &&
	    (str_eq(f->prefill, TXT("site_phone")) ||
		(f->kind == FORM_locked &&
		    (str_eq(f->of, TXT("site")) ||
			str_eq(f->of, TXT("filed")))));
}

static enum err
add_answer(struct extract *x, enum letter_kind kind, struct str label,
    struct json line)
{
	struct str text = json_text(json_get(line, TXT("text")));
	struct json list = json_get(line, TXT("list"));
	bool missing = json_true(json_get(line, TXT("missing")));
	enum err e = ERR_OK;

	if (json_len(list) > 0)
		text = list_text(x->mem, list, &e);
	else if (missing || text.len == 0)
		text = TXT("Sans réponse");
	if (e == ERR_OK)
		e = letter_add(x->l, kind, label, text);
	if (e == ERR_OK)
		x->l->blocks[x->l->count - 1].unknown =
		    missing || json_true(json_get(line, TXT("unknown")));
	return e;
}

/*
 * One of a list: what it is (« 2. Véhicule (plaque) : AA-123-AA », or «
 * Titulaire 1 : … », its first line), then all that is said of it.
 */
static enum err
add_block(struct extract *x, const struct form_field *repeat, struct json block)
{
	struct json lines = json_get(block, TXT("lines"));
	struct str trace = TXT(""), sort = TXT(""), label, rest = TXT("");
	struct str of = TXT("");
	char room[24];
	struct buf number = buf_over(room, sizeof(room));
	int64_t n = 0;
	enum err e = ERR_OK;

	for (size_t i = 0; i < repeat->fields_count; i++)
		if (repeat->fields[i].kind == FORM_trace)
			of = repeat->fields[i].of;
	for (size_t i = 0; e == ERR_OK && i < json_len(lines); i++) {
		struct json line = json_at(lines, i);
		struct str id = json_text(json_get(line, TXT("id")));
		struct str text = json_text(json_get(line, TXT("text")));
		if (of.len > 0 && str_eq(id, of))
			sort = text;
		else if (trace.len == 0 && (i == 0 || sort.len > 0))
			trace = text;
		else
			rest =
			    context_joined(x->mem, rest, SEPARATOR, text, &e);
	}
	(void)json_int(json_get(block, TXT("number")), &n);
	buf_number(&number, n, 1);
	if (of.len > 0)
		label = context_joined(x->mem, buf_text(&number), TXT(". "),
		    sort, &e);
	else
		label = context_joined(x->mem, repeat->block, TXT(" "),
		    buf_text(&number), &e);
	label = context_joined(x->mem, label, TXT(" : "), trace, &e);
	return e == ERR_OK ? letter_add(x->l, LETTER_ITEM, label, rest) : e;
}

static enum err
add_line(struct extract *x, struct json line)
{
	const struct form_field *f = field_of(x, line);
	struct json blocks = json_get(line, TXT("blocks"));
	struct str label = json_text(json_get(line, TXT("label")));
	enum err e = ERR_OK;

	if (!f || on_top(f) || (!x->author && tells_author(f)))
		return ERR_OK;
	if (f->kind == FORM_locked && str_eq(f->of, TXT("reference")))
		return ERR_OK;            /* it stands on every page */
	if (f->kind == FORM_confirmation) /* its label says all of it */
		return letter_add(x->l, LETTER_NOTE, TXT(""), label);
	if (f->kind != FORM_repeat)
		return add_answer(x, LETTER_ANSWER, label, line);
	for (size_t i = 0; e == ERR_OK && i < json_len(blocks); i++)
		e = add_block(x, f, json_at(blocks, i));
	return e;
}

/* --- sections, in the order they are read ------------------------------------
 */

enum part { FACTS, NETWORK, REST, LATER, REPORTER, PARTS };

/* Which part a step belongs to. The facts are all that comes before the first
 * long text, and the step that holds it. */
static enum part
part_of(const struct extract *x, const struct form_step *s)
{
	bool facts = true;

	for (size_t i = 0; i < s->count; i++)
		if (s->fields[i].kind == FORM_locked && s->fields[i].of.len > 0)
			return REPORTER;
	if (s->network)
		return NETWORK;
	if (s->later)
		return LATER;
	for (const struct form_step *before = x->form->steps; before < s;
	     before++)
		for (size_t i = 0; i < before->count; i++)
			facts = facts &&
			    (before->fields[i].kind != FORM_long_text ||
				before->later);
	return facts ? FACTS : REST;
}

static enum err
add_section(struct extract *x, const struct form_step *s, struct json section)
{
	struct json lines = json_get(section, TXT("lines"));
	size_t before = x->l->count;
	enum err e = letter_add(x->l, LETTER_SECTION, TXT(""), s->title);

	for (size_t i = 0; e == ERR_OK && i < json_len(lines); i++)
		if (!json_true(json_get(json_at(lines, i), TXT("quoted"))))
			e = add_line(x, json_at(lines, i));
	if (e == ERR_OK && x->l->count == before + 1)
		x->l->count = before; /* none of it is for this reader */
	return e;
}

static enum err
add_part(struct extract *x, enum part part)
{
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < json_len(x->sections); i++) {
		struct json section = json_at(x->sections, i);
		const struct form_step *s = form_step_of(x->form,
		    json_text(json_get(section, TXT("id"))));
		if (s && part_of(x, s) == part)
			e = add_section(x, s, section);
	}
	return e;
}

static enum err
add_top(struct extract *x)
{
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < json_len(x->sections); i++) {
		struct json lines =
		    json_get(json_at(x->sections, i), TXT("lines"));
		for (size_t k = 0; e == ERR_OK && k < json_len(lines); k++) {
			struct json line = json_at(lines, k);
			const struct form_field *f = field_of(x, line);
			if (on_top(f) && (x->author || !tells_author(f)))
				e = add_answer(x, LETTER_ANSWER, f->label,
				    line);
		}
	}
	return e;
}

/* What somebody said, word for word: wherever it was asked. */
static enum err
add_quotes(struct extract *x)
{
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < json_len(x->sections); i++) {
		struct json lines =
		    json_get(json_at(x->sections, i), TXT("lines"));
		for (size_t k = 0; e == ERR_OK && k < json_len(lines); k++) {
			struct json line = json_at(lines, k);
			if (!json_true(json_get(line, TXT("quoted"))) ||
			    !field_of(x, line))
				continue;
			e = add_answer(x,
			    json_true(json_get(line, TXT("unknown")))
				? LETTER_ANSWER
				: LETTER_QUOTE,
			    json_text(json_get(line, TXT("label"))), line);
		}
	}
	return e;
}

/* --- all of it
 * ---------------------------------------------------------------- */

static enum err
read_sections(struct extract *x, size_t len)
{
	char room[96];
	struct buf when = buf_over(room, sizeof(room));
	struct json site = json_get(x->payload, TXT("site")), root;
	struct buf b = buf_new(x->mem, (24u << 10) + 3 * len);
	int64_t filed = 0;
	enum err e = ERR_OK;

	if (json_int(json_get(x->payload, TXT("filed_ms")), &filed) &&
	    filed > 0)
		wording_utc(&when, filed, WORDING_YEAR);
	struct show_facts facts = {.reference = json_text(
				       json_get(x->payload, TXT("reference"))),
	    .site = json_text(json_get(site, TXT("name"))),
	    .author =
		x->author ? context_author(x->mem, x->payload, &e) : TXT(""),
	    .filed = buf_text(&when)};
	if (e == ERR_OK)
		e = show_reading(x->mem, x->form,
		    json_get(x->payload, TXT("answers")), &facts,
		    x->network ? SHOW_ALL : SHOW_WITHOUT_NETWORK, &b);
	if (e == ERR_OK)
		e = json_read(x->mem, buf_text(&b), &root, NULL);
	if (e == ERR_OK)
		x->sections = json_get(root, TXT("sections"));
	return e;
}

/* The form it was written under, if this release has it. */
static const struct form *
form_of(const struct pack *p, struct json payload)
{
	int64_t version = 0;

	if (!str_eq(json_text(json_get(payload, TXT("pack"))), p->name) ||
	    !json_int(json_get(payload, TXT("version")), &version) ||
	    version <= 0)
		return NULL;
	return pack_form(p, json_text(json_get(payload, TXT("form"))), version);
}

static enum err
add_all(struct extract *x, const struct pack *p)
{
	size_t before = x->l->count;
	enum err e = add_top(x);

	if (e == ERR_OK && x->l->count == before && !x->only)
		e = context_sender(x->mem, x->payload, x->author, x->l);
	for (int part = FACTS; e == ERR_OK && part < PARTS; part++) {
		e = add_part(x, (enum part)part);
		if (e == ERR_OK && part == FACTS)
			e = add_quotes(x);
	}
	return e == ERR_OK && !x->only
	    ? context_origin(p, x->payload, x->author, x->l)
	    : e;
}

enum err
extract_act(struct arena *mem, const struct letter_what *w,
    const struct letter_act *a, bool network, bool author, struct letter *l)
{
	struct extract x = {.mem = mem,
	    .network = network,
	    .author = author,
	    .l = l};
	enum err e = json_read(mem, str_from(a->payload), &x.payload, NULL);

	if (e != ERR_OK)
		return e;
	if (w->rule && w->rule->only.count > 0)
		x.only = &w->rule->only;
	x.form = form_of(w->pack, x.payload);
	struct str title = a->title.len > 0 ? a->title
	    : x.form                        ? x.form->title
					    : TXT("Acte");
	struct str own = json_text(json_get(x.payload, TXT("reference")));
	if (x.form && x.form->letter.len > 0 && w->count == 1)
		l->pages = FICHE_PAGES;
	if (l->title.len == 0 && w->count == 1)
		l->title = title; /* the letter is this act and no more */
	else if (w->count > 1 || !str_eq(l->title, title) ||
	    !str_eq(l->reference, own)) {
		title = context_joined(mem, title, TXT(" – "), own, &e);
		if (e == ERR_OK)
			e = letter_add(l, LETTER_ACT, TXT(""), title);
	}
	if (e == ERR_OK && !x.only)
		e = context_alerts(x.payload, a->incomplete, l);
	if (e == ERR_OK && !x.form)
		return letter_add(l, LETTER_NOTE, TXT(""),
		    TXT("Cet acte a été écrit avec un formulaire que ce "
			"serveur n’a pas : il se lit sur le bureau."));
	if (e == ERR_OK)
		e = read_sections(&x, a->payload.len);
	return e == ERR_OK ? add_all(&x, w->pack) : e;
}
