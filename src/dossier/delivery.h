/*
 * delivery - where a letter stands on its way to one recipient.
 */
#ifndef DELIVERY_H
#define DELIVERY_H

#include "base/str.h"

/* As stored in delivery.state and mailbox.state. */
enum delivery_state {
	DELIVERY_HELD = 0, /* its pack does not send yet */
	DELIVERY_DUE =
	    1, /* to be handed to the relay; or again, after next_ms */
	DELIVERY_LEAVING = 2,  /* handed over, nothing of it can have arrived */
	DELIVERY_DOUBTFUL = 3, /* its last byte may have left: a person asks */
	DELIVERY_ACCEPTED = 4, /* by the relay */
	DELIVERY_REFUSED = 5,  /* for good: a task for a person */
	DELIVERY_SHOWN = 6,    /* on the desk of its recipient, not read yet */
	DELIVERY_READ = 7,     /* there */
	DELIVERY_MANUAL = 8,   /* a package to deposit (PLEX) */
	DELIVERY_CONFIRMED = 9, /* by a person: deposited, or received */
	DELIVERY_DROPPED = 10,  /* replaced by another, by a person */
	DELIVERY_HANDED = 11,   /* otherwise, by a person (core/handing.h) */
	DELIVERY_STOPPED = 12   /* its recipient was named by mistake */
};

/* « Acceptée par le relais »; "" of an unknown number. */
struct str delivery_words(int64_t state);

/* A way a service may be written to: a word of the directory. */
enum delivery_mode {
	DELIVERY_FULL,   /* courriel_complet */
	DELIVERY_NOTICE, /* courriel_avis: reference and address of the desk */
	DELIVERY_PLEX,   /* plex_manuel */
	DELIVERY_PORTAL, /* portail */
	DELIVERY_BOX     /* boitier: down to the author's establishment */
};
bool delivery_mode_read(struct str word, enum delivery_mode *mode);
struct str delivery_mode_word(enum delivery_mode mode);

/* How a person hands one over otherwise; `word` as stored in delivery.handed.
 */
struct delivery_hand {
	const char *word, *words; /* « en main propre, sur papier » */
	bool whole; /* the recipient has all that the letter says */
};
const struct delivery_hand *delivery_hand_of(struct str word); /* or NULL */

/* May it still be: it has neither arrived nor been replaced, it is not under
 * way, and no box is to show it. `called`: of one handed over, only by a call.
 */
bool delivery_handable(int64_t state, struct str mode, bool called);

/* Of one that may: does a call say what there is to say? All of a notice; and
 * that a letter which waits exists, until it leaves. */
bool delivery_callable(int64_t state, struct str mode);

#endif
