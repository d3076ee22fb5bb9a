/*
 * day - a civil day, without hour or time zone.
 *
 * A day is counted from Thursday 1970-01-01, which is day 0, in the Gregorian
 * calendar and in the years 1583 to 9999. A number outside of these is taken
 * for the nearest day inside, so that a mad clock shows a mad date and stops
 * nothing.
 */
#ifndef DAY_H
#define DAY_H

#include <stdbool.h>
#include <stdint.h>

typedef int32_t day;

#define DAY_LEAST (-141349) /* 1583-01-01 */
#define DAY_MOST  2932896   /* 9999-12-31 */

enum { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

struct ymd {
	int y, m, d; /* m is 1 to 12, d is 1 to 31 */
};

/* Whether there is such a day; ask before day_of for what a person typed. */
bool day_exists(int y, int m, int d);

/* The number of a day that exists. */
day day_of(int y, int m, int d);

struct ymd day_ymd(day n);
int day_weekday(day n);

/*
 * `count` months later, or earlier when it is negative: the same day of that
 * month, or its last one when it is shorter (code de procédure civile, 641).
 */
day day_months(day n, int count);

/* Easter Sunday of the Gregorian calendar. */
day day_easter(int y);

#endif
