/*
 * refusal - the short answers that the gate gives by itself.
 *
 * A whole HTTP answer in French: what happened, what to do, and the numbers to
 * call, for it may be a child in danger that brings someone here. It closes
 * the connection. Without a Date: a box may not know the hour (RFC
 * 9110, 6.6.1).
 *
 * 503 is for what was not handed over to the front; 502 and 504 are for what
 * was, and may therefore have been carried out.
 */
#ifndef REFUSAL_H
#define REFUSAL_H

#include "base/buf.h"

#define REFUSAL_MOST 4096 /* bytes of the longest */

/*
 * Append the answer for `status`, which must be a row of refusal.def; with
 * `bare` (an answer to HEAD) its body is left out.
 */
void refusal_write(struct buf *to, int status, bool bare);

/* Is there a row for it? */
bool refusal_has(int status);

#endif
