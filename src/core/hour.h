/*
 * hour - what time it is, and how far that can be believed.
 *
 * The machine may have no clock of its own: it starts in 1970, or wherever
 * someone has set it. The central says the time in each answer it signs; from
 * then on, until the machine is started again, time is what it said plus what
 * CLOCK_BOOTTIME has counted since. Before, it is the machine's, but never
 * earlier than this program, the grant or what the central last said: whoever
 * sets a clock back gains nothing.
 *
 * The central's clock may be wrong as well. Once its answers have agreed with
 * our count for HOUR_SURE, one that is further than HOUR_JUMP from it, either
 * way, is doubted: our count goes on until the answers have agreed on the other
 * time for as long. What cannot be undone waits until hour_sure. For a machine
 * that is stopped each night what had agreed before goes on to count, if the
 * first answer is no more than HOUR_JUMP after the last one.
 *
 * A central has nobody to ask: it holds its own machine's clock against the
 * count in the same way, so that whoever sets it by mistake ends no limit.
 */
#ifndef HOUR_H
#define HOUR_H

#include <stdbool.h>

#include "audit/trail.h"
#include "base/clock.h"

/* No moment of ours is older: 1 November 2026, raised by hand at releases. */
#define HOUR_BUILD INT64_C(1793491200000)

#define HOUR_MOST INT64_C(253402300799000) /* the year 9999 is none of ours */

#define HOUR_SURE CLOCK_DAY           /* ms of agreement */
#define HOUR_JUMP CLOCK_DAY           /* ms: more is doubted */
#define HOUR_STEP (10 * CLOCK_MINUTE) /* ms: more is no agreement */

struct hour {
	bool own;            /* the machine's is the one that counts */
	bool anchored;       /* heard the central in this life of the machine */
	int64_t anchor_ms;   /* what it said, ms UTC */
	int64_t anchor_boot; /* clock_boot then */
	int64_t agreed_boot; /* since then all it says agrees */
	int64_t least;       /* ms UTC: not even the central says less */
	int64_t floor;       /* ms UTC: nothing earlier is believed ... */
	int64_t
	    floor_boot; /* ... and it was at least that at this clock_boot */

	/* From earlier lives: what it said last, and for how long both had
	 * agreed by then, in ms that were counted. */
	int64_t said_ms, agreed;

	/* What it says, and we do not believe yet. */
	bool doubt;
	int64_t doubt_ms, doubt_boot;
};

struct hour_moment {
	int64_t ms; /* UTC */
	enum trail_clock clock;
};

/* `least`: what is known to have been; 0 if nothing is. */
void hour_open(struct hour *h, int64_t least);

/* In an earlier life of this program the central has said `ms`; both had agreed
 * for `agreed` ms (hour_agreed). */
void hour_recall(struct hour *h, int64_t ms, int64_t agreed);

/* And in this life of the machine, already anchored again, it was doubted: it
 * had said `ms` at clock_boot `boot`. */
void hour_doubt(struct hour *h, int64_t ms, int64_t boot);

/* The central has said `ms`, when clock_boot was `boot`, in this life of the
 * machine. */
void hour_anchor(struct hour *h, int64_t ms, int64_t boot);

/* At a central, in each turn: what its machine says. */
void hour_keep(struct hour *h);

struct hour_moment hour_now(const struct hour *h);

/* For how many ms all it says had agreed when it was last believed, those left
 * out during which the machine was stopped. */
int64_t hour_agreed(const struct hour *h);

/* Is it the central's time, and has it been for HOUR_SURE? */
bool hour_sure(const struct hour *h);

/* By how many ms the machine's clock is ahead of ours; 0 if there is no other.
 */
int64_t hour_drift(const struct hour *h);

#endif
