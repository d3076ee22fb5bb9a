#define SUITE crypto_hkdf
#include "../test.h"

#include "crypto/hash.h"
#include "crypto/hkdf.h"

TEST(every_vector_of_rfc_5869_with_sha_256_holds)
{
	struct vectors v = vectors_open("tests/vectors/crypto/hkdf.txt");
	size_t longest = 0;

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		uint8_t key[HKDF_KEY], got[HKDF_MOST], hash[HASH_SHA256];

		if (str_eq(v.field[0], TXT("longest"))) {
			memcpy(key, test_unhex(&mem, v.field[1]).at, HKDF_KEY);
			hkdf_expand(key, test_unhex(&mem, v.field[2]), got,
			    HKDF_MOST);
			hash_sha256(BYTES_OF(got), hash);
			SAME(BYTES_OF(hash), test_unhex(&mem, v.field[3]));
			longest++;
			continue;
		}
		hkdf_extract(test_unhex(&mem, v.field[1]),
		    test_unhex(&mem, v.field[0]), key);
		SAME(BYTES_OF(key), test_unhex(&mem, v.field[4]));
		size_t len = (size_t)vectors_number(&v, 3);
		hkdf_expand(key, test_unhex(&mem, v.field[2]), got, len);
		SAME(((struct bytes){got, len}), test_unhex(&mem, v.field[5]));
	}
	EQ(longest, 1);
}

TEST(a_shorter_answer_is_the_beginning_of_a_longer_one)
{
	uint8_t key[HKDF_KEY] = {7}, all[100], some[100];

	hkdf_expand(key, str_bytes(TXT("info")), all, sizeof(all));
	for (size_t len = 1; len <= sizeof(all); len++) {
		hkdf_expand(key, str_bytes(TXT("info")), some, len);
		EQ(memcmp(all, some, len), 0);
	}
}
