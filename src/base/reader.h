/*
 * reader - a bounded reader that remembers its first failure.
 *
 * The twin of buf: read without looking; ask once, at the end, whether all was
 * there and nothing was left over. After a failure every read yields zero.
 */
#ifndef READER_H
#define READER_H

#include "base/err.h"
#include "base/str.h"

struct reader {
	struct bytes rest;
	enum err err;
};

struct reader reader_new(struct bytes whole);

uint8_t reader_u8(struct reader *r);
uint16_t reader_u16(struct reader *r); /* big-endian */
uint32_t reader_u32(struct reader *r); /* big-endian */
uint64_t reader_u64(struct reader *r); /* big-endian */

/* Exactly `len` bytes; they belong to whoever owns the whole. */
struct bytes reader_take(struct reader *r, size_t len);

/* Exactly `len` bytes copied to `to`, which is zeroed after a failure. */
void reader_copy(struct reader *r, uint8_t *to, size_t len);

/* A u32 length and that many bytes; they belong to whoever owns the whole. */
struct bytes reader_bytes(struct reader *r);

/* The same, refused unless valid UTF-8 without a NUL. */
struct str reader_str(struct reader *r);

/* ERR_OK when all was read and nothing remains; otherwise ERR_MANGLED. */
enum err reader_end(const struct reader *r) CHECKED;

#endif
