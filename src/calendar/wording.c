#include "calendar/wording.h"

#include "base/clock.h"
#include "calendar/paris.h"

#define NBSP "\xc2\xa0"

static const char *const weekdays[] = {"lundi", "mardi", "mercredi", "jeudi",
    "vendredi", "samedi", "dimanche"};
static const char *const months[] = {"janvier", "février", "mars", "avril",
    "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre"};

int
wording_year(int64_t now)
{
	return day_ymd(paris_day(now)).y;
}

void
wording_day(struct buf *to, day n, int unsaid)
{
	struct ymd t = day_ymd(n);

	buf_str(to, str_of(weekdays[day_weekday(n)]));
	buf_str(to, TXT(" "));
	buf_number(to, t.d, 1);
	buf_str(to, t.d == 1 ? TXT("er ") : TXT(" "));
	buf_str(to, str_of(months[t.m - 1]));
	if (t.y != unsaid) {
		buf_str(to, TXT(" "));
		buf_number(to, t.y, 1);
	}
}

void
wording_hour(struct buf *to, int64_t hour)
{
	buf_number(to, hour / CLOCK_HOUR, 1);
	buf_str(to, TXT(NBSP "h" NBSP));
	buf_number(to, hour / CLOCK_MINUTE % 60, 2);
}

void
wording_utc(struct buf *to, int64_t utc, int unsaid)
{
	struct paris_time t = paris_of(utc);

	wording_day(to, t.day, unsaid);
	buf_str(to, TXT(", "));
	wording_hour(to, t.hour);
	if (t.twice)
		buf_str(to,
		    t.summer ? TXT(" (heure d’été)") : TXT(" (heure d’hiver)"));
}

void
wording_end(struct buf *to, int64_t utc, int unsaid)
{
	struct paris_time t = paris_of(utc);

	if (t.hour != 0) {
		wording_utc(to, utc, unsaid);
		return;
	}
	wording_day(to, t.day - 1, unsaid);
	buf_str(to, TXT(", "));
	wording_hour(to, CLOCK_DAY);
}

void
wording_week(struct buf *to, struct week w)
{
	buf_str(to, TXT("S"));
	buf_number(to, w.number, 2);
	buf_str(to, TXT("-"));
	buf_number(to, w.year, 4);
}
