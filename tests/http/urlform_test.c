#include "http/urlform.h"

#define SUITE http_urlform
#include "../test.h"
#include "escaped.h"

static enum err
parse(struct arena *mem, struct str text, struct urlform *q)
{
	uint8_t *at = escaped_alone(str_bytes(text));
	enum err e = urlform_parse(mem, (struct str){(char *)at, text.len}, q);

	free(at); /* what was read must not borrow from what was sent */
	return e;
}

TEST(each_form_is_understood_or_refused_as_written)
{
	struct vectors v = vectors_open("tests/vectors/http/forms.txt");

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		struct urlform q = {.count = 42};
		struct str sent =
		    str_eq(v.field[1], TXT("-")) ? TXT("") : v.field[1];

		if (str_eq(v.field[0], TXT("mangled"))) {
			EQ(parse(&mem, sent, &q), ERR_MANGLED);
			EQ(q.count, 42);
			continue;
		}
		OK(parse(&mem, sent, &q));
		EQ(q.count, v.n - 2);
		for (size_t i = 0; i < q.count; i++) {
			struct buf pair = buf_new(&mem, 256);
			buf_str(&pair, q.at[i].name);
			buf_str(&pair, TXT("="));
			buf_str(&pair, q.at[i].value);
			SAME(buf_done(&pair), escaped(&mem, v.field[2 + i]));
		}
	}
}

TEST(a_field_is_found_by_its_name_and_an_absent_one_is_empty)
{
	struct arena mem = test_arena();
	struct urlform q;

	OK(parse(&mem, TXT("ab=1&a=2&abc=&x[]=3&y=4&x[]=5"), &q));
	SAME_TEXT(urlform_get(&q, TXT("a")), "2");
	SAME_TEXT(urlform_get(&q, TXT("abc")), "");
	SAME_TEXT(urlform_get(&q, TXT("b")), "");
	TRUE(urlform_has(&q, TXT("abc")));
	TRUE(!urlform_has(&q, TXT("b")));

	struct str value = TXT("");
	size_t at = 0;
	TRUE(urlform_all(&q, TXT("x[]"), &at, &value));
	SAME_TEXT(value, "3");
	TRUE(urlform_all(&q, TXT("x[]"), &at, &value));
	SAME_TEXT(value, "5");
	TRUE(!urlform_all(&q, TXT("x[]"), &at, &value));
	SAME_TEXT(value, "5");
}

/* `fields` fields, the last with a name and a value as long as asked for. */
static enum err
sized(size_t fields, size_t name, size_t value)
{
	struct arena mem = test_arena();
	struct buf b = buf_new(&mem, 4 * URLFORM_VALUE_MOST);
	struct urlform q;

	for (size_t i = 1; i < fields; i++)
		buf_str(&b, TXT("x[]=&"));
	while (name-- > 0)
		buf_u8(&b, 'n');
	buf_u8(&b, '=');
	while (value-- > 0)
		buf_str(&b, TXT("%41"));
	OK(buf_err(&b));
	return parse(&mem, buf_text(&b), &q);
}

TEST(a_form_may_be_as_long_as_its_limits_and_not_a_byte_longer)
{
	EQ(sized(URLFORM_FIELDS_MOST, 1, 0), ERR_OK);
	EQ(sized(URLFORM_FIELDS_MOST + 1, 1, 0), ERR_LIMIT);
	EQ(sized(1, URLFORM_NAME_MOST, 0), ERR_OK);
	EQ(sized(1, URLFORM_NAME_MOST + 1, 0), ERR_LIMIT);
	EQ(sized(1, 1, URLFORM_VALUE_MOST), ERR_OK);
	EQ(sized(1, 1, URLFORM_VALUE_MOST + 1), ERR_LIMIT);
}

static enum err
attempt(struct arena *mem, void *ctx)
{
	struct urlform *q = ctx, before = *q;
	enum err e = urlform_parse(mem, TXT("a=b&c=d"), q);

	if (e != ERR_OK)
		TRUE(q->at == before.at && q->count == before.count);
	return e;
}

TEST(a_form_that_does_not_fit_in_memory_is_a_limit_and_leaves_nothing)
{
	struct arena mem = test_arena();
	struct urlform q = {.count = 42};

	EQ(test_each_allocation(&mem, attempt, &q), 2);
	SAME_TEXT(urlform_get(&q, TXT("c")), "d");
}
