/*
 * buf - a bounded writer that remembers its first failure.
 *
 * Say at birth how much may be written; write without looking; ask once, at
 * the end, whether all of it went in. After a failure every write does nothing.
 */
#ifndef BUF_H
#define BUF_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct buf {
	uint8_t *at;
	size_t len; /* bytes written */
	size_t max; /* bytes that may be written */
	enum err err;
};

/* At most `max` bytes taken from `a`; a full arena is reported by buf_err. */
struct buf buf_new(struct arena *a, size_t max);

/* At most `max` bytes at `room`, which the caller owns and wipes. */
struct buf buf_over(void *room, size_t max);

void buf_bytes(struct buf *b, struct bytes v);
void buf_str(struct buf *b, struct str v);
void buf_u8(struct buf *b, uint8_t v);
void buf_u16(struct buf *b, uint16_t v); /* big-endian */
void buf_u32(struct buf *b, uint32_t v); /* big-endian */
void buf_u64(struct buf *b, uint64_t v); /* big-endian */

/* Text: a decimal number, at least `digits` wide, filled with zeros. */
void buf_number(struct buf *b, int64_t v, int digits);

/* Remember a failure found elsewhere while writing; the first one stays. */
void buf_fail(struct buf *b, enum err e);

/* What was written so far; it belongs to the arena or room of the buf. */
struct bytes buf_done(const struct buf *b);
struct str buf_text(const struct buf *b);

/* ERR_OK when everything written is there; otherwise the first failure. */
enum err buf_err(const struct buf *b) CHECKED;

#endif
