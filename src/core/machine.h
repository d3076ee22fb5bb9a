/*
 * machine - who is the box that asks, and an answer it can believe.
 *
 * A request of a box is signed (http/httpsig.h) by the key its ident follows
 * from, over a body of that digest and a nonce that serves once: the one its
 * last answer gave it. Whoever does not know the nonce is told it, and signs
 * again: it is no secret, it only makes the request a new one.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include "core/box.h"
#include "core/request.h"
#include "http/httpsig.h"

#define MACHINE_KEY 3 /* the device's, its number in keeper/key.def */

struct machine {
	struct box box;
	uint8_t signature[HTTPSIG_LEN]; /* of its request */
	bool stale;                     /* the nonce is not the one expected */
};

/*
 * Who asks. ERR_DENIED: no box that was ever confirmed, or not signed by it;
 * ERR_MANGLED: another type than `type`.
 */
enum err machine_admit(struct request *q, struct str type,
    struct machine *m) CHECKED;

/* Answer 401 with the nonce to sign with. */
void machine_again(struct request *q, const struct machine *m);

/* Close the members of the answer and sign them, bound to the request; to be
 * called after the commit, last. ERR_LATER: the keeper is away. */
enum err machine_sign(struct request *q, const struct machine *m) CHECKED;

#endif
