/*
 * downward - what the central says back to a box: states and words.
 *
 * Table downward numbers them; a box says up to which number it has read, and
 * is told what follows, as much as there is room for: the rest comes at its
 * next synchronisation.
 */
#ifndef DOWNWARD_H
#define DOWNWARD_H

#include "core/box.h"
#include "core/request.h"

#define DOWNWARD_STATES (8u << 10)  /* bytes of JSON in one answer */
#define DOWNWARD_WORDS  (24u << 10) /* the same; the longest reply fits */

/* It has read up to `since`: what was a reply is known to have arrived. */
void downward_taken(struct tx *tx, struct box *b, int64_t since, int64_t now);

/* The members states, words and states_upto of the answer, from b->told on. */
enum err downward_put(struct request *q, const struct box *b) CHECKED;

#endif
