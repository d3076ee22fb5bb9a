/*
 * task - what a service is to do in a dossier: most often an act to record.
 */
#ifndef TASK_H
#define TASK_H

#include "dossier/happening.h"
#include "dossier/whom.h"

/*
 * What the act's rule says of tasks, and what the act itself ends: the tasks
 * of its author that it is the answer to; where its author has none, those of
 * everyone.
 */
void task_do(struct happening *h);

/* Somebody is meant whom nothing names: the CRIP is asked, once a dossier. */
void task_name_someone(struct happening *h);

/* One of task.def. 0: it is there already. */
int64_t task_make(struct course *c, int64_t dossier, int64_t act,
    struct str rule, struct str role, struct str scope, int64_t delivery,
    int64_t due);

/* One of task.def about a letter, for whoever looks after letters and may read
 * its act: the CRIP, or the parquet where the CRIP does not (interventions). */
int64_t task_letter(struct course *c, int64_t dossier, int64_t act,
    struct str rule, int64_t delivery);

/* Of those that two dossiers had asked of one service, for the same, one stays
 * when they are merged by `act`: a split brings the other back (fold.h). */
void task_twice(struct course *c, int64_t dossier, int64_t act);

/* Those that awaited somebody of a role that has joined since. */
void task_joined(struct happening *h);

/* A service left: what it owed ends, and waits for another of its role unless
 * one owes it too; what was to be done about letters to it ends, and about
 * those it looked after is asked of who may read them now. */
void task_left(struct happening *h, struct str role, struct str scope);

/* Those whose act cannot be recorded in the states the dossier came to, or
 * would take up again what is closed, have no object any more; "" an axis that
 * did not move. */
void task_moved(struct happening *h, struct str education, struct str penal);

/* course_task_by_hand (course.h). */
void task_done(struct course *c, int64_t dossier, int64_t task, struct str role,
    struct str scope, const struct ident *account);

void task_end(struct course *c, int64_t task, enum course_state state,
    int64_t act);

/* What ended it stands in another dossier from now on: it is open again. */
void task_again(struct course *c, int64_t task);

/* « Signaler au procureur », of a row of table task: the form of the act that
 * made it, its rule; its rule when nothing knows it any more. */
struct str task_title(const struct rules *r, struct str form, struct str rule,
    day on);

#endif
