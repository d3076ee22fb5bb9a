#include "core/blank.h"

#include "base/item.h"
#include "core/core.h"

#define BLANK_MOST (48u << 10) /* bytes of all its questions */

static void
box(struct buf *b, struct str label)
{
	if (b->at[b->len - 1] != '[')
		buf_str(b, TXT(","));
	buf_str(b, TXT("{"));
	item_text(b, "label", label);
	buf_str(b, TXT("}"));
}

/* What can be ticked, « Inconnu » included. */
static void
put_boxes(const struct form_field *f, struct buf *b)
{
	buf_str(b, TXT(",\"boxes\":["));
	for (size_t i = 0; i < f->count; i++)
		box(b, f->options[i].label);
	if (f->instead.len > 0)
		box(b, f->instead);
	if (f->unknown)
		box(b, TXT("Inconnu"));
	buf_str(b, TXT("]"));
}

static void
put_line(const struct form_field *f, bool first, struct buf *b)
{
	bool ticks = f->kind == FORM_choice || f->kind == FORM_several ||
	    f->kind == FORM_yes_no_unknown || f->kind == FORM_service;

	buf_str(b, first ? TXT("{") : TXT(",{"));
	item_text(b, "label", f->label);
	item_text(b, "help", f->help);
	buf_str(b,
	    ticks ? TXT(",\"written\":false") : TXT(",\"written\":true"));
	buf_str(b,
	    f->kind == FORM_long_text ? TXT(",\"long\":true")
				      : TXT(",\"long\":false"));
	put_boxes(f, b);
	buf_str(b, TXT("}"));
}

static bool
asked(const struct form_field *f)
{
	return f->kind != FORM_locked && f->kind != FORM_confirmation;
}

/* The questions of a step; of a block, once. */
static void
put_lines(const struct form_field *f, size_t count, bool *first, struct buf *b)
{
	for (size_t i = 0; i < count; i++) {
		if (f[i].kind == FORM_repeat)
			put_lines(f[i].fields, f[i].fields_count, first, b);
		else if (asked(&f[i])) {
			put_line(&f[i], *first, b);
			*first = false;
		}
	}
}

enum err
blank_page(struct request *q)
{
	const struct form *f = pack_form(&q->core->pack, TXT("fiche_p"), 0);
	struct buf b = buf_new(q->mem, BLANK_MOST);

	if (!f)
		return ERR_ABSENT;
	buf_str(&b, TXT("["));
	for (size_t i = 0; i < f->count; i++) {
		const struct form_step *s = &f->steps[i];
		bool first = true;

		buf_str(&b, i > 0 ? TXT(",{") : TXT("{"));
		item_text(&b, "title", s->title);
		buf_str(&b, TXT(",\"lines\":["));
		put_lines(s->fields, s->count, &first, &b);
		buf_str(&b, TXT("]}"));
	}
	buf_str(&b, TXT("]"));
	if (buf_err(&b) != ERR_OK)
		return buf_err(&b);
	request_text(q, "form_title", f->title);
	request_json(q, "sections", buf_text(&b));
	return ERR_OK;
}
