#include "mail/press.h"

#include <stdio.h>

#include "calendar/day.h"
#include "mail/face.h"

#define TITLE_MOST 200 /* bytes of a title */
#define OP_MOST    160 /* bytes of an operator and its numbers */

struct press {
	struct arena *mem;
	HPDF_Doc doc;
	enum err err;
	struct face face[2];
	HPDF_Page page;
	HPDF_Stream content;      /* of that page */
	HPDF_Array marks;         /* of that page: whose each mark is */
	HPDF_INT32 pages, marked; /* marks of this page */
	HPDF_Dict document;       /* what all that has a role is part of */
	HPDF_Array order;         /* all of it, as it is read */
	HPDF_Array numbers;       /* pages to their marks */
	HPDF_Dict tag;            /* NULL: decoration */
	HPDF_Array parts;         /* marks of that tag */
	bool open;                /* a mark has begun and not ended */
};

/* libharu asks for memory without saying for whom. What it gives back stays
 * with the arena: much that it touches after a failure is then still there. */
static _Thread_local struct arena *heap;
static _Thread_local bool starved; /* it had no more: the rest follows */

static void *
more(HPDF_UINT len)
{
	void *at = arena_take(heap, len);

	starved = starved || !at;
	return at;
}

static void
less(void *at)
{
	(void)at;
}

static void
fail(struct press *p, enum err e)
{
	if (p->err == ERR_OK)
		p->err = e;
}

/* After a call that says by itself how it went. */
static void
check(struct press *p, bool well)
{
	if (!well || starved || HPDF_GetError(p->doc) != HPDF_OK)
		fail(p, starved ? ERR_LIMIT : ERR_STORE);
}

/* --- what is read, and in which order
 * ----------------------------------------- */

static HPDF_Dict
object(struct press *p, const char *type)
{
	HPDF_Dict d = HPDF_Dict_New(p->doc->mmgr);

	if (!d || HPDF_Xref_Add(p->doc->xref, d) != HPDF_OK ||
	    HPDF_Dict_AddName(d, "Type", type) != HPDF_OK)
		return NULL;
	return d;
}

/* The roots of roles, in the catalog. */
static bool
plant(struct press *p)
{
	HPDF_Dict root = object(p, "StructTreeRoot");
	HPDF_Dict info = HPDF_Dict_New(p->doc->mmgr);
	HPDF_Dict view = HPDF_Dict_New(p->doc->mmgr);
	HPDF_Dict tree = HPDF_Dict_New(p->doc->mmgr);
	HPDF_STATUS bad = HPDF_OK;

	p->document = object(p, "StructElem");
	p->order = HPDF_Array_New(p->doc->mmgr);
	p->numbers = HPDF_Array_New(p->doc->mmgr);
	if (!root || !info || !view || !tree || !p->document || !p->order ||
	    !p->numbers)
		return false;
	bad |= HPDF_Dict_AddName(p->document, "S", "Document");
	bad |= HPDF_Dict_Add(p->document, "P", root);
	bad |= HPDF_Dict_Add(p->document, "K", p->order);
	bad |= HPDF_Dict_Add(tree, "Nums", p->numbers);
	bad |= HPDF_Dict_Add(root, "K", p->document);
	bad |= HPDF_Dict_Add(root, "ParentTree", tree);
	bad |= HPDF_Dict_AddBoolean(info, "Marked", HPDF_TRUE);
	bad |= HPDF_Dict_AddBoolean(view, "DisplayDocTitle", HPDF_TRUE);
	bad |= HPDF_Dict_Add(p->doc->catalog, "StructTreeRoot", root);
	bad |= HPDF_Dict_Add(p->doc->catalog, "MarkInfo", info);
	bad |= HPDF_Dict_Add(p->doc->catalog, "ViewerPreferences", view);
	bad |= HPDF_Dict_Add(p->doc->catalog, "Lang",
	    HPDF_String_New(p->doc->mmgr, "fr-FR", NULL));
	return bad == HPDF_OK;
}

static const char *
role_name(enum press_role role)
{
	static const char *const names[] = {"H1", "H2", "H3", "P",
	    "BlockQuote"};

	return names[role];
}

void
press_tag(struct press *p, enum press_role role)
{
	HPDF_Dict d;
	HPDF_STATUS bad = HPDF_OK;

	if (p->err != ERR_OK)
		return;
	d = object(p, "StructElem");
	p->parts = HPDF_Array_New(p->doc->mmgr);
	if (!d || !p->parts) {
		check(p, false);
		return;
	}
	bad |= HPDF_Dict_AddName(d, "S", role_name(role));
	bad |= HPDF_Dict_Add(d, "P", p->document);
	bad |= HPDF_Dict_Add(d, "K", p->parts);
	bad |= HPDF_Array_Add(p->order, d);
	check(p, bad == HPDF_OK);
	p->tag = d;
}

static void
op(struct press *p, const char *text)
{
	if (p->err == ERR_OK)
		check(p, HPDF_Stream_WriteStr(p->content, text) == HPDF_OK);
}

static void
end_mark(struct press *p)
{
	if (p->open)
		op(p, "EMC\n");
	p->open = false;
}

void
press_untag(struct press *p)
{
	end_mark(p);
	p->tag = NULL;
}

/* This page has one mark more, and it is of the tag that is open. */
static bool
add_part(struct press *p)
{
	HPDF_Dict part = HPDF_Dict_New(p->doc->mmgr);
	HPDF_STATUS bad = HPDF_OK;

	if (!part)
		return false;
	bad |= HPDF_Dict_AddName(part, "Type", "MCR");
	bad |= HPDF_Dict_Add(part, "Pg", p->page);
	bad |= HPDF_Dict_AddNumber(part, "MCID", p->marked);
	bad |= HPDF_Array_Add(p->parts, part);
	bad |= HPDF_Array_Add(p->marks, p->tag);
	return bad == HPDF_OK;
}

static void
begin_mark(struct press *p)
{
	char text[OP_MOST];

	if (p->open)
		return;
	p->open = true;
	if (!p->tag) {
		op(p, "/Artifact BMC\n");
		return;
	}
	snprintf(text, sizeof(text), "/P <</MCID %d>> BDC\n", (int)p->marked);
	op(p, text);
	if (p->err == ERR_OK)
		check(p, add_part(p));
	p->marked++;
}

/* --- the document
 * ---------------------------------------------------------------- */

struct press *
press_open(struct arena *mem)
{
	struct press *p = arena_take(mem, sizeof(*p));

	if (!p)
		return NULL;
	p->mem = mem;
	heap = mem;
	starved = false;
	p->doc = HPDF_NewEx(NULL, more, less, 0, NULL);
	if (!p->doc)
		return NULL;
	p->doc->pdf_version = HPDF_VER_16;
	check(p,
	    face_open(&p->face[PRESS_REGULAR], p->doc, "typeface/400.ttf",
		"FICHEA") &&
		face_open(&p->face[PRESS_BOLD], p->doc, "typeface/700.ttf",
		    "FICHEB") &&
		plant(p));
	return p;
}

double
press_measure(struct press *p, enum press_weight w, double size,
    struct str text)
{
	if (p->err != ERR_OK)
		return 0;
	return face_width(&p->face[w], text) * size / 1000;
}

void
press_page(struct press *p)
{
	HPDF_STATUS bad = HPDF_OK;

	if (p->err != ERR_OK)
		return;
	if (p->page)
		end_mark(p);
	p->page = HPDF_AddPage(p->doc);
	p->marks = HPDF_Array_New(p->doc->mmgr);
	if (!p->page || !p->marks) {
		check(p, false);
		return;
	}
	p->content = ((HPDF_PageAttr)p->page->attr)->stream;
	bad |= HPDF_Page_SetWidth(p->page, (HPDF_REAL)PRESS_WIDTH);
	bad |= HPDF_Page_SetHeight(p->page, (HPDF_REAL)PRESS_HEIGHT);
	bad |= HPDF_Dict_AddNumber(p->page, "StructParents", p->pages);
	bad |= HPDF_Dict_AddName(p->page, "Tabs", "S");
	bad |= HPDF_Array_AddNumber(p->numbers, p->pages);
	bad |= HPDF_Array_Add(p->numbers, p->marks);
	check(p, bad == HPDF_OK);
	p->pages++;
	p->marked = 0;
}

bool
press_lacks(struct press *p, struct str text)
{
	uint32_t letter;
	struct str as;

	while (p->err == ERR_OK && face_next(&text, &letter, &as))
		if (letter != '\n' &&
		    face_glyph(&p->face[PRESS_REGULAR], letter).drawing == 0)
			return true;
	return false;
}

/* --- lines
 * ------------------------------------------------------------------------- */

/* One character, in the font that was set. */
static void
put_letter(struct press *p, const struct face_glyph *g, uint32_t letter)
{
	char text[OP_MOST];

	if (g->code == '(' || g->code == ')' || g->code == '\\')
		snprintf(text, sizeof(text), "\\%c", g->code);
	else if (g->code != 0)
		snprintf(text, sizeof(text), "%c", g->code);
	else if (g->drawing != 0)
		snprintf(text, sizeof(text), "%04X", g->drawing);
	else if (letter <= 0xffff)
		snprintf(text, sizeof(text),
		    "> Tj /Span <</ActualText <FEFF%04X>>> BDC <0000> Tj EMC <",
		    (unsigned)letter);
	else
		snprintf(text, sizeof(text),
		    "> Tj /Span <</ActualText <FEFF%04X%04X>>> BDC <0000> Tj "
		    "EMC <",
		    (unsigned)(0xd800 + ((letter - 0x10000) >> 10)),
		    (unsigned)(0xdc00 + ((letter - 0x10000) & 0x3ff)));
	op(p, text);
}

/* Letters of one font after another, where the line has begun. */
static void
put_letters(struct press *p, struct face *f, double size, struct str text)
{
	HPDF_Dict font = NULL;
	bool bytes = false;
	uint32_t letter;
	struct str as;
	char set[OP_MOST];

	while (p->err == ERR_OK && face_next(&text, &letter, &as)) {
		struct face_glyph g = face_glyph(f, letter);
		HPDF_Dict with = face_font(f, &g);
		const char *name =
		    with ? HPDF_Page_GetLocalFontName(p->page, with) : NULL;
		if (!name) {
			check(p, false);
			return;
		}
		if (with != font) {
			if (font)
				op(p, bytes ? ") Tj\n" : "> Tj\n");
			bytes = g.code != 0;
			snprintf(set, sizeof(set), "/%s %.2f Tf %s", name, size,
			    bytes ? "(" : "<");
			op(p, set);
			font = with;
		}
		put_letter(p, &g, letter);
	}
	if (font)
		op(p, bytes ? ") Tj\n" : "> Tj\n");
}

void
press_text(struct press *p, enum press_weight w, double size, double grey,
    double x, double y, struct str text)
{
	char at[OP_MOST];

	if (p->err != ERR_OK || text.len == 0)
		return;
	begin_mark(p);
	snprintf(at, sizeof(at), "BT %.2f g 1 0 0 1 %.2f %.2f Tm\n", grey, x,
	    y);
	op(p, at);
	put_letters(p, &p->face[w], size, text);
	op(p, "ET\n");
	if (!p->tag)
		end_mark(p);
}

void
press_bar(struct press *p, double grey, double x, double y, double width,
    double height)
{
	HPDF_Dict tag = p->tag;
	char text[OP_MOST];

	if (p->err != ERR_OK)
		return;
	end_mark(p);
	p->tag = NULL;
	begin_mark(p);
	snprintf(text, sizeof(text), "%.2f g %.2f %.2f %.2f %.2f re f\n", grey,
	    x, y, width, height);
	op(p, text);
	end_mark(p);
	p->tag = tag;
}

void
press_rule(struct press *p, double grey, double thick, double x, double y,
    double length)
{
	press_bar(p, grey, x, y, length, thick);
}

/* --- its end
 * -------------------------------------------------------------------------- */

/* As UTF-16 with its mark, which every reader of titles knows. */
static bool
put_title(struct press *p, struct str title)
{
	uint8_t room[2 * TITLE_MOST + 2];
	struct buf b = buf_over(room, sizeof(room));
	uint32_t letter;
	struct str as;

	buf_u16(&b, 0xfeff);
	while (face_next(&title, &letter, &as))
		buf_u16(&b, letter > 0xffff ? 0xfffd : (uint16_t)letter);
	return buf_err(&b) == ERR_OK &&
	    HPDF_Dict_Add(p->doc->info, "Title",
		HPDF_Binary_New(p->doc->mmgr, room, (HPDF_UINT)b.len)) ==
	    HPDF_OK;
}

static bool
put_info(struct press *p, struct str title, int64_t date)
{
	int64_t seconds = date / 1000;
	struct ymd d = day_ymd((day)(seconds / 86400));
	HPDF_Date made = {.year = d.y,
	    .month = d.m,
	    .day = d.d,
	    .hour = (HPDF_INT)(seconds / 3600 % 24),
	    .minutes = (HPDF_INT)(seconds / 60 % 60),
	    .seconds = (HPDF_INT)(seconds % 60),
	    .ind = 'Z'};

	return HPDF_SetInfoAttr(p->doc, HPDF_INFO_PRODUCER, "fichep") ==
	    HPDF_OK &&
	    HPDF_SetInfoDateAttr(p->doc, HPDF_INFO_CREATION_DATE, made) ==
	    HPDF_OK &&
	    put_title(p, title);
}

static void
copy_out(struct press *p, struct buf *to)
{
	HPDF_UINT32 left = HPDF_GetStreamSize(p->doc);
	uint8_t part[4096];

	while (p->err == ERR_OK && left > 0) {
		HPDF_UINT32 n = left < sizeof(part) ? left : sizeof(part);
		HPDF_STATUS s = HPDF_ReadFromStream(p->doc, part, &n);
		if ((s != HPDF_OK && s != HPDF_STREAM_EOF) || n == 0) {
			fail(p, ERR_STORE);
			break;
		}
		buf_bytes(to, (struct bytes){part, n});
		left -= n;
	}
	explicit_bzero(part, sizeof(part));
}

enum err
press_end(struct press *p, struct str title, int64_t date, struct buf *to)
{
	if (p->err == ERR_OK && p->page)
		end_mark(p);
	if (p->err == ERR_OK)
		check(p,
		    put_info(p, title, date) &&
			face_end(&p->face[PRESS_REGULAR]) &&
			face_end(&p->face[PRESS_BOLD]) &&
			HPDF_SaveToStream(p->doc) == HPDF_OK);
	copy_out(p, to);
	heap = NULL;
	return p->err == ERR_OK ? buf_err(to) : p->err;
}
