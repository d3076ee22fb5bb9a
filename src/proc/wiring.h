/*
 * wiring - under which number each descriptor reaches its role.
 *
 * Numbers follow from hand.def and wire.def alone, so that the supervisor and
 * the role agree without a word: 0 and 1 are /dev/null, 2 is the log, then the
 * control channel, then the hands in their order, then the wires, packed.
 */
#ifndef WIRING_H
#define WIRING_H

#include "proc/role.h"

#define WIRING_CONTROL 3
#define WIRING_HANDS   4
#define WIRING_WIRES   (WIRING_HANDS + ROLE_HAND_COUNT)

/* Whose hand it is, and its row's sentence. */
enum peer wiring_owner(enum role_hand h);
const char *wiring_what(enum role_hand h);

/* How many pairs join two roles, in either order; 0 for most. */
size_t wiring_pairs(enum peer a, enum peer b, size_t workers);

/* The number of our end of the i-th pair that joins us to them. */
int wiring_end(enum peer us, enum peer them, size_t i, size_t workers);

/* The first number that no descriptor of ours has. */
int wiring_limit(enum peer us, size_t workers);

/* True when the row of `which` names the role. */
bool wiring_setting(enum setting which, enum peer us);

#endif
