#include "form/normal.h"

#define SUITE form_normal
#include "../test.h"

TEST(the_same_thing_has_the_same_copy_or_none)
{
	struct vectors v = vectors_open("tests/vectors/form/normal.txt");

	while (vectors_next(&v)) {
		char room[NORMAL_MOST];
		struct buf to = buf_over(room, sizeof(room));
		enum normal_kind kind = normal_kind_of(v.field[0]);
		TRUE(kind != NORMAL_none);
		bool made = normal_write(kind, vectors_rest(&v, 2), &to);
		EQ(made, !str_eq(v.field[1], TXT("-")));
		SAME_STR(buf_text(&to), made ? v.field[1] : TXT(""));
	}
}

/* `?` stands for what was not seen; no copy is longer than what holds it. */
TEST(a_copy_that_does_not_fit_is_not_made)
{
	char room[8], long_path[400];
	struct buf small = buf_over(room, sizeof(room));
	struct buf to = buf_over(room, sizeof(room));

	memset(long_path, 'a', sizeof(long_path));
	memcpy(long_path, "site.example/", 13);
	TRUE(!normal_write(NORMAL_url,
	    (struct str){long_path, sizeof(long_path)}, &to));
	EQ(to.len, 0);
	TRUE(normal_write(NORMAL_telephone, TXT("06 39 98 01 12"), &small));
	EQ(buf_err(&small), ERR_LIMIT);
}

TEST(a_name_of_no_kind_has_none)
{
	EQ(normal_kind_of(TXT("plaque")), NORMAL_none);
	EQ(normal_kind_of(TXT("")), NORMAL_none);
	SAME_STR(str_of(normal_name(NORMAL_account)), TXT("account"));
	TRUE(!normal_write(NORMAL_none, TXT("06 39 98 01 12"),
	    &(struct buf){0}));
}
