/* Who looks like whom: proposed to a person, never merged by itself. */
#define SUITE dossier_alike
#include "course.h"

#define CAMILLE LIFE_FICHE

static int64_t
fiche(const char *answers)
{
	return life_do(life_sent("fiche_p", answers));
}

TEST(the_same_name_is_proposed_and_nothing_is_merged)
{
	life_open("2026-11-21T22:00");
	int64_t a = fiche(CAMILLE);
	int64_t b = fiche("\"c_nom\":\"EXEMPLE \",\"c_prenom\":\"camille\","
			  "\"k_parquet\":\"parquet-valmont\"");

	TRUE(a != b);
	EQ(LIFE_COUNT("likeness WHERE dossier = 2 AND other = 1 AND why ="
		      " 'name' AND ended_ms IS NULL"),
	    1);
	EQ(LIFE_COUNT("task JOIN duty ON duty.id = task.id AND kind = 1 WHERE"
		      " rule = 'rapprocher' AND duty.role = 'crip'"),
	    1);
	EQ(LIFE_COUNT("dossier WHERE merged IS NOT NULL"), 0);
	life_close();
}

TEST(what_is_alike_and_what_is_not)
{
	static const struct {
		const char *answers, *why;
	} cases[] = {
	    {"\"c_nom\":\"Exemple\",\"c_prenom\":\"Camille\","
	     "\"c_naiss\":{\"date\":\"2011-01-01\"}",
		"name"},
	    {"\"c_nom\":\"Exemple\",\"c_prenom\":\"Cam\","
	     "\"c_naiss\":{\"date\":\"2010-05-02\"}",
		"born"},
	    {"\"c_prenom\":\"Camille\",\"c_naiss\":{\"date\":\"2010-05-02\"}",
		"born"},
	    {"\"c_nom\":\"Exemple\",\"c_prenom\":\"Camille\","
	     "\"c_naiss\":{\"age\":16}",
		"name"},
	    {"\"c_nom\":\"Exemple\",\"c_prenom\":\"Camille\","
	     "\"c_naiss\":{\"date\":\"2010-05-02\"}",
		"identity"},
	    {"\"c_nom\":\"Exemple\",\"c_prenom\":\"Dominique\"", ""},
	    {"\"c_nom\":\"Exemple\"", ""},
	    {"\"c_naiss\":{\"date\":\"2010-05-02\"}", ""},
	    {"\"c_nom\":null,\"c_prenom\":null,\"c_naiss\":null", ""},
	    {"", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		life_open("2026-11-21T22:00");
		fiche(CAMILLE);
		fiche(cases[i].answers);
		snprintf(test_where, sizeof(test_where), " (case %zu)", i);
		if (cases[i].why[0] == 0) {
			EQ(LIFE_COUNT("likeness"), 0);
		} else {
			EQ(life_number_of("SELECT count(*) FROM likeness"
					  " WHERE why = ?",
			       cases[i].why),
			    1);
		}
		EQ(LIFE_COUNT("minor"), 2);
		life_close();
	}
}

TEST(two_fiches_of_one_dossier_are_not_proposed_to_each_other)
{
	life_open("2026-11-21T22:00");
	int64_t d = fiche(CAMILLE);
	struct course_act a = life_sent("fiche_p", CAMILLE);

	a.about = TXT("P-99-TIL-2026-1-X");
	EQ(life_do(a), d);
	EQ(LIFE_COUNT("likeness"), 0);
	life_close();
}

TEST(a_common_name_brings_up_a_bounded_number)
{
	life_open("2026-11-21T22:00");
	for (int i = 0; i < 20; i++)
		fiche(CAMILLE);
	EQ(LIFE_COUNT("likeness WHERE dossier = 20"), 8);
	life_close();
}

TEST(who_was_said_not_to_be_the_same_is_not_proposed_again)
{
	life_open("2026-11-21T22:00");
	fiche(CAMILLE);
	int64_t b = fiche(CAMILLE);

	life_begin();
	OK(course_unlike(&life.c, b, 1));
	life_end();
	EQ(LIFE_COUNT("likeness WHERE same = 0 AND ended_ms IS NOT NULL"), 1);
	EQ(LIFE_COUNT("task WHERE rule = 'rapprocher' AND state = 2"), 1);
	struct course_act a = life_sent("fiche_p", CAMILLE);
	a.about = TXT("P-99-TIL-2026-2-X");
	life_do(a);
	EQ(LIFE_COUNT("likeness WHERE ended_ms IS NULL"), 0);
	life_close();
}

/* What the search of the central looks through (dossier/called.h). */
TEST(a_minor_is_called_by_each_word_and_by_those_after_it_as_one)
{
	life_open("2026-11-21T22:00");
	fiche("\"c_nom\":\"O’Brien-D’Été\",\"c_prenom\":\"Ève\"");
	EQ(LIFE_COUNT("called"), 5);
	EQ(LIFE_COUNT("called WHERE word IN ('obriendete', 'briendete',"
		      " 'dete', 'ete', 'eve')"),
	    5);
	fiche("\"c_nom\":null,\"c_prenom\":null");
	EQ(LIFE_COUNT("called"), 5);
	life_close();
}
