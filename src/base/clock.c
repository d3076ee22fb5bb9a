#include "base/clock.h"

#include <time.h>

#include "base/err.h"

/* Set by tests before they start threads, and by nothing else. */
static int64_t held = CLOCK_FREE, held_boot = CLOCK_FREE;

static int64_t
read_ms(clockid_t which)
{
	struct timespec t;

	must(clock_gettime(which, &t) == 0);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
clock_now(void)
{
	return held != CLOCK_FREE ? held : read_ms(CLOCK_REALTIME);
}

int64_t
clock_boot(void)
{
	return held_boot != CLOCK_FREE ? held_boot : read_ms(CLOCK_BOOTTIME);
}

void
clock_hold(int64_t now)
{
	held = now;
}

void
clock_hold_boot(int64_t boot)
{
	held_boot = boot;
}
