/*
 * known - was a fiche about the same minor filed from here, these last days?
 *
 * What is kept is an HMAC of the name and the date of birth, under a key made
 * of the database's, and the reference: enough to ask « une fiche existe : la
 * compléter ? », too little to list anyone. It is forgotten after KNOWN_KEPT.
 * Whoever holds every key of the machine can try a name they already suspect,
 * and no more; SECURITY.md says so.
 */
#ifndef KNOWN_H
#define KNOWN_H

#include "core/draft.h"

#define KNOWN_KEPT (30 * CLOCK_DAY) /* ms */

/* The key of a machine, from that of its database. */
void known_key(const uint8_t store[32], uint8_t key[HASH_SHA256]);

/* The reference of the last fiche about the same minor, or "". */
enum err known_find(struct request *q, const struct draft *d,
    struct str *reference) CHECKED;

/* Remember that `d` was filed under its reference. */
void known_add(struct request *q, const struct draft *d);

/* Forget what is old. */
void known_sweep(struct tx *tx, int64_t now);

#endif
