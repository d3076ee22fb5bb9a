/*
 * central - others that answer in the place of a central: OpenSSL, a proxy, and
 * servers that begin well and never end.
 *
 * OpenSSL serves the files of the test's own folder, each of which holds a
 * whole answer. Everything here ends with the test's process.
 */
#ifndef CENTRAL_H
#define CENTRAL_H

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tls/tls_pin.h"

/* A folder for keys and pages, and we are in it; central_leave ends it. */
static char central_place[] = "/tmp/fichep-courier-XXXXXX";

static inline void
central_enter(void)
{
	TRUE(mkdtemp(central_place) && chdir(central_place) == 0);
}

static inline void
central_leave(void)
{
	TRUE(chdir("/") == 0);
	char command[64];
	snprintf(command, sizeof(command), "rm -r %s", central_place);
	EQ(system(command), 0);
}

static inline void
central_page(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	TRUE(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

/* NAME.pem: a key of this kind and its certificate, made out to nobody we know.
 */
static inline void
central_key(const char *name, const char *kind)
{
	char command[512];

	snprintf(command, sizeof(command),
	    "openssl req -x509 -newkey %s -nodes -keyout %s.key -out %s.pem "
	    "-days 1 -subj /CN=autre.invalid 2>%s.log && cat %s.key >>%s.pem",
	    kind, name, name, name, name, name);
	EQ(system(command), 0);
}

#define CENTRAL_P256 "ec -pkeyopt ec_paramgen_curve:P-256"

/* The pin of NAME.pem, as OpenSSL and not as we compute it. */
static inline void
central_pin(const char *name, uint8_t pin[TLS_PIN_LEN])
{
	char command[256];

	snprintf(command, sizeof(command),
	    "openssl x509 -in %s.pem -noout -pubkey | openssl pkey -pubin "
	    "-outform der | openssl dgst -sha256 -binary",
	    name);
	FILE *f = popen(command, "r");
	TRUE(f && fread(pin, 1, TLS_PIN_LEN, f) == TLS_PIN_LEN);
	EQ(pclose(f), 0);
}

struct central {
	pid_t pid;
	unsigned port;
	int say; /* what it sends, when it serves no files */
	FILE *hear;
};

/* `openssl s_server` with these words more; it serves once this returns. */
static inline struct central
central_open(const char *words)
{
	struct central c;
	int in[2], out[2];
	char command[512], line[256];

	snprintf(command, sizeof(command),
	    "exec openssl s_server -accept 0 %s 2>&1", words);
	TRUE(pipe(in) == 0 && pipe(out) == 0);
	c.pid = fork();
	TRUE(c.pid >= 0);
	if (c.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	c.say = in[1];
	c.hear = fdopen(out[0], "r");
	while (fgets(line, sizeof(line), c.hear))
		if (strncmp(line, "ACCEPT", 6) == 0) {
			c.port =
			    (unsigned)strtoul(strrchr(line, ':') + 1, NULL, 10);
			return c;
		}
	FAIL("openssl s_server %s does not serve", words);
	return c;
}

static inline void
central_close(struct central *c)
{
	kill(c->pid, SIGKILL);
	waitpid(c->pid, NULL, 0);
	close(c->say);
	fclose(c->hear);
}

/* A port of this machine where we listen ourselves. */
static inline int
central_listen(unsigned *port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	TRUE(fd >= 0 && bind(fd, (struct sockaddr *)&at, len) == 0 &&
	    listen(fd, 0) == 0 &&
	    getsockname(fd, (struct sockaddr *)&at, &len) == 0);
	*port = ntohs(at.sin_port);
	return fd;
}

static inline int
central_connect(unsigned port, int flags)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);

	TRUE(fd >= 0);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0 && !flags)
		FAIL("nobody listens on port %u", port);
	return fd;
}

/* Did anybody come to `listener`? */
static inline bool
central_visited(int listener)
{
	struct pollfd p = {.fd = listener, .events = POLLIN};

	return poll(&p, 1, 0) == 1;
}

/* `text`, byte after byte, to `fd` or to the first who comes to `listener`. */
struct central_dribble {
	int fd, listener; /* -1: no listener */
	struct bytes text;
};

static inline void *
central_dribble(void *dribble)
{
	const struct central_dribble *d = dribble;
	int fd = d->listener < 0 ? d->fd : accept(d->listener, NULL, NULL);

	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < d->text.len; i++) {
		if (write(fd, d->text.at + i, 1) != 1)
			break;
		usleep(20000);
	}
	return NULL;
}

/* A proxy for one connection; it does as asked, or answers `refusal`. */
struct central_proxy {
	int listener;
	unsigned port;       /* on which it listens */
	const char *refusal; /* NULL: it agrees */
	char asked[1024];    /* the head of the request it got */
	pthread_t thread;
};

static inline void
central_splice(int a, int b)
{
	char room[4096];

	for (;;) {
		struct pollfd p[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
		if (poll(p, 2, -1) < 0)
			return;
		for (int i = 0; i < 2; i++) {
			if (!p[i].revents)
				continue;
			ssize_t n = read(p[i].fd, room, sizeof(room));
			if (n <= 0 ||
			    send(p[!i].fd, room, (size_t)n, MSG_NOSIGNAL) != n)
				return;
		}
	}
}

static inline void *
central_proxy_run(void *proxy)
{
	static const char agreed[] = "HTTP/1.1 200 Connection made\r\n\r\n";
	struct central_proxy *p = proxy;
	int fd = accept(p->listener, NULL, NULL);
	size_t n = 0;
	unsigned port;

	while (!strstr(p->asked, "\r\n\r\n")) {
		ssize_t got = read(fd, p->asked + n, sizeof(p->asked) - 1 - n);
		if (got <= 0)
			return NULL;
		n += (size_t)got;
	}
	const char *said = p->refusal ? p->refusal : agreed;
	if (send(fd, said, strlen(said), MSG_NOSIGNAL) > 0 && !p->refusal &&
	    sscanf(p->asked, "CONNECT %*[^:]:%u HTTP/1.1\r\n", &port) == 1) {
		int there = central_connect(port, 0);
		central_splice(fd, there);
		close(there);
	}
	close(fd);
	return NULL;
}

static inline void
central_proxy_open(struct central_proxy *p, const char *refusal)
{
	*p = (struct central_proxy){.refusal = refusal};
	p->listener = central_listen(&p->port);
	EQ(pthread_create(&p->thread, NULL, central_proxy_run, p), 0);
}

static inline void
central_proxy_close(struct central_proxy *p)
{
	EQ(pthread_join(p->thread, NULL), 0);
	close(p->listener);
}

#endif
