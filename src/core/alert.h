/*
 * alert - the alerts of deadlines, raised as the hours come.
 *
 * What is raised is written in the dossier (dossier/course.h), a bounded number
 * a turn; the audit log is told that some were, and not in which dossier.
 * Dossiers opened before there were states get theirs by the way.
 */
#ifndef ALERT_H
#define ALERT_H

#include <stdint.h>

#define ALERT_LOOK 30000 /* ms between two looks, at most */
#define ALERT_MORE 1000  /* ms until the rest: never a loop that spins */
#define ALERT_TURN 64    /* alerts, and dossiers, in one turn */

struct core;

/* Inside the turn, before its commit. */
void alert_watch(struct core *c);

#endif
