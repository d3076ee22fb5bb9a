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
#include <dirent.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "client.h"
#include "cmd/deploy.h"
#include "crypto/secret.h"
#include "tls/der.h"
#include "tls/tls_cert.h"

#define CLIENTS 4

struct work {
	bool tls, kept;
	uint16_t port;
	unsigned n; /* for each client */
	const char *path;
};

/* The status must be 200. */
static bool
ask(struct client *c, const struct work *w)
{
	static char answer[CLIENT_ANSWER];
	char text[512];
	int n = snprintf(text, sizeof(text),
	    "GET %s HTTP/1.1\r\nHost: localhost:%u\r\n\r\n", w->path, w->port);

	return client_ask(c, text, (size_t)n, answer) == 200;
}

static unsigned
client_run(const struct work *w)
{
	static struct client c;
	unsigned done = 0;

	if (w->kept && !client_enter(&c, w->port, w->tls))
		return 0;
	for (unsigned i = 0; i < w->n; i++) {
		if (w->kept) {
			done += ask(&c, w);
			continue;
		}
		done += client_enter(&c, w->port, w->tls);
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

static int
measure(struct work w, char **pids)
{
	unsigned *done = mmap(NULL, CLIENTS * sizeof(*done),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	unsigned sum = 0;

	must(done != MAP_FAILED);
	w.n /= CLIENTS;
	uint64_t cpu = used_all(pids), from = client_clock();
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
	    (unsigned long long)(client_clock() - from));
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
