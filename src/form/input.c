#include "form/input.h"

#include "base/item.h"
#include "form/value.h"

#define OPTIONS_FEW 6 /* more of them are shown in two columns */

static struct str
fault_of(const struct input_with *g, struct str name)
{
	for (size_t i = 0; g->faults && i < g->faults->count; i++)
		if (str_eq(g->faults->at[i].name, name))
			return g->faults->at[i].text;
	return TXT("");
}

/* A condition for scripts, which see no other step than this one. */
static void
condition(const struct input_with *g, const char *key,
    const struct condition *c)
{
	char room[CONDITION_TEXT_MOST];
	struct buf b = buf_over(room, sizeof(room));

	if (c && condition_on(c, g->step))
		condition_write(c, &b);
	item_text(g->to, key, buf_text(&b));
}

static const char *
shape_of(const struct form_field *f)
{
	switch (f->kind) {
	case FORM_text:
	case FORM_trace:
		return "is_line";
	case FORM_telephone:
		return "is_telephone";
	case FORM_long_text:
		return "is_lines";
	case FORM_choice:
		return f->within ? "is_select" : "is_choice";
	case FORM_yes_no_unknown:
		return "is_choice";
	case FORM_service:
		return "is_select";
	case FORM_several:
		return "is_several";
	case FORM_date_or_age:
		return "is_date_or_age";
	case FORM_date:
		return "is_date";
	case FORM_instant:
		return "is_instant";
	case FORM_place:
		return "is_place";
	case FORM_typed:
		return "is_typed";
	case FORM_repeat:
		return "is_repeat";
	case FORM_locked:
		return "is_locked";
	case FORM_confirmation:
		return "is_confirmation";
	}
	return "is_line";
}

static bool
chosen(const struct form_field *f, struct json v, struct str id)
{
	if (f->kind == FORM_typed)
		v = json_get(v, TXT("type"));
	if (f->kind != FORM_several)
		return str_eq(json_text(v), id);
	for (size_t i = 0; i < json_len(v); i++)
		if (str_eq(json_text(json_at(v, i)), id))
			return true;
	return false;
}

static void
options(const struct input_with *g, const struct form_field *f, struct json v)
{
	item_list(g->to, "options");
	for (size_t i = 0; i < f->count; i++) {
		if (f->options[i].past)
			continue;
		item_open(g->to);
		item_text(g->to, "id", f->options[i].id);
		item_text(g->to, "label", f->options[i].label);
		item_flag(g->to, "on", chosen(f, v, f->options[i].id));
		buf_str(g->to, TXT("}"));
	}
	buf_str(g->to, TXT("]"));
	item_flag(g->to, "many", f->count > OPTIONS_FEW);
}

/* What its inputs hold. */
static void
held(const struct input_with *g, const struct form_field *f, struct json v)
{
	char room[256];
	struct buf date = buf_over(room, sizeof(room) / 2);
	struct buf time = buf_over(room + sizeof(room) / 2, sizeof(room) / 2);
	struct buf age = buf_over(room + sizeof(room) / 2, sizeof(room) / 2);
	struct json years = json_get(v, TXT("age"));

	if (f->kind == FORM_date || f->kind == FORM_date_or_age ||
	    f->kind == FORM_instant) {
		value_day(v, &date);
		item_text(g->to, "date", buf_text(&date));
	}
	if (f->kind == FORM_instant) {
		value_hour(v, &time);
		item_text(g->to, "time", buf_text(&time));
	} else if (f->kind == FORM_date_or_age) {
		buf_str(&age, json_text(years));
		json_scalar(&age, years);
		item_text(g->to, "age", buf_text(&age));
	} else if (f->kind == FORM_date) {
		return;
	} else if (f->kind == FORM_place || f->kind == FORM_typed) {
		item_text(g->to, "text", json_text(json_get(v, TXT("text"))));
		item_text(g->to, "town", json_text(json_get(v, TXT("town"))));
	} else {
		item_text(g->to, "value",
		    f->kind == FORM_locked ? f->options[0].label
					   : json_text(v));
		item_flag(g->to, "on", json_true(v));
	}
}

/* The blocks there are; one, empty, when there is none. */
static void
blocks(const struct input_with *g, const struct form_field *f, struct json v)
{
	char stem_room[VALUE_NAME], room[VALUE_NAME];
	size_t count = json_len(v) > 0 ? json_len(v) : 1;

	item_text(g->to, "block", f->block);
	item_text(g->to, "add", f->add);
	item_flag(g->to, "full", count >= f->blocks_most);
	item_list(g->to, "blocks");
	for (size_t i = 0; i < count; i++) {
		char digits[8];
		struct buf n = buf_over(digits, sizeof(digits));
		buf_number(&n, (int64_t)i, 1);
		struct str stem = value_name(stem_room, f->id, buf_text(&n));
		item_open(g->to);
		item_text(g->to, "stem", stem);
		item_number(g->to, "number", (int64_t)i + 1);
		item_flag(g->to, "removable", count > 1 || json_len(v) > 0);
		item_list(g->to, "fields");
		for (size_t k = 0; k < f->fields_count; k++)
			input_put(g, &f->fields[k],
			    value_name(room, stem, f->fields[k].id),
			    json_get(json_at(v, i), f->fields[k].id));
		buf_str(g->to, TXT("]}"));
	}
	buf_str(g->to, TXT("]"));
}

void
input_put(const struct input_with *g, const struct form_field *f,
    struct str name, struct json v)
{
	struct str wrong = fault_of(g, name);

	item_open(g->to);
	item_text(g->to, "name", name);
	item_text(g->to, "id", f->id);
	item_text(g->to, "label", f->label);
	item_text(g->to, "help", f->help);
	item_text(g->to, "fault", wrong);
	item_flag(g->to, "described", f->help.len > 0 || wrong.len > 0);
	item_flag(g->to, "optional", f->optional && f->kind != FORM_locked);
	item_flag(g->to, "unknown", f->unknown);
	item_flag(g->to, "unknown_on", json_kind(v) == JSON_NULL);
	item_text(g->to, "instead", f->instead);
	item_flag(g->to, "instead_on", json_true(json_get(v, TXT("instead"))));
	item_number(g->to, "most", (int64_t)f->most);
	item_text(g->to, "shows", f->kind == FORM_locked ? f->of : TXT(""));
	item_flag(g->to, shape_of(f), true);
	condition(g, "shown_if", f->shown);
	condition(g, "alert_if", f->alert.when);
	item_text(g->to, "alert", f->alert.when ? f->alert.text : TXT(""));
	item_flag(g->to, "alert_urgent", f->alert.urgent);
	item_flag(g->to, "proposed", str_eq(f->prefill, TXT("parquet")));
	held(g, f, v);
	if (f->count > 0 && f->kind != FORM_locked)
		options(g, f, v);
	if (f->kind == FORM_repeat)
		blocks(g, f, v);
	buf_str(g->to, TXT("}"));
}
