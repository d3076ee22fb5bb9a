/*
 * Who may say what to whom, over real SOCK_SEQPACKET pairs.
 */
#define SUITE ipc_chan
#include "../test.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ipc/chan.h"

#define ROOM (CHAN_HEAD + 192 * KIB)

static uint8_t room[ROOM], long_one[ROOM];

struct pair {
	struct chan ours, theirs;
};

static struct pair
a_pair(enum peer us, enum peer them)
{
	int fd[2];

	OK(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd));
	return (struct pair){{fd[0], us, them}, {fd[1], them, us}};
}

/* What `c` receives of these raw bytes, sent by whoever has the other end. */
static enum err
heard(const struct pair *p, const void *sent, size_t len)
{
	struct buf inbox = buf_over(room, sizeof(room));
	enum ipc kind = IPC_COUNT;
	struct bytes payload = {NULL, 7};

	EQ(send(p->theirs.fd, sent, len, 0), (ssize_t)len);
	enum err e = chan_recv(&p->ours, &inbox, 0, &kind, &payload);
	if (e != ERR_OK) { /* nothing was told */
		EQ(kind, IPC_COUNT);
		EQ(payload.len, 7);
	}
	return e;
}

TEST(what_is_sent_arrives)
{
	struct pair p = a_pair(CORE, COURIER);
	uint8_t out[64];
	struct buf b = buf_over(out, sizeof(out)), in = buf_over(room, ROOM);
	enum ipc kind;
	struct bytes payload;
	struct probe_fate m;

	msg_put_probe_fate(&b, &(struct probe_fate){1, 2, 3});
	OK(chan_send(&p.theirs, IPC_probe_fate, &b));
	OK(chan_recv(&p.ours, &in, -1, &kind, &payload));
	EQ(kind, IPC_probe_fate);
	OK(msg_get_probe_fate(payload, &m));
	EQ(m.ticket, 1);
	EQ(m.took_ms, 3);
}

TEST(only_the_rows_between_two_roles_pass_and_only_one_way)
{
	size_t passed = 0;

	for (int us = 0; us < PEER_COUNT; us++)
		for (int them = 0; them < PEER_COUNT; them++) {
			struct pair p = a_pair((enum peer)us, (enum peer)them);
			for (size_t k = 0; k < IPC_COUNT; k++) {
				uint8_t head[CHAN_HEAD] = {0, 0, 0, (uint8_t)k};
				bool may = (int)msg_table[k].to == us &&
				    (int)msg_table[k].from == them;
				EQ(heard(&p, head, CHAN_HEAD),
				    may ? ERR_OK : ERR_FORGED);
				passed += may;
			}
			close(p.ours.fd);
			close(p.theirs.fd);
		}
	EQ(passed, IPC_COUNT);
}

TEST(a_kind_that_does_not_exist_is_refused)
{
	struct pair p = a_pair(CORE, FRONT);

	EQ(heard(&p, "\x00\x00\x00\xff", 4), ERR_FORGED);
	EQ(heard(&p, "\xff\xff\xff\xff", 4), ERR_FORGED);
	EQ(heard(&p, "\x00\x01\x00\x00", 4), ERR_FORGED);
}

TEST(less_than_a_head_is_refused)
{
	struct pair p = a_pair(CORE, FRONT);

	EQ(heard(&p, "", 1), ERR_FORGED);
	EQ(heard(&p, "\x00\x00\x00", 3), ERR_FORGED);
}

TEST(one_byte_over_the_limit_of_its_row_is_refused)
{
	struct pair p = a_pair(CORE, COURIER);
	size_t most = msg_table[IPC_probe_fate].most;

	long_one[3] = IPC_probe_fate;
	EQ(heard(&p, long_one, CHAN_HEAD + most), ERR_OK);
	EQ(heard(&p, long_one, CHAN_HEAD + most + 1), ERR_FORGED);
}

TEST(a_message_longer_than_the_room_is_refused_not_cut)
{
	struct pair p = a_pair(CORE, COURIER);
	struct buf small = buf_over(room, CHAN_HEAD + 16);
	enum ipc kind;
	struct bytes payload;

	long_one[3] = IPC_probe_fate;
	EQ(send(p.theirs.fd, long_one, CHAN_HEAD + 17, 0), CHAN_HEAD + 17);
	EQ(chan_recv(&p.ours, &small, 0, &kind, &payload), ERR_FORGED);
}

TEST(the_longest_message_of_each_row_passes_in_one_piece)
{
	for (size_t k = 0; k < IPC_COUNT; k++) {
		struct pair p = a_pair(msg_table[k].to, msg_table[k].from);
		struct buf full = {long_one, msg_table[k].most, ROOM, ERR_OK};
		struct buf in = buf_over(room, ROOM);
		enum ipc kind;
		struct bytes payload;

		OK(chan_send(&p.theirs, (enum ipc)k, &full));
		OK(chan_recv(&p.ours, &in, 0, &kind, &payload));
		EQ(kind, k);
		EQ(payload.len, msg_table[k].most);
		full.len++;
		EQ(chan_send(&p.theirs, (enum ipc)k, &full), ERR_LIMIT);
		close(p.ours.fd);
		close(p.theirs.fd);
	}
}

TEST(what_could_not_be_written_is_not_sent)
{
	struct pair p = a_pair(CORE, COURIER);
	struct buf b = buf_over(room, 2);

	msg_put_probe_fate(&b, &(struct probe_fate){1, 2, 3});
	EQ(chan_send(&p.theirs, IPC_probe_fate, &b), ERR_LIMIT);
	EQ(recv(p.ours.fd, long_one, 1, MSG_DONTWAIT), -1);
}

TEST(silence_is_slow_and_a_peer_that_left_is_absent)
{
	struct pair p = a_pair(CORE, COURIER);
	struct buf in = buf_over(room, ROOM);
	enum ipc kind;
	struct bytes payload;

	EQ(chan_recv(&p.ours, &in, 0, &kind, &payload), ERR_SLOW);
	EQ(chan_recv(&p.ours, &in, 10, &kind, &payload), ERR_SLOW);
	close(p.theirs.fd);
	EQ(chan_recv(&p.ours, &in, 0, &kind, &payload), ERR_ABSENT);
	EQ(chan_recv(&p.ours, &in, -1, &kind, &payload), ERR_ABSENT);
}

TEST(a_full_queue_or_a_peer_that_left_is_later_and_never_a_wait)
{
	struct pair p = a_pair(CORE, COURIER);
	struct buf b = buf_over(room, 64);
	enum err e;
	size_t sent = 0;

	msg_put_probe_fate(&b, &(struct probe_fate){1, 2, 3});
	while ((e = chan_send(&p.theirs, IPC_probe_fate, &b)) == ERR_OK)
		TRUE(++sent < 100000);
	EQ(e, ERR_LATER);
	close(p.ours.fd);
	EQ(chan_send(&p.theirs, IPC_probe_fate, &b), ERR_LATER);
}

TEST(an_end_that_is_not_wired_hears_and_sends_nothing)
{
	struct chan none = {-1, CORE, COURIER}, back = {-1, COURIER, CORE};
	struct buf in = buf_over(room, ROOM), b = buf_over(long_one, 64);
	enum ipc kind;
	struct bytes payload;

	msg_put_probe_fate(&b, &(struct probe_fate){1, 2, 3});
	EQ(chan_recv(&none, &in, 0, &kind, &payload), ERR_ABSENT);
	EQ(chan_send(&back, IPC_probe_fate, &b), ERR_LATER);
}

TEST_DIES(sending_what_is_not_ours_to_send_ends_us)
{
	struct pair p = a_pair(CORE, COURIER);
	struct buf b = buf_over(room, 64);

	msg_put_probe_fate(&b, &(struct probe_fate){1, 2, 3});
	(void)!chan_send(&p.ours, IPC_probe_fate, &b);
}
