/*
 * The filters as programs: run here on made-up calls, for every role. That the
 * kernel obeys them is shown by tests/jail.
 */
#define SUITE proc_filter
#include "../test.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "proc/filter.h"
#include "proc/rights.h"

#if defined(__x86_64__)
#define HERE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define HERE AUDIT_ARCH_AARCH64
#else
#define HERE AUDIT_ARCH_ARM
#endif

static struct sock_filter code[FILTER_MOST];

/* What the kernel would do: the few instructions our filters are made of. */
static uint32_t
run(size_t n, const struct seccomp_data *d)
{
	uint32_t a = 0;

	for (size_t pc = 0; pc < n; pc++) {
		const struct sock_filter *i = &code[pc];
		bool truth = false;

		switch (i->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			TRUE(i->k + 4 <= sizeof(*d) && i->k % 4 == 0);
			memcpy(&a, (const uint8_t *)d + i->k, 4);
			continue;
		case BPF_RET | BPF_K:
			return i->k;
		case BPF_JMP | BPF_JEQ | BPF_K:
			truth = a == i->k;
			break;
		case BPF_JMP | BPF_JGE | BPF_K:
			truth = a >= i->k;
			break;
		case BPF_JMP | BPF_JSET | BPF_K:
			truth = (a & i->k) != 0;
			break;
		default:
			TRUE(false);
		}
		pc += truth ? i->jt : i->jf;
	}
	TRUE(false); /* it ran off its end */
	return 0;
}

static uint32_t
call(enum peer us, bool start, uint32_t arch, int nr, uint64_t a0, uint64_t a2)
{
	size_t n = filter_make(us, start, SECCOMP_RET_KILL_PROCESS, code);
	struct seccomp_data d = {.nr = nr, .arch = arch, .args = {a0, 0, a2}};

	return run(n, &d);
}

static bool
passes(enum peer us, int nr, uint64_t a0, uint64_t a2)
{
	uint32_t what = call(us, true, HERE, nr, a0, a2);

	TRUE(what == SECCOMP_RET_ALLOW || what == SECCOMP_RET_KILL_PROCESS);
	return what == SECCOMP_RET_ALLOW;
}

#define EACH_ROLE(us)                                                          \
	for (enum peer us = (enum peer)0; us < PEER_COUNT;                     \
	     us = (enum peer)(us + 1))

TEST(another_architectures_calls_end_the_process)
{
	EACH_ROLE(us)
	{
		EQ(call(us, true, HERE, SYS_read, 0, 0), SECCOMP_RET_ALLOW);
		EQ(call(us, true, AUDIT_ARCH_I386, SYS_read, 0, 0),
		    SECCOMP_RET_KILL_PROCESS);
		EQ(call(us, true, AUDIT_ARCH_MIPS, SYS_read, 0, 0),
		    SECCOMP_RET_KILL_PROCESS);
#if defined(__x86_64__)
		EQ(call(us, true, HERE, 0x40000000 | SYS_read, 0, 0),
		    SECCOMP_RET_KILL_PROCESS);
#endif
	}
}

TEST(exactly_the_calls_of_the_table_pass)
{
	EACH_ROLE(us)
	{
		for (int nr = 0; nr < 600; nr++) {
			const char *name = rights_name(nr);
			bool listed = false, free = false;
			for (size_t i = 0; i < rights_call_count && name; i++) {
				const struct rights_call *c = &rights_calls[i];
				if (strcmp(c->name, name) != 0 ||
				    !rights_lets(c, us, true))
					continue;
				listed = true;
				free = free || c->on == RIGHTS_ANY;
			}
			if (free)
				TRUE(passes(us, nr, 0, 0));
			if (!listed)
				TRUE(!passes(us, nr, 0, 0));
		}
	}
}

TEST(no_role_gets_executable_memory)
{
	EACH_ROLE(us)
	{
		TRUE(passes(us, SYS_mprotect, 0, PROT_READ | PROT_WRITE));
		TRUE(!passes(us, SYS_mprotect, 0, PROT_EXEC));
		TRUE(!passes(us, SYS_mprotect, 0, PROT_READ | PROT_EXEC));
#ifdef SYS_mmap
		TRUE(passes(us, SYS_mmap, 0, PROT_READ | PROT_WRITE));
		TRUE(!passes(us, SYS_mmap, 0,
		    PROT_READ | PROT_WRITE | PROT_EXEC));
#endif
	}
}

TEST(a_role_opens_only_the_sockets_of_its_duty)
{
	TRUE(passes(COURIER, SYS_socket, AF_INET, 0));
	TRUE(passes(COURIER, SYS_socket, AF_INET6, 0));
	TRUE(!passes(COURIER, SYS_socket, AF_UNIX, 0));
	TRUE(!passes(COURIER, SYS_socket, AF_NETLINK, 0));
	TRUE(passes(GATE, SYS_socket, AF_UNIX, 0));
	TRUE(!passes(GATE, SYS_socket, AF_INET, 0));
	TRUE(!passes(GATE, SYS_bind, 0, 0));
	TRUE(!passes(CORE, SYS_socket, AF_UNIX, 0));
	TRUE(!passes(KEEPER, SYS_socket, AF_UNIX, 0));
}

TEST(once_tightened_the_front_opens_nothing_more)
{
	static const int ended[] = {SYS_socket, SYS_bind, SYS_listen, SYS_clone,
	    SYS_seccomp, SYS_unlinkat};

	for (size_t i = 0; i < sizeof(ended) / sizeof(ended[0]); i++)
		EQ(call(FRONT, false, HERE, ended[i], AF_UNIX, 0),
		    SECCOMP_RET_KILL_PROCESS);
	EQ(call(FRONT, false, HERE, SYS_recvfrom, 0, 0), SECCOMP_RET_ALLOW);
}

TEST(clone_makes_a_thread_and_nothing_else)
{
	TRUE(passes(CORE, SYS_clone, 0x7d0f00, 0));
	TRUE(!passes(CORE, SYS_clone, 17 /* SIGCHLD: fork */, 0));
	TRUE(!passes(CORE, SYS_clone, 0x7d0f00 | 0x10000000 /* NEWUSER */, 0));
	TRUE(!passes(GATE, SYS_clone, 0x7d0f00, 0));
}

TEST(prctl_answers_and_changes_nothing)
{
	EACH_ROLE(us)
	{
		TRUE(passes(us, SYS_prctl, PR_GET_SECCOMP, 0));
		TRUE(!passes(us, SYS_prctl, PR_SET_DUMPABLE, 0));
		TRUE(!passes(us, SYS_prctl, PR_SET_NO_NEW_PRIVS, 0));
		TRUE(!passes(us, SYS_prctl, PR_SET_SECCOMP, 0));
	}
}

TEST(the_log_is_never_the_rule)
{
	/* The door FICHEP_JAIL=log leaves open is not in the filter of use. */
	size_t n = filter_make(GATE, true, SECCOMP_RET_KILL_PROCESS, code);
	struct seccomp_data d = {.nr = SYS_execve,
	    .arch = HERE,
	    .args = {0, 0, 0, 0, 0, 0x0f1c4e9a}};

	EQ(run(n, &d), SECCOMP_RET_KILL_PROCESS);
	n = filter_make(GATE, true, SECCOMP_RET_TRAP, code);
	EQ(run(n, &d), SECCOMP_RET_ALLOW);
	d.args[5] = 0;
	EQ(run(n, &d), SECCOMP_RET_TRAP);
}
