#include "proc/filter.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/log.h"
#include "proc/rights.h"

#if defined(__x86_64__)
#define ARCH          AUDIT_ARCH_X86_64
#define RESULT_OF(uc) ((uc)->uc_mcontext.gregs[REG_RAX])
#define ARG_OF(uc, i)                                                          \
	((uc)->uc_mcontext.gregs[(                                             \
	    const int[]){REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8}[i]])
#elif defined(__aarch64__)
#define ARCH          AUDIT_ARCH_AARCH64
#define RESULT_OF(uc) ((uc)->uc_mcontext.regs[0])
#define ARG_OF(uc, i) ((uc)->uc_mcontext.regs[i])
#elif defined(__arm__)
#define ARCH          AUDIT_ARCH_ARM
#define RESULT_OF(uc) ((uc)->uc_mcontext.arm_r0)
#define ARG_OF(uc, i) ((&(uc)->uc_mcontext.arm_r0)[i])
#else
#error "no filter is written for this architecture"
#endif

/* x86_64 only: the calls of x32, which bear this bit, are refused as a whole.
 */
#define X32 0x40000000u

/*
 * The sixth argument that tells the log's filter that the call is the handler
 * doing what it has just named. No call it repeats has six.
 */
#define AGAIN 0x0f1c4e9au

#define FIELD(name) (uint32_t) offsetof(struct seccomp_data, name)
#define LOW(arg)    (uint32_t)(offsetof(struct seccomp_data, args) + 8 * (arg))
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
    "the low half of an argument comes first");

struct writer {
	struct sock_filter *code;
	size_t n;
};

static void
put(struct writer *w, uint16_t code, uint32_t k, uint8_t then, uint8_t other)
{
	must(w->n < FILTER_MOST);
	w->code[w->n++] = (struct sock_filter){code, then, other, k};
}

#define LOAD(w, at)     put((w), BPF_LD | BPF_W | BPF_ABS, (at), 0, 0)
#define ANSWER(w, what) put((w), BPF_RET | BPF_K, (what), 0, 0)
#define SKIP_UNLESS(w, test, k, n)                                             \
	put((w), BPF_JMP | (test) | BPF_K, (k), 0, (n))
#define SKIP_IF(w, test, k, n) put((w), BPF_JMP | (test) | BPF_K, (k), (n), 0)

/* One row: let the call through on its condition, else go on to the next. */
static void
put_row(struct writer *w, const struct rights_call *row, uint32_t number)
{
	if (row->on == RIGHTS_ANY) {
		SKIP_UNLESS(w, BPF_JEQ, number, 1);
		ANSWER(w, SECCOMP_RET_ALLOW);
		return;
	}
	SKIP_UNLESS(w, BPF_JEQ, number, 4);
	LOAD(w, LOW(row->arg));
	if (row->on == RIGHTS_IS)
		SKIP_UNLESS(w, BPF_JEQ, row->value, 1);
	else
		SKIP_IF(w, BPF_JSET, row->value, 1);
	ANSWER(w, SECCOMP_RET_ALLOW);
	LOAD(w, FIELD(nr));
}

size_t
filter_make(enum peer us, bool start, uint32_t deny,
    struct sock_filter code[FILTER_MOST])
{
	struct writer w = {code, 0};

	LOAD(&w, FIELD(arch));
	SKIP_IF(&w, BPF_JEQ, ARCH, 1);
	ANSWER(&w, SECCOMP_RET_KILL_PROCESS);
	if (deny == SECCOMP_RET_TRAP) {
		LOAD(&w, LOW(5));
		SKIP_UNLESS(&w, BPF_JEQ, AGAIN, 1);
		ANSWER(&w, SECCOMP_RET_ALLOW);
	}
	LOAD(&w, FIELD(nr));
	if (ARCH == AUDIT_ARCH_X86_64) {
		SKIP_UNLESS(&w, BPF_JGE, X32, 1);
		ANSWER(&w, SECCOMP_RET_KILL_PROCESS);
	}
	for (size_t i = 0; i < rights_call_count; i++) {
		int number = rights_number(rights_calls[i].name);
		if (number >= 0 && rights_lets(&rights_calls[i], us, start))
			put_row(&w, &rights_calls[i], (uint32_t)number);
	}
	ANSWER(&w, deny);
	return w.n;
}

/* FICHEP_JAIL=log: name the call that no row allows, then do it. */
static void
name_call(int signal, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;
	int saved = errno;
	int nr = info->si_syscall;
	const char *name = rights_name(nr);
	long result = -1;

	(void)signal;
	log_event(LOG_WARN, EVENT("jail_refuses"),
	    LOG_WORD("call", name ? name : "?"), LOG_NUM("number", nr),
	    LOG_NUM("first", ARG_OF(uc, 0)));
	errno = ENOSYS;
	if (nr != SYS_clone) /* it would return here, on another's stack */
		result = syscall(nr, (long)ARG_OF(uc, 0), (long)ARG_OF(uc, 1),
		    (long)ARG_OF(uc, 2), (long)ARG_OF(uc, 3),
		    (long)ARG_OF(uc, 4), (long)AGAIN);
	if (result == -1)
		result = -errno;
	errno = saved;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
	RESULT_OF(uc) = result;
#pragma GCC diagnostic pop
}

enum err
filter_enter(enum peer us, bool start)
{
	struct sock_filter code[FILTER_MOST];
	const char *mode = getenv("FICHEP_JAIL");
	bool logs = mode && strcmp(mode, "log") == 0;
	uint32_t deny = logs ? SECCOMP_RET_TRAP : SECCOMP_RET_KILL_PROCESS;

	if (logs && start) {
		struct sigaction act = {.sa_sigaction = name_call,
		    .sa_flags = SA_SIGINFO | SA_NODEFER};
		must(sigaction(SIGSYS, &act, NULL) == 0);
	}
	struct sock_fprog program = {.len = (unsigned short)filter_make(us,
					 start, deny, code),
	    .filter = code};
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		SECCOMP_FILTER_FLAG_TSYNC, &program) != 0)
		return ERR_DENIED;
	return ERR_OK;
}
