#include "convention/span.h"

#include "base/clock.h"
#include "calendar/paris.h"

#define HOUR_MOST 24 /* of a day */

/* --- reading -------------------------------------------------------------- */

/* The number that ends with `unit`, cut off `*rest`; 0: there is none. */
static int
number(struct str *rest, char unit)
{
	struct str after = *rest, digits = str_cut(&after, unit);
	uint64_t n = 0;

	if (digits.len == rest->len || !str_number(digits, DEADLINE_MOST, &n))
		return 0;
	*rest = after;
	return (int)n;
}

/* "T8H" after days. */
static bool
hour_read(struct str rest, int *hour)
{
	uint64_t n = 0;

	if (rest.len == 0)
		return true;
	if (!str_starts(rest, TXT("T")) || !str_ends(rest, TXT("H")) ||
	    !str_number(str_part(rest, 1, rest.len - 2), HOUR_MOST, &n))
		return false;
	*hour = (int)n;
	return true;
}

bool
span_read(struct str text, struct rules_span *span)
{
	struct rules_span s = {.hour = SPAN_WHOLE};
	bool before = str_starts(text, TXT("-"));
	struct str rest = str_part(text, before ? 1 : 0, SIZE_MAX);

	if (str_eq(text, TXT("dernier_jour_ouvre"))) {
		*span = (struct rules_span){RULES_DAYS, 0, SPAN_WORKING,
		    RULES_ELAPSED};
		return true;
	}
	if (!str_starts(rest, TXT("P")))
		return false;
	rest = str_part(rest, 1, SIZE_MAX);
	if (str_starts(rest, TXT("T"))) {
		rest = str_part(rest, 1, SIZE_MAX);
		s.unit = RULES_HOURS;
		s.n = number(&rest, 'H');
	} else if ((s.n = number(&rest, 'D')) > 0) {
		s.unit = RULES_DAYS;
		if (!hour_read(rest, &s.hour))
			return false;
		rest = TXT("");
	} else {
		s.unit = RULES_MONTHS;
		s.n = number(&rest, 'M');
	}
	if (s.n == 0 || rest.len > 0)
		return false;
	if (before)
		s.n = -s.n;
	*span = s;
	return true;
}

bool
span_count_read(struct str word, enum rules_count *count)
{
	static const char *const words[] = {"tout", "semaine", "ouvres",
	    "bureau"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (str_eq(str_of(words[i]), word)) {
			*count = (enum rules_count)i;
			return true;
		}
	}
	return false;
}

/* --- adding --------------------------------------------------------------- */

static bool
rests(day n, enum rules_count count, enum territory where)
{
	if (count == RULES_WORKING || count == RULES_DESK)
		return !holiday_working(n, where);
	return count == RULES_WEEKDAYS && day_weekday(n) >= SATURDAY;
}

/* `n` days that count, after `from` or before it. */
static enum err
days_add(day from, int n, enum rules_count count, enum territory where,
    day *last)
{
	int step = n < 0 ? -1 : 1;

	if (count == RULES_ELAPSED)
		return deadline_days(from, n, last);
	if (n == 0 || n > DEADLINE_MOST || n < -DEADLINE_MOST)
		return ERR_INPUT;
	for (int left = n * step; left > 0; left--) {
		do {
			if (from <= DAY_LEAST || from >= DAY_MOST)
				return ERR_INPUT;
			from += step;
		} while (rests(from, count, where));
	}
	*last = from;
	return ERR_OK;
}

static enum err
hours_add(int64_t start, int n, enum rules_count count, enum territory where,
    int64_t *end)
{
	if (count == RULES_ELAPSED)
		return deadline_hours(start, n, end);
	if (count == RULES_DESK)
		return deadline_desk_hours(start, n, where, end);
	return deadline_open_hours(start, n,
	    count == RULES_WORKING ? DEADLINE_WEEKENDS_AND_HOLIDAYS
				   : DEADLINE_WEEKENDS,
	    where, end);
}

/* The day a span in days or months leads to. */
static enum err
day_add(const struct rules_span *s, day from, enum territory where, day *last)
{
	return s->unit == RULES_MONTHS
	    ? deadline_months(from, s->n, last)
	    : days_add(from, s->n, s->count, where, last);
}

enum err
span_end(const struct rules_span *s, enum territory where, int64_t start,
    int64_t *end)
{
	day last = 0;

	if (s->unit == RULES_HOURS)
		return hours_add(start, s->n, s->count, where, end);
	enum err e = day_add(s, paris_day(start), where, &last);
	if (e != ERR_OK)
		return e;
	*end = s->hour >= 0 ? paris_utc(last, s->hour * CLOCK_HOUR, false)
			    : deadline_end(last);
	return ERR_OK;
}

/* Hours before the end are those that pass. */
static enum err
hours_alert(int n, enum rules_count count, enum territory where, int64_t start,
    int64_t end, int64_t *at)
{
	if (n > 0)
		return hours_add(start, n, count, where, at);
	*at = end + n * CLOCK_HOUR;
	return ERR_OK;
}

enum err
span_alert(const struct rules_span *s, enum rules_count count,
    enum territory where, int64_t start, int64_t end, int64_t *at)
{
	day last = paris_day(end - 1), on = 0;

	if (s->unit == RULES_HOURS)
		return hours_alert(s->n, count, where, start, end, at);
	enum err e = ERR_OK;
	if (s->hour == SPAN_WORKING)
		on = deadline_prefer(last, where);
	else
		e = day_add(s, s->n < 0 ? last : paris_day(start), where, &on);
	if (e != ERR_OK)
		return e;
	*at = s->hour > 0 ? paris_utc(on, s->hour * CLOCK_HOUR, false)
			  : paris_midnight(on);
	return ERR_OK;
}

void
span_words(const struct rules_span *s, struct buf *to)
{
	if (s->hour == SPAN_WORKING) {
		buf_str(to, TXT("dernier jour ouvré"));
		return;
	}
	if (s->unit != RULES_HOURS)
		buf_str(to, s->unit == RULES_DAYS ? TXT("J") : TXT("M"));
	if (s->n < 0)
		buf_str(to, TXT("-"));
	else if (s->unit != RULES_HOURS)
		buf_str(to, TXT("+"));
	buf_number(to, s->n < 0 ? -s->n : s->n, 1);
	if (s->unit == RULES_HOURS)
		buf_str(to, TXT("\u00a0h"));
	if (s->hour < 0 || s->unit != RULES_DAYS)
		return;
	buf_str(to, TXT(", "));
	buf_number(to, s->hour, 1);
	buf_str(to, TXT("\u00a0h"));
}
