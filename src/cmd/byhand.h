/*
 * byhand - envelopes that a command takes at a central, with the keys at hand.
 */
#ifndef BYHAND_H
#define BYHAND_H

#include "cmd/aside.h"
#include "core/intake.h"

/* All of it but its tx. ERR_MANGLED: the convention cannot be read. */
enum err byhand_intake(struct aside *a, struct intake *in) CHECKED;

#endif
