#include "calendar/holiday.h"

#define SUITE calendar_holiday
#include "../test.h"
#include "moment.h"

static const struct {
	const char *name;
	enum territory where;
} territories[] = {
    {"metropole", TERRITORY_METROPOLE},
    {"alsace-moselle", TERRITORY_ALSACE_MOSELLE},
    {"guadeloupe", TERRITORY_GUADELOUPE},
    {"martinique", TERRITORY_MARTINIQUE},
    {"guyane", TERRITORY_GUYANE},
    {"reunion", TERRITORY_REUNION},
    {"mayotte", TERRITORY_MAYOTTE},
};

TEST(each_territory_has_its_holidays_and_no_other)
{
	struct vectors v = vectors_open("tests/vectors/calendar/holiday.txt");

	while (vectors_next(&v)) {
		size_t t = 0;
		while (!str_eq(v.field[0], str_of(territories[t].name)))
			t++;
		int y = (int)vectors_number(&v, 1);
		size_t next = 2;
		for (day n = day_of(y, 1, 1); n < day_of(y + 1, 1, 1); n++) {
			if (!holiday_is(n, territories[t].where))
				continue;
			char room[16];
			struct buf b = buf_over(room, sizeof(room));
			iso_put_day(&b, n);
			TRUE(next < v.n);
			SAME_STR(str_part(buf_text(&b), 5, 5), v.field[next]);
			next++;
		}
		EQ(next, v.n);
	}
}

TEST(a_working_day_is_neither_of_the_week_end_nor_a_holiday)
{
	enum territory here = TERRITORY_METROPOLE;

	TRUE(holiday_working(day_of(2026, 12, 24), here));
	TRUE(!holiday_working(day_of(2026, 12, 25), here)); /* Friday */
	TRUE(!holiday_working(day_of(2026, 12, 26), here)); /* Saturday */
	TRUE(!holiday_working(day_of(2026, 12, 27), here)); /* Sunday */
	TRUE(holiday_working(day_of(2026, 12, 28), here));
	EQ(holiday_working_until(day_of(2026, 12, 27), here),
	    day_of(2026, 12, 24));
	EQ(holiday_working_from(day_of(2026, 12, 25), here),
	    day_of(2026, 12, 28));
	EQ(holiday_working_until(day_of(2026, 12, 24), here),
	    day_of(2026, 12, 24));
	EQ(holiday_working_from(day_of(2026, 12, 28), here),
	    day_of(2026, 12, 28));
}

TEST(the_search_for_a_working_day_ends_with_the_calendar)
{
	EQ(holiday_working_until(DAY_LEAST, TERRITORY_METROPOLE), DAY_LEAST);
	EQ(holiday_working_from(DAY_MOST, TERRITORY_METROPOLE), DAY_MOST);
}
