#include "form/field.h"

#include "form/normal.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

#define SAID_MOST                                                              \
	200 /* bytes of a label or an example: both are in a fault             \
	     */

#define AGE_MOST 20 /* years: a minor, or just not any more (DOMAINE 2.3) */

/* What kind.def says of each kind. */
enum options { OPTIONS_NONE, OPTIONS_OWN, OPTIONS_GIVEN, OPTIONS_DIRECTORY };
enum unknown { UNKNOWN_NEVER, UNKNOWN_MAY };
enum characters { CHARACTERS_NONE, CHARACTERS_MANY };

static const struct {
	const char *name;
	enum options options;
	enum unknown unknown;
	enum characters characters;
} kinds[] = {
#define KIND(name, options, unknown, characters)                               \
	{#name, OPTIONS_##options, UNKNOWN_##unknown, CHARACTERS_##characters},
#include "form/kind.def"
#undef KIND
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const struct form_option yes_no_unknown[] = {
    {.id = {"oui", 3}, .label = {"Oui", 3}},
    {.id = {"non", 3}, .label = {"Non", 3}},
    {.id = {"nsp", 3}, .label = {"Ne sait pas", 11}},
};
#define GIVEN (sizeof(yes_no_unknown) / sizeof(yes_no_unknown[0]))

static bool
kind_read(struct sheet *s, struct json v, struct form_field *f)
{
	struct str name = sheet_text(s, v, "kind");

	for (size_t i = 0; i < KINDS; i++) {
		if (str_eq(str_of(kinds[i].name), name)) {
			f->kind = (enum form_kind)i;
			return true;
		}
	}
	sheet_blame_text(s, name.len > 0 ? name : json_key(v, 0),
	    "« %.*s » n’est pas un genre de question (kind.def)", SHOWN(name));
	return false;
}

static void
option_read(struct sheet *s, struct json v, struct form_option *o)
{
	if (!sheet_object(s, v, "id label alone normal"))
		return;
	o->id = sheet_text(s, v, "id");
	if (o->id.len > SHEET_IDENT)
		sheet_blame_text(s, o->id, "« id » : plus de %d octets",
		    SHEET_IDENT);
	o->label = sheet_text(s, v, "label");
	o->alone = sheet_flag(s, v, "alone");
	o->normal = sheet_text_or(s, v, "normal");
	if (o->normal.len > 0 && normal_kind_of(o->normal) == NORMAL_none)
		sheet_blame_text(s, o->normal,
		    "« %.*s » n’est pas dans normal.def", SHOWN(o->normal));
}

static void
options_read(struct sheet *s, struct json v, struct form_field *f)
{
	enum options which = kinds[f->kind].options;

	if (which != OPTIONS_OWN) {
		if (json_kind(json_get(v, TXT("options"))) != JSON_ABSENT)
			sheet_blame_text(s, f->id,
			    "« %.*s » : ce genre n’a pas d’options à lui",
			    SHOWN(f->id));
		if (which == OPTIONS_NONE || which == OPTIONS_DIRECTORY)
			return;
		f->options = sheet_take(s, GIVEN, sizeof(*f->options));
		if (!f->options)
			return;
		memcpy(f->options, yes_no_unknown, sizeof(yes_no_unknown));
		f->count = GIVEN;
		return;
	}
	struct json list = sheet_list(s, v, "options");
	f->options = sheet_take(s, json_len(list), sizeof(*f->options));
	if (!f->options)
		return;
	for (size_t i = 0; i < json_len(list); i++) {
		struct form_option *o = &f->options[i];
		option_read(s, json_at(list, i), o);
		if (form_option_of(f, o->id))
			sheet_blame_text(s, o->id, "« %.*s » est déjà là",
			    SHOWN(o->id));
		f->count++;
	}
}

static void
limits_read(struct sheet *s, struct json v, struct form_field *f)
{
	bool characters = kinds[f->kind].characters == CHARACTERS_MANY;
	int64_t most = characters ? FORM_TEXT_MOST : 0;

	if (f->kind == FORM_date_or_age)
		most = AGE_MOST;
	if (f->kind == FORM_repeat)
		most = FORM_BLOCKS_MOST;
	f->least = (size_t)sheet_number(s, v, "least", 0, most, 0);
	f->most = (size_t)sheet_number(s, v, "most", 1, most, 0);
	if (f->most == 0 && most > 0)
		sheet_blame_text(s, f->id, "« %.*s » : il manque « most »",
		    SHOWN(f->id));
	if (f->least > f->most)
		sheet_blame_text(s, f->id, "« %.*s » : least dépasse most",
		    SHOWN(f->id));
	if (f->kind == FORM_repeat)
		f->blocks_most = f->most;
}

/* The only words each may be, separated by blanks; "" when it says nothing. */
static struct str
word_read(struct sheet *s, struct json v, const char *key, const char *words)
{
	struct str word = sheet_text_or(s, v, key), rest = str_of(words);

	while (word.len > 0 && rest.len > 0)
		if (str_eq(str_cut(&rest, ' '), word))
			return word;
	if (word.len > 0)
		sheet_blame_text(s, word, "« %.*s » : %s attend l’un de : %s",
		    SHOWN(word), key, words);
	return (struct str){"", 0};
}

/* The key that says what a trace, a service or a locked field is about. */
static void
about_read(struct sheet *s, struct json v, struct form_field *f)
{
	static const char *const keys[] = {"of", "role", "shows"};
	static const enum form_kind of[] = {FORM_trace, FORM_service,
	    FORM_locked};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct json said = json_get(v, str_of(keys[i]));
		if (f->kind == of[i] && i == 2)
			f->of = word_read(s, v, keys[i],
			    "reference site author filed crip");
		else if (f->kind == of[i])
			f->of = sheet_text(s, v, keys[i]);
		else if (json_kind(said) != JSON_ABSENT)
			sheet_blame_text(s, f->id,
			    "« %.*s » : « %s » n’est pas pour ce genre",
			    SHOWN(f->id), keys[i]);
	}
	if (f->kind == FORM_locked && f->of.len == 0)
		sheet_blame_text(s, f->id, "« %.*s » : il manque « shows »",
		    SHOWN(f->id));
}

static const struct form_field *
sibling(const struct form_field *repeat, struct str id)
{
	for (size_t i = 0; repeat && i < repeat->fields_count; i++)
		if (str_eq(repeat->fields[i].id, id))
			return &repeat->fields[i];
	return NULL;
}

static void
block_read(struct sheet *s, const struct form *form, struct json v,
    struct form_field *f)
{
	struct json list = sheet_list(s, v, "fields");

	f->block = sheet_text(s, v, "block");
	f->add = sheet_text(s, v, "add");
	f->fields = sheet_take(s, json_len(list), sizeof(*f->fields));
	if (!f->fields)
		return;
	for (size_t i = 0; i < json_len(list); i++) {
		struct form_field *in = &f->fields[i];
		in->step = f->step;
		in->within = f;
		field_read(s, form, json_at(list, i), in);
		if (sibling(f, in->id))
			sheet_blame_text(s, in->id, "« %.*s » est déjà là",
			    SHOWN(in->id));
		const struct form_field *type = sibling(f, in->of);
		if (in->kind == FORM_trace &&
		    (!type || type->kind != FORM_choice))
			sheet_blame_text(s, in->of,
			    "« %.*s » n’est pas un choix du même bloc",
			    SHOWN(in->of));
		f->fields_count++;
	}
}

/* What only some kinds may say. */
static void
fit(struct sheet *s, struct json v, struct form_field *f)
{
	if (f->label.len > SAID_MOST || f->example.len > SAID_MOST)
		sheet_blame_text(s, f->id,
		    "« %.*s » : label et example ont %d octets au plus",
		    SHOWN(f->id), SAID_MOST);
	if (f->unknown && kinds[f->kind].unknown == UNKNOWN_NEVER)
		sheet_blame_text(s, f->id,
		    "« %.*s » : ce genre n’a pas d’« inconnu »", SHOWN(f->id));
	if (f->town && f->kind != FORM_place)
		sheet_blame_text(s, f->id, "« %.*s » : « town » est pour place",
		    SHOWN(f->id));
	if (f->reference && (f->within || f->kind != FORM_text))
		sheet_blame_text(s, f->id,
		    "« %.*s » : « reference » est pour text", SHOWN(f->id));
	if (f->past &&
	    (f->within ||
		(f->kind != FORM_date && f->kind != FORM_instant &&
		    f->kind != FORM_date_or_age)))
		sheet_blame_text(s, f->id,
		    "« %.*s » : « past » est pour date, instant et date_or_age",
		    SHOWN(f->id));
	if (f->instead.len > 0 && f->kind != FORM_place && f->kind != FORM_text)
		sheet_blame_text(s, f->id,
		    "« %.*s » : « instead » est pour text et place",
		    SHOWN(f->id));
	if (f->within &&
	    (f->shown || f->kind == FORM_repeat || f->kind == FORM_place ||
		f->unknown))
		sheet_blame_text(s, f->id,
		    "« %.*s » : trop pour une question d’un bloc",
		    SHOWN(f->id));
	if (f->kind == FORM_trace && !f->within)
		sheet_blame_text(s, f->id,
		    "« %.*s » : une trace est dans un bloc", SHOWN(f->id));
	if (f->kind != FORM_repeat &&
	    (json_kind(json_get(v, TXT("fields"))) != JSON_ABSENT ||
		json_kind(json_get(v, TXT("block"))) != JSON_ABSENT ||
		json_kind(json_get(v, TXT("add"))) != JSON_ABSENT))
		sheet_blame_text(s, f->id,
		    "« %.*s » : fields, block et add sont pour repeat",
		    SHOWN(f->id));
}

void
field_read(struct sheet *s, const struct form *form, struct json v,
    struct form_field *f)
{
	struct json shown = json_get(v, TXT("shown"));

	if (!sheet_object(s, v, FIELD_KEYS))
		return;
	f->id = sheet_ident(s, v, "id");
	f->label = sheet_text(s, v, "label");
	if (!kind_read(s, v, f))
		return;
	f->help = sheet_text_or(s, v, "help");
	f->example = sheet_text_or(s, v, "example");
	f->optional = sheet_flag(s, v, "optional") || f->kind == FORM_locked ||
	    (f->step->later && !f->within);
	f->unknown = sheet_flag(s, v, "unknown");
	f->quoted = sheet_flag(s, v, "quoted");
	f->instead = sheet_text_or(s, v, "instead");
	f->sens = word_read(s, v, "sens", "P H 9 10 L 9,H 9,10");
	f->town = sheet_flag(s, v, "town");
	f->past = sheet_flag(s, v, "past");
	f->reference = sheet_flag(s, v, "reference");
	f->prefill = word_read(s, v, "prefill", "now site_phone parquet");
	if (json_kind(shown) != JSON_ABSENT)
		f->shown = condition_read(s, form, shown);
	if (f->shown && !condition_on(f->shown, f->step) &&
	    !condition_off(f->shown, f->step))
		sheet_blame_text(s, f->id,
		    "« %.*s » dépend à la fois de son étape et d’une autre",
		    SHOWN(f->id));
	if (f->shown && f->help.len == 0 && condition_on(f->shown, f->step))
		sheet_blame_text(s, f->id,
		    "« %.*s » : sans script elle est toujours montrée, "
		    "« help » doit dire quand y répondre",
		    SHOWN(f->id));
	about_read(s, v, f);
	options_read(s, v, f);
	limits_read(s, v, f);
	fit(s, v, f);
	if (f->kind == FORM_repeat)
		block_read(s, form, v, f);
}

void
field_alert(struct sheet *s, const struct form *form, struct json v,
    struct form_field *f)
{
	struct json alert = json_get(v, TXT("alert"));

	if (json_kind(alert) == JSON_ABSENT ||
	    !sheet_object(s, alert, "if text urgent"))
		return;
	f->alert.text = sheet_text(s, alert, "text");
	f->alert.urgent = sheet_flag(s, alert, "urgent");
	f->alert.when = condition_read(s, form, json_get(alert, TXT("if")));
}
