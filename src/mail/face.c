#include "mail/face.h"

#include <stdio.h>

#include "base/embed.h"

#define MAP_LINE 32 /* bytes of « <0123> <0045>\n » and to spare */

/* 0x80 to 0x9f of WinAnsi; below and above it is Unicode. */
static const uint16_t middle[32] = {0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026,
    0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0, 0x2018,
    0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161,
    0x203a, 0x153, 0, 0x17e, 0x178};

static uint8_t
code_of(uint32_t letter)
{
	if ((letter >= 0x20 && letter < 0x7f) ||
	    (letter > 0xa0 && letter <= 0xff && letter != 0xad))
		return (uint8_t)letter;
	for (size_t i = 0; i < 32; i++)
		if (middle[i] == letter && letter != 0)
			return (uint8_t)(0x80 + i);
	return 0;
}

/* --- text, a character at a time
 * ---------------------------------------------- */

/* Bytes that a shaper would use and a page does not show. */
static bool
invisible(uint32_t c)
{
	return c == 0xad || (c >= 0x200b && c <= 0x200f) ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2064) ||
	    c == 0xfeff || (c >= 0xfe00 && c <= 0xfe0f);
}

static bool
take(struct str *text, uint32_t *letter, struct str *as)
{
	const uint8_t *at = (const uint8_t *)text->at;
	size_t n = 1;
	uint32_t c;

	if (text->len == 0)
		return false;
	c = at[0];
	if (c >= 0xf0)
		n = 4;
	else if (c >= 0xe0)
		n = 3;
	else if (c >= 0xc0)
		n = 2;
	if (n > text->len)
		n = text->len;
	if (n > 1)
		c &= 0x7fu >> n;
	for (size_t i = 1; i < n; i++)
		c = c << 6 | (at[i] & 0x3fu);
	*letter = c;
	*as = str_part(*text, 0, n);
	*text = str_part(*text, n, SIZE_MAX);
	return true;
}

bool
face_next(struct str *text, uint32_t *letter, struct str *as)
{
	while (take(text, letter, as)) {
		if (*letter == '\t' || *letter == '\r' || *letter == 0x2028)
			*letter = ' ';
		if (!invisible(*letter))
			return true;
	}
	return false;
}

/* --- drawings
 * ------------------------------------------------------------------- */

struct face_glyph
face_glyph(struct face *f, uint32_t letter)
{
	struct face_glyph g = {.known = true};

	if (letter < FACE_CACHED && f->cached[letter].known)
		return f->cached[letter];
	if (letter == 0xa0)
		letter = ' '; /* it does not break, and looks the same */
	if (letter <= 0xffff) {
		g.letter = (uint16_t)letter;
		g.drawing = HPDF_TTFontDef_GetGlyphid(f->def, g.letter);
	}
	if (g.drawing != 0)
		g.code = code_of(letter);
	g.width = (uint16_t)HPDF_TTFontDef_GetGidWidth(f->def, g.drawing);
	if (letter < FACE_CACHED)
		f->cached[letter] = g;
	return g;
}

unsigned
face_width(struct face *f, struct str text)
{
	unsigned width = 0;
	uint32_t letter;
	struct str as;

	while (face_next(&text, &letter, &as))
		width += face_glyph(f, letter).width;
	return width;
}

/* --- fonts
 * ----------------------------------------------------------------------- */

static HPDF_Dict
indirect(struct face *f, const char *type, const char *subtype)
{
	HPDF_Dict d = HPDF_Dict_New(f->doc->mmgr);

	if (!d || HPDF_Xref_Add(f->doc->xref, d) != HPDF_OK ||
	    HPDF_Dict_AddName(d, "Type", type) != HPDF_OK)
		return NULL;
	if (subtype && HPDF_Dict_AddName(d, "Subtype", subtype) != HPDF_OK)
		return NULL;
	return d;
}

static const char *
name_of(const struct face *f)
{
	return ((HPDF_TTFontDefAttr)f->def->attr)->base_font;
}

static bool
describe(struct face *f)
{
	HPDF_Dict d = indirect(f, "FontDescriptor", NULL);
	HPDF_FontDef def = f->def;
	HPDF_STATUS bad = HPDF_OK;

	if (!d)
		return false;
	bad |= HPDF_Dict_AddName(d, "FontName", name_of(f));
	bad |= HPDF_Dict_AddNumber(d, "Flags", 32); /* not symbolic */
	bad |= HPDF_Dict_Add(d, "FontBBox",
	    HPDF_Box_Array_New(f->doc->mmgr, def->font_bbox));
	bad |= HPDF_Dict_AddNumber(d, "ItalicAngle", 0);
	bad |= HPDF_Dict_AddNumber(d, "Ascent", def->ascent);
	bad |= HPDF_Dict_AddNumber(d, "Descent", def->descent);
	bad |= HPDF_Dict_AddNumber(d, "CapHeight", def->cap_height);
	bad |= HPDF_Dict_AddNumber(d, "StemV", 80);
	f->descriptor = d;
	return bad == HPDF_OK;
}

bool
face_open(struct face *f, HPDF_Doc doc, const char *path, const char *tag)
{
	const struct embed_file *file = embed_find(str_of(path));
	HPDF_Stream s;
	char name[8];

	*f = (struct face){.doc = doc};
	f->cached = HPDF_GetMem(doc->mmgr,
	    (HPDF_UINT)(FACE_CACHED * sizeof(struct face_glyph)));
	must(file != NULL);
	s = HPDF_MemStream_New(doc->mmgr, 4096);
	if (!f->cached || !s ||
	    HPDF_Stream_Write(s, file->body.at, (HPDF_UINT)file->body.len) !=
		HPDF_OK)
		return false;
	f->def = HPDF_TTFontDef_Load(doc->mmgr, s, HPDF_TRUE);
	if (!f->def)
		return false;
	snprintf(name, sizeof(name), "%s", tag);
	HPDF_TTFontDef_SetTagName(f->def, name);
	return describe(f);
}

static HPDF_Dict
plain_font(struct face *f)
{
	HPDF_Dict d = indirect(f, "Font", "TrueType");
	HPDF_STATUS bad = HPDF_OK;

	if (!d)
		return NULL;
	bad |= HPDF_Dict_AddName(d, "BaseFont", name_of(f));
	bad |= HPDF_Dict_AddName(d, "Encoding", "WinAnsiEncoding");
	bad |= HPDF_Dict_Add(d, "FontDescriptor", f->descriptor);
	return bad == HPDF_OK ? d : NULL;
}

static HPDF_Dict
extra_font(struct face *f)
{
	HPDF_Dict d = indirect(f, "Font", "Type0");
	HPDF_STATUS bad = HPDF_OK;

	if (!d)
		return NULL;
	bad |= HPDF_Dict_AddName(d, "BaseFont", name_of(f));
	bad |= HPDF_Dict_AddName(d, "Encoding", "Identity-H");
	return bad == HPDF_OK ? d : NULL;
}

/* It is drawn: its outline, and those it is made of, are kept. */
static void
note(struct face *f, const struct face_glyph *g)
{
	if (g->drawing != 0)
		(void)HPDF_TTFontDef_GetCharWidth(f->def, g->letter);
	if (g->code != 0) {
		f->widths[g->code] = g->width;
		return;
	}
	for (size_t i = 0; i < f->extras_count; i++)
		if (f->extras[i].drawing == g->drawing)
			return;
	if (f->extras_count < FACE_EXTRAS)
		f->extras[f->extras_count++] = *g;
}

HPDF_Dict
face_font(struct face *f, const struct face_glyph *g)
{
	note(f, g);
	if (g->code != 0) {
		if (!f->plain)
			f->plain = plain_font(f);
		return f->plain;
	}
	if (!f->extra)
		f->extra = extra_font(f);
	return f->extra;
}

/* --- what is known once all is drawn
 * ---------------------------------------------- */

static HPDF_STATUS
end_plain(struct face *f)
{
	HPDF_Array widths = HPDF_Array_New(f->doc->mmgr);
	HPDF_STATUS bad = HPDF_OK;

	if (!widths)
		return HPDF_FAILD_TO_ALLOC_MEM;
	for (size_t i = 32; i < 256; i++)
		bad |= HPDF_Array_AddNumber(widths, f->widths[i]);
	bad |= HPDF_Dict_AddNumber(f->plain, "FirstChar", 32);
	bad |= HPDF_Dict_AddNumber(f->plain, "LastChar", 255);
	bad |= HPDF_Dict_Add(f->plain, "Widths", widths);
	return bad;
}

/* Which letter each drawing stands for, for whoever copies the text. */
static HPDF_STATUS
map_extra(struct face *f)
{
	HPDF_Dict map = HPDF_DictStream_New(f->doc->mmgr, f->doc->xref);
	HPDF_STATUS bad = HPDF_OK;
	char line[MAP_LINE];

	if (!map)
		return HPDF_FAILD_TO_ALLOC_MEM;
	bad |= HPDF_Stream_WriteStr(map->stream,
	    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	    "/CMapName /Extra def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (size_t i = 0; i < f->extras_count; i++) {
		bool last = i + 1 == f->extras_count || i % 100 == 99;
		size_t left = f->extras_count - i;
		if (i % 100 == 0) {
			snprintf(line, sizeof(line), "%zu beginbfchar\n",
			    left < 100 ? left : 100);
			bad |= HPDF_Stream_WriteStr(map->stream, line);
		}
		snprintf(line, sizeof(line), "<%04X> <%04X>\n%s",
		    f->extras[i].drawing,
		    f->extras[i].drawing == 0 ? 0xfffd : f->extras[i].letter,
		    last ? "endbfchar\n" : "");
		bad |= HPDF_Stream_WriteStr(map->stream, line);
	}
	bad |= HPDF_Stream_WriteStr(map->stream,
	    "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
	    "\n");
	return bad | HPDF_Dict_Add(f->extra, "ToUnicode", map);
}

static HPDF_STATUS
end_extra(struct face *f)
{
	HPDF_Dict font = indirect(f, "Font", "CIDFontType2");
	HPDF_Dict system = HPDF_Dict_New(f->doc->mmgr);
	HPDF_Array widths = HPDF_Array_New(f->doc->mmgr);
	HPDF_Array down = HPDF_Array_New(f->doc->mmgr);
	HPDF_STATUS bad = HPDF_OK;

	if (!font || !system || !widths || !down)
		return HPDF_FAILD_TO_ALLOC_MEM;
	bad |= HPDF_Dict_AddName(font, "BaseFont", name_of(f));
	bad |= HPDF_Dict_Add(font, "FontDescriptor", f->descriptor);
	bad |= HPDF_Dict_AddName(font, "CIDToGIDMap", "Identity");
	bad |= HPDF_Dict_Add(system, "Registry",
	    HPDF_String_New(f->doc->mmgr, "Adobe", NULL));
	bad |= HPDF_Dict_Add(system, "Ordering",
	    HPDF_String_New(f->doc->mmgr, "Identity", NULL));
	bad |= HPDF_Dict_AddNumber(system, "Supplement", 0);
	bad |= HPDF_Dict_Add(font, "CIDSystemInfo", system);
	for (size_t i = 0; i < f->extras_count; i++) {
		HPDF_Array one = HPDF_Array_New(f->doc->mmgr);
		if (!one)
			return HPDF_FAILD_TO_ALLOC_MEM;
		bad |= HPDF_Array_AddNumber(widths, f->extras[i].drawing);
		bad |= HPDF_Array_AddNumber(one, f->extras[i].width);
		bad |= HPDF_Array_Add(widths, one);
	}
	bad |= HPDF_Dict_Add(font, "W", widths);
	bad |= HPDF_Array_Add(down, font);
	bad |= HPDF_Dict_Add(f->extra, "DescendantFonts", down);
	return bad | map_extra(f);
}

bool
face_end(struct face *f)
{
	HPDF_Dict file = HPDF_DictStream_New(f->doc->mmgr, f->doc->xref);
	HPDF_STATUS bad = HPDF_OK;

	if (!file)
		return false;
	bad |= HPDF_TTFontDef_SaveFontData(f->def, file->stream);
	bad |= HPDF_Dict_AddNumber(file, "Length1",
	    (HPDF_INT32)((HPDF_TTFontDefAttr)f->def->attr)->length1);
	bad |= HPDF_Dict_Add(f->descriptor, "FontFile2", file);
	if (f->plain)
		bad |= end_plain(f);
	if (f->extra)
		bad |= end_extra(f);
	return bad == HPDF_OK;
}
