/*
 * homeward - a letter to the establishment that wrote, down to its box.
 *
 * What the act says for the author (CASF L226-5, R13) becomes a word beside
 * what the establishment sent, and leaves with the box's next synchronisation.
 * Where no box of it can be told, the delivery is refused: somebody else has to
 * say it (notice.h).
 */
#ifndef HOMEWARD_H
#define HOMEWARD_H

#define HOMEWARD_MOST 1000 /* characters, as reply.h */

struct core;

/* Those that are due, some at a time. In the turn's transaction. */
void homeward_send(struct core *c);

#endif
