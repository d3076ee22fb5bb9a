#include "convention/pack.h"

#include "base/embed.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

#define PATH_MOST    128
#define VERSION_MOST 9 /* of earlier versions kept beside the current one */

static struct str
embedded(void *ctx, struct str path)
{
	char room[PATH_MOST];
	struct buf b = buf_over(room, sizeof(room));

	(void)ctx;
	buf_str(&b, TXT("config/convention/"));
	buf_str(&b, path);
	const struct embed_file *f =
	    buf_err(&b) == ERR_OK ? embed_find(buf_text(&b)) : NULL;
	return f ? str_from(f->body) : (struct str){NULL, 0};
}

const struct pack_source pack_embedded = {embedded, NULL};

const struct form *
pack_form(const struct pack *p, struct str id, int64_t version)
{
	const struct form *best = NULL;

	for (size_t i = 0; i < p->count; i++) {
		const struct form *f = &p->forms[i];
		if (!str_eq(f->id, id) ||
		    (version > 0 && f->version != version))
			continue;
		if (!best || f->version > best->version)
			best = f;
	}
	return best;
}

/* Whoever reads a pack. */
struct opening {
	struct arena *mem;
	const struct pack_source *from;
	struct buf *faults;
	struct pack *pack;
};

/* A file of the pack, or of `common`; `*path` belongs to the arena. */
static struct str
file_of(struct opening *o, struct str folder, struct str name, struct str *path,
    enum err *e)
{
	char room[PATH_MOST];
	struct buf b = buf_over(room, sizeof(room));

	buf_str(&b, folder);
	buf_str(&b, TXT("/"));
	buf_str(&b, name);
	if (buf_err(&b) != ERR_OK)
		return (struct str){NULL, 0};
	*path = arena_keep(o->mem, buf_text(&b), e);
	if (*e != ERR_OK)
		return (struct str){NULL, 0};
	return o->from->file(o->from->ctx, *path);
}

static struct str
form_file(struct opening *o, struct str id, int64_t version, struct str *path,
    enum err *e)
{
	char room[PATH_MOST];
	struct buf b = buf_over(room, sizeof(room));

	buf_str(&b, TXT("forms/"));
	buf_str(&b, id);
	if (version > 0) {
		buf_str(&b, TXT("-"));
		buf_number(&b, version, 1);
	}
	buf_str(&b, TXT(".json"));
	struct str text = file_of(o, o->pack->name, buf_text(&b), path, e);
	if (!text.at && *e == ERR_OK)
		text = file_of(o, TXT("common"), buf_text(&b), path, e);
	return text;
}

/* --- what a directory gives to a form --------------------------------------
 */

static struct str
commune(const void *world, struct str town)
{
	const struct directory_commune *c = directory_town(world, town, NULL);

	return c ? c->code : TXT("");
}

/*
 * The services of its role become the options of a field; what is locked on
 * the CRIP has that one.
 */
static bool
bind_field(struct arena *mem, const struct directory *d, struct form_field *f)
{
	bool crip = f->kind == FORM_locked && str_eq(f->of, TXT("crip"));

	if (f->kind != FORM_service && !crip)
		return true;
	f->options = arena_take(mem, d->count * sizeof(*f->options));
	if (!f->options)
		return false;
	f->count = 0;
	for (size_t i = 0; i < d->count; i++) {
		if (!str_eq(d->services[i].role, f->of))
			continue;
		f->options[f->count++] =
		    (struct form_option){.id = d->services[i].id,
			.label = d->services[i].name};
	}
	return true;
}

static bool
bind(struct arena *mem, const struct directory *d, struct form *f)
{
	bool good = true;

	f->commune = commune;
	f->world = d;
	for (size_t i = 0; i < f->count; i++)
		for (size_t k = 0; k < f->steps[i].count; k++)
			good =
			    bind_field(mem, d, &f->steps[i].fields[k]) && good;
	return good;
}

/* --- the day ---------------------------------------------------------------
 */

static void
offer(const struct directory *d, struct form_field *f)
{
	size_t left = 0;

	if (f->kind != FORM_service)
		return;
	for (size_t i = 0; i < f->count; i++) {
		const struct directory_service *one =
		    directory_service_of(d, f->options[i].id);
		f->options[i].past = !directory_in_force(one, d->today);
		left += !f->options[i].past;
	}
	for (size_t i = 0; left == 0 && i < f->count; i++)
		f->options[i].past = false;
}

void
pack_today(struct pack *p, day today)
{
	if (p->directory.today == today)
		return;
	p->directory.today = today;
	for (size_t i = 0; i < p->count; i++)
		for (size_t k = 0; k < p->forms[i].count; k++)
			for (size_t n = 0; n < p->forms[i].steps[k].count; n++)
				offer(&p->directory,
				    &p->forms[i].steps[k].fields[n]);
}

/* --- reading ---------------------------------------------------------------
 */

static enum err
form_add(struct opening *o, struct str path, struct str text, struct str id,
    struct sheet *s)
{
	struct pack *p = o->pack;
	struct form_shelf shelf = {p->forms, p->count};

	if (p->count == PACK_FORMS_MOST) {
		sheet_blame_text(s, id, "trop de formulaires");
		return ERR_MANGLED;
	}
	struct form *f = &p->forms[p->count];
	enum err e = form_read(o->mem, path, text, &shelf, o->faults, f);
	if (e != ERR_OK)
		return e;
	if (!str_eq(f->id, id)) {
		sheet_blame_text(s, id, "%.*s se dit « %.*s »", SHOWN(path),
		    SHOWN(f->id));
		return ERR_MANGLED;
	}
	p->count++;
	return bind(o->mem, &p->directory, f) ? ERR_OK : ERR_LIMIT;
}

/* The current version of a form, and earlier ones that are kept. */
static enum err
form_open(struct opening *o, struct str id, struct sheet *s)
{
	enum err e = ERR_OK;
	struct str path = {NULL, 0};
	struct str text = form_file(o, id, 0, &path, &e);

	if (e != ERR_OK)
		return e;
	if (!text.at) {
		sheet_blame_text(s, id, "il manque forms/%.*s.json", SHOWN(id));
		return ERR_MANGLED;
	}
	e = form_add(o, path, text, id, s);
	for (int64_t n = 1; n <= VERSION_MOST && e == ERR_OK; n++) {
		text = form_file(o, id, n, &path, &e);
		if (text.at && e == ERR_OK)
			e = form_add(o, path, text, id, s);
	}
	return e;
}

static enum err
forms_open(struct opening *o, struct json list, struct sheet *s)
{
	enum err worst = ERR_OK;

	for (size_t i = 0; i < json_len(list); i++) {
		enum err e = form_open(o, json_text(json_at(list, i)), s);
		if (e == ERR_LIMIT)
			return e;
		if (e != ERR_OK)
			worst = e;
	}
	return worst;
}

static void
head_read(struct pack *p, struct sheet *s, struct json root)
{
	sheet_object(s, root,
	    "convention title departement active source forms " RECORD_KEYS);
	struct str name = sheet_text(s, root, "convention");
	p->title = sheet_text(s, root, "title");
	p->departement = sheet_text(s, root, "departement");
	p->source = sheet_text(s, root, "source");
	p->active = sheet_flag(s, root, "active");
	if (name.len > 0 && !str_eq(name, p->name))
		sheet_blame_text(s, name,
		    "« %.*s » est dans le dossier « %.*s »", SHOWN(name),
		    SHOWN(p->name));
	record_read(s, root, &p->record);
}

/* Its own rules, or those of all. */
static enum err
rules_open(struct opening *o, struct sheet *s, struct json root)
{
	struct pack *p = o->pack;
	struct str path = {NULL, 0};
	enum err e = ERR_OK;

	struct str text = file_of(o, p->name, TXT("rules.json"), &path, &e);
	if (!text.at && e == ERR_OK)
		text = file_of(o, TXT("common"), TXT("rules.json"), &path, &e);
	if (e != ERR_OK)
		return e;
	if (!text.at) {
		sheet_blame(s, root,
		    "il manque rules.json, ici ou dans common : ce que "
		    "chaque acte entraîne n’est dit nulle part");
		return ERR_MANGLED;
	}
	return rules_read(o->mem, path, text, &p->directory, p->forms, p->count,
	    p->record.territory, o->faults, &p->rules);
}

/* Nobody records an act of a module that is switched off. */
static void
modules_apply(struct pack *p)
{
	for (size_t i = 0; i < p->rules.acts_count; i++) {
		struct rules_act *a = &p->rules.acts[i];
		if (a->module.len > 0 &&
		    !record_module_on(&p->record, a->module))
			a->by.count = 0;
	}
}

/* Forms first, which rules name; then rules, which capacities name. */
static enum err
convention_read(struct opening *o, struct sheet *s, struct json root)
{
	head_read(o->pack, s, root);
	enum err e = forms_open(o, sheet_list(s, root, "forms"), s);
	if (e == ERR_OK)
		e = rules_open(o, s, root);
	if (e != ERR_OK)
		return e;
	record_capacities(s, root, &o->pack->rules);
	modules_apply(o->pack);
	return sheet_end(s);
}

static enum err
open_all(struct opening *o)
{
	struct sheet s;
	struct json root;
	struct str path = {NULL, 0};
	enum err e = ERR_OK;

	struct str text =
	    file_of(o, o->pack->name, TXT("directory.json"), &path, &e);
	if (e == ERR_OK && !text.at)
		e = ERR_ABSENT;
	if (e == ERR_OK)
		e = directory_read(o->mem, path, text, o->faults,
		    &o->pack->directory);
	if (e != ERR_OK)
		return e;
	text = file_of(o, o->pack->name, TXT("convention.json"), &path, &e);
	if (e == ERR_OK && !text.at)
		e = ERR_ABSENT;
	if (e == ERR_OK)
		e = sheet_open(&s, o->mem, path, text, o->faults, &root);
	return e != ERR_OK ? e : convention_read(o, &s, root);
}

enum err
pack_open(struct arena *mem, const struct pack_source *from, struct str name,
    struct buf *faults, struct pack *pack)
{
	enum err e = ERR_OK;

	/* Forms point at the directory: they are read where they stay. */
	*pack = (struct pack){.name = arena_keep(mem, name, &e)};
	struct opening o = {mem, from, faults, pack};
	if (e == ERR_OK)
		e = open_all(&o);
	if (e != ERR_OK)
		*pack = (struct pack){.count = 0};
	return e;
}
