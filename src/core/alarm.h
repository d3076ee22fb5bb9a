/*
 * alarm - what can be wrong with a box, in words, and the watch that sees who
 * is silent. A table of the central holds those that stand; others are raised
 * where an envelope or a checkpoint is judged.
 */
#ifndef ALARM_H
#define ALARM_H

#include "base/str.h"

#define ALARM_SILENT (24 * 3600 * INT64_C(1000)) /* ms: then it is one */
#define ALARM_LOOK   60000                       /* ms between two looks */

struct core;

struct alarm {
	const char *kind; /* as stored */
	const char *title, *hint;
	bool settled; /* by a person, who says that it was dealt with */
};

const struct alarm *alarm_of(struct str kind); /* NULL: no such kind */

/* Inside a turn of a central: who is silent for too long or has left a hole in
 * its chain is an alarm, and no longer is one. */
void alarm_watch(struct core *c);

#endif
