#include "envelope/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/encode.h"
#include "envelope/envelope.h"

#define NAME_LEN 37       /* 16 digits, '-', 16 digits, ".fpe" */
#define UNDONE   "undone" /* the one name under which bytes are written */

static void
name_of(struct spool_id id, char name[NAME_LEN + 1])
{
	snprintf(name, NAME_LEN + 1, "%016llx-%016llx.fpe",
	    (unsigned long long)id.incarnation, (unsigned long long)id.seq);
}

static bool
number_of(struct str digits, uint64_t *n)
{
	uint8_t be[8];
	struct buf to = buf_over(be, sizeof(be));

	if (digits.len != 16 || encode_unhex(digits, &to) != ERR_OK)
		return false;
	*n = 0;
	for (size_t i = 0; i < sizeof(be); i++)
		*n = *n << 8 | be[i];
	return true;
}

/* False for a name that name_of would not have given. */
static bool
id_of(const char *name, struct spool_id *id)
{
	struct str s = str_of(name);

	return s.len == NAME_LEN && s.at[16] == '-' &&
	    str_ends(s, TXT(".fpe")) &&
	    number_of(str_part(s, 0, 16), &id->incarnation) &&
	    number_of(str_part(s, 17, 16), &id->seq);
}

/* Away with what a power cut, or a write that failed, has left. */
static bool
clear(int folder)
{
	return unlinkat(folder, UNDONE, 0) == 0 || errno == ENOENT;
}

enum err
spool_open(int parent, const char *name, struct spool *s)
{
	bool new = mkdirat(parent, name, 0700) == 0;

	if (!new &&errno != EEXIST)
		return ERR_STORE;
	int folder = openat(parent, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0)
		return ERR_STORE;
	/* A new folder must outlive a power cut before anything is put there.
	 */
	if (!clear(folder) || (new &&fsync(parent) != 0)) {
		close(folder);
		return ERR_STORE;
	}
	s->folder = folder;
	return ERR_OK;
}

void
spool_close(struct spool *s)
{
	if (s->folder >= 0)
		close(s->folder);
	s->folder = -1;
}

static bool
write_all(int fd, struct bytes b)
{
	while (b.len > 0) {
		ssize_t n = write(fd, b.at, b.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		b = (struct bytes){b.at + n, b.len - (size_t)n};
	}
	return true;
}

enum err
spool_put(const struct spool *s, struct spool_id id, struct bytes envelope)
{
	char name[NAME_LEN + 1];
	struct stat st;

	if (envelope.len > ENVELOPE_MOST)
		return ERR_LIMIT;
	name_of(id, name);
	if (fstatat(s->folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return ERR_CLASH;

	if (!clear(s->folder))
		return ERR_STORE;
	int fd = openat(s->folder, UNDONE,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return ERR_STORE;
	bool done = write_all(fd, envelope) && fsync(fd) == 0;
	/* A late failure to write may be told by close alone. */
	done = close(fd) == 0 && done;
	done = done && renameat(s->folder, UNDONE, s->folder, name) == 0;
	if (!done) {
		(void)clear(s->folder);
		return ERR_STORE;
	}
	if (fsync(s->folder) != 0) {
		(void)unlinkat(s->folder, name, 0);
		return ERR_STORE;
	}
	return ERR_OK;
}

/* Exactly `len` bytes, and the end after them. */
static bool
read_all(int fd, uint8_t *to, size_t len)
{
	uint8_t more;

	for (;;) {
		ssize_t n = read(fd, len > 0 ? to : &more, len > 0 ? len : 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || len == 0)
			return n == 0 && len == 0;
		to += n;
		len -= (size_t)n;
	}
}

enum err
spool_get(const struct spool *s, struct spool_id id, struct arena *mem,
    struct bytes *envelope)
{
	char name[NAME_LEN + 1];
	struct stat st;
	enum err e = ERR_STORE;

	name_of(id, name);
	int fd = openat(s->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? ERR_ABSENT : ERR_STORE;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		size_t mark = arena_mark(mem);
		bool fits = st.st_size <= (off_t)ENVELOPE_MOST;
		size_t len = fits ? (size_t)st.st_size : 0;
		uint8_t *at = fits ? arena_take(mem, len) : NULL;
		if (!at) {
			e = ERR_LIMIT;
		} else if (read_all(fd, at, len)) {
			*envelope = (struct bytes){at, len};
			e = ERR_OK;
		} else {
			arena_back(mem, mark);
		}
	}
	close(fd);
	return e;
}

static bool
before(struct spool_id a, struct spool_id b)
{
	return a.incarnation != b.incarnation ? a.incarnation < b.incarnation
					      : a.seq < b.seq;
}

/* Keep `new` in its place among the `*count` oldest. */
static void
keep(struct spool_id id[], size_t most, size_t *count, struct spool_id new)
{
	size_t at = *count;

	while (at > 0 && before(new, id[at - 1]))
		at--;
	if (at == most)
		return;
	if (*count < most)
		++*count;
	memmove(&id[at + 1], &id[at], (*count - 1 - at) * sizeof(*id));
	id[at] = new;
}

/*
 * What getdents64(2) writes. It is asked directly: opendir would take memory
 * of its own, and a role takes none after its start.
 */
struct entry {
	uint64_t inode;
	int64_t offset;
	uint16_t len;
	uint8_t type;
	char name[];
};

enum err
spool_list(const struct spool *s, struct spool_id id[], size_t most,
    size_t *count, size_t *held)
{
	union {
		uint64_t align;
		char at[4096];
	} page;
	size_t kept = 0, all = 0;
	long n;

	if (lseek(s->folder, 0, SEEK_SET) != 0)
		return ERR_STORE;
	while ((n = syscall(SYS_getdents64, s->folder, page.at,
		    sizeof(page.at))) > 0)
		for (long at = 0; at < n;) {
			const struct entry *e = (const void *)(page.at + at);
			struct spool_id found;
			at += e->len;
			if (!id_of(e->name, &found))
				continue;
			all++;
			keep(id, most, &kept, found);
		}
	if (n < 0)
		return ERR_STORE;
	*count = kept;
	*held = all;
	return ERR_OK;
}

enum err
spool_delete(const struct spool *s, struct spool_id id)
{
	char name[NAME_LEN + 1];

	name_of(id, name);
	if (unlinkat(s->folder, name, 0) < 0)
		return errno == ENOENT ? ERR_ABSENT : ERR_STORE;
	return fsync(s->folder) == 0 ? ERR_OK : ERR_STORE;
}
