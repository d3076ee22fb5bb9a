/*
 * called - what a minor's name is looked for by (core/search).
 *
 * Of each word of a name, that word and those after it written as one: « o
 * brien » is found by the beginning of « obrien » and of « brien », whatever
 * stood between the words.
 */
#ifndef CALLED_H
#define CALLED_H

#include "store/tx.h"

#define CALLED_WORDS 8 /* of a name; those after are found with the eighth */

/* Of the act that says it; `name` as names compare (form/spelling.h), or "". */
void called_add(struct tx *tx, int64_t act, struct str name);

#endif
