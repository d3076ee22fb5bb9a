#define SUITE crypto_sign
#include "../test.h"

#include "crypto/sign.h"

TEST(the_vectors_of_rfc_8032_hold_and_the_known_forgeries_do_not)
{
	struct vectors v = vectors_open("tests/vectors/crypto/sign.txt");
	size_t refused = 0;

	while (vectors_next(&v)) {
		struct arena mem = test_arena();

		if (str_eq(v.field[0], TXT("refused"))) {
			EQ(sign_verify(test_unhex(&mem, v.field[1]).at,
			       test_unhex(&mem, v.field[2]),
			       test_unhex(&mem, v.field[3]).at),
			    ERR_FORGED);
			refused++;
			continue;
		}
		uint8_t key[SIGN_KEY], open[SIGN_PUBLIC], signature[SIGN_LEN];
		struct bytes message = test_unhex(&mem, v.field[3]);
		sign_key(test_unhex(&mem, v.field[1]).at, key, open);
		SAME(BYTES_OF(open), test_unhex(&mem, v.field[2]));
		sign_message(key, message, signature);
		SAME(BYTES_OF(signature), test_unhex(&mem, v.field[4]));
		OK(sign_verify(open, message, signature));
	}
	EQ(v.cases - refused, 5);
	EQ(refused, 17);
}

TEST(no_bit_of_a_signature_a_key_or_a_message_can_change)
{
	uint8_t seed[SIGN_SEED], key[SIGN_KEY], open[SIGN_PUBLIC];
	uint8_t signature[SIGN_LEN], message[8] = "message";

	sign_make(seed);
	sign_key(seed, key, open);
	sign_message(key, BYTES_OF(message), signature);
	OK(sign_verify(open, BYTES_OF(message), signature));
	for (size_t i = 0; i < 8 * sizeof(signature); i++) {
		signature[i / 8] ^= (uint8_t)(1 << i % 8);
		EQ(sign_verify(open, BYTES_OF(message), signature), ERR_FORGED);
		signature[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	for (size_t i = 0; i < 8 * sizeof(open); i++) {
		open[i / 8] ^= (uint8_t)(1 << i % 8);
		EQ(sign_verify(open, BYTES_OF(message), signature), ERR_FORGED);
		open[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	for (size_t i = 0; i < 8 * sizeof(message); i++) {
		message[i / 8] ^= (uint8_t)(1 << i % 8);
		EQ(sign_verify(open, BYTES_OF(message), signature), ERR_FORGED);
		message[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	EQ(sign_verify(open, (struct bytes){message, 7}, signature),
	    ERR_FORGED);
}
