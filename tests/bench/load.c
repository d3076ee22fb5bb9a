/*
 * load - a client that makes work, and counts what it costs the servers.
 *
 *   load key DEPLOYMENT                 the TLS key of a deployment whose
 * unlock secret is unlock.key, as PEM load handshakes PORT N PID...       N
 * full TLS handshakes load pages PORT N PATH PID...       N requests over TLS,
 * kept alive load plain PORT N PATH PID...       the same without TLS
 *
 * The last three come from four processes at once and print how many succeeded,
 * the nanoseconds of processor that the processes PID used meanwhile, and the
 * nanoseconds that passed.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/deploy.h"
#include "crypto/secret.h"
#include "tls/der.h"
#include "tls/tls_cert.h"
#include "tls/tls_client.h"

#define CLIENTS 4

struct work {
	bool tls, kept;
	uint16_t port;
	unsigned n; /* for each client */
	const char *path;
};

/* Nobody checks a certificate here: the servers are measured, not trusted. */
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

static bool
enter(struct client *c, const struct work *w)
{
	static const int yes = 1;
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons(w->port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 ||
	    connect(c->fd, (const struct sockaddr *)&to, sizeof(to)) != 0)
		return false;
	(void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (!w->tls)
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
hear(struct client *c, const struct work *w, char *at, size_t most)
{
	return w->tls ? br_sslio_read(&c->io, at, most)
		      : (int)recv(c->fd, at, most, 0);
}

/* One request and its whole answer; the status must be 200. */
static bool
ask(struct client *c, const struct work *w)
{
	char text[65536];
	size_t len = 0, whole = 0;
	int n = snprintf(text, sizeof(text),
	    "GET %s HTTP/1.1\r\nHost: localhost:%u\r\n\r\n", w->path, w->port);

	if (w->tls ? br_sslio_write_all(&c->io, text, (size_t)n) != 0 ||
		    br_sslio_flush(&c->io) != 0
		   : send(c->fd, text, (size_t)n, MSG_NOSIGNAL) != n)
		return false;
	while (whole == 0 || len < whole) {
		n = hear(c, w, text + len, sizeof(text) - 1 - len);
		if (n <= 0)
			return false;
		len += (size_t)n;
		text[len] = 0;
		const char *end = strstr(text, "\r\n\r\n");
		const char *l = strstr(text, "Content-Length: ");
		if (whole == 0 && end && l)
			whole = (size_t)(end + 4 - text) +
			    strtoul(l + 16, NULL, 10);
	}
	return strncmp(text, "HTTP/1.1 200 ", 13) == 0;
}

static unsigned
client_run(const struct work *w)
{
	static struct client c;
	unsigned done = 0;

	if (w->kept && !enter(&c, w))
		return 0;
	for (unsigned i = 0; i < w->n; i++) {
		if (w->kept) {
			done += ask(&c, w);
			continue;
		}
		done += enter(&c, w);
		close(c.fd);
	}
	return done;
}

/* Nanoseconds of processor of all threads of a process. */
static uint64_t
used(const char *pid)
{
	char path[300];
	uint64_t sum = 0;

	snprintf(path, sizeof(path), "/proc/%s/task", pid);
	DIR *tasks = opendir(path);
	for (struct dirent *t; tasks && (t = readdir(tasks));) {
		unsigned long long ns;
		if (t->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%.20s/task/%.20s/schedstat",
		    pid, t->d_name);
		FILE *f = fopen(path, "r");
		if (f && fscanf(f, "%llu", &ns) == 1)
			sum += ns;
		if (f)
			fclose(f);
	}
	if (tasks)
		closedir(tasks);
	return sum;
}

static uint64_t
used_all(char **pids)
{
	uint64_t sum = 0;

	for (; *pids; pids++)
		sum += used(*pids);
	return sum;
}

static uint64_t
wall(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static int
measure(struct work w, char **pids)
{
	unsigned *done = mmap(NULL, CLIENTS * sizeof(*done),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	unsigned sum = 0;

	must(done != MAP_FAILED);
	w.n /= CLIENTS;
	uint64_t cpu = used_all(pids), from = wall();
	for (int i = 0; i < CLIENTS; i++) {
		pid_t p = fork();
		must(p >= 0);
		if (p == 0) {
			done[i] = client_run(&w);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		continue;
	for (int i = 0; i < CLIENTS; i++)
		sum += done[i];
	printf("%u %llu %llu\n", sum,
	    (unsigned long long)(used_all(pids) - cpu),
	    (unsigned long long)(wall() - from));
	return sum == w.n * CLIENTS ? 0 : 1;
}

/* ECPrivateKey (RFC 5915), for a server that wants a file. */
static int
show_key(const char *dir)
{
	static const uint8_t p256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7};
	static struct deploy d;
	struct keyring ring;
	uint8_t der_room[256], pem_room[512];
	struct buf der = buf_over(der_room, sizeof(der_room));
	struct buf pem = buf_over(pem_room, sizeof(pem_room));

	if (deploy_open(dir, &d) != ERR_OK ||
	    deploy_keyring(&d, &ring) != ERR_OK)
		return 1;
	size_t whole = der_open(&der, DER_SEQUENCE);
	der_small(&der, 1);
	der_bytes(&der, DER_OCTETS,
	    (struct bytes){ring.key[KEYRING_TLS], TLS_KEY_LEN});
	size_t curve = der_open(&der, DER_WITHIN(0));
	der_bytes(&der, DER_OID, BYTES_OF(p256));
	der_close(&der, curve);
	der_close(&der, whole);
	tls_cert_pem(TXT("EC PRIVATE KEY"), buf_done(&der), &pem);
	must(buf_err(&pem) == ERR_OK);
	return fwrite(pem.at, 1, pem.len, stdout) == pem.len ? 0 : 1;
}

int
main(int argc, char **argv)
{
	struct str verb = argc > 1 ? str_of(argv[1]) : TXT("");
	struct work w = {.tls = true};

	secret_start();
	if (argc == 3 && str_eq(verb, TXT("key")))
		return show_key(argv[2]);
	if (argc < 5)
		return 64;
	w.port = (uint16_t)atoi(argv[2]);
	w.n = (unsigned)atoi(argv[3]);
	if (str_eq(verb, TXT("handshakes")))
		return measure(w, argv + 4);
	w.kept = true;
	w.path = argv[4];
	w.tls = str_eq(verb, TXT("pages"));
	if (!w.tls && !str_eq(verb, TXT("plain")))
		return 64;
	return measure(w, argv + 5);
}
