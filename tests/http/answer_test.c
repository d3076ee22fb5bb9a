#include "http/answer.h"

#define SUITE http_answer
#include "../test.h"
#include "escaped.h"

static struct answer
fed(struct bytes all, bool head_only)
{
	struct answer a;

	answer_start(&a, head_only);
	answer_feed(&a, all);
	return a;
}

static struct answer
fed_slowly(struct bytes all, bool head_only)
{
	struct answer a;

	answer_start(&a, head_only);
	for (size_t n = 1; n <= all.len; n++) {
		uint8_t *at = escaped_alone((struct bytes){all.at, n});
		answer_feed(&a, (struct bytes){at, n});
		free(at);
	}
	return a;
}

/* tests/vectors/http/answers.txt says what the columns are. */
TEST(each_answer_is_understood_in_its_one_way_however_it_is_cut)
{
	struct vectors v = vectors_open("tests/vectors/http/answers.txt");

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		struct bytes sent = escaped(&mem, vectors_rest(&v, 4));
		bool head = str_eq(v.field[2], TXT("HEAD"));
		struct answer a = fed(sent, head), b = fed_slowly(sent, head);
		bool refused = str_eq(v.field[0], TXT("refused"));

		EQ(a.state, refused ? ANSWER_REFUSED : ANSWER_READ);
		EQ(b.state, a.state);
		if (refused)
			continue;
		EQ(a.status, vectors_number(&v, 0));
		EQ(a.body_len, vectors_number(&v, 1));
		EQ(a.keep_alive, str_eq(v.field[3], TXT("keep")));
		EQ(answer_len(&a), sent.len);
		EQ(b.status, a.status);
		EQ(b.keep_alive, a.keep_alive);
		EQ(answer_len(&b), answer_len(&a));
	}
}

TEST(an_answer_is_read_with_the_last_byte_of_its_head_and_not_before)
{
	struct str head = TXT("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
	struct answer a;

	answer_start(&a, false);
	for (size_t n = 0; n <= head.len; n++)
		EQ(answer_feed(&a, str_bytes(str_part(head, 0, n))),
		    n == head.len ? ANSWER_READ : ANSWER_HEAD);
	EQ(a.head_len, head.len);
	EQ(answer_len(&a), head.len + 5);
}

/* An answer whose head has `len` bytes and `fields` field lines. */
static struct answer
sized(struct arena *mem, size_t len, size_t fields)
{
	struct buf b = buf_new(mem, len);

	buf_str(&b, TXT("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"));
	for (size_t i = 2; i < fields; i++)
		buf_str(&b, TXT("X:\r\n"));
	buf_str(&b, TXT("Y:"));
	while (b.len < len - 4)
		buf_u8(&b, 'y');
	buf_str(&b, TXT("\r\n\r\n"));
	OK(buf_err(&b));
	return fed(buf_done(&b), false);
}

TEST(a_head_may_be_as_long_as_its_limits_and_not_a_byte_longer)
{
	struct arena mem = test_arena();

	EQ(sized(&mem, ANSWER_HEAD_MOST, 4).state, ANSWER_READ);
	EQ(sized(&mem, ANSWER_HEAD_MOST + 1, 4).state, ANSWER_REFUSED);
	EQ(sized(&mem, 512, ANSWER_FIELD_COUNT).state, ANSWER_READ);
	EQ(sized(&mem, 512, ANSWER_FIELD_COUNT + 1).state, ANSWER_REFUSED);
}
