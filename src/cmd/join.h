/*
 * join - a box becomes one of a central's: `fichep enrol`.
 *
 * The ask is made from the keyring and kept in enrol.ask; the grant that
 * answers it, once two people have compared the 30 digits, is written beside
 * the database (core/site.h), and where the central is into fichep.conf: the
 * courier goes nowhere else. Core reads both when it starts.
 */
#ifndef JOIN_H
#define JOIN_H

#include "cmd/deploy.h"
#include "envelope/enrol.h"

/* Append a new ask of this box, and keep it. Told on standard error. */
enum err join_ask(const struct deploy *d, struct buf *ask) CHECKED;

/* The last ask that was made. ERR_ABSENT, told: there is none. */
enum err join_asked(const struct deploy *d, struct buf *ask) CHECKED;

/*
 * Live by this grant from the next start on. ERR_FORGED, told: it is not one,
 * or does not answer `ask`.
 */
enum err join_settle(const struct deploy *d, struct str ask,
    struct str grant) CHECKED;

/*
 * The grant over the network, for whom knows the one-time code: no TLS key is
 * known yet, the proofs are over the one that is seen. Told on standard error.
 */
enum err join_call(const struct deploy *d, struct str url, struct str code,
    struct str ask, struct buf *grant) CHECKED;

#endif
