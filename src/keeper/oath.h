/*
 * oath - what the keeper signs for core, and nothing else.
 *
 * A core that was taken over may ask for anything, so each key signs one form
 * of message. The device's signs envelopes: 64 bytes of hash under their own
 * purpose. The checkpoint's signs checkpoints of one log that only grows: who
 * cuts the log back, or has two of one length, gets no signature for it until
 * the whole service starts anew.
 */
#ifndef OATH_H
#define OATH_H

#include "base/str.h"
#include "crypto/checkpoint.h"

/* The last checkpoint signed in the life of this keeper; zero at its start. */
struct oath {
	char name[CHECKPOINT_ORIGIN_MOST];
	size_t name_len;
	uint64_t size;
	struct merkle_hash root;
};

/* May the key of checkpoints sign it? It is then remembered. */
bool oath_checkpoint(struct oath *o, struct bytes message);

/* May the key of the device sign it? */
bool oath_envelope(struct bytes message);

#endif
