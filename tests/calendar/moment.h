/*
 * moment - the instants of the calendar's vector files.
 *
 * "2026-10-25T02:30", with +01:00 or +02:00 where the clock in Paris shows an
 * hour twice; T24:00 ends a day.
 */
#ifndef MOMENT_H
#define MOMENT_H

#include "base/clock.h"
#include "calendar/iso.h"
#include "calendar/paris.h"

#define MOMENT_DAY 10 /* bytes of "2026-10-25" */

static inline day
moment_day(struct str text)
{
	day n = 0;

	EQ(iso_read_day(str_part(text, 0, MOMENT_DAY), &n), ERR_OK);
	return n;
}

static inline int64_t
moment_utc(struct str text)
{
	struct str hour = str_part(text, 0, 16);
	bool second = str_ends(text, TXT("+01:00"));
	day n;
	int64_t ms;

	if (str_ends(text, TXT("T24:00")))
		return paris_midnight(moment_day(text) + 1);
	EQ(iso_read_hour(hour, &n, &ms), ERR_OK);
	if (text.len != hour.len)
		EQ(paris_shown(n, ms), PARIS_TWICE);
	return paris_utc(n, ms, second);
}

#endif
