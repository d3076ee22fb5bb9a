/*
 * batch - what one synchronisation carries from a box to the central.
 *
 *     magic "FPY1" | version u16 = 1 | report: u32 length, JSON
 *     n u16, 0 to 32 | n envelopes: u32 length, bytes
 *
 * The report is the box's own account of itself (core/upward.h); an envelope is
 * whatever the spool holds, and is judged one by one (envelope.h). The whole is
 * covered by the signature of the request (http/httpsig.h).
 */
#ifndef BATCH_H
#define BATCH_H

#include "base/buf.h"

#define BATCH_PATH TXT("/sync/v1")
#define BATCH_TYPE TXT("application/fichep-sync")

#define BATCH_ENVELOPES   32            /* in one batch */
#define BATCH_MOST        (140u * 1024) /* bytes of a whole batch */
#define BATCH_REPORT_MOST 8192          /* bytes */

/* Begin in the empty `to`: report, then as many batch_add as there is room
 * for, then batch_end. */
void batch_begin(struct buf *to, struct str report);

/* Append one more. False, and nothing is appended: it is full. */
bool batch_add(struct buf *to, unsigned *count, struct bytes envelope);
void batch_end(struct buf *to, unsigned count, size_t report);

struct batch {
	struct str report;
	unsigned count;
	struct bytes envelope[BATCH_ENVELOPES];
};

/* Views borrow from `whole`. ERR_MANGLED for anything not of that form. */
enum err batch_read(struct bytes whole, struct batch *b) CHECKED;

#endif
