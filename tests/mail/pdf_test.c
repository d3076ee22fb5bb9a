#define SUITE       mail_pdf
#define TEST_MEMORY (16u << 20)
#include "../test.h"
#include "longest.h"
#include "mail/pdf.h"

static struct bytes
pdf_of(struct arena *mem, const struct letter *l, struct pdf_fate *fate)
{
	struct buf b = buf_new(mem, PDF_MOST);

	OK(pdf_write(mem, l, &b, fate));
	return buf_done(&b);
}

static struct letter
letter_of(struct arena *mem, struct bytes payload, bool communicable)
{
	static struct letter_act act;
	struct letter_what w = letters_what(forms_pack(mem, "demo"), &act, 1);
	struct letter l;

	act.payload = payload;
	w.communicable = communicable;
	OK(letter_compose(mem, &w, &l));
	return l;
}

static struct letter
fiche(struct arena *mem, bool communicable)
{
	return letter_of(mem, str_bytes(TXT(LETTERS_FICHE)), communicable);
}

/* Where a part stands in a text; it must. */
static size_t
place(struct str text, const char *part)
{
	const char *at = memmem(text.at, text.len, part, strlen(part));

	if (!at)
		FAIL("\"%s\" is not there", part);
	return (size_t)(at - text.at);
}

/* DOMAINE 2.3: urgency, where, who, facts, words, network, situation, author.
 */
TEST(a_pdf_is_read_in_the_order_a_magistrate_asks)
{
	static const char *const order[] = {"CONFIDENTIEL – Art. 8",
	    "Signalement", "Danger immédiat signalé", "01 99 00 12 35",
	    "En fugue", "Camille", "voiture grise", "« Je ne peux pas refuser",
	    "AA-1?3-AA", "12 rue des Acacias", "Nadia Kessler"};
	struct arena mem = test_arena();
	struct letter l = fiche(&mem, false);
	struct str text =
	    letters_read(&mem, "pdftotext -raw", pdf_of(&mem, &l, NULL));
	size_t before = 0;

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		size_t here = place(text, order[i]);
		if (here < before)
			FAIL("%s stands before %s", order[i], order[i - 1]);
		before = here;
	}
}

TEST(a_pdf_is_tagged_in_french_and_names_nobody_in_its_title)
{
	struct arena mem = test_arena();
	struct letter l = fiche(&mem, false);
	struct pdf_fate fate;
	struct bytes pdf = pdf_of(&mem, &l, &fate);
	struct str info = letters_read(&mem, "pdfinfo", pdf);
	struct str tags = letters_read(&mem, "pdfinfo -struct", pdf);
	struct str fonts = letters_read(&mem, "pdffonts", pdf);

	EQ(fate.pages, 1);
	TRUE(!fate.cut);
	TRUE(letters_has(info, TXT("Tagged:          yes")));
	TRUE(letters_has(info, TXT("Pages:           1")));
	TRUE(letters_has(info, TXT("(A4)")));
	TRUE(letters_has(info, TXT("Title:           Signalement\n")));
	TRUE(!letters_has(info, TXT("Camille")));
	TRUE(letters_has(str_from(pdf), TXT("/Lang (fr-FR)")));
	TRUE(letters_has(tags, TXT("H1")));
	TRUE(letters_has(tags, TXT("BlockQuote")));
	TRUE(letters_has(fonts, TXT("FICHEA+AtkinsonHyperlegible-Regular")));
	TRUE(!letters_has(fonts, TXT(" no  yes")));
}

TEST(the_same_letter_makes_the_same_bytes)
{
	struct arena mem = test_arena();
	struct letter l = fiche(&mem, false);
	struct bytes one = pdf_of(&mem, &l, NULL);

	SAME(pdf_of(&mem, &l, NULL), one);
	l.date += 86400000;
	TRUE(memcmp(pdf_of(&mem, &l, NULL).at, one.at, one.len) != 0);
}

TEST(a_communicable_pdf_has_no_byte_of_author_line_or_network)
{
	static const char *const hidden[] = {"Kessler", "01 99 00 12 34",
	    "01 99 00 12 35", "quipe de nuit", "AA-1?3", "le_grand_93",
	    "Berline"};
	struct arena mem = test_arena();
	struct letter l = fiche(&mem, true);
	struct bytes pdf = pdf_of(&mem, &l, NULL);
	struct str text = letters_read(&mem, "pdftotext -raw", pdf);

	for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden); i++) {
		TRUE(!letters_has(text, str_of(hidden[i])));
		TRUE(!letters_has(str_from(pdf), str_of(hidden[i])));
	}
	TRUE(letters_has(text, TXT("Version communicable")));
}

/* The long texts whole, every other question answered with sixty characters,
 * six traces: in each pack it fits, and nothing of it is left out. */
TEST(a_long_fiche_fits_two_pages_whole)
{
	static const char *const packs[] = {"demo", "77-2022", "94-2024"};

	for (size_t i = 0; i < 3; i++) {
		struct arena mem = test_arena();
		const struct pack *p = forms_pack(&mem, packs[i]);
		struct letter_act act = {
		    .payload = longest_payload(&mem, p, "fiche_p", 60, 6)};
		struct letter_what w = letters_what(p, &act, 1);
		struct pdf_fate fate;
		struct letter l;

		OK(letter_compose(&mem, &w, &l));
		struct bytes pdf = pdf_of(&mem, &l, &fate);
		struct str text = letters_read(&mem, "pdftotext -raw", pdf);
		EQ(fate.pages, 2);
		TRUE(!fate.cut);
		TRUE(fate.size >= PDF_SMALLEST);
		place(text, "Page 2 sur 2");
		place(text, "je transmets des faits");
	}
}

/* Every text as long as its form lets it be, twenty traces: it cannot fit, and
 * says where the rest is. The mail's own text has all of it. */
TEST(the_longest_fiche_has_two_pages_and_says_where_the_rest_is)
{
	struct arena mem = test_arena();
	const struct pack *p = forms_pack(&mem, "demo");
	struct letter l = letter_of(&mem,
	    longest_payload(&mem, p, "fiche_p", 4000, 20), false);
	struct pdf_fate fate;
	struct bytes pdf = pdf_of(&mem, &l, &fate);
	struct str text = letters_read(&mem, "pdftotext -raw", pdf);

	EQ(fate.pages, 2);
	TRUE(fate.cut);
	place(text, "La suite ne tient pas sur deux pages");
	place(text, "Paroles du mineur");
	TRUE(!letters_has(text, TXT("je transmets des faits")));
	TRUE(
	    letters_has(letters_text(&mem, &l), TXT("je transmets des faits")));
}

TEST(a_report_takes_the_pages_it_needs)
{
	struct arena mem = test_arena();
	struct letter_block blocks[2] = {
	    {.kind = LETTER_SECTION, .text = TXT("Rapport")}};
	struct buf words = buf_new(&mem, 40u << 10);
	struct letter l = {.title = TXT("Rapport d’évaluation"),
	    .reference = TXT("P-99-TIL-2026-12-K-A3"),
	    .date = LETTERS_NOW,
	    .blocks = blocks,
	    .count = 2};
	struct pdf_fate fate;

	longest_words(&words, 20000);
	blocks[1] = (struct letter_block){.kind = LETTER_ANSWER,
	    .label = TXT("Texte"),
	    .text = buf_text(&words)};
	struct bytes pdf = pdf_of(&mem, &l, &fate);
	TRUE(fate.pages >= 4 && fate.pages <= 8);
	TRUE(fate.size >= 10);
	TRUE(!fate.cut && pdf.len < 80u << 10);
}

/* Polish, Turkish, Czech are drawn; Cyrillic and Chinese stand as boxes and are
 * copied as they were typed. */
TEST(no_letter_is_lost_of_a_name_in_another_script)
{
	struct arena mem = test_arena();
	struct letter_block block = {.kind = LETTER_ANSWER,
	    .label = TXT("Nom du mineur"),
	    .text = TXT("Łukasz Şahin Dvořák Œdipe €20 — Оксана 中文 𝒳")};
	struct letter l = {.title = TXT("Fiche P"),
	    .reference = TXT("P-1"),
	    .date = LETTERS_NOW,
	    .blocks = &block,
	    .count = 1};
	struct str text =
	    letters_read(&mem, "pdftotext -raw", pdf_of(&mem, &l, NULL));

	place(text, "Łukasz Şahin Dvořák Œdipe €20 — Оксана 中文 𝒳");
	place(text, "Un carré vide remplace un caractère");
}

static struct letter whole;
static struct buf *shared;

static enum err
write_again(struct arena *mem, void *ctx)
{
	(void)ctx;
	size_t used = mem->used;
	enum err e = pdf_write(mem, &whole, shared, NULL);
	EQ(mem->used, used);
	if (e != ERR_OK)
		EQ(shared->len, 0);
	return e;
}

/* libharu is asked for memory thousands of times: each time it may fail. */
TEST(a_pdf_that_lacks_memory_is_told_wherever_it_lacks)
{
	static uint8_t room[4u << 20];
	static uint8_t page[PDF_MOST];
	struct arena kept = test_arena(), mem;
	struct buf b = buf_over(page, sizeof(page));

	whole = fiche(&kept, false);
	whole.count = 12;
	shared = &b;
	arena_open(&mem, room, sizeof(room));
	EQ(write_again(&mem, NULL), ERR_OK);
	b.len = 0;
	for (size_t n = 1;; n += n < 400 ? 1 : 61) {
		mem.asked = 0;
		mem.fail_at = n;
		enum err e = write_again(&mem, NULL);
		if (e == ERR_OK) {
			TRUE(n > 1000);
			return;
		}
		EQ(e, ERR_LIMIT);
	}
}

TEST(a_pdf_that_does_not_fit_is_told_and_leaves_nothing)
{
	struct arena mem = test_arena();
	struct letter l = fiche(&mem, false);
	struct buf b = buf_new(&mem, 20000);

	EQ(pdf_write(&mem, &l, &b, NULL), ERR_LIMIT);
	EQ(b.len, 0);
}
