#include "http/field.h"

#define SUITE http_field
#include "../test.h"

/*
 * Walk a whole value and write what was found: strings as they are written,
 * byte sequences as their hexadecimal, lists in brackets, "!" for a failure.
 */
static void
value_of(struct field *f, struct buf *to)
{
	char room[64];
	struct buf bytes = buf_over(room, sizeof(room));

	if (str_starts(f->rest, TXT(":"))) {
		field_binary(f, &bytes);
		encode_hex(to, buf_done(&bytes));
	} else {
		buf_str(to, TXT("\""));
		buf_str(to, field_string(f));
		buf_str(to, TXT("\""));
	}
}

static void
parameters(struct field *f, struct buf *to)
{
	struct str key;

	while (field_parameter(f, &key)) {
		buf_str(to, TXT(";"));
		buf_str(to, key);
		if (field_valued(f)) {
			buf_str(to, TXT("="));
			value_of(f, to);
		}
	}
}

static struct str
walked(struct arena *mem, struct str value)
{
	struct buf to = buf_new(mem, 512);
	struct field f = field_open(value);
	struct str key;

	while (field_member(&f, &key)) {
		buf_str(&to, key);
		if (field_valued(&f) && str_starts(f.rest, TXT("("))) {
			buf_str(&to, TXT("=("));
			for (field_list(&f); field_item(&f);) {
				value_of(&f, &to);
				parameters(&f, &to);
				buf_str(&to, TXT(" "));
			}
			buf_str(&to, TXT(")"));
		} else if (field_valued(&f)) {
			buf_str(&to, TXT("="));
			value_of(&f, &to);
		}
		parameters(&f, &to);
		buf_str(&to, TXT(","));
	}
	return field_end(&f) == ERR_OK ? buf_text(&to) : TXT("!");
}

static const struct {
	const char *value, *found;
} cases[] = {
    {"", ""},
    {"a", "a,"},
    {"a=:AQID:", "a=010203,"},
    {"a=::", "a=,"},
    {"a=\"b c\"", "a=\"b c\","},
    {"a=\"\"", "a=\"\","},
    {"a=:AQID:, b=\"c\"", "a=010203,b=\"c\","},
    {"a=()", "a=(),"},
    {"a=(\"x\")", "a=(\"x\" ),"},
    {"a=(\"x\" \"y\";req;k=\"v\");by=\"me\"",
	"a=(\"x\" \"y\";req;k=\"v\" );by=\"me\","},
    {"*a_-.9=\"b\"", "*a_-.9=\"b\","},
    {"a;b;c=\"d\"", "a;b;c=\"d\","},

    {" a", "!"},
    {"a ", "!"},
    {"A=\"b\"", "!"},
    {"9=\"b\"", "!"},
    {"-=\"b\"", "!"},
    {"=\"b\"", "!"},
    {"a=", "!"},
    {"a =\"b\"", "!"},
    {"a= \"b\"", "!"},
    {"a\"b\"", "!"},
    {"a=b", "!"},
    {"a=\"b", "!"},
    {"a=\"b\"c", "!"},
    {"a=\"b\\\"c\"", "!"},
    {"a=\"b\\\\\"", "!"},
    {"a=\"\t\"", "!"},
    {"a=\"\xc3\xa9\"", "!"},
    {"a=:AQID", "!"},
    {"a=AQID:", "!"},
    {"a=:AQI:", "!"},
    {"a=:AQJ=:", "!"},
    {"a=:AQ==:", "a=01,"},
    {"a=:AR==:", "!"},
    {"a=:AQ:", "!"},
    {"a=:A QID:", "!"},
    {"a=:_-__:", "!"},
    {"a=\"b\",c=\"d\"", "!"},
    {"a=\"b\" , c=\"d\"", "!"},
    {"a=\"b\",  c=\"d\"", "!"},
    {"a=\"b\",", "!"},
    {"a=\"b\", ", "!"},
    {", a=\"b\"", "!"},
    {"a=(", "!"},
    {"a=)", "!"},
    {"a=( )", "!"},
    {"a=(\"x\" )", "!"},
    {"a=( \"x\")", "!"},
    {"a=(\"x\"  \"y\")", "!"},
    {"a=(\"x\"\"y\")", "!"},
    {"a=(\"x\",\"y\")", "!"},
    {"a=(x)", "!"},
    {"a=((\"x\"))", "!"},
    {"a=(\"x\";)", "!"},
    {"a=(\"x\"; b)", "!"},
    {"a=(\"x\";b=)", "!"},
    {"a=(\"x\") ;b", "!"},
    {"a=(\"x\");", "!"},
};

TEST(each_value_is_walked_or_refused_as_written)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		snprintf(test_where, sizeof(test_where), " (%s)",
		    cases[i].value);
		SAME_STR(walked(&mem, str_of(cases[i].value)),
		    str_of(cases[i].found));
	}
}

TEST(a_value_read_as_what_it_is_not_is_refused)
{
	uint8_t room[8];
	struct buf to = buf_over(room, sizeof(room));
	struct str key;

	struct field f = field_open(TXT("a=:AQID:"));
	TRUE(field_member(&f, &key));
	SAME_TEXT(field_string(&f), "");
	EQ(field_end(&f), ERR_MANGLED);

	f = field_open(TXT("a=\"b\""));
	TRUE(field_member(&f, &key));
	field_binary(&f, &to);
	EQ(field_end(&f), ERR_MANGLED);

	f = field_open(TXT("a=\"b\""));
	TRUE(field_member(&f, &key));
	field_list(&f);
	TRUE(!field_item(&f));
	EQ(field_end(&f), ERR_MANGLED);
	EQ(to.len, 0);
}

TEST(a_value_that_is_not_read_or_read_twice_is_refused)
{
	struct str key;

	struct field f = field_open(TXT("a=\"b\", c=\"d\""));
	TRUE(field_member(&f, &key));
	TRUE(!field_member(&f, &key));
	EQ(field_end(&f), ERR_MANGLED);

	f = field_open(TXT("a=\"b\"\"c\""));
	TRUE(field_member(&f, &key));
	SAME_TEXT(field_string(&f), "b");
	SAME_TEXT(field_string(&f), "");
	EQ(field_end(&f), ERR_MANGLED);
}

TEST(a_byte_sequence_that_does_not_fit_is_refused)
{
	uint8_t room[2];
	struct buf to = buf_over(room, sizeof(room));
	struct field f = field_open(TXT("a=:AQID:"));
	struct str key;

	TRUE(field_member(&f, &key));
	field_binary(&f, &to);
	EQ(field_end(&f), ERR_MANGLED);
	EQ(to.len, 0);
}

TEST(a_key_may_be_as_long_as_its_limit_and_not_a_byte_longer)
{
	char text[FIELD_KEY_MOST + 1];
	struct str key = TXT("");

	memset(text, 'k', sizeof(text));
	struct field f = field_open((struct str){text, FIELD_KEY_MOST});
	TRUE(field_member(&f, &key));
	EQ(key.len, FIELD_KEY_MOST);
	OK(field_end(&f));

	f = field_open((struct str){text, sizeof(text)});
	TRUE(!field_member(&f, &key));
	EQ(field_end(&f), ERR_MANGLED);
}
