#include "base/encode.h"

#define SUITE base_encode
#include "../test.h"

static struct str
written(struct arena *mem, void (*put)(struct buf *, struct bytes),
    struct bytes v)
{
	struct buf b = buf_new(mem, 2 * v.len + 4);

	put(&b, v);
	OK(buf_err(&b));
	return buf_text(&b);
}

static void
refused(enum err (*get)(struct str, struct buf *), struct str text)
{
	uint8_t room[64];
	struct buf b = buf_over(room, sizeof(room));

	snprintf(test_where, sizeof(test_where), " (\"%.*s\")", (int)text.len,
	    text.at);
	EQ(get(text, &b), ERR_MANGLED);
	EQ(b.len, 0);
	OK(buf_err(&b));
	test_where[0] = 0;
}

TEST(the_examples_of_rfc_4648_are_written_so)
{
	static const struct {
		const char *plain, *base64, *url, *hex, *base32;
	} cases[] = {
	    {"", "", "", "", ""},
	    {"f", "Zg==", "Zg", "66", "MY"},
	    {"fo", "Zm8=", "Zm8", "666f", "MZXQ"},
	    {"foo", "Zm9v", "Zm9v", "666f6f", "MZXW6"},
	    {"foob", "Zm9vYg==", "Zm9vYg", "666f6f62", "MZXW6YQ"},
	    {"fooba", "Zm9vYmE=", "Zm9vYmE", "666f6f6261", "MZXW6YTB"},
	    {"foobar", "Zm9vYmFy", "Zm9vYmFy", "666f6f626172", "MZXW6YTBOI"},
	    {"\xfb\xff\xfe", "+//+", "-__-", "fbfffe", "7P774"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		struct bytes v = str_bytes(str_of(cases[i].plain));
		SAME_STR(written(&mem, encode_base64, v),
		    str_of(cases[i].base64));
		SAME_STR(written(&mem, encode_base64url, v),
		    str_of(cases[i].url));
		SAME_STR(written(&mem, encode_hex, v), str_of(cases[i].hex));
		SAME_STR(written(&mem, encode_base32, v),
		    str_of(cases[i].base32));
	}
}

TEST(every_length_and_byte_comes_back)
{
	uint8_t all[256], room[256];

	for (size_t i = 0; i < sizeof(all); i++)
		all[i] = (uint8_t)(i * 167 + 41);
	for (size_t len = 0; len <= sizeof(all); len++) {
		struct arena mem = test_arena();
		struct bytes v = {all, len};
		struct buf b = buf_over(room, len);
		OK(encode_unhex(written(&mem, encode_hex, v), &b));
		SAME(buf_done(&b), v);
		b = buf_over(room, len);
		OK(encode_unbase64(written(&mem, encode_base64, v), &b));
		SAME(buf_done(&b), v);
		b = buf_over(room, len);
		OK(encode_unbase64url(written(&mem, encode_base64url, v), &b));
		SAME(buf_done(&b), v);
	}
}

TEST(hexadecimal_is_lower_case_and_even)
{
	static const char *const bad[] = {"0", "000", "0A", "AB", "0g", "0x00",
	    " 00", "00 ", "0\n", "é", "--", "+1"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refused(encode_unhex, str_of(bad[i]));
	refused(encode_unhex, (struct str){"0\0", 2});
}

TEST(base64_has_its_padding_and_no_bit_to_spare)
{
	static const char *const bad[] = {"Z", "Zg",
	    "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "====", "=",
	    "==", "Zg==Zg==", "Z===", "Zm=v",
	    "Zm9v=", "Zm9v==", "Zm9v====", "Zm9v\n", " Zm9", "Zm-_", "Zm9\xff"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refused(encode_unbase64, str_of(bad[i]));
	refused(encode_unbase64, (struct str){"Zm9\0", 4});
}

TEST(base64url_has_no_padding_and_no_bit_to_spare)
{
	static const char *const bad[] = {"Z", "Zh", "Zm9",
	    "Zg==", "Zm8=", "Zm9vZ", "+//+", "Zm 9", "Zm9v\r\n"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refused(encode_unbase64url, str_of(bad[i]));
}

TEST(what_does_not_go_in_is_not_begun)
{
	enum err (*const get[])(struct str, struct buf *) = {encode_unhex,
	    encode_unbase64, encode_unbase64url};
	const char *const text[] = {"666f6f62", "Zm9vYg==", "Zm9vYg"};

	for (size_t i = 0; i < 3; i++)
		for (size_t max = 0; max < 4; max++) {
			uint8_t room[4];
			struct buf b = buf_over(room, max);
			EQ(get[i](str_of(text[i]), &b), ERR_LIMIT);
			EQ(b.len, 0);
		}
}
