#include "base/reader.h"

struct reader
reader_new(struct bytes whole)
{
	return (struct reader){.rest = whole, .err = ERR_OK};
}

struct bytes
reader_take(struct reader *r, size_t len)
{
	if (r->err != ERR_OK || len > r->rest.len) {
		r->err = ERR_MANGLED;
		return (struct bytes){NULL, 0};
	}
	struct bytes head = {r->rest.at, len};
	if (len > 0)
		r->rest.at += len;
	r->rest.len -= len;
	return head;
}

static uint64_t
big_endian(struct reader *r, size_t width)
{
	struct bytes b = reader_take(r, width);
	uint64_t v = 0;

	for (size_t i = 0; i < b.len; i++)
		v = v << 8 | b.at[i];
	return v;
}

uint8_t
reader_u8(struct reader *r)
{
	return (uint8_t)big_endian(r, 1);
}

uint16_t
reader_u16(struct reader *r)
{
	return (uint16_t)big_endian(r, 2);
}

uint32_t
reader_u32(struct reader *r)
{
	return (uint32_t)big_endian(r, 4);
}

uint64_t
reader_u64(struct reader *r)
{
	return big_endian(r, 8);
}

void
reader_copy(struct reader *r, uint8_t *to, size_t len)
{
	struct bytes b = reader_take(r, len);

	memset(to, 0, len);
	if (b.len > 0)
		memcpy(to, b.at, b.len);
}

struct bytes
reader_bytes(struct reader *r)
{
	return reader_take(r, reader_u32(r));
}

struct str
reader_str(struct reader *r)
{
	struct str s = str_from(reader_bytes(r));

	if (!str_utf8(s) || (s.len > 0 && memchr(s.at, 0, s.len))) {
		r->err = ERR_MANGLED;
		return (struct str){NULL, 0};
	}
	return s;
}

enum err
reader_end(const struct reader *r)
{
	return r->rest.len == 0 ? r->err : ERR_MANGLED;
}
