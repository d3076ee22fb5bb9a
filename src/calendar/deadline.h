/*
 * deadline - when a time limit ends.
 *
 * A limit in days or months starts the day after its event and ends at 24:00 of
 * its last day (code de procédure civile, 641 and 642, first paragraph). It is
 * *not* carried over to the next working day when it ends on a day of rest:
 * that extension protects who must act, and a minor is protected by the
 * shorter reading. People are shown the working day before instead. A limit in
 * hours runs from its instant.
 *
 * Nothing here reads a clock, allocates or logs. Counts come from a
 * convention's rules: ERR_INPUT, and the answer untouched, when one is 0, above
 * DEADLINE_MOST or leads outside the calendar (see day.h).
 */
#ifndef DEADLINE_H
#define DEADLINE_H

#include "base/err.h"
#include "calendar/holiday.h"
#include "calendar/week.h"

#define DEADLINE_MOST                                                          \
	3660 /* of any unit: no limit we serve exceeds ten years */

/* What does not count in a limit of hours outside days of rest. */
enum deadline_rest {
	DEADLINE_WEEKENDS,
	DEADLINE_WEEKENDS_AND_HOLIDAYS /* the parameter `exclure_feries` */
};

/* `hours` that pass one after the other: nights, week-ends, holidays (D1). */
enum err deadline_hours(int64_t utc, int hours, int64_t *due) CHECKED;

/*
 * `hours` outside days of rest (D4). One that starts on such a day starts at
 * its end; one that ends with a day ends at 24:00 of it, hence before a
 * week-end that follows.
 */
enum err deadline_open_hours(int64_t utc, int hours, enum deadline_rest rest,
    enum territory where, int64_t *due) CHECKED;

/*
 * `hours` of working days while a desk is staffed, from DEADLINE_OPENS to
 * DEADLINE_CLOSES of the clock in Paris: who asks at night is answered in the
 * morning. One that ends with a day ends when its desk closes (S1-2.3-i; the
 * hours are a choice).
 */
#define DEADLINE_OPENS  9
#define DEADLINE_CLOSES 18
enum err deadline_desk_hours(int64_t utc, int hours, enum territory where,
    int64_t *due) CHECKED;

/* The last day; before the start when the count is negative (D2, D3, D9). */
enum err deadline_days(day start, int days, day *last) CHECKED;
enum err deadline_months(day start, int months, day *last) CHECKED;

/* The instant at which a last day ends, 24:00: in time is what is before. */
int64_t deadline_end(day last);

/* The day to show people: « à remettre de préférence avant le … ». */
day deadline_prefer(day last, enum territory where);

/*
 * What a closed week calls for (D5): the first working day from the Monday
 * after it, at `hour` of the clock in Paris (0 to 24).
 */
int64_t deadline_week(struct week w, int hour, enum territory where);

#endif
