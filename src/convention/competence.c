#include "convention/competence.h"

#define REASON_MOST 600 /* bytes */
#define TOWN_MOST   120 /* bytes of a town that is repeated */

/* The commune a rule looks at; "" when it was not answered. */
static struct str
town_of(const struct form_whereabouts *w, struct json answers, struct str site,
    const struct pack *p)
{
	const struct directory_commune *c;

	if (w->place) {
		if (!form_shown(w->place, answers))
			return TXT("");
		return json_text(
		    json_get(json_get(answers, w->place->id), TXT("town")));
	}
	c = directory_commune_of(&p->directory, site);
	return c ? c->name : site;
}

/* An address was given, and not its commune. */
static bool
townless(const struct form_whereabouts *w, struct json answers)
{
	struct json v =
	    w->place ? json_get(answers, w->place->id) : (struct json){0};

	return w->place && form_shown(w->place, answers) &&
	    json_text(json_get(v, TXT("text"))).len > 0 &&
	    json_text(json_get(v, TXT("town"))).len == 0;
}

static const struct directory_commune *
commune_of(const struct form_whereabouts *w, const struct pack *p,
    struct str town, struct str site, bool *many)
{
	*many = false;
	if (!w->place)
		return directory_commune_of(&p->directory, site);
	return directory_town(&p->directory, town, many);
}

static void
ask_for(const struct form_whereabouts *w, struct buf *to)
{
	buf_str(to, w->reason);
	buf_str(to,
	    TXT("\u00a0: la commune n’est pas indiquée. Choisissez le "
		"parquet\u00a0; en cas de doute, appelez sa permanence."));
}

/* « Commune de l’établissement : Valmont, dans le ressort du Parquet de … » */
static void
explain(const struct form_whereabouts *w, const struct directory_commune *c,
    const struct directory_service *parquet, struct str town, bool many,
    struct buf *to)
{
	buf_str(to, w->reason);
	buf_str(to, TXT("\u00a0: "));
	buf_str(to, c ? c->name : town);
	if (parquet) {
		buf_str(to, TXT(", dans le ressort du "));
		buf_str(to, parquet->name);
		buf_str(to, TXT("."));
		return;
	}
	buf_str(to,
	    many ? TXT(". Plusieurs communes du département ont ce nom")
		 : TXT(". Cette commune n’est dans aucun ressort connu ici"));
	buf_str(to,
	    TXT("\u00a0: choisissez le parquet\u00a0; en cas de doute, "
		"appelez sa permanence."));
}

enum err
competence_propose(struct arena *mem, const struct pack *p,
    const struct form *f, struct json answers, struct str site,
    struct competence *c)
{
	struct buf why = buf_new(mem, REASON_MOST);
	struct competence found = {.service = NULL};

	for (size_t i = 0; i < f->whereabouts_count && why.len == 0; i++) {
		const struct form_whereabouts *w = &f->whereabouts[i];
		bool many;
		if (!condition_holds(w->when, answers))
			continue;
		if (townless(w, answers)) {
			ask_for(w, &why);
			continue;
		}
		struct str town = town_of(w, answers, site, p);
		if (town.len == 0)
			continue;
		const struct directory_commune *at =
		    commune_of(w, p, town, site, &many);
		found.service = at
		    ? directory_competent(&p->directory, TXT("parquet"), at)
		    : NULL;
		if (town.len > TOWN_MOST)
			town = TXT("Ce lieu");
		explain(w, at, found.service, town, many, &why);
	}
	if (why.len == 0 && f->whereabouts_count > 0)
		buf_str(&why,
		    TXT("Aucune commune n’est connue\u00a0: choisissez le "
			"parquet"
			"\u00a0; en cas de doute, appelez sa permanence."));
	if (buf_err(&why) != ERR_OK)
		return buf_err(&why);
	found.reason = buf_text(&why);
	*c = found;
	return ERR_OK;
}
