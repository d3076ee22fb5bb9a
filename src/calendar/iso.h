/*
 * iso - dates and hours as machines exchange them (ISO 8601, RFC 3339).
 *
 * A day is "2026-11-24"; what a person chose in a form is that day and an hour
 * of the clock in Paris, "2026-11-24T18:00"; an instant is written in UTC with
 * its milliseconds, "2026-11-24T17:00:00.000Z". Reading is strict.
 */
#ifndef ISO_H
#define ISO_H

#include "base/buf.h"
#include "calendar/week.h"

void iso_put_day(struct buf *to, day n);
void iso_put_utc(struct buf *to, int64_t utc);
void iso_put_week(struct buf *to, struct week w); /* "2026-W53" */

/* ERR_INPUT, outputs untouched, for another shape or a day that is not. */
enum err iso_read_day(struct str text, day *n) CHECKED;

/* `*hour` in ms of the clock, 0 to 24 h excluded (see paris_utc). */
enum err iso_read_hour(struct str text, day *n, int64_t *hour) CHECKED;

#endif
