#define SUITE courier_errand_way
#include "../test.h"

#include "rig.h"

/* --- time --- */

TEST(who_does_not_let_us_in_is_left_in_time)
{
	unsigned port;
	int listener = central_listen(&port);

	connect_ms = SHORT;
	EQ(go(port, "etat"), ERR_LATER); /* connected, and no word */
	TRUE(took >= SHORT && took < LATE);
	int before[4];
	for (size_t i = 0; i < 4; i++) /* the queue of a listener fills */
		before[i] = central_connect(port, SOCK_NONBLOCK);
	EQ(go(port, "etat"), ERR_LATER);
	TRUE(took >= SHORT && took < LATE);
	for (size_t i = 0; i < 4; i++)
		close(before[i]);
	close(listener);
}

TEST(a_handshake_that_dribbles_is_left_in_time)
{
	/* a record of 16 KiB, of which a byte comes from time to time */
	static const uint8_t hello[512] = {22, 3, 3, 64, 0, 2, 0, 63, 252, 3,
	    3};
	unsigned port;
	int listener = central_listen(&port);
	struct central_dribble d = {-1, listener, BYTES_OF(hello)};
	pthread_t thread;

	connect_ms = SHORT;
	EQ(pthread_create(&thread, NULL, central_dribble, &d), 0);
	EQ(go(port, "etat"), ERR_LATER);
	TRUE(took >= SHORT && took < LATE);
	EQ(pthread_join(thread, NULL), 0);
	close(listener);
}

TEST(an_answer_that_dribbles_is_left_in_time)
{
	/* OpenSSL sends what it reads, but takes capitals at first for orders
	 */
	static const char head[] = "HTTP/1.1 200 OK\n";
	uint8_t answer[512];
	pthread_t thread;

	a_key();
	struct central c = central_open("-cert ours.pem -tls1_2");
	struct central_dribble d = {c.say, -1, BYTES_OF(answer)};
	whole_ms = 2 * SHORT;
	memset(answer, 'x', sizeof(answer));
	EQ(write(c.say, head, sizeof(head) - 1), sizeof(head) - 1);
	EQ(pthread_create(&thread, NULL, central_dribble, &d), 0);
	EQ(go(c.port, "etat"), ERR_LATER);
	TRUE(took >= 2 * SHORT && took < LATE);
	pthread_cancel(thread);
	EQ(pthread_join(thread, NULL), 0);
	leave(&c);
}

/*
 * What curl waits for during a handshake must be what the engine waits for; it
 * was not always so, and each handshake then lasted until clocks had struck,
 * 200 ms or more. A busy machine is forgiven three slow ones in four, and more
 * if the clocks did not strike.
 */
TEST(a_handshake_waits_for_nobody_but_the_other_side)
{
	struct central c = a_central();
	int quick = 0;

	for (int i = 0; i < 20; i++) {
		OK(go(c.port, "etat"));
		quick += took < 100;
	}
	/* curl wakes itself once when an errand begins */
	TRUE(quick >= 5 || struck <= 20);
	TRUE(struck < 40);
	leave(&c);
}

/* --- several, and the way out --- */

TEST(errands_do_not_know_of_one_another)
{
	struct central c = a_central();
	struct errand all[4] = {{.easy = NULL}};
	char url[64];
	int fates[2] = {0, 0};

	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < 4; i++) {
			pin[0] ^= i & 1 ? 1 : 0; /* every other one is wrong */
			snprintf(url, sizeof(url), "https://127.0.0.1:%u/etat",
			    c.port);
			OK(begin(&all[i], url));
			pin[0] ^= i & 1 ? 1 : 0;
		}
		for (size_t i = 0; i < 4; i++) {
			enum err fate = await();
			TRUE(fate == ERR_OK || fate == ERR_FORGED);
			fates[fate == ERR_OK]++;
		}
	}
	EQ(fates[0], 6);
	EQ(fates[1], 6);
	leave(&c);
}

TEST(an_errand_may_end_at_any_moment)
{
	struct central c = a_central();
	char url[64];
	int left = 1;

	snprintf(url, sizeof(url), "https://127.0.0.1:%u/etat", c.port);
	for (int steps = 0; steps < 12; steps++) {
		OK(begin(&errand, url));
		for (int i = 0; i < steps || (steps == 11 && left); i++) {
			EQ(curl_multi_poll(multi, NULL, 0, 20, NULL), CURLM_OK);
			EQ(curl_multi_perform(multi, &left), CURLM_OK);
		}
		errand_end(&errand, multi);
		static const struct errand nothing;
		EQ(memcmp(&errand, &nothing, sizeof(errand)), 0);
		errand_end(&errand, multi); /* twice is once */
	}
	EQ(left, 0); /* at last it was over before we left */
	OK(fetch(url));
	leave(&c);
}

TEST(a_proxy_carries_what_it_cannot_read)
{
	struct central c = a_central();
	struct central_proxy p;
	char way[64], line[64];

	central_proxy_open(&p, NULL);
	snprintf(way, sizeof(way), "http://127.0.0.1:%u", p.port);
	proxy = way;
	setenv("no_proxy", "*", 1); /* our settings alone say which way */
	setenv("NO_PROXY", "127.0.0.1", 1);
	OK(go(c.port, "etat"));
	central_proxy_close(&p);
	snprintf(line, sizeof(line), "CONNECT 127.0.0.1:%u HTTP/1.1\r\n",
	    c.port);
	TRUE(strncmp(p.asked, line, strlen(line)) == 0);
	TRUE(!strstr(p.asked, "etat") && !strcasestr(p.asked, "User-Agent"));
	pin[0] ^= 1; /* it is no way round the pin */
	central_proxy_open(&p, NULL);
	snprintf(way, sizeof(way), "http://127.0.0.1:%u", p.port);
	EQ(go(c.port, "etat"), ERR_FORGED);
	central_proxy_close(&p);
	leave(&c);
}

TEST(a_proxy_that_refuses_or_is_silent_is_a_central_that_does_not_answer)
{
	static const char *const words[] = {
	    "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
	    "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"a\"\r\n"
	    "Content-Length: 0\r\n\r\n",
	    "HTTP/1.1 302 There\r\nLocation: https://a.example/\r\n"
	    "Content-Length: 0\r\n\r\n",
	    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
	};
	struct central_proxy p;
	char way[64];

	proxy = way;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		central_proxy_open(&p, words[i]);
		snprintf(way, sizeof(way), "http://127.0.0.1:%u", p.port);
		EQ(fetch("https://centrale.invalid/etat"), ERR_LATER);
		EQ(got, 0);
		central_proxy_close(&p);
	}
	connect_ms = SHORT;
	int listener = central_listen(&p.port);
	snprintf(way, sizeof(way), "http://127.0.0.1:%u", p.port);
	EQ(fetch("https://centrale.invalid/etat"), ERR_LATER);
	TRUE(took >= SHORT && took < LATE);
	close(listener);
	EQ(fetch("https://centrale.invalid/etat"), ERR_LATER); /* none there */
}

TEST(no_proxy_is_taken_from_anywhere_but_the_settings)
{
	static const char *const names[] = {"https_proxy", "HTTPS_PROXY",
	    "all_proxy", "ALL_PROXY", "http_proxy"};
	struct central c = a_central();
	char way[64];
	unsigned port;
	int listener = central_listen(&port);

	snprintf(way, sizeof(way), "http://127.0.0.1:%u", port);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		setenv(names[i], way, 1);
	OK(go(c.port, "etat"));
	TRUE(!central_visited(listener));
	close(listener);
	leave(&c);
}

TEST(a_proxy_of_another_kind_is_refused)
{
	static const char *const others[] = {"https://a.example:8443",
	    "socks5://a.example:1080", "socks4a://a.example", "a.example:3128",
	    "//a.example", "file:///etc/passwd"};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		proxy = others[i];
		EQ(begin(&errand, "https://a.example/"), ERR_INPUT);
	}
	TRUE(errand.easy == NULL);
}
