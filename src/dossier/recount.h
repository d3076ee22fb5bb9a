/*
 * recount - whether what is derived still agrees with what it derives from.
 */
#ifndef RECOUNT_H
#define RECOUNT_H

#include "dossier/course.h"

/* course_check (course.h). */
enum err recount_run(struct store *s, const struct pack *pack,
    struct buf *faults) CHECKED;

#endif
