#define SUITE crypto_password
#include "../test.h"

#include "crypto/password.h"

static const uint8_t pepper[PASSWORD_PEPPER] = {1, 2, 3};

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
			OK(password_check(v.field[2],
			    test_unhex(&mem, v.field[1]).at, &p));
			continue;
		}
		OK(password_argon2id(test_unhex(&mem, v.field[1]),
		    test_unhex(&mem, v.field[2]).at,
		    (unsigned)vectors_number(&v, 3),
		    (size_t)vectors_number(&v, 4) * 1024, tag));
		SAME(BYTES_OF(tag), test_unhex(&mem, v.field[5]));
	}
}

TEST(only_the_same_passphrase_under_the_same_pepper_is_known_again)
{
	struct password p;
	uint8_t other[PASSWORD_PEPPER] = {1, 2, 4};

	OK(password_set(TXT("batronmoubordijonrufar"), pepper, &p));
	OK(password_check(TXT("batronmoubordijonrufar"), pepper, &p));
	EQ(password_check(TXT("batronmoubordijonrufa"), pepper, &p),
	    ERR_DENIED);
	EQ(password_check(TXT("batronmoubordijonrufar"), other, &p),
	    ERR_DENIED);
}

TEST(an_empty_or_endless_passphrase_is_neither_set_nor_known)
{
	static char endless[PASSWORD_MOST + 1];
	struct password p = {.salt = {7}};

	memset(endless, 'a', sizeof(endless));
	struct str too_long = {endless, sizeof(endless)};
	EQ(password_set(TXT(""), pepper, &p), ERR_LIMIT);
	EQ(password_set(too_long, pepper, &p), ERR_LIMIT);
	EQ(p.salt[0], 7);
	EQ(password_check(too_long, pepper, &p), ERR_DENIED);
	/* Not even where the tag is that of what stands in for it. */
	OK(password_set(TXT("unfit"), pepper, &p));
	EQ(password_check(TXT(""), pepper, &p), ERR_DENIED);
}

TEST(an_unlock_key_depends_on_its_secret_and_its_salt)
{
	uint8_t a[PASSWORD_KEY] = {9}, b[PASSWORD_KEY];
	uint8_t salt[PASSWORD_SALT] = {1}, other[PASSWORD_SALT] = {2};

	EQ(password_key((struct bytes){NULL, 0}, salt, a), ERR_LIMIT);
	EQ(a[0], 9);
	OK(password_key(str_bytes(TXT("secret")), salt, a));
	OK(password_key(str_bytes(TXT("secret")), other, b));
	TRUE(memcmp(a, b, sizeof(a)) != 0);
}
