/*
 * paris - what the clocks on the wall show, in Paris.
 *
 * One hour ahead of UTC, two in summer: from 01:00 UTC on the last Sunday of
 * March to 01:00 UTC on the last Sunday of October (directive 2000/84/EC, the
 * rule since 1996). The rule is in the code, and reads no file: a machine
 * without zoneinfo keeps the same deadlines. Before 1996 it is applied all the
 * same; dates of birth are days and never pass here.
 *
 * Instants are milliseconds of UTC since 1970 (see base/clock.h); hours of the
 * day are milliseconds since its 00:00 as the clock shows it.
 */
#ifndef PARIS_H
#define PARIS_H

#include "calendar/day.h"

struct paris_time {
	day day;
	int64_t hour; /* ms, as the clock shows it: 0 to 24 h excluded */
	bool summer;
	bool twice; /* the clock shows this hour twice on this day */
};

/* How often the clocks show an hour: not always once. */
enum paris_shown {
	PARIS_NEVER, /* from 2 h to 3 h on the Sunday of March */
	PARIS_ONCE,
	PARIS_TWICE /* from 2 h to 3 h on the Sunday of October */
};

struct paris_time paris_of(int64_t utc);
day paris_day(int64_t utc);

/*
 * The instant at which the clocks show `hour`, from 0 to 24 h included, which
 * is the midnight after. An hour shown twice is its first time (summer), or
 * its second if `second`. An hour never shown is read on a clock that was not
 * yet moved: 2 h 30 is the instant that is shown as 3 h 30.
 */
int64_t paris_utc(day n, int64_t hour, bool second);
enum paris_shown paris_shown(day n, int64_t hour);

/* The instant at which a day begins; it may last 23 or 25 hours. */
int64_t paris_midnight(day n);

#endif
