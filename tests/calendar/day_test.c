#include "calendar/day.h"

#define SUITE calendar_day
#include "../test.h"
#include "moment.h"

TEST(every_day_of_four_centuries_is_read_back_as_it_was_written)
{
	int y = 1800, m = 1, d = 1;

	for (day n = day_of(1800, 1, 1); n < day_of(2200, 1, 1); n++) {
		struct ymd t = day_ymd(n);
		EQ(t.y, y);
		EQ(t.m, m);
		EQ(t.d, d);
		EQ(day_of(t.y, t.m, t.d), n);
		if (day_exists(y, m, d + 1))
			d++;
		else if (d = 1, m < 12)
			m++;
		else
			m = 1, y++;
	}
	EQ(y, 2200);
}

TEST(days_of_the_week_follow_one_another_from_a_thursday)
{
	EQ(day_of(1970, 1, 1), 0);
	EQ(day_weekday(0), THURSDAY);
	EQ(day_weekday(day_of(2026, 11, 24)), TUESDAY);
	for (day n = DAY_LEAST; n < DAY_LEAST + 1000000; n++)
		EQ(day_weekday(n + 1), (day_weekday(n) + 1) % 7);
}

TEST(only_days_of_the_calendar_exist)
{
	TRUE(day_exists(2024, 2, 29) && day_exists(2000, 2, 29));
	TRUE(!day_exists(2026, 2, 29) && !day_exists(1900, 2, 29));
	TRUE(!day_exists(2026, 4, 31) && !day_exists(2026, 0, 1));
	TRUE(!day_exists(2026, 13, 1) && !day_exists(2026, 1, 0));
	TRUE(!day_exists(2026, 1, 32) && !day_exists(2026, 1, -1));
	TRUE(!day_exists(1582, 12, 31) && day_exists(1583, 1, 1));
	TRUE(day_exists(9999, 12, 31) && !day_exists(10000, 1, 1));
	EQ(day_of(1583, 1, 1), DAY_LEAST);
	EQ(day_of(9999, 12, 31), DAY_MOST);
}

TEST(a_mad_number_is_the_nearest_day)
{
	EQ(day_ymd(INT32_MIN).y, 1583);
	EQ(day_ymd(INT32_MAX).y, 9999);
	EQ(day_weekday(INT32_MIN), day_weekday(DAY_LEAST));
	EQ(day_weekday(INT32_MAX), day_weekday(DAY_MOST));
	EQ(day_months(0, INT32_MAX), DAY_MOST);
	EQ(day_months(0, INT32_MIN), DAY_LEAST);
}

TEST(months_keep_the_day_or_end_on_the_last_one)
{
	EQ(day_months(day_of(2026, 1, 31), 1), day_of(2026, 2, 28));
	EQ(day_months(day_of(2024, 1, 31), 1), day_of(2024, 2, 29));
	EQ(day_months(day_of(2024, 2, 29), 12), day_of(2025, 2, 28));
	EQ(day_months(day_of(2024, 2, 29), 48), day_of(2028, 2, 29));
	EQ(day_months(day_of(2026, 12, 15), 1), day_of(2027, 1, 15));
	EQ(day_months(day_of(2026, 3, 31), -1), day_of(2026, 2, 28));
	EQ(day_months(day_of(2026, 1, 10), -1), day_of(2025, 12, 10));
	EQ(day_months(day_of(2026, 1, 10), -13), day_of(2024, 12, 10));
}

TEST(easter_falls_where_published_tables_say)
{
	struct vectors v = vectors_open("tests/vectors/calendar/easter.txt");

	while (vectors_next(&v)) {
		day easter = moment_day(v.field[0]);
		EQ(day_easter(day_ymd(easter).y), easter);
		EQ(moment_day(v.field[1]), easter + 39);
		EQ(moment_day(v.field[2]), easter + 50);
	}
}

TEST(easter_is_always_a_sunday_between_22_march_and_25_april)
{
	for (int y = 1583; y <= 9999; y++) {
		day easter = day_easter(y);
		EQ(day_weekday(easter), SUNDAY);
		TRUE(easter >= day_of(y, 3, 22));
		TRUE(easter <= day_of(y, 4, 25));
	}
}

/* Gauss' way to the same day, with which ours shares nothing. */
static day
gauss(int y)
{
	int a = y % 19, b = y % 4, c = y % 7;
	int k = y / 100, p = (13 + 8 * k) / 25, q = k / 4;
	int m = (15 - p + k - q) % 30, n = (4 + k - q) % 7;
	int d = (19 * a + m) % 30, e = (2 * b + 4 * c + 6 * d + n) % 7;

	if ((d == 29 && e == 6) ||
	    (d == 28 && e == 6 && (11 * m + 11) % 30 < 19))
		e -= 7;
	return day_of(y, 3, 22) + d + e;
}

TEST(two_reckonings_of_easter_agree_for_eight_thousand_years)
{
	for (int y = 1583; y <= 9999; y++)
		EQ(day_easter(y), gauss(y));
}
