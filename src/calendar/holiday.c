#include "calendar/holiday.h"

#include <stddef.h>

#define EVERYWHERE (-1)
#define EASTER     0 /* in place of a month: days counted from Easter Sunday */

static const struct {
	int where;
	int m, d;
} table[] = {
    {EVERYWHERE, 1, 1},
    {EVERYWHERE, EASTER, 1}, /* Easter Monday */
    {EVERYWHERE, 5, 1},
    {EVERYWHERE, 5, 8},
    {EVERYWHERE, EASTER, 39}, /* Ascension */
    {EVERYWHERE, EASTER, 50}, /* Whit Monday */
    {EVERYWHERE, 7, 14},
    {EVERYWHERE, 8, 15},
    {EVERYWHERE, 11, 1},
    {EVERYWHERE, 11, 11},
    {EVERYWHERE, 12, 25},
    {TERRITORY_ALSACE_MOSELLE, EASTER, -2}, /* Good Friday */
    {TERRITORY_ALSACE_MOSELLE, 12, 26},
    {TERRITORY_GUADELOUPE, 5, 27},
    {TERRITORY_MARTINIQUE, 5, 22},
    {TERRITORY_GUYANE, 6, 10},
    {TERRITORY_REUNION, 12, 20},
    {TERRITORY_MAYOTTE, 4, 27},
};

bool
holiday_is(day n, enum territory where)
{
	struct ymd t = day_ymd(n);
	int since_easter = n - day_easter(t.y);

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].where != EVERYWHERE &&
		    table[i].where != (int)where)
			continue;
		if (table[i].m == EASTER
			? table[i].d == since_easter
			: table[i].m == t.m && table[i].d == t.d)
			return true;
	}
	return false;
}

bool
holiday_working(day n, enum territory where)
{
	return day_weekday(n) < SATURDAY && !holiday_is(n, where);
}

day
holiday_working_until(day n, enum territory where)
{
	while (n > DAY_LEAST && !holiday_working(n, where))
		n--;
	return n;
}

day
holiday_working_from(day n, enum territory where)
{
	while (n < DAY_MOST && !holiday_working(n, where))
		n++;
	return n;
}
