#include "form/answer.h"

#include "calendar/iso.h"
#include "calendar/paris.h"
#include "form/judge.h"
#include "form/normal.h"
#include "form/value.h"

#define WHY_MOST                                                               \
	700 /* bytes of a sentence: a label, an example, some words            \
	     */
#define MINUTE (60 * INT64_C(1000))

/* The members of an object, one after the other. */
struct object {
	struct buf *to;
	bool begun;
};

static size_t
key_write(struct object *o, struct str id)
{
	size_t before = o->to->len;

	buf_str(o->to, o->begun ? TXT(",") : TXT(""));
	json_quote(o->to, id);
	buf_str(o->to, TXT(":"));
	return before;
}

/* After key_write: it was written, or the key is taken back. */
static void
key_end(struct object *o, size_t before, bool written)
{
	if (!written)
		o->to->len = before;
	o->begun = o->begun || written;
}

static void
copy(struct object *o, const struct form_field *f, struct json v)
{
	if (json_kind(v) == JSON_ABSENT)
		return;
	size_t before = key_write(o, f->id);
	value_copy(v, o->to);
	key_end(o, before, true);
}

/* --- prefill -------------------------------------------------------------- */

/* The present day, or the present minute. */
static bool
now_write(const struct form_field *f, int64_t now, struct buf *to)
{
	struct paris_time at = paris_of(now);

	if (f->kind == FORM_date) {
		buf_str(to, TXT("{\"date\":\""));
		iso_put_day(to, at.day);
		buf_str(to, TXT("\"}"));
		return true;
	}
	buf_str(to, TXT("{\"at\":\""));
	iso_put_day(to, at.day);
	buf_str(to, TXT("T"));
	buf_number(to, at.hour / MINUTE / 60, 2);
	buf_str(to, TXT(":"));
	buf_number(to, at.hour / MINUTE % 60, 2);
	buf_str(to, TXT("\",\"ms\":"));
	buf_number(to, now - now % MINUTE, 1);
	buf_str(to, TXT("}"));
	return true;
}

static bool
prefilled(const struct form_field *f, const struct answer_prefill *with,
    struct buf *to)
{
	struct str v = TXT("");

	if (str_eq(f->prefill, TXT("now")))
		return with->now > 0 && now_write(f, with->now, to);
	if (str_eq(f->prefill, TXT("site_phone")))
		v = with->phone;
	if (str_eq(f->prefill, TXT("parquet")))
		v = with->parquet;
	if (v.len > 0)
		value_quote(v, false, to);
	return v.len > 0;
}

enum err
answer_prefill(const struct form *f, struct json before,
    const struct answer_prefill *with, struct buf *to)
{
	struct object o = {.to = to};

	buf_str(to, TXT("{"));
	for (size_t i = 0; i < f->count; i++) {
		for (size_t k = 0; k < f->steps[i].count; k++) {
			const struct form_field *field = &f->steps[i].fields[k];
			struct json v = json_get(before, field->id);
			if (json_kind(v) != JSON_ABSENT) {
				copy(&o, field, v);
				continue;
			}
			size_t at = key_write(&o, field->id);
			key_end(&o, at, prefilled(field, with, to));
		}
	}
	buf_str(to, TXT("}"));
	return buf_err(to);
}

/* A block that was added and left empty says nothing. */
static bool
says(struct json v)
{
	if (json_kind(v) != JSON_ARRAY)
		return json_kind(v) != JSON_ABSENT;
	for (size_t i = 0; i < json_len(v); i++)
		if (json_kind(json_at(v, i)) != JSON_OBJECT ||
		    json_len(json_at(v, i)) > 0)
			return true;
	return false;
}

bool
answer_any(const struct form *f, struct json answers)
{
	for (size_t i = 0; i < f->count; i++)
		for (size_t k = 0; k < f->steps[i].count; k++) {
			const struct form_field *field = &f->steps[i].fields[k];
			if (field->prefill.len == 0 &&
			    field->kind != FORM_confirmation &&
			    says(json_get(answers, field->id)))
				return true;
		}
	return false;
}

/* --- taking --------------------------------------------------------------- */

/* What the button says about the blocks of `f`. */
struct press {
	bool more;
	size_t less; /* the block to take away, or SIZE_MAX */
};

static struct press
press_of(const struct form_field *f, const struct urlform *q)
{
	struct str go = urlform_get(q, TXT("go"));
	struct str verb = str_cut(&go, '.'), id = str_cut(&go, '.');
	struct press p = {.less = SIZE_MAX};
	uint64_t n;

	if (!str_eq(id, f->id))
		return p;
	p.more = str_eq(verb, TXT("more"));
	if (str_eq(verb, TXT("less")) && str_number(go, f->blocks_most, &n))
		p.less = (size_t)n;
	return p;
}

static struct str
block_name(char room[VALUE_NAME], const struct form_field *f, size_t i)
{
	char digits[8];
	struct buf n = buf_over(digits, sizeof(digits));

	buf_number(&n, (int64_t)i, 1);
	return value_name(room, f->id, buf_text(&n));
}

/* One block; false, and nothing written, when nothing is in it. */
static bool
block_take(const struct form *form, const struct form_field *f, size_t i,
    const struct urlform *q, struct buf *to)
{
	char stem_room[VALUE_NAME], room[VALUE_NAME];
	struct str stem = block_name(stem_room, f, i);
	struct object o = {.to = to};
	size_t start = to->len;

	buf_str(to, TXT("{"));
	for (size_t k = 0; k < f->fields_count; k++) {
		const struct form_field *in = &f->fields[k];
		size_t before = key_write(&o, in->id);
		key_end(&o, before,
		    value_take(form, in, value_name(room, stem, in->id), q,
			to));
	}
	if (!o.begun) {
		to->len = start;
		return false;
	}
	buf_str(to, TXT("}"));
	return true;
}

static bool
blocks_take(const struct form *form, const struct form_field *f,
    const struct urlform *q, struct buf *to)
{
	struct press press = press_of(f, q);
	size_t count = 0, start = to->len;

	buf_str(to, TXT("["));
	for (size_t i = 0; i < f->blocks_most; i++) {
		size_t before = to->len;
		if (i == press.less)
			continue;
		buf_str(to, count > 0 ? TXT(",") : TXT(""));
		if (block_take(form, f, i, q, to))
			count++;
		else
			to->len = before;
	}
	if (press.more && count < f->blocks_most) {
		buf_str(to, count > 0 ? TXT(",{}") : TXT("{}"));
		count++;
	}
	if (count == 0) {
		to->len = start;
		return false;
	}
	buf_str(to, TXT("]"));
	return true;
}

enum err
answer_take(const struct form *f, const struct form_step *step,
    struct json before, const struct urlform *q, struct buf *to)
{
	struct object o = {.to = to};

	buf_str(to, TXT("{"));
	for (size_t i = 0; i < f->count; i++) {
		for (size_t k = 0; k < f->steps[i].count; k++) {
			const struct form_field *field = &f->steps[i].fields[k];
			if (&f->steps[i] != step) {
				copy(&o, field, json_get(before, field->id));
				continue;
			}
			size_t at = key_write(&o, field->id);
			bool taken = field->kind == FORM_repeat
			    ? blocks_take(f, field, q, to)
			    : value_take(f, field, field->id, q, to);
			key_end(&o, at, taken);
		}
	}
	buf_str(to, TXT("}"));
	return buf_err(to);
}

/* --- checking ------------------------------------------------------------- */

/* Whoever looks through the answers, and what is found. */
struct look {
	struct arena *mem;
	struct answer_faults *faults;
	enum err err;
};

static void
blame(struct look *l, const struct form_field *f, struct str name,
    const struct buf *why)
{
	if (l->faults->count == ANSWER_FAULTS)
		return;
	struct answer_fault *fault = &l->faults->at[l->faults->count++];
	fault->step = f->step;
	fault->name = arena_keep(l->mem, name, &l->err);
	fault->text = arena_keep(l->mem, buf_text(why), &l->err);
}

static void
look_at(struct look *l, const struct form_field *f, struct str name,
    struct json v)
{
	char room[WHY_MOST];
	struct buf why = buf_over(room, sizeof(room));
	bool absent = json_kind(v) == JSON_ABSENT;

	if (absent && f->optional)
		return;
	if (absent)
		judge_missing(f, &why);
	if (absent || judge_wrong(f, v, &why))
		blame(l, f, name, &why);
}

static void
look_at_blocks(struct look *l, const struct form_field *f, struct json blocks)
{
	char stem_room[VALUE_NAME], room[VALUE_NAME];

	for (size_t i = 0; i < json_len(blocks); i++) {
		struct json block = json_at(blocks, i);
		if (json_len(block) == 0)
			continue;
		struct str stem = block_name(stem_room, f, i);
		for (size_t k = 0; k < f->fields_count; k++)
			look_at(l, &f->fields[k],
			    value_name(room, stem, f->fields[k].id),
			    json_get(block, f->fields[k].id));
	}
}

enum err
answer_check(struct arena *mem, const struct form *f,
    const struct form_step *step, struct json answers,
    struct answer_faults *faults)
{
	struct look l = {.mem = mem, .faults = faults};

	faults->count = 0;
	for (size_t i = 0; i < f->count; i++) {
		const struct form_step *s = &f->steps[i];
		for (size_t k = 0; k < s->count && (!step || s == step); k++) {
			const struct form_field *field = &s->fields[k];
			struct json v = json_get(answers, field->id);
			if (!form_shown(field, answers) ||
			    field->kind == FORM_locked)
				continue;
			look_at(&l, field, field->id, v);
			if (field->kind == FORM_repeat)
				look_at_blocks(&l, field, v);
		}
	}
	return l.err;
}

/* --- sending -------------------------------------------------------------- */

static bool
right(const struct form_field *f, struct json v)
{
	char room[WHY_MOST];
	struct buf why = buf_over(room, sizeof(room));

	return json_kind(v) != JSON_ABSENT && !judge_wrong(f, v, &why);
}

static bool
blocks_write(const struct form_field *f, struct json blocks, struct buf *to)
{
	size_t count = 0, start = to->len;

	for (size_t i = 0; i < json_len(blocks); i++) {
		struct json block = json_at(blocks, i);
		struct object o = {.to = to};
		size_t before = to->len;
		buf_str(to, count > 0 ? TXT(",{") : TXT("[{"));
		for (size_t k = 0; k < f->fields_count; k++) {
			struct json v = json_get(block, f->fields[k].id);
			if (right(&f->fields[k], v))
				copy(&o, &f->fields[k], v);
		}
		if (o.begun) {
			buf_str(to, TXT("}"));
			count++;
		} else
			to->len = before;
	}
	if (count == 0) {
		to->len = start;
		return false;
	}
	buf_str(to, TXT("]"));
	return true;
}

enum err
answer_sent(const struct form *f, struct json answers, struct buf *to)
{
	struct object o = {.to = to};

	buf_str(to, TXT("{"));
	for (size_t i = 0; i < f->count; i++) {
		for (size_t k = 0; k < f->steps[i].count; k++) {
			const struct form_field *field = &f->steps[i].fields[k];
			struct json v = json_get(answers, field->id);
			if (!form_shown(field, answers) || !right(field, v))
				continue;
			if (field->kind != FORM_repeat) {
				copy(&o, field, v);
				continue;
			}
			size_t at = key_write(&o, field->id);
			key_end(&o, at, blocks_write(field, v, to));
		}
	}
	buf_str(to, TXT("}"));
	return buf_err(to);
}

/* --- comparable copies ---------------------------------------------------- */

static void
normal_put(const struct form_field *f, size_t i, struct str normal,
    struct str typed, struct object *list)
{
	char room[NORMAL_MOST];
	struct buf copy_of = buf_over(room, sizeof(room));

	if (!normal_write(normal_kind_of(normal), typed, &copy_of))
		return;
	buf_str(list->to, list->begun ? TXT(",") : TXT(""));
	buf_str(list->to, TXT("{\"field\":"));
	value_quote(f->id, false, list->to);
	buf_str(list->to, TXT(",\"i\":"));
	buf_number(list->to, (int64_t)i, 1);
	buf_str(list->to, TXT(",\"kind\":"));
	value_quote(normal, false, list->to);
	buf_str(list->to, TXT(",\"value\":"));
	value_quote(buf_text(&copy_of), false, list->to);
	buf_str(list->to, TXT("}"));
	list->begun = true;
}

static struct str
normal_of(const struct form_field *type, struct str id)
{
	const struct form_option *o = form_option_of(type, id);

	return o ? o->normal : TXT("");
}

static void
traces_put(const struct form_field *repeat, struct json blocks,
    struct object *list)
{
	for (size_t k = 0; k < repeat->fields_count; k++) {
		const struct form_field *trace = &repeat->fields[k];
		const struct form_field *type = repeat->fields;
		if (trace->kind != FORM_trace)
			continue;
		while (!str_eq(type->id, trace->of))
			type++; /* a definition without it was refused */
		for (size_t i = 0; i < json_len(blocks); i++) {
			struct json block = json_at(blocks, i);
			normal_put(repeat, i,
			    normal_of(type,
				json_text(json_get(block, type->id))),
			    json_text(json_get(block, trace->id)), list);
		}
	}
}

enum err
answer_normal(const struct form *f, struct json answers, struct buf *to)
{
	struct object list = {.to = to};

	buf_str(to, TXT("["));
	for (size_t i = 0; i < f->count; i++) {
		for (size_t k = 0; k < f->steps[i].count; k++) {
			const struct form_field *field = &f->steps[i].fields[k];
			struct json v = json_get(answers, field->id);
			if (!form_shown(field, answers))
				continue;
			if (field->kind == FORM_repeat)
				traces_put(field, v, &list);
			if (field->kind == FORM_typed)
				normal_put(field, 0,
				    normal_of(field,
					json_text(json_get(v, TXT("type")))),
				    json_text(json_get(v, TXT("text"))), &list);
		}
	}
	buf_str(to, TXT("]"));
	return buf_err(to);
}
