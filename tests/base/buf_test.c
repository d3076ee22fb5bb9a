#include "base/buf.h"

#define SUITE base_buf
#include "../test.h"

TEST(what_is_written_is_there_in_order)
{
	uint8_t room[64];
	struct buf b = buf_over(room, sizeof(room));

	buf_u8(&b, 0x01);
	buf_u16(&b, 0x0203);
	buf_u32(&b, 0x04050607);
	buf_u64(&b, UINT64_C(0x08090a0b0c0d0e0f));
	buf_str(&b, TXT("é"));
	buf_bytes(&b, (struct bytes){NULL, 0});
	OK(buf_err(&b));
	SAME(buf_done(&b),
	    BYTES_OF(((uint8_t[]){1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
		15, 0xc3, 0xa9})));
}

TEST(a_write_goes_in_whole_or_not_at_all)
{
	for (size_t max = 0; max < 8; max++) {
		uint8_t room[9] = {0};
		struct buf b = buf_over(room, max);
		buf_u64(&b, UINT64_MAX);
		EQ(buf_err(&b), ERR_LIMIT);
		EQ(b.len, 0);
		for (size_t i = 0; i < sizeof(room); i++)
			EQ(room[i], 0);
	}
}

TEST(after_the_first_failure_nothing_is_written)
{
	uint8_t room[4] = {0};
	struct buf b = buf_over(room, sizeof(room));

	buf_str(&b, TXT("abc"));
	buf_str(&b, TXT("de")); /* does not go in */
	buf_str(&b, TXT("d"));  /* would, but the text has a hole */
	buf_fail(&b, ERR_STORE);
	EQ(buf_err(&b), ERR_LIMIT);
	SAME_TEXT(buf_text(&b), "abc");
	EQ(room[3], 0);

	struct buf other = buf_over(room, sizeof(room));
	buf_fail(&other, ERR_STORE);
	buf_fail(&other, ERR_LIMIT);
	buf_u8(&other, 1);
	EQ(buf_err(&other), ERR_STORE);
	EQ(other.len, 0);
}

TEST(a_buf_without_memory_fails_without_being_written)
{
	struct arena a = test_arena();
	struct buf b = buf_new(&a, TEST_MEMORY + 1);

	EQ(buf_err(&b), ERR_LIMIT);
	buf_u8(&b, 1);
	buf_number(&b, 1, 1);
	EQ(b.len, 0);
	EQ(b.max, 0);
	struct buf none = buf_new(&a, 0);
	OK(buf_err(&none));
	buf_u8(&none, 1);
	EQ(buf_err(&none), ERR_LIMIT);
}

TEST(numbers_are_written_in_decimal_with_the_zeros_asked_for)
{
	static const struct {
		int64_t n;
		int digits;
		const char *want;
	} cases[] = {{0, 0, "0"}, {0, 1, "0"}, {7, 2, "07"}, {123, 2, "123"},
	    {-7, 1, "-7"}, {-7, 3, "-007"},
	    {INT64_MAX, 1, "9223372036854775807"},
	    {INT64_MIN, 1, "-9223372036854775808"},
	    {1, 20, "00000000000000000001"},
	    {INT64_MIN, 20, "-09223372036854775808"}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char room[32];
		struct buf b = buf_over(room, sizeof(room));
		buf_number(&b, cases[i].n, cases[i].digits);
		SAME_STR(buf_text(&b), str_of(cases[i].want));
	}
}
