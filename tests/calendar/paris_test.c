#include "calendar/paris.h"

#include <time.h>
#include <unistd.h>

#define SUITE calendar_paris
#include "../test.h"
#include "moment.h"

static void
shows(int64_t utc, struct str local)
{
	struct paris_time t = paris_of(utc);
	int64_t hour;
	day n;

	EQ(iso_read_hour(str_part(local, 0, 16), &n, &hour), ERR_OK);
	EQ(t.day, n);
	EQ(t.hour, hour);
}

static void
is_utc(int64_t utc, struct str text)
{
	char room[32];
	struct buf b = buf_over(room, sizeof(room));

	iso_put_utc(&b, utc);
	SAME_STR(buf_text(&b), text);
}

TEST(an_hour_in_paris_is_the_instant_that_the_directive_says)
{
	static const struct str words[] = {{"never", 5}, {"once", 4},
	    {"twice", 5}};
	struct vectors v = vectors_open("tests/vectors/calendar/paris.txt");

	while (vectors_next(&v)) {
		int64_t hour;
		day n;
		EQ(iso_read_hour(v.field[0], &n, &hour), ERR_OK);
		enum paris_shown shown = paris_shown(n, hour);
		SAME_STR(words[shown], v.field[2]);
		is_utc(paris_utc(n, hour, false), v.field[1]);
		EQ(paris_of(paris_utc(n, hour, false)).twice,
		    shown == PARIS_TWICE);
		if (shown == PARIS_TWICE) {
			is_utc(paris_utc(n, hour, true), v.field[3]);
			shows(paris_utc(n, hour, true), v.field[0]);
		}
		shows(paris_utc(n, hour, false),
		    shown == PARIS_NEVER ? v.field[3] : v.field[0]);
	}
}

TEST(each_hour_of_twenty_years_goes_to_paris_and_comes_back)
{
	int64_t end = day_of(2041, 1, 1) * CLOCK_DAY;

	for (int64_t t = day_of(2020, 1, 1) * CLOCK_DAY; t < end;
	     t += CLOCK_HOUR) {
		struct paris_time p = paris_of(t);
		EQ(paris_utc(p.day, p.hour, !p.summer), t);
		EQ(paris_shown(p.day, p.hour),
		    p.twice ? PARIS_TWICE : PARIS_ONCE);
	}
}

TEST(the_end_of_a_day_is_the_midnight_of_the_next)
{
	for (day n = day_of(2020, 1, 1); n < day_of(2041, 1, 1); n++) {
		EQ(paris_utc(n, CLOCK_DAY, false), paris_midnight(n + 1));
		EQ(paris_day(paris_midnight(n)), n);
		EQ(paris_day(paris_midnight(n) - 1), n - 1);
	}
}

TEST(a_day_has_23_hours_in_march_and_25_in_october)
{
	struct {
		int y, m, d;
		int hours;
	} cases[] = {{2026, 3, 28, 24}, {2026, 3, 29, 23}, {2026, 3, 30, 24},
	    {2026, 10, 24, 24}, {2026, 10, 25, 25}, {2026, 10, 26, 24}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		day n = day_of(cases[i].y, cases[i].m, cases[i].d);
		EQ(paris_midnight(n + 1) - paris_midnight(n),
		    cases[i].hours * CLOCK_HOUR);
	}
}

/* Every half hour of the days around each change, and noon of every day. */
static void
agrees_with_libc(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
	int64_t end = day_of(2101, 1, 1) * CLOCK_DAY;
	int64_t step = CLOCK_HOUR / 2;
	size_t changes = 0;

	for (int64_t t = day_of(1996, 1, 1) * CLOCK_DAY; t < end; t += step) {
		struct paris_time p = paris_of(t);
		time_t seconds = (time_t)(t / CLOCK_SECOND);
		struct tm tm;

		TRUE(localtime_r(&seconds, &tm) != NULL);
		EQ(p.day, day_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday));
		EQ(p.hour, tm.tm_hour * CLOCK_HOUR + tm.tm_min * CLOCK_MINUTE);
		EQ(p.summer, tm.tm_isdst > 0);
		changes += p.summer != paris_of(t - step).summer;
		struct ymd d = day_ymd(p.day);
		bool near = (d.m == 3 || d.m == 10) && d.d > 22;
		step = near ? CLOCK_HOUR / 2 : 6 * CLOCK_HOUR;
	}
	EQ(changes, 2 * (2101 - 1996));
}

TEST(the_c_library_with_the_same_rule_agrees_from_1996_to_2100)
{
	agrees_with_libc("CET-1CEST,M3.5.0,M10.5.0/3");
}

TEST(the_zone_file_of_this_machine_agrees_from_1996_to_2100)
{
	if (access("/usr/share/zoneinfo/Europe/Paris", R_OK) != 0)
		SKIP("no zone file here; the rule itself was compared");
	agrees_with_libc("Europe/Paris");
}

TEST(a_mad_clock_shows_a_date_and_stops_nothing)
{
	EQ(day_ymd(paris_day(INT64_MIN)).y, 1583);
	EQ(day_ymd(paris_day(INT64_MAX)).y, 9999);
	TRUE(paris_of(INT64_MIN).hour >= 0);
	TRUE(paris_of(INT64_MAX).hour < CLOCK_DAY);
	EQ(paris_day(-1), day_of(1970, 1, 1)); /* 00:59:59.999 in Paris */
	EQ(paris_day(-CLOCK_HOUR - 1), day_of(1969, 12, 31));
}
