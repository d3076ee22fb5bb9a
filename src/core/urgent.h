/*
 * urgent - filing from the locked screen, without an account.
 *
 * Always there: a night replacement whom nobody has given words to must be able
 * to report. Whoever files so says who they are, and the fiche bears that
 * nobody verified it. Three may leave in a quarter of an hour, then one every
 * five minutes: never none. The draft belongs to the browser, and shows nothing
 * once it has been left alone (setting idle_minutes, but never while whoever
 * wrote it was told to wait).
 */
#ifndef URGENT_H
#define URGENT_H

#include "core/request.h"

#define URGENT_FREE  3                   /* in ... */
#define URGENT_SPAN  (15 * CLOCK_MINUTE) /* ms */
#define URGENT_EVERY (5 * CLOCK_MINUTE)  /* ms, beyond */

/* Milliseconds until one more may leave; 0: now. */
enum err urgent_wait(struct request *q, int64_t *ms) CHECKED;

/* One leaves; and old ones are forgotten. */
void urgent_count(struct request *q);

/* Append where the slip of `reference` is, for this browser alone. */
void urgent_put_slip(struct request *q, struct str reference, struct buf *to);

/* GET that slip. */
enum err urgent_slip(struct request *q) CHECKED;

/* ACT: check, send. */
enum err urgent_send(struct request *q) CHECKED;

/* ACT: whoever comes next is another browser, and finds nothing of this one's
 * draft: it leaves as it stands. */
enum err urgent_hide(struct request *q) CHECKED;

/* Members left_hour and leaves_hour, on a page of who has begun nothing, when a
 * draft without account was left here. */
enum err urgent_put_left(struct request *q) CHECKED;

/* The draft the form names is gone: to its slip if it was sent. */
enum err urgent_already(struct request *q) CHECKED;

#endif
