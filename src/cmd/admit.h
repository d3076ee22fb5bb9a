/*
 * admit - at a central: a box brought its ask on a stick, and takes the grant
 * back. The same bytes as over the network (core/enrolling.h); the box then
 * waits to be confirmed by a second person, on the page of boxes.
 */
#ifndef ADMIT_H
#define ADMIT_H

#include "cmd/deploy.h"
#include "envelope/enrol.h"

/*
 * Append the grant for this whole ask, by the code that was made for `site` on
 * the page of boxes. Errors of enrolling_grant; ERR_ABSENT: no code is open for
 * that site, or our own address is not set.
 */
enum err admit_grant(const struct deploy *d, struct str site, struct str ask,
    struct buf *grant) CHECKED;

/* `fichep enrol grant`, from its arguments after these two words. */
int admit_main(int argc, char **argv);

#endif
