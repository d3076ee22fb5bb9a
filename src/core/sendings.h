/*
 * sendings - what became of what was filed here: references and states, never
 * the content, which this box cannot read again.
 */
#ifndef SENDINGS_H
#define SENDINGS_H

#include "core/request.h"

/* The central has not confirmed for so long: « Appelez ». */
#define SENDINGS_LATE   (15 * CLOCK_MINUTE)
#define SENDINGS_URGENT (5 * CLOCK_MINUTE) /* the same, if it is urgent */
#define SENDINGS_SHOWN  20                 /* on a page */
#define SENDINGS_RECENT (7 * CLOCK_DAY)    /* what went wrong is said on home */

/* What is to be told at once, with whom to call. */
struct sendings_trouble {
	bool lost;    /* it is not on the disk any more: to be done again */
	bool revoked; /* the box is: nobody reads what it sends */
	bool aside;   /* the central could not take it */
	bool late;    /* the central has not confirmed in time */
};

/*
 * GET: those of who asks, the last first; each with what was said back. And
 * those of nobody who may still sign in, of the same role and service, with
 * those without account: a question to a replacement who has gone is read by
 * those who are there, and what was filed can be completed. What the spool gave
 * back (adopt.h) is theirs as well where no draft says whose it is: when it was
 * recorded, where it is, and its reference once the central has said it.
 */
enum err sendings_page(struct request *q) CHECKED;
enum err sendings_house(struct request *q) CHECKED;

/* GET: one of this establishment, to print. */
enum err sendings_slip(struct request *q) CHECKED;

/* Its members: sending {reference, ...}, mark (another once that changes).
 * ERR_ABSENT: nothing of that reference. */
enum err sendings_put_slip(struct request *q, struct str reference) CHECKED;

/* What was said back and not read yet, of the one list and of the other. */
enum err sendings_unread(struct request *q, int64_t *n) CHECKED;
enum err sendings_unread_house(struct request *q, int64_t *n) CHECKED;

/* All that is wrong with those of both lists. */
enum err sendings_trouble(struct request *q,
    struct sendings_trouble *t) CHECKED;

/* ACT: what was said back has been read. */
enum err sendings_read(struct request *q) CHECKED;

#endif
