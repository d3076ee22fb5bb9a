#include "page/space.h"

#define SUITE       page_space
#define TEST_MEMORY (1u << 20)
#include "../test.h"

#define NB "\u00a0"

static void
becomes(const char *typed, const char *shown)
{
	char room[512];
	struct buf b = buf_over(room, sizeof(room));

	buf_str(&b, TXT("avant ?"));
	size_t start = b.len;
	buf_str(&b, str_of(typed));
	space_french(&b, start);
	OK(buf_err(&b));
	struct str all = buf_text(&b);
	SAME_STR(str_part(all, 0, start), TXT("avant ?"));
	SAME_STR(str_part(all, start, SIZE_MAX), str_of(shown));
}

TEST(no_line_begins_with_a_sign_or_ends_with_an_opened_quotation)
{
	becomes("Qui ? Lui !", "Qui" NB "? Lui" NB "!");
	becomes("un : deux ; trois", "un" NB ": deux" NB "; trois");
	becomes("Pressez « Envoyer » puis « Fin ».",
	    "Pressez «" NB "Envoyer" NB "» puis «" NB "Fin" NB "».");
	becomes("« ", "«" NB);
	becomes(" ?", NB "?");
	becomes("« ? »", "«" NB "?" NB "»");
	becomes("", "");
	becomes("rien à faire ; ", "rien à faire" NB "; ");
}

TEST(what_is_not_read_as_text_stays_as_it_is)
{
	becomes("<a title=\"ah ! > oh ?\" href='a ; b'>oui !</a> : non",
	    "<a title=\"ah ! > oh ?\" href='a ; b'>oui" NB "!</a>" NB ": non");
	becomes("<textarea name=\"a\">ah ! « b »</textarea> ?",
	    "<textarea name=\"a\">ah ! « b »</textarea>" NB "?");
	becomes("<script>a ? b : c</script> !",
	    "<script>a ? b : c</script>" NB "!");
	becomes("<style>a : b ; c</style>", "<style>a : b ; c</style>");
	becomes("<textareas> ?", "<textareas>" NB "?");
	becomes("&amp; &#39;a&#39; b;", "&amp; &#39;a&#39; b;");
	becomes("8:30, http://a.example?b=c;d", "8:30, http://a.example?b=c;d");
	becomes("deux  ? et\n : indenté", "deux  ? et\n : indenté");
}

TEST(what_is_cut_off_or_strange_is_no_danger)
{
	becomes("<a href=\"", "<a href=\"");
	becomes("<textarea>ah !", "<textarea>ah !");
	becomes("<", "<");
	becomes("a\x1f? \x1f!",
	    "a" NB "?"
	    "  !");
	becomes("\xc2 ?", "\xc2" NB "?");
}

TEST(a_page_that_becomes_too_long_says_so)
{
	char room[8];
	struct buf b = buf_over(room, sizeof(room));

	buf_str(&b, TXT("a ? b ?"));
	space_french(&b, 0);
	EQ(buf_err(&b), ERR_LIMIT);
}
