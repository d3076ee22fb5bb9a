#include "base/clock.h"

#include <time.h>

#define SUITE base_clock
#include "../test.h"

TEST(the_clock_tells_the_milliseconds_of_this_machine)
{
	int64_t before = (int64_t)time(NULL) * CLOCK_SECOND;
	int64_t now = clock_now();

	TRUE(now >= before);
	TRUE(now < before + 10 * CLOCK_SECOND);
	TRUE(now > INT64_C(1750000000000)); /* June 2025 */
}

TEST(the_clock_of_spans_never_goes_back)
{
	int64_t last = clock_boot();

	for (int i = 0; i < 1000; i++) {
		int64_t now = clock_boot();
		TRUE(now >= last);
		last = now;
	}
	TRUE(last > 0);
}

TEST(a_test_can_hold_each_clock_and_let_it_go)
{
	clock_hold(42);
	EQ(clock_now(), 42);
	TRUE(clock_boot() > 42);
	clock_hold_boot(7);
	clock_hold(-1);
	EQ(clock_now(), -1);
	EQ(clock_boot(), 7);
	clock_hold(CLOCK_FREE);
	clock_hold_boot(CLOCK_FREE);
	TRUE(clock_now() > INT64_C(1750000000000));
	TRUE(clock_boot() > 7);
	EQ(CLOCK_DAY, 86400000);
}
