#include "mail/plain.h"

#include "calendar/wording.h"

/* « Label ? answer » or « Label : answer ». */
static void
put_answer(const struct letter_block *b, struct buf *to)
{
	buf_str(to, b->label);
	buf_str(to, str_ends(b->label, TXT("?")) ? TXT(" ") : TXT(" : "));
	buf_str(to, b->text);
	buf_str(to, TXT("\n"));
}

static void
put_block(const struct letter_block *b, struct buf *to)
{
	switch (b->kind) {
	case LETTER_TEXT:
	case LETTER_NOTE:
		buf_str(to, TXT("\n"));
		buf_str(to, b->text);
		buf_str(to, TXT("\n"));
		return;
	case LETTER_ALERT:
		buf_str(to, TXT("\n*** "));
		buf_str(to, b->text);
		buf_str(to, TXT(" ***\n"));
		return;
	case LETTER_ACT:
		buf_str(to, TXT("\n\n== "));
		buf_str(to, b->text);
		buf_str(to, TXT(" ==\n"));
		return;
	case LETTER_SECTION:
		buf_str(to, TXT("\n-- "));
		buf_str(to, b->text);
		buf_str(to, TXT(" --\n"));
		return;
	case LETTER_QUOTE:
		buf_str(to, b->label);
		buf_str(to, TXT(" :\n« "));
		buf_str(to, b->text);
		buf_str(to, TXT(" »\n"));
		return;
	case LETTER_ITEM:
		buf_str(to, b->label);
		buf_str(to, b->text.len > 0 ? TXT(" — ") : TXT(""));
		buf_str(to, b->text);
		buf_str(to, TXT("\n"));
		return;
	case LETTER_ANSWER:
		put_answer(b, to);
	}
}

static void
put_head(const char *label, struct str text, struct buf *to)
{
	if (text.len == 0)
		return;
	buf_str(to, str_of(label));
	buf_str(to, text);
	buf_str(to, TXT("\n"));
}

static void
put_top(const struct letter *l, struct buf *to)
{
	buf_str(to, LETTER_SECRET);
	buf_str(to, TXT("\n"));
	put_head("", l->title, to);
	put_head("Référence : ", l->reference, to);
	buf_str(to, TXT("Date : "));
	wording_utc(to, l->date, WORDING_YEAR);
	buf_str(to, TXT("\n"));
	put_head("De : ", l->from, to);
	put_head("À : ", l->to, to);
}

void
plain_write(const struct letter *l, struct buf *to)
{
	put_top(l, to);
	for (size_t i = 0; i < l->count; i++)
		put_block(&l->blocks[i], to);
}

void
plain_brief(const struct letter *l, struct buf *to)
{
	put_top(l, to);
	for (size_t i = 0; i < l->count && l->blocks[i].kind != LETTER_ACT; i++)
		put_block(&l->blocks[i], to);
	buf_str(to, TXT("\nLe document joint (PDF) contient tout le reste.\n"));
}
