#define SUITE tls_der
#include "../test.h"

#include "base/clock.h"
#include "tls/der.h"

static struct bytes
hex(const char *text)
{
	static struct arena mem;

	if (!mem.base)
		mem = test_arena();
	return test_unhex(&mem, str_of(text));
}

TEST(a_length_takes_the_fewest_bytes)
{
	static uint8_t content[DER_CONTENT_MOST + 1], room[sizeof(content) + 8];
	static const struct {
		size_t len;
		const char *head;
	} cases[] = {{0, "0400"}, {0x7f, "047f"}, {0x80, "048180"},
	    {0xff, "0481ff"}, {0x100, "04820100"}, {0xffff, "0482ffff"}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = buf_over(room, sizeof(room));
		struct bytes head = hex(cases[i].head);
		memset(content, (int)i + 1, sizeof(content));
		der_bytes(&b, DER_OCTETS,
		    (struct bytes){content, cases[i].len});
		OK(buf_err(&b));
		EQ(b.len, head.len + cases[i].len);
		SAME(((struct bytes){b.at, head.len}), head);
		SAME(((struct bytes){b.at + head.len, cases[i].len}),
		    ((struct bytes){content, cases[i].len}));
	}
	struct buf b = buf_over(room, sizeof(room));
	der_bytes(&b, DER_OCTETS, BYTES_OF(content));
	EQ(buf_err(&b), ERR_LIMIT);
}

TEST(an_integer_is_positive_and_short)
{
	static const char *const cases[][2] = {{"00", "020100"},
	    {"0000", "020100"}, {"7f", "02017f"}, {"80", "02020080"},
	    {"0080", "02020080"}, {"0100", "02020100"}, {"-", "020100"}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t room[16];
		struct buf b = buf_over(room, sizeof(room));
		der_integer(&b, hex(cases[i][0]));
		SAME(buf_done(&b), hex(cases[i][1]));
	}
}

TEST(a_year_from_2050_on_has_four_digits)
{
	static const struct {
		int64_t ms;
		const char *text;
	} cases[] = {
	    {0,
		"\x17\x0d"
		"700101000000Z"},
	    {INT64_C(951782399000),
		"\x17\x0d"
		"000228235959Z"},
	    {INT64_C(951782400000),
		"\x17\x0d"
		"000229000000Z"},
	    {INT64_C(2524607999000),
		"\x17\x0d"
		"491231235959Z"},
	    {INT64_C(2524608000000),
		"\x18\x0f"
		"20500101000000Z"},
	    {INT64_C(253402300799000),
		"\x18\x0f"
		"99991231235959Z"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t room[32];
		struct buf b = buf_over(room, sizeof(room));
		der_time(&b, cases[i].ms);
		OK(buf_err(&b));
		SAME_STR(buf_text(&b), str_of(cases[i].text));
	}
	uint8_t room[32];
	struct buf b = buf_over(room, sizeof(room));
	der_time(&b, INT64_C(253402300800000));
	EQ(buf_err(&b), ERR_INPUT);
}

TEST(what_does_not_fit_is_told_at_the_end)
{
	for (size_t max = 0; max <= 10; max++) {
		uint8_t room[10];
		struct buf b = buf_over(room, max);
		size_t outer = der_open(&b, DER_SEQUENCE);
		size_t inner = der_open(&b, DER_SEQUENCE);
		der_small(&b, 1);
		der_close(&b, inner);
		der_bits(&b, (struct bytes){(const uint8_t *)"", 0});
		der_close(&b, outer);
		EQ(buf_err(&b), max < 10 ? ERR_LIMIT : ERR_OK);
	}
}
