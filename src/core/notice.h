/*
 * notice - what a person is told of a letter that did not simply arrive.
 *
 * A task about each delivery, once, for the CRIP, or the parquet of an act that
 * the CRIP does not read: its end may have arrived and
 * nobody said so (verifier), it was refused for good (adresse), it has not left
 * for a day (retard): while the pack sends nothing, the oldest of the urgent
 * only, and the next once that one is dealt with. What is settled by an answer,
 * or by a person, ends them.
 */
#ifndef NOTICE_H
#define NOTICE_H

#include "dossier/course.h"

struct core;

/* Make the tasks that are missing. In the turn's transaction. */
void notice_tell(struct core *c);

/*
 * It has arrived: what was asked about it has no object any more, and what
 * waited for that reception begins (G13), unless only a notice of it was sent.
 * A failure is remembered by the transaction.
 */
void notice_settled(struct course *course, int64_t delivery);

/* The same of one that a person handed over at `at`; not `whole`: only that it
 * exists was told (handing.h). */
void notice_handed(struct course *course, int64_t delivery, bool whole,
    int64_t at);

/* Only a notice of it leaves, for it is too long: a person hands it over. */
void notice_abridged(struct course *course, int64_t delivery);

/* The service has the dossier before its eyes: nobody is to tell it of these
 * letters otherwise. */
void notice_moot(struct course *course, int64_t dossier, struct str role,
    struct str scope);

/* Only the first half: it was replaced, or somebody takes care of it. */
void notice_end(struct course *course, int64_t delivery);

#endif
