/*
 * proof - what must hold of a pack besides being well written.
 *
 * The eight mentions are asked for; the longest answers fit in a payload, and
 * a step in a request; every commune has a parquet that can be reached, and
 * the CRIP as well; whoever is written to by mail has a mailbox; and the rules
 * lead somewhere (rules_proof.h). A pack that is not active is a sample: what
 * is missing from its directory is to complete, not a mistake.
 */
#ifndef PROOF_H
#define PROOF_H

#include "calendar/day.h"
#include "convention/pack.h"

enum proof_weight { PROOF_MISTAKE, PROOF_NOTE };

struct proof {
	struct buf *lines; /* "file:line: sentence\n" each */
	size_t mistakes, notes;
};

/* As of `today`: a service whose time is over is not one. */
void proof_pack(struct pack *p, day today, struct proof *proof);

/* Say what is wrong, then `of` in quotes if any; `line` 0: none. */
void proof_blame(struct proof *p, enum proof_weight weight, struct str file,
    size_t line, const char *what, struct str of);

/* Bytes that a payload of this form has at most, all its members counted. */
size_t proof_longest(const struct form *f);

#endif
