/*
 * turn - answer all who wait, in one transaction.
 *
 * Reads first, on the connection that can only read; then acts, each inside its
 * own save of one transaction that is begun when something is to be written;
 * one commit; and then, not before, the answers leave. So a failing request
 * undoes itself alone, sixty requests cost one fsync, and no page is seen whose
 * audit entry could still be lost.
 */
#ifndef TURN_H
#define TURN_H

#include "core/core.h"

/* The transaction of this turn, begun if it was not. */
struct tx *turn_tx(struct core *c);

/* Serve every slot that can be, commit, answer. */
void turn_run(struct core *c);

/* All that was written in this turn is on the disk, or none of it was done and
 * whoever wrote is told so. Nothing to do if nothing was written. */
void turn_commit(struct core *c);

/* Give up on what the keeper or a report owes for too long. */
void turn_patience(struct core *c);

/* The keeper is gone: whoever waits for it is told to come back. */
void turn_keeper_gone(struct core *c);

#endif
