/*
 * duty - who owes what is open, and until when: the lists of every desk.
 */
#ifndef DUTY_H
#define DUTY_H

#include "dossier/course.h"

enum duty_kind { DUTY_LIMIT = 0, DUTY_TASK = 1 }; /* as stored */

#define DUTY_NEVER INT64_MAX /* due_ms of what has no limit */

/*
 * Write anew who owes a limit: the parties of the roles its rule names; where
 * it has none of these, the CRIP. Nobody owes what is only information.
 */
void duty_limit(struct course *c, int64_t limit);

/* A task that runs stands on the desk of who owes it. */
void duty_task(struct course *c, int64_t task);

/* It is over. */
void duty_end(struct course *c, enum duty_kind kind, int64_t id);

/* Of all limits that run in a dossier: after its parties changed. */
void duty_refresh(struct course *c, int64_t dossier);

#endif
