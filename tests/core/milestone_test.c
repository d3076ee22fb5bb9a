#define SUITE core_milestone
#include "rig.h"

#include "keeper/keyring.h"

#define RIGHT "abc"

#define STAMPS rig_number("SELECT count(*) FROM trail_stamp")

static int64_t
covered(void)
{
	return rig_number("SELECT coalesce(max(size), 0) FROM trail_stamp");
}

TEST(the_key_that_is_asked_for_is_the_keeper_s_key_for_it)
{
	EQ(MILESTONE_KEY, KEYRING_CHECKPOINT);
}

TEST(the_log_is_signed_at_start)
{
	rig_open(1, false);
	rig_turn();
	rig_keep(NULL);
	EQ(rig.keeper_signed, 1);
	rig_turn();
	EQ(STAMPS, 1);
	EQ(covered(), RIG_TRAIL);
	rig_turn();
	rig_keep(NULL);
	EQ(rig.keeper_signed, 1);
	rig_close();
}

TEST(what_happened_since_is_signed_within_five_minutes)
{
	rig_open(1, false);
	rig_turn();
	rig_keep(NULL);
	rig_turn();
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", RIGHT, RIGHT), 303);
	rig_turn();
	rig_keep(NULL);
	EQ(rig.keeper_signed, 1);
	rig_pass(STAMP_EVERY);
	rig_turn();
	rig_keep(NULL);
	EQ(rig.keeper_signed, 2);
	rig_turn();
	EQ(covered(), 2);
	rig_close();
}

TEST(many_entries_are_signed_without_waiting)
{
	rig_open(16, false);
	rig_turn();
	rig_keep(NULL);
	rig_turn();
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", RIGHT, RIGHT), 303);
	for (int n = 0; n < STAMP_ENTRIES / 16; n++) {
		for (size_t i = 0; i < 16; i++)
			rig_send(i, rig_request("GET", "/accueil", NULL));
		rig_turn();
		for (size_t i = 0; i < 16; i++)
			EQ(rig_receive(i), 200);
	}
	rig_turn();
	rig_keep(NULL);
	EQ(rig.keeper_signed, 2);
	rig_turn();
	EQ(STAMPS, 2);
	rig_close();
}

TEST(a_signature_that_is_not_the_key_s_is_not_kept)
{
	uint8_t seed[SIGN_SEED];

	rig_open(1, false);
	rig_turn();
	sign_make(seed);
	sign_key(seed, rig.checkpoint, NULL);
	rig_keep(NULL);
	rig_turn();
	EQ(STAMPS, 0);
	EQ(rig_get("/"), 200);
	rig_close();
}

TEST(a_keeper_that_died_is_asked_again_when_it_is_back)
{
	rig_open(1, false);
	rig_turn();
	close(rig.keeper);
	rig_turn();
	rig_turn();
	EQ(STAMPS, 0);

	int fd[2];
	EQ(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd), 0);
	uint8_t name = KEEPER;
	struct iovec part = {&name, 1};
	_Alignas(struct cmsghdr) uint8_t room[CMSG_SPACE(sizeof(int))] = {0};
	struct msghdr m = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = room,
	    .msg_controllen = sizeof(room)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd[0], sizeof(int));
	EQ(sendmsg(rig.control, &m, 0), 1);
	rig.keeper = fd[1];

	rig_turn();
	rig_turn();
	rig_keep(NULL);
	EQ(rig.keeper_signed, 1);
	rig_turn();
	EQ(STAMPS, 1);
	rig_close();
}

/* The keeper, for as long as core closes. */
static void *
keep_on(void *stop)
{
	clock_hold_boot(CLOCK_FREE);
	while (!*(volatile bool *)stop) {
		rig_keep(NULL);
		(void)poll(NULL, 0, 1);
	}
	return NULL;
}

TEST(the_log_is_signed_whole_at_stop)
{
	bool stop = false;
	pthread_t keeper;

	rig_open(1, false);
	rig_turn();
	rig_keep(NULL);
	rig_turn();
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", RIGHT, RIGHT), 303);
	clock_hold_boot(CLOCK_FREE);
	EQ(pthread_create(&keeper, NULL, keep_on, &stop), 0);
	core_close(&rig.core);
	stop = true;
	pthread_join(keeper, NULL);

	struct store s;
	int64_t behind, stopped;
	OK(store_open_read(rig.path, rig.keys.store, &s));
	OK(query_number(&s, &behind,
	    "SELECT (SELECT count(*) FROM trail) - max(size) FROM trail_stamp",
	    NONE));
	EQ(behind, 0);
	OK(query_number(&s, &stopped, "SELECT count(*) FROM trail", NONE));
	EQ(stopped, 3);
	store_close(&s);
	nftw(rig.dir, rig_remove, 8, FTW_DEPTH | FTW_PHYS);
}
