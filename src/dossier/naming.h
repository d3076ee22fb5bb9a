/*
 * naming - the reference of an act that is written at the central.
 */
#ifndef NAMING_H
#define NAMING_H

#include "dossier/happening.h"

/*
 * The one it came with; otherwise its dossier's own and a number that no act
 * bears, or, where it opens one, the next of those the central gives. In the
 * arena; failures are the transaction's: ERR_LIMIT beyond COURSE_ACTS_MOST.
 */
struct str naming_give(struct happening *h);

#endif
