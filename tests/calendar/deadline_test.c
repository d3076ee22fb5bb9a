#include "calendar/deadline.h"

#define SUITE calendar_deadline
#include "../test.h"
#include "moment.h"

enum way { HOURS, OPEN, OPEN_FERIES, DAYS, MONTHS, WEEK };

/* The rules of the convention, as its own files will state them. */
static const struct rule {
	const char *id;
	enum way way;
	int count;
} rules[] = {
    {"D1", HOURS, 48},
    {"D4", OPEN, 48},
    {"D4f", OPEN_FERIES, 48},
    {"D2", DAYS, 7},
    {"D2b", DAYS, 8},
    {"D2c", DAYS, 15},
    {"D3", MONTHS, 3},
    {"D5", WEEK, 12},
    {"D6", MONTHS, 6},
    {"D7", MONTHS, 12},
    {"D7m", MONTHS, 36},
    {"D7b", MONTHS, 36},
    {"D9a", DAYS, -15},
    {"D9b", DAYS, -8},
    {"D11", MONTHS, 3},
};

static const struct rule *
rule_of(struct str id)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (str_eq(id, str_of(rules[i].id)))
			return &rules[i];
	FAIL("no such rule: %.*s", (int)id.len, id.at);
	return rules;
}

static int64_t
due_in_hours(const struct rule *r, struct str start)
{
	enum deadline_rest rest =
	    r->way == OPEN ? DEADLINE_WEEKENDS : DEADLINE_WEEKENDS_AND_HOLIDAYS;
	int64_t utc = moment_utc(start), due = 0;

	if (r->way == HOURS)
		OK(deadline_hours(utc, r->count, &due));
	else
		OK(deadline_open_hours(utc, r->count, rest, TERRITORY_METROPOLE,
		    &due));
	return due;
}

static int64_t
due_in_days(const struct rule *r, struct str start, struct str prefer)
{
	day last = 0;

	if (r->way == DAYS)
		OK(deadline_days(moment_day(start), r->count, &last));
	else
		OK(deadline_months(moment_day(start), r->count, &last));
	EQ(deadline_prefer(last, TERRITORY_METROPOLE), moment_day(prefer));
	return deadline_end(last);
}

/* "2026-W53" */
static int64_t
due_after_week(const struct rule *r, struct str start)
{
	uint64_t year, number;

	TRUE(str_number(str_part(start, 0, 4), 9999, &year));
	TRUE(str_number(str_part(start, 6, 2), 53, &number));
	return deadline_week((struct week){(int)year, (int)number}, r->count,
	    TERRITORY_METROPOLE);
}

TEST(every_deadline_of_the_convention_ends_when_it_says)
{
	struct vectors v = vectors_open("tests/vectors/calendar/deadline.txt");
	bool seen[sizeof(rules) / sizeof(rules[0])] = {false};

	while (vectors_next(&v)) {
		const struct rule *r = rule_of(v.field[0]);
		bool in_days = r->way == DAYS || r->way == MONTHS;
		seen[r - rules] = true;
		EQ(v.n, in_days ? 4 : 3);
		int64_t due = r->way == WEEK ? due_after_week(r, v.field[1])
		    : in_days ? due_in_days(r, v.field[1], v.field[3])
			      : due_in_hours(r, v.field[1]);
		EQ(due, moment_utc(v.field[2]));
	}
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		TRUE(seen[i]);
}

TEST(hours_outside_week_ends_are_counted_one_by_one)
{
	/* D4: each hour from each hour of five weeks around a holiday. */
	enum territory here = TERRITORY_METROPOLE;
	int64_t from = paris_midnight(day_of(2026, 12, 14));

	for (int start = 0; start < 24 * 35; start += 5) {
		int64_t t = from + start * CLOCK_HOUR, due = 0;
		for (int counted = 1; counted <= 50; t += CLOCK_HOUR) {
			day n = paris_day(t);
			if (!holiday_working(n, here))
				continue;
			OK(deadline_open_hours(from + start * CLOCK_HOUR,
			    counted, DEADLINE_WEEKENDS_AND_HOLIDAYS, here,
			    &due));
			EQ(due, t + CLOCK_HOUR);
			counted++;
		}
	}
}

TEST(alsace_and_moselle_rest_on_26_december)
{
	int64_t utc = moment_utc(TXT("2024-12-24T12:00")), due = 0;

	/* 2024: the 25th is a Wednesday. */
	OK(deadline_open_hours(utc, 24, DEADLINE_WEEKENDS_AND_HOLIDAYS,
	    TERRITORY_ALSACE_MOSELLE, &due));
	EQ(due, moment_utc(TXT("2024-12-27T12:00")));
	OK(deadline_open_hours(utc, 24, DEADLINE_WEEKENDS_AND_HOLIDAYS,
	    TERRITORY_METROPOLE, &due));
	EQ(due, moment_utc(TXT("2024-12-26T12:00")));
	EQ(deadline_prefer(day_of(2024, 12, 26), TERRITORY_ALSACE_MOSELLE),
	    day_of(2024, 12, 24));
}

TEST(a_refused_count_leaves_the_answer_alone)
{
	static const int bad[] = {0, DEADLINE_MOST + 1, -DEADLINE_MOST - 1,
	    INT32_MAX, INT32_MIN};
	enum territory here = TERRITORY_METROPOLE;
	int64_t due = 42;
	day last = 42;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		EQ(deadline_hours(0, bad[i], &due), ERR_INPUT);
		EQ(deadline_open_hours(0, bad[i], DEADLINE_WEEKENDS, here,
		       &due),
		    ERR_INPUT);
		EQ(deadline_days(0, bad[i], &last), ERR_INPUT);
		EQ(deadline_months(0, bad[i], &last), ERR_INPUT);
	}
	EQ(deadline_hours(0, -1, &due), ERR_INPUT);
	EQ(deadline_open_hours(0, -1, DEADLINE_WEEKENDS, here, &due),
	    ERR_INPUT);
	EQ(due, 42);
	EQ(last, 42);
}

TEST(a_limit_that_leaves_the_calendar_is_refused)
{
	int64_t due = 42;
	day last = 42;

	EQ(deadline_days(DAY_MOST - 3, 5, &last), ERR_INPUT);
	EQ(deadline_days(DAY_LEAST + 3, -5, &last), ERR_INPUT);
	EQ(deadline_days(INT32_MAX, -5, &last), ERR_INPUT);
	EQ(deadline_months(DAY_MOST - 3, 1, &last), ERR_INPUT);
	EQ(deadline_hours(INT64_MAX, 1, &due), ERR_INPUT);
	EQ(deadline_hours(INT64_MIN, 1, &due), ERR_INPUT);
	EQ(deadline_open_hours(INT64_MAX, 1, DEADLINE_WEEKENDS,
	       TERRITORY_METROPOLE, &due),
	    ERR_INPUT);
	EQ(due, 42);
	EQ(last, 42);
}

/* S1-2.3-i: nights, week-ends and holidays do not count. */
TEST(an_hour_of_a_desk_is_one_in_which_it_is_staffed)
{
	static const struct {
		const char *start;
		int hours;
		const char *ends;
	} cases[] = {
	    {"2026-11-23T10:00", 1, "2026-11-23T11:00"},
	    {"2026-11-23T17:00", 1, "2026-11-23T18:00"},
	    {"2026-11-23T17:00", 4, "2026-11-24T12:00"},
	    {"2026-11-23T22:00", 1, "2026-11-24T10:00"},
	    {"2026-11-24T03:00", 1, "2026-11-24T10:00"},
	    {"2026-11-27T18:00", 1, "2026-11-30T10:00"},
	    {"2026-11-28T12:00", 20, "2026-12-02T11:00"},
	    {"2026-12-24T17:00", 2, "2026-12-28T10:00"},
	};
	enum territory here = TERRITORY_METROPOLE;
	int64_t due = 42;

	EQ(deadline_desk_hours(0, -1, here, &due), ERR_INPUT);
	EQ(deadline_desk_hours(INT64_MAX, 1, here, &due), ERR_INPUT);
	EQ(due, 42);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		OK(deadline_desk_hours(moment_utc(str_of(cases[i].start)),
		    cases[i].hours, here, &due));
		EQ(due, moment_utc(str_of(cases[i].ends)));
	}
}
