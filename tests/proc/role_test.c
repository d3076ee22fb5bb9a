/*
 * How a role begins and is wired again, with real descriptors. Each test is
 * made in a process of its own, because a role's numbers are those of the test
 * runner's own descriptors; it ends with the line of what is not true.
 */
#define SUITE proc_role
#include "../test.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc/wiring.h"

#define HOLDS(x) ((x) ? (void)0 : _exit(__LINE__ % 256))

/* Run in a child; 0 when all of it holds. */
static int
apart(void (*body)(void))
{
	int how = -1;
	pid_t pid = fork();

	if (pid == 0) {
		body();
		_exit(0);
	}
	waitpid(pid, &how, 0);
	return WIFEXITED(how) ? WEXITSTATUS(how) : -1;
}

#define APART(name)                                                            \
	static void name##_apart(void);                                        \
	TEST(name)                                                             \
	{                                                                      \
		EQ(apart(name##_apart), 0);                                    \
	}                                                                      \
	static void name##_apart(void)

static int supervisor = -1; /* its end of our control channel */
static int far[PEER_COUNT]; /* the far ends of the wires of keeper */

static void
packets(int at, int *other)
{
	int fd[2];

	HOLDS(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == ERR_OK);
	*other = fcntl(fd[1], F_DUPFD, 100);
	int ours = fcntl(fd[0], F_DUPFD, 100);
	close(fd[0]);
	close(fd[1]);
	HOLDS(dup2(ours, at) == at);
	close(ours);
}

/* All that keeper is handed, except for the numbers in `but`. */
static void
hand_over(int but)
{
	for (int fd = 3; fd < 32; fd++)
		close(fd);
	packets(WIRING_CONTROL, &supervisor);
	for (int h = 0; h < ROLE_HAND_COUNT; h++)
		if (wiring_owner((enum role_hand)h) == KEEPER) {
			int zero = open("/dev/zero", O_RDONLY);
			dup2(zero, WIRING_HANDS + h);
			if (zero != WIRING_HANDS + h)
				close(zero);
		}
	packets(wiring_end(KEEPER, CORE, 0, 8), &far[CORE]);
	packets(wiring_end(KEEPER, GATE, 0, 8), &far[GATE]);
	if (but >= 0)
		close(but);
}

static char *
word(const char *text)
{
	return strdup(text);
}

static enum err
start(struct role *r, const char *name, const char *side, const char *setting)
{
	char *words[] = {word(name), word(side), word("--dir"), word("/tmp"),
	    word(setting ? setting : "")};

	return role_start(setting ? 5 : 4, words, r);
}

APART(a_role_finds_all_it_was_handed)
{
	static struct role r;

	hand_over(-1);
	HOLDS(start(&r, "keeper", "central", "uid_base=70000") == ERR_OK);
	HOLDS(r.us == KEEPER);
	HOLDS(r.central);
	HOLDS(str_eq(r.dir, TXT(".")));
	HOLDS(setting_number(&r.setting, SETTING_uid_base) == 70000);
	HOLDS(r.hand[ROLE_LISTEN] == -1);
	HOLDS(r.hand[ROLE_KEYRING] >= 0 && r.hand[ROLE_UNLOCK] >= 0);
	HOLDS(r.wires[CORE] == 1);
	HOLDS(r.wires[FRONT] == 0);
	HOLDS(r.chan[FRONT][0].fd == -1);
	HOLDS(r.chan[CORE][0].fd >= 0 && r.chan[CORE][0].them == CORE);
	char where[64];
	HOLDS(getcwd(where, sizeof(where)) && strcmp(where, "/tmp") == 0);
}

APART(a_role_that_lacks_a_descriptor_does_not_begin)
{
	static struct role r;
	int last = wiring_limit(KEEPER, 8) - 1;

	for (int fd = WIRING_CONTROL; fd <= last; fd++) {
		int h = fd - WIRING_HANDS;
		hand_over(fd);
		bool ours = h < 0 || h >= ROLE_HAND_COUNT ||
		    wiring_owner((enum role_hand)h) == KEEPER;
		enum err want = ours ? ERR_INPUT : ERR_OK;
		HOLDS(start(&r, "keeper", "box", NULL) == want);
	}
}

APART(a_role_that_is_told_nonsense_does_not_begin)
{
	static struct role r = {.us = PEER_COUNT};

	hand_over(-1);
	HOLDS(start(&r, "nobody", "box", NULL) == ERR_INPUT);
	HOLDS(start(&r, "keeper", "boxes", NULL) == ERR_INPUT);
	HOLDS(start(&r, "keeper", "box", "uid_base") == ERR_INPUT);
	HOLDS(start(&r, "keeper", "box", "uid_base=1") == ERR_INPUT);
	HOLDS(start(&r, "keeper", "box", "none=1") == ERR_INPUT);
	HOLDS(start(&r, "core", "box", NULL) == ERR_INPUT);
	HOLDS(r.us == PEER_COUNT);
}

static void
send_ends(uint8_t who, size_t n, const int *fds)
{
	struct iovec part = {&who, 1};
	_Alignas(struct cmsghdr)
	    uint8_t room[CMSG_SPACE(sizeof(int) * 4)] = {0};
	struct msghdr out = {.msg_iov = &part, .msg_iovlen = 1};

	if (n > 0) {
		out.msg_control = room;
		out.msg_controllen = (socklen_t)CMSG_SPACE(n * sizeof(int));
		struct cmsghdr *c = CMSG_FIRSTHDR(&out);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = (socklen_t)CMSG_LEN(n * sizeof(int));
		memcpy(CMSG_DATA(c), fds, n * sizeof(int));
	}
	HOLDS(sendmsg(supervisor, &out, 0) == 1);
}

APART(a_peer_that_comes_back_is_heard_under_the_old_number)
{
	static struct role r;
	int fd[2];
	uint8_t inbox[CHAN_HEAD + 8 * KIB];
	struct buf room = buf_over(inbox, sizeof(inbox));
	enum ipc kind;
	struct bytes payload;
	enum peer who = PEER_COUNT;

	hand_over(-1);
	HOLDS(start(&r, "keeper", "box", NULL) == ERR_OK);
	HOLDS(role_rewire(&r, &who) == ERR_SLOW);
	struct chan kept = r.chan[CORE][0];
	close(far[CORE]);
	HOLDS(chan_recv(&kept, &room, 0, &kind, &payload) == ERR_ABSENT);

	HOLDS(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == ERR_OK);
	send_ends(CORE, 1, &fd[0]);
	close(fd[0]);
	HOLDS(role_rewire(&r, &who) == ERR_OK);
	HOLDS(who == CORE);

	uint8_t outbox[64];
	struct buf b = buf_over(outbox, sizeof(outbox));
	struct chan core = {fd[1], CORE, KEEPER};
	msg_put_keys_ask(&b, &(struct keys_ask){.ticket = 9});
	HOLDS(chan_send(&core, IPC_keys_ask, &b) == ERR_OK);
	HOLDS(chan_recv(&kept, &room, 0, &kind, &payload) == ERR_OK);
	HOLDS(kind == IPC_keys_ask);
}

APART(new_ends_that_fit_nobody_are_closed_and_nothing_changes)
{
	static struct role r;
	enum peer who = PEER_COUNT;
	int fd[2];

	hand_over(-1);
	HOLDS(start(&r, "keeper", "box", NULL) == ERR_OK);
	HOLDS(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == ERR_OK);
	send_ends(FRONT, 1, fd);
	HOLDS(role_rewire(&r, &who) == ERR_SLOW);
	send_ends(PEER_COUNT, 1, fd);
	HOLDS(role_rewire(&r, &who) == ERR_SLOW);
	send_ends(CORE, 2, fd);
	HOLDS(role_rewire(&r, &who) == ERR_SLOW);
	send_ends(CORE, 0, NULL);
	HOLDS(role_rewire(&r, &who) == ERR_SLOW);
	HOLDS(who == PEER_COUNT);
	close(fd[0]);
	char any;
	HOLDS(recv(fd[1], &any, 1, MSG_DONTWAIT) == 0); /* no copy was kept */
}

APART(a_supervisor_that_leaves_is_noticed_and_ready_is_one_datagram)
{
	static struct role r;
	enum peer who;
	char any[8];

	hand_over(-1);
	HOLDS(start(&r, "keeper", "box", NULL) == ERR_OK);
	role_ready(&r);
	HOLDS(recv(supervisor, any, sizeof(any), 0) == 1);
	close(supervisor);
	HOLDS(role_rewire(&r, &who) == ERR_ABSENT);
	role_ready(&r); /* and nothing happens */
}
