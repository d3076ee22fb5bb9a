/*
 * activity - how often people signed in, day by day: a report for who keeps the
 * machine. It counts entries of the audit log and names nobody.
 */
#ifndef ACTIVITY_H
#define ACTIVITY_H

#include "core/route.h"

#define ACTIVITY_DAYS 14 /* days shown, today included */

/* {"days":[{"day":"mardi 24 novembre","opened":3,"refused":1}, ...]}, today
 * first. */
enum err activity_report(struct store *s, struct arena *mem, int64_t now,
    struct buf *json) CHECKED;

#endif
