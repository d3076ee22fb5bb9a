#include "cmd/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum err
file_path(char path[FILE_PATH], const char *dir, struct str name)
{
	struct buf b = buf_over(path, FILE_PATH - 1);

	if (!str_starts(name, TXT("/"))) {
		buf_str(&b, str_of(dir));
		buf_str(&b, TXT("/"));
	}
	buf_str(&b, name);
	if (buf_err(&b) != ERR_OK)
		return ERR_LIMIT;
	path[b.len] = 0;
	return ERR_OK;
}

enum err
file_read(const char *path, struct buf *to)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e = ERR_OK;
	uint8_t more;

	if (fd < 0)
		return errno == ENOENT ? ERR_ABSENT : ERR_STORE;
	while (e == ERR_OK) {
		size_t room = to->max - to->len;
		ssize_t got = room ? read(fd, to->at + to->len, room)
				   : read(fd, &more, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			e = got == 0 ? ERR_OK : ERR_STORE;
			break;
		}
		if (room)
			to->len += (size_t)got;
		else
			e = ERR_LIMIT;
	}
	(void)close(fd); /* only read from */
	return e;
}

static bool
write_all(int fd, struct bytes body)
{
	while (body.len > 0) {
		ssize_t put = write(fd, body.at, body.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		body.at += put;
		body.len -= (size_t)put;
	}
	return fsync(fd) == 0;
}

/* The name is durable once the folder that holds it is. */
static bool
sync_folder_of(const char *path)
{
	char folder[FILE_PATH];
	size_t cut = strlen(path);

	while (cut > 1 && path[cut - 1] != '/')
		cut--;
	int n = snprintf(folder, sizeof(folder), "%.*s", (int)cut,
	    strchr(path, '/') ? path : ".");
	if (n < 0 || (size_t)n >= sizeof(folder))
		return false;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool done = fsync(fd) == 0;
	return close(fd) == 0 && done;
}

enum err
file_write(const char *path, struct bytes body, unsigned mode)
{
	char next[FILE_PATH];
	int n = snprintf(next, sizeof(next), "%s.new", path);

	if (n < 0 || (size_t)n >= sizeof(next))
		return ERR_STORE;
	/* Ours from the first byte: not what someone else had put there, with
	 * an owner and rights of its own. */
	(void)unlink(next);
	int fd = open(next,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0)
		return ERR_STORE;
	bool done = write_all(fd, body);
	done = close(fd) == 0 && done;
	if (!done || rename(next, path) != 0) {
		(void)unlink(next); /* what failed first is told */
		return ERR_STORE;
	}
	return sync_folder_of(path) ? ERR_OK : ERR_STORE;
}

enum err
file_folder(const char *path)
{
	return mkdir(path, 0700) == 0 || errno == EEXIST ? ERR_OK : ERR_STORE;
}
