/*
 * doubt - what may be and seldom is: a birth that makes an adult, an act dated
 * long ago. It is said to whoever writes it, who looks again; it refuses
 * nothing, for now and then it is so.
 */
#ifndef DOUBT_H
#define DOUBT_H

#include "form/form.h"

#define DOUBT_ADULT 18 /* years */
#define DOUBT_OLD   60 /* days: an act is recorded sooner than that */

struct doubt_when {
	int64_t now;   /* ms UTC */
	bool act;      /* what has happened is an act of a dossier ... */
	int64_t first; /* ... whose first one was then; 0: it opens one */
};

/* Append to `to`, an open list of JSON, a sentence for each; `*count` is how
 * many texts it holds. */
enum err doubt_write(const struct form *f, struct json answers,
    const struct doubt_when *when, struct buf *to, size_t *count) CHECKED;

#endif
