/*
 * bring - what a box could not send, carried here in a file (envelope/bundle.h)
 * and taken as if it had come by the network: the same judgement, the same
 * entries of the audit log. When the network is back the box sends it again,
 * and is told that it is a duplicate.
 */
#ifndef BRING_H
#define BRING_H

#include "core/intake.h"
#include "envelope/bundle.h"

struct brought {
	unsigned state[RECEIPT_QUARANTINED + 1]; /* how many, by fate */
	unsigned asked; /* left where they are: their box is not confirmed */
	bool whole;     /* the file ended as it should */
};

/*
 * Take all of `b`, each envelope in a transaction of its own, so that what was
 * taken stays whatever comes after. `in` has all but its tx. An err is that of
 * the store or of unwrapping; the counts are set in any case.
 */
enum err bring_all(struct store *s, struct intake *in, struct bundle *b,
    struct brought *done) CHECKED;

#endif
