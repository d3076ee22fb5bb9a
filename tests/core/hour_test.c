#define SUITE core_hour
#include "../test.h"

#include "core/hour.h"

#define NOW  INT64_C(1795536000000)
#define BOOT INT64_C(5000)

static struct hour hour;

static void
at(int64_t machine, int64_t boot)
{
	clock_hold(machine);
	clock_hold_boot(boot);
}

static void
is(int64_t ms, enum trail_clock clock)
{
	struct hour_moment m = hour_now(&hour);

	EQ(m.ms, ms);
	EQ(m.clock, clock);
}

TEST(the_machine_is_believed_until_the_central_speaks)
{
	at(NOW, BOOT);
	hour_open(&hour, 0);
	is(NOW, TRAIL_CLOCK_MACHINE);
	EQ(hour_drift(&hour), 0);
	hour_anchor(&hour, NOW + 90000, BOOT - 100);
	is(NOW + 90100, TRAIL_CLOCK_ANCHORED);
	EQ(hour_drift(&hour), -90100);
}

TEST(an_anchored_clock_is_not_moved_by_whoever_sets_the_machine)
{
	static const int64_t set[] = {0, NOW - 24 * CLOCK_HOUR,
	    NOW + 3650 * CLOCK_DAY};

	at(NOW, BOOT);
	hour_open(&hour, 0);
	hour_anchor(&hour, NOW, BOOT);
	for (int i = 0; i < 3; i++) {
		at(set[i], BOOT + 60000 * (i + 1));
		is(NOW + 60000 * (i + 1), TRAIL_CLOCK_ANCHORED);
	}
}

TEST(the_central_is_never_believed_to_be_earlier_than_what_is_certain)
{
	at(NOW, BOOT);
	hour_open(&hour, NOW - CLOCK_DAY);
	hour_anchor(&hour, NOW - 2 * CLOCK_DAY, BOOT);
	is(NOW - CLOCK_DAY, TRAIL_CLOCK_ANCHORED);
	hour_anchor(&hour, NOW, BOOT);
	is(NOW, TRAIL_CLOCK_ANCHORED);
	/* It was fast, and has been put right. */
	hour_anchor(&hour, NOW - CLOCK_HOUR, BOOT);
	is(NOW - CLOCK_HOUR, TRAIL_CLOCK_ANCHORED);
}

/* Heard `ms` after so long; every five minutes of a day if `day`. */
static void
hears(int64_t ms, int64_t boot, bool day)
{
	int64_t last = day ? CLOCK_DAY : 0;

	for (int64_t t = 0; t <= last; t += 5 * CLOCK_MINUTE) {
		at(0, boot + t);
		hour_anchor(&hour, ms + t, boot + t);
	}
}

TEST(a_central_whose_clock_jumps_is_doubted_until_it_has_said_so_for_a_day)
{
	static const int64_t wrong[] = {3650 * CLOCK_DAY, -2 * CLOCK_DAY};

	for (int i = 0; i < 2; i++) {
		at(NOW, BOOT);
		hour_open(&hour, NOW - 30 * CLOCK_DAY);
		hears(NOW, BOOT, true);
		TRUE(hour_sure(&hour));
		int64_t t = CLOCK_DAY + CLOCK_HOUR;
		hears(NOW + t + wrong[i], BOOT + t, false);
		is(NOW + t, TRAIL_CLOCK_ANCHORED);
		TRUE(!hour_sure(&hour));
		/* It is put right within the hour: nothing has happened. */
		t += CLOCK_HOUR;
		hears(NOW + t, BOOT + t, false);
		is(NOW + t, TRAIL_CLOCK_ANCHORED);
		TRUE(hour_sure(&hour));
		/* It keeps to it: in the end, that is what time it is. */
		hears(NOW + t + wrong[i], BOOT + t, true);
		is(NOW + t + CLOCK_DAY + wrong[i], TRAIL_CLOCK_ANCHORED);
		TRUE(!hour_sure(&hour));
		t += CLOCK_DAY;
		hears(NOW + t + wrong[i], BOOT + t, true);
		TRUE(hour_sure(&hour));
	}
}

TEST(a_central_that_was_wrong_when_it_was_first_heard_is_followed_back)
{
	at(NOW, BOOT);
	hour_open(&hour, 0);
	hears(NOW + 3650 * CLOCK_DAY, BOOT, false);
	is(NOW + 3650 * CLOCK_DAY, TRAIL_CLOCK_ANCHORED);
	TRUE(!hour_sure(&hour));
	hears(NOW + CLOCK_HOUR, BOOT + CLOCK_HOUR, false);
	is(NOW + CLOCK_HOUR, TRAIL_CLOCK_ANCHORED);
}

/* Started again, it hears the central `off` ms after the last time, for a night
 * shift. */
static void
starts_again(int64_t *ms, int64_t off)
{
	int64_t agreed = hour_agreed(&hour);

	hour_open(&hour, 0);
	hour_recall(&hour, *ms, agreed);
	*ms += off;
	for (int64_t t = 0; t <= 8 * CLOCK_HOUR; t += 5 * CLOCK_MINUTE) {
		at(0, BOOT + t);
		hour_anchor(&hour, *ms + t, BOOT + t);
	}
	*ms += 8 * CLOCK_HOUR;
}

TEST(a_machine_that_is_stopped_every_day_is_sure_once_it_has_counted_a_day)
{
	static const int64_t away[] = {CLOCK_DAY + CLOCK_MINUTE,
	    3650 * CLOCK_DAY, -CLOCK_HOUR};
	int64_t ms = NOW;

	for (int i = 0; i < 3; i++) {
		at(0, BOOT);
		hour_open(&hour, 0);
		starts_again(&ms, 0);
		starts_again(&ms, 16 * CLOCK_HOUR);
		EQ(hour_agreed(&hour), 16 * CLOCK_HOUR);
		TRUE(!hour_sure(&hour));
		starts_again(&ms, 16 * CLOCK_HOUR);
		TRUE(hour_sure(&hour));
		/* What it says then may be anything: nobody counted. */
		starts_again(&ms, away[i]);
		is(ms, TRAIL_CLOCK_ANCHORED);
		EQ(hour_agreed(&hour), 8 * CLOCK_HOUR);
		TRUE(!hour_sure(&hour));
		ms = NOW;
	}
}

TEST(a_clock_of_1970_yields_to_what_is_known_and_still_moves_on)
{
	at(1000, BOOT);
	hour_open(&hour, 0);
	is(HOUR_BUILD, TRAIL_CLOCK_UNKNOWN);
	at(2000, BOOT + 1000);
	is(HOUR_BUILD + 1000, TRAIL_CLOCK_UNKNOWN);
	hour_recall(&hour, NOW, 0);
	is(NOW + 1000, TRAIL_CLOCK_UNKNOWN);
	at(NOW + 5, BOOT + 2000);
	is(NOW + 5, TRAIL_CLOCK_MACHINE);
}
