#define SUITE dossier_reference
#include "../test.h"

#include "dossier/reference.h"

static struct buf
room(void)
{
	static char at[2 * REFERENCE_MOST];

	return buf_over(at, sizeof(at));
}

TEST(what_is_dictated_is_read_back_and_a_slip_is_noticed)
{
	struct vectors v = vectors_open("tests/vectors/dossier/reference.txt");

	while (vectors_next(&v)) {
		struct buf b = room();
		enum err e = reference_read(vectors_rest(&v, 1), &b);

		if (str_eq(v.field[0], TXT("-"))) {
			EQ(e, ERR_INPUT);
			EQ(b.len, 0);
		} else {
			OK(e);
			SAME_STR(buf_text(&b), v.field[0]);
		}
	}
}

static void
write_one(struct buf *b, int64_t number)
{
	reference_put(b,
	    &(struct reference){.letter = 'P',
		.departement = TXT("99"),
		.site = TXT("TIL"),
		.year = 2026,
		.number = number});
}

/* Each digit of the number replaced by each other one, and each two neighbours
 * exchanged: none is read as a reference. */
TEST(no_single_slip_in_the_number_passes)
{
	for (int64_t n = 1; n < 3000; n += 7) {
		struct buf b = room();
		char typed[REFERENCE_MOST];

		write_one(&b, n);
		OK(buf_err(&b));
		for (size_t i = 14; b.at[i] != '-'; i++) {
			for (char c = '0'; c <= '9'; c++) {
				struct buf none = buf_over(NULL, 0);
				memcpy(typed, b.at, b.len);
				if (typed[i] == c)
					continue;
				typed[i] = c;
				EQ(reference_read((struct str){typed, b.len},
				       &none),
				    ERR_INPUT);
			}
			if (b.at[i + 1] == '-' || b.at[i + 1] == b.at[i])
				continue;
			struct buf none = buf_over(NULL, 0);
			memcpy(typed, b.at, b.len);
			typed[i] = (char)b.at[i + 1];
			typed[i + 1] = (char)b.at[i];
			EQ(reference_read((struct str){typed, b.len}, &none),
			    ERR_INPUT);
		}
	}
}

TEST(the_check_letter_is_none_that_is_taken_for_a_digit)
{
	for (int64_t n = 1; n < 2000; n++) {
		struct buf b = room();

		write_one(&b, n);
		OK(buf_err(&b));
		TRUE(!strchr("IOU", (char)b.at[b.len - 1]));
	}
}

TEST(a_dossier_is_named_without_what_follows_the_check_letter)
{
	SAME_TEXT(reference_stem(TXT("P-99-TIL-2026-12-K-A7")),
	    "P-99-TIL-2026-12-K");
	SAME_TEXT(reference_stem(TXT("P-99-TIL-2026-12-K-C1")),
	    "P-99-TIL-2026-12-K");
	SAME_TEXT(reference_stem(TXT("P-99-TIL-2026-12-K")),
	    "P-99-TIL-2026-12-K");
	SAME_TEXT(reference_stem(TXT("odd")), "odd");
	SAME_TEXT(reference_stem(TXT("")), "");
}

TEST(a_reference_that_does_not_fit_is_none)
{
	char small[10];
	struct buf b = buf_over(small, sizeof(small));

	EQ(reference_read(TXT("P-99-TIL-2026-12-X-C1"), &b), ERR_INPUT);
	write_one(&b, 12);
	EQ(buf_err(&b), ERR_LIMIT);
	EQ(b.len, 0);
}

TEST(another_for_what_bears_one_that_is_given_is_read_back)
{
	char room[REFERENCE_MOST], read[REFERENCE_MOST];
	struct buf a = buf_over(room, sizeof(room));
	struct buf b = buf_over(read, sizeof(read));

	reference_put(&a,
	    &(struct reference){.letter = 'P',
		.departement = TXT("77"),
		.site = TXT("TIL"),
		.year = 2026,
		.number = 12,
		.added = 3});
	OK(reference_further(buf_text(&a), &b));
	TRUE(str_starts(buf_text(&b), TXT("P-77-TIL-2026-12-")));
	TRUE(str_find(buf_text(&b), 'C', 17) > 0);
	struct buf c = buf_over(room, sizeof(room));
	OK(reference_read(buf_text(&b), &c));
	SAME_STR(buf_text(&c), buf_text(&b));
}
