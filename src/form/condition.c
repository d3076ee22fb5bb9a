#include "form/condition.h"

#include "form/form.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

static const struct condition *read_at(struct sheet *s, const struct form *form,
    struct json v, int depth);

static bool
has_options(enum form_kind kind)
{
	return kind == FORM_choice || kind == FORM_several ||
	    kind == FORM_yes_no_unknown || kind == FORM_typed;
}

static bool
term_read(struct sheet *s, const struct form *form, struct str id,
    struct json values, struct condition_term *t)
{
	t->field = form_field_of(form, id);
	if (!t->field || !has_options(t->field->kind)) {
		sheet_blame_text(s, id,
		    "« %.*s » n’est pas une question à choix posée avant",
		    SHOWN(id));
		return false;
	}
	size_t count = json_len(values);
	struct str *list = sheet_take(s, count, sizeof(*list));
	if (json_kind(values) != JSON_ARRAY || count == 0)
		sheet_blame_text(s, id,
		    "« %.*s » : une liste de réponses est attendue", SHOWN(id));
	if (!list)
		return false;
	for (size_t i = 0; i < count; i++) {
		list[i] = json_text(json_at(values, i));
		if (!form_option_of(t->field, list[i]))
			sheet_blame_text(s, list[i].len ? list[i] : id,
			    "« %.*s » n’est pas une réponse de « %.*s »",
			    SHOWN(list[i]), SHOWN(id));
	}
	t->values = list;
	t->count = count;
	return true;
}

static bool
all_read(struct sheet *s, const struct form *form, struct json v,
    struct condition *c)
{
	size_t count = json_len(v);
	struct condition_term *terms = sheet_take(s, count, sizeof(*terms));

	if (!terms)
		return false;
	c->kind = CONDITION_ALL;
	c->terms = terms;
	c->count = count;
	bool good = count > 0;
	if (!good)
		sheet_blame(s, v, "cette condition ne dit rien");
	for (size_t i = 0; i < count; i++)
		if (!term_read(s, form, json_key(v, i), json_at(v, i),
			&terms[i]))
			good = false;
	return good;
}

/* "any" of several, or "not" of one. */
static bool
parts_read(struct sheet *s, const struct form *form, struct json v,
    struct condition *c, int depth)
{
	struct json any = json_get(v, TXT("any")),
		    denied = json_get(v, TXT("not"));
	bool one = json_kind(denied) != JSON_ABSENT;
	size_t count = one ? 1 : json_len(any);
	struct condition *parts = sheet_take(s, count, sizeof(*parts));

	if (json_len(v) != 1 || count == 0 ||
	    (!one && json_kind(any) != JSON_ARRAY)) {
		sheet_blame(s, v,
		    "« any » et « not » sont seuls, et ne sont pas vides");
		return false;
	}
	if (!parts)
		return false;
	c->kind = one ? CONDITION_NOT : CONDITION_ANY;
	c->parts = parts;
	c->count = count;
	for (size_t i = 0; i < count; i++) {
		const struct condition *part =
		    read_at(s, form, one ? denied : json_at(any, i), depth + 1);
		if (!part)
			return false;
		parts[i] = *part;
	}
	return true;
}

static const struct condition *
read_at(struct sheet *s, const struct form *form, struct json v, int depth)
{
	struct condition *c = sheet_take(s, 1, sizeof(*c));

	if (json_kind(v) != JSON_OBJECT || depth > CONDITION_DEPTH_MOST) {
		sheet_blame(s, v, "une condition est un objet { … } simple");
		return NULL;
	}
	if (!c)
		return NULL;
	bool parts = json_kind(json_get(v, TXT("any"))) != JSON_ABSENT ||
	    json_kind(json_get(v, TXT("not"))) != JSON_ABSENT;
	bool good =
	    parts ? parts_read(s, form, v, c, depth) : all_read(s, form, v, c);
	return good ? c : NULL;
}

const struct condition *
condition_read(struct sheet *s, const struct form *form, struct json v)
{
	char room[CONDITION_TEXT_MOST];
	struct buf text = buf_over(room, sizeof(room));
	const struct condition *c = read_at(s, form, v, 0);

	if (c)
		condition_write(c, &text);
	if (buf_err(&text) == ERR_OK)
		return c;
	sheet_blame(s, v, "cette condition est trop longue");
	return NULL;
}

static bool
listed(const struct condition_term *t, struct str value)
{
	for (size_t i = 0; i < t->count; i++)
		if (str_eq(t->values[i], value))
			return true;
	return false;
}

static bool
term_holds(const struct condition_term *t, struct json answers)
{
	struct json v = json_get(answers, t->field->id);

	if (!form_shown(t->field, answers))
		return false;
	if (t->field->kind == FORM_typed)
		return listed(t, json_text(json_get(v, TXT("type"))));
	if (t->field->kind != FORM_several)
		return listed(t, json_text(v));
	for (size_t i = 0; i < json_len(v); i++)
		if (listed(t, json_text(json_at(v, i))))
			return true;
	return false;
}

bool
condition_holds(const struct condition *c, struct json answers)
{
	if (!c)
		return true;
	if (c->kind == CONDITION_NOT)
		return !condition_holds(&c->parts[0], answers);
	for (size_t i = 0; i < c->count; i++) {
		bool one = c->kind == CONDITION_ANY
		    ? condition_holds(&c->parts[i], answers)
		    : term_holds(&c->terms[i], answers);
		if (one == (c->kind == CONDITION_ANY))
			return one;
	}
	return c->kind == CONDITION_ALL;
}

/* Whether what it names is in `step`, all of it; or all of it is not. */
static bool
all_in(const struct condition *c, const struct form_step *step, bool in)
{
	for (size_t i = 0; i < c->count; i++) {
		bool one = c->kind == CONDITION_ALL
		    ? (c->terms[i].field->step == step) == in
		    : all_in(&c->parts[i], step, in);
		if (!one)
			return false;
	}
	return true;
}

bool
condition_on(const struct condition *c, const struct form_step *step)
{
	return all_in(c, step, true);
}

bool
condition_off(const struct condition *c, const struct form_step *step)
{
	return all_in(c, step, false);
}

static void
terms_write(const struct condition *c, struct buf *to)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct condition_term *t = &c->terms[i];
		if (i > 0)
			buf_str(to, TXT(","));
		json_quote(to, t->field->id);
		buf_str(to, TXT(":["));
		for (size_t k = 0; k < t->count; k++) {
			if (k > 0)
				buf_str(to, TXT(","));
			json_quote(to, t->values[k]);
		}
		buf_str(to, TXT("]"));
	}
}

void
condition_write(const struct condition *c, struct buf *to)
{
	buf_str(to, TXT("{"));
	if (c->kind == CONDITION_ALL)
		terms_write(c, to);
	if (c->kind == CONDITION_NOT) {
		buf_str(to, TXT("\"not\":"));
		condition_write(&c->parts[0], to);
	}
	if (c->kind == CONDITION_ANY) {
		buf_str(to, TXT("\"any\":["));
		for (size_t i = 0; i < c->count; i++) {
			if (i > 0)
				buf_str(to, TXT(","));
			condition_write(&c->parts[i], to);
		}
		buf_str(to, TXT("]"));
	}
	buf_str(to, TXT("}"));
}
