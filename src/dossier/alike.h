/*
 * alike - who a dossier is about, and which other dossiers look like theirs.
 *
 * Names compare folded (form/spelling.h). Two dossiers are alike when name and
 * first name are the same, or the day of birth and one of the names: that is
 * proposed to the CRIP, who decides, and nothing is ever merged by itself.
 */
#ifndef ALIKE_H
#define ALIKE_H

#include "dossier/happening.h"

#define ALIKE_MOST 8 /* other dossiers an act may bring up */

/* What a fiche says of its minor, and whom that looks like. */
void alike_look(struct happening *h);

/* A person says that two dossiers are not the same minor's; `act`: 0 or the
 * one that separated them. */
void alike_deny(struct course *c, int64_t one, int64_t other, int64_t act);

/* They were merged: `from` no longer stands. */
void alike_merge(struct course *c, int64_t from, int64_t into, int64_t act);

#endif
