/*
 * source - whether what a rule says it rests on is a text we know (source.def).
 *
 *	S1-2.1-c
 *	S1-2.2-a, b, f; DOMAINE 1.9 D3 (le plus tôt des deux)
 *	S1-2.3-c..f; CASF L226-5, D226-2-8; CPP 706-50 s.
 *
 * Parts are separated by semicolons and commas; after a comma the beginning of
 * the mark before it is understood; two dots are from one to the other; words
 * in brackets are a remark.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "base/str.h"

/* False for "" as well; `*wrong` is then the part that is not known. */
bool source_known(struct str source, struct str *wrong);

#endif
