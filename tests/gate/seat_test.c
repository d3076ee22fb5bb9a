#define SUITE gate_seat
#include "../test.h"

#include <arpa/inet.h>

#include "gate/lane.h"
#include "gate/seat.h"

#define SEATS 256

static struct seat_table table;

static struct in6_addr
address(const char *text)
{
	struct in6_addr a;

	EQ(inet_pton(AF_INET6, text, &a), 1);
	return a;
}

/* `count` newcomers of one address, in `state`, arriving one ms apart. */
static uint32_t
fill(const char *from, size_t count, enum seat_state state, int64_t since)
{
	struct in6_addr a = address(from);
	uint32_t first = SEAT_NONE;

	for (size_t i = 0; i < count; i++) {
		uint32_t which = seat_take(&table, -1, &a, since + (int64_t)i);
		table.at[which].state = state;
		if (i == 0)
			first = which;
	}
	return first;
}

static uint32_t
victim(const char *newcomer)
{
	struct in6_addr a = address(newcomer);
	uint32_t v = 0;

	TRUE(seat_victim(&table, &a, 1000000, &v));
	return v;
}

TEST(while_seats_are_free_nobody_has_to_leave)
{
	OK(seat_open(&table, SEATS));
	fill("2001:db8::1", SEATS - 1, SEAT_SILENT, 1);
	EQ(victim("2001:db8::1"), SEAT_NONE);
}

TEST(a_flood_pushes_out_its_own_oldest)
{
	OK(seat_open(&table, SEATS));
	fill("2001:db8:1::1", 30, SEAT_SILENT, 1);
	uint32_t oldest = fill("2001:db8:2::1", SEATS - 30, SEAT_SILENT, 100);
	EQ(victim("2001:db8:3::1"), oldest);
	EQ(victim("2001:db8:2::1"), oldest);
}

TEST(who_got_least_far_leaves_first)
{
	static const enum seat_state order[] = {SEAT_SILENT, SEAT_HANDSHAKE,
	    SEAT_LEAVING, SEAT_READING, SEAT_IDLE, SEAT_QUEUED, SEAT_HANDED};

	for (size_t i = 0; i + 1 < sizeof(order) / sizeof(order[0]); i++) {
		OK(seat_open(&table, SEATS));
		fill("2001:db8::1", SEATS - 1, order[i + 1], 1);
		uint32_t least = fill("2001:db8::1", 1, order[i], 9000);
		EQ(victim("2001:db8:3::1"), least);
	}
}

TEST(a_share_is_left_alone_while_another_has_more)
{
	OK(seat_open(&table, SEATS));
	fill("2001:db8:1::1", SEAT_SHARE, SEAT_SILENT, 1);
	uint32_t oldest =
	    fill("2001:db8:2::1", SEATS - SEAT_SHARE, SEAT_IDLE, 100);
	EQ(victim("2001:db8:3::1"), oldest);
}

TEST(when_nobody_has_more_than_a_share_the_silent_leave)
{
	OK(seat_open(&table, SEATS));
	for (int i = 1; i <= 4; i++) {
		char from[32];
		snprintf(from, sizeof(from), "2001:db8:%d::1", i);
		fill(from, SEAT_SHARE - (i == 4), SEAT_IDLE, i * 100);
	}
	uint32_t silent = fill("2001:db8:9::1", 1, SEAT_SILENT, 900);
	EQ(victim("2001:db8:8::1"), silent);
}

TEST(one_network_is_one_guest)
{
	OK(seat_open(&table, SEATS));
	uint32_t oldest = fill("2001:db8:1:1::1", 80, SEAT_SILENT, 1);
	fill("2001:db8:1:1:ffff::2", 80, SEAT_SILENT, 200);
	fill("2001:db8:1:2::1", SEATS - 160, SEAT_SILENT, 0);
	EQ(victim("2001:db8:3::1"), oldest);

	OK(seat_open(&table, SEATS));
	fill("::ffff:192.0.2.1", 100, SEAT_SILENT, 1);
	oldest = fill("::ffff:192.0.2.2", SEATS - 100, SEAT_SILENT, 500);
	EQ(victim("2001:db8:3::1"), oldest);
}

TEST(nobody_interrupts_his_own_requests)
{
	struct in6_addr a = address("2001:db8::1");
	uint32_t v = 0;

	OK(seat_open(&table, SEATS));
	uint32_t oldest = fill("2001:db8::1", SEATS, SEAT_HANDED, 1);
	TRUE(!seat_victim(&table, &a, 1000000, &v));
	EQ(victim("2001:db8:3::1"), oldest);
}

TEST(requests_within_a_share_are_not_interrupted_for_a_newcomer)
{
	struct in6_addr a = address("2001:db8:9::1");
	uint32_t v = 0;

	OK(seat_open(&table, SEATS));
	for (int i = 1; i <= 4; i++) {
		char from[32];
		snprintf(from, sizeof(from), "2001:db8:%d::1", i);
		fill(from, SEAT_SHARE, SEAT_QUEUED, i * 100);
	}
	TRUE(!seat_victim(&table, &a, 1000000, &v));
	table.at[7].state = SEAT_IDLE;
	EQ(victim("2001:db8:9::1"), 7);
}

/* Many networks, each within its share, idle on all seats but one. */
TEST(those_who_idle_do_not_have_newcomers_push_each_other_out)
{
	const int64_t now = 1000000; /* as victim() has it */
	uint32_t oldest = 0;

	for (int begun = 0; begun < 2; begun++) {
		OK(seat_open(&table, SEATS));
		for (int i = 1; i <= 4; i++) {
			char from[32];
			snprintf(from, sizeof(from), "2001:db8:%d::1", i);
			uint32_t first = fill(from, SEAT_SHARE - (i == 4),
			    SEAT_IDLE, i * 100);
			oldest = i == 1 ? first : oldest;
		}
		uint32_t slow = fill("2001:db8:9::1", 1,
		    begun ? SEAT_READING : SEAT_HANDSHAKE, now - 2500);
		EQ(victim("2001:db8:8::1"), oldest);
		table.at[slow].since = now - 4000; /* longer than decent */
		EQ(victim("2001:db8:8::1"), slow);
	}
}

TEST(an_answer_that_nobody_takes_counts_for_little)
{
	OK(seat_open(&table, SEATS));
	fill("2001:db8::1", SEATS - 1, SEAT_QUEUED, 1);
	uint32_t stuck = fill("2001:db8::1", 1, SEAT_ANSWERING, 2);
	TRUE(victim("2001:db8:3::1") != stuck);
	table.at[stuck].stuck = 1;
	EQ(victim("2001:db8:3::1"), stuck);
}

TEST(what_a_guest_left_is_wiped)
{
	struct in6_addr a = address("2001:db8::1");

	OK(seat_open(&table, SEATS));
	uint32_t which = seat_take(&table, -1, &a, 1);
	struct seat_room *room = &table.room[which];
	table.at[which].state = SEAT_READING;
	memset(room->bytes, 'p', 5000);
	memset(room->in, 'p', sizeof(room->in));
	table.at[which].touched = 5000;
	seat_leave(&table, which);
	EQ(memchr(room->bytes, 'p', SEAT_BYTES) != NULL, false);
	EQ(memchr(room->in, 'p', sizeof(room->in)) != NULL, false);
	EQ(seat_take(&table, -1, &a, 2), which);
}
