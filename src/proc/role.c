#include "proc/role.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "proc/wiring.h"

static bool
is_packets(int fd)
{
	int type = 0;
	socklen_t len = sizeof(type);

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0 &&
	    type == SOCK_SEQPACKET;
}

static bool
is_open(int fd)
{
	return lseek(fd, 0, SEEK_CUR) >= 0 || errno != EBADF;
}

/* Put our descriptors where wiring says they are; false if one is not there. */
static bool
take_descriptors(struct role *r)
{
	size_t workers = (size_t)setting_number(&r->setting, SETTING_workers);

	r->control = WIRING_CONTROL;
	bool there = is_packets(r->control);
	for (int h = 0; h < ROLE_HAND_COUNT; h++) {
		bool ours = wiring_owner((enum role_hand)h) == r->us;
		r->hand[h] = ours ? WIRING_HANDS + h : -1;
		there = there && (!ours || is_open(r->hand[h]));
	}
	for (int p = 0; p < PEER_COUNT; p++) {
		enum peer them = (enum peer)p;
		r->wires[p] = wiring_pairs(r->us, them, workers);
		must(r->wires[p] <= ROLE_WIRES_MOST);
		for (size_t i = 0; i < ROLE_WIRES_MOST; i++)
			r->chan[p][i] = (struct chan){-1, r->us, them};
		for (size_t i = 0; i < r->wires[p]; i++) {
			int fd = wiring_end(r->us, them, i, workers);
			r->chan[p][i].fd = fd;
			there = there && is_packets(fd);
		}
	}
	return there;
}

static bool
take_name(const char *name, enum peer *us)
{
	for (int p = 0; p < PEER_COUNT; p++)
		if (strcmp(name, msg_peer((enum peer)p)) == 0) {
			*us = (enum peer)p;
			return true;
		}
	return false;
}

static bool
take_settings(int n, char **at, struct setting_set *set)
{
	const char *why;

	*set = setting_defaults();
	for (int i = 0; i < n; i++) {
		struct str value = str_of(at[i]);
		struct str name = str_cut(&value, '=');
		if (setting_put(set, name, value, &why) != ERR_OK)
			return false;
	}
	return true;
}

/* FICHEP_TRACE=ipc shows what is said between roles, not what is in it. */
static void
take_trace(void)
{
	const char *subject = getenv("FICHEP_TRACE");

	if (subject && strcmp(subject, "ipc") == 0) {
		chan_trace(true);
		log_level(LOG_DEBUG);
	}
}

enum err
role_start(int argc, char **argv, struct role *r)
{
	struct role made = {.dir = TXT(".")};

	if (argc < 4 || !take_name(argv[0], &made.us) ||
	    (strcmp(argv[1], "box") != 0 && strcmp(argv[1], "central") != 0) ||
	    strcmp(argv[2], "--dir") != 0 ||
	    !take_settings(argc - 4, argv + 4, &made.setting) ||
	    !take_descriptors(&made) || chdir(argv[3]) != 0)
		return ERR_INPUT;
	made.central = strcmp(argv[1], "central") == 0;

	/* A peer that is gone, a log that is full: an error, not our end. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	log_role(msg_peer(made.us));
	take_trace();
	*r = made;
	return ERR_OK;
}

void
role_ready(const struct role *r)
{
	/* If nobody hears it, the supervisor is gone, and so are we soon. */
	(void)!send(r->control, "r", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* Put `got` new ends under the numbers the old ones have. */
static bool
replace(const struct role *r, uint8_t who, const int *fds, size_t got)
{
	bool fits = who < PEER_COUNT && got == r->wires[who] && got > 0;

	for (size_t i = 0; i < got; i++) {
		if (fits)
			must(dup2(fds[i], r->chan[who][i].fd) >= 0);
		close(fds[i]);
	}
	return fits;
}

enum err
role_rewire(struct role *r, enum peer *who)
{
	uint8_t name = UINT8_MAX;
	struct iovec part = {&name, 1};
	_Alignas(struct cmsghdr)
	    uint8_t room[CMSG_SPACE(sizeof(int) * ROLE_WIRES_MOST)];
	struct msghdr in = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = room,
	    .msg_controllen = sizeof(room)};

	ssize_t got = recvmsg(r->control, &in, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (got < 0)
		return errno == EAGAIN || errno == EINTR ? ERR_SLOW
							 : ERR_ABSENT;
	if (got == 0)
		return ERR_ABSENT;

	struct cmsghdr *c = CMSG_FIRSTHDR(&in);
	if (!c || c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
		return ERR_SLOW;
	int fds[ROLE_WIRES_MOST];
	size_t len = c->cmsg_len - CMSG_LEN(0);
	must(len <= sizeof(fds));
	memcpy(fds, CMSG_DATA(c), len);
	if (!replace(r, name, fds, len / sizeof(int)))
		return ERR_SLOW;
	*who = (enum peer)name;
	return ERR_OK;
}
