#include "dossier/whom.h"

#include "dossier/ask.h"
#include "dossier/sql.h"

#define OTHERWISES 4 /* of one rule, one after the other */

/* How many of a role, as far as it matters: none, one, several. */
static int
how_many(const struct directory *d, struct str role)
{
	int n = 0;

	for (size_t i = 0; i < d->count && n < 2; i++)
		n += str_eq(d->services[i].role, role);
	return n;
}

/* A parquet always bears its name: it is one of a ressort, even alone. */
struct str
whom_scope(const struct directory *d, struct str role, struct str service)
{
	/* A unit that is in no directory may file from its box: it is not the
	 * only one, whatever the directory says. */
	if (str_eq(role, TXT("parquet")) || str_eq(role, TXT("fsi")) ||
	    how_many(d, role) != 1)
		return service;
	return TXT("");
}

const struct directory_service *
whom_service(const struct directory *d, struct str role, struct str scope)
{
	if (scope.len == 0)
		return how_many(d, role) == 1 ? directory_role(d, role) : NULL;
	const struct directory_service *s = directory_service_of(d, scope);
	return s && str_eq(s->role, role) ? s : NULL;
}

static bool
found_service(const struct directory *d, const struct directory_service *s,
    struct str role, struct whom *w)
{
	/* What a box sent was checked by that box: it is looked at again. */
	if (!s || !directory_serves(d, s) ||
	    (role.len > 0 && !str_eq(s->role, role)))
		return false;
	w->role = role.len > 0 ? role : s->role;
	w->scope = whom_scope(d, w->role, s->id);
	w->service = s;
	w->name = s->name;
	return true;
}

/* A service that was chosen, or the competent one of a place. */
static bool
by_field(const struct happening *h, const struct rules_who *w,
    struct whom *found)
{
	const struct directory *d = &h->c->pack->directory;
	struct json v = json_get(h->answers, w->field->id);

	if (w->field->kind == FORM_service)
		return found_service(d, directory_service_of(d, json_text(v)),
		    w->role, found);
	const struct directory_commune *at =
	    directory_commune_of(d, json_text(json_get(v, TXT("commune"))));
	if (!at)
		at = directory_town(d, json_text(json_get(v, TXT("town"))),
		    NULL);
	return at &&
	    found_service(d, directory_competent(d, w->role, at), w->role,
		found);
}

/* Those that are found, one after the other. */
struct crowd {
	struct whom *at;
	size_t count, most;
};

static bool
full(const struct crowd *to)
{
	return to->count == to->most;
}

static void
put(struct crowd *to, const struct whom *one)
{
	for (size_t i = 0; i < to->count; i++)
		if (str_eq(to->at[i].role, one->role) &&
		    str_eq(to->at[i].scope, one->scope))
			return;
	if (!full(to))
		to->at[to->count++] = *one;
}

static bool
by_party(const struct happening *h, struct str role, struct crowd *to)
{
	const struct directory *d = &h->c->pack->directory;
	struct query q = query_open(h->c->tx->store, SQL_WHOM_PARTY,
	    INT(h->dossier), TEXT(role));
	enum err kept = ERR_OK;

	while (!full(to) && query_next(&q)) {
		struct whom one = {.role = role};
		one.scope = arena_keep(h->c->mem, query_text(&q), &kept);
		one.service = whom_service(d, role, one.scope);
		one.name = one.service ? one.service->name : one.scope;
		if (!one.service || directory_serves(d, one.service))
			put(to, &one);
	}
	tx_fail(h->c->tx, query_end(&q));
	tx_fail(h->c->tx, kept);
	return to->count > 0;
}

/* Who wrote: this act, if it is of that role; otherwise what opened a dossier,
 * or would have: of two fiches that were joined, both. */
static bool
by_author(const struct happening *h, struct str role, struct crowd *to)
{
	const struct course_author *a = &h->said->author;
	const struct directory *d = &h->c->pack->directory;
	enum err kept = ERR_OK;

	if (a->role.len > 0 && str_eq(a->role, role)) {
		put(to,
		    &(struct whom){.role = a->role,
			.scope = a->scope,
			.service = whom_service(d, a->role, a->scope),
			.name = h->said->site_name,
			.box = h->said->device != NULL});
		return true;
	}
	struct query q =
	    query_open(h->c->tx->store, SQL_WHOM_AUTHOR, INT(h->dossier));
	for (bool first = true; !full(to) && query_next(&q); first = false) {
		struct whom one = {.role = role};
		bool theirs = str_eq(role, query_text(&q));
		one.scope = arena_keep(h->c->mem, query_text(&q), &kept);
		one.name = arena_keep(h->c->mem, query_text(&q), &kept);
		one.box = query_int(&q) != 0;
		one.service = whom_service(d, role, one.scope);
		const struct rules_act *r =
		    rules_act_of(h->rules, query_text(&q), h->today);
		if (theirs && (first || (r && r->opens)))
			put(to, &one);
	}
	tx_fail(h->c->tx, query_end(&q));
	tx_fail(h->c->tx, kept);
	return to->count > 0;
}

/* It was party by mistake: what its role is told is not for it. */
static bool
left(const struct happening *h, const struct whom *w)
{
	return ask_number(h->c->tx, 0, SQL_WHOM_LEFT, INT(h->dossier),
		   TEXT(w->role), TEXT(w->scope)) > 0;
}

static bool
meant(const struct happening *h, const struct rules_who *w, struct crowd *to)
{
	const struct directory *d = &h->c->pack->directory;
	struct whom one = {0};

	if (w->author)
		return by_author(h, w->role, to);
	/* A unit or an establishment is known by what it wrote. */
	if (how_many(d, w->role) == 0 && by_author(h, w->role, to))
		return true;
	if (w->party)
		return by_party(h, w->role, to);
	bool any = false;
	if (w->service.len > 0)
		any = found_service(d, directory_service_of(d, w->service),
		    w->role, &one);
	else if (w->apart)
		any = found_service(d, directory_apart(d, w->role), w->role,
		    &one);
	else if (w->field && by_field(h, w, &one))
		any = true;
	else if (by_party(h, w->role, to))
		return true;
	else if (how_many(d, w->role) == 1)
		any = found_service(d, directory_role(d, w->role), w->role,
			  &one) &&
		    !left(h, &one);
	if (any)
		put(to, &one);
	return any;
}

/* What was answered, and what the dossier holds, this act included. */
static bool
is_meant(const struct happening *h, const struct rules_who *w)
{
	return condition_holds(w->when, h->answers) &&
	    happening_after(h, &w->after) &&
	    (w->without.count == 0 || !happening_after(h, &w->without));
}

size_t
whom_all(const struct happening *h, const struct rules_who *w,
    struct whom found[], size_t most, enum whom_found *known)
{
	struct crowd to = {.at = found, .most = most};

	*known = WHOM_NONE;
	for (int i = 0; w && i < OTHERWISES; i++, w = w->otherwise) {
		if (!is_meant(h, w))
			continue;
		bool any = meant(h, w, &to);
		/* An author is of that role or is not meant, and so is a
		 * party: nobody is to name one. */
		if (!any && !w->author && !w->party)
			*known = WHOM_UNKNOWN;
		if (!any)
			continue;
		for (size_t k = 0; k < to.count; k++) {
			found[k].network = w->network;
			found[k].aside = w->aside;
		}
		*known = WHOM_FOUND;
		return to.count;
	}
	return 0;
}

enum whom_found
whom_find(const struct happening *h, const struct rules_who *w,
    struct whom *found)
{
	enum whom_found known;

	(void)whom_all(h, w, found, 1, &known);
	return known;
}
