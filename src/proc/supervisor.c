#include "proc/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "proc/announce.h"
#include "proc/child.h"
#include "proc/wiring.h"

#define STATUS_FAILED 70 /* sysexits.h, EX_SOFTWARE */
#define NEVER         INT64_MAX

struct life {
	pid_t pid;   /* 0: not living */
	int control; /* our end; -1: closed */
	bool ready;
	unsigned deaths; /* in a row */
	int64_t born;
	int64_t due; /* when to start it; NEVER while it lives */
};

static struct supervisor plan;
static struct life lives[PEER_COUNT];
/* Ends that wait for their owner to be started, or to be told: [owner][peer].
 */
static int ends[PEER_COUNT][PEER_COUNT][ROLE_WIRES_MOST];
static int signals, self, null;
static bool served;   /* all have once been ready */
static int64_t until; /* when patience ends; NEVER unless stopping */
static int status;

static size_t
pairs(int a, int b)
{
	return wiring_pairs((enum peer)a, (enum peer)b,
	    (size_t)setting_number(&plan.setting, SETTING_workers));
}

static void
shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
shut_ends(int owner, int peer)
{
	for (size_t i = 0; i < pairs(owner, peer); i++)
		shut(&ends[owner][peer][i]);
}

static bool
make_pair(int *one, int *other)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) != 0)
		return false;
	*one = child_raise(fd[0]);
	*other = child_raise(fd[1]);
	return *one >= 0 && *other >= 0;
}

/* New pairs between two roles; both ends wait here. */
static bool
wire(int a, int b)
{
	bool well = true;

	shut_ends(a, b);
	shut_ends(b, a);
	for (size_t i = 0; i < pairs(a, b); i++)
		well = well && make_pair(&ends[a][b][i], &ends[b][a][i]);
	return well;
}

/* Send a living role its new ends to a peer; see role_rewire. */
static void
rewire(int owner, int peer)
{
	uint8_t name = (uint8_t)peer;
	size_t len = sizeof(int) * pairs(owner, peer);
	struct iovec part = {&name, 1};
	_Alignas(struct cmsghdr)
	    uint8_t room[CMSG_SPACE(sizeof(int) * ROLE_WIRES_MOST)] = {0};
	struct msghdr out = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = room,
	    .msg_controllen = (socklen_t)CMSG_SPACE(len)};

	if (len == 0)
		return;
	struct cmsghdr *c = CMSG_FIRSTHDR(&out);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = (socklen_t)CMSG_LEN(len);
	memcpy(CMSG_DATA(c), ends[owner][peer], len);
	if (lives[owner].control >= 0 &&
	    sendmsg(lives[owner].control, &out, MSG_NOSIGNAL | MSG_DONTWAIT) <
		0) {
		/* It hears nothing any more: its next life will. */
		log_event(LOG_WARN, EVENT("role_deaf"),
		    LOG_WORD("who", msg_peer((enum peer)owner)));
		kill(lives[owner].pid, SIGKILL);
	}
}

static bool
start(int who)
{
	struct life *life = &lives[who];
	int theirs;

	if (!make_pair(&life->control, &theirs))
		return false;
	struct child_birth birth = {.us = (enum peer)who,
	    .central = plan.central,
	    .dir = plan.dir,
	    .setting = &plan.setting,
	    .self = self,
	    .null = null,
	    .control = theirs,
	    .hand = plan.hand,
	    .ends = ends[who]};
	life->pid = child_start(&birth);
	life->ready = false;
	life->born = clock_boot();
	life->due = NEVER;
	shut(&theirs);
	for (int peer = 0; peer < PEER_COUNT; peer++)
		shut_ends(who, peer);
	return life->pid > 0;
}

/* Start it again, and join it again to those who live. */
static bool
start_again(int who)
{
	bool well = true;

	for (int peer = 0; peer < PEER_COUNT; peer++)
		well = well && wire(who, peer);
	well = well && start(who);
	for (int peer = 0; peer < PEER_COUNT; peer++) {
		if (lives[peer].pid > 0)
			rewire(peer, who);
		shut_ends(peer, who);
	}
	return well;
}

static void
stop(int with)
{
	if (until != NEVER)
		return;
	log_event(LOG_INFO, EVENT("stopping"));
	status = with;
	until = clock_boot() + SUPERVISOR_PATIENCE;
	for (int who = 0; who < PEER_COUNT; who++)
		shut(&lives[who].control);
}

static void
bury(pid_t pid, int how)
{
	int who = 0;

	while (who < PEER_COUNT && lives[who].pid != pid)
		who++;
	if (who == PEER_COUNT)
		return;
	struct life *life = &lives[who];
	int64_t now = clock_boot();
	life->deaths = now - life->born < CHILD_SOUND ? life->deaths + 1 : 1;
	life->pid = 0;
	shut(&life->control);
	if (until != NEVER)
		return;
	life->due = now + child_pause(life->deaths);
	log_event(LOG_WARN, EVENT("role_died"),
	    LOG_WORD("who", msg_peer((enum peer)who)), LOG_NUM("pid", pid),
	    LOG_NUM("status", WIFEXITED(how) ? WEXITSTATUS(how) : -1),
	    LOG_NUM("signal", WIFSIGNALED(how) ? WTERMSIG(how) : 0),
	    LOG_NUM("again_ms", life->due - now));
	bool damaged = WIFEXITED(how) && WEXITSTATUS(how) == ROLE_DAMAGED;
	bool hopeless =
	    damaged || (WIFEXITED(how) && WEXITSTATUS(how) == ROLE_HOPELESS);
	if (!served && (hopeless || life->deaths >= SUPERVISOR_TRIES)) {
		log_event(LOG_ERROR, EVENT("role_cannot_start"),
		    LOG_WORD("who", msg_peer((enum peer)who)));
		stop(damaged ? ROLE_DAMAGED : STATUS_FAILED);
	}
}

static void
hear_signals(void)
{
	struct signalfd_siginfo s;
	pid_t pid;
	int how;

	while (read(signals, &s, sizeof(s)) == (ssize_t)sizeof(s))
		if (s.ssi_signo != SIGCHLD)
			stop(0);
	while ((pid = waitpid(-1, &how, WNOHANG)) > 0)
		bury(pid, how);
}

/*
 * Something came from a role: it is ready. It closed its end: it has left, or
 * had better, for it could never be joined to a peer again.
 */
static void
hear(int who)
{
	struct life *life = &lives[who];
	char any;

	if (recv(life->control, &any, 1, MSG_DONTWAIT) <= 0) {
		shut(&life->control);
		kill(life->pid, SIGKILL);
		return;
	}
	life->ready = true;
	bool all = true;
	for (int i = 0; i < PEER_COUNT; i++)
		all = all && lives[i].ready;
	if (served) {
		log_event(LOG_INFO, EVENT("role_back"),
		    LOG_WORD("who", msg_peer((enum peer)who)),
		    LOG_NUM("pid", life->pid),
		    LOG_NUM("took_ms", clock_boot() - life->born));
	} else if (all) {
		int64_t ms = clock_boot() - plan.since;
		served = true;
		log_event(LOG_INFO, EVENT("ready"), LOG_NUM("ms", ms));
		announce_ready(plan.ready, ms);
	}
}

/* Milliseconds until something is due; -1: never. */
static int
next(void)
{
	int64_t at = until;

	for (int who = 0; who < PEER_COUNT && until == NEVER; who++)
		at = lives[who].due < at ? lives[who].due : at;
	if (at == NEVER)
		return -1;
	int64_t ms = at - clock_boot();
	return ms < 0 ? 0 : (int)ms;
}

static void
do_what_is_due(void)
{
	int64_t now = clock_boot();

	for (int who = 0; who < PEER_COUNT; who++) {
		struct life *life = &lives[who];
		if (until != NEVER) {
			if (life->pid > 0 && now >= until)
				kill(life->pid, SIGKILL);
		} else if (now >= life->due && !start_again(who)) {
			log_event(LOG_ERROR, EVENT("role_not_started"),
			    LOG_WORD("who", msg_peer((enum peer)who)),
			    LOG_NUM("errno", errno));
			life->due = now + CHILD_PAUSE_MOST;
		}
	}
}

static bool
any_lives(void)
{
	for (int who = 0; who < PEER_COUNT; who++)
		if (lives[who].pid > 0)
			return true;
	return false;
}

static void
loop(void)
{
	while (until == NEVER || any_lives()) {
		struct pollfd p[PEER_COUNT + 1];

		/* Once ready, a role has nothing to tell: only its leaving. */
		for (int who = 0; who < PEER_COUNT; who++)
			p[who] = (struct pollfd){.fd = lives[who].control,
			    .events = lives[who].ready ? 0 : POLLIN};
		p[PEER_COUNT] =
		    (struct pollfd){.fd = signals, .events = POLLIN};
		int got = poll(p, PEER_COUNT + 1, next());
		must(got >= 0 || errno == EINTR);
		for (int who = 0; who < PEER_COUNT && got > 0; who++)
			if (p[who].revents && lives[who].control == p[who].fd)
				hear(who);
		hear_signals();
		do_what_is_due();
	}
}

/*
 * Of root's powers, keep what starting and stopping a role takes, for us and
 * for what we start: become another user, close its view of the files, raise
 * its limits, walk to its folder, end it.
 */
static bool
keep_few_powers(void)
{
	static const uint32_t kept = 1u << CAP_SETUID | 1u << CAP_SETGID |
	    1u << CAP_SYS_CHROOT | 1u << CAP_SYS_RESOURCE |
	    1u << CAP_DAC_READ_SEARCH | 1u << CAP_KILL;
	struct __user_cap_header_struct head = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct had[2], few[2] = {{0}};

	if (geteuid() != 0)
		return true;
	if (syscall(SYS_capget, &head, had) != 0)
		return false;
	few[0].permitted = had[0].permitted & kept;
	few[0].effective = few[0].permitted;
	for (unsigned long c = 0; prctl(PR_CAPBSET_READ, c, 0, 0, 0) >= 0; c++)
		if ((c >= 32 || !(kept >> c & 1u)) &&
		    prctl(PR_CAPBSET_DROP, c, 0, 0, 0) != 0)
			return false;
	return syscall(SYS_capset, &head, few) == 0;
}

/* All that is ours goes above what the roles have; all else is closed. */
static bool
take_descriptors(void)
{
	sigset_t ours;

	sigemptyset(&ours);
	sigaddset(&ours, SIGCHLD);
	sigaddset(&ours, SIGTERM);
	sigaddset(&ours, SIGINT);
	signal(SIGPIPE, SIG_IGN);
	if (sigprocmask(SIG_SETMASK, &ours, NULL) != 0)
		return false;
	signals = child_raise(signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK));
	self = child_raise(open("/proc/self/exe", O_PATH | O_CLOEXEC));
	null = child_raise(open("/dev/null", O_RDWR | O_CLOEXEC));
	plan.ready = child_raise(plan.ready);
	bool well = signals >= 0 && self >= 0 && null >= 0;
	for (int h = 0; h < ROLE_HAND_COUNT; h++) {
		plan.hand[h] = child_raise(plan.hand[h]);
		well = well && plan.hand[h] >= 0;
	}
	for (int fd = STDERR_FILENO + 1; fd < CHILD_ABOVE; fd++)
		close(fd);
	return well;
}

static bool
start_all(void)
{
	bool well = true;

	memset(ends, -1, sizeof(ends));
	for (int a = 0; a < PEER_COUNT; a++) {
		lives[a] = (struct life){.control = -1, .due = NEVER};
		for (int b = 0; b < a; b++)
			well = well && wire(a, b);
	}
	for (int who = 0; who < PEER_COUNT; who++)
		well = well && start(who);
	return well;
}

int
supervisor_run(const struct supervisor *p)
{
	plan = *p;
	until = NEVER;
	log_role("supervisor");
	if (!take_descriptors() || !keep_few_powers() ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || !start_all()) {
		log_event(LOG_ERROR, EVENT("roles_not_started"),
		    LOG_NUM("errno", errno));
		stop(STATUS_FAILED);
	}
	loop();
	log_event(LOG_INFO, EVENT("stopped"));
	return status;
}
