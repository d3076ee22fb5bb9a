#include "convention/role.h"
#include "convention/rules_read.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

#define WHO_KEYS                                                               \
	"role service of apart author party network aside if after without "   \
	"else"
#define LEAVE_KEYS     "role of if by drops"
#define WHO_DEPTH_MOST 4

static struct rules_who who_read(struct rules_read *rd, const struct form *f,
    struct json v, int depth);

/* The answer that says who: a service of that role, or a place. */
static const struct form_field *
of_read(struct rules_read *rd, const struct form *f, struct json v,
    struct str role)
{
	struct str of = sheet_text_or(&rd->s, v, "of");
	const struct form_field *field = rules_read_field(rd, f, of);

	if (!field || field->kind == FORM_place)
		return field;
	if (field->kind != FORM_service || !str_eq(field->of, role))
		sheet_blame_text(&rd->s, of,
		    "« %.*s » n’est ni un lieu, ni un service de rôle %.*s",
		    SHOWN(of), SHOWN(role));
	return field;
}

static const struct rules_who *
else_read(struct rules_read *rd, const struct form *f, struct json v, int depth)
{
	struct json other = json_get(v, TXT("else"));

	if (json_kind(other) == JSON_ABSENT)
		return NULL;
	if (depth == WHO_DEPTH_MOST) {
		sheet_blame(&rd->s, other,
		    "trop de « else » l’un dans l’autre");
		return NULL;
	}
	if (!sheet_object(&rd->s, other, WHO_KEYS))
		return NULL;
	struct rules_who *who = sheet_take(&rd->s, 1, sizeof(*who));
	if (who)
		*who = who_read(rd, f, other, depth + 1);
	return who;
}

static struct rules_who
who_read(struct rules_read *rd, const struct form *f, struct json v, int depth)
{
	struct sheet *s = &rd->s;
	struct rules_who who = {.role = sheet_ident(s, v, "role")};

	if (who.role.len > 0 && !rules_read_is_role(rd, who.role))
		sheet_blame_text(s, who.role, "« %.*s » n’est pas un rôle",
		    SHOWN(who.role));
	who.service = sheet_text_or(s, v, "service");
	const struct directory_service *one =
	    directory_service_of(rd->directory, who.service);
	if (who.service.len > 0 && (!one || !str_eq(one->role, who.role)))
		sheet_blame_text(s, who.service,
		    "« %.*s » n’est pas un service de rôle %.*s",
		    SHOWN(who.service), SHOWN(who.role));
	who.field = of_read(rd, f, v, who.role);
	who.apart = sheet_flag(s, v, "apart");
	who.author = sheet_flag(s, v, "author");
	who.party = sheet_flag(s, v, "party");
	who.network = sheet_flag(s, v, "network");
	who.aside = sheet_flag(s, v, "aside");
	who.when = rules_read_if(rd, f, v);
	who.after = rules_read_names(rd, v, "after", rules_read_is_act,
	    "un acte de ces règles");
	who.without = rules_read_names(rd, v, "without", rules_read_is_act,
	    "un acte de ces règles");
	who.otherwise = else_read(rd, f, v, depth);
	if (who.apart + who.author + who.party + (who.service.len > 0) +
		(who.field != NULL) >
	    1)
		sheet_blame_text(s, who.role,
		    "un seul de « service », « of », « apart », « author » et "
		    "« party »");
	return who;
}

struct rules_who
rules_read_who(struct rules_read *rd, const struct form *f, struct json v)
{
	return who_read(rd, f, v, 0);
}

struct rules_whos
rules_read_who_list(struct rules_read *rd, const struct form *f, struct json v,
    const char *key)
{
	struct json list = sheet_list_or(&rd->s, v, key);
	struct rules_who *at =
	    rules_read_rows(rd, list, RULES_LIST_MOST, sizeof(*at));
	struct rules_whos all = {at, 0};

	for (size_t i = 0; at && i < json_len(list); i++) {
		struct json one = json_at(list, i);
		if (sheet_object(&rd->s, one, WHO_KEYS))
			at[all.count++] = who_read(rd, f, one, 0);
	}
	return all;
}

/* --- who leaves -------------------------------------------------------------
 */

static void
leave_read(struct rules_read *rd, const struct form *f, struct json v,
    struct rules_act *a)
{
	struct rules_leave *l = &a->leaves[a->leaves_count++];
	struct sheet *s = &rd->s;

	l->line = sheet_line(s, v);
	l->who = rules_read_who(rd, f, v);
	l->by = rules_read_names(rd, v, "by", rules_read_is_role, "un rôle");
	l->drops = rules_read_names(rd, v, "drops", rules_read_is_deadline,
	    "un délai de ces règles");
	if (!l->who.field || l->who.field->kind != FORM_service)
		sheet_blame(s, v,
		    "« of » attend la question qui dit quel service s’en va");
	if (str_eq(l->who.role, TXT("crip")))
		sheet_blame_text(s, l->who.role,
		    "la CRIP ne quitte aucun dossier");
	for (size_t i = 0; i < l->by.count; i++)
		if (!rules_named(&a->by, l->by.at[i]))
			sheet_blame_text(s, l->by.at[i],
			    "« %.*s » ne peut pas enregistrer cet acte",
			    SHOWN(l->by.at[i]));
}

void
rules_read_who_leaves(struct rules_read *rd, const struct form *f,
    struct json v, struct rules_act *a)
{
	struct json list = sheet_list_or(&rd->s, v, "leaves");

	a->leaves =
	    rules_read_rows(rd, list, RULES_LIST_MOST, sizeof(*a->leaves));
	for (size_t i = 0; a->leaves && i < json_len(list); i++)
		if (sheet_object(&rd->s, json_at(list, i), LEAVE_KEYS))
			leave_read(rd, f, json_at(list, i), a);
	if (a->leaves_count > 0 && (a->opens || a->box))
		sheet_blame_text(&rd->s, a->form,
		    "« leaves » est d’un acte enregistré à la centrale, dans "
		    "un dossier ouvert");
}
