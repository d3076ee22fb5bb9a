#include "calendar/day.h"

#include "base/err.h"

#define YEAR_LEAST   1583
#define YEAR_MOST    9999
#define DAYS_TO_1970 719162 /* from 0001-01-01 */

static bool
leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int
month_len(int y, int m)
{
	static const int len[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
	    31};

	return len[m - 1] + (m == 2 && leap(y));
}

/* The first of January: all the years before it, and their leap days. */
static day
new_year(int y)
{
	int past = y - 1;

	return past * 365 + past / 4 - past / 100 + past / 400 - DAYS_TO_1970;
}

static day
inside(day n)
{
	return n < DAY_LEAST ? DAY_LEAST : n > DAY_MOST ? DAY_MOST : n;
}

bool
day_exists(int y, int m, int d)
{
	return y >= YEAR_LEAST && y <= YEAR_MOST && m >= 1 && m <= 12 &&
	    d >= 1 && d <= month_len(y, m);
}

day
day_of(int y, int m, int d)
{
	must(day_exists(y, m, d));
	day n = new_year(y);
	for (int k = 1; k < m; k++)
		n += month_len(y, k);
	return n + d - 1;
}

struct ymd
day_ymd(day n)
{
	n = inside(n);
	/* 400 years are 146097 days: the guess is at most one year wrong. */
	int y = (int)((int64_t)(n + DAYS_TO_1970) * 400 / 146097) + 1;
	while (new_year(y) > n)
		y--;
	while (new_year(y + 1) <= n)
		y++;

	int m = 1, d = n - new_year(y) + 1;
	for (; d > month_len(y, m); m++)
		d -= month_len(y, m);
	return (struct ymd){y, m, d};
}

int
day_weekday(day n)
{
	/* Whole weeks are added so that what is divided is never negative. */
	return (inside(n) + THURSDAY + 7 * (-DAY_LEAST / 7 + 1)) % 7;
}

day
day_months(day n, int count)
{
	struct ymd t = day_ymd(n);
	int64_t month = (int64_t)t.y * 12 + t.m - 1 + count;

	if (month < YEAR_LEAST * 12)
		return DAY_LEAST;
	if (month >= (YEAR_MOST + 1) * 12)
		return DAY_MOST;
	int y = (int)(month / 12), m = (int)(month % 12) + 1;
	return day_of(y, m, t.d < month_len(y, m) ? t.d : month_len(y, m));
}

/*
 * Knuth, The Art of Computer Programming, volume 1, 1.3.2, exercise 14, which
 * gives Lilius and Clavius' reckoning: the Sunday after the full moon that
 * falls on 21 March or next after it.
 */
day
day_easter(int y)
{
	int golden = y % 19 + 1; /* year of the moon's cycle of 19 years */
	int century = y / 100 + 1;
	int skipped = 3 * century / 4 - 12; /* leap days left out since 1582 */
	int moon = (8 * century + 5) / 25 - 5; /* the moon's own correction */
	int epact = (11 * golden + 50 + moon - skipped) % 30;

	if (epact == 24 || (epact == 25 && golden > 11))
		epact++;
	int full = epact > 23 ? 74 - epact : 44 - epact; /* day of March */
	day n = day_of(y, 3, 1) + full - 1;
	return n + 7 - (day_weekday(n) + 1) % 7;
}
