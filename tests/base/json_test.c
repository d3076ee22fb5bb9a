#include "base/json.h"

#define SUITE base_json
#include "../test.h"

static struct json
parsed(struct arena *mem, const char *text)
{
	struct json root = {NULL};

	OK(json_read(mem, str_of(text), &root, NULL));
	return root;
}

static void
refused(struct str text)
{
	struct arena mem = test_arena();
	struct json root = {NULL};
	size_t where = SIZE_MAX;

	snprintf(test_where, sizeof(test_where), " (%.*s)", (int)text.len,
	    text.at);
	EQ(json_read(&mem, text, &root, &where), ERR_MANGLED);
	TRUE(root.at == NULL);
	TRUE(where <= text.len);
	test_where[0] = 0;
}

TEST(what_is_not_one_strict_json_text_is_refused)
{
	static const char *const bad[] = {"", " ", "{", "}", "{}x", "{} {}",
	    "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "[1 2]", "nul", "True",
	    "NaN", "Infinity", "-", "+1", "01", "1.", ".5", "1e", "0x10",
	    "1e999", "\"", "\"a", "\"\t\"", "\"\n\"", "\"\\x\"", "\"\\u12\"",
	    "\"\\ud800\"", "\"\\udc00\\ud800\"", "// c\n1", "/* c */ 1",
	    "[1] // c", "\xef\xbb\xbf{}", "\"\xe9\"", "\"\xc0\x80\"",
	    "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "{\"a\"}", "{\"a\":}",
	    "{1:2}", "[,]", "[1,,2]", "\v1"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refused(str_of(bad[i]));
	refused((struct str){"1\0", 2});
	refused((struct str){"\"a\0b\"", 5});
	refused((struct str){"{}\0", 3});
}

TEST(a_key_given_twice_is_refused_wherever_it_is)
{
	refused(TXT("{\"a\":1,\"a\":1}"));
	refused(TXT("{\"a\":1,\"b\":2,\"\\u0061\":3}"));
	refused(TXT("[{\"x\":{\"a\":1,\"b\":0,\"a\":2}}]"));
	refused(TXT("{\"\":1,\"\":2}"));
	struct arena mem = test_arena();
	EQ(json_len(parsed(&mem, "{\"a\":{\"a\":1},\"A\":2,\"\":3}")), 3);
}

TEST(where_a_key_stands_is_known_even_of_the_one_too_many)
{
	struct str text = TXT("{\"a\":1,\n \"b\": \"c\", \"a\":2}");
	struct arena mem = test_arena();
	struct json root;
	const char *kept;
	size_t where;

	EQ(json_read(&mem, text, &root, &where), ERR_MANGLED);
	EQ(where, 20); /* of the second "a", after its quote */
	OK(json_read_kept(&mem, TXT("{ \"x\":\n[\"yz\"] }"), &root, NULL,
	    &kept));
	EQ(json_key(root, 0).at - kept, 3);
	EQ(json_text(json_at(json_at(root, 0), 0)).at - kept, 9);
}

TEST(a_nul_in_a_text_or_a_key_is_refused)
{
	refused(TXT("\"\\u0000\""));
	refused(TXT("{\"a\\u0000\":1}"));
	refused(TXT("[[\"ab\\u0000cd\"]]"));
}

/* `depth` lists in one another, with `inside` in the last. */
static struct str
nested(size_t depth, const char *inside)
{
	static char room[30000];
	struct buf b = buf_over(room, sizeof(room));

	for (size_t i = 0; i < depth; i++)
		buf_str(&b, TXT("["));
	buf_str(&b, str_of(inside));
	for (size_t i = 0; i < depth; i++)
		buf_str(&b, TXT("]"));
	OK(buf_err(&b));
	return buf_text(&b);
}

TEST(depth_is_bounded)
{
	struct arena mem = test_arena();
	struct json root;

	OK(json_read(&mem, nested(JSON_DEPTH_MOST, ""), &root, NULL));
	OK(json_read(&mem, nested(JSON_DEPTH_MOST, "1"), &root, NULL));
	OK(json_read(&mem, nested(JSON_DEPTH_MOST - 1, "{\"a\":1}"), &root,
	    NULL));
	refused(nested(JSON_DEPTH_MOST + 1, ""));
	refused(nested(JSON_DEPTH_MOST, "{}"));
	refused(nested(10000, ""));
}

TEST(the_keys_of_an_object_are_counted)
{
	for (size_t n = JSON_KEYS_MOST; n <= JSON_KEYS_MOST + 1; n++) {
		struct arena mem = test_arena();
		struct buf b = buf_new(&mem, 16 * n);
		struct json root;
		for (size_t i = 0; i < n; i++) {
			buf_str(&b, i ? TXT(",\"") : TXT("{\""));
			buf_number(&b, (int64_t)i, 1);
			buf_str(&b, TXT("\":0"));
		}
		buf_str(&b, TXT("}"));
		EQ(json_read(&mem, buf_text(&b), &root, NULL),
		    n <= JSON_KEYS_MOST ? ERR_OK : ERR_MANGLED);
	}
}

TEST(paths_are_followed_through_what_is_absent)
{
	struct arena mem = test_arena();
	struct json v = parsed(&mem,
	    "{\"a\":{\"b\":[10,\"x\",null,true]},\"é\":-5,\"t\":\"\\u00e9\"}");
	struct json list = json_get(json_get(v, TXT("a")), TXT("b"));
	int64_t n = 0;

	EQ(json_kind(v), JSON_OBJECT);
	EQ(json_kind(list), JSON_ARRAY);
	EQ(json_len(list), 4);
	TRUE(json_int(json_at(list, 0), &n));
	EQ(n, 10);
	SAME_TEXT(json_text(json_at(list, 1)), "x");
	EQ(json_kind(json_at(list, 2)), JSON_NULL);
	TRUE(json_true(json_at(list, 3)));
	EQ(json_kind(json_at(list, 4)), JSON_ABSENT);
	TRUE(json_int(json_get(v, TXT("é")), &n));
	EQ(n, -5);
	SAME_TEXT(json_text(json_get(v, TXT("t"))), "é");

	struct json none =
	    json_get(json_at(json_get(v, TXT("x")), 7), TXT("y"));
	EQ(json_kind(none), JSON_ABSENT);
	EQ(json_len(none), 0);
	SAME_TEXT(json_text(none), "");
	TRUE(!json_true(none) && !json_int(none, &n));
	SAME_TEXT(json_text(list), "");
	EQ(json_kind(json_get(list, TXT("a"))), JSON_ABSENT);
	EQ(json_kind(json_at(json_get(v, TXT("t")), 0)), JSON_ABSENT);
	EQ(json_kind(json_get(v, (struct str){NULL, 0})), JSON_ABSENT);
	EQ(n, -5);
}

TEST(members_and_elements_come_in_the_order_of_the_text)
{
	struct arena mem = test_arena();
	struct json v = parsed(&mem, "{\"z\":[1,[2,2],{\"k\":3},4],\"a\":5}");
	struct json item = json_at(json_at(v, 0), 0);
	int64_t n;

	SAME_TEXT(json_key(v, 0), "z");
	SAME_TEXT(json_key(v, 1), "a");
	SAME_TEXT(json_key(v, 2), "");
	SAME_TEXT(json_key(item, 0), "");
	TRUE(json_int(json_at(v, 1), &n) && n == 5);
	for (size_t i = 0; i < 4; i++) {
		TRUE(item.at == json_at(json_at(v, 0), i).at);
		if (i < 3)
			item = json_after(item);
	}
	TRUE(json_int(item, &n) && n == 4);
}

TEST(only_whole_numbers_in_range_are_integers)
{
	static const struct {
		const char *text;
		bool whole;
		int64_t n;
	} cases[] = {{"0", true, 0}, {"-0", true, 0},
	    {"9223372036854775807", true, INT64_MAX},
	    {"-9223372036854775808", true, INT64_MIN},
	    {"9223372036854775808", false, 0},
	    {"18446744073709551615", false, 0}, {"1e2", false, 0},
	    {"1.0", false, 0}, {"\"1\"", false, 0}, {"true", false, 0},
	    {"null", false, 0}, {"[1]", false, 0},
	    {"100000000000000000000", false, 0}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		int64_t n = 77;
		snprintf(test_where, sizeof(test_where), " (%s)",
		    cases[i].text);
		EQ(json_int(parsed(&mem, cases[i].text), &n), cases[i].whole);
		EQ(n, cases[i].whole ? cases[i].n : 77);
	}
	test_where[0] = 0;
}

TEST(scalars_are_written_as_json_writes_them)
{
	static const char *const same[] = {"null", "true", "false", "0", "-7",
	    "1.5", "-0.25", "1e300", "5e-324", "1.7976931348623157e308",
	    "18446744073709551615", "-9223372036854775808", "0.1"};

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		struct arena mem = test_arena();
		struct buf b = buf_new(&mem, 64);
		json_scalar(&b, parsed(&mem, same[i]));
		OK(buf_err(&b));
		SAME_STR(buf_text(&b), str_of(same[i]));
	}
	struct arena mem = test_arena();
	struct buf b = buf_new(&mem, 64);
	json_scalar(&b, parsed(&mem, "\"text\""));
	json_scalar(&b, parsed(&mem, "[1]"));
	json_scalar(&b, (struct json){NULL});
	EQ(b.len, 0);
	struct buf small = buf_new(&mem, 3);
	json_scalar(&small, parsed(&mem, "true"));
	EQ(buf_err(&small), ERR_LIMIT);
}

TEST(a_quoted_text_is_read_back_whatever_is_in_it)
{
	struct arena mem = test_arena();
	struct buf b = buf_new(&mem, 1024);
	char all[126];
	struct json root;

	for (size_t i = 0; i < sizeof(all); i++)
		all[i] = (char)(i + 1);
	json_quote(&b, (struct str){all, sizeof(all)});
	OK(json_read(&mem, buf_text(&b), &root, NULL));
	SAME_STR(json_text(root), ((struct str){all, sizeof(all)}));

	b = buf_new(&mem, 1024);
	json_quote(&b, TXT("</script>&'é\"\\"));
	SAME_TEXT(buf_text(&b),
	    "\"\\u003c/script\\u003e\\u0026\\u0027é\\u0022\\u005c\"");
}

static enum err
read_one(struct arena *mem, void *ctx)
{
	struct json *root = ctx;
	struct json got = {NULL};
	enum err e = json_read(mem,
	    TXT("{\"a\":[1,2,{\"b\":\"c\"}],\"d\":[[[[[[[[]]]]]]]],\"e\":0}"),
	    &got, NULL);

	TRUE(e == ERR_OK || got.at == NULL);
	*root = got;
	return e;
}

TEST(each_lack_of_memory_is_an_answer)
{
	struct arena mem = test_arena();
	struct json root = {NULL};

	TRUE(test_each_allocation(&mem, read_one, &root) >= 2);
	EQ(json_len(root), 3);
}

TEST(a_text_longer_than_the_arena_is_refused_as_such)
{
	static uint8_t room[1024];
	static char text[2048];
	struct arena mem;
	struct json root = {NULL};

	memset(text, ' ', sizeof(text));
	text[sizeof(text) - 1] = '1';
	arena_open(&mem, room, sizeof(room));
	EQ(json_read(&mem, (struct str){text, sizeof(text)}, &root, NULL),
	    ERR_LIMIT);
	EQ(json_read(&mem, (struct str){text, 900}, &root, NULL), ERR_MANGLED);
}
