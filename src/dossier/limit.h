/*
 * limit - the deadlines of a dossier: opened, started, met, dropped, marked,
 * taken up again.
 *
 * A limit keeps the version of the rule it was opened under, whatever the rules
 * become. Nothing extends it: a pause is a mark (S1-1.1-f), and what a person
 * changes by hand is kept with who and why.
 */
#ifndef LIMIT_H
#define LIMIT_H

#include "dossier/happening.h"

/* What the act's rule says of limits. */
void limit_do(struct happening *h);

/* One that has no object any more, by this act. */
void limit_drop(struct happening *h, int64_t limit);

/* Of a dossier that is closed: those that nothing can meet there any more have
 * no object. */
void limit_closed(struct happening *h, struct str education);

/*
 * A service of that role has the act since `at`: what waited for it begins, and
 * what had begun later begins then (G13: the earliest reception counts).
 */
void limit_received(struct course *c, int64_t act, struct str role, int64_t at);

/* What ended it stands in another dossier from now on: it is open again. Who
 * owes it is written by who parts them (duty.h). */
void limit_again(struct course *c, int64_t limit, int64_t act);

/* What had opened it again stands in another dossier from now on: it is ended
 * as that event, `ending`, had ended it. */
void limit_ended_again(struct course *c, int64_t ending, int64_t act);

/* course_move and course_set_aside (course.h). */
enum err limit_move(struct course *c, int64_t limit, int64_t due,
    const struct ident *account, struct str why) CHECKED;
enum err limit_set_aside(struct course *c, int64_t limit,
    const struct ident *account, struct str why) CHECKED;

/* The rule a limit was opened under; NULL: it is not kept any more. */
const struct rules_deadline *limit_rule(struct course *c, int64_t limit);

#endif
