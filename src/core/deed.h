/*
 * deed - the payload of an act that was written at the central.
 *
 * The same JSON as a box seals (core/sealing.h), kept byte for byte: the form
 * and its version, who wrote it for which service, the parquet that was chosen
 * and the one that was proposed, what was answered, the warnings that were
 * shown. No envelope: it never left this machine.
 */
#ifndef DEED_H
#define DEED_H

#include "core/jotting.h"
#include "envelope/envelope.h"

/* Append it; `reference` is the act's own, or "". */
enum err deed_write(struct request *q, const struct jotting *j,
    struct str reference, struct buf *to) CHECKED;

/* Its number in an envelope, had it come in one. */
enum envelope_content deed_content(struct str form);

/* The parquet that was chosen, or else proposed; "" none. */
enum err deed_parquet(struct request *q, const struct jotting *j,
    struct str *id) CHECKED;

#endif
