/*
 * fold - two dossiers become one, and one becomes two again.
 *
 * What is moved: acts, parties, limits, tasks, duties, minors, letters. A
 * dossier that was merged keeps its number and its state, and holds nothing; a
 * split brings back what had stood in it, and takes from either side the acts
 * that only the other's parties may read. What goes on stands again as its own
 * acts lead (stage.h), and what an act of the other one had ended is open
 * again. A merge releases no block I.
 */
#ifndef FOLD_H
#define FOLD_H

#include "dossier/happening.h"

#define FOLD_CHAIN 16 /* dossiers merged one into the next, followed */

/* course_merge and course_split (course.h). */
enum err fold_merge(struct course *c, int64_t from, int64_t into,
    int64_t act) CHECKED;
enum err fold_split(struct course *c, int64_t moved, int64_t act,
    int64_t *dossier) CHECKED;

/* An act whose rule folds: its dossier is merged into that of the act whose
 * reference it answers; or that act is parted from it. ERR_INPUT: no such. */
void fold_do(struct happening *h);

/* The dossier in which everything of `dossier` stands now. */
int64_t fold_follow(struct course *c, int64_t dossier);

#endif
