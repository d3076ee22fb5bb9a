/*
 * pair - enrol a box at a central, both on this machine, as with a stick: the
 * ask of one, an invitation and a grant of the other, confirmed by a second
 * person. For `fichep demo`, where nobody is there to compare the digits.
 */
#ifndef PAIR_H
#define PAIR_H

#include "envelope/enrol.h"

/* Neither was started yet. The central needs two accounts that manage it. Told
 * on standard error. */
enum err pair_up(const char *box, const char *central,
    const struct enrol_site *site) CHECKED;

#endif
