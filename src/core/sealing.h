/*
 * sealing - a draft becomes an envelope, once.
 *
 * In the transaction of the act: the reference is given if the draft had none
 * yet, the payload is written (payload.h reads it at the central) and sealed
 * (outbox.h), the sending is entered, the draft goes.
 */
#ifndef SEALING_H
#define SEALING_H

#include "core/draft.h"
#include "envelope/envelope.h"

/* Who files: an account, or what someone says of themselves. */
struct sealing_author {
	const struct ident *id; /* NULL: no account */
	struct str name, duty, role, service;
};

/*
 * All of it or nothing; but the reference, once given, is the draft's, so that
 * the next try does not take another. ERR_ABSENT: this box has no central yet.
 */
enum err sealing_send(struct request *q, struct draft *d,
    const struct sealing_author *a, enum envelope_content content) CHECKED;

#endif
