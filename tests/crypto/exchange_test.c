#define SUITE crypto_exchange
#include "../test.h"

#include "crypto/exchange.h"

TEST(the_answers_of_rfc_7748_are_given)
{
	struct vectors v = vectors_open("tests/vectors/crypto/exchange.txt");

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		const uint8_t *first = test_unhex(&mem, v.field[1]).at;
		uint8_t got[EXCHANGE_LEN] = {42};

		if (str_eq(v.field[0], TXT("product"))) {
			OK(exchange_shared(first,
			    test_unhex(&mem, v.field[2]).at, got));
			SAME(BYTES_OF(got), test_unhex(&mem, v.field[3]));
		} else if (str_eq(v.field[0], TXT("public"))) {
			exchange_public(first, got);
			SAME(BYTES_OF(got), test_unhex(&mem, v.field[2]));
		} else {
			EQ(exchange_shared((const uint8_t[32]){9}, first, got),
			    ERR_FORGED);
			EQ(got[0], 42);
		}
	}
}

TEST(two_new_pairs_find_one_secret)
{
	uint8_t a[32], b[32], open_a[32], open_b[32], one[32], other[32];

	exchange_make(a, open_a);
	exchange_make(b, open_b);
	TRUE(memcmp(a, b, 32) != 0);
	OK(exchange_shared(a, open_b, one));
	OK(exchange_shared(b, open_a, other));
	SAME(BYTES_OF(one), BYTES_OF(other));
}
