#include "calendar/week.h"

static day
monday(day n)
{
	return n - day_weekday(n);
}

struct week
week_of(day n)
{
	day thursday = monday(n) + THURSDAY;
	int year = day_ymd(thursday).y;

	return (struct week){year, (thursday - day_of(year, 1, 1)) / 7 + 1};
}

/* 4 January is always in week 1. */
day
week_monday(struct week w)
{
	return monday(day_of(w.year, 1, 4)) + 7 * (w.number - 1);
}

int
week_count(int year)
{
	return week_of(day_of(year, 12, 28)).number;
}
