/*
 * seat - who may sit at the gate, and who has to leave when it is full.
 *
 * One seat a connection, `connections` in all. An address (an IPv6 network of
 * 64 bits counts as one, RFC 6177) is a guest; all its connections are its own.
 * When no seat is free, the guest with the most seats gives one up, the one
 * that got least far and, among equals, has been there longest: whoever floods
 * the gate pushes out his own connections first. A guest of SEAT_SHARE seats or
 * fewer is not asked to while another has more, so that a training room behind
 * one address always finds room. When nobody has more, the one of all that got
 * least far leaves, but nobody whose request is under way: rather a newcomer is
 * turned away.
 *
 * A seat costs 128 bytes; its room, where TLS and HTTP happen, is memory that
 * is reserved but not there until the first byte arrives. It is wiped when the
 * seat is given up, and given back to the kernel soon after.
 */
#ifndef SEAT_H
#define SEAT_H

#include <netinet/in.h>

#include "http/framing.h"
#include "tls/tls_server.h"

#define SEAT_SHARE 64 /* seats an address may always have */
#define SEAT_NONE  UINT32_MAX

/*
 * Bytes of a request, or of an answer on its way out; a request is gone when
 * its answer comes. A page of core and its head fit, so that a browser that
 * reads slowly holds no worker of the front.
 */
#define SEAT_BYTES (176u << 10)
_Static_assert(FRAMING_HEAD_MOST + FRAMING_LONG_MOST <= SEAT_BYTES,
    "the longest request fits as well");

/* How far a connection got, in the order in which seats are given up. */
enum seat_state {
	SEAT_FREE,
	SEAT_SILENT,    /* not a byte yet; no room either */
	SEAT_HANDSHAKE, /* TLS has begun */
	SEAT_LEAVING,   /* all is said; the client may still be talking */
	SEAT_READING,   /* a request is expected or coming in */
	SEAT_IDLE,      /* served before, nothing of a next request yet */
	SEAT_QUEUED,    /* a whole request, no worker yet */
	SEAT_HANDED,    /* the front has it */
	SEAT_ANSWERING  /* the answer goes out */
};

#define SEAT_PAGE                                                              \
	16384 /* the largest page of our kernels: they are given back */

struct seat_room {
	_Alignas(SEAT_PAGE) br_ssl_server_context tls;
	struct framing framing;
	uint8_t in[TLS_SERVER_IN];
	uint8_t out[TLS_SERVER_OUT];
	_Alignas(SEAT_PAGE) uint8_t bytes[SEAT_BYTES];
};

struct seat {
	int fd;
	enum seat_state state;
	uint32_t gen; /* grows with each occupant: old events are told by it */
	uint32_t guest;   /* whose it is */
	int64_t since;    /* arrival, or when a request began to be awaited or
			     to come; this and what follows are clock_boot */
	int64_t deadline; /* for what it is doing now */
	int64_t stuck; /* since when it takes no more of its answer; 0: does */
	bool readable, writable; /* the socket, as far as we know */
	bool last;               /* close after this answer */
	bool closing;            /* our last bytes are on their way */
	bool again;              /* has more to do at once */
	bool retried;            /* the front was asked a second time */
	bool dirty;       /* the room has been used since it was given back */
	uint8_t *request; /* the room's bytes */
	size_t len;       /* bytes of the request, or of its answer */
	size_t at;        /* of which the engine has these already */
	size_t touched;   /* bytes of the room that may hold something */
	uint32_t lane;    /* that serves it; LANE_NONE */
	uint32_t next;    /* in the queue, or among the free */
	struct in6_addr address; /* IPv4 is mapped */
};

struct seat_guest {
	struct in6_addr key;
	uint32_t seats, lanes;  /* how many of each it has; none: free */
	uint32_t turn, greeted; /* steps of handshakes it had in that turn */
};

struct seat_table {
	struct seat *at;
	struct seat_guest *guest; /* one a seat, and one a lane */
	struct seat_room *room;
	uint32_t count, used, guests; /* guests: those ever used, for walking */
	uint32_t free;
	bool swept; /* no free room holds memory */
};

/* Reserve the memory. ERR_LIMIT: the machine has no room for so many. */
enum err seat_open(struct seat_table *t, uint32_t count) CHECKED;

/*
 * Which occupied seat has to go before `address` may sit down; SEAT_NONE when
 * a seat is free. False: it may not sit down at all, for only requests under
 * way could make room, either its own or those of guests within their share.
 */
bool seat_victim(const struct seat_table *t, const struct in6_addr *address,
    int64_t now, uint32_t *victim) CHECKED;

/* Sit down; there is a free seat. */
uint32_t seat_take(struct seat_table *t, int fd, const struct in6_addr *address,
    int64_t now);

/* Give it up; the descriptor is the caller's to close. Wipes the room. */
void seat_leave(struct seat_table *t, uint32_t which);

/* Wipe what may be left of a request and its answer. */
void seat_wipe(struct seat_table *t, uint32_t which);

/* The occupant's address as text, for core's books. */
void seat_address(const struct seat *s, char to[INET6_ADDRSTRLEN]);

/* Give the memory of rooms that nobody has taken again back to the kernel. */
void seat_sweep(struct seat_table *t);

#endif
