#define SUITE gate_gate
#include "../test.h"

#include <sys/resource.h>

#include "house.h"

#define HOST "Host: localhost\r\n"

static struct guest guest;

TEST(a_request_reaches_the_front_and_its_answer_comes_back)
{
	house_open(false);
	TRUE(guest_enter(&guest));
	struct str a = guest_ask(&guest,
	    "GET /ici?n=1 HTTP/1.1\r\n" HOST "X-Fichep-Peer: 10.0.0.1\r\n\r\n");
	EQ(guest_status(a), 200);
	TRUE(guest_finds(a, "GET /ici?n=1 HTTP/1.1\r\nHost: localhost\r\n"));
	TRUE(guest_finds(a, "\r\nX-Fichep-Peer: 127.0.0.1\r\n"));
	TRUE(!guest_finds(a, "10.0.0.1"));
	EQ(house.heard, 1);
	EQ(house_close(NULL), 0);
}

TEST(one_connection_serves_many_requests)
{
	house_open(false);
	TRUE(guest_enter(&guest));
	for (int i = 1; i <= 20; i++) {
		struct str a =
		    guest_ask(&guest, "GET / HTTP/1.1\r\n" HOST "\r\n");
		EQ(guest_status(a), 200);
		EQ(house.heard, i);
	}
	struct str a = guest_ask(&guest,
	    "GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
	EQ(guest_status(a), 200);
	TRUE(guest_dismissed(&guest));
	EQ(house_close(NULL), 0);
}

TEST(a_body_arrives_whole)
{
	static char request[(96u << 10) + 256];
	const size_t body = 96u << 10;

	house_open(false);
	TRUE(guest_enter(&guest));
	int n = snprintf(request, sizeof(request),
	    "POST / HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n", body);
	for (size_t i = 0; i < body; i++)
		request[(size_t)n + i] = (char)('a' + i % 23);
	TRUE(guest_say(&guest, request, (size_t)n + body));
	struct str a = guest_hear(&guest, false);
	EQ(guest_status(a), 200);
	SAME(((struct bytes){(const uint8_t *)a.at + a.len - body, body}),
	    ((struct bytes){(const uint8_t *)request + n, body}));
	EQ(house_close(NULL), 0);
}

TEST(a_long_answer_comes_in_order)
{
	house_open(false);
	TRUE(guest_enter(&guest));
	struct str a = guest_ask(&guest, "GET /large HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 200);
	EQ(a.at[a.len - 1], 'x');
	TRUE(a.len > HOUSE_LARGE);
	a = guest_ask(&guest, "GET / HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 200);
	EQ(house_close(NULL), 0);
}

TEST(an_answer_to_head_has_no_body)
{
	house_open(false);
	TRUE(guest_enter(&guest));
	struct str a = guest_ask(&guest, "HEAD /x HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 200);
	TRUE(str_ends(a, TXT("\r\n\r\n")));
	a = guest_ask(&guest, "GET /y HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 200);
	EQ(house_close(NULL), 0);
}

TEST(what_is_malformed_is_answered_and_goes_no_further)
{
	static const struct {
		int status;
		const char *request;
	} cases[] = {
	    {400, "GET / HTTP/1.1\r\n\r\n"},
	    {400, "GET / HTTP/1.1\r\n" HOST HOST "\r\n"},
	    {400, "GET / HTTP/1.1\n" HOST "\r\n"},
	    {400, "GET /../etc HTTP/1.1\r\n" HOST "\r\n"},
	    {400, "GET http://localhost/ HTTP/1.1\r\n" HOST "\r\n"},
	    {505, "GET / HTTP/1.0\r\n" HOST "\r\n"},
	    {501, "TRACE / HTTP/1.1\r\n" HOST "\r\n"},
	    {400,
		"POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n"
		"Content-Length: 3\r\n\r\nabc"},
	    {400,
		"POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n"
		"Transfer-Encoding: chunked\r\n\r\nabc"},
	    {413, "POST / HTTP/1.1\r\n" HOST "Content-Length: 98305\r\n\r\n"},
	    {411, "POST / HTTP/1.1\r\n" HOST "\r\n"},
	    {417,
		"POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n"
		"Expect: 100-continue\r\n\r\n"},
	};

	house_open(false);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (case %zu)", i);
		TRUE(guest_enter(&guest));
		struct str a = guest_ask(&guest, cases[i].request);
		EQ(guest_status(a), cases[i].status);
		TRUE(guest_dismissed(&guest));
		close(guest.fd);
	}
	EQ(house.heard, 0);
	EQ(house_close(NULL), 0);
}

TEST(what_is_glued_to_a_request_is_never_looked_at)
{
	house_open(false);
	TRUE(guest_enter(&guest));
	struct str a = guest_ask(&guest,
	    "POST /un HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nab"
	    "GET /deux HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 200);
	TRUE(guest_dismissed(&guest));
	EQ(house.heard, 1);
	EQ(house_close(NULL), 0);
}

TEST(whoever_does_not_speak_tls_hears_nothing)
{
	char any;

	house_open(false);
	int fd = guest_connect(1);
	house_say(fd, "GET / HTTP/1.1\r\n" HOST "\r\n", 35);
	TRUE(recv(fd, &any, 1, 0) <= 0);
	close(fd);
	EQ(house_close(NULL), 0);
}

TEST(a_request_waits_for_a_front_that_starts_late)
{
	house_open(true);
	TRUE(guest_enter(&guest));
	const char *request =
	    "POST / HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nab";
	TRUE(guest_say(&guest, request, strlen(request)));
	poll(NULL, 0, 300);
	house_front_open();
	EQ(guest_status(guest_hear(&guest, false)), 200);
	EQ(house_close(NULL), 0);
}

TEST(only_a_request_that_changes_nothing_is_asked_twice)
{
	house_open(false);
	TRUE(guest_enter(&guest));
	struct str a =
	    guest_ask(&guest, "GET /die-once HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 200);
	EQ(house.heard, 2);
	a = guest_ask(&guest, "GET /die HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 502);
	EQ(house.heard, 4);
	TRUE(guest_dismissed(&guest));
	close(guest.fd);

	TRUE(guest_enter(&guest));
	a = guest_ask(&guest,
	    "POST /die HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n");
	EQ(guest_status(a), 502);
	EQ(house.heard, 5);
	EQ(house_close(NULL), 0);
}

TEST(an_answer_cut_short_is_seen_to_be)
{
	house_open(false);
	TRUE(guest_enter(&guest));
	struct str a = guest_ask(&guest, "GET /half HTTP/1.1\r\n" HOST "\r\n");
	TRUE(guest_status(a) == 200 || guest_status(a) == 502);
	if (guest_status(a) == 200)
		TRUE(br_ssl_engine_last_error(&guest.tls.eng) != BR_ERR_OK);
	EQ(house_close(NULL), 0);
}

TEST(an_answer_that_names_its_server_is_withheld)
{
	house_open(false);
	TRUE(guest_enter(&guest));
	struct str a =
	    guest_ask(&guest, "GET /server HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 502);
	TRUE(!guest_finds(a, "Server:"));
	close(guest.fd);

	TRUE(guest_enter(&guest));
	a = guest_ask(&guest, "HEAD /server HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 502);
	TRUE(str_ends(a, TXT("\r\n\r\n")));
	TRUE(guest_dismissed(&guest)); /* nothing follows */
	EQ(house_close(NULL), 0);
}

TEST(a_keeper_that_is_gone_fails_the_handshake_and_no_more)
{
	static struct guest other;

	house_open(false);
	TRUE(guest_enter(&guest));
	shutdown(house.keeper, SHUT_RDWR);
	pthread_join(house.keeper_thread, NULL);
	TRUE(!guest_enter(&other));
	struct str a = guest_ask(&guest, "GET / HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 200);
	EQ(house_close(NULL), 0);
}

TEST(a_synchronisation_is_longer_than_any_form_and_passes_whole)
{
	static char body[FRAMING_LONG_MOST];
	char head[128];
	int n = snprintf(head, sizeof(head),
	    "POST /sync/v1 HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n",
	    sizeof(body));

	memset(body, 's', sizeof(body));
	house_open(false);
	TRUE(guest_enter(&guest));
	TRUE(guest_say(&guest, head, (size_t)n));
	TRUE(guest_say(&guest, body, sizeof(body)));
	EQ(guest_status(guest_hear(&guest, false)), 200);
	EQ(house_close(NULL), 0);
}

TEST(those_who_do_not_read_hold_no_worker_for_long)
{
	static struct guest idle[8];
	const char *large = "GET /large HTTP/1.1\r\n" HOST "\r\n";

	house_open(false);
	house.little = 4096;
	for (size_t i = 0; i < 8; i++) { /* as many as workers */
		TRUE(guest_enter(&idle[i]));
		TRUE(guest_say(&idle[i], large, strlen(large)));
	}
	house.little = 0;
	house_await(8);
	TRUE(guest_enter(&guest));
	int64_t from = clock_boot();
	struct str a = guest_ask(&guest, "GET / HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 200);
	TRUE(clock_boot() - from < 9000);
	EQ(house_close(NULL), 0);
}

TEST(one_guest_with_many_requests_is_not_served_before_another_with_one)
{
	static struct guest many[20];
	const char *slow = "GET /slow HTTP/1.1\r\n" HOST "\r\n";
	const char *get = "GET / HTTP/1.1\r\n" HOST "\r\n";

	house_open(false);
	house.hold = 1;
	for (size_t i = 0; i < 20; i++)
		TRUE(guest_enter(&many[i]));
	house.from = 2;
	TRUE(guest_enter(&guest));
	for (size_t i = 0; i < 20; i++)
		TRUE(guest_say(&many[i], slow, strlen(slow)));
	house_await(8);
	poll(NULL, 0, 300); /* eight are served, twelve wait */
	TRUE(guest_say(&guest, get, strlen(get)));
	poll(NULL, 0, 500); /* and one more */
	house.may = 8;
	EQ(guest_status(guest_hear(&guest, false)), 200);
	TRUE(house.heard <= 17); /* with the next eight, not after them */
	house.hold = 0;
	EQ(house_close(NULL), 0);
}

/* Hang up without a word of farewell. */
static void
vanish(struct guest *g)
{
	static const struct linger at_once = {1, 0};

	TRUE(setsockopt(g->fd, SOL_SOCKET, SO_LINGER, &at_once,
		 sizeof(at_once)) == 0);
	close(g->fd);
}

TEST(whoever_asks_and_hangs_up_has_no_more_work_done_than_who_stays)
{
	const char *slow = "GET /slow HTTP/1.1\r\n" HOST "\r\n";

	house_open(false);
	for (int i = 0; i < 24; i++) {
		TRUE(guest_enter(&guest));
		TRUE(guest_say(&guest, slow, strlen(slow)));
		poll(NULL, 0, 10);
		vanish(&guest);
	}
	house.from = 2;
	TRUE(guest_enter(&guest));
	struct str a = guest_ask(&guest, "GET / HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 200);
	TRUE(house.worst <= 8); /* as many as workers */
	a = guest_ask(&guest, "GET / HTTP/1.1\r\n" HOST "\r\n");
	EQ(guest_status(a), 200);
	EQ(house_close(NULL), 0);
}

TEST(told_to_stop_it_answers_what_it_has_and_leaves)
{
	int64_t took = INT64_MAX;

	/* At once, which a busy machine may show at the third time only. */
	for (int i = 1; i <= 3 && took >= 500; i++) {
		house_open(false);
		TRUE(guest_enter(&guest));
		TRUE(guest_say(&guest, "GET /slow HTTP/1.1\r\n" HOST "\r\n",
		    39));
		house_await(i);
		shutdown(house.control, SHUT_RDWR);
		EQ(guest_status(guest_hear(&guest, false)), 200);
		EQ(house_close(&took), 0);
	}
	TRUE(took < 500);
}

TEST(a_certificate_of_another_key_is_refused_at_start)
{
	struct tls_key_other {
		uint8_t at[TLS_KEY_LEN];
	} mine;

	house_open(true);
	memcpy(mine.at, house.key, sizeof(mine.at));
	EQ(house_close(NULL), 0);

	/* the keeper signs with a key the certificate was not made for */
	tls_key_make(house.key);
	signal(SIGPIPE, SIG_IGN);
	int wire[2];
	TRUE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, wire) == 0);
	house.keeper = wire[0];
	TRUE(pthread_create(&house.keeper_thread, NULL, house_keeper_run,
		 NULL) == 0);
	static struct gate g;
	static struct chan c;
	static char pem[TLS_CHAIN_PEM_MOST];
	c = (struct chan){wire[1], GATE, KEEPER};
	g.signer.keeper = &c;
	ssize_t len = pread(house.chain, pem, sizeof(pem), 0);
	TRUE(len > 0);
	OK(tls_chain_read((struct str){pem, (size_t)len}, &g.chain));
	TRUE(!gate_certified(&g));
	memcpy(house.key, mine.at, sizeof(mine.at));
	TRUE(gate_certified(&g));
}

TEST(too_few_descriptors_are_found_at_start_and_not_by_a_newcomer)
{
	static struct gate g;
	struct role r = {.us = GATE, .setting = setting_defaults()};
	struct rlimit few = {300, 300};

	house_open(true);
	EQ(house_close(NULL), 0);
	r.hand[ROLE_LISTEN] = house.listen;
	r.hand[ROLE_CHAIN] = house.chain;
	TRUE(setrlimit(RLIMIT_NOFILE, &few) == 0);
	TRUE(!gate_prepare(&g, &r)); /* for 512 connections */
}
