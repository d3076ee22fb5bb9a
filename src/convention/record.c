#include "convention/record.h"

#include "calendar/iso.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

#define CAPACITIES_MOST 8
#define CAPACITY_MOST   9999 /* dossiers */

static const char *const modules[] = {
#define MODULE(name, shown) #name,
#include "convention/module.def"
#undef MODULE
};

bool
record_module_on(const struct record *r, struct str name)
{
	for (size_t i = 0; i < RECORD_MODULES; i++)
		if (str_eq(str_of(modules[i]), name))
			return r->module[i];
	return false;
}

bool
record_module_known(struct str name)
{
	struct record all = {.parties_count = 0};

	memset(all.module, true, sizeof(all.module));
	return record_module_on(&all, name);
}

static day
day_read(struct sheet *s, struct json v, const char *key, day absent)
{
	struct str text = sheet_text_or(s, v, key);
	day n = absent;

	if (text.len > 0 && iso_read_day(text, &n) != ERR_OK)
		sheet_blame_text(s, text,
		    "« %.*s » n’est pas un jour, 2022-10-11", SHOWN(text));
	return n;
}

static void
dates_read(struct sheet *s, struct json root, struct record *r)
{
	struct json dates = json_get(root, TXT("dates"));

	r->signed_on = r->renewed = r->ends = DAY_LEAST;
	if (json_kind(dates) == JSON_ABSENT ||
	    !sheet_object(s, dates, "signed renewed ends"))
		return;
	r->signed_on = day_read(s, dates, "signed", DAY_LEAST);
	r->renewed = day_read(s, dates, "renewed", DAY_LEAST);
	r->ends = day_read(s, dates, "ends", DAY_LEAST);
	if ((r->ends != DAY_LEAST &&
		(r->ends < r->signed_on || r->ends < r->renewed)) ||
	    (r->renewed != DAY_LEAST && r->renewed < r->signed_on))
		sheet_blame(s, dates,
		    "« dates » : signed, renewed et ends dans cet ordre");
}

static void
parties_read(struct sheet *s, struct json root, struct record *r)
{
	struct json list = sheet_list_or(s, root, "parties");

	if (json_len(list) > RECORD_PARTIES_MOST) {
		sheet_blame(s, list, "plus de %d parties", RECORD_PARTIES_MOST);
		return;
	}
	r->parties = sheet_take(s, json_len(list), sizeof(*r->parties));
	for (size_t i = 0; r->parties && i < json_len(list); i++) {
		struct json one = json_at(list, i);
		if (!sheet_object(s, one, "name referent suppleant"))
			continue;
		r->parties[r->parties_count++] = (struct record_party){
		    .name = sheet_text(s, one, "name"),
		    .referent = sheet_text_or(s, one, "referent"),
		    .suppleant = sheet_text_or(s, one, "suppleant"),
		};
	}
}

/* Those that are listed are on; without a list, all. */
static void
modules_read(struct sheet *s, struct json root, struct record *r)
{
	struct json list = sheet_list_or(s, root, "modules");

	memset(r->module, json_kind(list) == JSON_ABSENT, sizeof(r->module));
	for (size_t i = 0; i < json_len(list); i++) {
		struct str name = json_text(json_at(list, i));
		if (!record_module_known(name))
			sheet_blame_text(s, name,
			    "« %.*s » n’est pas un module (module.def)",
			    SHOWN(name));
		for (size_t k = 0; k < RECORD_MODULES; k++)
			if (str_eq(str_of(modules[k]), name))
				r->module[k] = true;
	}
}

static enum territory
territory_read(struct sheet *s, struct json root)
{
	static const char *const words[] = {"metropole", "alsace_moselle",
	    "guadeloupe", "martinique", "guyane", "reunion", "mayotte"};
	struct str word = sheet_text_or(s, root, "territory");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq(str_of(words[i]), word))
			return (enum territory)i;
	if (word.len > 0)
		sheet_blame_text(s, word,
		    "« %.*s » n’est pas un territoire (calendar/holiday.h)",
		    SHOWN(word));
	return TERRITORY_METROPOLE;
}

void
record_read(struct sheet *s, struct json root, struct record *r)
{
	parties_read(s, root, r);
	dates_read(s, root, r);
	modules_read(s, root, r);
	r->residents_only =
	    day_read(s, root, "intervention_residents_only_since", DAY_MOST);
	r->subject_reason = sheet_text_or(s, root, "subject_reason");
	r->territory = territory_read(s, root);
}

/* --- capacities -------------------------------------------------------------
 */

static struct rules_names
states_read(struct sheet *s, struct json v, const struct rules *rules)
{
	struct json list = sheet_list(s, v, "states");
	struct str *at = sheet_take(s, json_len(list), sizeof(*at));
	struct rules_names n = {at, 0};

	for (size_t i = 0; at && i < json_len(list); i++) {
		struct str id = json_text(json_at(list, i));
		if (!rules_state_of(rules->education, rules->education_count,
			id))
			sheet_blame(s, list,
			    "« %.*s » n’est pas un état de l’axe éducatif",
			    SHOWN(id));
		at[n.count++] = id;
	}
	return n;
}

void
record_capacities(struct sheet *s, struct json root, struct rules *rules)
{
	struct json list = sheet_list_or(s, root, "capacities");

	if (json_len(list) > CAPACITIES_MOST) {
		sheet_blame(s, list, "plus de %d capacités", CAPACITIES_MOST);
		return;
	}
	rules->capacities =
	    sheet_take(s, json_len(list), sizeof(*rules->capacities));
	for (size_t i = 0; rules->capacities && i < json_len(list); i++) {
		struct json one = json_at(list, i);
		if (!sheet_object(s, one, "id title source most states"))
			continue;
		rules->capacities[rules->capacities_count++] =
		    (struct rules_capacity){
			.id = sheet_ident(s, one, "id"),
			.title = sheet_text(s, one, "title"),
			.source = sheet_text(s, one, "source"),
			.most = (int)sheet_number(s, one, "most", 1,
			    CAPACITY_MOST, 1),
			.states = states_read(s, one, rules),
		    };
	}
}
