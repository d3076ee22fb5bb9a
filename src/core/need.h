/*
 * need - who needs to know what at the central, from need.def.
 */
#ifndef NEED_H
#define NEED_H

#include "core/who.h"

enum need_fiches { NEED_NONE, NEED_PARTY, NEED_SCOPE, NEED_ALL };

struct need {
	enum need_fiches fiches;
	bool network, author, motive, acks, desk, search, gauge;
	bool journal, fleet, accounts;
};

const struct need *need_of(enum who who);

/* An act of a request for the association's help, by its reference: whoever
 * reads it has its author and its network, for they are its object (R9). */
bool need_whole(struct str reference);

#endif
