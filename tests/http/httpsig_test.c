#include "http/httpsig.h"

#include "crypto/secret.h"
#include "crypto/sign.h"
#include "http/digest.h"

#define SUITE http_httpsig
#include "../test.h"

/* --- the standard: RFC 9421, B.2.6, with the key test-key-ed25519 --- */

#define B26_PARAMETERS                                                         \
	"(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" "     \
	"\"content-length\");created=1618884473;keyid=\"test-key-ed25519\""

static const struct httpsig_component b26[] = {
    {{"\"date\"", 6}, {"Tue, 20 Apr 2021 02:07:55 GMT", 29}},
    {{"\"@method\"", 9}, {"POST", 4}},
    {{"\"@path\"", 7}, {"/foo", 4}},
    {{"\"@authority\"", 12}, {"example.com", 11}},
    {{"\"content-type\"", 14}, {"application/json", 16}},
    {{"\"content-length\"", 16}, {"18", 2}},
};

#define B26_BASE                                                               \
	"\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"                            \
	"\"@method\": POST\n"                                                  \
	"\"@path\": /foo\n"                                                    \
	"\"@authority\": example.com\n"                                        \
	"\"content-type\": application/json\n"                                 \
	"\"content-length\": 18\n"                                             \
	"\"@signature-params\": " B26_PARAMETERS

#define B26_PUBLIC                                                             \
	"26b40b8f93fff3d897112f7ebc582b232dbd72517d082fe83cfb30ddce43d1bb"
#define B26_SIGNATURE                                                          \
	"wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPi"      \
	"u4A0w6vuQv5lIp5WPpBKRCw=="

TEST(the_base_of_the_standard_is_the_one_its_signature_signs)
{
	struct arena mem = test_arena();
	struct buf base = buf_new(&mem, 1024), sig = buf_new(&mem, SIGN_LEN);

	secret_start();
	httpsig_base(&base, b26, sizeof(b26) / sizeof(b26[0]),
	    TXT(B26_PARAMETERS));
	SAME_TEXT(buf_text(&base), B26_BASE);
	OK(encode_unbase64(TXT(B26_SIGNATURE), &sig));
	OK(sign_verify(test_unhex(&mem, TXT(B26_PUBLIC)).at, buf_done(&base),
	    sig.at));
}

/* --- the profile --- */

#define KEYID TXT("0123456789abcdef")

static const struct httpsig_request request = {
    .method = {"POST", 4},
    .path = {"/sync/v1", 8},
    .digest = {"sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
	DIGEST_TEXT},
    .length = 19,
    .type = {"application/octet-stream", 24},
    .device = {"00112233445566778899aabbccddeeff", 32},
    .nonce = {"bm9uY2U", 7},
};

static const uint8_t asked[HTTPSIG_LEN] = {1, 2, 3};

static const struct httpsig_answer answer = {
    .status = 200,
    .digest = {"sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
	DIGEST_TEXT},
    .length = 19,
    .type = {"application/octet-stream", 24},
    .request = asked,
};

#define REQUEST_INPUT                                                          \
	"(\"@method\" \"@path\" \"content-digest\" \"content-length\" "        \
	"\"content-type\" \"sync-device\" \"sync-nonce\")"                     \
	";keyid=\"0123456789abcdef\";alg=\"ed25519\""
#define ANSWER_INPUT                                                           \
	"(\"@status\" \"content-digest\" \"content-length\" "                  \
	"\"content-type\" \"signature\";key=\"sig\";req)"                      \
	";keyid=\"0123456789abcdef\";alg=\"ed25519\""

TEST(what_is_signed_of_a_request_is_written_so)
{
	struct arena mem = test_arena();
	struct buf base = buf_new(&mem, HTTPSIG_BASE_MOST);

	httpsig_request_base(&base, &request, KEYID);
	OK(buf_err(&base));
	SAME_TEXT(buf_text(&base),
	    "\"@method\": POST\n"
	    "\"@path\": /sync/v1\n"
	    "\"content-digest\": "
	    "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:\n"
	    "\"content-length\": 19\n"
	    "\"content-type\": application/octet-stream\n"
	    "\"sync-device\": 00112233445566778899aabbccddeeff\n"
	    "\"sync-nonce\": bm9uY2U\n"
	    "\"@signature-params\": " REQUEST_INPUT);
}

TEST(what_is_signed_of_an_answer_is_written_so)
{
	struct arena mem = test_arena();
	struct buf base = buf_new(&mem, HTTPSIG_BASE_MOST);

	httpsig_answer_base(&base, &answer, KEYID);
	OK(buf_err(&base));
	SAME_TEXT(buf_text(&base),
	    "\"@status\": 200\n"
	    "\"content-digest\": "
	    "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:\n"
	    "\"content-length\": 19\n"
	    "\"content-type\": application/octet-stream\n"
	    "\"signature\";key=\"sig\";req: "
	    ":AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAAAAAAAAA==:\n"
	    "\"@signature-params\": " ANSWER_INPUT);
}

/* The base of `request` after one of its values has become `value`. */
static enum err
base_err(size_t at, struct str value)
{
	struct httpsig_request r = request;
	struct arena mem = test_arena();
	struct buf base = buf_new(&mem, HTTPSIG_BASE_MOST);

	memcpy((uint8_t *)&r + at, &value, sizeof(value));
	httpsig_request_base(&base, &r, KEYID);
	return buf_err(&base);
}

TEST(a_value_that_could_be_read_as_two_lines_is_never_signed)
{
	static const size_t place[] = {
	    offsetof(struct httpsig_request, method),
	    offsetof(struct httpsig_request, path),
	    offsetof(struct httpsig_request, digest),
	    offsetof(struct httpsig_request, type),
	    offsetof(struct httpsig_request, device),
	    offsetof(struct httpsig_request, nonce),
	};
	static char longest[HTTPSIG_VALUE_MOST + 1];

	memset(longest, 'v', sizeof(longest));
	for (size_t i = 0; i < sizeof(place) / sizeof(place[0]); i++) {
		EQ(base_err(place[i], TXT("v")), ERR_OK);
		EQ(base_err(place[i], TXT("")), ERR_MANGLED);
		EQ(base_err(place[i], TXT(" v")), ERR_MANGLED);
		EQ(base_err(place[i], TXT("v ")), ERR_MANGLED);
		EQ(base_err(place[i], TXT("v\nw")), ERR_MANGLED);
		EQ(base_err(place[i], TXT("v\rw")), ERR_MANGLED);
		EQ(base_err(place[i], TXT("v\0w")), ERR_MANGLED);
		EQ(base_err(place[i], TXT("\xc3\xa9")), ERR_MANGLED);
		EQ(base_err(place[i], (struct str){longest, 256}), ERR_OK);
		EQ(base_err(place[i], (struct str){longest, 257}), ERR_MANGLED);
	}
}

TEST(a_keyid_that_could_be_read_as_a_parameter_is_never_signed)
{
	static const char *const wrong[] = {"", "A", "a b", "a\";alg=\"b",
	    "a\\", "a\n"};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct arena mem = test_arena();
		struct buf base = buf_new(&mem, HTTPSIG_BASE_MOST);
		struct buf input = buf_new(&mem, HTTPSIG_INPUT_MOST);
		httpsig_request_base(&base, &request, str_of(wrong[i]));
		httpsig_input_write(&input, HTTPSIG_REQUEST, str_of(wrong[i]));
		EQ(buf_err(&base), ERR_MANGLED);
		EQ(buf_err(&input), ERR_MANGLED);
	}
}

TEST(the_longest_values_fit_in_the_longest_base)
{
	static char longest[HTTPSIG_VALUE_MOST];
	struct arena mem = test_arena();
	struct buf base = buf_new(&mem, HTTPSIG_BASE_MOST);
	struct str v = {longest, sizeof(longest)};
	struct str keyid = {longest, HTTPSIG_KEYID_MOST};

	memset(longest, 'v', sizeof(longest));
	struct httpsig_request r = {v, v, v, INT64_MAX, v, v, v};
	httpsig_request_base(&base, &r, keyid);
	OK(buf_err(&base));

	struct buf input = buf_new(&mem, HTTPSIG_INPUT_MOST);
	httpsig_input_write(&input, HTTPSIG_REQUEST, keyid);
	httpsig_input_write(&base, HTTPSIG_ANSWER, keyid);
	OK(buf_err(&input));
	OK(buf_err(&base));
}

TEST(what_is_written_of_a_signature_reads_back)
{
	struct arena mem = test_arena();
	uint8_t sig[HTTPSIG_LEN], back[HTTPSIG_LEN] = {0};

	for (size_t i = 0; i < sizeof(sig); i++)
		sig[i] = (uint8_t)(i * 7);
	for (int side = HTTPSIG_REQUEST; side <= HTTPSIG_ANSWER; side++) {
		struct buf input = buf_new(&mem, HTTPSIG_INPUT_MOST);
		struct str keyid = TXT("");
		httpsig_input_write(&input, (enum httpsig_side)side, KEYID);
		OK(buf_err(&input));
		OK(httpsig_input_read(buf_text(&input), (enum httpsig_side)side,
		    &keyid));
		SAME_STR(keyid, KEYID);
		EQ(httpsig_input_read(buf_text(&input),
		       (enum httpsig_side) !side, &keyid),
		    ERR_MANGLED);
	}

	struct buf text = buf_new(&mem, 128);
	httpsig_signature_write(&text, sig);
	OK(buf_err(&text));
	OK(httpsig_signature_read(buf_text(&text), back));
	SAME(BYTES_OF(back), BYTES_OF(sig));
}

TEST(any_other_input_is_refused)
{
	static const char *const wrong[] = {
	    "",
	    "sig",
	    "sig=" ANSWER_INPUT,
	    "sig1=" REQUEST_INPUT,
	    "sig=" REQUEST_INPUT ";created=1618884473",
	    "sig=" REQUEST_INPUT ";nonce=\"a\"",
	    "sig=" REQUEST_INPUT ";tag=\"a\"",
	    "sig=" REQUEST_INPUT ";expires=1",
	    "sig=" REQUEST_INPUT ", sig=" REQUEST_INPUT,
	    "sig=" REQUEST_INPUT ", sig2=" REQUEST_INPUT,
	    "other=(\"a\"), sig=" REQUEST_INPUT,
	    " sig=" REQUEST_INPUT,
	    "sig=" REQUEST_INPUT " ",
	    "sig=(\"@path\" \"@method\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\" \"sync-nonce\")"
	    ";keyid=\"a\";alg=\"ed25519\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\");keyid=\"a\";alg=\"ed25519\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\" \"sync-nonce\" \"date\")"
	    ";keyid=\"a\";alg=\"ed25519\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\";req "
	    "\"content-length\" \"content-type\" \"sync-device\" "
	    "\"sync-nonce\");keyid=\"a\";alg=\"ed25519\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\";sf "
	    "\"content-length\" \"content-type\" \"sync-device\" "
	    "\"sync-nonce\");keyid=\"a\";alg=\"ed25519\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\" \"sync-nonce\")"
	    ";alg=\"ed25519\";keyid=\"a\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\" \"sync-nonce\");keyid=\"a\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\" \"sync-nonce\")"
	    ";alg=\"ed25519\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\" \"sync-nonce\")"
	    ";keyid=\"a\";alg=\"hmac-sha256\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\" \"sync-nonce\")"
	    ";keyid=\"a\";keyid=\"b\";alg=\"ed25519\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\" \"sync-nonce\")"
	    ";keyid=\"\";alg=\"ed25519\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\" \"sync-nonce\")"
	    ";keyid=\"A\";alg=\"ed25519\"",
	    "sig=(\"@method\" \"@path\" \"content-digest\" \"content-length\" "
	    "\"content-type\" \"sync-device\" \"sync-nonce\")"
	    ";keyid=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaa\";alg=\"ed25519\"",
	};
	struct str keyid = TXT("untouched");

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (%.200s)", wrong[i]);
		EQ(httpsig_input_read(str_of(wrong[i]), HTTPSIG_REQUEST,
		       &keyid),
		    ERR_MANGLED);
		SAME_TEXT(keyid, "untouched");
	}
	test_where[0] = 0;
	OK(httpsig_input_read(TXT("sig=" REQUEST_INPUT), HTTPSIG_REQUEST,
	    &keyid));
}

TEST(any_other_signature_is_refused)
{
#define SIX "AAAAAAAAAAAAAAAA"
#define GOOD                                                                   \
	"sig=:" SIX SIX SIX SIX SIX                                            \
	"AAAAAA==:" /* 80 + 8 characters: 64 bytes */
	static const char *const wrong[] = {
	    "",
	    "sig",
	    "sig=::",
	    "sig=:AAAA:",
	    "sig=:" SIX SIX SIX SIX SIX "AAAA:",
	    "sig=:" SIX SIX SIX SIX SIX "AAAAAAA=:",
	    "sig=:" SIX SIX SIX SIX SIX "AAAAAAAA:",
	    "sig=:" SIX SIX SIX SIX SIX "AAAAAB==:",
	    "sig1=:" SIX SIX SIX SIX SIX "AAAAAA==:",
	    GOOD ";a",
	    GOOD ", " GOOD,
	    GOOD ", b=:AAAA:",
	    GOOD " ",
	};
	uint8_t sig[HTTPSIG_LEN] = {42};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (%s)", wrong[i]);
		EQ(httpsig_signature_read(str_of(wrong[i]), sig), ERR_MANGLED);
		EQ(sig[0], 42);
	}
	test_where[0] = 0;
	OK(httpsig_signature_read(TXT(GOOD), sig));
	EQ(sig[0], 0);
}

/* A whole exchange, as the courier's core and the central's core do it. */
TEST(an_answer_given_to_another_question_is_forged)
{
	struct arena mem = test_arena();
	uint8_t seed[SIGN_SEED] = {7}, key[SIGN_KEY], open[SIGN_PUBLIC];
	uint8_t first[SIGN_LEN], second[SIGN_LEN], sealed[SIGN_LEN];
	struct buf base = buf_new(&mem, HTTPSIG_BASE_MOST);

	secret_start();
	sign_key(seed, key, open);
	httpsig_request_base(&base, &request, KEYID);
	sign_message(key, buf_done(&base), first);
	OK(sign_verify(open, buf_done(&base), first));

	struct httpsig_request other = request;
	other.nonce = TXT("b3RoZXI");
	base.len = 0;
	httpsig_request_base(&base, &other, KEYID);
	EQ(sign_verify(open, buf_done(&base), first), ERR_FORGED);
	sign_message(key, buf_done(&base), second);

	struct httpsig_answer a = answer;
	a.request = first;
	base.len = 0;
	httpsig_answer_base(&base, &a, KEYID);
	sign_message(key, buf_done(&base), sealed);
	OK(sign_verify(open, buf_done(&base), sealed));

	a.request = second;
	base.len = 0;
	httpsig_answer_base(&base, &a, KEYID);
	EQ(sign_verify(open, buf_done(&base), sealed), ERR_FORGED);
}
