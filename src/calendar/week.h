/*
 * week - the weeks of ISO 8601.
 *
 * A week runs from Monday to Sunday and belongs to the year that has its
 * Thursday; a year has 52 of them, or 53.
 */
#ifndef WEEK_H
#define WEEK_H

#include "calendar/day.h"

struct week {
	int year; /* of its Thursday: not always that of its days */
	int number;
};

struct week week_of(day n);
day week_monday(struct week w);

/* How many weeks a year has. */
int week_count(int year);

#endif
