#define SUITE front_web
#include "desk.h"

#include "base/embed.h"
#include "front/head.h"
#include "http/answer.h"

#define HOST "Host: boitier.example\r\n"

static bool
has(const char *text)
{
	return strstr(desk.answer, text) != NULL;
}

/* Every answer, whatever it is, is one the gate takes and says it all. */
static void
sound(bool bare)
{
	static const char *const fields[] = {
#define SECURITY(name, value) "\r\n" name ": " value "\r\n",
#include "http/security.def"
#undef SECURITY
	};
	struct answer a;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const char *at = strstr(desk.answer, fields[i]);
		TRUE(at);
		TRUE(!strstr(at + 2, fields[i]));
	}
	TRUE(!has("\r\nServer:") && !has("Access-Control"));
	/* What a browser may keep has a tag to ask again by; no page has. */
	bool kept = has("\r\nCache-Control: private, no-cache\r\n");
	EQ(kept, has("\r\nETag: "));
	EQ(kept, !has("\r\nCache-Control: no-store\r\n"));
	answer_start(&a, bare);
	EQ(answer_feed(&a,
	       (struct bytes){(const uint8_t *)desk.answer, desk.len}),
	    ANSWER_READ);
	EQ(answer_len(&a), desk.len);
}

TEST(a_request_is_one_message_and_its_answer_comes_back)
{
	struct http_request m;

	desk_open();
	int fd = desk_connect();
	desk_say(fd,
	    "POST /session?a=b HTTP/1.1\r\n" HOST "Cookie: x=y\r\n"
	    "Origin: https://boitier.example\r\nSec-Fetch-Site: same-origin\r\n"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "X-Fichep-Peer: 192.0.2.7\r\nContent-Length: 9\r\n\r\nlogin=abc");
	size_t w = desk_asked(&m, DESK_LONG);
	TRUE(w < DESK_WORKERS);
	SAME_TEXT(m.method, "POST");
	SAME_TEXT(m.path, "/session");
	SAME_TEXT(m.query, "a=b");
	SAME_TEXT(m.host, "boitier.example");
	SAME_TEXT(m.cookie, "x=y");
	SAME_TEXT(m.origin, "https://boitier.example");
	SAME_TEXT(m.site, "same-origin");
	SAME_TEXT(m.type, "application/x-www-form-urlencoded");
	SAME_TEXT(m.peer, "192.0.2.7");
	SAME_STR(str_from(m.body), TXT("login=abc"));
	desk_answer(w,
	    (struct http_response){.ticket = m.ticket,
		.status = 303,
		.location = TXT("/accueil"),
		.cookie = TXT("__Host-s=abc; Path=/")});
	TRUE(desk_hear(fd, DESK_LONG));
	TRUE(has("HTTP/1.1 303 See Other\r\n"));
	TRUE(has("\r\nLocation: /accueil\r\n"));
	TRUE(has("\r\nSet-Cookie: __Host-s=abc; Path=/\r\n"));
	sound(false);
	desk_close();
}

TEST(one_connection_carries_many_requests_and_head_has_no_body)
{
	struct http_request m;

	desk_open();
	int fd = desk_connect();
	for (int i = 0; i < 20; i++) {
		bool bare = i % 2;
		desk_say(fd,
		    bare ? "HEAD / HTTP/1.1\r\n" HOST "\r\n"
			 : "GET / HTTP/1.1\r\n" HOST "\r\n");
		size_t w = desk_asked(&m, DESK_LONG);
		TRUE(w < DESK_WORKERS);
		SAME_STR(m.method, bare ? TXT("HEAD") : TXT("GET"));
		EQ(m.body.len, 0);
		desk_answer(w,
		    (struct http_response){.ticket = m.ticket,
			.status = 200,
			.type = TXT("text/html; charset=utf-8"),
			.page = str_bytes(TXT("0123456789"))});
		if (bare) {
			/* Its length is told, its body is not. */
			char *at = desk.answer;
			ssize_t got = 0;
			while (!strstr(desk.answer, "\r\n\r\n")) {
				got = read(fd, at, 1);
				EQ(got, 1);
				*++at = 0;
			}
			desk.len = (size_t)(at - desk.answer);
		} else {
			TRUE(desk_hear(fd, DESK_LONG));
			TRUE(str_ends((struct str){desk.answer, desk.len},
			    TXT("\r\n\r\n0123456789")));
		}
		TRUE(has("Content-Length: 10\r\n"));
		sound(bare);
		desk.answer[0] = 0;
	}
	desk_close();
}

TEST(assets_are_served_with_a_tag_that_spares_the_second_time)
{
	static char ask[256], tag[64];

	desk_open();
	int fd = desk_connect();
	desk_say(fd, "GET /static/fichep.css HTTP/1.1\r\n" HOST "\r\n");
	TRUE(desk_hear(fd, DESK_LONG));
	TRUE(has("HTTP/1.1 200 OK\r\nContent-Type: text/css; charset=utf-8"));
	sound(false);
	const struct embed_file *f = embed_find(TXT("web/static/fichep.css"));
	TRUE(str_ends((struct str){desk.answer, desk.len}, str_from(f->body)));
	char *at = strstr(desk.answer, "ETag: ");
	TRUE(at && has("\r\nCache-Control: private, no-cache\r\n"));
	snprintf(tag, sizeof(tag), "%.34s", at + 6);

	snprintf(ask, sizeof(ask),
	    "GET /static/fichep.css HTTP/1.1\r\n" HOST
	    "If-None-Match: \"a\", %s\r\n\r\n",
	    tag);
	desk_say(fd, ask);
	TRUE(desk_hear(fd, DESK_LONG));
	TRUE(has("HTTP/1.1 304 Not Modified\r\n") && has(tag));
	sound(false);

	desk_say(fd,
	    "GET /static/fichep.css HTTP/1.1\r\n" HOST
	    "If-None-Match: \"a\"\r\n\r\n");
	TRUE(desk_hear(fd, DESK_LONG));
	TRUE(has("HTTP/1.1 200 OK\r\n"));
	desk_close();
}

TEST(nothing_else_is_served_by_name)
{
	static const char *const paths[] = {"/static/", "/static",
	    "/static/../page/home.html", "/static/nothing.css",
	    "/static/fichep.css/", "//static/fichep.css",
	    "/static/%66ichep.css"};
	static char ask[256];
	struct http_request m;

	desk_open();
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		int fd = desk_connect();

		snprintf(ask, sizeof(ask), "GET %s HTTP/1.1\r\n" HOST "\r\n",
		    paths[i]);
		desk_say(fd, ask);
		if (!desk_first(fd)) {
			/* Not under /static/: core's to refuse. */
			size_t w = desk_asked(&m, DESK_LONG);
			TRUE(w < DESK_WORKERS);
			SAME_STR(m.path, str_of(paths[i]));
			desk_answer(w,
			    (struct http_response){.ticket = m.ticket,
				.status = 404,
				.type = TXT("text/html")});
		}
		TRUE(desk_hear(fd, DESK_LONG));
		TRUE(has("HTTP/1.1 404 Not Found\r\n"));
		sound(false);
		close(fd);
	}
	int fd = desk_connect();
	desk_say(fd,
	    "POST /static/fichep.css HTTP/1.1\r\n" HOST
	    "Content-Length: 0\r\n\r\n");
	TRUE(desk_hear(fd, DESK_LONG));
	TRUE(has("HTTP/1.1 405 "));
	desk_close();
}

TEST(what_civetweb_refuses_by_itself_leaves_as_a_page_of_ours)
{
	static const char *const bad[] = {"nonsense\r\n\r\n",
	    "GET / HTTP/9.9\r\n" HOST "\r\n", "GET\r\n\r\n",
	    "GET / HTTP/1.1\r\n" HOST "Content-Length: x\r\n\r\n"};

	desk_open();
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int fd = desk_connect();
		char byte;

		desk_say(fd, bad[i]);
		TRUE(desk_hear(fd, DESK_LONG));
		TRUE(has("HTTP/1.1 400 Bad Request\r\n"));
		TRUE(has("\r\nConnection: close\r\n"));
		TRUE(has("La demande est incompréhensible."));
		sound(false);
		EQ(read(fd, &byte, 1), 0);
		close(fd);
	}
	desk_close();
}

TEST(a_body_too_long_is_refused_and_never_reaches_core)
{
	static char body[RELAY_BODY_MOST + 1];
	static char head[256];
	struct http_request m;

	desk_open();
	int fd = desk_connect();
	snprintf(head, sizeof(head),
	    "POST / HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n",
	    sizeof(body));
	desk_say(fd, head);
	memset(body, 'a', sizeof(body));
	for (size_t sent = 0; sent < sizeof(body);)
		sent += (size_t)write(fd, body + sent, sizeof(body) - sent);
	TRUE(desk_hear(fd, DESK_LONG));
	TRUE(has("HTTP/1.1 413 "));
	EQ(desk_asked(&m, 50), DESK_WORKERS);
	desk_close();
}

TEST(what_machines_sign_passes_both_ways_and_is_longer_than_a_form)
{
	static char body[RELAY_LONG_MOST], head[512];
	struct http_request m;

	desk_open();
	int fd = desk_connect();
	snprintf(head, sizeof(head),
	    "POST /sync/v1 HTTP/1.1\r\n" HOST
	    "Sync-Device: d\r\nSync-Nonce: n\r\nContent-Digest: c\r\n"
	    "Signature-Input: i\r\nSignature: s\r\n"
	    "Content-Length: %zu\r\n\r\n",
	    sizeof(body));
	desk_say(fd, head);
	memset(body, 'a', sizeof(body));
	for (size_t sent = 0; sent < sizeof(body);)
		sent += (size_t)write(fd, body + sent, sizeof(body) - sent);
	size_t w = desk_asked(&m, DESK_LONG);
	TRUE(w < DESK_WORKERS);
	SAME_TEXT(m.device, "d");
	SAME_TEXT(m.nonce, "n");
	SAME_TEXT(m.digest, "c");
	SAME_TEXT(m.signed_as, "i");
	SAME_TEXT(m.signature, "s");
	EQ(m.body.len, sizeof(body));
	desk_answer(w,
	    (struct http_response){.ticket = m.ticket,
		.status = 401,
		.nonce = TXT("N"),
		.digest = TXT("C"),
		.signed_as = TXT("I"),
		.signature = TXT("S")});
	TRUE(desk_hear(fd, DESK_LONG));
	TRUE(has("HTTP/1.1 401 "));
	TRUE(has("\r\nSync-Nonce: N\r\n"));
	TRUE(has("\r\nContent-Digest: C\r\n"));
	TRUE(has("\r\nSignature-Input: I\r\n"));
	TRUE(has("\r\nSignature: S\r\n"));
	desk_close();
}

TEST(a_field_core_may_not_set_is_not_sent)
{
	static const struct http_response bad[] = {
	    {.status = 303, .location = {"/a\r\nX: y", 8}},
	    {.status = 303, .location = {"//evil.example", 14}},
	    {.status = 303, .location = {"/\\evil.example", 14}},
	    {.status = 303, .location = {"https://evil.example", 20}},
	    {.status = 200, .cookie = {"a=b\nX: y", 8}},
	    {.status = 200, .type = {"text/html\r\n\r\n", 13}},
	    {.status = 200, .type = {"text/\xc3\xa9", 7}},
	    {.status = 401, .nonce = {"a\r\nX: y", 7}},
	    {.status = 200, .signature = {"a\n", 2}},
	    {.status = 100},
	    {.status = 1000},
	};
	struct http_request m;

	desk_open();
	int fd = desk_connect();
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct http_response a = bad[i];

		desk_say(fd, "GET / HTTP/1.1\r\n" HOST "\r\n");
		size_t w = desk_asked(&m, DESK_LONG);
		TRUE(w < DESK_WORKERS);
		a.ticket = m.ticket;
		desk_answer(w, a);
		TRUE(desk_hear(fd, DESK_LONG));
		TRUE(has("HTTP/1.1 500 "));
		TRUE(!has("X: y") && !has("evil"));
		sound(false);
	}
	desk_close();
}

TEST(the_answer_to_another_question_is_dropped)
{
	struct http_request m;

	desk_open();
	int fd = desk_connect();
	desk_say(fd, "GET / HTTP/1.1\r\n" HOST "\r\n");
	size_t w = desk_asked(&m, DESK_LONG);
	TRUE(w < DESK_WORKERS);
	struct http_response late = {.ticket = m.ticket - 1,
	    .status = 200,
	    .type = TXT("text/plain"),
	    .page = str_bytes(TXT("someone else's"))};
	struct http_response right = late;
	right.ticket = m.ticket;
	right.page = str_bytes(TXT("mine"));
	desk_answer(w, late);
	EQ(send(desk.core[w], "junk", 4, 0), 4);
	desk_answer(w, right);
	TRUE(desk_hear(fd, DESK_LONG));
	TRUE(has("\r\n\r\nmine"));
	TRUE(!has("someone"));
	desk_close();
}

TEST(a_get_is_asked_again_of_the_next_core_and_a_post_is_not)
{
	struct http_request m;

	desk_open();
	int get = desk_connect();
	desk_say(get, "GET / HTTP/1.1\r\n" HOST "\r\n");
	size_t w = desk_asked(&m, DESK_LONG);
	TRUE(w < DESK_WORKERS);
	close(desk.core[w]);
	(void)poll(NULL, 0, 50);
	desk_wire(w);
	EQ(desk_asked(&m, DESK_LONG), w);
	desk_answer(w,
	    (struct http_response){.ticket = m.ticket,
		.status = 200,
		.type = TXT("text/plain"),
		.page = str_bytes(TXT("again"))});
	TRUE(desk_hear(get, DESK_LONG));
	TRUE(has("\r\n\r\nagain"));

	desk_say(get, "POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\nx");
	EQ(desk_asked(&m, DESK_LONG), w);
	close(desk.core[w]);
	desk_wire(w);
	TRUE(desk_hear(get, DESK_LONG));
	/* Core had it: whether it was done, nobody knows. */
	TRUE(has("HTTP/1.1 504 ") && has("Nous ne savons pas"));
	sound(false);
	EQ(desk_asked(&m, 100), DESK_WORKERS);
	desk_close();
}

TEST(a_core_that_is_away_for_a_moment_is_waited_for)
{
	struct http_request m;

	desk_open();
	for (size_t i = 0; i < DESK_WORKERS; i++)
		close(desk.core[i]);
	int fd = desk_connect();
	desk_say(fd, "POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\nx");
	(void)poll(NULL, 0, 100);
	for (size_t i = 0; i < DESK_WORKERS; i++)
		desk_wire(i);
	size_t w = desk_asked(&m, DESK_LONG);
	TRUE(w < DESK_WORKERS);
	SAME_STR(str_from(m.body), TXT("x"));
	desk_answer(w,
	    (struct http_response){.ticket = m.ticket,
		.status = 200,
		.type = TXT("text/plain")});
	TRUE(desk_hear(fd, DESK_LONG));
	TRUE(has("HTTP/1.1 200 OK\r\n"));
	desk_close();
}

TEST(nothing_of_a_request_or_its_answer_stays)
{
	struct http_request m;

	desk_open();
	int fd = desk_connect();
	desk_say(fd,
	    "POST / HTTP/1.1\r\n" HOST "Content-Length: 6\r\n\r\nsecret");
	size_t w = desk_asked(&m, DESK_LONG);
	TRUE(w < DESK_WORKERS);
	desk_answer(w,
	    (struct http_response){.ticket = m.ticket,
		.status = 200,
		.type = TXT("text/plain"),
		.page = str_bytes(TXT("also secret"))});
	TRUE(desk_hear(fd, DESK_LONG));
	web_drain(&desk.web, 1000);
	for (size_t i = 0; i < DESK_WORKERS; i++) {
		struct web_worker *k = &desk.web.worker[i];
		struct buf *rooms[] = {&k->relay.out, &k->relay.room, &k->body,
		    &k->reply};

		for (size_t r = 0; r < 4; r++)
			for (size_t b = 0; b < rooms[r]->max; b++)
				EQ(rooms[r]->at[b], 0);
	}
	desk_close();
}

TEST(stopping_ends_the_threads_and_removes_the_socket)
{
	desk_open();
	web_stop(&desk.web);
	EQ(access(desk.path, F_OK), -1);
	desk_close();
}

TEST(too_little_memory_is_said_before_anything_starts)
{
	struct arena small = test_arena();

	small.size = WEB_MEMORY;
	desk.chan[0] = desk.chan[1] = (struct chan){-1, FRONT, CORE};
	EQ(web_start(&desk.web, "/nowhere/s", desk.chan, 2, &small), ERR_LIMIT);
	small = test_arena();
	EQ(web_start(&desk.web, "/nowhere/s", desk.chan, 2, &small), ERR_STORE);
}

TEST(the_worst_page_of_ours_fits)
{
	static char room[HEAD_MOST + 4096];

	for (int e = 0; e <= ERR_LATER; e++) {
		struct buf b = buf_over(room, sizeof(room));
		head_refuse(&b, 503, (enum err)e, true, false);
		OK(buf_err(&b));
	}
}
