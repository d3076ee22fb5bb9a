#include "calendar/paris.h"

#include "base/clock.h"
#include "base/err.h"

#define MARCH   3
#define OCTOBER 10

/* 01:00 UTC on the last Sunday of a month of 31 days. */
static int64_t
change(int y, int month)
{
	day last = day_of(y, month, 31);
	day sunday = last - (day_weekday(last) + 1) % 7;

	return sunday * CLOCK_DAY + CLOCK_HOUR;
}

/* The day in UTC, which has the year wherever that decides of summer. */
static day
utc_day(int64_t utc)
{
	int64_t n = utc / CLOCK_DAY - (utc % CLOCK_DAY < 0);

	return n < DAY_LEAST ? DAY_LEAST : n > DAY_MOST ? DAY_MOST : (day)n;
}

/* In the calendar, and in Paris too, where the last day begins earlier. */
static int64_t
inside(int64_t utc)
{
	int64_t least = DAY_LEAST * CLOCK_DAY, most = DAY_MOST * CLOCK_DAY - 1;

	return utc < least ? least : utc > most ? most : utc;
}

static bool
summer(int64_t utc)
{
	int y = day_ymd(utc_day(utc)).y;

	return utc >= change(y, MARCH) && utc < change(y, OCTOBER);
}

struct paris_time
paris_of(int64_t utc)
{
	utc = inside(utc);
	bool is_summer = summer(utc);
	int64_t shown = utc + (is_summer ? 2 : 1) * CLOCK_HOUR;
	int64_t back = change(day_ymd(utc_day(utc)).y, OCTOBER);
	day n = utc_day(shown);

	return (struct paris_time){
	    .day = n,
	    .hour = shown - n * CLOCK_DAY,
	    .summer = is_summer,
	    .twice = utc >= back - CLOCK_HOUR && utc < back + CLOCK_HOUR,
	};
}

day
paris_day(int64_t utc)
{
	return paris_of(utc).day;
}

enum paris_shown
paris_shown(day n, int64_t hour)
{
	int64_t as_winter = n * CLOCK_DAY + hour - CLOCK_HOUR;
	int64_t as_summer = as_winter - CLOCK_HOUR;

	return (enum paris_shown)(!summer(as_winter) + summer(as_summer));
}

int64_t
paris_utc(day n, int64_t hour, bool second)
{
	int64_t as_winter = n * CLOCK_DAY + hour - CLOCK_HOUR;
	int64_t as_summer = as_winter - CLOCK_HOUR;

	must(hour >= 0 && hour <= CLOCK_DAY);
	if (!summer(as_summer) || (second && !summer(as_winter)))
		return as_winter;
	return as_summer;
}

int64_t
paris_midnight(day n)
{
	return paris_utc(n, 0, false);
}
