#include "cmd/attack.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

#define PAGE 4096

/* Some calls are made so that they cannot succeed: to be heard is enough. */
static bool
heard(long result)
{
	return result >= 0 ||
	    (errno != EPERM && errno != EACCES && errno != ENOSYS);
}

static bool
live(const struct attack_ground *g)
{
	(void)g;
	void *p = malloc(1 << 20);
	bool well = p && clock_now() > 0 && clock_boot() > 0 &&
	    write(STDERR_FILENO, "", 0) == 0;
	free(p);
	return well;
}

static bool
open_outside(const struct attack_ground *g)
{
	return open(g->outside, O_RDONLY) >= 0;
}

static bool
open_keyring(const struct attack_ground *g)
{
	(void)g;
	return open("keys/keyring", O_RDONLY) >= 0;
}

static bool
open_data(const struct attack_ground *g)
{
	(void)g;
	return open("data/fichep.db", O_RDONLY) >= 0;
}

static bool
write_data(const struct attack_ground *g)
{
	(void)g;
	return open("data/new", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool
make_outside(const struct attack_ground *g)
{
	return open(g->make, O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool
make_link(const struct attack_ground *g)
{
	(void)g;
	unlink("data/link");
	return symlink("/", "data/link") == 0;
}

static bool
read_memory_file(const struct attack_ground *g)
{
	(void)g;
	return open("/proc/self/mem", O_RDWR) >= 0;
}

static bool
open_device(const struct attack_ground *g)
{
	(void)g;
	return open("/dev/zero", O_RDWR) >= 0;
}

static bool
list_root(const struct attack_ground *g)
{
	(void)g;
	return open("/", O_RDONLY | O_DIRECTORY) >= 0;
}

static bool
socket_ipv4(const struct attack_ground *g)
{
	(void)g;
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool
socket_unix(const struct attack_ground *g)
{
	(void)g;
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool
socket_netlink(const struct attack_ground *g)
{
	(void)g;
	return socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) >= 0;
}

static bool
serve_port(const struct attack_ground *g)
{
	struct sockaddr_in any = {.sin_family = AF_INET,
	    .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)g;
	return fd >= 0 &&
	    bind(fd, (const struct sockaddr *)&any, sizeof(any)) == 0 &&
	    listen(fd, 1) == 0;
}

static bool
call_abstract(const struct attack_ground *g)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t len = strlen(g->abstract);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(to.sun_path + 1, g->abstract, len);
	len += offsetof(struct sockaddr_un, sun_path) + 1;
	return fd >= 0 &&
	    connect(fd, (const struct sockaddr *)&to, (socklen_t)len) == 0;
}

static bool
run_program(const struct attack_ground *g)
{
	char word[] = "fichep", *words[] = {word, NULL}, *none[] = {NULL};

	/* What it writes is not ours to show; its status is "it ran". */
	dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
	execve(g->program, words, none);
	return false;
}

static bool
fork_process(const struct attack_ground *g)
{
	pid_t pid = fork();

	(void)g;
	if (pid == 0)
		_exit(0);
	return pid > 0;
}

static bool
trace_other(const struct attack_ground *g)
{
	return ptrace(PTRACE_SEIZE, g->other, NULL, NULL) == 0;
}

/* A page of ours, at the same address in the other: we are its fork. */
static char page[16];

static bool
read_other(const struct attack_ground *g)
{
	char to[16];
	struct iovec here = {to, sizeof(to)}, there = {page, sizeof(page)};

	return process_vm_readv(g->other, &here, 1, &there, 1, 0) > 0;
}

static bool
write_other(const struct attack_ground *g)
{
	struct iovec here = {page, sizeof(page)}, there = here;

	return process_vm_writev(g->other, &here, 1, &there, 1, 0) > 0;
}

static bool
take_descriptor(const struct attack_ground *g)
{
	long fd = syscall(SYS_pidfd_open, g->other, 0);

	return fd >= 0 && syscall(SYS_pidfd_getfd, fd, 0, 0) >= 0;
}

static bool
signal_other(const struct attack_ground *g)
{
	return kill(g->other, SIGCONT) == 0;
}

static bool
limit_other(const struct attack_ground *g)
{
	uint64_t had[2];

	(void)g;
	return syscall(SYS_prlimit64, 0, 0, NULL, had) == 0;
}

static bool
map_code(const struct attack_ground *g)
{
	(void)g;
	return mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool
turn_into_code(const struct attack_ground *g)
{
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)g;
	return p != MAP_FAILED && mprotect(p, PAGE, PROT_READ | PROT_EXEC) == 0;
}

static bool
map_all_as_code(const struct attack_ground *g)
{
	(void)g;
	return personality(READ_IMPLIES_EXEC) >= 0;
}

static bool
hidden_file(const struct attack_ground *g)
{
	(void)g;
	return syscall(SYS_memfd_create, "x", 0) >= 0;
}

static bool
be_dumpable(const struct attack_ground *g)
{
	(void)g;
	return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

static bool
become_root(const struct attack_ground *g)
{
	(void)g;
	return setresuid(0, 0, 0) == 0;
}

static bool
own_namespace(const struct attack_ground *g)
{
	(void)g;
	return unshare(CLONE_NEWUSER) == 0;
}

static bool
mount_folder(const struct attack_ground *g)
{
	(void)g;
	return heard(mount("none", "/no/such/folder", "tmpfs", 0, NULL));
}

static bool
other_root(const struct attack_ground *g)
{
	(void)g;
	return chroot(".") == 0;
}

static bool
load_bpf(const struct attack_ground *g)
{
	(void)g;
	return heard(syscall(SYS_bpf, 0x7fff, NULL, 0));
}

static bool
watch_kernel(const struct attack_ground *g)
{
	(void)g;
	return heard(syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0));
}

static bool
catch_faults(const struct attack_ground *g)
{
	(void)g;
	return syscall(SYS_userfaultfd, O_CLOEXEC) >= 0;
}

static bool
queue_calls(const struct attack_ground *g)
{
	(void)g;
	return heard(syscall(SYS_io_uring_setup, 1, NULL));
}

static bool
keep_in_kernel(const struct attack_ground *g)
{
	(void)g;
	return syscall(SYS_add_key, "user", "fichep", "x", 1, -2) >= 0;
}

static bool
type_for_user(const struct attack_ground *g)
{
	(void)g;
	return heard(syscall(SYS_ioctl, STDERR_FILENO, 0x5412, "x"));
}

static bool
set_clock(const struct attack_ground *g)
{
	(void)g;
	return heard(syscall(SYS_adjtimex, NULL));
}

static bool
other_filter(const struct attack_ground *g)
{
	(void)g;
	return heard(syscall(SYS_seccomp, 1, 0, NULL));
}

#define NOBODY
#define EVERY       | ~0u
#define FOR(peer)   | 1u << peer
#define START(peer) | 0x10000u << peer
#define SURE        true
#define MAYBE       false
const struct attack attack_table[] = {
#define ATTACK(name, abi, roles, sure, what)                                   \
	{#name, name, abi, (0u roles), sure, what},
#include "cmd/attack.def"
#undef ATTACK
};
const size_t attack_count = sizeof(attack_table) / sizeof(attack_table[0]);
