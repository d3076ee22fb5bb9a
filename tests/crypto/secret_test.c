#define SUITE crypto_secret
#include "../test.h"

#include "crypto/secret.h"

TEST(starting_twice_is_starting_once)
{
	secret_start();
	secret_start();
}

TEST(bytes_are_equal_when_every_one_is)
{
	uint8_t a[32] = {1, 2, 3}, b[32] = {1, 2, 3};

	TRUE(secret_eq(BYTES_OF(a), BYTES_OF(b)));
	for (size_t i = 0; i < sizeof(b); i++) {
		b[i] ^= 0x80;
		TRUE(!secret_eq(BYTES_OF(a), BYTES_OF(b)));
		b[i] ^= 0x80;
	}
	TRUE(!secret_eq(BYTES_OF(a), (struct bytes){b, 31}));
	TRUE(secret_eq((struct bytes){NULL, 0}, (struct bytes){b, 0}));
}

TEST(what_is_wiped_is_zero)
{
	uint8_t a[33], zero[33] = {0};

	memset(a, 0xa5, sizeof(a));
	secret_wipe(a, sizeof(a));
	SAME(BYTES_OF(a), BYTES_OF(zero));
}
