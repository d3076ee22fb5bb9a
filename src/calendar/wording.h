/*
 * wording - dates and hours as people read them, in French.
 *
 * « mardi 24 novembre, 18 h 00 »: the day of the week always, because it is
 * what people check; « 1er » for the first of a month. The spaces of an hour
 * do not break (U+00A0), so that it never straddles two lines. Hours are those
 * of the clock in Paris, and the hour that October shows twice says which.
 */
#ifndef WORDING_H
#define WORDING_H

#include "base/buf.h"
#include "calendar/week.h"

/*
 * The year that goes without saying, of whoever reads now: a day of it is
 * « mardi 24 novembre », one of any other « mardi 24 novembre 2026 ».
 */
int wording_year(int64_t now);
#define WORDING_YEAR 0 /* none does: what is kept is read another year */

void wording_day(struct buf *to, day n, int unsaid);

/* « 18 h 00 », of ms since midnight, 0 to 24 h included. */
void wording_hour(struct buf *to, int64_t hour);

/* « mardi 24 novembre, 18 h 00 » */
void wording_utc(struct buf *to, int64_t utc, int unsaid);

/*
 * The same for the end of a limit: midnight is the end of a day and not the
 * beginning of the next, « vendredi 20 novembre, 24 h 00 ».
 */
void wording_end(struct buf *to, int64_t utc, int unsaid);

/* « S53-2026 » */
void wording_week(struct buf *to, struct week w);

#endif
