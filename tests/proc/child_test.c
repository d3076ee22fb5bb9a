#define SUITE proc_child
#include "../test.h"

#include "proc/child.h"

TEST(the_first_death_is_repaired_at_once_and_later_ones_wait_twice_as_long)
{
	EQ(child_pause(1), 50);
	EQ(child_pause(2), 100);
	EQ(child_pause(5), 800);
	for (unsigned n = 2; n < 40; n++)
		TRUE(child_pause(n) >= child_pause(n - 1));
}

TEST(no_role_waits_more_than_half_a_minute)
{
	EQ(child_pause(12), CHILD_PAUSE_MOST);
	EQ(child_pause(1000000), CHILD_PAUSE_MOST);
}
