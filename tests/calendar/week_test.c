#include "calendar/week.h"

#define SUITE calendar_week
#include "../test.h"
#include "moment.h"

TEST(a_day_belongs_to_the_week_of_its_thursday)
{
	struct vectors v = vectors_open("tests/vectors/calendar/week.txt");

	while (vectors_next(&v)) {
		char room[16];
		struct buf b = buf_over(room, sizeof(room));
		struct week w = week_of(moment_day(v.field[0]));
		iso_put_week(&b, w);
		SAME_STR(buf_text(&b), v.field[1]);
		EQ(week_monday(w), moment_day(v.field[2]));
	}
}

TEST(weeks_follow_one_another_without_a_gap_for_four_centuries)
{
	struct week w = week_of(day_of(1900, 1, 1));

	for (day n = week_monday(w); n < day_of(2300, 1, 1); n++) {
		struct week now = week_of(n);
		if (day_weekday(n) == MONDAY && n > week_monday(w)) {
			bool last = w.number == week_count(w.year);
			w.year += last;
			w.number = last ? 1 : w.number + 1;
		}
		EQ(now.year, w.year);
		EQ(now.number, w.number);
		EQ(week_monday(now), n - day_weekday(n));
	}
}

TEST(some_years_have_53_weeks)
{
	EQ(week_count(2020), 53);
	EQ(week_count(2025), 52);
	EQ(week_count(2026), 53);
	EQ(week_count(2027), 52);
	EQ(week_count(2032), 53);
}
