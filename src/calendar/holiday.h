/*
 * holiday - the days of rest that the law gives, computed and never listed.
 *
 * The eleven days of code du travail, L3133-1, and what a territory adds: Good
 * Friday and 26 December in Moselle, Bas-Rhin and Haut-Rhin (L3134-13), the
 * day slavery ended overseas (L3422-2). Another territory is a row of the table
 * in holiday.c; overseas the clocks differ from Paris, see paris.h.
 */
#ifndef HOLIDAY_H
#define HOLIDAY_H

#include "calendar/day.h"

enum territory {
	TERRITORY_METROPOLE,
	TERRITORY_ALSACE_MOSELLE,
	TERRITORY_GUADELOUPE,
	TERRITORY_MARTINIQUE,
	TERRITORY_GUYANE,
	TERRITORY_REUNION,
	TERRITORY_MAYOTTE
};

bool holiday_is(day n, enum territory where);

/* Neither a Saturday, nor a Sunday, nor a holiday. */
bool holiday_working(day n, enum territory where);

/* The nearest working day not after `n`, or not before it. */
day holiday_working_until(day n, enum territory where);
day holiday_working_from(day n, enum territory where);

#endif
