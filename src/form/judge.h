/*
 * judge - whether an answer can be sent, and if not what to do about it.
 *
 * Sentences are for the person who answered: in French, with the question's
 * own label and, if it has one, an example.
 */
#ifndef JUDGE_H
#define JUDGE_H

#include "form/form.h"

/* Whether `v`, which was answered, cannot be sent: why is then appended. */
bool judge_wrong(const struct form_field *f, struct json v, struct buf *why);

/* The same of what was not answered, and must be. */
void judge_missing(const struct form_field *f, struct buf *why);

#endif
