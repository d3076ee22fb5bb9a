/*
 * chore - what a turn does for nobody in particular: end sessions that are
 * over, forget old tries, have the audit log signed, look at the line, and at a
 * central, at its boxes.
 */
#ifndef CHORE_H
#define CHORE_H

#include <stdint.h>

#define CHORE_SWEEP 30000 /* ms between two looks at sessions that are over */
#define CHORE_MOST  64    /* sessions ended in one turn */
#define CHORE_MORE  1000  /* ms until the rest: never a loop that spins */

struct core;

/* Inside the turn, before its commit. */
void chore_run(struct core *c);

/* Between turns: ask the keeper and the courier what is due. */
void chore_ask(struct core *c);

/* clock_boot of the next thing to do, whatever messages come. */
int64_t chore_next(const struct core *c);

#endif
