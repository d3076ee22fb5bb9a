/*
 * press - pages of text, as a PDF: the only file that knows how one is made.
 *
 * A4 pages, lines of text where they are told, thin rules. What is printed
 * within press_tag is content with a role (heading, paragraph, quotation), in
 * the order it is printed: that is the order in which it is read aloud. What is
 * printed outside is decoration of the page. All memory comes from the arena,
 * the pages are one document in French, and the same calls make the same bytes.
 *
 * It remembers its first failure and then does nothing: press_end tells.
 */
#ifndef PRESS_H
#define PRESS_H

#include "base/buf.h"

/* Points: 1/72 of an inch; y goes up from the foot of the page. */
#define PRESS_WIDTH  595.28
#define PRESS_HEIGHT 841.89

enum press_weight { PRESS_REGULAR, PRESS_BOLD };

enum press_role {
	PRESS_TITLE,
	PRESS_HEADING,
	PRESS_PART,
	PRESS_TEXT,
	PRESS_QUOTE
};

struct press;

/* NULL: the arena is full. */
struct press *press_open(struct arena *mem);

/* Of `text` at `size`, in points. */
double press_measure(struct press *p, enum press_weight w, double size,
    struct str text);

/* A new page; what follows stands on it. */
void press_page(struct press *p);

/* `grey` is 0 black to 1 white. */
void press_text(struct press *p, enum press_weight w, double size, double grey,
    double x, double y, struct str text);
void press_rule(struct press *p, double grey, double thick, double x, double y,
    double length);
void press_bar(struct press *p, double grey, double x, double y, double width,
    double height);

/* From here to press_untag, also over pages; tags do not nest. */
void press_tag(struct press *p, enum press_role role);
void press_untag(struct press *p);

/* Whether some of it will stand as a box: the typeface does not have it. */
bool press_lacks(struct press *p, struct str text);

/* Append the document. ERR_LIMIT: memory, or `to`, was too small; ERR_STORE: a
 * call of libharu failed otherwise. */
enum err press_end(struct press *p, struct str title, int64_t date,
    struct buf *to) CHECKED;

#endif
