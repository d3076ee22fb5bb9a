#include "form/value.h"

#include "calendar/iso.h"
#include "calendar/paris.h"
#include "calendar/wording.h"
#include "form/spelling.h"

#define MINUTE (60 * INT64_C(1000))

struct str
value_name(char room[VALUE_NAME], struct str name, struct str part)
{
	struct buf b = buf_over(room, VALUE_NAME);

	buf_str(&b, name);
	buf_str(&b, TXT("."));
	buf_str(&b, part);
	return buf_err(&b) == ERR_OK ? buf_text(&b) : TXT("-");
}

/* --- writing JSON --------------------------------------------------------- */

/* Signs that turn a line around, to make it read as another (Trojan Source):
 * U+202A to U+202E, U+2066 to U+2069; and the controls of U+0080 to U+009F. */
static size_t
unwanted(struct str text, size_t i)
{
	uint8_t c = (uint8_t)text.at[i];
	uint8_t d = i + 1 < text.len ? (uint8_t)text.at[i + 1] : 0;
	uint8_t e = i + 2 < text.len ? (uint8_t)text.at[i + 2] : 0;

	if (c == 0xc2 && d >= 0x80 && d <= 0x9f)
		return 2;
	if (c == 0xe2 &&
	    ((d == 0x80 && e >= 0xaa && e <= 0xae) ||
		(d == 0x81 && e >= 0xa6 && e <= 0xa9)))
		return 3;
	return 0;
}

void
value_quote(struct str text, bool lines, struct buf *to)
{
	buf_str(to, TXT("\""));
	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = (uint8_t)text.at[i];
		size_t skip = unwanted(text, i);
		if (skip > 0) {
			i += skip - 1;
			continue;
		}
		if (c == '\t' || (c == '\n' && !lines))
			c = ' ';
		if (c == '\n')
			buf_str(to, TXT("\\n"));
		else if (c == '"' || c == '\\') {
			buf_u8(to, '\\');
			buf_u8(to, c);
		} else if (c >= 0x20 && c != 0x7f)
			buf_u8(to, c);
	}
	buf_str(to, TXT("\""));
}

void
value_copy(struct json v, struct buf *to)
{
	bool object = json_kind(v) == JSON_OBJECT;

	if (json_kind(v) == JSON_TEXT) {
		value_quote(json_text(v), true, to);
		return;
	}
	if (!object && json_kind(v) != JSON_ARRAY) {
		json_scalar(to, v);
		return;
	}
	buf_str(to, object ? TXT("{") : TXT("["));
	for (size_t i = 0; i < json_len(v); i++) {
		if (i > 0)
			buf_str(to, TXT(","));
		if (object) {
			value_quote(json_key(v, i), false, to);
			buf_str(to, TXT(":"));
		}
		value_copy(json_at(v, i), to);
	}
	buf_str(to, object ? TXT("}") : TXT("]"));
}

/* --- taking --------------------------------------------------------------- */

/* Without blanks and ends of lines around it. */
static struct str
trimmed(struct str s)
{
	while (s.len > 0 && strchr(" \t\n", s.at[0]))
		s = str_part(s, 1, SIZE_MAX);
	while (s.len > 0 && strchr(" \t\n", s.at[s.len - 1]))
		s.len--;
	return s;
}

static struct str
sent(const struct urlform *q, struct str name, struct str part)
{
	char room[VALUE_NAME];

	return trimmed(urlform_get(q, value_name(room, name, part)));
}

static bool
text_take(const struct form_field *f, struct str name, const struct urlform *q,
    struct buf *to)
{
	struct str v = trimmed(urlform_get(q, name));

	if (v.len == 0)
		return false;
	value_quote(v, f->kind == FORM_long_text, to);
	return true;
}

static bool
option_take(const struct form_field *f, struct str v, struct buf *to)
{
	if (!form_option_of(f, v))
		return false;
	value_quote(v, false, to);
	return true;
}

static bool
ticked(const struct urlform *q, struct str name, struct str id)
{
	struct str v;
	size_t at = 0;

	while (urlform_all(q, name, &at, &v))
		if (str_eq(v, id))
			return true;
	return false;
}

static bool
several_take(const struct form_field *f, struct str name,
    const struct urlform *q, struct buf *to)
{
	char room[VALUE_NAME];
	struct buf all = buf_over(room, sizeof(room));
	size_t count = 0;

	buf_str(&all, name);
	buf_str(&all, TXT("[]"));
	if (buf_err(&all) != ERR_OK)
		return false;
	for (size_t i = 0; i < f->count; i++) {
		if (!ticked(q, buf_text(&all), f->options[i].id))
			continue;
		buf_str(to, count++ > 0 ? TXT(",") : TXT("["));
		value_quote(f->options[i].id, false, to);
	}
	if (count > 0)
		buf_str(to, TXT("]"));
	return count > 0;
}

/* A member of the object being written; nothing when it is empty. */
static bool
member(struct buf *to, const char *key, struct str v, bool *first)
{
	if (v.len == 0)
		return false;
	buf_str(to, *first ? TXT("{\"") : TXT(",\""));
	buf_str(to, str_of(key));
	buf_str(to, TXT("\":"));
	value_quote(v, false, to);
	*first = false;
	return true;
}

static bool
closed(struct buf *to, bool empty)
{
	if (!empty)
		buf_str(to, TXT("}"));
	return !empty;
}

static bool
date_or_age_take(struct str name, const struct urlform *q, struct buf *to)
{
	struct str date = sent(q, name, TXT("date"));
	struct str age = sent(q, name, TXT("age"));
	char room[16];
	struct buf iso = buf_over(room, sizeof(room));
	bool empty = true;
	int64_t years;
	day n;

	if (spelling_day(date, &n)) {
		iso_put_day(&iso, n);
		date = buf_text(&iso);
	}
	member(to, "date", date, &empty);
	if (!spelling_age(age, &years)) {
		member(to, "age", age, &empty);
		return closed(to, empty);
	}
	buf_str(to, empty ? TXT("{\"age\":") : TXT(",\"age\":"));
	buf_number(to, years, 1);
	return closed(to, false);
}

static bool
date_take(struct str name, const struct urlform *q, struct buf *to)
{
	struct str date = sent(q, name, TXT("date"));
	char room[16];
	struct buf iso = buf_over(room, sizeof(room));
	bool empty = true;
	day n;

	if (spelling_day(date, &n)) {
		iso_put_day(&iso, n);
		date = buf_text(&iso);
	}
	member(to, "date", date, &empty);
	return closed(to, empty);
}

static bool
instant_take(struct str name, const struct urlform *q, struct buf *to)
{
	struct str date = sent(q, name, TXT("date"));
	struct str time = sent(q, name, TXT("time"));
	bool empty = true;
	int64_t hour;
	day n;

	if (!spelling_day(date, &n) || !spelling_hour(time, &hour)) {
		member(to, "date", date, &empty);
		member(to, "time", time, &empty);
		return closed(to, empty);
	}
	buf_str(to, TXT("{\"at\":\""));
	iso_put_day(to, n);
	buf_str(to, TXT("T"));
	buf_number(to, hour / MINUTE / 60, 2);
	buf_str(to, TXT(":"));
	buf_number(to, hour / MINUTE % 60, 2);
	buf_str(to, TXT("\",\"ms\":"));
	buf_number(to, paris_utc(n, hour, false), 1);
	buf_str(to, TXT("}"));
	return true;
}

static bool
place_take(const struct form *form, struct str name, const struct urlform *q,
    struct buf *to)
{
	struct str town = sent(q, name, TXT("town"));
	bool empty = true;

	member(to, "text", sent(q, name, TXT("text")), &empty);
	if (member(to, "town", town, &empty) && form->commune)
		member(to, "commune", form->commune(form->world, town), &empty);
	return closed(to, empty);
}

static bool
typed_take(const struct form_field *f, struct str name, const struct urlform *q,
    struct buf *to)
{
	struct str type = sent(q, name, TXT("type"));
	bool empty = true;

	if (form_option_of(f, type))
		member(to, "type", type, &empty);
	member(to, "text", sent(q, name, TXT("text")), &empty);
	return closed(to, empty);
}

/* The answer of its own kind. */
static bool
kind_take(const struct form *form, const struct form_field *f, struct str name,
    const struct urlform *q, struct buf *to)
{
	switch (f->kind) {
	case FORM_text:
	case FORM_long_text:
	case FORM_telephone:
	case FORM_trace:
		return text_take(f, name, q, to);
	case FORM_choice:
	case FORM_yes_no_unknown:
	case FORM_service:
		return option_take(f, urlform_get(q, name), to);
	case FORM_several:
		return several_take(f, name, q, to);
	case FORM_date_or_age:
		return date_or_age_take(name, q, to);
	case FORM_date:
		return date_take(name, q, to);
	case FORM_instant:
		return instant_take(name, q, to);
	case FORM_place:
		return place_take(form, name, q, to);
	case FORM_typed:
		return typed_take(f, name, q, to);
	case FORM_confirmation:
		if (urlform_get(q, name).len == 0)
			return false;
		buf_str(to, TXT("true"));
		return true;
	case FORM_repeat:
	case FORM_locked:
		return false;
	}
	return false;
}

bool
value_take(const struct form *form, const struct form_field *f, struct str name,
    const struct urlform *q, struct buf *to)
{
	/* What was typed is worth more than a box that stayed ticked. */
	if (kind_take(form, f, name, q, to))
		return true;
	if (f->instead.len > 0 && sent(q, name, TXT("instead")).len > 0) {
		buf_str(to, TXT("{\"instead\":true}"));
		return true;
	}
	if (!f->unknown || sent(q, name, TXT("unknown")).len == 0)
		return false;
	buf_str(to, TXT("null"));
	return true;
}

/* --- wording -------------------------------------------------------------- */

static void
day_put(day n, struct buf *to)
{
	struct ymd at = day_ymd(n);

	buf_number(to, at.d, 2);
	buf_str(to, TXT("/"));
	buf_number(to, at.m, 2);
	buf_str(to, TXT("/"));
	buf_number(to, at.y, 4);
}

void
value_day(struct json v, struct buf *to)
{
	struct str typed = json_text(json_get(v, TXT("date")));
	int64_t hour;
	day n;

	if (iso_read_day(typed, &n) == ERR_OK ||
	    iso_read_hour(json_text(json_get(v, TXT("at"))), &n, &hour) ==
		ERR_OK)
		day_put(n, to);
	else
		buf_str(to, typed);
}

void
value_hour(struct json v, struct buf *to)
{
	struct str at = json_text(json_get(v, TXT("at")));

	buf_str(to, json_text(json_get(v, TXT("time"))));
	buf_str(to, str_part(at, sizeof("2026-11-21T") - 1, 5));
}

/* « vendredi 13 novembre 2026 »; or as it was typed. */
static void
date_put(struct json v, struct buf *to)
{
	day n;

	if (iso_read_day(json_text(json_get(v, TXT("date"))), &n) == ERR_OK)
		wording_day(to, n, WORDING_YEAR);
	else
		value_day(v, to);
}

static void
label_put(const struct form_field *f, struct str id, struct buf *to)
{
	const struct form_option *o = form_option_of(f, id);

	buf_str(to, o ? o->label : id);
}

static void
age_put(struct json v, struct buf *to)
{
	struct json age = json_get(v, TXT("age"));

	value_day(v, to);
	if (json_kind(age) == JSON_ABSENT)
		return;
	if (json_kind(json_get(v, TXT("date"))) != JSON_ABSENT)
		buf_str(to, TXT(", "));
	buf_str(to, TXT("environ "));
	buf_str(to, json_text(age));
	json_scalar(to, age);
	buf_str(to, TXT(" ans"));
}

/* The first, the second, or both with a mark between. */
static void
both_put(struct str a, struct str mark, struct str b, struct buf *to)
{
	buf_str(to, a);
	if (a.len > 0 && b.len > 0)
		buf_str(to, mark);
	buf_str(to, b);
}

void
value_words(const struct form_field *f, struct json v, struct buf *to)
{
	struct str text = json_text(json_get(v, TXT("text")));
	int64_t ms;

	if (json_kind(v) == JSON_NULL) {
		buf_str(to, TXT("Inconnu"));
		return;
	}
	if (f->instead.len > 0 && json_true(json_get(v, TXT("instead")))) {
		buf_str(to, f->instead);
		return;
	}
	switch (f->kind) {
	case FORM_choice:
	case FORM_yes_no_unknown:
	case FORM_service:
		label_put(f, json_text(v), to);
		return;
	case FORM_date_or_age:
		age_put(v, to);
		return;
	case FORM_date:
		date_put(v, to);
		return;
	case FORM_instant:
		if (json_int(json_get(v, TXT("ms")), &ms)) {
			wording_utc(to, ms, WORDING_YEAR);
			return;
		}
		value_day(v, to);
		buf_str(to, TXT(" "));
		value_hour(v, to);
		return;
	case FORM_place:
		both_put(text, TXT(", "), json_text(json_get(v, TXT("town"))),
		    to);
		return;
	case FORM_typed:
		label_put(f, json_text(json_get(v, TXT("type"))), to);
		both_put(TXT(""), TXT(""), text.len > 0 ? TXT(" : ") : text,
		    to);
		buf_str(to, text);
		return;
	case FORM_confirmation:
		buf_str(to, json_true(v) ? TXT("Oui") : TXT("Non"));
		return;
	case FORM_text:
	case FORM_long_text:
	case FORM_telephone:
	case FORM_trace:
	case FORM_several:
	case FORM_repeat:
	case FORM_locked:
		buf_str(to, json_text(v));
	}
}
