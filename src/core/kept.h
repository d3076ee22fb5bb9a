/*
 * kept - what was typed in a page whose session had ended is not lost.
 *
 * The page to sign in comes instead, and bears what was typed, sealed: whoever
 * looks at that page reads nothing of it, and nothing is written before the
 * passphrase. It is taken up by its author alone: each page of a form bears a
 * mark of the account it was made for, and what was typed under another mark is
 * left aside.
 */
#ifndef KEPT_H
#define KEPT_H

#include "core/request.h"

#define KEPT_MOST  (72u << 10)       /* bytes typed */
#define KEPT_CHUNK 12000             /* characters in one field of the page */
#define KEPT_LONG  (12 * CLOCK_HOUR) /* ms: not taken up later */

/* The key of a machine, from that of its database. */
void kept_key(const uint8_t store[32], uint8_t key[32]);

/* The member `whose`: the mark of who is signed in. */
void kept_mark(struct request *q);

/*
 * Is this the form of a page of ours whose session has ended? Then the members
 * `kept` ([{n, text}]) and `vers` of the page to sign in.
 */
bool kept_offer(struct request *q);

/* The same, of a form to sign in that bears them: they go into its next page.
 */
void kept_pass_on(struct request *q);

/*
 * `account` has signed in: what the form bears of theirs goes into their draft.
 * `location` is where to go on; unchanged when there is nothing.
 */
void kept_take(struct request *q, const struct ident *account, enum who who,
    struct str *location);

#endif
