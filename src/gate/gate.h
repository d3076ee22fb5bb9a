/*
 * gate - what the parts of this role share.
 */
#ifndef GATE_H
#define GATE_H

#include "gate/lane.h"
#include "gate/seat.h"
#include "gate/signer.h"
#include "proc/role.h"

/* What happened, in numbers: all that the gate ever says about its guests. */
enum gate_count {
	GATE_ARRIVED, /* connections accepted */
	GATE_GREETED, /* handshakes completed */
	GATE_ASKED,   /* requests handed over */
	GATE_REFUSED, /* requests refused or timed out */
	GATE_PUSHED,  /* connections given up for others, or turned away */
	GATE_COUNTS
};

struct gate {
	struct role *role;
	int epoll;
	int64_t now;     /* clock_boot, as of this turn of the loop */
	bool leaving;    /* told to stop: nothing new begins */
	bool again;      /* some seat has more to do at once */
	uint32_t turn;   /* counts them */
	uint32_t cursor; /* the seat with which the next greetings begin */
	struct seat_table seats;
	struct lane_pool lanes;
	struct signer signer;
	struct tls_chain chain;
	struct tls_server tls;
	uint64_t count[GATE_COUNTS];
};

/*
 * What gate_main does, in this order and with the jail in between. False: it
 * cannot serve, and the person who started it has been told why. `*g` is
 * static: zeroed, and mostly never touched.
 */
bool gate_prepare(struct gate *g, struct role *r) CHECKED;

/*
 * A certificate of another key than the keeper's would fail every handshake:
 * better not to serve. A keeper that cannot be asked now is no reason not to.
 */
bool gate_certified(struct gate *g) CHECKED;

/* Until the supervisor is gone or says stop, and a moment longer. */
void gate_loop(struct gate *g);

#endif
