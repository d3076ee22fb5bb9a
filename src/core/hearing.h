/*
 * hearing - what the other roles say to core, and its thread for reports.
 *
 * One function of each row of messages.def whose `to` is CORE; what a request
 * waited for is laid into its slot, and the turn goes on with it.
 */
#ifndef HEARING_H
#define HEARING_H

#include "ipc/chan.h"

struct core;

/* Read all that a peer has said, at most some dozens of messages, and act on
 * it; false once it is gone. */
bool hearing_peer(struct core *c, const struct chan *from);

/* Take the report that is ready, if one is. */
void hearing_report(struct core *c);

/* A peer is back, with nothing in mind of what it was asked before. */
void hearing_again(struct core *c, enum peer who);

#endif
