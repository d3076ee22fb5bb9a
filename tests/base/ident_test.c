#include "base/ident.h"

#define SUITE base_ident
#include "../test.h"

TEST(two_idents_are_never_the_same)
{
	struct ident made[64];

	for (size_t i = 0; i < 64; i++) {
		made[i] = ident_new();
		TRUE(ident_eq(&made[i], &made[i]));
		for (size_t k = 0; k < i; k++)
			TRUE(!ident_eq(&made[i], &made[k]));
	}
}

TEST(every_bit_of_an_ident_is_sometimes_set_and_sometimes_not)
{
	struct ident any = {{0}}, all;

	memset(all.at, 0xff, sizeof(all.at));
	for (int i = 0; i < 200; i++) {
		struct ident id = ident_new();
		for (size_t k = 0; k < IDENT_LEN; k++) {
			any.at[k] |= id.at[k];
			all.at[k] &= id.at[k];
		}
	}
	for (size_t k = 0; k < IDENT_LEN; k++) {
		EQ(any.at[k], 0xff);
		EQ(all.at[k], 0);
	}
}

TEST(an_ident_is_read_as_it_is_written)
{
	char room[IDENT_TEXT];
	struct ident id = ident_new(), read;
	struct buf b = buf_over(room, sizeof(room));

	ident_put(&b, &id);
	OK(buf_err(&b));
	EQ(b.len, IDENT_TEXT);
	OK(ident_read(buf_text(&b), &read));
	TRUE(ident_eq(&id, &read));
}

TEST(another_text_is_no_ident)
{
	static const char *const bad[] = {"", "0123456789abcdef",
	    "0123456789abcdef0123456789abcde",
	    "0123456789abcdef0123456789abcdef0",
	    "0123456789ABCDEF0123456789abcdef",
	    "0123456789abcdef0123456789abcdeg",
	    "0123456789abcdef 123456789abcdef",
	    "01234567-89ab-cdef-0123-456789abcdef"};
	struct ident id = {{1, 2, 3}}, same = id;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		EQ(ident_read(str_of(bad[i]), &id), ERR_MANGLED);
	TRUE(ident_eq(&id, &same));
}
