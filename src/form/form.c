#include "form/form.h"

#include "form/field.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

const struct form_step *
form_step_of(const struct form *f, struct str id)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_eq(f->steps[i].id, id))
			return &f->steps[i];
	return NULL;
}

const struct form_field *
form_field_of(const struct form *f, struct str id)
{
	for (size_t i = 0; i < f->count; i++)
		for (size_t k = 0; k < f->steps[i].count; k++)
			if (str_eq(f->steps[i].fields[k].id, id))
				return &f->steps[i].fields[k];
	return NULL;
}

const struct form_option *
form_option_of(const struct form_field *f, struct str id)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_eq(f->options[i].id, id))
			return &f->options[i];
	return NULL;
}

bool
form_step_shown(const struct form_step *s, struct json answers)
{
	return condition_holds(s->shown, answers);
}

bool
form_step_asked(const struct form_step *s, struct json answers)
{
	bool asks = false;

	for (size_t i = 0; i < s->count && !asks; i++)
		asks = s->fields[i].kind != FORM_locked &&
		    s->fields[i].kind != FORM_confirmation;
	return asks && form_step_shown(s, answers);
}

bool
form_shown(const struct form_field *f, struct json answers)
{
	return form_step_shown(f->step, answers) &&
	    condition_holds(f->shown, answers);
}

int
form_urgency_of(const struct form *f, struct json answers)
{
	for (size_t i = 0; i < f->urgency_count; i++)
		if (condition_holds(f->urgency[i].when, answers))
			return f->urgency[i].level;
	return 0;
}

/* --- reading a definition ------------------------------------------------ */

static void
fields_read(struct sheet *s, const struct form *f, struct json list,
    struct form_step *step)
{
	step->fields = sheet_take(s, json_len(list), sizeof(*step->fields));
	if (!step->fields)
		return;
	for (size_t i = 0; i < json_len(list); i++) {
		struct json v = json_at(list, i);
		struct form_field *field = &step->fields[i];

		field->step = step;
		field_read(s, f, v, field);
		if (form_field_of(f, field->id))
			sheet_blame_text(s, field->id,
			    "« %.*s » : cette question existe déjà",
			    SHOWN(field->id));
		step->count++;
		field_alert(s, f, v, field);
	}
}

static void
step_read(struct sheet *s, struct form *f, struct json v)
{
	struct form_step *step = &f->steps[f->count];
	struct json shown = json_get(v, TXT("shown"));

	if (!sheet_object(s, v, "id title intro later network shown fields"))
		return;
	step->id = sheet_ident(s, v, "id");
	step->title = sheet_text(s, v, "title");
	step->intro = sheet_text_or(s, v, "intro");
	step->later = sheet_flag(s, v, "later");
	step->network = sheet_flag(s, v, "network");
	if (json_kind(shown) != JSON_ABSENT)
		step->shown = condition_read(s, f, shown);
	if (form_step_of(f, step->id))
		sheet_blame_text(s, step->id, "« %.*s » : cette étape existe",
		    SHOWN(step->id));
	f->count++;
	fields_read(s, f, sheet_list(s, v, "fields"), step);
}

/* Copies belong to their new step; what their conditions name is not here. */
static void
field_adopt(struct sheet *s, struct str from, struct form_field *field,
    const struct form_step *step)
{
	field->step = step;
	if (field->shown || field->alert.when) {
		sheet_blame_text(s, from,
		    "« %.*s » dépend d’une question d’un autre formulaire",
		    SHOWN(field->id));
	}
	struct form_field *in = sheet_take(s, field->fields_count, sizeof(*in));
	if (!in || field->fields_count == 0)
		return;
	memcpy(in, field->fields, field->fields_count * sizeof(*in));
	field->fields = in;
	for (size_t i = 0; i < field->fields_count; i++) {
		in[i].step = step;
		in[i].within = field;
	}
}

static void
step_adopt(struct sheet *s, struct form *f, struct str from,
    const struct form_step *other, const struct condition *shown)
{
	struct form_step *step = &f->steps[f->count];
	struct form_field *fields =
	    sheet_take(s, other->count, sizeof(*fields));

	if (!fields)
		return;
	if (other->count > 0)
		memcpy(fields, other->fields, other->count * sizeof(*fields));
	if (form_step_of(f, other->id))
		sheet_blame_text(s, from, "l’étape « %.*s » est déjà là",
		    SHOWN(other->id));
	*step = *other;
	step->fields = fields;
	step->shown = shown;
	step->later = false;
	for (size_t i = 0; i < other->count; i++)
		field_adopt(s, from, &fields[i], step);
	f->count++;
}

/* {"from": a form, "shown": ...}: its steps for after the sending. */
static void
steps_adopt(struct sheet *s, struct form *f, struct json v,
    const struct form_shelf *shelf)
{
	struct str from = sheet_text(s, v, "from");
	struct json shown = json_get(v, TXT("shown"));
	const struct condition *when = NULL;
	const struct form *other = NULL;

	if (!sheet_object(s, v, "from shown"))
		return;
	for (size_t i = 0; shelf && i < shelf->count; i++)
		if (str_eq(shelf->at[i].id, from))
			other = &shelf->at[i];
	if (!other) {
		sheet_blame_text(s, from,
		    "« %.*s » n’est pas un formulaire lu avant", SHOWN(from));
		return;
	}
	if (json_kind(shown) != JSON_ABSENT)
		when = condition_read(s, f, shown);
	for (size_t i = 0; i < other->count; i++) {
		if (!other->steps[i].later)
			continue;
		if (f->count == FORM_STEPS_MOST) {
			sheet_blame_text(s, from, "trop d’étapes");
			return;
		}
		step_adopt(s, f, from, &other->steps[i], when);
	}
}

static void
steps_read(struct sheet *s, struct form *f, struct json list,
    const struct form_shelf *shelf)
{
	/* A step never moves: its fields point back at it. */
	f->steps = sheet_take(s, FORM_STEPS_MOST, sizeof(*f->steps));
	for (size_t i = 0; f->steps && i < json_len(list); i++) {
		struct json v = json_at(list, i);
		if (f->count == FORM_STEPS_MOST) {
			sheet_blame(s, v, "trop d’étapes (%d au plus)",
			    FORM_STEPS_MOST);
			return;
		}
		if (json_kind(json_get(v, TXT("from"))) != JSON_ABSENT)
			steps_adopt(s, f, v, shelf);
		else
			step_read(s, f, v);
	}
}

/* Mention by mention, its fields must exist and be asked of everyone. */
static void
mention_read(struct sheet *s, struct form *f, struct str name, struct json ids)
{
	struct form_mention *m = &f->mentions[f->mentions_count];
	size_t count = json_len(ids);

	m->name = name;
	m->fields = sheet_take(s, count, sizeof(*m->fields));
	if (json_kind(ids) != JSON_ARRAY || count == 0)
		sheet_blame_text(s, name, "mention « %.*s » sans question",
		    SHOWN(name));
	bool always = false;
	for (size_t i = 0; m->fields && i < count; i++) {
		struct str id = json_text(json_at(ids, i));
		const struct form_field *field = form_field_of(f, id);
		if (!field || field->optional)
			sheet_blame_text(s, id.len > 0 ? id : name,
			    "mention « %.*s » : « %.*s » n’est pas une "
			    "question obligatoire",
			    SHOWN(name), SHOWN(id));
		else
			always =
			    always || (!field->shown && !field->step->shown);
		m->fields[m->count++] = field;
	}
	if (!always && m->count > 0)
		sheet_blame_text(s, name,
		    "mention « %.*s » : aucune question posée à tous",
		    SHOWN(name));
	f->mentions_count++;
}

static void
mentions_read(struct sheet *s, struct form *f, struct json v)
{
	size_t count = json_len(v);

	if (json_kind(v) == JSON_ABSENT)
		return;
	if (json_kind(v) != JSON_OBJECT) {
		sheet_blame(s, v, "« mentions » est un objet { … }");
		return;
	}
	f->mentions = sheet_take(s, count, sizeof(*f->mentions));
	for (size_t i = 0; f->mentions && i < count; i++)
		mention_read(s, f, json_key(v, i), json_at(v, i));
}

static void
whereabouts_read(struct sheet *s, struct form *f, struct json list)
{
	size_t count = json_len(list);

	f->whereabouts = sheet_take(s, count, sizeof(*f->whereabouts));
	for (size_t i = 0; f->whereabouts && i < count; i++) {
		struct form_whereabouts *w = &f->whereabouts[i];
		struct json v = json_at(list, i);
		struct json when = json_get(v, TXT("if"));

		if (!sheet_object(s, v, "if place reason"))
			return;
		w->reason = sheet_text(s, v, "reason");
		struct str place = sheet_text_or(s, v, "place");
		if (json_kind(when) != JSON_ABSENT)
			w->when = condition_read(s, f, when);
		if (place.len > 0)
			w->place = form_field_of(f, place);
		if (place.len > 0 &&
		    (!w->place || w->place->kind != FORM_place))
			sheet_blame_text(s, place,
			    "« %.*s » n’est pas un lieu de ce formulaire",
			    SHOWN(place));
		f->whereabouts_count++;
	}
}

static void
urgency_read(struct sheet *s, struct form *f, struct json list)
{
	size_t count = json_len(list);

	f->urgency = sheet_take(s, count, sizeof(*f->urgency));
	for (size_t i = 0; f->urgency && i < count; i++) {
		struct json v = json_at(list, i);
		struct form_urgency *u = &f->urgency[i];

		if (!sheet_object(s, v, "if level"))
			return;
		u->level = (int)sheet_number(s, v, "level", 1, 2, 1);
		u->when = condition_read(s, f, json_get(v, TXT("if")));
		f->urgency_count++;
	}
}

enum err
form_read(struct arena *mem, struct str file, struct str text,
    const struct form_shelf *shelf, struct buf *faults, struct form *form)
{
	struct sheet s;
	struct json root;
	struct form f = {.file = file};

	enum err e = sheet_open(&s, mem, file, text, faults, &root);
	if (e != ERR_OK)
		return e;
	sheet_object(&s, root,
	    "form version title source letter steps mentions whereabouts "
	    "urgency");
	f.id = sheet_ident(&s, root, "form");
	f.version = sheet_number(&s, root, "version", 1, 9999, 0);
	if (f.version == 0)
		sheet_blame(&s, root, "il manque « version »");
	f.title = sheet_text(&s, root, "title");
	f.source = sheet_text(&s, root, "source");
	f.letter = sheet_text_or(&s, root, "letter");
	steps_read(&s, &f, sheet_list(&s, root, "steps"), shelf);
	mentions_read(&s, &f, json_get(root, TXT("mentions")));
	whereabouts_read(&s, &f, sheet_list_or(&s, root, "whereabouts"));
	urgency_read(&s, &f, sheet_list_or(&s, root, "urgency"));
	e = sheet_end(&s);
	if (e == ERR_OK)
		*form = f;
	return e;
}
