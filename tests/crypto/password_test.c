#define SUITE crypto_password
#include "../test.h"

#include "crypto/password.h"

TEST(argon2id_answers_as_the_reference_tool_does)
{
	struct vectors v = vectors_open("tests/vectors/crypto/password.txt");

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		uint8_t tag[PASSWORD_TAG];

		if (str_eq(v.field[0], TXT("peppered"))) {
			struct password p;
			memcpy(p.salt, test_unhex(&mem, v.field[3]).at,
			    PASSWORD_SALT);
			memcpy(p.tag, test_unhex(&mem, v.field[4]).at,
			    PASSWORD_TAG);
			const uint8_t *pepper = test_unhex(&mem, v.field[1]).at;
			OK(password_check(v.field[2], pepper, &p));
			EQ(password_check(str_part(v.field[2], 1, SIZE_MAX),
			       pepper, &p),
			    ERR_DENIED);
			continue;
		}
		if (str_eq(v.field[0], TXT("key"))) {
			OK(password_key(test_unhex(&mem, v.field[1]),
			    test_unhex(&mem, v.field[2]).at, tag));
			SAME(BYTES_OF(tag), test_unhex(&mem, v.field[3]));
			continue;
		}
		OK(password_argon2id(test_unhex(&mem, v.field[1]),
		    test_unhex(&mem, v.field[2]).at,
		    (unsigned)vectors_number(&v, 3),
		    (size_t)vectors_number(&v, 4) * 1024, tag));
		SAME(BYTES_OF(tag), test_unhex(&mem, v.field[5]));
	}
}

TEST(an_empty_or_endless_passphrase_is_neither_set_nor_known)
{
	static const uint8_t pepper[PASSWORD_PEPPER] = {1, 2, 3};
	static char endless[PASSWORD_MOST + 1];
	struct password p = {.salt = {7}};

	memset(endless, 'a', sizeof(endless));
	EQ(password_set(TXT(""), pepper, &p), ERR_LIMIT);
	EQ(password_set((struct str){endless, sizeof(endless)}, pepper, &p),
	    ERR_LIMIT);
	EQ(p.salt[0], 7);
	/* Not even where the tag is that of what stands in for it. */
	OK(password_set(TXT("unfit"), pepper, &p));
	OK(password_check(TXT("unfit"), pepper, &p));
	EQ(password_check(TXT(""), pepper, &p), ERR_DENIED);
}

TEST(an_unlock_secret_is_neither_empty_nor_endless)
{
	static const uint8_t endless[PASSWORD_MOST + 1], salt[PASSWORD_SALT];
	uint8_t key[PASSWORD_KEY] = {9};

	EQ(password_key((struct bytes){NULL, 0}, salt, key), ERR_LIMIT);
	EQ(password_key(BYTES_OF(endless), salt, key), ERR_LIMIT);
	EQ(key[0], 9);
}
