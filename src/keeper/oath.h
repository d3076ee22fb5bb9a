/*
 * oath - what the keeper signs for core, and nothing else.
 *
 * A core that was taken over may ask for anything, so each key signs few forms
 * of message, each read strictly, none of which can be read as another.
 *
 * The device's key signs, on a box: envelopes (64 bytes of hash under their own
 * purpose), the requests of a synchronisation, which name this device, and asks
 * for enrolment, which name its own keys. At a central: receipts, the answers
 * of a synchronisation, grants, which name its own keys and no others, and the
 * checkpoints of boxes' logs, never of its own.
 *
 * The checkpoint's key signs checkpoints of one log that only grows: who cuts
 * the log back, or has two of one length, gets no signature for it until the
 * whole service starts anew.
 */
#ifndef OATH_H
#define OATH_H

#include "base/ident.h"
#include "crypto/checkpoint.h"
#include "crypto/hpke.h"
#include "crypto/sign.h"

/* The last checkpoint signed in the life of this keeper; zero at its start. */
struct oath {
	char name[CHECKPOINT_ORIGIN_MOST];
	size_t name_len;
	uint64_t size;
	struct merkle_hash root;
};

/* May the key of checkpoints sign it? It is then remembered. */
bool oath_checkpoint(struct oath *o, struct bytes message);

/* What this keeper holds, by its public halves. */
struct oath_self {
	bool central;
	struct ident device;
	uint8_t sign[SIGN_PUBLIC];
	uint8_t checkpoint[SIGN_PUBLIC];
	uint8_t intake[HPKE_KEY];   /* of a central */
	uint8_t recovery[HPKE_KEY]; /* of a central */
	uint8_t pin[32];            /* of a central: of its TLS key */
};

/* May the key of the device sign it? */
bool oath_device(const struct oath_self *me, struct bytes message);

#endif
