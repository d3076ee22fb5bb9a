#define SUITE crypto_selftest
#include "../test.h"

#include "crypto/selftest.h"

TEST(the_known_answers_hold_in_this_build)
{
	const char *what = "nothing";

	enum err e = selftest_crypto(&what);
	SAME_STR(str_of(what), TXT("nothing"));
	OK(e);
}
