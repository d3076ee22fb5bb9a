#define SUITE crypto_passphrase
#include "../test.h"

#include "crypto/passphrase.h"

static const char *const first[] = {
#define FIRST(text) #text,
#define SECOND(text)
#include "crypto/syllable.def"
#undef FIRST
#undef SECOND
};
static const char *const second[] = {
#define FIRST(text)
#define SECOND(text) #text,
#include "crypto/syllable.def"
#undef FIRST
#undef SECOND
};
#define FIRSTS  (sizeof(first) / sizeof(*first))
#define SECONDS (sizeof(second) / sizeof(*second))

TEST(four_words_are_at_least_fifty_bits)
{
	/* CNIL 2022: 50 bits where attempts are throttled. */
	EQ(passphrase_words(), FIRSTS * SECONDS);
	uint64_t all = 1;
	for (int i = 0; i < PASSPHRASE_WORDS; i++)
		all *= passphrase_words();
	TRUE(all >= UINT64_C(1) << 50);
}

TEST(no_syllable_stands_twice)
{
	for (size_t i = 0; i < FIRSTS; i++)
		for (size_t j = 0; j < i; j++)
			TRUE(strcmp(first[i], first[j]) != 0);
	for (size_t i = 0; i < SECONDS; i++)
		for (size_t j = 0; j < i; j++)
			TRUE(strcmp(second[i], second[j]) != 0);
}

/* One of the two begins with the other. */
static bool
meet(const char *a, const char *b)
{
	size_t n = strlen(a) < strlen(b) ? strlen(a) : strlen(b);

	return strncmp(a, b, n) == 0;
}

/*
 * Two readings of one phrase without hyphens would part somewhere: at that
 * place one takes a syllable and the other a longer one that begins with it,
 * and what is left of the longer meets the beginning of a next syllable.
 */
TEST(a_phrase_without_hyphens_has_one_reading)
{
	for (size_t i = 0; i < FIRSTS; i++)
		for (size_t j = 0; j < FIRSTS; j++) {
			size_t n = strlen(first[i]);
			if (i == j || strncmp(first[i], first[j], n) != 0)
				continue;
			for (size_t k = 0; k < SECONDS; k++)
				TRUE(!meet(first[j] + n, second[k]));
		}
	for (size_t i = 0; i < SECONDS; i++)
		for (size_t j = 0; j < SECONDS; j++) {
			size_t n = strlen(second[i]);
			if (i == j || strncmp(second[i], second[j], n) != 0)
				continue;
			/* What is left, then any beginning, against any. */
			for (size_t k = 0; k < FIRSTS; k++)
				for (size_t m = 0; m < FIRSTS; m++) {
					char left[16];
					snprintf(left, sizeof(left), "%s%s",
					    second[j] + n, first[m]);
					TRUE(!meet(left, first[k]));
				}
		}
}

TEST(no_letter_can_be_taken_for_another)
{
	for (size_t i = 0; i < FIRSTS; i++)
		EQ(strspn(first[i], "abdfgijmnoprstuv"), strlen(first[i]));
	for (size_t i = 0; i < SECONDS; i++)
		EQ(strspn(second[i], "abdfgijmnoprtuv"), strlen(second[i]));
	for (size_t i = 0; i < SECONDS; i++)
		TRUE(strncmp(second[i], "gi", 2) != 0);
}

TEST(no_word_is_one_that_must_not_be_given_to_a_person)
{
	struct vectors v =
	    vectors_open("tests/vectors/crypto/unwanted-words.txt");

	while (vectors_next(&v))
		for (size_t n = 0; n < passphrase_words(); n++) {
			uint8_t room[16];
			struct buf word = buf_over(room, sizeof(room));
			passphrase_word(n, &word);
			TRUE(v.n == 2);
			bool same = str_eq(v.field[0], TXT("starts"))
			    ? str_starts(buf_text(&word), v.field[1])
			    : str_eq(buf_text(&word), v.field[1]);
			TRUE(!same);
		}
}

TEST(a_new_one_is_four_words_and_never_the_same)
{
	uint8_t room[2][PASSPHRASE_MOST];
	struct buf one = buf_over(room[0], sizeof(room[0]));

	for (int i = 0; i < 200; i++) {
		struct buf two = buf_over(room[1], sizeof(room[1]));
		passphrase_new(&two);
		OK(buf_err(&two));
		TRUE(!str_eq(buf_text(&one), buf_text(&two)));
		struct str rest = buf_text(&two);
		for (int w = 0; w < PASSPHRASE_WORDS; w++)
			TRUE(str_cut(&rest, '-').len >= 4);
		EQ(rest.len, 0);
		one.len = 0;
		buf_bytes(&one, buf_done(&two));
	}
}

static struct str
normal(struct str typed)
{
	static uint8_t room[PASSPHRASE_TYPED];
	struct buf to = buf_over(room, sizeof(room));

	OK(passphrase_normal(typed, &to));
	return buf_text(&to);
}

TEST(how_a_phrase_is_typed_does_not_matter)
{
	static const char *const typed[] = {
	    "batron-moubor-dijon-rufar",
	    "batronmoubordijonrufar",
	    "  BATRON Moubor\tdijon  rufar\n",
	    "Bâtron-Moùbôr-Dïjön-Rüfár",
	    "batron\u00a0moubor\u202fdijon\u2011rufar",
	    "batron\u2019moubor'dijon.rufar",
	    "batron \u2013 moubor \u2212 dijon_rufar",
	    "ba\u0302tron moubor dijon rufar",
	};

	for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++)
		SAME_TEXT(normal(str_of(typed[i])), "batronmoubordijonrufar");
	SAME_TEXT(normal(TXT("Çà ÉÈ ÿŸ Ñ 7 ß €")), "caeeyyn7ß€");
}

TEST(a_generated_phrase_is_normal_but_for_its_hyphens)
{
	uint8_t room[PASSPHRASE_MOST], want[PASSPHRASE_MOST];
	struct buf made = buf_over(room, sizeof(room));
	size_t len = 0;

	passphrase_new(&made);
	for (size_t i = 0; i < made.len; i++)
		if (made.at[i] != '-')
			want[len++] = made.at[i];
	SAME(str_bytes(normal(buf_text(&made))), ((struct bytes){want, len}));
}

TEST(nothing_and_what_is_not_text_are_refused)
{
	uint8_t room[PASSPHRASE_TYPED];
	struct buf to = buf_over(room, sizeof(room));
	static char endless[PASSPHRASE_TYPED + 1];

	memset(endless, 'a', sizeof(endless));
	EQ(passphrase_normal(TXT(""), &to), ERR_INPUT);
	EQ(passphrase_normal(TXT(" - '"), &to), ERR_INPUT);
	EQ(passphrase_normal(TXT("ba\xff"), &to), ERR_INPUT);
	EQ(passphrase_normal(TXT("ba\xe2\x80"), &to), ERR_INPUT);
	EQ(passphrase_normal((struct str){endless, sizeof(endless)}, &to),
	    ERR_INPUT);
	EQ(to.len, 0);
	OK(passphrase_normal((struct str){endless, PASSPHRASE_TYPED}, &to));
	EQ(passphrase_normal(TXT("a"), &to), ERR_LIMIT);
}
