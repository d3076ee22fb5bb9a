/* The system refuses, one call after the other: seccomp answers in its place,
 * in a process made for that, which cannot be told from a disk that fails. */
#define SUITE envelope_spool_fault
#include "../test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "envelope/spool.h"

#define DENY(error) (SECCOMP_RET_ERRNO | (uint32_t)(error))
#define ANY         (-1) /* whatever the first argument is */

struct refusal {
	const char *name;
	uint32_t call;
	int error;
	int first; /* ANY, or AT_FDCWD: the spool's folder alone */
};

/* From here to its end this process is answered so. */
static void
refuse(const struct refusal *r, int first)
{
	struct sock_filter code[] = {
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, r->call, 0, 3),
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		offsetof(struct seccomp_data, args[0])),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)first, 0,
		first == ANY ? 0 : 1),
	    BPF_STMT(BPF_RET | BPF_K, DENY(r->error)),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};

	TRUE(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
}

static char folder[] = "/tmp/fichep-refused-XXXXXX";
static int parent;

static struct spool
a_spool(void)
{
	struct spool s;

	OK(spool_open(parent, "spool", &s));
	return s;
}

static const struct spool_id one = {1, 1}, two = {1, 2};

/* What spool_put or spool_delete says to someone who is refused that. */
static enum err
told(const struct refusal *r, bool deletes)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		struct spool s = a_spool();

		refuse(r, r->first == ANY ? ANY : s.folder);
		_exit(
		    (int)(deletes ? spool_delete(&s, one)
				  : spool_put(&s, two, str_bytes(TXT("two")))));
	}
	TRUE(waitpid(child, &status, 0) == child && WIFEXITED(status));
	return (enum err)WEXITSTATUS(status);
}

static size_t
held(struct spool *s)
{
	struct spool_id id[4];
	size_t count, all;

	OK(spool_list(s, id, 4, &count, &all));
	return all;
}

static void
begin(void)
{
	TRUE(mkdtemp(folder));
	parent = open(folder, O_RDONLY | O_DIRECTORY);
	TRUE(parent >= 0);
	struct spool s = a_spool();
	OK(spool_put(&s, one, str_bytes(TXT("one"))));
	spool_close(&s);
}

static void
end(struct spool *s)
{
	enum err e = spool_delete(s, one), f = spool_delete(s, two);

	TRUE(e == ERR_OK || e == ERR_ABSENT);
	TRUE(f == ERR_OK || f == ERR_ABSENT);
	spool_close(s);
	EQ(unlinkat(parent, "spool", AT_REMOVEDIR), 0);
	EQ(rmdir(folder), 0);
}

static const struct refusal putting[] = {
    {"no file can be made", SYS_openat, ENOSPC, ANY},
    {"nothing can be written", SYS_write, ENOSPC, ANY},
    {"what is written is lost", SYS_write, EIO, ANY},
    {"the file cannot be flushed", SYS_fsync, EIO, ANY},
    {"the folder cannot be flushed", SYS_fsync, EIO, AT_FDCWD},
    {"closing tells a late failure", SYS_close, EIO, ANY},
    {"it cannot be renamed", SYS_renameat, EIO, ANY},
    {"what is left cannot be removed", SYS_unlinkat, EROFS, ANY},
};

TEST(whatever_the_system_refuses_it_is_told_and_no_trace_is_left)
{
	begin();
	for (size_t i = 0; i < sizeof(putting) / sizeof(putting[0]); i++) {
		struct arena mem = test_arena();
		struct bytes got;

		snprintf(test_where, sizeof(test_where), " (%s)",
		    putting[i].name);
		EQ(told(&putting[i], false), ERR_STORE);
		struct spool s = a_spool();
		EQ(held(&s), 1);
		OK(spool_get(&s, one, &mem, &got));
		SAME_TEXT(str_from(got), "one");

		/* Once the system is well again it goes through. */
		OK(spool_put(&s, two, str_bytes(TXT("two"))));
		OK(spool_delete(&s, two));
		spool_close(&s);
	}
	struct spool s = a_spool();
	end(&s);
}

TEST(letting_go_is_told_only_when_it_is_for_good)
{
	static const struct refusal deleting[] = {
	    {"it cannot be removed", SYS_unlinkat, EROFS, ANY},
	    {"the folder cannot be flushed", SYS_fsync, EIO, AT_FDCWD},
	};

	begin();
	EQ(told(&deleting[0], true), ERR_STORE);
	struct spool s = a_spool();
	EQ(held(&s), 1);
	EQ(told(&deleting[1], true), ERR_STORE);
	end(&s);
}
