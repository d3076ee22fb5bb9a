/*
 * unfold - JSON of which nobody has the definition, for people to read.
 */
#ifndef UNFOLD_H
#define UNFOLD_H

#include "base/json.h"

/* The value again, as JSON. */
void unfold_json(struct buf *to, struct json v);

/* Every text, number and literal in it, one {label, text} each, separated by
 * commas: label is the way to it, « reseau 2 valeur ». */
void unfold_lines(struct buf *to, struct json v);

#endif
