/*
 * wrap - texts broken into lines of a width.
 *
 * A paragraph is a few runs, each of one weight and grey, that follow one
 * another on the same lines. It breaks at spaces and where it was broken by
 * whoever wrote it; a word that is too long is broken where it must.
 */
#ifndef WRAP_H
#define WRAP_H

#include "mail/press.h"

#define WRAP_RUNS 3

struct wrap_run {
	enum press_weight weight;
	double grey;
	struct str text;
};

/* What is still to be set of a paragraph. */
struct wrap {
	struct press *press;
	double size;
	struct wrap_run run[WRAP_RUNS];
	size_t count;
};

/* One line: the part of each run that stands on it. */
struct wrap_line {
	struct wrap_run run[WRAP_RUNS];
	size_t count;
};

/* Take the next line, at most `width` points; false when nothing is left. */
bool wrap_next(struct wrap *w, double width, struct wrap_line *line);

/* All of it on one line, in points; more than any page if it has breaks. */
double wrap_width(const struct wrap *w);

#endif
