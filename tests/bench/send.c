/*
 * send - requests made beforehand, sent by many at once, each answer timed.
 *
 *	send PORT CLIENTS FILE
 *
 * FILE holds whole requests, each after its length (4 bytes, big-endian). They
 * are dealt out to CLIENTS processes, each with one TLS connection that is made
 * before the clock starts. Prints "STATUS MICROSECONDS" for each in its order,
 * then "wall NANOSECONDS" and "cpu NANOSECONDS", what the clients themselves
 * have used meanwhile.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "client.h"
#include "crypto/secret.h"

#define REQUESTS 65536
#define CLIENTS  256

struct request {
	const char *at;
	size_t len;
};

static struct request request[REQUESTS];
static size_t count;

struct shared {
	_Atomic unsigned ready, go;
	_Atomic uint64_t cpu;
	struct {
		int status;
		uint32_t took; /* microseconds */
	} fate[REQUESTS];
};

static bool
read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t head[4];

	if (!f)
		return false;
	while (count < REQUESTS && fread(head, 1, 4, f) == 4) {
		size_t len = (size_t)head[0] << 24 | (size_t)head[1] << 16 |
		    (size_t)head[2] << 8 | head[3];
		char *at = malloc(len);
		if (!at || fread(at, 1, len, f) != len)
			return false;
		request[count++] = (struct request){at, len};
	}
	fclose(f);
	return count > 0;
}

static void
run(struct shared *s, uint16_t port, size_t first, size_t step)
{
	static struct client c;
	static char answer[CLIENT_ANSWER];
	bool in = client_enter(&c, port, true);

	s->ready++;
	while (!s->go)
		usleep(100);
	uint64_t busy = client_busy();
	for (size_t i = first; in && i < count; i += step) {
		uint64_t from = client_clock();
		s->fate[i].status =
		    client_ask(&c, request[i].at, request[i].len, answer);
		s->fate[i].took = (uint32_t)((client_clock() - from) / 1000);
		if (s->fate[i].status == 0)
			in = false;
	}
	s->cpu += client_busy() - busy;
}

int
main(int argc, char **argv)
{
	if (argc != 4 || !read_file(argv[3]))
		return 64;
	size_t clients = (size_t)atoi(argv[2]);
	struct shared *s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s == MAP_FAILED || clients == 0 || clients > CLIENTS)
		return 64;
	secret_start();
	for (size_t i = 0; i < clients; i++)
		if (fork() == 0) {
			run(s, (uint16_t)atoi(argv[1]), i, clients);
			_exit(0);
		}
	while (s->ready < clients && waitpid(-1, NULL, WNOHANG) <= 0)
		usleep(100);
	uint64_t from = client_clock();
	s->go = 1;
	while (wait(NULL) > 0)
		continue;
	uint64_t wall = client_clock() - from;
	for (size_t i = 0; i < count; i++)
		printf("%d %u\n", s->fate[i].status, s->fate[i].took);
	printf("wall %llu\ncpu %llu\n", (unsigned long long)wall,
	    (unsigned long long)s->cpu);
	return 0;
}
