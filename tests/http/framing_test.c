#include "http/framing.h"

#include "http/refusal.h"

#define SUITE http_framing
#include "../test.h"
#include "escaped.h"

#define PEER TXT("192.0.2.7")

static struct framing
fed(struct bytes all)
{
	struct framing f;

	framing_start(&f);
	framing_feed(&f, all);
	return f;
}

/* The same, a byte more each time, each time at another place in memory. */
static struct framing
fed_slowly(struct bytes all)
{
	struct framing f;

	framing_start(&f);
	for (size_t n = 1; n <= all.len; n++) {
		uint8_t *at = escaped_alone((struct bytes){all.at, n});
		framing_feed(&f, (struct bytes){at, n});
		if (f.state == FRAMING_HEAD)
			EQ(f.line.seen, n); /* nothing is looked at again */
		free(at);
	}
	framing_feed(&f, all);
	return f;
}

/* Every answer of the two is the same. */
static void
same(const struct framing *a, const struct framing *b)
{
	EQ(a->state, b->state);
	EQ(a->status, b->status);
	if (a->state == FRAMING_HEAD || a->state == FRAMING_REFUSED)
		return;
	EQ(a->method, b->method);
	EQ(a->keep_alive, b->keep_alive);
	EQ(a->machine, b->machine);
	EQ(framing_len(a), framing_len(b));
	SAME_STR(framing_path(a), framing_path(b));
	SAME_STR(framing_query(a), framing_query(b));
	for (int i = 0; i < FRAMING_HEADERS; i++) {
		EQ(framing_has(a, (enum framing_header)i),
		    framing_has(b, (enum framing_header)i));
		SAME_STR(framing_get(a, (enum framing_header)i),
		    framing_get(b, (enum framing_header)i));
	}
}

static struct str
forwarded(struct arena *mem, const struct framing *f)
{
	struct buf to = buf_new(mem, FRAMING_FORWARD_MOST);

	framing_forward(f, PEER, &to);
	OK(buf_err(&to));
	return buf_text(&to);
}

TEST(each_malformed_request_is_refused_with_its_status_however_it_is_cut)
{
	struct vectors v = vectors_open("tests/vectors/http/refused.txt");

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		struct bytes sent = escaped(&mem, vectors_rest(&v, 2));
		struct framing whole = fed(sent), slow = fed_slowly(sent);

		EQ(whole.state, FRAMING_REFUSED);
		EQ(whole.status, vectors_number(&v, 0));
		same(&whole, &slow);
		TRUE(refusal_has(whole.status));
	}
}

/* Where " => " stands in `line`. */
static size_t
arrow(struct str line)
{
	size_t at = 0;

	while (!str_starts(str_part(line, at, 4), TXT(" => ")))
		TRUE(++at < line.len);
	return at;
}

TEST(each_sound_request_is_passed_on_in_its_one_form_however_it_is_cut)
{
	struct vectors v = vectors_open("tests/vectors/http/accepted.txt");

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		struct str line = vectors_rest(&v, 1);
		size_t cut = arrow(line);
		struct bytes sent = escaped(&mem, str_part(line, 0, cut));
		struct framing whole = fed(sent), slow = fed_slowly(sent);

		EQ(whole.state, FRAMING_WHOLE);
		EQ(framing_len(&whole), sent.len);
		EQ(whole.keep_alive, str_eq(v.field[0], TXT("keep")));
		same(&whole, &slow);

		struct buf want = buf_new(&mem, FRAMING_FORWARD_MOST);
		buf_bytes(&want,
		    escaped(&mem, str_part(line, cut + 4, SIZE_MAX)));
		buf_str(&want,
		    TXT("Connection: keep-alive\r\n"
			"X-Fichep-Peer: 192.0.2.7\r\n\r\n"));
		SAME_STR(forwarded(&mem, &whole), buf_text(&want));
	}
}

TEST(what_is_passed_on_reads_as_itself_and_is_passed_on_unchanged)
{
	struct vectors v = vectors_open("tests/vectors/http/accepted.txt");

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		struct str line = vectors_rest(&v, 1);
		struct bytes sent =
		    escaped(&mem, str_part(line, 0, arrow(line)));
		struct framing first = fed(sent);
		struct str once = forwarded(&mem, &first);

		struct buf all = buf_new(&mem, once.len + first.body_len);
		buf_str(&all, once);
		buf_bytes(&all, framing_body(&first));
		struct framing again = fed(buf_done(&all));
		EQ(again.state, FRAMING_WHOLE);
		EQ(again.head_len, once.len);
		TRUE(again.keep_alive);
		SAME(framing_body(&again), framing_body(&first));
		SAME_STR(forwarded(&mem, &again), once);
	}
}

/* A request whose parts are as long as asked for. */
static struct bytes
sized(struct arena *mem, size_t line, size_t fields, size_t count)
{
	struct buf b = buf_new(mem, line + fields + 64);
	size_t begun, pad;

	buf_str(&b, TXT("GET /"));
	while (b.len < line - 9)
		buf_u8(&b, 'a');
	buf_str(&b, TXT(" HTTP/1.1\r\n"));

	begun = b.len;
	buf_str(&b, TXT("Host: a.example\r\n"));
	for (size_t i = 2; i < count; i++)
		buf_str(&b, TXT("X:\r\n"));
	pad = fields - (b.len - begun) - 6;
	buf_str(&b, TXT("Y:"));
	while (pad-- > 0)
		buf_u8(&b, 'y');
	buf_str(&b, TXT("\r\n\r\n"));
	OK(buf_err(&b));
	return buf_done(&b);
}

static void
size_gives(size_t line, size_t fields, size_t count, int status)
{
	struct arena mem = test_arena();
	struct bytes sent = sized(&mem, line, fields, count);
	struct framing whole = fed(sent), slow = fed_slowly(sent);

	EQ(whole.status, status);
	EQ(whole.state, status ? FRAMING_REFUSED : FRAMING_WHOLE);
	same(&whole, &slow);
}

TEST(a_head_may_be_as_long_as_its_limits_and_not_a_byte_longer)
{
	size_gives(FRAMING_LINE_MOST, 100, 2, 0);
	size_gives(FRAMING_LINE_MOST + 1, 100, 2, 414);
	size_gives(20, FRAMING_FIELDS_MOST, 2, 0);
	size_gives(20, FRAMING_FIELDS_MOST + 1, 2, 431);
	size_gives(20, 400, FRAMING_FIELD_COUNT, 0);
	size_gives(20, 400, FRAMING_FIELD_COUNT + 1, 431);
	size_gives(FRAMING_LINE_MOST, FRAMING_FIELDS_MOST, FRAMING_FIELD_COUNT,
	    0);
}

TEST(a_head_that_never_ends_is_refused_at_its_limit)
{
	static uint8_t noise[FRAMING_HEAD_MOST];

	memset(noise, 'a', sizeof(noise));
	EQ(fed((struct bytes){noise, FRAMING_LINE_MOST + 1}).state,
	    FRAMING_HEAD);
	EQ(fed((struct bytes){noise, FRAMING_LINE_MOST + 2}).status, 414);

	memcpy(noise, "GET / HTTP/1.1\r\n", 16);
	EQ(fed((struct bytes){noise, 16 + FRAMING_FIELDS_MOST - 1}).state,
	    FRAMING_HEAD);
	EQ(fed((struct bytes){noise, 16 + FRAMING_FIELDS_MOST}).status, 431);
}

TEST(a_body_may_be_as_long_as_its_path_allows)
{
	EQ(fed(str_bytes(TXT("POST /a HTTP/1.1\r\nHost: a.example\r\n"
			     "Content-Length: 98304\r\n\r\n")))
		.body_len,
	    FRAMING_BODY_MOST);

	struct framing sync =
	    fed(str_bytes(TXT("POST /sync/v1 HTTP/1.1\r\n"
			      "Host: a.example\r\n"
			      "Content-Length: 153600\r\n\r\n")));
	EQ(sync.state, FRAMING_BODY);
	EQ(sync.body_len, FRAMING_LONG_MOST);
	TRUE(sync.machine);
}

TEST(a_request_is_whole_with_the_last_byte_of_its_body_and_not_before)
{
	struct str sent = TXT("POST /a HTTP/1.1\r\nHost: a.example\r\n"
			      "Content-Length: 5\r\n\r\n\r\n\r\nx");
	struct framing f;

	framing_start(&f);
	for (size_t n = 0; n <= sent.len; n++) {
		enum framing_state want = n == sent.len ? FRAMING_WHOLE
		    : n >= sent.len - 5                 ? FRAMING_BODY
							: FRAMING_HEAD;
		EQ(framing_feed(&f, str_bytes(str_part(sent, 0, n))), want);
	}
	SAME_STR(str_from(framing_body(&f)), TXT("\r\n\r\nx"));
}

TEST(what_follows_a_request_is_counted_out_and_not_judged)
{
	struct str one = TXT("GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n");
	struct str both = TXT("GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n"
			      "\x00 not a request");
	struct framing f = fed(str_bytes(both));

	EQ(f.state, FRAMING_WHOLE);
	EQ(framing_len(&f), one.len);
	EQ(framing_body(&f).len, 0);
}

TEST(a_refusal_is_final)
{
	struct framing f = fed(str_bytes(TXT("GET / HTTP/1.0\r\n")));

	EQ(f.state, FRAMING_REFUSED);
	EQ(framing_feed(&f,
	       str_bytes(TXT("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"))),
	    FRAMING_REFUSED);
	EQ(f.status, 505);
}

/* A GET with Host and `times` times the field `name`. */
static struct framing
with(struct arena *mem, const char *name, const char *value, int times)
{
	struct buf b = buf_new(mem, 512);

	buf_str(&b, TXT("GET / HTTP/1.1\r\nHost: a.example\r\n"));
	for (int i = 0; i < times; i++) {
		buf_str(&b, str_of(name));
		buf_str(&b, TXT(": "));
		buf_str(&b, str_of(value));
		buf_str(&b, TXT("\r\n"));
	}
	buf_str(&b, TXT("\r\n"));
	OK(buf_err(&b));
	return fed(buf_done(&b));
}

TEST(every_known_field_stands_once_and_passes_only_as_its_row_says)
{
	enum { NOT, REWRITTEN, AS_IS };
	static const struct {
		const char *name;
		int refused, passed;
	} row[] = {
#define HEADER(id, name, refused, passed) {name, refused, passed},
#include "http/header.def"
#undef HEADER
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct arena mem = test_arena();
		snprintf(test_where, sizeof(test_where), " (%s)", row[i].name);
		EQ(with(&mem, row[i].name, "0", 2).status,
		    row[i].refused ? row[i].refused : 400);
		if (row[i].passed == REWRITTEN)
			continue; /* tests/vectors/http/accepted.txt */

		struct framing f = with(&mem, row[i].name, "zebra", 1);
		EQ(f.status, row[i].refused);
		if (row[i].refused)
			continue;
		EQ(memmem(forwarded(&mem, &f).at, forwarded(&mem, &f).len,
		       "zebra", 5) != NULL,
		    row[i].passed == AS_IS);
	}
}

TEST(a_field_that_no_row_names_may_stand_several_times_and_never_passes)
{
	struct arena mem = test_arena();
	struct framing f = with(&mem, "X-Forwarded-For", "zebra", 3);

	EQ(f.state, FRAMING_WHOLE);
	struct str head = forwarded(&mem, &f);
	TRUE(memmem(head.at, head.len, "zebra", 5) == NULL);
}

/* Every field that passes, each without the space that passing it on adds. */
TEST(the_longest_head_fits_where_it_is_passed_on)
{
	static const char *const passes[] = {
#define NOT(name)
#define REWRITTEN(name)
#define AS_IS(name)                       name,
#define HEADER(id, name, refused, passed) passed(name)
#include "http/header.def"
#undef HEADER
	};
	struct arena mem = test_arena();
	struct buf b = buf_new(&mem, FRAMING_HEAD_MOST);

	buf_str(&b, TXT("GET /"));
	while (b.len < FRAMING_LINE_MOST - 9)
		buf_u8(&b, 'a');
	buf_str(&b, TXT(" HTTP/1.1\r\nHost:a.example\r\n"));
	for (size_t i = 0; i < sizeof(passes) / sizeof(passes[0]); i++) {
		buf_str(&b, i > 0 ? TXT("\r\n") : TXT(""));
		buf_str(&b, str_of(passes[i]));
		buf_str(&b, TXT(":"));
	}
	while (b.len < FRAMING_HEAD_MOST - 4)
		buf_u8(&b, 'a');
	buf_str(&b, TXT("\r\n\r\n"));
	OK(buf_err(&b));

	struct framing f = fed(buf_done(&b));
	struct buf to = buf_new(&mem, FRAMING_FORWARD_MOST);
	char peer[FRAMING_PEER_MOST];
	memset(peer, ':', sizeof(peer));
	EQ(f.head_len, FRAMING_HEAD_MOST);
	framing_forward(&f, (struct str){peer, sizeof(peer)}, &to);
	OK(buf_err(&to));
}
