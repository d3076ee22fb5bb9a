/*
 * upward - what a box brings to its central in one request: a report, and the
 * envelopes it holds (envelope/batch.h).
 *
 * Its report is one JSON object:
 *
 *     version     of fichep            checkpoint  newest of our audit log, or
 *     held        envelopes that wait              "" if it has been marked
 *     oldest_ms   the oldest of them   proof       [hex] from the last that was
 *     clock       enum trail_clock     seen        hex SHA-256 of the central's
 *     now_ms      our time                         last that we verified, or ""
 *     boot_ms     since the start      states_since  what came down, up to here
 */
#ifndef UPWARD_H
#define UPWARD_H

#include "base/err.h"
#include "base/str.h"

struct core;

/*
 * Made in the memory of sync.h. An envelope whose file has gone is said lost,
 * once, and the others leave.
 */
enum err upward_batch(struct core *c, struct bytes *batch) CHECKED;

#endif
