#include "form/judge.h"

#include "calendar/iso.h"
#include "form/normal.h"
#include "form/spelling.h"

#define TOWN_MOST 64 /* characters of the name of a town */

/* A sentence of its own ends as it ends. */
static void
say_example(struct str example, struct buf *why)
{
	buf_str(why, TXT(" Exemple : "));
	buf_str(why, example);
	if (!str_ends(example, TXT(".")))
		buf_str(why, TXT("."));
}

/* « Label » : what to do. Exemple : … */
static void
say(const struct form_field *f, const char *what, struct buf *why)
{
	buf_str(why, TXT("« "));
	buf_str(why, f->label);
	buf_str(why, TXT(" » : "));
	buf_str(why, str_of(what));
	if (f->unknown)
		buf_str(why, TXT(", ou choisissez « Inconnu »"));
	buf_str(why, TXT("."));
	if (f->example.len > 0) {
		say_example(f->example, why);
	}
}

void
judge_missing(const struct form_field *f, struct buf *why)
{
	switch (f->kind) {
	case FORM_choice:
	case FORM_yes_no_unknown:
	case FORM_service:
		say(f, "choisissez une réponse", why);
		return;
	case FORM_several:
		say(f, "cochez au moins une réponse", why);
		return;
	case FORM_date_or_age:
		say(f, "indiquez une date, ou un âge estimé", why);
		return;
	case FORM_date:
		say(f, "indiquez le jour", why);
		return;
	case FORM_instant:
		say(f, "indiquez le jour et l’heure", why);
		return;
	case FORM_place:
		say(f, "indiquez une adresse, ou au moins la commune", why);
		return;
	case FORM_typed:
		say(f, "choisissez, puis précisez", why);
		return;
	case FORM_confirmation:
		say(f, "cochez cette case pour pouvoir envoyer", why);
		return;
	case FORM_repeat:
		say(f, "remplissez au moins un bloc", why);
		return;
	case FORM_text:
	case FORM_long_text:
	case FORM_telephone:
	case FORM_trace:
	case FORM_locked:
		break;
	}
	say(f, "écrivez une réponse", why);
}

/* Too short or too long; true if so, and said. */
static bool
length_wrong(const struct form_field *f, struct str text, size_t most,
    struct buf *why)
{
	size_t n = str_characters(text);

	if (n >= f->least && n <= most)
		return false;
	buf_str(why, TXT("« "));
	buf_str(why, f->label);
	buf_str(why,
	    n > most ? TXT(" » : raccourcissez à ")
		     : TXT(" » : écrivez au moins "));
	buf_number(why, (int64_t)(n > most ? most : f->least), 1);
	buf_str(why, TXT(" caractères (il y en a "));
	buf_number(why, (int64_t)n, 1);
	buf_str(why, TXT(")."));
	if (n < f->least && f->example.len > 0) {
		say_example(f->example, why);
	}
	return true;
}

static bool
said(const struct form_field *f, const char *what, struct buf *why)
{
	say(f, what, why);
	return true;
}

static bool
several_wrong(const struct form_field *f, struct json v, struct buf *why)
{
	if (json_kind(v) != JSON_ARRAY)
		return said(f, "cochez de nouveau", why);
	for (size_t i = 0; i < json_len(v); i++) {
		const struct form_option *o =
		    form_option_of(f, json_text(json_at(v, i)));
		if (!o)
			return said(f, "cochez de nouveau", why);
		if (!o->alone || json_len(v) == 1)
			continue;
		buf_str(why, TXT("« "));
		buf_str(why, f->label);
		buf_str(why, TXT(" » : « "));
		buf_str(why, o->label);
		buf_str(why,
		    TXT(" » ne va pas avec une autre réponse. "
			"Décochez l’un ou l’autre."));
		return true;
	}
	return false;
}

static bool
date_or_age_wrong(const struct form_field *f, struct json v, struct buf *why)
{
	struct json date = json_get(v, TXT("date"));
	struct json age = json_get(v, TXT("age"));
	int64_t years = 0;
	day n;

	if (json_kind(date) != JSON_ABSENT &&
	    iso_read_day(json_text(date), &n) != ERR_OK)
		return said(f, "cette date n’existe pas ou n’est pas lisible",
		    why);
	if (json_kind(age) != JSON_ABSENT &&
	    (!json_int(age, &years) || years < (int64_t)f->least ||
		years > (int64_t)f->most)) {
		buf_str(why, TXT("« "));
		buf_str(why, f->label);
		buf_str(why, TXT(" » : l’âge est un nombre de "));
		buf_number(why, (int64_t)f->least, 1);
		buf_str(why, TXT(" à "));
		buf_number(why, (int64_t)f->most, 1);
		buf_str(why, TXT(" ans. Exemple : 15."));
		return true;
	}
	if (json_kind(date) == JSON_ABSENT && json_kind(age) == JSON_ABSENT)
		return said(f, "indiquez une date, ou un âge estimé", why);
	return false;
}

static bool
date_wrong(const struct form_field *f, struct json v, struct buf *why)
{
	day n;

	return iso_read_day(json_text(json_get(v, TXT("date"))), &n) !=
	    ERR_OK &&
	    said(f, "cette date n’existe pas ou n’est pas lisible", why);
}

static bool
instant_wrong(const struct form_field *f, struct json v, struct buf *why)
{
	int64_t ms;
	day n;

	if (json_int(json_get(v, TXT("ms")), &ms) &&
	    iso_read_hour(json_text(json_get(v, TXT("at"))), &n, &ms) == ERR_OK)
		return false;
	struct str date = json_text(json_get(v, TXT("date")));
	if (date.len > 0 && !spelling_day(date, &n))
		return said(f, "cette date n’existe pas ou n’est pas lisible",
		    why);
	if (date.len == 0)
		return said(f, "indiquez aussi le jour", why);
	return said(f, "indiquez l’heure, même approximative", why);
}

static bool
place_wrong(const struct form_field *f, struct json v, struct buf *why)
{
	struct str text = json_text(json_get(v, TXT("text")));
	struct str town = json_text(json_get(v, TXT("town")));

	if (text.len == 0 && town.len == 0)
		return said(f, "indiquez une adresse, ou au moins la commune",
		    why);
	if (f->town && town.len == 0) {
		buf_str(why, TXT("« "));
		buf_str(why, f->label);
		buf_str(why,
		    TXT(" » : indiquez aussi la commune, dans sa case"));
		buf_str(why,
		    f->unknown ? TXT(", ou choisissez « Inconnu ».")
			       : TXT("."));
		return true;
	}
	return length_wrong(f, text, f->most, why) ||
	    length_wrong(f, town, TOWN_MOST, why);
}

static bool
typed_wrong(const struct form_field *f, struct json v, struct buf *why)
{
	struct str text = json_text(json_get(v, TXT("text")));
	const struct form_option *o =
	    form_option_of(f, json_text(json_get(v, TXT("type"))));

	if (!o)
		return said(f, "choisissez d’abord une réponse", why);
	if (text.len == 0 && !o->alone)
		return said(f, "précisez", why);
	return length_wrong(f, text, f->most, why);
}

static bool
offered(const struct form_field *f, struct str id)
{
	const struct form_option *o = form_option_of(f, id);

	return o && !o->past;
}

bool
judge_wrong(const struct form_field *f, struct json v, struct buf *why)
{
	char room[NORMAL_MOST];
	struct buf copy = buf_over(room, sizeof(room));

	if (json_kind(v) == JSON_NULL && f->unknown)
		return false;
	if (f->instead.len > 0 && json_true(json_get(v, TXT("instead"))))
		return false;
	switch (f->kind) {
	case FORM_text:
	case FORM_long_text:
	case FORM_trace:
		if (json_kind(v) != JSON_TEXT)
			return said(f, "écrivez une réponse", why);
		return length_wrong(f, json_text(v), f->most, why);
	case FORM_telephone:
		return !normal_write(NORMAL_telephone, json_text(v), &copy) &&
		    said(f,
			"écrivez les dix chiffres, ou + et l’indicatif du pays",
			why);
	case FORM_choice:
	case FORM_yes_no_unknown:
	case FORM_service:
		return !offered(f, json_text(v)) &&
		    said(f, "choisissez une réponse", why);
	case FORM_several:
		return several_wrong(f, v, why);
	case FORM_date_or_age:
		return date_or_age_wrong(f, v, why);
	case FORM_date:
		return date_wrong(f, v, why);
	case FORM_instant:
		return instant_wrong(f, v, why);
	case FORM_place:
		return place_wrong(f, v, why);
	case FORM_typed:
		return typed_wrong(f, v, why);
	case FORM_confirmation:
		return !json_true(v) &&
		    said(f, "cochez cette case pour pouvoir envoyer", why);
	case FORM_repeat:
		return json_kind(v) != JSON_ARRAY &&
		    said(f, "remplissez de nouveau", why);
	case FORM_locked:
		return true;
	}
	return true;
}
