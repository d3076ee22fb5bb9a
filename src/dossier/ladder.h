/*
 * ladder - the alerts of a limit: when each is due, and that it was raised.
 */
#ifndef LADDER_H
#define LADDER_H

#include "dossier/course.h"

/*
 * Put up the alerts of a limit that runs from `start` to `due`, in the place of
 * those it had. Of those that are past already, the last one is raised at once
 * if `fresh`: a limit that was learnt of late says so, and once.
 */
void ladder_set(struct course *c, int64_t limit, const struct rules_deadline *d,
    int64_t start, int64_t due, bool fresh);

/* Take them down. */
void ladder_end(struct course *c, int64_t limit);

/* course_alerts (course.h). */
enum err ladder_run(struct course *c, int most, int64_t *raised,
    int64_t *next) CHECKED;

#endif
