/*
 * mailroom - the letters as an admin sees them: does the relay answer, may the
 * pack send, what is not settled. References and states; nothing of what a
 * letter says, and nobody it is about.
 */
#ifndef MAILROOM_H
#define MAILROOM_H

#include "core/request.h"

#define MAILROOM_LATE (2 * CLOCK_HOUR) /* ms: then it is looked at */

/* GET /courrier; members: web/page/courrier.html. */
enum err mailroom_page(struct request *q) CHECKED;

/* Members late_letters, a number: letters that should have left or arrived;
 * late_more: there are more. For the first page of an admin. */
enum err mailroom_alarm(struct request *q) CHECKED;

#endif
