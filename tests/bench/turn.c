/*
 * turn - durable requests per second of the turn loop.
 *
 *	turn FOLDER SECONDS
 *
 * A real core reads and audits a page for 1, 8 and 64 readers at once, each of
 * whom asks again as soon as it is answered; beside it, the same entry of the
 * same log, committed one by one without core, wires or page. Prints, a line
 * each: "alone N", "1 N", "8 N", "64 N" with N a second.
 */
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "core/account.h"
#include "core/core.h"
#include "core/request.h"
#include "core/session.h"
#include "crypto/secret.h"

#define WRITERS 64

static struct role role;
static struct core core;
static struct core_keys keys;
static uint8_t checkpoint[SIGN_KEY];
static int front[WRITERS], keeper, courier, control;
static char cookie[REQUEST_COOKIE_MOST];

static void
wire(struct chan *ours, enum peer them, int *theirs)
{
	int fd[2];

	must(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == 0);
	*ours = (struct chan){fd[0], CORE, them};
	*theirs = fd[1];
}

static void
make(const char *path, struct arena *mem)
{
	uint8_t seed[SIGN_SEED], secret[HPKE_KEY];
	const char *why;
	struct chan at;

	role = (struct role){.us = CORE, .setting = setting_defaults()};
	role.wires[FRONT] = WRITERS;
	for (size_t i = 0; i < WRITERS; i++)
		wire(&role.chan[FRONT][i], FRONT, &front[i]);
	wire(&role.chan[KEEPER][0], KEEPER, &keeper);
	wire(&role.chan[COURIER][0], COURIER, &courier);
	wire(&at, GATE, &control);
	role.control = at.fd;
	must(setting_put(&role.setting, TXT("idle_minutes"), TXT("60"), &why) ==
	    ERR_OK);
	ident_random(keys.store, sizeof(keys.store));
	sign_make(seed);
	sign_key(seed, checkpoint, keys.checkpoint);
	hpke_make(secret, keys.auditor);
	must(core_open(&core, &role, &keys, path, mem) == ERR_OK);
}

/* Someone signed in, without the ceremony. */
static void
enter(void)
{
	static const struct password none;
	struct buf set = buf_over(cookie, sizeof(cookie) - 1);
	struct tx tx = tx_begin(&core.write);
	struct ident id = account_add(&tx,
	    &(struct account_new){.login = TXT("nadia"),
		.name = TXT("Nadia Kessler"),
		.role = TXT("foyer"),
		.service = TXT("Foyer Les Tilleuls"),
		.secret = &none},
	    clock_now());

	session_begin(&tx, &id, clock_now(), &set);
	must(tx_end(&tx) == ERR_OK);
}

static void
ask(size_t i)
{
	static uint8_t out[160 * KIB];
	struct chan c = {front[i], FRONT, CORE};
	struct buf b = buf_over(out, sizeof(out));

	msg_put_http_request(&b,
	    &(struct http_request){.ticket = 1,
		.method = TXT("GET"),
		.path = TXT("/accueil"),
		.host = TXT("localhost"),
		.cookie = str_part(str_of(cookie), 0,
		    str_find(str_of(cookie), ';', 0))});
	must(chan_send(&c, IPC_http_request, &b) == ERR_OK);
}

static void
hear(size_t i)
{
	static uint8_t in[CHAN_HEAD + 160 * KIB];
	struct chan c = {front[i], FRONT, CORE};
	struct buf room = buf_over(in, sizeof(in));
	struct http_response a;
	struct bytes payload;
	enum ipc kind;

	must(chan_recv(&c, &room, 0, &kind, &payload) == ERR_OK);
	must(msg_get_http_response(payload, &a) == ERR_OK);
	must(a.status == 200);
}

/* The keeper's part: checkpoints are signed while we measure. */
static void
sign_one(void)
{
	uint8_t in[CHAN_HEAD + 8 * KIB], out[256], signature[SIGN_LEN];
	struct chan c = {keeper, KEEPER, CORE};
	struct buf room = buf_over(in, sizeof(in));
	struct buf b = buf_over(out, sizeof(out));
	struct bytes payload;
	struct sign m;
	enum ipc kind;

	if (chan_recv(&c, &room, 0, &kind, &payload) != ERR_OK ||
	    kind != IPC_sign || msg_get_sign(payload, &m) != ERR_OK)
		return;
	sign_message(checkpoint, m.message, signature);
	msg_put_signature(&b,
	    &(struct signature){m.ticket, ERR_OK, BYTES_OF(signature)});
	must(chan_send(&c, IPC_signature, &b) == ERR_OK);
}

static void *
turn(void *of)
{
	(void)of;
	while (core_turn(&core, -1) == ERR_OK)
		;
	return NULL;
}

static double
measure(size_t writers, int64_t ms)
{
	struct pollfd p[WRITERS + 1] = {[0] = {keeper, POLLIN, 0}};
	int64_t from = clock_boot();
	uint64_t done = 0;

	for (size_t i = 0; i < writers; i++) {
		p[i + 1] = (struct pollfd){front[i], POLLIN, 0};
		ask(i);
	}
	for (size_t open = writers; open > 0;) {
		must(poll(p, writers + 1, 5000) > 0);
		bool more = clock_boot() - from < ms;
		if (p[0].revents)
			sign_one();
		for (size_t i = 0; i < writers; i++) {
			if (!p[i + 1].revents)
				continue;
			hear(i);
			done++;
			if (more)
				ask(i);
			else
				open--;
		}
	}
	return (double)done * 1000 / (double)(clock_boot() - from);
}

/* The same entry, one commit each. */
static double
measure_alone(int64_t ms)
{
	static uint8_t room[64 * KIB];
	int64_t from = clock_boot();
	uint64_t done = 0;
	struct arena mem;

	arena_open(&mem, room, sizeof(room));
	for (; clock_boot() - from < ms; done++) {
		struct tx tx = tx_begin(&core.write);
		trail_append(&tx, &mem, keys.auditor,
		    &(struct trail_entry){.action = AUDIT_page_read,
			.at = clock_now()});
		must(tx_end(&tx) == ERR_OK);
		arena_reset(&mem);
	}
	return (double)done * 1000 / (double)(clock_boot() - from);
}

int
main(int argc, char **argv)
{
	size_t size = core_memory(WRITERS);
	pthread_t thread;
	struct arena mem;
	char path[4096];

	must(argc == 3);
	int64_t ms = 1000 * atoi(argv[2]);
	secret_start();
	log_level(LOG_ERROR);
	snprintf(path, sizeof(path), "%s/fichep.db", argv[1]);
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	must(at != MAP_FAILED);
	arena_open(&mem, at, size);
	make(path, &mem);
	enter();

	printf("alone %.1f\n", measure_alone(ms));
	must(pthread_create(&thread, NULL, turn, NULL) == 0);
	for (size_t n = 1; n <= WRITERS; n *= 8)
		printf("%zu %.1f\n", n, measure(n, ms));
	close(control);
	pthread_join(thread, NULL);
	core_close(&core);
	return 0;
}
