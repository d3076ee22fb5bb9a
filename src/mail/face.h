/*
 * face - a weight of our typeface within a PDF: what it draws, how wide.
 *
 * Most letters travel as one byte each (WinAnsi: all of French); those of more
 * languages by the number of their drawing, in a second font that shares the
 * same outlines. Only drawings that were asked for are embedded. A letter that
 * the typeface does not have is drawn as a box, and says which one it is to
 * whoever copies or listens (press.h).
 */
#ifndef FACE_H
#define FACE_H

#include <hpdf.h>

#include "base/arena.h"
#include "base/str.h"

#define FACE_CACHED 0x500 /* Latin, and whatever it is written with */
#define FACE_EXTRAS 400   /* letters outside WinAnsi, of a document */

struct face_glyph {
	uint16_t letter, drawing; /* 0: none */
	uint8_t code;             /* in WinAnsi; 0: not there */
	uint16_t width;           /* thousandths of the size */
	bool known;               /* looked up already */
};

struct face {
	HPDF_Doc doc;
	HPDF_FontDef def;
	HPDF_Dict descriptor, plain, extra; /* the two fonts; NULL: not yet */
	struct face_glyph *cached;
	uint16_t widths[256]; /* of codes that were drawn */
	struct face_glyph extras[FACE_EXTRAS];
	size_t extras_count;
};

/* A face of `doc` from the embedded TrueType file at `path`; `tag` is six
 * capital letters, different for each. The document's memory is zeroed. False:
 * libharu's error says why. */
bool face_open(struct face *f, HPDF_Doc doc, const char *path, const char *tag);

/* How `letter` is drawn; drawing 0 is the box. */
struct face_glyph face_glyph(struct face *f, uint32_t letter);

/* Take the next character of valid UTF-8; what is drawn as nothing is skipped.
 * False at the end. */
bool face_next(struct str *text, uint32_t *letter, struct str *as);

/* Of `text`, in thousandths of the size. */
unsigned face_width(struct face *f, struct str text);

/* The font `g` is drawn with, made at its first use; notes the drawing. */
HPDF_Dict face_font(struct face *f, const struct face_glyph *g);

/* Once all is drawn: outlines, widths, what each drawing stands for. */
bool face_end(struct face *f);

#endif
