/*
 * gate - the door to the network.
 *
 * Duty: accept connections, speak TLS, read each request whole and strictly
 * under absolute deadlines, hand it to the front, give its answer back. It
 * knows no page, no account and no key; it decides only who may come in, and
 * who has to leave when too many have.
 *
 * Rights: accept on the one socket it was handed, connect to the front's, read
 * and write on those; no file, no other socket, no process, no thread.
 *
 * Messages: tls_sign to the keeper, tls_signature from it.
 */
#include "gate/gate.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "crypto/secret.h"
#include "gate/conn.h"
#include "proc/jail.h"

#define SOCKET         "run/front.sock"
#define EVENTS         256 /* of one turn */
#define ACCEPTS        64  /* connections of one turn */
#define GREETINGS      16  /* steps of handshakes in one turn, of all guests */
#define GREETINGS_EACH 4   /* and of one */
#define TICK           250 /* ms between two looks at the deadlines */
#define FORGET_EVERY   60000 /* ms between two looks while nobody is here */
#define COUNT_EVERY    60000 /* ms between two lines of numbers in the log */
#define LEAVE_MOST     1000  /* ms that answers under way may still take */
#define OTHER_FILES    32    /* descriptors beside those of seats and lanes */
#define KEEPER_TRIES   10 /* times the keeper is asked for its key at start */

/* What an epoll event is about: kind, then generation, then index. */
enum { LISTEN, CONTROL, SEAT, LANE };
#define TAG(kind)  ((uint64_t)(kind) << 56)
#define GEN(gen)   ((uint64_t)((gen)&0xffffff) << 32)
#define KIND_OF(d) ((int)((d) >> 56))
#define GEN_OF(d)  ((uint32_t)((d) >> 32) & 0xffffff)

static struct gate gate;

static bool
watch(const struct gate *g, int fd, uint32_t events, uint64_t what)
{
	struct epoll_event ev = {.events = events, .data.u64 = what};

	return epoll_ctl(g->epoll, EPOLL_CTL_ADD, fd, &ev) == 0;
}

/* IPv4 as IPv6 has it (RFC 4291, 2.5.5.2). */
static bool
address_of(const struct sockaddr_storage *from, struct in6_addr *to)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

	if (from->ss_family == AF_INET6) {
		const struct sockaddr_in6 *six = (const void *)from;
		*to = six->sin6_addr;
		return true;
	}
	const struct sockaddr_in *four = (const void *)from;
	memcpy(to->s6_addr, mapped, sizeof(mapped));
	memcpy(to->s6_addr + sizeof(mapped), &four->sin_addr, 4);
	return from->ss_family == AF_INET;
}

/* A newcomer: a seat for him, if need be one that somebody gives up. */
static void
receive(struct gate *g, int fd, const struct in6_addr *address)
{
	static const int yes = 1;
	uint32_t victim;

	g->count[GATE_ARRIVED]++;
	bool welcome = seat_victim(&g->seats, address, g->now, &victim);
	if (welcome && victim != SEAT_NONE)
		conn_drop(g, victim);
	if (!welcome || victim != SEAT_NONE)
		g->count[GATE_PUSHED]++;
	if (!welcome) {
		close(fd);
		return;
	}

	uint32_t which = seat_take(&g->seats, fd, address, g->now);
	struct seat *s = &g->seats.at[which];
	s->deadline = g->now + CONN_HANDSHAKE;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (!watch(g, fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
		TAG(SEAT) | GEN(s->gen) | which))
		conn_drop(g, which);
}

static void
accept_some(struct gate *g)
{
	for (int i = 0; i < ACCEPTS; i++) {
		struct sockaddr_storage from = {0};
		socklen_t len = sizeof(from);
		struct in6_addr address;

		int fd = accept4(g->role->hand[ROLE_LISTEN],
		    (struct sockaddr *)&from, &len,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
			continue;
		if (fd < 0)
			return; /* nobody, or no descriptor: next turn */
		if (address_of(&from, &address))
			receive(g, fd, &address);
		else
			close(fd);
	}
}

/* Told to stop: only requests that are whole are still answered. */
static void
begin_leaving(struct gate *g)
{
	g->leaving = true;
	(void)epoll_ctl(g->epoll, EPOLL_CTL_DEL, g->role->hand[ROLE_LISTEN],
	    NULL);
	(void)epoll_ctl(g->epoll, EPOLL_CTL_DEL, g->role->control, NULL);
	for (uint32_t i = 0; i < g->seats.count; i++) {
		enum seat_state s = g->seats.at[i].state;
		if (s != SEAT_FREE && s < SEAT_QUEUED)
			conn_drop(g, i);
	}
}

static void
heed(struct gate *g)
{
	enum peer who;

	if (role_rewire(g->role, &who) == ERR_ABSENT)
		begin_leaving(g);
	else
		g->signer.rest = 0; /* perhaps a new keeper */
}

static void
hear(struct gate *g, const struct epoll_event *ev)
{
	uint32_t which = (uint32_t)ev->data.u64, gen = GEN_OF(ev->data.u64);

	switch (KIND_OF(ev->data.u64)) {
	case LISTEN:
		accept_some(g);
		break;
	case CONTROL:
		heed(g);
		break;
	case LANE:
		if (lane_event(&g->lanes, which, gen, ev->events, &which))
			conn_run(g, which);
		break;
	default: {
		struct seat *s = &g->seats.at[which];
		if (s->state == SEAT_FREE || (s->gen & 0xffffff) != gen)
			break; /* of a connection that has ended */
		if (ev->events & (EPOLLERR | EPOLLHUP)) {
			conn_drop(g, which);
			break;
		}
		s->readable |= (ev->events & (EPOLLIN | EPOLLRDHUP)) != 0;
		s->writable |= (ev->events & EPOLLOUT) != 0;
		if (s->state > SEAT_HANDSHAKE)
			conn_run(g, which);
		else if (s->readable || s->state == SEAT_HANDSHAKE)
			s->again = g->again = true;
	}
	}
}

/* May this one go on with its handshake in this turn? */
static bool
may_greet(struct gate *g, const struct seat *s, unsigned *greeted)
{
	struct seat_guest *guest = &g->seats.guest[s->guest];

	if (guest->turn != g->turn) {
		guest->turn = g->turn;
		guest->greeted = 0;
	}
	if (*greeted == GREETINGS || guest->greeted == GREETINGS_EACH)
		return false;
	guest->greeted++;
	++*greeted;
	return true;
}

/*
 * Those at the door, and those who had more to do than one turn allows. A
 * handshake costs as much as a hundred pages: there are a few each turn, fewer
 * for each guest, and whoever is inside goes first.
 */
static void
go_on(struct gate *g)
{
	unsigned greeted = 0;

	if (!g->again)
		return;
	g->again = false;
	g->turn++;
	for (uint32_t i = 0, from = g->cursor; i < g->seats.count; i++) {
		uint32_t which = (from + i) % g->seats.count;
		struct seat *s = &g->seats.at[which];
		if (s->state == SEAT_FREE || !s->again)
			continue;
		if (s->state <= SEAT_HANDSHAKE) {
			if (!may_greet(g, s, &greeted)) {
				g->again = true;
				continue;
			}
			g->cursor = which + 1;
		}
		conn_run(g, which);
	}
}

static void
tell_numbers(struct gate *g)
{
	bool any = false;

	for (size_t i = 0; i < GATE_COUNTS; i++)
		any |= g->count[i] != 0;
	if (!any)
		return;
	log_event(LOG_INFO, EVENT("gate"),
	    LOG_NUM("arrived", g->count[GATE_ARRIVED]),
	    LOG_NUM("greeted", g->count[GATE_GREETED]),
	    LOG_NUM("asked", g->count[GATE_ASKED]),
	    LOG_NUM("refused", g->count[GATE_REFUSED]),
	    LOG_NUM("pushed", g->count[GATE_PUSHED]),
	    LOG_NUM("seated", g->seats.used));
	memset(g->count, 0, sizeof(g->count));
}

static void
look_at_clock(struct gate *g)
{
	uint32_t hog = lane_hog(&g->lanes, g->now);

	if (hog != SEAT_NONE) {
		conn_drop(g, hog);
		g->count[GATE_PUSHED]++;
	}
	for (uint32_t i = 0; i < g->seats.count; i++)
		if (g->seats.at[i].state != SEAT_FREE &&
		    g->now >= g->seats.at[i].deadline)
			conn_late(g, i);
	seat_sweep(&g->seats);
	tls_server_tick(&g->tls, g->now);
}

void
gate_loop(struct gate *g)
{
	int64_t tick = 0, numbers = g->now + COUNT_EVERY, end = INT64_MAX;

	while (!g->leaving || (g->seats.used > 0 && g->now < end)) {
		struct epoll_event ev[EVENTS];
		int wait = g->again     ? 0
		    : g->seats.used > 0 ? LANE_RETRY
		    : !g->seats.swept   ? TICK
		    : g->tls.remembers  ? FORGET_EVERY
					: -1;
		int n = epoll_wait(g->epoll, ev, EVENTS, wait);
		must(n >= 0 || errno == EINTR);

		g->now = clock_boot();
		for (int i = 0; i < n; i++)
			hear(g, &ev[i]);
		go_on(g);
		lane_run(&g->lanes, g->now);
		if (g->now >= tick) {
			tick = g->now + TICK;
			look_at_clock(g);
		}
		if (g->now >= numbers) {
			numbers = g->now + COUNT_EVERY;
			tell_numbers(g);
		}
		if (g->leaving && end == INT64_MAX)
			end = g->now + LEAVE_MOST;
	}
	tell_numbers(g);
}

/* The handed file is read from its start: its next reader is our heir. */
static enum err
read_chain(const struct role *r, struct tls_chain *chain)
{
	static char pem[TLS_CHAIN_PEM_MOST];
	size_t len = 0;
	ssize_t got;

	while (len < sizeof(pem) &&
	    (got = pread(r->hand[ROLE_CHAIN], pem + len, sizeof(pem) - len,
		 (off_t)len)) > 0)
		len += (size_t)got;
	if (len == sizeof(pem))
		return ERR_LIMIT;
	return tls_chain_read((struct str){pem, len}, chain);
}

/* To the person who has just started us, and who can do something. */
static void
complain(const char *sentence)
{
	(void)!write(STDERR_FILENO, sentence, strlen(sentence));
}

bool
gate_certified(struct gate *g)
{
	enum err e = ERR_LATER;

	for (int i = 0; i < KEEPER_TRIES && e == ERR_LATER; i++) {
		g->signer.rest = 0;
		e = signer_check(&g->signer, &g->chain);
	}
	if (e == ERR_DENIED)
		complain("fichep : le certificat de tls/chain.pem n’est pas "
			 "celui de la clé de ce déploiement. Remettez le "
			 "précédent, ou faites signer la demande que donne "
			 "« fichep tls csr ».\n");
	return e != ERR_DENIED;
}

/*
 * A descriptor for each guest and each lane: without them an accept would fail
 * while seats are free, so that nobody would leave for the newcomer.
 */
static bool
enough_files(uint32_t seats, uint32_t lanes)
{
	struct rlimit most;

	return getrlimit(RLIMIT_NOFILE, &most) == 0 &&
	    most.rlim_max >= (rlim_t)seats + lanes + OTHER_FILES;
}

bool
gate_prepare(struct gate *g, struct role *r)
{
	int listen = r->hand[ROLE_LISTEN];
	uint32_t seats =
	    (uint32_t)setting_number(&r->setting, SETTING_connections);
	uint32_t lanes = (uint32_t)setting_number(&r->setting, SETTING_workers);

	g->role = r;
	if (read_chain(r, &g->chain) != ERR_OK) {
		complain("fichep : tls/chain.pem ne se lit pas : il faut des "
			 "certificats au format PEM et rien d’autre, le nôtre "
			 "(clé P-256) en premier.\n");
		return false;
	}
	if (!enough_files(seats, lanes)) {
		complain("fichep : la limite de fichiers ouverts (ulimit -n) "
			 "est trop basse pour autant de connexions. "
			 "Relevez-la, ou diminuez « connections ».\n");
		return false;
	}
	if (seat_open(&g->seats, seats) != ERR_OK) {
		complain("fichep : mémoire insuffisante pour autant de "
			 "connexions. Diminuez « connections ».\n");
		return false;
	}
	g->now = clock_boot();
	g->epoll = epoll_create1(EPOLL_CLOEXEC);
	g->signer.keeper = &r->chan[KEEPER][0];
	tls_server_open(&g->tls, &g->chain, signer_sign, &g->signer);
	lane_open(&g->lanes, lanes, SOCKET, &g->seats, g->epoll, TAG(LANE));
	return g->epoll >= 0 &&
	    fcntl(listen, F_SETFL, fcntl(listen, F_GETFL) | O_NONBLOCK) == 0 &&
	    watch(g, listen, EPOLLIN, TAG(LISTEN)) &&
	    watch(g, r->control, EPOLLIN, TAG(CONTROL));
}

int
gate_main(struct role *r)
{
	struct gate *g = &gate;

	secret_start();
	if (!gate_prepare(g, r) || jail_enter(r) != ERR_OK ||
	    !gate_certified(g))
		return ROLE_HOPELESS;
	role_ready(r);
	gate_loop(g);
	return 0;
}
