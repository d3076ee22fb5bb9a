/*
 * timeline - the life of a dossier as one drawing: acts above a line, limits
 * below, today across.
 *
 * Places along the line are thousandths of its width, so that the drawing is
 * as wide as its page and its words keep their size, at 320 pixels or on paper.
 * Marks that would cover one another stand in lanes above; when there is no
 * lane left, neighbours share a mark. Nothing here asks anything of anyone.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include "base/buf.h"

#define TIMELINE_ACTS   60 /* drawn at most; those after share a mark */
#define TIMELINE_LIMITS 12
#define TIMELINE_LANES  4

/* Thousandths of a width of 288 pixels, the narrowest there is. */
#define TIMELINE_APART 125 /* between two marks of one number */
#define TIMELINE_WIDE  160 /* the same, if one of them is shared */
#define TIMELINE_LEAST 90  /* free at either end */

struct timeline_limit {
	int64_t start, end; /* ms UTC: due, or when it ended */
	struct str label;   /* of a few words */
	bool over;          /* met or dropped */
	bool late;
};

struct timeline_mark {
	int x;
	int lane;        /* from 0, the nearest to the line */
	int first, last; /* numbers of the acts, from 1 */
};

struct timeline_bar {
	int x, width;
};

struct timeline {
	int64_t from, to; /* ms UTC, both ends */
	int year;         /* that goes without saying (calendar/wording.h) */
	int today;
	struct timeline_mark mark[TIMELINE_ACTS];
	size_t marks;
	int lanes; /* in use */
	struct timeline_bar bar[TIMELINE_LIMITS];
	size_t bars;
};

/* Where all of it stands. `acts` are instants in their order; what is over the
 * most is not drawn (limits) or joins the last mark (acts). */
void timeline_lay(struct timeline *t, const int64_t *acts, size_t count,
    const struct timeline_limit *limits, size_t limits_count, int64_t now);

/*
 * Write it as members of a page: {width: "", height, axis, top, today: {x,
 * anchor}, from, to, marks: [{x, y, stem, label, shared, half}], limits: [{x,
 * width, y, text_y, letter, label, over, late}], words}.
 */
void timeline_put(struct buf *to, const struct timeline *t,
    const struct timeline_limit *limits);

#endif
