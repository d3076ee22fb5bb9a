/*
 * house - the gate as it runs, between a front and a keeper made for tests.
 *
 * The gate is the real one, in a process of its own, without its jail (that is
 * tests/jail's). The keeper signs with a key of the test; the front is a small
 * server that says back what it heard, or misbehaves when the path asks so. The
 * client is BearSSL's, over an ordinary socket.
 */
#ifndef HOUSE_H
#define HOUSE_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "gate/gate.h"
#include "tls/tls_cert.h"
#include "tls/tls_client.h"
#include "tls/tls_pin.h"

#define HOUSE_LARGE (1u << 20) /* bytes of the page /large */

static struct house {
	char dir[64];
	uint16_t port;
	pid_t gate;
	int control, listen, chain;
	int keeper; /* the keeper's end of the wire */
	uint8_t key[TLS_KEY_LEN];
	uint8_t pin[TLS_PIN_LEN];
	int front; /* the front's listening socket */
	pthread_t front_thread, keeper_thread;
	uint8_t from;      /* the next client comes from 127.0.0.x; 0: 1 */
	int little;        /* bytes the next client's kernel takes; 0: usual */
	_Atomic int heard; /* requests that reached the front */
	_Atomic int died;  /* how often /die-once was asked */
	_Atomic int busy;  /* times /slow that the front is at just now */
	_Atomic int worst; /* the most that busy ever was */
	_Atomic int slow;  /* times /slow that ever were */
	_Atomic int hold;  /* of those, the front holds back all but so many: */
	_Atomic int may;
} house;

static void
house_say(int fd, const void *at, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		at = (const char *)at + n;
		len -= (size_t)n;
	}
}

static void
house_answer(int fd, const char *fields, const void *body, size_t len,
    bool bare)
{
	char head[256];
	int n = snprintf(head, sizeof(head),
	    "HTTP/1.1 200 OK\r\n%sContent-Length: %zu\r\n\r\n", fields, len);

	house_say(fd, head, (size_t)n);
	if (!bare)
		house_say(fd, body, len);
}

/* One request, whole, into `room`; its length, or 0 when there is no more. */
static size_t
house_hear(int fd, char *room, size_t most)
{
	size_t len = 0, whole = 0;

	for (;;) {
		ssize_t n = recv(fd, room + len, most - len, 0);
		if (n <= 0)
			return 0;
		len += (size_t)n;
		room[len] = 0;
		char *end = whole ? NULL : strstr(room, "\r\n\r\n");
		if (end) {
			const char *l = strstr(room, "Content-Length: ");
			whole = (size_t)(end + 4 - room);
			if (l && l < end)
				whole += strtoul(l + 16, NULL, 10);
		}
		if (whole && len >= whole)
			return len;
	}
}

/* Until so many requests have reached the front. */
static void
house_await(int n)
{
	while (house.heard < n)
		poll(NULL, 0, 2);
}

static bool
house_asks(const char *request, const char *path)
{
	const char *at = strchr(request, ' ');
	size_t len = strlen(path);

	return at && strncmp(at + 1, path, len) == 0 && at[1 + len] == ' ';
}

static void *
house_serve(void *arg)
{
	static const char half[] =
	    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nla moiti";
	int fd = (int)(intptr_t)arg;
	const size_t most = (5u << 20);
	char *room = malloc(most + 1);
	size_t len;

	while (room && (len = house_hear(fd, room, most)) > 0) {
		bool bare = strncmp(room, "HEAD ", 5) == 0;
		atomic_fetch_add(&house.heard, 1);
		if (house_asks(room, "/die"))
			break;
		if (house_asks(room, "/die-once") &&
		    atomic_fetch_add(&house.died, 1) == 0)
			break;
		if (house_asks(room, "/half")) {
			house_say(fd, half, sizeof(half) - 1);
			break;
		}
		if (house_asks(room, "/slow")) {
			int busy = atomic_fetch_add(&house.busy, 1) + 1;
			if (busy > house.worst)
				house.worst = busy;
			int mine = atomic_fetch_add(&house.slow, 1);
			while (house.hold && mine >= house.may)
				poll(NULL, 0, 2);
			poll(NULL, 0, 400);
			atomic_fetch_sub(&house.busy, 1);
		}
		if (house_asks(room, "/large")) {
			memset(room, 'x', HOUSE_LARGE);
			len = HOUSE_LARGE;
		}
		house_answer(fd,
		    house_asks(room, "/server") ? "Server: x\r\n" : "", room,
		    len, bare);
	}
	free(room);
	close(fd);
	return NULL;
}

static void *
house_front_run(void *arg)
{
	int fd;

	(void)arg;
	while ((fd = accept(house.front, NULL, NULL)) >= 0) {
		pthread_t one;
		if (pthread_create(&one, NULL, house_serve,
			(void *)(intptr_t)fd) != 0)
			close(fd);
		else
			pthread_detach(one);
	}
	return NULL;
}

static void
house_front_open(void)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};

	snprintf(at.sun_path, sizeof(at.sun_path), "%s/run/front.sock",
	    house.dir);
	unlink(at.sun_path);
	house.front = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	TRUE(bind(house.front, (const struct sockaddr *)&at, sizeof(at)) == 0);
	TRUE(listen(house.front, 64) == 0);
	TRUE(pthread_create(&house.front_thread, NULL, house_front_run, NULL) ==
	    0);
}

static void *
house_keeper_run(void *arg)
{
	struct chan c = {house.keeper, KEEPER, GATE};
	uint8_t inbox[CHAN_HEAD + KIB], outbox[KIB], sig[80];

	(void)arg;
	for (;;) {
		struct buf room = buf_over(inbox, sizeof(inbox));
		struct buf out = buf_over(outbox, sizeof(outbox));
		struct buf der = buf_over(sig, sizeof(sig));
		struct bytes payload;
		struct tls_sign ask;
		enum ipc kind;

		enum err e = chan_recv(&c, &room, -1, &kind, &payload);
		if (e == ERR_ABSENT)
			return NULL;
		if (e != ERR_OK || msg_get_tls_sign(payload, &ask) != ERR_OK)
			continue;
		e = tls_key_sign(house.key, ask.hash, ask.digest, &der);
		msg_put_tls_signature(&out,
		    &(struct tls_signature){ask.ticket, e, buf_done(&der)});
		if (chan_send(&c, IPC_tls_signature, &out) != ERR_OK)
			return NULL;
	}
}

static int
house_chain(void)
{
	static uint8_t room[2][TLS_CERT_PEM_MOST];
	struct buf der = buf_over(room[0], sizeof(room[0]));
	struct buf pem = buf_over(room[1], sizeof(room[1]));
	const struct str name = TXT("localhost");
	uint8_t point[TLS_KEY_PUBLIC];
	char path[80];

	OK(tls_cert_make(house.key, (struct tls_cert_names){&name, 1},
	    clock_now(), &der));
	tls_cert_pem(TLS_CERT_LABEL, buf_done(&der), &pem);
	OK(buf_err(&pem));
	OK(tls_key_public(house.key, point));
	tls_pin_of(point, house.pin);

	snprintf(path, sizeof(path), "%s/chain.pem", house.dir);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	TRUE(fd >= 0 && write(fd, pem.at, pem.len) == (ssize_t)pem.len);
	return fd;
}

static void
house_listen(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);

	house.listen = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	TRUE(bind(house.listen, (const struct sockaddr *)&at, len) == 0);
	TRUE(listen(house.listen, 511) == 0);
	TRUE(getsockname(house.listen, (struct sockaddr *)&at, &len) == 0);
	house.port = ntohs(at.sin_port);
}

static _Noreturn void
house_gate(int control, int keeper)
{
	static struct gate g;
	struct role r = {.us = GATE,
	    .setting = setting_defaults(),
	    .control = control};
	const char *why;

	OK(setting_put(&r.setting, TXT("connections"), TXT("128"), &why));
	r.hand[ROLE_LISTEN] = house.listen;
	r.hand[ROLE_CHAIN] = house.chain;
	r.chan[KEEPER][0] = (struct chan){keeper, GATE, KEEPER};
	if (chdir(house.dir) != 0 || !gate_prepare(&g, &r) ||
	    !gate_certified(&g))
		_exit(78);
	gate_loop(&g);
	_exit(0);
}

/* Gate, keeper and, unless `alone`, a front. */
static void
house_open(bool alone)
{
	int control[2], wire[2];
	char path[80];

	signal(SIGPIPE, SIG_IGN);
	snprintf(house.dir, sizeof(house.dir), "/tmp/fichep-gate-XXXXXX");
	TRUE(mkdtemp(house.dir));
	snprintf(path, sizeof(path), "%s/run", house.dir);
	TRUE(mkdir(path, 0700) == 0);
	tls_key_make(house.key);
	house.chain = house_chain();
	house_listen();
	TRUE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) ==
	    0);
	TRUE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, wire) == 0);
	house.control = control[0];
	house.keeper = wire[0];

	house.gate = fork();
	TRUE(house.gate >= 0);
	if (house.gate == 0) {
		close(control[0]);
		close(wire[0]);
		house_gate(control[1], wire[1]);
	}
	close(control[1]);
	close(wire[1]);
	TRUE(pthread_create(&house.keeper_thread, NULL, house_keeper_run,
		 NULL) == 0);
	if (!alone)
		house_front_open();
}

/* Stop the gate; how it ended, and how long it took. */
static int
house_close(int64_t *took)
{
	int64_t from = clock_boot();
	char command[128];
	int status = 0;

	close(house.control);
	EQ(waitpid(house.gate, &status, 0), house.gate);
	if (took)
		*took = clock_boot() - from;
	snprintf(command, sizeof(command), "rm -rf %s", house.dir);
	EQ(system(command), 0);
	TRUE(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* --- a client ------------------------------------------------------------ */

struct guest {
	int fd;
	br_ssl_client_context tls;
	br_x509_minimal_context none;
	struct tls_pin pin;
	br_sslio_context io;
	uint8_t room[BR_SSL_BUFSIZE_BIDI];
};

static int
guest_read(void *ctx, unsigned char *at, size_t len)
{
	ssize_t n = recv(*(int *)ctx, at, len, 0);

	return n > 0 ? (int)n : -1;
}

static int
guest_write(void *ctx, const unsigned char *at, size_t len)
{
	ssize_t n = send(*(int *)ctx, at, len, MSG_NOSIGNAL);

	return n > 0 ? (int)n : -1;
}

/* A TCP connection, from 127.0.0.`last`. */
static int
guest_connect(uint8_t last)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons(house.port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_in from = {.sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(0x7f000000u | last)};
	struct timeval most = {10, 0};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	TRUE(fd >= 0);
	TRUE(bind(fd, (const struct sockaddr *)&from, sizeof(from)) == 0);
	TRUE(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most)) == 0);
	if (house.little) /* the gate's own buffers must hold the rest */
		TRUE(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &house.little,
			 sizeof(house.little)) == 0);
	TRUE(connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0);
	return fd;
}

/* TLS over it; true if the handshake succeeds. */
static bool
guest_enter(struct guest *g)
{
	g->fd = guest_connect(house.from ? house.from : 1);
	tls_pin_open(&g->pin, house.pin);
	tls_client_profile(&g->tls, &g->none, NULL, 0);
	br_ssl_engine_set_x509(&g->tls.eng, &g->pin.vtable);
	br_ssl_engine_set_buffer(&g->tls.eng, g->room, sizeof(g->room), 1);
	TRUE(br_ssl_client_reset(&g->tls, "localhost", 0));
	br_sslio_init(&g->io, &g->tls.eng, guest_read, &g->fd, guest_write,
	    &g->fd);
	return br_sslio_flush(&g->io) == 0;
}

static bool
guest_say(struct guest *g, const void *at, size_t len)
{
	return br_sslio_write_all(&g->io, at, len) == 0 &&
	    br_sslio_flush(&g->io) == 0;
}

/* One answer: all of it, by its Content-Length; "" if none came. */
static struct str
guest_hear(struct guest *g, bool bare)
{
	static char room[HOUSE_LARGE + 8192];
	size_t len = 0, whole = 0;

	for (;;) {
		int n =
		    br_sslio_read(&g->io, room + len, sizeof(room) - 1 - len);
		if (n <= 0)
			return (struct str){room, whole ? len : 0};
		len += (size_t)n;
		room[len] = 0;
		char *end = whole ? NULL : strstr(room, "\r\n\r\n");
		if (end) {
			const char *l = strstr(room, "Content-Length: ");
			whole = (size_t)(end + 4 - room);
			if (l && l < end && !bare)
				whole += strtoul(l + 16, NULL, 10);
		}
		if (whole && len >= whole)
			return (struct str){room, len};
	}
}

static struct str
guest_ask(struct guest *g, const char *request)
{
	TRUE(guest_say(g, request, strlen(request)));
	return guest_hear(g, strncmp(request, "HEAD ", 5) == 0);
}

/* True once the gate has said close_notify, and nothing else. */
static bool
guest_dismissed(struct guest *g)
{
	uint8_t any;

	return br_sslio_read(&g->io, &any, 1) < 0 &&
	    br_ssl_engine_last_error(&g->tls.eng) == BR_ERR_OK;
}

static int
guest_status(struct str answer)
{
	return str_starts(answer, TXT("HTTP/1.1 ")) ? atoi(answer.at + 9) : 0;
}

static bool
guest_finds(struct str answer, const char *part)
{
	return memmem(answer.at, answer.len, part, strlen(part)) != NULL;
}

#endif
