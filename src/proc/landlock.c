#include "proc/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "proc/rights.h"

/* Newer than the headers we may be built with; linux/landlock.h, ABI 2 to 6. */
#define FS_REFER          (UINT64_C(1) << 13)
#define FS_TRUNCATE       (UINT64_C(1) << 14)
#define FS_IOCTL_DEV      (UINT64_C(1) << 15)
#define NET_BIND_TCP      (UINT64_C(1) << 0)
#define NET_CONNECT_TCP   (UINT64_C(1) << 1)
#define SCOPE_ABSTRACT    (UINT64_C(1) << 0)
#define SCOPE_SIGNAL      (UINT64_C(1) << 1)
#define FS_FILE_ONLY      (LANDLOCK_ACCESS_FS_READ_FILE)
#define RULESET_SIZE_NET  4 /* the ABI from which an attribute has `net` */
#define RULESET_SIZE_FULL 6 /* and `scoped` */

struct ruleset {
	uint64_t fs, net, scoped;
};

int
landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	return abi > 0 ? (int)abi : 0;
}

/* All that this kernel can refuse. */
static struct ruleset
everything(enum peer us, int abi)
{
	struct ruleset all = {.fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};

	all.fs |= abi >= 2 ? FS_REFER : 0;
	all.fs |= abi >= 3 ? FS_TRUNCATE : 0;
	all.fs |= abi >= 5 ? FS_IOCTL_DEV : 0;
	if (abi >= RULESET_SIZE_NET)
		all.net = us == COURIER ? NET_BIND_TCP
					: NET_BIND_TCP | NET_CONNECT_TCP;
	if (abi >= RULESET_SIZE_FULL)
		all.scoped = SCOPE_ABSTRACT | SCOPE_SIGNAL;
	return all;
}

static uint64_t
rights_to(unsigned may)
{
	uint64_t fs = 0;

	if (may & RIGHTS_READ)
		fs |=
		    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
	if (may & RIGHTS_WRITE)
		fs |= LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE;
	if (may & RIGHTS_MAKE)
		fs |= LANDLOCK_ACCESS_FS_MAKE_REG |
		    LANDLOCK_ACCESS_FS_MAKE_DIR | FS_REFER;
	if (may & RIGHTS_REMOVE)
		fs |= LANDLOCK_ACCESS_FS_REMOVE_FILE |
		    LANDLOCK_ACCESS_FS_REMOVE_DIR;
	if (may & RIGHTS_MAKE_SOCKET)
		fs |= LANDLOCK_ACCESS_FS_MAKE_SOCK;
	if (may & RIGHTS_BESIDE)
		fs |= LANDLOCK_ACCESS_FS_READ_FILE;
	return fs;
}

/* Open what a row names; for BESIDE, the folder that really holds it. */
static int
open_folder(const struct rights_folder *row)
{
	char real[PATH_MAX];
	const char *path = row->path;

	if (row->may & RIGHTS_BESIDE) {
		if (!realpath(row->path, real))
			return -1;
		char *slash = strrchr(real, '/');
		slash[slash == real] = 0;
		path = real;
	}
	return open(path, O_PATH | O_CLOEXEC);
}

static enum err
allow(int ruleset, const struct rights_folder *row, uint64_t known)
{
	int fd = open_folder(row);
	struct stat st;

	if (fd < 0) /* this machine may do without the files of others */
		return row->path[0] == '/' ? ERR_OK : ERR_DENIED;

	uint64_t fs = rights_to(row->may) & known;
	if (fstat(fd, &st) != 0 || !S_ISDIR(st.st_mode))
		fs &= FS_FILE_ONLY;
	struct landlock_path_beneath_attr beneath = {.allowed_access = fs,
	    .parent_fd = fd};
	long made = syscall(SYS_landlock_add_rule, ruleset,
	    LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	close(fd);
	return made == 0 ? ERR_OK : ERR_DENIED;
}

enum err
landlock_enter(enum peer us)
{
	int abi = landlock_abi();

	if (abi == 0)
		return ERR_ABSENT;
	struct ruleset all = everything(us, abi);
	size_t size = abi >= RULESET_SIZE_FULL ? sizeof(all)
	    : abi >= RULESET_SIZE_NET          ? 2 * sizeof(uint64_t)
					       : sizeof(uint64_t);
	int fd = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
	if (fd < 0)
		return ERR_DENIED;

	enum err e = ERR_OK;
	for (size_t i = 0; i < rights_folder_count && e == ERR_OK; i++) {
		const struct rights_folder *row = &rights_folders[i];
		if (row->role != us)
			continue;
		e = allow(fd, row, all.fs);
		if (e != ERR_OK)
			log_event(LOG_ERROR, EVENT("jail_folder"),
			    LOG_WORD("path", row->path),
			    LOG_NUM("errno", errno));
	}
	if (e == ERR_OK && syscall(SYS_landlock_restrict_self, fd, 0) != 0)
		e = ERR_DENIED;
	close(fd);
	return e;
}
