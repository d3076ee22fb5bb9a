#include "http/refusal.h"

#include "http/answer.h"
#include "http/security.h"

#define SUITE http_refusal
#include "../test.h"

static const int status[] = {
#define REFUSAL(status, reason, title, what, then) status,
#include "http/refusal.def"
#undef REFUSAL
};

#define ROWS (sizeof(status) / sizeof(status[0]))

static struct str
written(struct arena *mem, int which)
{
	struct buf to = buf_new(mem, REFUSAL_MOST);

	snprintf(test_where, sizeof(test_where), " (status %d)", which);
	refusal_write(&to, which, false);
	OK(buf_err(&to));
	return buf_text(&to);
}

/* How many times `what` stands in `text`. */
static int
times(struct str text, const char *what)
{
	int n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += str_starts(str_part(text, i, SIZE_MAX), str_of(what));
	return n;
}

TEST(each_refusal_is_one_answer_that_ends_where_it_says_and_closes)
{
	for (size_t i = 0; i < ROWS; i++) {
		struct arena mem = test_arena();
		struct str text = written(&mem, status[i]);
		struct answer a;

		answer_start(&a, false);
		EQ(answer_feed(&a, str_bytes(text)), ANSWER_READ);
		EQ(a.status, status[i]);
		EQ(answer_len(&a), text.len);
		TRUE(!a.keep_alive);
		TRUE(str_utf8(text));
	}
}

TEST(a_refusal_of_head_is_the_same_without_its_body)
{
	struct arena mem = test_arena();
	struct str whole = written(&mem, 502);
	struct buf bare = buf_new(&mem, REFUSAL_MOST);

	refusal_write(&bare, 502, true);
	TRUE(str_starts(whole, buf_text(&bare)));
	TRUE(str_ends(buf_text(&bare), TXT("\r\n\r\n")));
}

TEST(each_refusal_says_in_french_whom_to_call)
{
	for (size_t i = 0; i < ROWS; i++) {
		struct arena mem = test_arena();
		struct str text = written(&mem, status[i]);

		EQ(times(text, "<html lang=\"fr\">"), 1);
		EQ(times(text, "href=\"tel:17\""), 1);
		EQ(times(text, "href=\"tel:15\""), 1);
		EQ(times(text, "href=\"tel:112\""), 1);
		EQ(times(text, "href=\"tel:119\""), 1);
	}
}

TEST(each_refusal_carries_every_security_field_once)
{
	static const char *const line[] = {
#define SECURITY(name, value) "\r\n" name ": " value "\r\n",
#include "http/security.def"
#undef SECURITY
	    "\r\nCache-Control: no-store\r\n",
	};

	for (size_t i = 0; i < ROWS; i++) {
		struct arena mem = test_arena();
		struct str text = written(&mem, status[i]);
		for (size_t k = 0; k < sizeof(line) / sizeof(line[0]); k++)
			EQ(times(text, line[k]), 1);
	}
}

/* What the gate does not know must not be told to a person as certain. */
TEST(what_may_have_been_carried_out_is_not_called_refused)
{
	static const int unknown[] = {500, 502, 504};

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		struct arena mem = test_arena();
		struct str text = written(&mem, unknown[i]);
		EQ(times(text, "Rien n’a été enregistré"), 0);
		EQ(times(text, "Nous ne savons pas"), 1);
	}
}

TEST(there_is_no_refusal_for_what_is_not_refused)
{
	TRUE(!refusal_has(200));
	TRUE(!refusal_has(0));
}

/* The policy, word for word: a changed row must change here. */
TEST(nothing_but_our_own_files_may_run_or_be_shown)
{
	struct arena mem = test_arena();
	struct buf to = buf_new(&mem, SECURITY_MOST);

	security_write(&to, SECURITY_ASSET);
	OK(buf_err(&to));
	EQ(times(buf_text(&to),
	       "Content-Security-Policy: default-src 'none'; "
	       "script-src 'self'; style-src 'self'; img-src 'self'; "
	       "font-src 'self'; connect-src 'self'; form-action 'self'; "
	       "frame-ancestors 'none'; base-uri 'none'"),
	    1);
	EQ(times(buf_text(&to), "unsafe"), 0);
	EQ(times(buf_text(&to), "data:"), 0);
	EQ(times(buf_text(&to), "http"), 0);
	EQ(times(buf_text(&to), "*"), 0);
	EQ(times(buf_text(&to), "Server"), 0);
	EQ(times(buf_text(&to), "Access-Control-"), 0);
	EQ(times(buf_text(&to), "Strict-Transport-Security: max-age=63072000"),
	    1);
}
