#define SUITE tls_tls_server
#include "../test.h"

#include "base/clock.h"
#include "tls/tls_cert.h"
#include "tls/tls_client.h"
#include "tls/tls_engine.h"
#include "tls/tls_pin.h"
#include "tls/tls_server.h"

static uint8_t server_key[TLS_KEY_LEN];
static struct tls_chain chain;
static struct tls_server server;
static unsigned signatures; /* asked for */
static enum err signer_says;

static br_ssl_client_context client;
static br_x509_minimal_context no_anchor;
static struct tls_pin pin;
static uint8_t client_in[BR_SSL_BUFSIZE_INPUT];
static uint8_t client_out[BR_SSL_BUFSIZE_OUTPUT];

static br_ssl_server_context answer;
static uint8_t answer_in[TLS_SERVER_IN], answer_out[TLS_SERVER_OUT];

static enum err
sign(void *who, uint32_t hash, struct bytes digest, struct buf *der)
{
	EQ(who == &server, true);
	signatures++;
	return signer_says == ERR_OK
	    ? tls_key_sign(server_key, hash, digest, der)
	    : signer_says;
}

/* A server, and a client that knows its key, before the first byte. */
static void
begin(void)
{
	struct arena mem = test_arena();
	struct buf der = buf_new(&mem, TLS_CERT_MOST);
	struct buf pem = buf_new(&mem, TLS_CERT_PEM_MOST);
	const struct str name = TXT("localhost");
	uint8_t want[TLS_PIN_LEN];

	tls_key_make(server_key);
	OK(tls_cert_make(server_key, (struct tls_cert_names){&name, 1},
	    clock_now(), &der));
	tls_cert_pem(TLS_CERT_LABEL, buf_done(&der), &pem);
	OK(tls_chain_read(buf_text(&pem), &chain));
	tls_server_open(&server, &chain, sign, &server);
	tls_pin_of(chain.point, want);
	tls_pin_open(&pin, want);
}

/* A new connection of both, with the client still to be spoiled. */
static void
meet(void)
{
	OK(tls_server_profile(&answer, &server, answer_in, answer_out));
	tls_client_profile(&client, &no_anchor, NULL, 0);
	br_ssl_engine_set_x509(&client.eng, &pin.vtable);
	br_ssl_engine_set_buffers_bidi(&client.eng, client_in,
	    sizeof(client_in), client_out, sizeof(client_out));
}

/* Carry what one end sends to the other; true if anything moved. */
static bool
carry(br_ssl_engine_context *from, br_ssl_engine_context *to)
{
	size_t sent, taken;
	uint8_t *out = br_ssl_engine_sendrec_buf(from, &sent);
	uint8_t *in = br_ssl_engine_recvrec_buf(to, &taken);

	if (!out || !in)
		return false;
	size_t n = sent < taken ? sent : taken;
	memcpy(in, out, n);
	br_ssl_engine_sendrec_ack(from, n);
	br_ssl_engine_recvrec_ack(to, n);
	return true;
}

static void
run(void)
{
	while (
	    carry(&client.eng, &answer.eng) || carry(&answer.eng, &client.eng))
		;
}

/* Handshake; 0, or why the client (or else the server) would not. */
static int
greet(bool resume)
{
	TRUE(br_ssl_client_reset(&client, "localhost", resume));
	run();
	int e = br_ssl_engine_last_error(&client.eng);
	return e ? e : br_ssl_engine_last_error(&answer.eng);
}

static void
say(br_ssl_engine_context *from, br_ssl_engine_context *to, struct str text)
{
	size_t room, len;
	uint8_t *at = br_ssl_engine_sendapp_buf(from, &room);

	TRUE(at && room >= text.len);
	memcpy(at, text.at, text.len);
	br_ssl_engine_sendapp_ack(from, text.len);
	br_ssl_engine_flush(from, 0);
	run();
	at = br_ssl_engine_recvapp_buf(to, &len);
	TRUE(at);
	SAME(((struct bytes){at, len}), str_bytes(text));
	br_ssl_engine_recvapp_ack(to, len);
}

TEST(our_client_and_our_server_understand_each_other)
{
	begin();
	meet();
	EQ(greet(false), 0);
	EQ(signatures, 1);
	EQ(br_ssl_engine_get_version(&client.eng), BR_TLS12);
	EQ(br_ssl_engine_get_ecdhe_curve(&client.eng), BR_EC_curve25519);
	say(&client.eng, &answer.eng, TXT("bonjour"));
	say(&answer.eng, &client.eng, TXT("bonsoir"));
}

TEST(each_suite_and_each_curve_of_ours_serves)
{
	static const uint16_t suites[] = {
	    BR_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	    BR_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
	    BR_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
	};
	static const int curves[] = {BR_EC_curve25519, BR_EC_secp256r1,
	    BR_EC_secp384r1};

	begin();
	for (size_t s = 0; s < 3; s++)
		for (size_t c = 0; c < 3; c++) {
			br_ec_impl one = tls_engine_curves;
			one.supported_curves = (uint32_t)1 << curves[c] |
			    (uint32_t)1 << BR_EC_secp256r1;
			if (curves[c] == BR_EC_secp384r1)
				one.supported_curves = (uint32_t)1 << curves[c];
			meet();
			br_ssl_engine_set_suites(&client.eng, &suites[s], 1);
			br_ssl_engine_set_ec(&client.eng, &one);
			TRUE(br_ssl_client_reset(&client, "localhost", 0));
			run();
			if (curves[c] == BR_EC_secp384r1) {
				/* it cannot read our P-256 signature then, but
				 * was answered on its only curve */
				EQ(br_ssl_engine_get_ecdhe_curve(&answer.eng),
				    curves[c]);
				continue;
			}
			EQ(br_ssl_engine_last_error(&client.eng), 0);
			EQ(br_ssl_engine_get_ecdhe_curve(&client.eng),
			    curves[c]);
			say(&client.eng, &answer.eng, TXT("bonjour"));
		}
}

TEST(a_client_that_pins_another_key_goes_away)
{
	begin();
	pin.wanted[31] ^= 1;
	meet();
	EQ(greet(false), BR_ERR_X509_NOT_TRUSTED);
}

TEST(older_versions_are_refused)
{
	begin();
	for (unsigned v = BR_TLS10; v < BR_TLS12; v++) {
		meet();
		br_ssl_engine_set_versions(&client.eng, v, v);
		br_ssl_engine_set_hash(&client.eng, br_sha1_ID,
		    &br_sha1_vtable);
		br_ssl_engine_set_prf10(&client.eng, &br_tls10_prf);
		TRUE(greet(false) != 0);
		TRUE(!(
		    br_ssl_engine_current_state(&answer.eng) & BR_SSL_SENDAPP));
	}
	EQ(signatures, 0);
}

TEST(other_suites_are_refused)
{
	static const uint16_t suites[] = {
	    BR_TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
	    BR_TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
	    BR_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	    BR_TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256,
	    BR_TLS_RSA_WITH_AES_128_GCM_SHA256,
	    BR_TLS_RSA_WITH_3DES_EDE_CBC_SHA,
	};

	begin();
	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++) {
		meet();
		br_ssl_engine_set_suites(&client.eng, &suites[i], 1);
		TRUE(greet(false) != 0);
		EQ(br_ssl_engine_last_error(&client.eng),
		    BR_ERR_RECV_FATAL_ALERT + 40); /* handshake_failure */
	}
	EQ(signatures, 0);
}

/* RFC 7301, 3.2; what is said to us in another protocol is not for us. */
TEST(a_client_that_wants_another_protocol_is_refused)
{
	static const char *names[] = {"h2", "http/1.1"};

	begin();
	meet();
	br_ssl_engine_set_protocol_names(&client.eng, names, 1);
	EQ(greet(false), BR_ERR_RECV_FATAL_ALERT + 120);
	EQ(signatures, 0);
	meet();
	br_ssl_engine_set_protocol_names(&client.eng, names, 2);
	EQ(greet(false), 0);
	EQ(strcmp(br_ssl_engine_get_selected_protocol(&client.eng), names[1]),
	    0);
}

TEST(a_session_is_taken_up_again_until_it_is_forgotten)
{
	br_ssl_session_parameters session;

	clock_hold_boot(CLOCK_HOUR);
	begin();
	meet();
	EQ(greet(false), 0);
	br_ssl_engine_get_session_parameters(&client.eng, &session);

	meet();
	br_ssl_engine_set_session_parameters(&client.eng, &session);
	EQ(greet(true), 0);
	EQ(signatures, 1);

	clock_hold_boot(CLOCK_HOUR + TLS_SERVER_MEMORY);
	meet();
	br_ssl_engine_set_session_parameters(&client.eng, &session);
	EQ(greet(true), 0);
	EQ(signatures, 2);
}

TEST(sessions_are_forgotten_even_if_nobody_comes)
{
	clock_hold_boot(CLOCK_HOUR);
	begin();
	meet();
	EQ(greet(false), 0);
	TRUE(server.remembers);
	tls_server_tick(&server, CLOCK_HOUR + TLS_SERVER_MEMORY - 1);
	TRUE(server.remembers);
	tls_server_tick(&server, CLOCK_HOUR + TLS_SERVER_MEMORY);
	TRUE(!server.remembers);
	for (size_t i = 0; i < sizeof(server.store); i++)
		EQ(server.store[i], 0);
}

TEST(a_signer_that_is_away_fails_one_handshake_and_no_more)
{
	begin();
	meet();
	signer_says = ERR_LATER;
	TRUE(greet(false) != 0);
	signer_says = ERR_OK;
	meet();
	EQ(greet(false), 0);
}

TEST(a_client_may_not_begin_the_handshake_again)
{
	begin();
	meet();
	EQ(greet(false), 0);
	TRUE(br_ssl_engine_renegotiate(&client.eng));
	run();
	EQ(signatures, 1);
	EQ(br_ssl_engine_last_error(&answer.eng), 0);
	EQ(br_ssl_engine_last_error(&client.eng),
	    BR_ERR_RECV_FATAL_ALERT + 100); /* no_renegotiation */
}

TEST(x25519_agrees_with_bearssl)
{
	for (int i = 1; i <= 20; i++) {
		uint8_t x[32], ours[32], theirs[32];

		for (size_t k = 0; k < sizeof(x); k++)
			x[k] = (uint8_t)(i * 37 + (int)k * 101);
		x[0] &= 0x7f;
		EQ(tls_engine_curves.mulgen(ours, x, 32, BR_EC_curve25519), 32);
		EQ(br_ec_c25519_m31.mulgen(theirs, x, 32, BR_EC_curve25519),
		    32);
		SAME(BYTES_OF(ours), BYTES_OF(theirs));
		EQ(tls_engine_curves.mul(ours, 32, x, 32, BR_EC_curve25519), 1);
		EQ(br_ec_c25519_m31.mul(theirs, 32, x, 32, BR_EC_curve25519),
		    1);
		SAME(BYTES_OF(ours), BYTES_OF(theirs));
	}
}

TEST(a_point_of_small_order_is_refused)
{
	uint8_t x[32] = {7, 9}, point[32] = {1};

	EQ(tls_engine_curves.mul(point, 32, x, 32, BR_EC_curve25519), 0);
}
