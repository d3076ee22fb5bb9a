#include "base/err.h"

#include <ctype.h>

#define SUITE base_err
#include "../test.h"

static const enum err all[] = {
#define ERR(name, http, text) ERR_##name,
#include "base/err.def"
#undef ERR
};
#define COUNT (sizeof(all) / sizeof(all[0]))

TEST(each_answer_has_a_status_that_browsers_know)
{
	EQ(ERR_OK, 0);
	EQ(err_http(ERR_OK), 200);
	for (size_t i = 1; i < COUNT; i++) {
		EQ(all[i], i);
		TRUE(err_http(all[i]) >= 400 && err_http(all[i]) < 600);
	}
}

TEST(each_answer_has_a_name_of_its_own)
{
	for (size_t i = 0; i < COUNT; i++)
		for (size_t k = 0; k < i; k++)
			TRUE(strcmp(err_name(all[i]), err_name(all[k])) != 0);
}

/* Capital first, full stop last, typographic apostrophes, no double space. */
TEST(each_answer_is_a_sentence_of_good_french)
{
	for (size_t i = 1; i < COUNT; i++) {
		struct str s = str_of(err_text(all[i]));

		snprintf(test_where, sizeof(test_where), " (%s)",
		    err_name(all[i]));
		TRUE(s.len > 10 && str_utf8(s));
		TRUE(isupper((unsigned char)s.at[0]) || s.at[0] == '\xc3');
		TRUE(str_ends(s, TXT(".")));
		EQ(str_find(s, '\'', 0), s.len);
		EQ(str_find(s, '!', 0), s.len);
		for (size_t k = 1; k < s.len; k++)
			TRUE(s.at[k] != ' ' || s.at[k - 1] != ' ');
	}
	test_where[0] = 0;
}

TEST(what_is_true_passes)
{
	must(COUNT > 1);
}

TEST_DIES(what_must_be_and_is_not_ends_the_process)
{
	must(COUNT == 0);
}
