#include "convention/directory.h"

#include "calendar/iso.h"
#include "convention/role.h"
#include "form/spelling.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

#define TOWN_MOST 96 /* bytes of the name of a commune */

#define SERVICE_KEYS                                                           \
	"id role name mailbox phone night delivery hours since until "         \
	"confirmed territory"

const struct directory_service *
directory_service_of(const struct directory *d, struct str id)
{
	for (size_t i = 0; i < d->count; i++)
		if (str_eq(d->services[i].id, id))
			return &d->services[i];
	return NULL;
}

bool
directory_in_force(const struct directory_service *one, day on)
{
	day since = DAY_LEAST, until = DAY_MOST;

	/* What is no day was refused when it was read. */
	return (one->since.len == 0 ||
		   (iso_read_day(one->since, &since) == ERR_OK &&
		       since <= on)) &&
	    (one->until.len == 0 ||
		(iso_read_day(one->until, &until) == ERR_OK && on <= until));
}

bool
directory_serves(const struct directory *d, const struct directory_service *one)
{
	return d->today == DAY_LEAST || directory_in_force(one, d->today);
}

const struct directory_service *
directory_role(const struct directory *d, struct str role)
{
	for (size_t i = 0; i < d->count; i++)
		if (str_eq(d->services[i].role, role) &&
		    directory_serves(d, &d->services[i]))
			return &d->services[i];
	return NULL;
}

const struct directory_commune *
directory_commune_of(const struct directory *d, struct str code)
{
	for (size_t i = 0; i < d->communes_count; i++)
		if (str_eq(d->communes[i].code, code))
			return &d->communes[i];
	return NULL;
}

/* A name as it compares: « St-Elme » is « saint elme ». */
static bool
town_fold(struct str typed, char room[TOWN_MOST], struct str *name)
{
	char plain[TOWN_MOST];
	struct buf b = buf_over(room, TOWN_MOST);
	struct str rest;

	if (!spelling_fold(typed, plain, sizeof(plain), &rest))
		return false;
	while (rest.len > 0) {
		struct str word = str_cut(&rest, ' ');
		if (str_eq(word, TXT("st")))
			word = TXT("saint");
		if (str_eq(word, TXT("ste")))
			word = TXT("sainte");
		if (b.len > 0)
			buf_str(&b, TXT(" "));
		buf_str(&b, word);
	}
	*name = buf_text(&b);
	return buf_err(&b) == ERR_OK && b.len > 0;
}

const struct directory_commune *
directory_town(const struct directory *d, struct str typed, bool *many)
{
	char room[TOWN_MOST], other[TOWN_MOST];
	const struct directory_commune *found = NULL;
	struct str name, theirs;

	if (many)
		*many = false;
	if (!town_fold(typed, room, &name))
		return NULL;
	for (size_t i = 0; i < d->communes_count; i++) {
		if (!town_fold(d->communes[i].name, other, &theirs) ||
		    !str_eq(name, theirs))
			continue;
		if (found) {
			if (many)
				*many = true;
			return NULL;
		}
		found = &d->communes[i];
	}
	return found;
}

/* --- who is competent ------------------------------------------------------
 */

/* The only one of that role and territory; NULL if there is none, or several.
 */
static const struct directory_service *
only(const struct directory *d, struct str role, struct str territory)
{
	const struct directory_service *found = NULL;

	for (size_t i = 0; i < d->count; i++) {
		if (!str_eq(d->services[i].role, role) ||
		    !str_eq(d->services[i].territory, territory) ||
		    !directory_serves(d, &d->services[i]))
			continue;
		if (found)
			return NULL;
		found = &d->services[i];
	}
	return found;
}

const struct directory_service *
directory_apart(const struct directory *d, struct str role)
{
	return only(d, role, TXT(""));
}

const struct directory_service *
directory_competent(const struct directory *d, struct str role,
    const struct directory_commune *commune)
{
	enum role_reach reach = role_reach_of(role);
	const struct directory_service *one = NULL;

	if (reach == ROLE_PARQUET)
		one = commune->parquet;
	if (reach == ROLE_COURT)
		one = commune->court;
	if (reach == ROLE_PARQUET || reach == ROLE_COURT)
		return one && directory_serves(d, one) ? one : NULL;
	if (commune->territory.len > 0)
		one = only(d, role, commune->territory);
	return one ? one : directory_apart(d, role);
}

/* --- reading -------------------------------------------------------------- */

/* Days, if said, and in their order. */
static bool
period(const struct directory_service *one)
{
	day since = DAY_LEAST, until = DAY_MOST;

	return (one->since.len == 0 ||
		   iso_read_day(one->since, &since) == ERR_OK) &&
	    (one->until.len == 0 ||
		iso_read_day(one->until, &until) == ERR_OK) &&
	    since <= until;
}

/* « nord »; or "". */
static struct str
territory_read(struct sheet *s, struct json v)
{
	return json_kind(json_get(v, TXT("territory"))) == JSON_ABSENT
	    ? TXT("")
	    : sheet_ident(s, v, "territory");
}

static void
delivery_judge(struct sheet *s, struct str word)
{
	if (!str_eq(word, TXT("courriel_complet")) &&
	    !str_eq(word, TXT("courriel_avis")) &&
	    !str_eq(word, TXT("plex_manuel")) && !str_eq(word, TXT("portail")))
		sheet_blame_text(s, word,
		    "« delivery » attend courriel_complet, courriel_avis, "
		    "plex_manuel ou portail");
}

static void
service_read(struct sheet *s, struct json v, struct directory *d)
{
	struct directory_service *one = &d->services[d->count];

	if (!sheet_object(s, v, SERVICE_KEYS))
		return;
	one->line = sheet_line(s, v);
	one->id = sheet_ident(s, v, "id");
	one->role = sheet_ident(s, v, "role");
	one->name = sheet_text(s, v, "name");
	one->mailbox = sheet_text_or(s, v, "mailbox");
	one->phone = sheet_text_or(s, v, "phone");
	one->night = sheet_text_or(s, v, "night");
	one->delivery = sheet_text(s, v, "delivery");
	one->hours = sheet_text_or(s, v, "hours");
	one->since = sheet_text_or(s, v, "since");
	one->until = sheet_text_or(s, v, "until");
	one->confirmed = sheet_text_or(s, v, "confirmed");
	one->territory = territory_read(s, v);
	if (role_reach_of(one->role) == ROLE_UNKNOWN)
		sheet_blame_text(s, one->role,
		    "« %.*s » n’est pas un rôle (role.def)", SHOWN(one->role));
	delivery_judge(s, one->delivery);
	if (one->mailbox.len > 0 &&
	    str_find(one->mailbox, '@', 1) >= one->mailbox.len - 1)
		sheet_blame_text(s, one->mailbox,
		    "« %.*s » n’est pas une adresse", SHOWN(one->mailbox));
	if (!period(one))
		sheet_blame_text(s, one->id,
		    "« %.*s » : since et until sont des jours, 2026-11-24, "
		    "dans cet ordre",
		    SHOWN(one->id));
	if (directory_service_of(d, one->id))
		sheet_blame_text(s, one->id, "« %.*s » est déjà un service",
		    SHOWN(one->id));
	d->count++;
}

/* A service of that role, or NULL; "" is one that is not known. */
static const struct directory_service *
of_role(struct sheet *s, const struct directory *d, struct json v,
    const char *role)
{
	struct str id = json_text(v);
	const struct directory_service *one = directory_service_of(d, id);

	if (id.len == 0)
		return NULL;
	if (!one || !str_eq(one->role, str_of(role))) {
		sheet_blame_text(s, id,
		    "« %.*s » n’est pas un service de rôle %s", SHOWN(id),
		    role);
		return NULL;
	}
	return one;
}

/* A territory that some service has. */
static bool
has_territory(const struct directory *d, struct str territory)
{
	for (size_t i = 0; i < d->count; i++)
		if (str_eq(d->services[i].territory, territory))
			return true;
	return false;
}

/* ["99001", "Valmont", parquet, tribunal pour enfants, territory or none] */
static void
commune_read(struct sheet *s, struct json v, struct directory *d)
{
	struct directory_commune *one = &d->communes[d->communes_count];

	if (json_kind(v) != JSON_ARRAY || json_len(v) < 4 || json_len(v) > 5) {
		sheet_blame(s, v,
		    "une commune est [code, nom, parquet, tribunal, "
		    "territoire s’il y en a]");
		return;
	}
	one->line = sheet_line(s, v);
	one->code = json_text(json_at(v, 0));
	one->name = json_text(json_at(v, 1));
	one->parquet = of_role(s, d, json_at(v, 2), "parquet");
	one->court = of_role(s, d, json_at(v, 3), "juge_enfants");
	one->territory = json_text(json_at(v, 4));
	if (json_len(v) == 5 && !has_territory(d, one->territory))
		sheet_blame(s, v,
		    "« %.*s » n’est le territoire d’aucun service",
		    SHOWN(one->territory));
	if (one->code.len != 5 || one->name.len == 0)
		sheet_blame(s, v, "le code INSEE a cinq signes, puis un nom");
	if (directory_commune_of(d, one->code))
		sheet_blame_text(s, one->code, "« %.*s » est déjà une commune",
		    SHOWN(one->code));
	d->communes_count++;
}

enum err
directory_read(struct arena *mem, struct str file, struct str text,
    struct buf *faults, struct directory *d)
{
	struct sheet s;
	struct json root;
	struct directory read = {.file = file, .today = DAY_LEAST};

	enum err e = sheet_open(&s, mem, file, text, faults, &root);
	if (e != ERR_OK)
		return e;
	sheet_object(&s, root, "services communes");
	struct json services = sheet_list(&s, root, "services");
	struct json communes = sheet_list(&s, root, "communes");
	read.services =
	    sheet_take(&s, json_len(services), sizeof(*read.services));
	read.communes =
	    sheet_take(&s, json_len(communes), sizeof(*read.communes));
	for (size_t i = 0; read.services && i < json_len(services); i++)
		service_read(&s, json_at(services, i), &read);
	for (size_t i = 0; read.communes && i < json_len(communes); i++)
		commune_read(&s, json_at(communes, i), &read);
	e = sheet_end(&s);
	if (e == ERR_OK)
		*d = read;
	return e;
}
