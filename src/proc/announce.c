#include "proc/announce.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void
tell_systemd(void)
{
	static const char said[] = "READY=1";
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	const char *path = getenv("NOTIFY_SOCKET");

	if (!path || (path[0] != '/' && path[0] != '@') ||
	    strlen(path) >= sizeof(to.sun_path))
		return;
	memcpy(to.sun_path, path, strlen(path));
	if (path[0] == '@') /* the abstract name space */
		to.sun_path[0] = 0;

	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	socklen_t len =
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	/* Nobody can be told that systemd cannot be told. */
	(void)!sendto(fd, said, sizeof(said) - 1, MSG_NOSIGNAL,
	    (const struct sockaddr *)&to, len);
	close(fd);
}

void
announce_ready(int fd, int64_t ms)
{
	if (fd >= 0) {
		(void)dprintf(fd, "ready %" PRId64 "\n", ms);
		close(fd);
	}
	tell_systemd();
}
