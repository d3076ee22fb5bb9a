#include "mail/pdf.h"

#include "calendar/wording.h"
#include "mail/wrap.h"

/* Points. */
#define LEFT   44.0
#define WIDTH  (PRESS_WIDTH - 2 * LEFT)
#define TOP    (PRESS_HEIGHT - 58)
#define FLOOR  46.0
#define GUTTER 14.0 /* between two answers on a line */
#define INDENT 12.0 /* of words that are quoted */

#define SOFT 0.32 /* grey of questions; of rules: */
#define LINE 0.72
#define LONG 160 /* bytes of an answer that begins on its own line */

/* Tried in this order. One page is worth letters that are a little smaller. */
static const struct {
	double size;
	size_t pages; /* at most; 0: as many as the letter may have */
} tries[] = {{10.5, 1}, {10, 1}, {9.5, 1}, {10.5, 0}, {10, 0}, {9.5, 0}, {9, 0},
    {8.5, 0}, {PDF_SMALLEST, 0}};

struct flow {
	struct press *press;
	const struct letter *l;
	double size, y, floor;
	size_t page, most, total; /* pages; known after a dry run */
	bool dry, cut, lacks;
};

/* --- pages
 * --------------------------------------------------------------------- */

/* From one line to the next: closer where all must hold on few pages. */
static double
leading(double size)
{
	return size * (size < 9.5 ? 1.24 : 1.32);
}

static double
lead(const struct flow *f)
{
	return leading(f->size);
}

static void
put_right(struct flow *f, enum press_weight w, double size, double grey,
    double y, struct str text)
{
	press_text(f->press, w, size, grey,
	    PRESS_WIDTH - LEFT - press_measure(f->press, w, size, text), y,
	    text);
}

static void
put_furniture(struct flow *f)
{
	char room[48];
	struct buf b = buf_over(room, sizeof(room));

	if (f->page == 1) /* it is said once to whoever listens */
		press_tag(f->press, PRESS_TEXT);
	press_text(f->press, PRESS_BOLD, 9, 0, LEFT, PRESS_HEIGHT - 36,
	    LETTER_SECRET);
	press_untag(f->press);
	put_right(f, PRESS_BOLD, 9, 0, PRESS_HEIGHT - 36, f->l->reference);
	press_rule(f->press, 0, 0.8, LEFT, PRESS_HEIGHT - 43, WIDTH);
	buf_str(&b, TXT("Page "));
	buf_number(&b, (int64_t)f->page, 1);
	buf_str(&b, TXT(" sur "));
	buf_number(&b, (int64_t)f->total, 1);
	press_text(f->press, PRESS_REGULAR, 8, SOFT, LEFT, 26, f->l->title);
	put_right(f, PRESS_REGULAR, 8, SOFT, 26, buf_text(&b));
}

static void
turn_page(struct flow *f)
{
	if (f->most > 0 && f->page == f->most) {
		f->cut = true;
		return;
	}
	f->page++;
	f->y = TOP;
	if (f->dry)
		return;
	press_page(f->press);
	put_furniture(f);
}

/* Room for `height`, on this page or the next; false: there is none. */
static bool
room_for(struct flow *f, double height)
{
	if (!f->cut && f->y - height < f->floor)
		turn_page(f);
	return !f->cut;
}

static void
skip(struct flow *f, double lines)
{
	if (f->y < TOP) /* never on top of a page */
		f->y -= lines * lead(f);
}

/* --- lines
 * ----------------------------------------------------------------------- */

static void
put_line(struct flow *f, const struct wrap_line *line, double size, double x)
{
	for (size_t i = 0; !f->dry && i < line->count; i++) {
		const struct wrap_run *r = &line->run[i];
		press_text(f->press, r->weight, size, r->grey, x, f->y,
		    r->text);
		x += press_measure(f->press, r->weight, size, r->text);
	}
}

/* A whole paragraph from `x` on; its bar if somebody's words. */
static void
put_wrapped(struct flow *f, struct wrap *w, double x, double width, bool bar)
{
	struct wrap_line line;
	double high = leading(w->size);

	while (!f->cut && wrap_next(w, width, &line)) {
		if (!room_for(f, high))
			return;
		f->y -= high;
		if (bar && !f->dry)
			press_bar(f->press, LINE, LEFT + 2, f->y - high * 0.24,
			    2, high);
		put_line(f, &line, w->size, x);
	}
}

static struct wrap
one_run(const struct flow *f, enum press_weight weight, double size,
    double grey, struct str text)
{
	return (struct wrap){.press = f->press,
	    .size = size,
	    .run = {{weight, grey, text}},
	    .count = 1};
}

static void
tag(struct flow *f, enum press_role role)
{
	if (!f->dry)
		press_tag(f->press, role);
}

static void
untag(struct flow *f)
{
	if (!f->dry)
		press_untag(f->press);
}

/* --- blocks
 * ------------------------------------------------------------------------ */

static void
put_paragraph(struct flow *f, enum press_weight weight, double size,
    double grey, struct str text)
{
	struct wrap w = one_run(f, weight, size, grey, text);

	tag(f, PRESS_TEXT);
	put_wrapped(f, &w, LEFT, WIDTH, false);
	untag(f);
	skip(f, 0.35);
}

static void
put_alert(struct flow *f, struct str text)
{
	double size = f->size * 1.25, high = size * 1.9;

	if (!room_for(f, high + lead(f)))
		return;
	f->y -= high + 3;
	if (!f->dry) {
		press_bar(f->press, 0, LEFT, f->y, WIDTH, high);
		press_tag(f->press, PRESS_TEXT);
		press_text(f->press, PRESS_BOLD, size, 1, LEFT + 8,
		    f->y + high / 2 - size * 0.34, text);
		press_untag(f->press);
	}
	skip(f, 0.3);
}

static void
put_heading(struct flow *f, const struct letter_block *b)
{
	bool act = b->kind == LETTER_ACT;
	double size = f->size * (act ? 1.3 : 1.1);
	struct wrap w = one_run(f, PRESS_BOLD, size, 0, b->text);

	skip(f, act ? 0.8 : 0.35);
	if (!room_for(f, leading(size) + 2.2 * lead(f)))
		return;
	if (!f->dry && !act && f->y < TOP)
		press_rule(f->press, LINE, 0.5, LEFT, f->y, WIDTH);
	f->y -= 2;
	tag(f, act ? PRESS_HEADING : PRESS_PART);
	put_wrapped(f, &w, LEFT, WIDTH, false);
	untag(f);
	f->y -= 1.5;
}

/* « Question ? answer » */
static struct wrap
answer(const struct flow *f, const struct letter_block *b, bool strong)
{
	bool asks = str_ends(b->label, TXT("?"));

	return (struct wrap){.press = f->press,
	    .size = f->size,
	    .run = {{PRESS_REGULAR, SOFT, b->label},
		{PRESS_REGULAR, SOFT, asks ? TXT(" ") : TXT(" : ")},
		{strong && !b->unknown ? PRESS_BOLD : PRESS_REGULAR, 0,
		    b->text}},
	    .count = 3};
}

/* Of an answer that may share a line; else more than a page is wide. */
static double
width_of(const struct flow *f, const struct letter_block *b)
{
	struct wrap w = answer(f, b, true);

	return b->kind == LETTER_ANSWER && b->text.len < LONG ? wrap_width(&w)
							      : 2 * WIDTH;
}

/* Where the second of two answers begins, if they share a line; else 0. */
static double
second_at(const struct flow *f, const struct letter_block *b)
{
	double half = (WIDTH + GUTTER) / 2;
	double first = width_of(f, &b[0]) + GUTTER;

	if (first < half)
		first = half;
	return first + width_of(f, &b[1]) <= WIDTH ? first : 0;
}

/* Two answers on one line. */
static void
put_pair(struct flow *f, const struct letter_block *b)
{
	double x[2] = {LEFT, LEFT + second_at(f, b)};

	if (!room_for(f, lead(f)))
		return;
	f->y -= lead(f);
	for (size_t i = 0; i < 2; i++) {
		struct wrap w = answer(f, &b[i], true);
		struct wrap_line line;
		tag(f, PRESS_TEXT);
		if (wrap_next(&w, WIDTH, &line))
			put_line(f, &line, f->size, x[i]);
		untag(f);
	}
	f->y -= 1;
}

/* A question, and its answer behind it; or below, if that is many words. */
static void
put_answer(struct flow *f, const struct letter_block *b)
{
	struct wrap w = answer(f, b, true);
	bool one = wrap_width(&w) <= WIDTH;
	bool below =
	    b->text.len >= LONG || str_find(b->text, '\n', 0) < b->text.len;

	w = answer(f, b, one);
	tag(f, PRESS_TEXT);
	if (below) {
		w.count = 1;
		if (room_for(f, 2 * lead(f)))
			put_wrapped(f, &w, LEFT, WIDTH, false);
		w = one_run(f, PRESS_REGULAR, f->size, 0, b->text);
	}
	put_wrapped(f, &w, LEFT, WIDTH, false);
	untag(f);
	f->y -= below ? 3 : 1;
}

static void
put_quote(struct flow *f, const struct letter_block *b)
{
	struct wrap w = one_run(f, PRESS_REGULAR, f->size, SOFT, b->label);

	if (!room_for(f, 2 * lead(f)))
		return;
	tag(f, PRESS_TEXT);
	put_wrapped(f, &w, LEFT, WIDTH, false);
	untag(f);
	w = (struct wrap){.press = f->press,
	    .size = f->size,
	    .run = {{PRESS_REGULAR, 0, TXT("«\u00a0")},
		{PRESS_REGULAR, 0, b->text},
		{PRESS_REGULAR, 0, TXT("\u00a0»")}},
	    .count = 3};
	tag(f, PRESS_QUOTE);
	put_wrapped(f, &w, LEFT + INDENT, WIDTH - INDENT, true);
	untag(f);
	f->y -= 3;
}

static void
put_item(struct flow *f, const struct letter_block *b)
{
	struct wrap w = {.press = f->press,
	    .size = f->size,
	    .run = {{PRESS_BOLD, 0, b->label},
		{PRESS_REGULAR, 0, b->text.len > 0 ? TXT("  —  ") : TXT("")},
		{PRESS_REGULAR, 0, b->text}},
	    .count = 3};

	tag(f, PRESS_TEXT);
	put_wrapped(f, &w, LEFT, WIDTH, false);
	untag(f);
	f->y -= 1;
}

/* How many blocks were set: two short answers share a line. */
static size_t
put_block(struct flow *f, const struct letter_block *b, size_t left)
{
	switch (b->kind) {
	case LETTER_TEXT:
		put_paragraph(f, PRESS_REGULAR, f->size, 0, b->text);
		break;
	case LETTER_NOTE:
		put_paragraph(f, PRESS_REGULAR, f->size * 0.95, SOFT, b->text);
		break;
	case LETTER_ALERT:
		put_alert(f, b->text);
		break;
	case LETTER_ACT:
	case LETTER_SECTION:
		put_heading(f, b);
		break;
	case LETTER_QUOTE:
		put_quote(f, b);
		break;
	case LETTER_ITEM:
		put_item(f, b);
		break;
	case LETTER_ANSWER:
		if (left > 1 && second_at(f, b) > 0) {
			put_pair(f, b);
			return 2;
		}
		put_answer(f, b);
	}
	return 1;
}

/* --- all of it
 * ----------------------------------------------------------------------- */

static void
put_head(struct flow *f)
{
	char room[96];
	struct buf when = buf_over(room, sizeof(room));
	struct wrap w = one_run(f, PRESS_BOLD, 17, 0, f->l->title);

	wording_utc(&when, f->l->date, WORDING_YEAR);
	f->y += 6;
	tag(f, PRESS_TITLE);
	put_wrapped(f, &w, LEFT, WIDTH, false);
	untag(f);
	f->y -= 3;
	const struct letter_block lines[] = {{LETTER_ANSWER, TXT("De"),
						 f->l->from, false},
	    {LETTER_ANSWER, TXT("À"), f->l->to, false},
	    {LETTER_ANSWER, TXT("Référence"), f->l->reference, false},
	    {LETTER_ANSWER, TXT("Date"), buf_text(&when), false}};
	for (size_t i = 0; i < 4; i += 2) {
		if (lines[i].text.len > 0 && lines[i + 1].text.len > 0 &&
		    second_at(f, &lines[i]) > 0) {
			put_pair(f, &lines[i]);
			continue;
		}
		for (size_t k = i; k < i + 2; k++)
			if (lines[k].text.len > 0)
				put_answer(f, &lines[k]);
	}
	f->y -= lead(f) * 0.4;
}

static void
put_end(struct flow *f)
{
	if (f->cut) {
		f->cut = false;
		f->floor = FLOOR;
		put_paragraph(f, PRESS_BOLD, f->size, 0,
		    TXT("La suite ne tient pas sur deux pages : elle est dans "
			"le texte envoyé avec ce document et sur le bureau, "
			"sous la référence ci-dessus."));
		f->cut = true;
	}
	if (f->lacks)
		put_paragraph(f, PRESS_REGULAR, f->size * 0.95, SOFT,
		    TXT("Un carré vide remplace un caractère que ce document "
			"ne sait pas dessiner : il reste exact sur le bureau, "
			"et si vous le copiez d’ici."));
}

static void
run(struct flow *f)
{
	f->page = 0;
	turn_page(f);
	put_head(f);
	for (size_t i = 0; !f->cut && i < f->l->count;)
		i += put_block(f, &f->l->blocks[i], f->l->count - i);
	put_end(f);
}

static bool
lacks(struct press *p, const struct letter *l)
{
	for (size_t i = 0; i < l->count; i++)
		if (press_lacks(p, l->blocks[i].text) ||
		    press_lacks(p, l->blocks[i].label))
			return true;
	return false;
}

/* The largest letters with which all of it fits; else the smallest, cut. */
static void
try_sizes(struct flow *f)
{
	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
		f->size = tries[i].size;
		f->most = tries[i].pages > 0 ? tries[i].pages : f->l->pages;
		f->floor = FLOOR;
		f->cut = false;
		f->dry = true;
		run(f);
		f->total = f->page;
		if (!f->cut)
			break;
	}
	if (f->cut) /* room to say so, and what the boxes are */
		f->floor = FLOOR + 4.5 * lead(f);
}

enum err
pdf_write(struct arena *mem, const struct letter *l, struct buf *to,
    struct pdf_fate *fate)
{
	size_t mark = arena_mark(mem), len = to->len;
	struct flow f = {.press = press_open(mem), .l = l};
	enum err e = ERR_LIMIT;

	if (f.press) {
		f.lacks = lacks(f.press, l);
		try_sizes(&f);
		f.cut = f.dry = false;
		run(&f);
		e = press_end(f.press, l->title, l->date, to);
	}
	arena_back(mem, mark);
	if (e != ERR_OK) {
		explicit_bzero(to->at + len, to->len - len);
		to->len = len;
		return e;
	}
	if (fate)
		*fate = (struct pdf_fate){f.page, f.size, f.cut};
	return ERR_OK;
}
