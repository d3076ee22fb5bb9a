/*
 * filing - whoever has an account sends their draft.
 *
 * They sign with their passphrase, or have it sent as it stands; without an
 * account, see urgent.h; left alone, overdue.h. Pressed twice, or again after
 * an answer was lost, the same slip comes back (outcome.h).
 */
#ifndef FILING_H
#define FILING_H

#include "core/request.h"

/* ACT: check, ask the keeper, send. */
enum err filing_sign(struct request *q) CHECKED;

/* ACT: its author asks for it to be sent as it stands. */
enum err filing_leave(struct request *q) CHECKED;

#endif
