/*
 * handing - a letter that did not go by its own way is handed over by a person.
 *
 * The whole of it, on paper or by another way: it is settled, tasks and all, it
 * counts as received from then on, and no copy of it that waits for the same
 * recipient leaves any more. By telephone a notice is settled, for that is all
 * it says, but for the letter that it announces: that counts once it is read or
 * handed over whole. Of a letter that waits to leave whole, a call ends the
 * task of warning its recipient and no more: it leaves as soon as it can.
 *
 * What that begins (a limit, what the establishment is shown) is not taken
 * back: it is read again before it is noted. A mistake is mended by sending
 * anew (resend.h).
 */
#ifndef HANDING_H
#define HANDING_H

#include "core/request.h"

/* GET /courrier/lettre/remise?ref=&id=; members: web/page/remise.html. */
enum err handing_page(struct request *q) CHECKED;

/* ACT of the same: read again, and noted once `go` is send. */
enum err handing_note(struct request *q) CHECKED;

#endif
