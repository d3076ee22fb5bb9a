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

#define NAME_LEN 37 /* 16 digits, '-', 16 digits, ".fpe" */
#define HELD     ".fpe"
#define UNDONE   ".new" /* written, and not told to anyone yet */

static void
put_name(struct spool_id id, const char *end, char name[NAME_LEN + 1])
{
	snprintf(name, NAME_LEN + 1, "%016llx-%016llx%s",
	    (unsigned long long)id.incarnation, (unsigned long long)id.seq,
	    end);
}

static void
name_of(struct spool_id id, char name[NAME_LEN + 1])
{
	put_name(id, HELD, name);
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
id_of(const char *name, const char *end, struct spool_id *id)
{
	struct str s = str_of(name);

	return s.len == NAME_LEN && s.at[16] == '-' &&
	    str_ends(s, str_of(end)) &&
	    number_of(str_part(s, 0, 16), &id->incarnation) &&
	    number_of(str_part(s, 17, 16), &id->seq);
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

/* Reading a folder, a page of names at a time. */
struct walk {
	union {
		uint64_t align;
		char at[4096];
	} page;
	long n, at;
};

/* The next file of a name that ends so; false at the end, or when `n` tells of
 * a failure. */
static bool
walk_next(struct walk *w, int folder, const char *end, struct spool_id *id)
{
	for (;;) {
		if (w->at >= w->n) {
			w->at = 0;
			w->n = syscall(SYS_getdents64, folder, w->page.at,
			    sizeof(w->page.at));
			if (w->n <= 0)
				return false;
		}
		const struct entry *e = (const void *)(w->page.at + w->at);
		w->at += e->len;
		if (id_of(e->name, end, id))
			return true;
	}
}

/* Away with what a power cut, or a write that failed, has left. */
static bool
clear(int folder)
{
	struct walk w = {0};
	struct spool_id id;
	char name[NAME_LEN + 1];

	while (walk_next(&w, folder, UNDONE, &id)) {
		put_name(id, UNDONE, name);
		if (unlinkat(folder, name, 0) != 0 && errno != ENOENT)
			return false;
	}
	return w.n == 0;
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

enum err
spool_look(int parent, const char *name, struct spool *s)
{
	int folder = openat(parent, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (folder < 0)
		return errno == ENOENT ? ERR_ABSENT : ERR_STORE;
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
spool_lay(const struct spool *s, struct spool_id id, struct bytes envelope,
    struct spool_laid *laid)
{
	char name[NAME_LEN + 1];
	struct stat st;

	if (envelope.len > ENVELOPE_MOST)
		return ERR_LIMIT;
	name_of(id, name);
	if (fstatat(s->folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return ERR_CLASH;

	put_name(id, UNDONE, name);
	if (unlinkat(s->folder, name, 0) != 0 && errno != ENOENT)
		return ERR_STORE;
	int fd = openat(s->folder, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return ERR_STORE;
	*laid = (struct spool_laid){id, fd};
	if (write_all(fd, envelope))
		return ERR_OK;
	spool_drop(s, laid);
	return ERR_STORE;
}

enum err
spool_keep(const struct spool *s, struct spool_laid *laid)
{
	char undone[NAME_LEN + 1], name[NAME_LEN + 1];

	put_name(laid->id, UNDONE, undone);
	name_of(laid->id, name);
	bool done = fsync(laid->fd) == 0;
	/* A late failure to write may be told by close alone. */
	done = close(laid->fd) == 0 && done;
	laid->fd = -1;
	done = done && renameat(s->folder, undone, s->folder, name) == 0;
	if (!done)
		(void)unlinkat(s->folder, undone, 0);
	return done ? ERR_OK : ERR_STORE;
}

void
spool_drop(const struct spool *s, struct spool_laid *laid)
{
	char name[NAME_LEN + 1];

	put_name(laid->id, UNDONE, name);
	(void)close(laid->fd);
	(void)unlinkat(s->folder, name, 0);
	laid->fd = -1;
}

enum err
spool_flush(const struct spool *s)
{
	return fsync(s->folder) == 0 ? ERR_OK : ERR_STORE;
}

enum err
spool_put(const struct spool *s, struct spool_id id, struct bytes envelope)
{
	char name[NAME_LEN + 1];
	struct spool_laid laid;

	enum err e = spool_lay(s, id, envelope, &laid);
	if (e == ERR_OK)
		e = spool_keep(s, &laid);
	if (e != ERR_OK)
		return e;
	e = spool_flush(s);
	name_of(id, name);
	if (e != ERR_OK)
		(void)unlinkat(s->folder, name, 0);
	return e;
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

enum err
spool_list(const struct spool *s, struct spool_id id[], size_t most,
    size_t *count, size_t *held)
{
	struct walk w = {0};
	struct spool_id found;
	size_t kept = 0, all = 0;

	if (lseek(s->folder, 0, SEEK_SET) != 0)
		return ERR_STORE;
	while (walk_next(&w, s->folder, HELD, &found)) {
		all++;
		keep(id, most, &kept, found);
	}
	if (w.n < 0)
		return ERR_STORE;
	*count = kept;
	*held = all;
	return ERR_OK;
}

enum err
spool_after(const struct spool *s, struct spool_id after, struct spool_id id[],
    size_t most, size_t *count)
{
	struct walk w = {0};
	struct spool_id found;
	size_t kept = 0;

	if (lseek(s->folder, 0, SEEK_SET) != 0)
		return ERR_STORE;
	while (walk_next(&w, s->folder, HELD, &found))
		if (before(after, found))
			keep(id, most, &kept, found);
	if (w.n < 0)
		return ERR_STORE;
	*count = kept;
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
