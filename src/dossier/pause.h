/*
 * pause - whether what runs in a dossier is marked as suspended (S1-1.1-f).
 *
 * An act marks and another one takes the mark away; what is opened between them
 * is marked as well. Nothing stops for it: who asked is shown, the clock runs.
 */
#ifndef PAUSE_H
#define PAUSE_H

#include "dossier/course.h"

/* The last act of the dossier that marks limits of `rule`, or tasks of `role`,
 * or takes that mark away, marks them. */
bool pause_limit(struct course *c, int64_t dossier, struct str rule);
bool pause_task(struct course *c, int64_t dossier, struct str role);

/* The marks of all that is open, written anew: after acts left. */
void pause_refresh(struct course *c, int64_t dossier);

#endif
