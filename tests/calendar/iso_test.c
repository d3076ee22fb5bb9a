#include "calendar/iso.h"

#define SUITE calendar_iso
#include "../test.h"
#include "base/clock.h"

TEST(a_day_is_read_as_it_is_written)
{
	char room[16];
	day n;

	for (day d = DAY_LEAST; d <= DAY_MOST; d += 97) {
		struct buf b = buf_over(room, sizeof(room));
		iso_put_day(&b, d);
		OK(buf_err(&b));
		EQ(iso_read_day(buf_text(&b), &n), ERR_OK);
		EQ(n, d);
	}
}

TEST(what_is_not_exactly_a_day_is_refused)
{
	static const char *const bad[] = {"", "2026", "2026-11-2", "26-11-24",
	    "2026-11-240", "2026/11/24", "2026-11-31", "2026-02-29",
	    "2026-00-10", "2026-13-10", "1582-12-31", "0000-01-01",
	    "+026-11-24", "2026-11- 4", " 2026-11-24", "2026-11-24 ",
	    "2026-1\xd9\xa1-24", "2026-11-24T10:00"};
	day n = 42;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		EQ(iso_read_day(str_of(bad[i]), &n), ERR_INPUT);
	EQ(n, 42);
}

TEST(an_hour_of_a_form_is_read_to_the_minute)
{
	static const char *const bad[] = {"2026-11-24", "2026-11-24T24:00",
	    "2026-11-24T18:60", "2026-11-24 18:00", "2026-11-24T18:00:00",
	    "2026-11-24T18h00", "2026-11-24T-8:00", "2026-11-31T18:00"};
	int64_t hour = 42;
	day n = 42;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		EQ(iso_read_hour(str_of(bad[i]), &n, &hour), ERR_INPUT);
	EQ(n, 42);
	EQ(hour, 42);
	EQ(iso_read_hour(TXT("2026-11-24T18:05"), &n, &hour), ERR_OK);
	EQ(n, day_of(2026, 11, 24));
	EQ(hour, 18 * CLOCK_HOUR + 5 * CLOCK_MINUTE);
}

TEST(an_instant_is_written_in_utc_with_its_milliseconds)
{
	static const struct {
		int64_t utc;
		const char *text;
	} cases[] = {
	    {0, "1970-01-01T00:00:00.000Z"},
	    {-1, "1969-12-31T23:59:59.999Z"},
	    {INT64_C(1790000000123), "2026-09-21T14:13:20.123Z"},
	    {INT64_MAX, "9999-12-31T23:59:59.999Z"},
	    {INT64_MIN, "1583-01-01T00:00:00.000Z"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char room[32];
		struct buf b = buf_over(room, sizeof(room));
		iso_put_utc(&b, cases[i].utc);
		SAME_STR(buf_text(&b), str_of(cases[i].text));
	}
}
