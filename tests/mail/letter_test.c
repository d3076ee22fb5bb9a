#define SUITE mail_letter
#include "../test.h"
#include "letters.h"

static struct letter
composed(struct arena *mem, bool network, bool author, bool communicable)
{
	static struct letter_act act;
	struct letter_what w = letters_what(forms_pack(mem, "demo"), &act, 1);
	struct letter l;

	act.payload = str_bytes(TXT(LETTERS_FICHE));
	w.network = network;
	w.author = author;
	w.communicable = communicable;
	OK(letter_compose(mem, &w, &l));
	return l;
}

TEST(a_fiche_in_a_mail_reads_as_it_is_kept_in_golden)
{
	struct arena mem = test_arena();
	struct letter l = composed(&mem, true, true, false);
	struct bytes want = test_file(&mem, "tests/golden/letter.txt");

	SAME_STR(letters_text(&mem, &l), str_from(want));
}

/* S1-1.1, DOMAINE 2.3: nothing of the author or of the network in it. */
TEST(the_version_communicable_says_neither_who_wrote_nor_who_exploits)
{
	static const char *const hidden[] = {"Kessler", "éducatrice",
	    "01 99 00 12 34", "01 99 00 12 35", "Équipe de nuit", "AA-1?3",
	    "le_grand_93", "Berline", "réseau :"};
	struct arena mem = test_arena();

	for (int way = 0; way < 2; way++) {
		bool asked = way == 0; /* or this reader may not know */
		struct letter l = composed(&mem, asked, asked, asked);
		struct str text = letters_text(&mem, &l);
		for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
			if (letters_has(text, str_of(hidden[i])))
				FAIL("%s is there", hidden[i]);
		TRUE(letters_has(text, TXT("Camille")));
		TRUE(letters_has(text, TXT("Foyer des Tilleuls")));
	}
}

TEST(a_notice_says_that_something_waits_and_nothing_of_it)
{
	struct arena mem = test_arena();
	struct letter_act act = {.payload = str_bytes(TXT(LETTERS_FICHE))};
	struct letter_what w = letters_what(forms_pack(&mem, "demo"), &act, 1);
	struct letter l;

	OK(letter_notice(&mem, &w, &l));
	struct str text = letters_text(&mem, &l);
	TRUE(letters_has(text, TXT("P-99-TIL-2026-12-K")));
	TRUE(letters_has(text, TXT("https://fichep.example")));
	TRUE(!letters_has(text, TXT("Camille")));
	TRUE(!letters_has(text, TXT("Danger")));
	TRUE(!letters_has(text, TXT("Tilleuls")));
}

TEST(a_test_letter_says_its_code_and_that_it_concerns_nobody)
{
	struct arena mem = test_arena();
	struct letter_what w = letters_what(forms_pack(&mem, "demo"), NULL, 0);
	struct letter l;

	w.reference = TXT("ESSAI-7K2M");
	OK(letter_trial(&mem, &w, TXT("412 907"), &l));
	struct str text = letters_text(&mem, &l);
	TRUE(letters_has(text, TXT("Votre code : 412 907")));
	TRUE(letters_has(text, TXT("ne concerne aucun mineur")));
	TRUE(!str_eq(l.subject, letters_rule()->subject));
}

TEST(a_reference_that_is_none_makes_no_letter)
{
	struct arena mem = test_arena();
	struct letter_what w = letters_what(forms_pack(&mem, "demo"), NULL, 0);
	struct letter l = {.count = 7};

	w.reference = TXT("P-99\r\nBcc: x");
	EQ(letter_compose(&mem, &w, &l), ERR_INPUT);
	w.reference = TXT("");
	EQ(letter_compose(&mem, &w, &l), ERR_INPUT);
	EQ(l.count, 7);
}

TEST(an_act_of_an_unknown_form_is_told_and_not_shown)
{
	struct arena mem = test_arena();
	struct letter_act act = {
	    .payload = str_bytes(TXT("{\"form\":\"fiche_p\",\"version\":9,"
				     "\"pack\":\"demo\",\"reference\":\"P-1\","
				     "\"answers\":{\"x\":\"Camille\"}}"))};
	struct letter_what w = letters_what(forms_pack(&mem, "demo"), &act, 1);
	struct letter l;

	OK(letter_compose(&mem, &w, &l));
	struct str text = letters_text(&mem, &l);
	TRUE(letters_has(text, TXT("il se lit sur le bureau")));
	TRUE(!letters_has(text, TXT("Camille")));
}

/* S1-1.1-o: who reported reads the outcome and the sentence meant for it. */
TEST(of_an_outcome_each_reads_no_more_than_its_letter_shows)
{
	struct arena mem = test_arena();
	struct pack *p = forms_pack(&mem, "demo");
	struct letter_act act = {
	    .payload = str_bytes(
		TXT("{\"form\":\"suites_penales\",\"version\":1,\"pack\":"
		    "\"demo\",\"reference\":\"P-99-TIL-2026-12-K-A4\","
		    "\"site\":{\"name\":\"Parquet de Valmont\",\"phone\":"
		    "\"01 99 00 10 10\"},\"author\":{\"name\":\"H. Sorel\","
		    "\"service\":\"Division\",\"verified\":true},\"clock\":1,"
		    "\"answers\":{\"p_code\":\"information\",\"p_date\":"
		    "{\"date\":\"2026-11-24\"},\"p_texte\":\"Cabinet 3.\","
		    "\"p_auteur\":\"Elle est ouverte.\"}}"))};
	struct letter_what w = letters_what(p, &act, 1);
	struct letter l;

	w.rule = rules_letter_of(&p->rules, TXT("R13"), DAY_MOST);
	w.author = true;
	OK(letter_compose(&mem, &w, &l));
	struct str text = letters_text(&mem, &l);
	TRUE(letters_has(text, TXT("Information judiciaire ouverte")));
	TRUE(letters_has(text, TXT("24 novembre 2026")));
	TRUE(letters_has(text, TXT("Elle est ouverte.")));
	TRUE(!letters_has(text, TXT("Cabinet")));
	TRUE(!letters_has(text, TXT("Sorel")));
	TRUE(!letters_has(text, TXT("Division")));
	TRUE(!letters_has(text, TXT("01 99 00 10 10")));
}

/* S1-2.1-b: an act written at the central says whose it is, and when. */
TEST(an_act_whose_form_does_not_say_who_sends_it_says_so_all_the_same)
{
	struct arena mem = test_arena();
	const struct pack *p = forms_pack(&mem, "demo");
	struct letter_act act = {
	    .payload =
		str_bytes(TXT("{\"form\":\"opp\",\"version\":1,"
			      "\"pack\":\"demo\",\"reference\":\"P-1-A1\","
			      "\"site\":{\"name\":\"Parquet de Valmont\"},"
			      "\"author\":{\"name\":\"Inès Caron\","
			      "\"duty\":\"substitut\",\"verified\":true},"
			      "\"filed_ms\":1795313400000,\"clock\":1,"
			      "\"answers\":{\"o_date\":"
			      "{\"date\":\"2026-11-20\"}}}"))};
	struct letter_what w = letters_what(p, &act, 1);
	struct letter l;

	w.author = false;
	OK(letter_compose(&mem, &w, &l));
	struct str text = letters_text(&mem, &l);
	TRUE(letters_has(text, TXT("Service : Parquet de Valmont")));
	TRUE(letters_has(text, TXT("Enregistré le : dimanche 22 novembre")));
	TRUE(letters_has(text, TXT("vendredi 20 novembre 2026")));
	TRUE(!letters_has(text, TXT("Caron")));
	w.author = true;
	OK(letter_compose(&mem, &w, &l));
	TRUE(letters_has(letters_text(&mem, &l),
	    TXT("Par : Inès Caron, substitut")));
}
