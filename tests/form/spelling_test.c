#include "form/spelling.h"

#include "calendar/iso.h"

#define SUITE form_spelling
#include "../test.h"

#define MINUTE (60 * INT64_C(1000))

/* What `typed` is read as, written as the vectors write it; "-": refused. */
static struct str
read_as(struct str what, struct str typed, struct buf *to)
{
	int64_t n = 0;
	day d;

	if (str_eq(what, TXT("day")) && spelling_day(typed, &d)) {
		iso_put_day(to, d);
	} else if (str_eq(what, TXT("hour")) && spelling_hour(typed, &n)) {
		buf_number(to, n / MINUTE / 60, 2);
		buf_str(to, TXT(":"));
		buf_number(to, n / MINUTE % 60, 2);
	} else if (str_eq(what, TXT("age")) && spelling_age(typed, &n)) {
		buf_number(to, n, 1);
	} else {
		buf_str(to, TXT("-"));
	}
	return buf_text(to);
}

TEST(days_hours_and_ages_are_read_as_people_type_them)
{
	struct vectors v = vectors_open("tests/vectors/form/spelling.txt");

	while (vectors_next(&v)) {
		char room[32];
		struct buf to = buf_over(room, sizeof(room));
		SAME_STR(read_as(v.field[0], vectors_rest(&v, 2), &to),
		    v.field[1]);
	}
}

TEST(a_name_compares_without_accents_case_or_marks)
{
	static const char *const names[][2] = {
	    {"L’Haÿ-les-Roses", "l hay les roses"},
	    {"  SAINT--MANDÉ ", "saint mande"},
	    {"Cœur de forge", "coeur de forge"},
	    {"Æbelø", "aebelo"},
	    {"Île d’Yeu", "ile d yeu"},
	    {"東", ""},
	    {"", ""},
	};
	char room[64];
	struct str name;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		TRUE(spelling_fold(str_of(names[i][0]), room, sizeof(room),
		    &name));
		SAME_STR(name, str_of(names[i][1]));
	}
	TRUE(!spelling_fold(TXT("trop long"), room, 4, &name));
}

/* A character cut short at the end of what was sent is not read beyond. */
TEST(half_a_character_is_not_read_past_its_end)
{
	static const char *const cut[] = {"a\xc3", "a\xe2\x80", "a\xf0\x9f"};
	char room[64];
	struct str name;

	for (size_t i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
		char *exact = malloc(strlen(cut[i]));
		memcpy(exact, cut[i], strlen(cut[i]));
		TRUE(spelling_fold((struct str){exact, strlen(cut[i])}, room,
		    sizeof(room), &name));
		SAME_TEXT(name, "a");
		free(exact);
	}
}
