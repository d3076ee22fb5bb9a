#include "http/cookie.h"

#define SUITE http_cookie
#include "../test.h"

static const struct {
	const char *field;
	enum err err;
	const char *value;
} cases[] = {
    {"__Host-s=abc", ERR_OK, "abc"},
    {"__Host-s=abc; a=b", ERR_OK, "abc"},
    {"a=b; __Host-s=abc", ERR_OK, "abc"},
    {"a=b;__Host-s=abc;c=d", ERR_OK, "abc"},
    {"__Host-s=a=b", ERR_OK, "a=b"},
    {"a=b; a=c; __Host-s=abc", ERR_OK, "abc"},
    {"a={\"x\": 1, \"y\": [2]}; __Host-s=abc", ERR_OK, "abc"},
    {"", ERR_ABSENT, ""},
    {"a=b", ERR_ABSENT, ""},
    {"__host-s=abc", ERR_ABSENT, ""},
    {"__Host-ss=abc", ERR_ABSENT, ""},
    {"x__Host-s=abc", ERR_ABSENT, ""},
    {"a=__Host-s=abc", ERR_ABSENT, ""},
    {"=__Host-s=abc", ERR_ABSENT, ""},
    {"__Host-s =abc", ERR_ABSENT, ""},
    {"a=b, __Host-s=abc", ERR_ABSENT, ""},
    {"__Host-s=abc; __Host-s=abc", ERR_MANGLED, ""},
    {"__Host-s=abc; a=b; __Host-s=def", ERR_MANGLED, ""},
    {"__Host-s=abc; __Host-s", ERR_MANGLED, ""},
    {"__Host-s=", ERR_MANGLED, ""},
    {"__Host-s", ERR_MANGLED, ""},
    {"__Host-s=a b", ERR_MANGLED, ""},
    {"__Host-s=\"abc\"", ERR_MANGLED, ""},
    {"__Host-s=a,b", ERR_MANGLED, ""},
    {"__Host-s=a\\b", ERR_MANGLED, ""},
};

TEST(a_cookie_is_found_by_its_whole_name_and_once)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str value = TXT("");
		snprintf(test_where, sizeof(test_where), " (%s)",
		    cases[i].field);
		EQ(cookie_find(str_of(cases[i].field), COOKIE_SESSION, &value),
		    cases[i].err);
		SAME_STR(value, str_of(cases[i].value));
	}
}

TEST(a_value_may_be_as_long_as_its_limit_and_not_a_byte_longer)
{
	char field[9 + COOKIE_VALUE_MOST + 1] = "__Host-s=";
	struct str value = TXT("");

	memset(field + 9, 'v', COOKIE_VALUE_MOST + 1);
	EQ(cookie_find((struct str){field, sizeof(field)}, COOKIE_SESSION,
	       &value),
	    ERR_MANGLED);
	EQ(cookie_find((struct str){field, sizeof(field) - 1}, COOKIE_SESSION,
	       &value),
	    ERR_OK);
	EQ(value.len, COOKIE_VALUE_MOST);
}

TEST(the_session_cookie_is_for_this_host_over_https_and_no_script)
{
	char room[512];
	struct buf set = buf_over(room, sizeof(room));

	cookie_set(&set, COOKIE_SESSION, TXT("abc"));
	SAME_TEXT(buf_text(&set),
	    "__Host-s=abc; Path=/; Secure; HttpOnly; SameSite=Strict");

	struct buf gone = buf_over(room, sizeof(room));
	cookie_clear(&gone, COOKIE_SESSION);
	SAME_TEXT(buf_text(&gone),
	    "__Host-s=; Path=/; Secure; HttpOnly; SameSite=Strict; "
	    "Max-Age=0");
}
