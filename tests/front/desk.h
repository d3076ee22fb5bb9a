/*
 * desk - a real CivetWeb on a real UNIX socket, for the tests of the front.
 *
 * The test is the gate on one side and core on the other.
 */
#ifndef DESK_H
#define DESK_H

#include "../test.h"

#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypto/secret.h"
#include "front/web.h"

#define DESK_WORKERS 2
#define DESK_LONG    30000 /* ms until what must come has not */

struct desk {
	struct web web;
	struct arena mem;
	struct chan chan[DESK_WORKERS];
	int core[DESK_WORKERS];
	char dir[64], path[80];
	char answer[256 * 1024]; /* the last one, ended by a zero */
	size_t len;
};

static struct desk desk;

static inline void
desk_wire(size_t i)
{
	int fd[2];

	EQ(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd), 0);
	if (desk.chan[i].fd > 0) { /* as role_rewire does */
		web_rewiring(&desk.web);
		EQ(dup2(fd[0], desk.chan[i].fd), desk.chan[i].fd);
		close(fd[0]);
	} else {
		desk.chan[i] = (struct chan){fd[0], FRONT, CORE};
	}
	desk.core[i] = fd[1];
}

static inline void
desk_open(void)
{
	secret_start();
	memset(&desk, 0, sizeof(desk));
	desk.mem = test_arena();
	snprintf(desk.dir, sizeof(desk.dir), "/tmp/fichep-front-XXXXXX");
	TRUE(mkdtemp(desk.dir));
	snprintf(desk.path, sizeof(desk.path), "%s/s", desk.dir);
	for (size_t i = 0; i < DESK_WORKERS; i++)
		desk_wire(i);
	OK(web_start(&desk.web, desk.path, desk.chan, DESK_WORKERS, &desk.mem));
}

/* The threads end with the test's process: stopping them takes two seconds. */
static inline void
desk_close(void)
{
	unlink(desk.path);
	rmdir(desk.dir);
}

static inline int
desk_connect(void)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(a.sun_path, desk.path, strlen(desk.path));
	EQ(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

static inline void
desk_say(int fd, const char *text)
{
	EQ(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

/* One whole answer; true when one came within `ms`. */
static inline bool
desk_hear(int fd, int ms)
{
	int64_t until = clock_boot() + ms;

	desk.len = 0;
	for (;;) {
		struct pollfd p = {fd, POLLIN, 0};
		int64_t left = until - clock_boot();

		desk.answer[desk.len] = 0;
		char *end = strstr(desk.answer, "\r\n\r\n");
		char *length = strstr(desk.answer, "Content-Length: ");
		if (end &&
		    (!length || length > end ||
			desk.len >= (size_t)(end + 4 - desk.answer) +
				strtoul(length + 16, NULL, 10)))
			return true;
		if (left <= 0 || poll(&p, 1, (int)left) <= 0)
			return false;
		ssize_t got = read(fd, desk.answer + desk.len,
		    sizeof(desk.answer) - 1 - desk.len);
		if (got <= 0)
			return false;
		desk.len += (size_t)got;
	}
}

/* True when an answer comes first, false when core is asked something first. */
static inline bool
desk_first(int fd)
{
	struct pollfd p[DESK_WORKERS + 1];

	for (size_t i = 0; i < DESK_WORKERS; i++)
		p[i] = (struct pollfd){desk.core[i], POLLIN, 0};
	p[DESK_WORKERS] = (struct pollfd){fd, POLLIN, 0};
	TRUE(poll(p, DESK_WORKERS + 1, DESK_LONG) > 0);
	return p[DESK_WORKERS].revents != 0;
}

/* What core is asked by any worker: which, or DESK_WORKERS when nothing comes.
 * `m` lives until the next call. */
static inline size_t
desk_asked(struct http_request *m, int ms)
{
	static uint8_t in[CHAN_HEAD + 160 * KIB];
	struct buf room = buf_over(in, sizeof(in));
	struct pollfd p[DESK_WORKERS];
	struct bytes payload;
	enum ipc kind;

	for (size_t i = 0; i < DESK_WORKERS; i++)
		p[i] = (struct pollfd){desk.core[i], POLLIN, 0};
	if (poll(p, DESK_WORKERS, ms) <= 0)
		return DESK_WORKERS;
	for (size_t i = 0; i < DESK_WORKERS; i++) {
		struct chan c = {desk.core[i], CORE, FRONT};

		if (!(p[i].revents & POLLIN))
			continue;
		OK(chan_recv(&c, &room, 0, &kind, &payload));
		EQ(kind, IPC_http_request);
		OK(msg_get_http_request(payload, m));
		return i;
	}
	return DESK_WORKERS;
}

static inline void
desk_answer(size_t worker, struct http_response a)
{
	static uint8_t out[160 * KIB];
	struct chan c = {desk.core[worker], CORE, FRONT};
	struct buf b = buf_over(out, sizeof(out));

	msg_put_http_response(&b, &a);
	OK(chan_send(&c, IPC_http_response, &b));
}

#endif
