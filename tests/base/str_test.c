#include "base/str.h"

#define SUITE base_str
#include "../test.h"

TEST(text_is_equal_whatever_the_case_only_when_asked)
{
	TRUE(str_eq(TXT("Fiche"), TXT("Fiche")));
	TRUE(!str_eq(TXT("Fiche"), TXT("fiche")));
	TRUE(!str_eq(TXT("Fiche"), TXT("Fich")));
	TRUE(str_eq((struct str){NULL, 0}, TXT("")));
	TRUE(str_eq_nocase(TXT("HoSt"), TXT("hOsT")));
	TRUE(!str_eq_nocase(TXT("host"), TXT("hos")));
	TRUE(!str_eq_nocase(TXT("@"), TXT("`"))); /* not letters */
	TRUE(!str_eq_nocase(TXT("["), TXT("{")));
}

TEST(heads_and_tails_are_recognised)
{
	TRUE(str_starts(TXT("fiche"), TXT("fi")));
	TRUE(str_starts(TXT("fiche"), TXT("")));
	TRUE(!str_starts(TXT("fi"), TXT("fiche")));
	TRUE(!str_starts(TXT("fiche"), TXT("i")));
	TRUE(str_ends(TXT("fiche"), TXT("che")));
	TRUE(str_ends(TXT("fiche"), TXT("")));
	TRUE(!str_ends(TXT("he"), TXT("che")));
	TRUE(str_starts((struct str){NULL, 0}, TXT("")));
}

TEST(a_part_never_leaves_its_text)
{
	struct str s = TXT("abcdef");

	SAME_TEXT(str_part(s, 2, 3), "cde");
	SAME_TEXT(str_part(s, 4, SIZE_MAX), "ef");
	SAME_TEXT(str_part(s, 6, 1), "");
	SAME_TEXT(str_part(s, SIZE_MAX, SIZE_MAX), "");
	SAME_TEXT(str_part((struct str){NULL, 0}, 0, 9), "");
	TRUE(str_part((struct str){NULL, 0}, 0, 9).at != NULL);
}

TEST(cutting_gives_every_piece_once)
{
	struct str rest = TXT("a;;b;");

	SAME_TEXT(str_cut(&rest, ';'), "a");
	SAME_TEXT(str_cut(&rest, ';'), "");
	SAME_TEXT(str_cut(&rest, ';'), "b");
	SAME_TEXT(rest, "");
	SAME_TEXT(str_cut(&rest, ';'), "");
	rest = TXT("whole");
	SAME_TEXT(str_cut(&rest, ';'), "whole");
	SAME_TEXT(rest, "");
	EQ(str_find(TXT("abca"), 'a', 1), 3);
	EQ(str_find(TXT("abca"), 'x', 0), 4);
	EQ(str_find(TXT("abca"), 'a', 99), 4);
}

TEST(blanks_at_either_end_are_trimmed_and_no_others)
{
	SAME_TEXT(str_trim(TXT(" \t a \t b\t ")), "a \t b");
	SAME_TEXT(str_trim(TXT(" \t ")), "");
	SAME_TEXT(str_trim(TXT("\r\n")), "\r\n");
}

TEST(text_that_utf8_allows_is_text)
{
	static const char *const good[] = {"", "a", "\x7f", "é", "\xc2\x80",
	    "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff",
	    "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "l’été 👋"};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		TRUE(str_utf8(str_of(good[i])));
	TRUE(str_utf8((struct str){"a\0b", 3}));
}

TEST(text_that_utf8_forbids_is_refused)
{
	static const char *const bad[] = {
	    "\x80", "\xbf", "a\x80",                   /* alone */
	    "\xc0\x80", "\xc1\xbf",                    /* overlong, two bytes */
	    "\xe0\x80\x80", "\xe0\x9f\xbf",            /* overlong, three */
	    "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf",    /* overlong, four */
	    "\xed\xa0\x80", "\xed\xbf\xbf",            /* surrogates */
	    "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",    /* beyond U+10FFFF */
	    "\xf8\x88\x80\x80\x80", "\xfe", "\xff",    /* never */
	    "\xc3", "\xe2\x82", "\xf0\x9f\x91",        /* cut short */
	    "\xc3\x28", "\xe2\x28\xa1", "\xe2\x82\x28" /* not continued */
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		TRUE(!str_utf8(str_of(bad[i])));
}

/* One code point as UTF-8, however wrong. */
static size_t
put_point(uint32_t p, char to[4])
{
	if (p < 0x80)
		return to[0] = (char)p, 1;
	size_t more = p < 0x800 ? 1 : p < 0x10000 ? 2 : 3;
	static const int head[] = {0, 0xc0, 0xe0, 0xf0};

	for (size_t i = more; i > 0; i--, p >>= 6)
		to[i] = (char)(0x80 | (p & 0x3f));
	to[0] = (char)((uint32_t)head[more] | p);
	return more + 1;
}

TEST(every_code_point_but_surrogates_is_text)
{
	for (uint32_t p = 0; p < 0x120000; p++) {
		char room[4];
		struct str s = {room, put_point(p, room)};
		bool good = p <= 0x10ffff && (p < 0xd800 || p > 0xdfff);
		EQ(str_utf8(s), good);
	}
}

TEST(a_number_is_digits_in_range_and_nothing_else)
{
	uint64_t n = 7;

	TRUE(str_number(TXT("0"), 0, &n));
	EQ(n, 0);
	TRUE(str_number(TXT("18446744073709551615"), UINT64_MAX, &n));
	TRUE(n == UINT64_MAX);
	TRUE(str_number(TXT("255"), 255, &n));
	EQ(n, 255);

	static const struct {
		const char *text;
		uint64_t most;
	} bad[] = {{"", 9}, {"00", 9}, {"01", 9}, {"+1", 9}, {"-1", 9},
	    {" 1", 9}, {"1 ", 9}, {"1.", 9}, {"0x1", 9}, {"1e1", 99}, {"a", 9},
	    {"256", 255}, {"260", 255}, {"1000", 255}, {"9", 8}, {"1", 0},
	    {"10", 9}, {"18446744073709551616", UINT64_MAX},
	    {"18446744073709551620", UINT64_MAX},
	    {"99999999999999999999999", UINT64_MAX}};
	n = 7;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		TRUE(!str_number(str_of(bad[i].text), bad[i].most, &n));
	TRUE(!str_number((struct str){"1\0", 2}, 9, &n));
	EQ(n, 7);
}

TEST(every_small_bound_holds_for_every_small_number)
{
	for (uint64_t most = 0; most < 130; most++)
		for (uint64_t v = 0; v < 140; v++) {
			char room[8];
			uint64_t n = 999;
			int len = snprintf(room, sizeof(room), "%d", (int)v);
			struct str s = {room, (size_t)len};
			EQ(str_number(s, most, &n), v <= most);
			EQ(n, v <= most ? v : 999);
		}
}
