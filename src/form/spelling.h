/*
 * spelling - days, hours and ages as people type them.
 *
 * A day is 2/5/2010, 02.05.10, 2 mai 2010, 02052010 or 2010-05-02; an hour is
 * 22:10, 22h10, 22 h, 2210. Two figures of a year are of this century up to 49.
 * Nothing depends on the clock, which may be wrong: no day is refused for being
 * late or early, only for not being.
 */
#ifndef SPELLING_H
#define SPELLING_H

#include "base/str.h"
#include "calendar/day.h"

#define SPELLING_YEAR_LEAST 1900
#define SPELLING_YEAR_MOST  2099

/* False, and the output untouched, for anything else. */
bool spelling_day(struct str typed, day *n);
bool spelling_hour(struct str typed, int64_t *hour); /* ms since midnight */
bool spelling_age(struct str typed, int64_t *years); /* "15", "15 ans" */

/*
 * A name as it compares: small letters without accents, and anything between
 * two words one blank. False when it is too long for `room`.
 */
bool spelling_fold(struct str typed, char *room, size_t most, struct str *name);

#endif
