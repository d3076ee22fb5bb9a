#include "base/buf.h"

struct buf
buf_new(struct arena *a, size_t max)
{
	return buf_over(arena_take(a, max), max);
}

struct buf
buf_over(void *room, size_t max)
{
	return (struct buf){.at = room,
	    .max = room ? max : 0,
	    .err = room ? ERR_OK : ERR_LIMIT};
}

void
buf_bytes(struct buf *b, struct bytes v)
{
	if (b->err != ERR_OK)
		return;
	if (v.len > b->max - b->len) {
		b->err = ERR_LIMIT;
		return;
	}
	if (v.len > 0)
		memcpy(b->at + b->len, v.at, v.len);
	b->len += v.len;
}

void
buf_str(struct buf *b, struct str v)
{
	buf_bytes(b, str_bytes(v));
}

static void
big_endian(struct buf *b, uint64_t v, size_t width)
{
	uint8_t be[8];

	for (size_t i = width; i-- > 0; v >>= 8)
		be[i] = (uint8_t)v;
	buf_bytes(b, (struct bytes){be, width});
}

void
buf_u8(struct buf *b, uint8_t v)
{
	big_endian(b, v, 1);
}

void
buf_u16(struct buf *b, uint16_t v)
{
	big_endian(b, v, 2);
}

void
buf_u32(struct buf *b, uint32_t v)
{
	big_endian(b, v, 4);
}

void
buf_u64(struct buf *b, uint64_t v)
{
	big_endian(b, v, 8);
}

void
buf_number(struct buf *b, int64_t v, int digits)
{
	char text[20]; /* the digits of 2^63 are 19 */
	size_t at = sizeof(text);
	uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	must(digits >= 0 && (size_t)digits <= sizeof(text));
	do
		text[--at] = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	while (sizeof(text) - at < (size_t)digits)
		text[--at] = '0';
	if (v < 0)
		buf_str(b, TXT("-"));
	buf_str(b, (struct str){text + at, sizeof(text) - at});
}

void
buf_fail(struct buf *b, enum err e)
{
	if (b->err == ERR_OK)
		b->err = e;
}

struct bytes
buf_done(const struct buf *b)
{
	return (struct bytes){b->at, b->len};
}

struct str
buf_text(const struct buf *b)
{
	return str_from(buf_done(b));
}

enum err
buf_err(const struct buf *b)
{
	return b->err;
}
