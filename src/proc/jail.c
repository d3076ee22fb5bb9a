#include "proc/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "proc/filter.h"
#include "proc/landlock.h"
#include "proc/rights.h"

#define MIB (UINT64_C(1) << 20)

/* Each step of a jail, in order: what could not be done is named in the log. */
static bool
done(const char *step, bool well)
{
	if (!well)
		log_event(LOG_ERROR, EVENT("jail_failed"),
		    LOG_WORD("step", step), LOG_NUM("errno", errno));
	return well;
}

/*
 * Set a limit to `most`, or to what we were given if that is less and we may
 * not have more. The call itself: libcs disagree about the type of `which`.
 */
static bool
limit(int which, uint64_t most)
{
	uint64_t had[2], now[2] = {most, most};

	if (syscall(SYS_prlimit64, 0, which, now, NULL) == 0)
		return true;
	if (syscall(SYS_prlimit64, 0, which, NULL, had) != 0 || had[1] > most)
		return false;
	now[0] = now[1] = had[1];
	return syscall(SYS_prlimit64, 0, which, now, NULL) == 0;
}

static bool
limit_all(const struct rights *mine)
{
	return limit(RLIMIT_CORE, 0) &&
	    limit(RLIMIT_NOFILE, mine->descriptors) &&
	    limit(RLIMIT_FSIZE, mine->file * MIB) &&
	    limit(RLIMIT_AS, mine->memory * MIB) &&
	    limit(RLIMIT_MEMLOCK, mine->locked * MIB) &&
	    limit(RLIMIT_MSGQUEUE, 0) &&
	    /* It counts a user's threads: only a user of its own has few. */
	    (geteuid() != 0 || limit(RLIMIT_NPROC, mine->threads));
}

/* Started by root: become a user that is nobody else, in a smaller world. */
static bool
become(const struct role *r, const struct rights *mine)
{
	uid_t id = rights_uid(&r->setting, r->us);

	if (geteuid() != 0)
		return true;
	return (!mine->closed || (chroot(".") == 0 && chdir("/") == 0)) &&
	    setgroups(0, NULL) == 0 && setresgid(id, id, id) == 0 &&
	    setresuid(id, id, id) == 0;
}

static bool
drop_capabilities(void)
{
	struct __user_cap_header_struct head = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}};

	return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0 &&
	    syscall(SYS_capset, &head, none) == 0;
}

/* After the change of user, which the kernel answers by undoing both. */
static bool
hide(void)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

/* Landlock, or the operator's word that this kernel may do without. */
static bool
close_files(const struct role *r)
{
	enum err e = landlock_enter(r->us);

	if (e == ERR_ABSENT &&
	    setting_number(&r->setting, SETTING_allow_degraded_sandbox)) {
		log_event(LOG_WARN, EVENT("jail_without_landlock"));
		return true;
	}
	return e == ERR_OK;
}

static bool
is_nobody(void)
{
	uid_t u[3];
	gid_t g[3];

	if (getresuid(&u[0], &u[1], &u[2]) != 0 ||
	    getresgid(&g[0], &g[1], &g[2]) != 0)
		return false;
	return u[0] != 0 && u[0] == u[1] && u[1] == u[2] && g[0] == g[1] &&
	    g[1] == g[2] && setresuid((uid_t)-1, 0, (uid_t)-1) != 0;
}

static bool
has_nothing(void)
{
	struct __user_cap_header_struct head = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct kept[2];
	struct rlimit core;

	if (syscall(SYS_capget, &head, kept) != 0 ||
	    getrlimit(RLIMIT_CORE, &core) != 0)
		return false;
	for (size_t i = 0; i < 2; i++)
		if (kept[i].effective || kept[i].permitted ||
		    kept[i].inheritable)
			return false;
	return core.rlim_max == 0 && prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 &&
	    prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

static bool
sees_nothing(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd < 0 || landlock_abi() == 0;
}

static bool
is_filtered(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 2;
}

enum err
jail_enter(const struct role *r)
{
	const struct rights *mine = &rights_table[r->us];

	umask(mine->umask);
	bool well = done("limits", limit_all(mine)) &&
	    done("user", become(r, mine)) &&
	    done("capabilities", drop_capabilities()) &&
	    done("hiding", hide()) && done("files", close_files(r)) &&
	    done("is_nobody", is_nobody()) &&
	    done("has_nothing", has_nothing()) &&
	    done("sees_nothing", sees_nothing()) &&
	    done("calls", filter_enter(r->us, true) == ERR_OK) &&
	    done("is_filtered", is_filtered());
	return well ? ERR_OK : ERR_DENIED;
}

enum err
jail_tighten(const struct role *r)
{
	bool well = done("fewer_calls", filter_enter(r->us, false) == ERR_OK) &&
	    done("is_filtered", is_filtered());

	return well ? ERR_OK : ERR_DENIED;
}
