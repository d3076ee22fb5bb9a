#define SUITE courier_errand
#include "../test.h"

#include "rig.h"
#include "tls/tls_cert.h"
#include "tls/tls_server.h"

TEST(a_central_is_known_by_its_key_whatever_it_is_called)
{
	struct central c = a_central();
	char url[64];

	OK(go(c.port, "etat"));
	EQ(got, 2);
	snprintf(url, sizeof(url), "https://localhost:%u/etat", c.port);
	OK(fetch(url));
	if (!access("/proc/sys/net/ipv6/conf/lo", F_OK)) {
		snprintf(url, sizeof(url), "https://[::1]:%u/etat", c.port);
		OK(fetch(url));
	}
	leave(&c);
}

TEST(whoever_shows_another_key_is_a_forger)
{
	static const char *const kinds[] = {CENTRAL_P256,
	    "ec -pkeyopt ec_paramgen_curve:P-384", "rsa:2048"};

	a_key();
	for (size_t i = 0; i < 3; i++) {
		central_key("other", kinds[i]);
		struct central c = central_open("-HTTP -cert other.pem");
		EQ(go(c.port, "etat"), ERR_FORGED);
		EQ(got, 0);
		if (i > 0) { /* even named by its pin: it is not of our kind */
			central_pin("other", pin);
			EQ(go(c.port, "etat"), ERR_FORGED);
		}
		central_close(&c);
	}
	central_leave();
}

TEST(our_key_counts_only_in_the_first_certificate)
{
	a_key();
	central_key("other", CENTRAL_P256);
	struct central c =
	    central_open("-HTTP -cert other.pem -cert_chain ours.pem");
	EQ(go(c.port, "etat"), ERR_FORGED);
	central_close(&c);
	c = central_open("-HTTP -cert ours.pem -cert_chain other.pem");
	OK(go(c.port, "etat"));
	leave(&c);
}

TEST(no_other_tls_is_spoken_than_ours)
{
	static const char *const words[] = {"-tls1_3",
	    "-tls1_1 -cipher ALL:@SECLEVEL=0", "-tls1 -cipher ALL:@SECLEVEL=0",
	    "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256",
	    "-tls1_2 -cipher ECDHE-ECDSA-AES256-SHA"};
	char all[128];

	a_key();
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		snprintf(all, sizeof(all), "-HTTP -cert ours.pem %s", words[i]);
		struct central c = central_open(all);
		EQ(go(c.port, "etat"), ERR_LATER);
		central_close(&c);
	}
	struct central c = central_open("-HTTP -cert ours.pem -tls1_2");
	OK(go(c.port, "etat"));
	leave(&c);
}

/* --- a server that holds its certificate, and perhaps not its key --- */

static struct tls_server server;
static struct tls_chain chain;
static uint8_t signing_key[TLS_KEY_LEN];
static unsigned signatures; /* asked for */
static bool renews;         /* it asks for a second handshake */

static enum err
sign(void *who, uint32_t hash, struct bytes digest, struct buf *der)
{
	(void)who;
	signatures++;
	return tls_key_sign(signing_key, hash, digest, der);
}

static int
from_client(void *fd, unsigned char *at, size_t len)
{
	ssize_t n = recv(*(int *)fd, at, len, 0);

	return n > 0 ? (int)n : -1;
}

static int
to_client(void *fd, const unsigned char *at, size_t len)
{
	ssize_t n = send(*(int *)fd, at, len, MSG_NOSIGNAL);

	return n > 0 ? (int)n : -1;
}

static void *
serve_one(void *listener)
{
	static const char answer[] =
	    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	static br_ssl_server_context cc;
	static uint8_t in[TLS_SERVER_IN], out[TLS_SERVER_OUT];
	char asked[512];
	int fd = accept(*(int *)listener, NULL, NULL);
	br_sslio_context io;

	OK(tls_server_profile(&cc, &server, in, out));
	if (renews)
		br_ssl_engine_remove_flags(&cc.eng, BR_OPT_NO_RENEGOTIATION);
	br_sslio_init(&io, &cc.eng, from_client, &fd, to_client, &fd);
	if (br_sslio_read(&io, asked, sizeof(asked)) > 0 &&
	    (!renews || br_ssl_engine_renegotiate(&cc.eng)) &&
	    br_sslio_write_all(&io, answer, sizeof(answer) - 1) == 0)
		(void)!br_sslio_close(&io);
	close(fd);
	return NULL;
}

static enum err
go_to_signer(void)
{
	unsigned port;
	int listener = central_listen(&port);
	pthread_t thread;

	EQ(pthread_create(&thread, NULL, serve_one, &listener), 0);
	enum err fate = go(port, "etat");
	EQ(pthread_join(thread, NULL), 0);
	close(listener);
	return fate;
}

static void
a_signer(void)
{
	struct arena mem = test_arena();
	struct buf der = buf_new(&mem, TLS_CERT_MOST);
	struct buf pem = buf_new(&mem, TLS_CERT_PEM_MOST);
	const struct str name = TXT("localhost");

	tls_key_make(signing_key);
	OK(tls_cert_make(signing_key, (struct tls_cert_names){&name, 1},
	    clock_now(), &der));
	tls_cert_pem(TLS_CERT_LABEL, buf_done(&der), &pem);
	OK(tls_chain_read(buf_text(&pem), &chain));
	tls_pin_of(chain.point, pin);
	tls_server_open(&server, &chain, sign, &server);
}

TEST(a_certificate_without_its_key_convinces_nobody)
{
	a_signer();
	OK(go_to_signer());
	tls_key_make(signing_key);
	EQ(go_to_signer(), ERR_LATER);
	EQ(signatures, 2);
}

TEST(a_second_handshake_is_not_begun)
{
	a_signer();
	OK(go_to_signer());
	renews = true; /* and says no more before it gets one */
	EQ(go_to_signer(), ERR_LATER);
}

/* --- what is asked, and what is taken --- */

TEST(only_an_answer_of_200_is_one)
{
	static const char *const others[] = {
	    "HTTP/1.1 204 No Content\r\n\r\n",
	    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
	    "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
	    "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n",
	    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nless",
	    "SSH-2.0-what\r\n",
	    "",
	};
	struct central c = a_central();

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		central_page("etat", others[i]);
		EQ(go(c.port, "etat"), ERR_LATER);
	}
	leave(&c);
}

TEST(nobody_is_sent_elsewhere)
{
	struct central c = a_central();
	char page[256];
	unsigned port;
	int elsewhere = central_listen(&port);

	for (int status = 301; status <= 308; status++) {
		snprintf(page, sizeof(page),
		    "HTTP/1.1 %d Elsewhere\r\nContent-Length: 0\r\n"
		    "Location: https://127.0.0.1:%u/\r\n\r\n",
		    status, port);
		central_page("ailleurs", page);
		EQ(go(c.port, "ailleurs"), ERR_LATER);
		snprintf(page, sizeof(page),
		    "HTTP/1.1 %d Elsewhere\r\nContent-Length: 0\r\n"
		    "Location: /etat\r\n\r\n",
		    status);
		central_page("ailleurs", page);
		EQ(go(c.port, "ailleurs"), ERR_LATER);
	}
	TRUE(!central_visited(elsewhere));
	close(elsewhere);
	leave(&c);
}

TEST(an_answer_longer_than_what_is_taken_ends_the_errand)
{
	static char page[3 * ERRAND_BODY_MOST];
	struct central c = a_central();

	for (int more = 0; more <= 1; more++) {
		int len = ERRAND_BODY_MOST + more;
		int head = snprintf(page, sizeof(page),
		    "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", len);
		memset(page + head, 'x', (size_t)len);
		page[head + len] = 0;
		central_page("long", page);
		EQ(go(c.port, "long"), more ? ERR_LATER : ERR_OK);
		TRUE(got <= ERRAND_BODY_MOST);
	}
	leave(&c);
}

TEST(nothing_but_https_is_asked_for)
{
	static const char *const urls[] = {"", "https:/", "HTTPS://a.example/",
	    "http://a.example/", "file:///etc/passwd", "ftp://a.example/",
	    "gopher://a.example/", "smtp://a.example/", " https://a.example/",
	    "a.example"};
	char longest[ERRAND_URL_MOST + 2] = "https://a.example/";

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		EQ(begin(&errand, urls[i]), ERR_INPUT);
	memset(longest + 18, 'a', sizeof(longest) - 19);
	EQ(begin(&errand, longest), ERR_INPUT);
	EQ(errand_start(&errand, multi,
	       &(struct errand_order){.url = TXT("https://a.example/\0"),
		   .pin = BYTES_OF(pin),
		   .proxy = TXT(""),
		   .connect_ms = PATIENCE,
		   .whole_ms = PATIENCE}),
	    ERR_INPUT);
	for (size_t len = 0; len <= TLS_PIN_LEN + 1; len++)
		if (len != TLS_PIN_LEN)
			EQ(errand_start(&errand, multi,
			       &(struct errand_order){.url = TXT(
							  "https://a.example/"),
				   .pin = {pin, len},
				   .proxy = TXT(""),
				   .connect_ms = PATIENCE,
				   .whole_ms = PATIENCE}),
			    ERR_INPUT);
	TRUE(errand.easy == NULL);
}

TEST(what_is_no_address_goes_nowhere)
{
	EQ(fetch("https://"), ERR_LATER);
	EQ(fetch("https://a b.example/"), ERR_LATER);
	EQ(fetch("https://127.0.0.1:0/"), ERR_LATER);
	EQ(fetch("https://127.0.0.1:99999/"), ERR_LATER);
	EQ(fetch("https://127.0.0.1:1/"), ERR_LATER); /* nobody listens */
}

/* Core could be someone else's by now: the courier is not its network. */
TEST(only_the_central_of_the_settings_is_ever_asked)
{
	static const char key[] = "000102030405060708090a0b0c0d0e0f"
				  "101112131415161718191a1b1c1d1e1f";
	static const char *const elsewhere[] = {"https://evil.example/etat",
	    "https://centrale.example", "https://centrale.example:8443",
	    "https://centrale.example:84430/etat",
	    "https://centrale.example:8443.evil.example/etat",
	    "https://centrale.example:8443@evil.example/etat",
	    "http://centrale.example:8443/etat",
	    "https://CENTRALE.example:8443/etat", "/etat", ""};
	struct str central = TXT("https://centrale.example:8443");
	struct str slash = TXT("https://centrale.example:8443/");
	struct str url = TXT("https://centrale.example:8443/etat");
	uint8_t right[TLS_PIN_LEN], wrong[TLS_PIN_LEN] = {1};

	for (size_t i = 0; i < sizeof(right); i++)
		right[i] = (uint8_t)i;
	struct bytes ours = BYTES_OF(right);
	TRUE(errand_allowed(url, ours, central, str_of(key)));
	TRUE(errand_allowed(url, ours, slash, str_of(key)));
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		TRUE(!errand_allowed(str_of(elsewhere[i]), ours, central,
		    str_of(key)));
	TRUE(!errand_allowed(url, BYTES_OF(wrong), central, str_of(key)));
	TRUE(!errand_allowed(url, (struct bytes){right, 31}, central,
	    str_of(key)));
	TRUE(!errand_allowed(url, ours, TXT(""), TXT("")));
	TRUE(!errand_allowed(url, ours, central, TXT("00")));
}

/* --- what a synchronisation and an enrolment ask of it -----------------------
 */

static struct errand_order
wide(char url[64], const struct central *c, uint8_t *room, size_t most)
{
	snprintf(url, 64, "https://127.0.0.1:%u/etat", c->port);
	return (struct errand_order){.url = str_of(url),
	    .pin = BYTES_OF(pin),
	    .proxy = TXT(""),
	    .connect_ms = PATIENCE,
	    .whole_ms = 2 * PATIENCE,
	    .answer = room,
	    .answer_most = most};
}

TEST(an_answer_is_given_whole_with_the_fields_that_are_signed)
{
	struct central c = a_central();
	uint8_t room[64];
	char url[64];
	unsigned status = 0;

	central_page("etat",
	    "HTTP/1.1 401 Unauthorized\r\nsync-nonce:  abc \r\n"
	    "Content-Type: application/json\r\nSignature: sig=:AA==:\r\n"
	    "X-Other: no\r\nContent-Length: 2\r\n\r\nok");
	struct errand_order o = wide(url, &c, room, sizeof(room));
	OK(errand_now(&errand, &o, &status));
	EQ(status, 401);
	SAME_TEXT(errand_field(&errand, ERRAND_NONCE), "abc");
	SAME_TEXT(errand_field(&errand, ERRAND_TYPE), "application/json");
	SAME_TEXT(errand_field(&errand, ERRAND_SIGNATURE), "sig=:AA==:");
	SAME_TEXT(errand_field(&errand, ERRAND_DIGEST), "");
	SAME_TEXT(str_from(errand_answer(&errand)), "ok");
	errand_over(&errand);
	leave(&c);
}

TEST(an_answer_beyond_its_room_or_with_a_field_twice_is_none)
{
	struct central c = a_central();
	uint8_t room[64];
	char url[64];
	unsigned status = 0;

	struct errand_order o = wide(url, &c, room, 1);
	EQ(errand_now(&errand, &o, &status), ERR_LATER);
	errand_over(&errand);
	central_page("etat",
	    "HTTP/1.1 200 OK\r\nSync-Nonce: a\r\nSync-Nonce: b\r\n"
	    "Content-Length: 2\r\n\r\nok");
	o = wide(url, &c, room, sizeof(room));
	EQ(errand_now(&errand, &o, &status), ERR_LATER);
	errand_over(&errand);
	EQ(status, 0);
	leave(&c);
}

TEST(a_key_not_known_yet_is_told_and_a_known_one_is_still_the_only_one)
{
	struct central c = a_central();
	uint8_t room[64], wrong[TLS_PIN_LEN] = {1};
	char url[64];
	unsigned status = 0;

	struct errand_order o = wide(url, &c, room, sizeof(room));
	o.learn = true;
	o.pin = (struct bytes){0};
	OK(errand_now(&errand, &o, &status));
	EQ(status, 200);
	SAME(errand_key(&errand), BYTES_OF(pin));
	errand_over(&errand);

	o.learn = false; /* none at all is no pin */
	EQ(errand_now(&errand, &o, &status), ERR_INPUT);
	o.pin = BYTES_OF(wrong);
	EQ(errand_now(&errand, &o, &status), ERR_FORGED);
	errand_over(&errand);
	leave(&c);
}
