#include "base/reader.h"

#define SUITE base_reader
#include "../test.h"

/* A message with one of each, and what a reader makes of it. */
static const uint8_t message[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    15, 0, 0, 0, 2, 0xc3, 0xa9, 0, 0, 0, 1, 0xff, 'x', 'y'};

static enum err
read_all(struct bytes whole)
{
	struct reader r = reader_new(whole);
	uint8_t two[2] = {9, 9};

	uint8_t u8 = reader_u8(&r);
	uint16_t u16 = reader_u16(&r);
	uint32_t u32 = reader_u32(&r);
	uint64_t u64 = reader_u64(&r);
	struct str s = reader_str(&r);
	struct bytes b = reader_bytes(&r);
	reader_copy(&r, two, sizeof(two));
	enum err e = reader_end(&r);
	if (e != ERR_OK)
		return e;
	EQ(u8, 1);
	EQ(u16, 0x0203);
	EQ(u32, 0x04050607);
	TRUE(u64 == UINT64_C(0x08090a0b0c0d0e0f));
	SAME_TEXT(s, "é");
	SAME(b, BYTES_OF(((uint8_t[]){0xff})));
	SAME(BYTES_OF(two), BYTES_OF(((uint8_t[]){'x', 'y'})));
	return ERR_OK;
}

TEST(a_message_is_read_as_it_was_written)
{
	OK(read_all(BYTES_OF(message)));
}

TEST(a_message_cut_anywhere_or_too_long_is_mangled)
{
	uint8_t longer[sizeof(message) + 1];

	/* Each in memory of its own, so that one byte too far is seen. */
	for (size_t len = 0; len < sizeof(message); len++) {
		uint8_t *cut = malloc(len ? len : 1);
		TRUE(cut != NULL);
		memcpy(cut, message, len);
		EQ(read_all((struct bytes){cut, len}), ERR_MANGLED);
		free(cut);
	}
	memcpy(longer, message, sizeof(message));
	longer[sizeof(message)] = 0;
	EQ(read_all(BYTES_OF(longer)), ERR_MANGLED);
}

TEST(after_the_first_failure_every_read_is_zero)
{
	static const uint8_t three[] = {0xff, 0xff, 0xff};
	struct reader r = reader_new(BYTES_OF(three));
	uint8_t copy[2] = {1, 2};

	EQ(reader_u32(&r), 0);
	EQ(reader_u8(&r), 0);
	EQ(reader_u16(&r), 0);
	EQ(reader_u64(&r), 0);
	TRUE(reader_take(&r, 1).at == NULL);
	EQ(reader_bytes(&r).len, 0);
	EQ(reader_str(&r).len, 0);
	reader_copy(&r, copy, sizeof(copy));
	EQ(copy[0] | copy[1], 0);
	EQ(reader_end(&r), ERR_MANGLED);
}

TEST(a_length_beyond_the_message_is_mangled)
{
	static const uint8_t big[] = {0xff, 0xff, 0xff, 0xff, 1, 2};
	struct reader r = reader_new(BYTES_OF(big));

	EQ(reader_bytes(&r).len, 0);
	EQ(reader_end(&r), ERR_MANGLED);
	r = reader_new(BYTES_OF(big));
	TRUE(reader_take(&r, SIZE_MAX).at == NULL);
	EQ(reader_end(&r), ERR_MANGLED);
}

TEST(text_that_is_not_utf8_or_has_a_nul_is_mangled)
{
	static const uint8_t nul[] = {0, 0, 0, 3, 'a', 0, 'b'};
	static const uint8_t latin[] = {0, 0, 0, 1, 0xe9};
	struct reader r = reader_new(BYTES_OF(nul));

	EQ(reader_str(&r).len, 0);
	EQ(reader_end(&r), ERR_MANGLED);
	r = reader_new(BYTES_OF(latin));
	EQ(reader_str(&r).len, 0);
	EQ(reader_end(&r), ERR_MANGLED);
}

TEST(nothing_is_read_from_nothing)
{
	struct reader r = reader_new((struct bytes){NULL, 0});

	EQ(reader_take(&r, 0).len, 0);
	OK(reader_end(&r));
	EQ(reader_u8(&r), 0);
	EQ(reader_end(&r), ERR_MANGLED);
}
