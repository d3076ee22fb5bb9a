#include "gate/seat.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <sys/mman.h>

#include "gate/lane.h"

/* An answer that does not move for so long counts as one never begun. */
#define STUCK_MOST 2000 /* ms */

/* For so long nobody is called slow who has begun to greet or to ask. */
#define YOUNG_MOST 3000 /* ms */

static void *
reserve(size_t each, size_t count)
{
	if (count > SIZE_MAX / each)
		return NULL;
	void *at = mmap(NULL, each * count, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return at == MAP_FAILED ? NULL : at;
}

enum err
seat_open(struct seat_table *t, uint32_t count)
{
	*t = (struct seat_table){.count = count,
	    .free = SEAT_NONE,
	    .swept = true};
	t->at = reserve(sizeof(*t->at), count);
	t->guest = reserve(sizeof(*t->guest), count + LANE_MOST);
	t->room = reserve(sizeof(*t->room), count);
	if (!t->at || !t->guest || !t->room)
		return ERR_LIMIT;
	for (uint32_t i = count; i-- > 0;) {
		t->at[i].fd = -1;
		t->at[i].next = t->free;
		t->free = i;
	}
	return ERR_OK;
}

/* What an address is counted by: IPv4 whole, IPv6 by its first 64 bits. */
static struct in6_addr
guest_key(const struct in6_addr *address)
{
	struct in6_addr key = *address;

	if (!IN6_IS_ADDR_V4MAPPED(address))
		memset(key.s6_addr + 8, 0, 8);
	return key;
}

/* Someone who left may still have a worker busy: his place is kept. */
static bool
guest_here(const struct seat_guest *g)
{
	return g->seats > 0 || g->lanes > 0;
}

/* Walked one by one: addresses are fewer than seats, and newcomers rare. */
static uint32_t
guest_find(const struct seat_table *t, const struct in6_addr *address)
{
	struct in6_addr key = guest_key(address);

	for (uint32_t i = 0; i < t->guests; i++)
		if (guest_here(&t->guest[i]) &&
		    memcmp(&t->guest[i].key, &key, sizeof(key)) == 0)
			return i;
	return SEAT_NONE;
}

static uint32_t
guest_enter(struct seat_table *t, const struct in6_addr *address)
{
	uint32_t i = guest_find(t, address);

	if (i != SEAT_NONE)
		return i;
	for (i = 0; i < t->guests && guest_here(&t->guest[i]); i++)
		continue;
	if (i == t->guests)
		t->guests++;
	must(t->guests <= t->count + LANE_MOST);
	t->guest[i] = (struct seat_guest){.key = guest_key(address)};
	return i;
}

/* The guest with the most seats, if it has more than its share. */
static uint32_t
greediest(const struct seat_table *t)
{
	uint32_t most = SEAT_SHARE, who = SEAT_NONE;

	for (uint32_t i = 0; i < t->guests; i++)
		if (t->guest[i].seats > most) {
			most = t->guest[i].seats;
			who = i;
		}
	return who;
}

/*
 * How far it got, for choosing who leaves. Among many guests of few seats each,
 * one that is at it no longer than is decent ranks with those that idle: else
 * whoever idles on all seats would let each newcomer push out the last one.
 */
static enum seat_state
progress(const struct seat *s, int64_t now, bool among_many)
{
	if (s->state == SEAT_ANSWERING && s->stuck != 0 &&
	    now - s->stuck > STUCK_MOST)
		return SEAT_READING;
	if (among_many && now - s->since < YOUNG_MOST &&
	    (s->state == SEAT_HANDSHAKE || s->state == SEAT_READING))
		return SEAT_IDLE;
	return s->state;
}

bool
seat_victim(const struct seat_table *t, const struct in6_addr *address,
    int64_t now, uint32_t *victim)
{
	uint32_t who = greediest(t), found = SEAT_NONE;

	if (t->free != SEAT_NONE) {
		*victim = SEAT_NONE;
		return true;
	}
	for (uint32_t i = 0; i < t->count; i++) {
		const struct seat *s = &t->at[i];
		if (who != SEAT_NONE && s->guest != who)
			continue;
		if (found == SEAT_NONE) {
			found = i;
			continue;
		}
		const struct seat *f = &t->at[found];
		enum seat_state ps = progress(s, now, who == SEAT_NONE),
				pf = progress(f, now, who == SEAT_NONE);
		if (ps < pf || (ps == pf && s->since < f->since))
			found = i;
	}
	must(found != SEAT_NONE);
	if (progress(&t->at[found], now, who == SEAT_NONE) >= SEAT_QUEUED &&
	    (who == SEAT_NONE || who == guest_find(t, address)))
		return false;
	*victim = found;
	return true;
}

uint32_t
seat_take(struct seat_table *t, int fd, const struct in6_addr *address,
    int64_t now)
{
	uint32_t which = t->free;

	must(which != SEAT_NONE);
	struct seat *s = &t->at[which];
	t->free = s->next;
	t->used++;
	*s = (struct seat){.fd = fd,
	    .state = SEAT_SILENT,
	    .gen = s->gen + 1,
	    .guest = guest_enter(t, address),
	    .since = now,
	    .writable = true,
	    .dirty = s->dirty,
	    .request = t->room[which].bytes,
	    .lane = LANE_NONE,
	    .next = SEAT_NONE,
	    .address = *address};
	t->guest[s->guest].seats++;
	return which;
}

void
seat_address(const struct seat *s, char to[INET6_ADDRSTRLEN])
{
	const struct in6_addr *a = &s->address;

	if (IN6_IS_ADDR_V4MAPPED(a))
		must(inet_ntop(AF_INET, a->s6_addr + 12, to, INET6_ADDRSTRLEN));
	else
		must(inet_ntop(AF_INET6, a, to, INET6_ADDRSTRLEN));
}

void
seat_wipe(struct seat_table *t, uint32_t which)
{
	struct seat *s = &t->at[which];
	struct seat_room *room = &t->room[which];

	if (s->touched > 0)
		explicit_bzero(room->bytes, s->touched);
	if (s->touched > SEAT_PAGE) /* the first page will serve again */
		(void)madvise(room->bytes + SEAT_PAGE, SEAT_BYTES - SEAT_PAGE,
		    MADV_DONTNEED);
	s->touched = 0;
	s->len = 0;
	s->at = 0;
}

void
seat_leave(struct seat_table *t, uint32_t which)
{
	struct seat *s = &t->at[which];

	must(s->state != SEAT_FREE && s->lane == LANE_NONE);
	if (s->state != SEAT_SILENT) {
		seat_wipe(t, which);
		explicit_bzero(&t->room[which],
		    offsetof(struct seat_room, out) + TLS_SERVER_OUT);
		s->dirty = true;
		t->swept = false;
	}
	t->guest[s->guest].seats--;
	s->state = SEAT_FREE;
	s->fd = -1;
	s->next = t->free;
	t->free = which;
	t->used--;
}

void
seat_sweep(struct seat_table *t)
{
	for (uint32_t i = 0; i < t->count; i++) {
		struct seat *s = &t->at[i];
		if (s->state != SEAT_FREE || !s->dirty)
			continue;
		(void)madvise(&t->room[i], sizeof(t->room[i]), MADV_DONTNEED);
		s->dirty = false;
	}
	t->swept = true;
}
