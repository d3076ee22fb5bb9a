#include "form/show.h"

#include "base/item.h"
#include "form/input.h"
#include "form/value.h"

#define WORDS_MOST (60u << 10) /* bytes of an answer in words */

/* --- one step --------------------------------------------------------- */

/* What a step is shown with. */
struct stage {
	struct arena *mem;
	const struct form *form;
	const struct form_step *step;
	struct json answers;
	const struct answer_faults *faults;
	struct buf *to;
};

static bool
answered(const struct form_step *s, struct json answers)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->fields[i].prefill.len == 0 &&
		    json_kind(json_get(answers, s->fields[i].id)) !=
			JSON_ABSENT)
			return true;
	return false;
}

/* The shown step before or after, of those for before the sending or of those
 * for after it; NULL: there is none. */
static const struct form_step *
neighbour(const struct stage *g, int way)
{
	const struct form_step *s = g->step + way;
	const struct form_step *end = g->form->steps + g->form->count;

	for (; s >= g->form->steps && s < end; s += way)
		if (s->later == g->step->later &&
		    form_step_asked(s, g->answers))
			return s;
	return NULL;
}

/* It may be passed over: nothing in it has to be answered. */
static bool
at_will(const struct form_step *s, struct json answers)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct form_field *f = &s->fields[i];
		if (!f->optional && f->kind != FORM_confirmation &&
		    condition_holds(f->shown, answers))
			return false;
	}
	return true;
}

/* All that follows may be, and something does. */
static bool
rest_at_will(const struct stage *g)
{
	const struct form_step *end = g->form->steps + g->form->count;

	if (!neighbour(g, 1))
		return false;
	for (const struct form_step *s = g->step + 1; s < end; s++)
		if (s->later == g->step->later &&
		    form_step_asked(s, g->answers) && !at_will(s, g->answers))
			return false;
	return true;
}

/* How many are wrong, but for what is confirmed once all is read again. */
static size_t
wrong_in(const struct form *f, const struct answer_faults *faults)
{
	size_t n = 0;

	for (size_t i = 0; i < faults->count; i++) {
		const struct form_field *field =
		    form_field_of(f, faults->at[i].name);
		n += !field || field->kind != FORM_confirmation;
	}
	return n;
}

static enum err
step_item(struct stage *g, const struct form_step *s, size_t n)
{
	struct answer_faults faults;
	size_t mark = arena_mark(g->mem);
	bool begun = answered(s, g->answers);

	enum err e = answer_check(g->mem, g->form, s, g->answers, &faults);
	size_t wrong = wrong_in(g->form, &faults);
	arena_back(g->mem, mark);
	item_open(g->to);
	item_text(g->to, "id", s->id);
	item_text(g->to, "title", s->title);
	item_number(g->to, "number", (int64_t)n);
	item_flag(g->to, "now", s == g->step);
	item_flag(g->to, "at_will", at_will(s, g->answers));
	item_flag(g->to, "done", begun && wrong == 0);
	item_flag(g->to, "wrong", begun && wrong > 0 && s != g->step);
	buf_str(g->to, TXT("}"));
	return e;
}

static enum err
steps(struct stage *g)
{
	const struct form_step *next = neighbour(g, 1),
			       *back = neighbour(g, -1);
	size_t n = 0, here = 0;
	enum err e = ERR_OK;

	item_list(g->to, "steps");
	for (size_t i = 0; i < g->form->count && e == ERR_OK; i++) {
		const struct form_step *s = &g->form->steps[i];
		if (s->later != g->step->later ||
		    (s != g->step && !form_step_asked(s, g->answers)))
			continue;
		e = step_item(g, s, ++n);
		if (s == g->step)
			here = n;
	}
	buf_str(g->to, TXT("]"));
	item_number(g->to, "number", (int64_t)here);
	item_number(g->to, "count", (int64_t)n);
	item_flag(g->to, "first", !back);
	item_flag(g->to, "last", !next);
	item_text(g->to, "next", next ? next->id : TXT(""));
	item_text(g->to, "previous", back ? back->id : TXT(""));
	return e;
}

static void
faults(struct stage *g)
{
	size_t count = g->faults ? g->faults->count : 0;

	item_flag(g->to, "wrong", count > 0);
	item_number(g->to, "wrong_count", (int64_t)count);
	item_flag(g->to, "wrong_one", count == 1);
	item_list(g->to, "faults");
	for (size_t i = 0; i < count; i++) {
		item_open(g->to);
		item_text(g->to, "name", g->faults->at[i].name);
		item_text(g->to, "step", g->faults->at[i].step->id);
		item_text(g->to, "text", g->faults->at[i].text);
		buf_str(g->to, TXT("}"));
	}
	buf_str(g->to, TXT("]"));
}

enum err
show_step(struct arena *mem, const struct form *f, const struct form_step *step,
    struct json answers, const struct answer_faults *wrong, struct buf *to)
{
	struct stage g = {mem, f, step, answers, wrong, to};
	const struct input_with with = {step, wrong, to};

	item_open(to);
	item_text(to, "id", step->id);
	item_text(to, "form", f->id);
	item_text(to, "form_title", f->title);
	item_text(to, "title", step->title);
	item_text(to, "intro", step->intro);
	item_flag(to, "later", step->later);
	item_flag(to, "at_will", at_will(step, answers));
	item_flag(to, "rest_at_will", rest_at_will(&g));
	enum err e = steps(&g);
	faults(&g);
	item_list(to, "fields");
	for (size_t i = 0; i < step->count; i++) {
		const struct form_field *fi = &step->fields[i];
		bool here = !fi->shown || condition_on(fi->shown, step);
		if (fi->kind == FORM_locked && fi->count == 0)
			continue; /* filled in by the house, at the end */
		if (!here && !condition_holds(fi->shown, answers))
			continue;
		input_put(&with, fi, fi->id, json_get(answers, fi->id));
	}
	buf_str(to, TXT("]}"));
	return e != ERR_OK ? e : buf_err(to);
}

/* --- to read -------------------------------------------------------------- */

/* What all is read with. */
struct reading {
	const struct form *form;
	struct json answers;
	const struct show_facts *facts;
	struct buf words, *to;
};

/* What nobody can change: told, or of the directory. */
static struct str
fact_of(const struct reading *r, const struct form_field *f)
{
	if (f->count > 0)
		return f->options[0].label;
	if (!r->facts)
		return TXT("");
	if (str_eq(f->of, TXT("reference")))
		return r->facts->reference;
	if (str_eq(f->of, TXT("site")))
		return r->facts->site;
	if (str_eq(f->of, TXT("author")))
		return r->facts->author;
	return r->facts->filed;
}

static struct str
words_of(struct reading *r, const struct form_field *f, struct json v)
{
	r->words.len = 0;
	if (f->kind == FORM_locked)
		buf_str(&r->words, fact_of(r, f));
	else
		value_words(f, v, &r->words);
	return buf_text(&r->words);
}

static void line(struct reading *r, const struct form_field *f, struct json v);

static void
read_list(struct reading *r, const struct form_field *f, struct json v)
{
	item_list(r->to, "list");
	for (size_t i = 0; f->kind == FORM_several && i < json_len(v); i++) {
		struct str id = json_text(json_at(v, i));
		const struct form_option *o = form_option_of(f, id);
		item_open(r->to);
		item_text(r->to, "text", o ? o->label : id);
		buf_str(r->to, TXT("}"));
	}
	buf_str(r->to, TXT("]"));
}

static void
read_blocks(struct reading *r, const struct form_field *f, struct json v)
{
	item_list(r->to, "blocks");
	for (size_t i = 0; f->kind == FORM_repeat && i < json_len(v); i++) {
		struct json block = json_at(v, i);
		item_open(r->to);
		item_text(r->to, "block", f->block);
		item_number(r->to, "number", (int64_t)i + 1);
		item_list(r->to, "lines");
		for (size_t k = 0; k < f->fields_count; k++) {
			struct json in = json_get(block, f->fields[k].id);
			if (json_kind(in) == JSON_ABSENT)
				continue;
			line(r, &f->fields[k], in);
		}
		buf_str(r->to, TXT("]}"));
	}
	buf_str(r->to, TXT("]"));
}

static void
line(struct reading *r, const struct form_field *f, struct json v)
{
	bool plain = f->kind != FORM_several && f->kind != FORM_repeat;

	item_open(r->to);
	item_text(r->to, "id", f->id);
	item_text(r->to, "step", f->step->id);
	item_text(r->to, "label", f->label);
	item_text(r->to, "text", plain ? words_of(r, f, v) : TXT(""));
	item_flag(r->to, "unknown", json_kind(v) == JSON_NULL);
	item_flag(r->to, "quoted", f->quoted);
	item_flag(r->to, "locked", f->kind == FORM_locked);
	item_flag(r->to, "missing",
	    json_kind(v) == JSON_ABSENT && f->kind != FORM_locked);
	read_list(r, f, v);
	read_blocks(r, f, v);
	buf_str(r->to, TXT("}"));
}

/* Whether a question has its line, or is among those left blank. */
static bool
has_line(struct reading *r, const struct form_field *f)
{
	if (f->kind == FORM_locked)
		return fact_of(r, f).len > 0;
	if (f->kind == FORM_confirmation) /* asked under what is read */
		return json_true(json_get(r->answers, f->id));
	return !f->optional ||
	    json_kind(json_get(r->answers, f->id)) != JSON_ABSENT;
}

static void
section(struct reading *r, const struct form_step *s)
{
	size_t lines = 0, blanks = 0;

	item_open(r->to);
	item_text(r->to, "id", s->id);
	item_text(r->to, "title", s->title);
	item_list(r->to, "lines");
	for (size_t i = 0; i < s->count; i++) {
		const struct form_field *f = &s->fields[i];
		if (!form_shown(f, r->answers) || !has_line(r, f))
			continue;
		line(r, f, json_get(r->answers, f->id));
		lines++;
	}
	buf_str(r->to, TXT("]"));
	item_list(r->to, "blank");
	for (size_t i = 0; i < s->count; i++) {
		const struct form_field *f = &s->fields[i];
		if (!form_shown(f, r->answers) || has_line(r, f) ||
		    f->kind == FORM_locked || f->kind == FORM_confirmation)
			continue;
		blanks++;
		item_open(r->to);
		item_text(r->to, "id", f->id);
		item_text(r->to, "step", s->id);
		item_text(r->to, "label", f->label);
		buf_str(r->to, TXT("}"));
	}
	buf_str(r->to, TXT("]"));
	item_number(r->to, "blanks", (int64_t)blanks);
	item_flag(r->to, "blank_one", blanks == 1);
	item_flag(r->to, "empty", lines == 0);
	buf_str(r->to, TXT("}"));
}

enum err
show_reading(struct arena *mem, const struct form *f, struct json answers,
    const struct show_facts *facts, enum show_part part, struct buf *to)
{
	struct reading r = {.form = f,
	    .answers = answers,
	    .facts = facts,
	    .words = buf_new(mem, WORDS_MOST),
	    .to = to};

	item_open(to);
	item_text(to, "form", f->id);
	item_text(to, "title", f->title);
	item_list(to, "sections");
	for (size_t i = 0; i < f->count; i++) {
		const struct form_step *s = &f->steps[i];
		if (!form_step_shown(s, answers) ||
		    (s->network && part == SHOW_WITHOUT_NETWORK) ||
		    (s->later && !answered(s, answers)))
			continue;
		section(&r, s);
	}
	buf_str(to, TXT("]}"));
	if (buf_err(&r.words) != ERR_OK)
		return buf_err(&r.words);
	return buf_err(to);
}
