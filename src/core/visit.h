/*
 * visit - a box calls: POST /sync/v1, the central's side.
 *
 * In the transaction of the turn: who calls (machine.h), each envelope it
 * brings (intake.h), what it says of itself, the checkpoint of its audit log.
 * After the commit: receipts, our signature beside its checkpoint, our own
 * checkpoint, what goes down to it (downward.h), and the signature of all that.
 * A call that brings nothing is one small update and leaves no trace in the
 * audit log.
 *
 * A box that was revoked is still listened to: what it brings is quarantined,
 * and it is told. No box fills our disk that way: once VISIT_KEPT of its
 * envelopes are in quarantine it is given no more receipts, and holds the rest.
 */
#ifndef VISIT_H
#define VISIT_H

#include "core/request.h"

#define VISIT_KEPT 1000 /* envelopes, each of at most 140 KiB */

enum err visit_sync(struct request *q) CHECKED;

#endif
