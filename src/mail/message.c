#include "mail/message.h"

#include "mail/pdf.h"
#include "mail/plain.h"

#define TEXT_MOST (160u << 10) /* bytes of a text */

static enum err
try(struct arena *mem, const struct letter *l, bool brief, struct mime *m,
    struct buf *to)
{
	size_t mark = arena_mark(mem), len = to->len;
	struct buf text = buf_new(mem, TEXT_MOST);
	enum err e;

	if (brief)
		plain_brief(l, &text);
	else
		plain_write(l, &text);
	m->text = buf_text(&text);
	e = buf_err(&text);
	if (e == ERR_OK)
		e = mime_write(m, to);
	m->text = TXT("");
	arena_back(mem, mark);
	if (e != ERR_OK) {
		explicit_bzero(to->at + len, to->len - len);
		to->len = len;
	}
	return e;
}

enum err
message_write(struct arena *mem, const struct letter *l, bool pdf,
    struct mime *m, struct buf *to)
{
	size_t mark = arena_mark(mem);
	enum err e = ERR_OK;

	m->subject = l->subject;
	m->reference = l->reference;
	m->date = l->date;
	m->pdf = (struct bytes){0};
	if (pdf) {
		struct buf page = buf_new(mem, PDF_MOST);
		e = pdf_write(mem, l, &page, NULL);
		m->pdf = buf_done(&page);
	}
	if (e == ERR_OK)
		e = try(mem, l, false, m, to);
	if (e == ERR_LIMIT && m->pdf.len > 0 && to->err != ERR_OK) {
		to->err = ERR_OK; /* it was full, and is not any more */
		e = try(mem, l, true, m, to);
	}
	m->pdf = (struct bytes){0};
	arena_back(mem, mark);
	return e;
}
