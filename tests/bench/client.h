/*
 * client - what the benches ask with: one connection, kept or not, and whole
 * requests. BearSSL on this side too, so that a client costs no more than what
 * it measures. Nobody checks a certificate here: servers are measured, not
 * trusted.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "tls/tls_client.h"

#define CLIENT_ANSWER 262144 /* bytes of the longest answer */

struct anyone {
	const br_x509_class *vtable;
	bool first;
	br_x509_decoder_context leaf;
};

static void
chain_start(const br_x509_class **ctx, const char *name)
{
	(void)name;
	((struct anyone *)(void *)ctx)->first = true;
}

static void
cert_start(const br_x509_class **ctx, uint32_t len)
{
	struct anyone *a = (void *)ctx;

	(void)len;
	if (a->first)
		br_x509_decoder_init(&a->leaf, NULL, NULL);
}

static void
cert_more(const br_x509_class **ctx, const unsigned char *at, size_t len)
{
	struct anyone *a = (void *)ctx;

	if (a->first)
		br_x509_decoder_push(&a->leaf, at, len);
}

static void
cert_end(const br_x509_class **ctx)
{
	((struct anyone *)(void *)ctx)->first = false;
}

static unsigned
chain_end(const br_x509_class **ctx)
{
	(void)ctx;
	return 0;
}

static const br_x509_pkey *
any_key(const br_x509_class *const *ctx, unsigned *usages)
{
	union {
		const br_x509_class *const *in;
		struct anyone *out;
	} a = {ctx};

	if (usages)
		*usages = BR_KEYTYPE_SIGN;
	return br_x509_decoder_get_pkey(&a.out->leaf);
}

static const br_x509_class anyone_class = {sizeof(struct anyone), chain_start,
    cert_start, cert_more, cert_end, chain_end, any_key};

struct client {
	int fd;
	bool secure;
	uint32_t from; /* loopback address it comes from; 0: any */
	br_ssl_client_context tls;
	br_x509_minimal_context none;
	struct anyone x509;
	br_sslio_context io;
	uint8_t room[BR_SSL_BUFSIZE_BIDI];
};

static int
low_read(void *fd, unsigned char *at, size_t len)
{
	ssize_t n = recv(*(int *)fd, at, len, 0);

	return n > 0 ? (int)n : -1;
}

static int
low_write(void *fd, const unsigned char *at, size_t len)
{
	ssize_t n = send(*(int *)fd, at, len, MSG_NOSIGNAL);

	return n > 0 ? (int)n : -1;
}

static inline bool
client_enter(struct client *c, uint16_t port, bool tls)
{
	static const int yes = 1;
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons(port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	struct sockaddr_in at = {.sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(c->from)};

	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 ||
	    (c->from != 0 &&
		bind(c->fd, (const struct sockaddr *)&at, sizeof(at)) != 0) ||
	    connect(c->fd, (const struct sockaddr *)&to, sizeof(to)) != 0)
		return false;
	(void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	c->secure = tls;
	if (!tls)
		return true;
	tls_client_profile(&c->tls, &c->none, NULL, 0);
	c->x509.vtable = &anyone_class;
	br_ssl_engine_set_x509(&c->tls.eng, &c->x509.vtable);
	br_ssl_engine_set_buffer(&c->tls.eng, c->room, sizeof(c->room), 1);
	br_sslio_init(&c->io, &c->tls.eng, low_read, &c->fd, low_write, &c->fd);
	return br_ssl_client_reset(&c->tls, "localhost", 0) &&
	    br_sslio_flush(&c->io) == 0;
}

static int
client_hear(struct client *c, char *at, size_t most)
{
	return c->secure ? br_sslio_read(&c->io, at, most)
			 : (int)recv(c->fd, at, most, 0);
}

/*
 * One request, `len` bytes of `text`, and its whole answer into `answer`
 * (CLIENT_ANSWER bytes, ended by a zero). The status, or 0.
 */
static inline int
client_ask(struct client *c, const char *text, size_t len, char *answer)
{
	size_t got = 0, whole = 0;

	if (c->secure ? br_sslio_write_all(&c->io, text, len) != 0 ||
		    br_sslio_flush(&c->io) != 0
		      : send(c->fd, text, len, MSG_NOSIGNAL) != (ssize_t)len)
		return 0;
	while (whole == 0 || got < whole) {
		int n = client_hear(c, answer + got, CLIENT_ANSWER - 1 - got);
		if (n <= 0)
			return 0;
		got += (size_t)n;
		answer[got] = 0;
		const char *end = strstr(answer, "\r\n\r\n");
		const char *l = strstr(answer, "Content-Length: ");
		if (whole == 0 && end && l)
			whole = (size_t)(end + 4 - answer) +
			    strtoul(l + 16, NULL, 10);
	}
	return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? atoi(answer + 9) : 0;
}

static inline uint64_t
client_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* What this process has used of a processor. */
static inline uint64_t
client_busy(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

#endif
