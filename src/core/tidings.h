/*
 * tidings - what a central's answer changes at the box.
 *
 * One JSON object, already known to be the central's own: now_ms, nonce,
 * incarnation, revoked, receipts [note], states [{sending, reference,
 * delivered_ms}], words [{id, sending, reference, sender, sent_ms, text}],
 * states_upto, checkpoint, proof [hex], countersigned. A receipt is believed
 * for its own signature, so that it proves as much when it is shown to someone
 * else.
 */
#ifndef TIDINGS_H
#define TIDINGS_H

#include "base/arena.h"
#include "store/tx.h"

struct core;

struct tidings {
	int64_t now_ms;    /* the central's time */
	unsigned received; /* envelopes it now has, of those we held */
	bool revoked;
	struct str nonce;
};

/*
 * Take it all, in `tx`, which remembers a failure: ERR_MANGLED if it is not of
 * that form. `boot`: clock_boot that the central's time is taken to be of.
 */
enum err tidings_take(struct core *c, struct tx *tx, struct arena *mem,
    struct bytes answer, int64_t boot, struct tidings *t) CHECKED;

#endif
