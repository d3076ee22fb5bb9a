#define SUITE crypto_totp
#include "../test.h"

#include "base/clock.h"
#include "crypto/totp.h"

static const uint8_t secret[TOTP_SECRET] = "12345678901234567890";

TEST(the_codes_of_rfc_6238_and_rfc_4226_are_ours)
{
	struct vectors v = vectors_open("tests/vectors/crypto/totp.txt");

	while (vectors_next(&v)) {
		char code[TOTP_DIGITS];
		int64_t at = vectors_number(&v, 0) * CLOCK_SECOND;

		totp_code(secret, totp_step(at), code);
		SAME_STR(((struct str){code, sizeof(code)}), v.field[1]);
	}
}

/* A code of the step `steps` away from now, tried now. */
static enum err
try(int64_t at, int64_t steps, int64_t *last)
{
	char code[TOTP_DIGITS];

	totp_code(secret, totp_step(at) + steps, code);
	return totp_check(secret, (struct str){code, sizeof(code)}, at, last);
}

TEST(a_code_is_good_one_step_early_or_late_and_no_further)
{
	const int64_t at = INT64_C(1795536000000);

	for (int64_t steps = -5; steps <= 5; steps++) {
		int64_t last = 0;
		bool good = steps >= -1 && steps <= 1;
		EQ(try(at, steps, &last), good ? ERR_OK : ERR_DENIED);
		EQ(last, good ? totp_step(at) + steps : 0);
	}
}

TEST(a_step_is_used_once_and_none_before_it_after)
{
	const int64_t at = INT64_C(1795536000000);
	int64_t last = 0;

	OK(try(at, 0, &last));
	EQ(try(at, 0, &last), ERR_DENIED);
	EQ(try(at, -1, &last), ERR_DENIED);
	EQ(last, totp_step(at));
	OK(try(at, 1, &last));
	EQ(try(at + TOTP_STEP, 0, &last), ERR_DENIED);
}

TEST(what_is_typed_may_have_spaces_and_must_be_six_digits)
{
	static const char *const wrong[] = {"", "28708", "2870822", "28708a",
	    "-28708", "28 70 8", "287082\n"};
	int64_t last = 0;

	OK(totp_check(secret, TXT(" 287 082 "), 59000, &last));
	EQ(last, 1);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		last = 0;
		EQ(totp_check(secret, str_of(wrong[i]), 59000, &last),
		    ERR_INPUT);
		EQ(last, 0);
	}
}

TEST(an_authenticator_is_told_who_and_where_in_a_uri)
{
	char room[256];
	struct buf b = buf_over(room, sizeof(room));

	totp_uri(secret, TXT("Serveur central"), TXT("helene"), &b);
	OK(buf_err(&b));
	SAME_TEXT(buf_text(&b),
	    "otpauth://totp/Serveur%20central:helene"
	    "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	    "&issuer=Serveur%20central");
}
