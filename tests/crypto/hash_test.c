#define SUITE crypto_hash
#include "../test.h"

#include "crypto/hash.h"

/* "n*xx" is n times that byte; otherwise plain hexadecimal. */
static struct bytes
message(struct arena *mem, struct str text)
{
	struct str rest = text, head = str_cut(&rest, '*');
	uint64_t n = 0;

	if (!str_number(head, 1u << 20, &n) || rest.len != 2)
		return test_unhex(mem, text);
	uint8_t *at = arena_take(mem, n);
	memset(at, test_unhex(mem, rest).at[0], n);
	return (struct bytes){at, n};
}

TEST(every_published_answer_is_given_whole_and_in_pieces)
{
	struct vectors v = vectors_open("tests/vectors/crypto/hash.txt");

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		struct bytes want = test_unhex(&mem, v.field[v.n - 1]);
		struct bytes of = message(&mem, v.field[v.n - 2]);
		uint8_t got[HASH_SHA512];
		struct hash h;

		if (str_eq(v.field[0], TXT("sha256"))) {
			hash_sha256(of, got);
			hash_begin_sha256(&h);
		} else if (str_eq(v.field[0], TXT("sha512"))) {
			hash_sha512(of, got);
			hash_begin_sha512(&h);
		} else {
			struct bytes key = test_unhex(&mem, v.field[1]);
			hash_hmac(key, of, got);
			hash_begin_hmac(&h, key);
		}
		SAME(((struct bytes){got, want.len}), want);

		memset(got, 0, sizeof(got));
		for (size_t at = 0, step = 1; at < of.len;
		     step = step * 3 + 1) {
			size_t part = of.len - at < step ? of.len - at : step;
			hash_add(&h, (struct bytes){of.at + at, part});
			at += part;
		}
		hash_end(&h, got);
		SAME(((struct bytes){got, want.len}), want);
	}
}

TEST(a_state_is_wiped_at_its_end)
{
	struct hash h;
	uint8_t got[HASH_SHA256];
	static const struct hash none;

	hash_begin_hmac(&h, str_bytes(TXT("a key that must not stay")));
	hash_add(&h, str_bytes(TXT("message")));
	hash_end(&h, got);
	EQ(memcmp(&h, &none, sizeof(h)), 0);
}
