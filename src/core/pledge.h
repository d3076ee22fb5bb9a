/*
 * pledge - what a dossier waits for: its limits and its tasks, in words.
 *
 * A limit ends at 24:00 of its last day and is never carried over: the last
 * working day before is shown beside it. One that is paused runs on, and says
 * so (S1-1.1-f).
 */
#ifndef PLEDGE_H
#define PLEDGE_H

#include "convention/rules.h"
#include "core/docket.h"
#include "core/timeline.h"

/* What the drawing needs of limits. */
struct pledge {
	struct timeline_limit limit[TIMELINE_LIMITS];
	size_t count;
	int64_t late;
	int ours; /* of those that are owed, by who is asking */
};

/*
 * Members limits, what somebody owes, and other_limits, met or for information:
 * [{id, letter, title, nature, information, start, due, prefer,
 * left, state flags (awaits, soon, late, met, dropped), paused, ended, by,
 * history: [{at, what, who, why}], movable}]; flags has_limits and
 * has_other_limits.
 */
enum err pledge_limits(struct request *q, const struct docket *d,
    struct pledge *o) CHECKED;

/* Members tasks (those still open): [{id, title, who, ours, due, left, late,
 * soon, paused, form, errand: its number, if its service says that it is
 * done (errand.h)}], done: [{title, ended, by}]; flags has_tasks, has_open,
 * has_done. */
enum err pledge_tasks(struct request *q, const struct docket *d,
    const struct pledge *o) CHECKED;

/* « il reste 6 jours », « il reste 5 h », « dépassé depuis 2 jours » */
void pledge_left(struct buf *to, int64_t due, int64_t now);

/* « objectif », « délai de la convention » ... */
struct str pledge_nature(enum rules_nature nature);

/*
 * Who may move a limit by hand, or set it aside (amend.h): the parquet, and the
 * CRIP one that is not the parquet's alone; nobody one that is there for
 * information. `d` NULL: of a rule that is not kept.
 */
bool pledge_moves(enum who who, const struct rules_deadline *d);

#endif
