/*
 * errand - a task that is no act to record, said to be done.
 *
 * A call to make, something to verify: someone of the service that owes it says
 * so, by name, in the log and in the dossier. It never goes by itself.
 */
#ifndef ERRAND_H
#define ERRAND_H

#include "core/docket.h"

/* ACT: `tache`, of the dossier `ref`. ERR_ABSENT: no such, or not theirs. */
enum err errand_done(struct request *q) CHECKED;

#endif
