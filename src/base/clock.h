/*
 * clock - what time it is, as far as this machine knows.
 *
 * Instants are milliseconds of UTC since 1970; spans are milliseconds of
 * CLOCK_BOOTTIME, which never goes back and counts while the machine sleeps.
 * Everything that waits or expires in memory uses the second; everything that
 * is recorded uses the first. Tests hold both still or move them.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

#define CLOCK_FREE INT64_MIN

#define CLOCK_SECOND INT64_C(1000)
#define CLOCK_MINUTE (60 * CLOCK_SECOND)
#define CLOCK_HOUR   (60 * CLOCK_MINUTE)
#define CLOCK_DAY    (24 * CLOCK_HOUR)

int64_t clock_now(void);
int64_t clock_boot(void);

/* Tests: hold clock_now or clock_boot at a value; CLOCK_FREE lets it run. */
void clock_hold(int64_t now);
void clock_hold_boot(int64_t boot);

#endif
