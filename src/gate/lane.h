/*
 * lane - the ways to the front: one connection to its socket for each of its
 * workers, kept open, each carrying one request at a time.
 *
 * A request that is whole waits in a queue until a lane is free. Who is served
 * next is fair between guests: the one with the fewest lanes, and among equals
 * the one whose request waited longest. A front that is away is called again
 * until it is back; what waits, waits until its own deadline.
 */
#ifndef LANE_H
#define LANE_H

#include "gate/seat.h"
#include "http/answer.h"

#define LANE_MOST  64 /* connections to the front: its workers at most */
#define LANE_NONE  UINT32_MAX
#define LANE_RETRY 100 /* ms until a front that is away is called again */

struct lane {
	int fd; /* -1: not connected */
	uint32_t gen;
	uint32_t seat;  /* whom it serves; SEAT_NONE: nobody */
	uint32_t guest; /* whose that seat is, or was while `owed` */
	int64_t owed;   /* its client left before the answer: until then the
			   lane is not used, clock_boot; 0: not so */
	bool readable, writable;
	bool heard;   /* the answer has begun */
	size_t sent;  /* bytes of the head, then of the body */
	size_t taken; /* bytes of the answer */
	struct answer answer;
	struct buf head; /* as it is passed on, in `room` */
	uint8_t room[FRAMING_FORWARD_MOST];
};

struct lane_pool {
	struct lane at[LANE_MOST];
	uint32_t count;
	uint32_t waiting; /* first of the queue; SEAT_NONE */
	int64_t retry;    /* when the front is called again, clock_boot */
	int epoll;
	uint64_t tag; /* or-ed into the epoll data of each lane */
	const char *path;
	struct seat_table *seats;
};

/*
 * `*p` is zeroed; `path` is the front's socket, below 100 bytes, and outlives
 * the pool.
 */
void lane_open(struct lane_pool *p, uint32_t count, const char *path,
    struct seat_table *seats, int epoll, uint64_t tag);

/* Queue the seat's request; it becomes SEAT_QUEUED, later SEAT_HANDED. */
void lane_ask(struct lane_pool *p, uint32_t seat);

/*
 * The seat waits no longer, or hears no more. A lane whose worker is busy with
 * its request serves nobody until that worker has done; any other is cut.
 */
void lane_cancel(struct lane_pool *p, uint32_t seat);

/* Connect what is not, and hand over what waits, as far as lanes are free. */
void lane_run(struct lane_pool *p, int64_t now);

/* An event of epoll; true if the seat it serves may have something to do. */
bool lane_event(struct lane_pool *p, uint32_t lane, uint32_t gen,
    uint32_t events, uint32_t *seat) CHECKED;

enum lane_fate {
	LANE_WAIT,    /* nothing more for now */
	LANE_SOME,    /* the seat's bytes grew; there is more to come */
	LANE_WHOLE,   /* the seat has all of it; the lane serves others */
	LANE_UNASKED, /* the front went before it had the whole request */
	LANE_SILENT,  /* it had it, and went without a word; the request is
			 still there, and may have been carried out */
	LANE_BROKEN   /* it went in the middle, or spoke nonsense */
};

/*
 * Send what is still to be sent of the seat's request, and append what came of
 * the answer to the seat's bytes, where its first byte takes the place of the
 * request. The bytes stay where they are until the head has been read, which
 * `*a` tells: it is set to what is known of the answer. From LANE_WHOLE on the
 * seat has no lane.
 */
enum lane_fate lane_carry(struct lane_pool *p, uint32_t seat,
    struct answer *a) CHECKED;

/*
 * When requests wait and no lane is free: the seat that holds one longest
 * because its client does not read; SEAT_NONE if none does.
 */
uint32_t lane_hog(const struct lane_pool *p, int64_t now);

#endif
