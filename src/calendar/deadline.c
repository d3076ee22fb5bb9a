#include "calendar/deadline.h"

#include "base/clock.h"
#include "calendar/paris.h"

static bool
counts(int n)
{
	return n != 0 && n >= -DEADLINE_MOST && n <= DEADLINE_MOST;
}

static bool
inside(int64_t n)
{
	return n > DAY_LEAST && n < DAY_MOST;
}

enum err
deadline_hours(int64_t utc, int hours, int64_t *due)
{
	if (!counts(hours) || hours < 0 || !inside(utc / CLOCK_DAY) ||
	    !inside(utc / CLOCK_DAY + hours))
		return ERR_INPUT;
	*due = utc + hours * CLOCK_HOUR;
	return ERR_OK;
}

static bool
rests(day n, enum deadline_rest rest, enum territory where)
{
	return day_weekday(n) >= SATURDAY ||
	    (rest == DEADLINE_WEEKENDS_AND_HOLIDAYS && holiday_is(n, where));
}

/* The clocks are moved on Sundays only: a day that counts has 24 hours. */
enum err
deadline_open_hours(int64_t utc, int hours, enum deadline_rest rest,
    enum territory where, int64_t *due)
{
	if (!counts(hours) || hours < 0 || !inside(utc / CLOCK_DAY) ||
	    !inside(utc / CLOCK_DAY + hours))
		return ERR_INPUT;

	struct paris_time from = paris_of(utc);
	day n = from.day;
	int64_t hour = rests(n, rest, where) ? CLOCK_DAY : from.hour;
	int64_t left = hours * CLOCK_HOUR;
	while (left > CLOCK_DAY - hour) {
		left -= CLOCK_DAY - hour;
		hour = 0;
		do
			n++;
		while (rests(n, rest, where));
	}
	*due = paris_utc(n, hour + left, false);
	return ERR_OK;
}

enum err
deadline_desk_hours(int64_t utc, int hours, enum territory where, int64_t *due)
{
	const int64_t opens = DEADLINE_OPENS * CLOCK_HOUR;
	const int64_t closes = DEADLINE_CLOSES * CLOCK_HOUR;

	if (!counts(hours) || hours < 0 || !inside(utc / CLOCK_DAY) ||
	    !inside(utc / CLOCK_DAY + hours))
		return ERR_INPUT;

	struct paris_time from = paris_of(utc);
	day n = from.day;
	int64_t hour = from.hour < opens ? opens : from.hour;
	int64_t left = hours * CLOCK_HOUR;
	while (!holiday_working(n, where) || hour >= closes ||
	    left > closes - hour) {
		if (holiday_working(n, where) && hour < closes)
			left -= closes - hour;
		hour = opens;
		n++;
	}
	*due = paris_utc(n, hour + left, false);
	return ERR_OK;
}

enum err
deadline_days(day start, int days, day *last)
{
	if (!counts(days) || !inside(start) || !inside((int64_t)start + days))
		return ERR_INPUT;
	*last = start + days;
	return ERR_OK;
}

enum err
deadline_months(day start, int months, day *last)
{
	if (!counts(months) || !inside(start) ||
	    !inside(day_months(start, months)))
		return ERR_INPUT;
	*last = day_months(start, months);
	return ERR_OK;
}

int64_t
deadline_end(day last)
{
	return paris_utc(last, CLOCK_DAY, false);
}

day
deadline_prefer(day last, enum territory where)
{
	return holiday_working_until(last, where);
}

int64_t
deadline_week(struct week w, int hour, enum territory where)
{
	day monday = week_monday(w) + 7;

	return paris_utc(holiday_working_from(monday, where), hour * CLOCK_HOUR,
	    false);
}
