#define SUITE core_handover
#include "rig.h"

#include "core/handover.h"

static struct core_keys told;

/* One question of core; how many bytes of a store key to answer it with. */
static void
tell(size_t store)
{
	uint8_t in[CHAN_HEAD + 8 * KIB], out[256];
	struct chan c = {rig.keeper, KEEPER, CORE};
	struct buf room = buf_over(in, sizeof(in));
	struct buf b = buf_over(out, sizeof(out));
	struct bytes payload;
	enum ipc kind;

	OK(chan_recv(&c, &room, 30000, &kind, &payload));
	EQ(kind, IPC_keys_ask);
	msg_put_keys_told(&b,
	    &(struct keys_told){.ticket = 1,
		.store = {rig.keys.store, store},
		.checkpoint = BYTES_OF(rig.keys.checkpoint),
		.auditor = BYTES_OF(rig.keys.auditor),
		.device = BYTES_OF(rig.keys.device)});
	OK(chan_send(&c, IPC_keys_told, &b));
}

static void *
keep(void *nothing)
{
	tell(STORE_KEY);
	return nothing;
}

/* The keeper dies over the question; the next one is asked. */
static void *
die_and_return(void *nothing)
{
	uint8_t in[CHAN_HEAD + 8 * KIB], name = KEEPER;
	struct chan c = {rig.keeper, KEEPER, CORE};
	struct buf room = buf_over(in, sizeof(in));
	_Alignas(struct cmsghdr) uint8_t ends[CMSG_SPACE(sizeof(int))] = {0};
	struct iovec part = {&name, 1};
	struct msghdr m = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = ends,
	    .msg_controllen = sizeof(ends)};
	struct cmsghdr *head = CMSG_FIRSTHDR(&m);
	struct bytes payload;
	enum ipc kind;
	int fd[2];

	OK(chan_recv(&c, &room, 30000, &kind, &payload));
	close(rig.keeper);
	EQ(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd), 0);
	rig.keeper = fd[1];
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &fd[0], sizeof(int));
	(void)poll(NULL, 0, 20);
	EQ(sendmsg(rig.control, &m, 0), 1);
	tell(STORE_KEY);
	return nothing;
}

static void
with(void *(*keeper)(void *))
{
	pthread_t thread;

	rig_make(1, false);
	memset(&told, 0, sizeof(told));
	EQ(pthread_create(&thread, NULL, keeper, NULL), 0);
	OK(handover_keys(&rig.role, &told));
	pthread_join(thread, NULL);
	SAME(BYTES_OF(told.store), BYTES_OF(rig.keys.store));
	SAME(BYTES_OF(told.checkpoint), BYTES_OF(rig.keys.checkpoint));
	SAME(BYTES_OF(told.auditor), BYTES_OF(rig.keys.auditor));
	rmdir(rig.dir);
}

TEST(the_keeper_tells_what_core_needs)
{
	with(keep);
}

TEST(a_keeper_that_dies_over_the_question_is_asked_again)
{
	with(die_and_return);
}

static void *
mumble_then_stop(void *nothing)
{
	EQ(send(rig.keeper, "xxxx", 4, 0), 4);
	tell(STORE_KEY - 1);
	(void)poll(NULL, 0, 50);
	close(rig.control);
	return nothing;
}

TEST(half_a_key_is_none_and_being_told_to_stop_ends_the_wait)
{
	pthread_t thread;

	rig_make(1, false);
	memset(&told, 0, sizeof(told));
	EQ(pthread_create(&thread, NULL, mumble_then_stop, NULL), 0);
	EQ(handover_keys(&rig.role, &told), ERR_ABSENT);
	pthread_join(thread, NULL);
	for (size_t i = 0; i < sizeof(told); i++)
		EQ(((uint8_t *)&told)[i], 0);
	rmdir(rig.dir);
}

/* What opens the store is the keeper's word alone. */
TEST(another_key_opens_nothing)
{
	rig_open(1, false);
	rig_stop();
	rig.keys.store[0] ^= 1;
	rig.mem = test_arena();
	EQ(core_open(&rig.core, &rig.role, &rig.keys, rig.path, &rig.mem),
	    ERR_FORGED);
	nftw(rig.dir, rig_remove, 8, FTW_DEPTH | FTW_PHYS);
}

TEST(too_little_memory_is_said_before_the_store_is_opened)
{
	rig_make(1, false);
	rig.mem = test_arena();
	for (size_t size = core_memory(1) - 64 * KIB; size > 4096;
	     size -= size / 3) {
		rig.mem = test_arena();
		rig.mem.size = size / 2;
		EQ(core_open(&rig.core, &rig.role, &rig.keys, rig.path,
		       &rig.mem),
		    ERR_LIMIT);
	}
	nftw(rig.dir, rig_remove, 8, FTW_DEPTH | FTW_PHYS);
}
