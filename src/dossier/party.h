/*
 * party - which services a dossier concerns, and which acts each is to read.
 */
#ifndef PARTY_H
#define PARTY_H

#include "dossier/happening.h"

/*
 * What the act's rule says of its parties: they join, whoever reads it has a
 * row of table reception, and who joined gets one of each earlier act that its
 * rule lets them read. True: somebody joined, or came to more.
 */
bool party_join(struct happening *h);

/* One more, for `act`; false if it was party already, as much. */
bool party_add(struct course *c, int64_t dossier, struct str role,
    struct str scope, int64_t act, bool network);

/* Every act of the dossier is there for each party that may read it. */
void party_read_all(struct course *c, int64_t dossier);

#endif
