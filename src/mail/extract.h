/*
 * extract - an act as blocks of a letter, in the order a magistrate reads.
 *
 * Not the order in which it was asked: what is urgent, where the minor is, who,
 * the facts, the words that were said, who exploits, then all the rest and at
 * the end who reports (DOMAINE 2.3). Which question is which, its form says by
 * its kinds and steps; nothing here knows an ident of a field.
 */
#ifndef EXTRACT_H
#define EXTRACT_H

#include "mail/letter.h"

/* Append `a`, as who is let know `network` and `author` may read it. */
enum err extract_act(struct arena *mem, const struct letter_what *w,
    const struct letter_act *a, bool network, bool author,
    struct letter *l) CHECKED;

#endif
