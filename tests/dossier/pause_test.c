#define SUITE dossier_pause
#include "course.h"

#define ASKED                                                                  \
	LIFE_FICHE ",\"e_domicile\":{\"text\":\"1 rue Haute\",\"town\":"       \
		   "\"Valmont\",\"commune\":\"99001\"}"

static int64_t
marked(const char *rule)
{
	return life_number_of("SELECT (SELECT count(*) FROM task WHERE rule ="
			      " ?1 AND state = 1 AND paused = 1) + (SELECT"
			      " count(*) FROM deadline WHERE rule = ?1 AND"
			      " state < 2 AND paused = 1)",
	    rule);
}

/* S1-1.1-f: most often it is asked before there is an evaluation. */
TEST(what_is_opened_while_the_parquet_has_it_wait_is_marked)
{
	life_open_in("demo", "2026-11-21T22:00");
	int64_t d = life_do(life_sent("fiche_p", ASKED));

	life_do(life_written("sursis", LIFE_PARQUET, d, ""));
	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	life_do(life_written("mds_designee", LIFE_CRIP, d,
	    "\"s_mds\":\"mds-nord\""));
	EQ(marked("D3"), 1);
	EQ(marked("rapport_de_adn"), 1);
	EQ(marked("rapport_de_mds"), 1);
	EQ(LIFE_COUNT("deadline_event JOIN deadline ON deadline.id = deadline"
		      " WHERE what = 'paused' AND rule = 'D3'"),
	    1);
	/* What the parquet owes itself is not. */
	EQ(marked("D1"), 0);
	life_do(life_written("sursis_leve", LIFE_PARQUET, d, ""));
	EQ(marked("D3") + marked("rapport_de_adn") + marked("rapport_de_mds"),
	    0);
	life_do(life_written("rapport_mds", "mds", "mds-nord", d, ""));
	EQ(marked("envoyer_rapports"), 0);
	life_close();
}

TEST(a_letter_to_deposit_does_not_wait_with_the_evaluation)
{
	life_open_in("demo", "2026-11-21T22:00");
	int64_t d = life_do(life_sent("fiche_p", ASKED));

	life_begin();
	OK(course_task_make(&life.c, d, life.done.act, TXT("deposer"),
	    TXT("crip"), TXT(""), 1, 0));
	life_end();
	life_do(life_written("sursis", LIFE_PARQUET, d, ""));
	EQ(marked("deposer"), 0);
	life_close();
}

/* S1-2.1-c, d: seven days are asked now, whatever was to wait before. */
TEST(an_order_makes_nothing_wait_any_more)
{
	life_open_in("demo", "2026-11-21T22:00");
	int64_t d = life_do(life_sent("fiche_p", ASKED));

	life_do(life_written("sursis", LIFE_PARQUET, d, ""));
	life_do(life_written("opp", LIFE_PARQUET, d, "\"o_service\":\"ase\""));
	EQ(marked("rapport_adn_opp"), 0);
	life_do(life_written("decision_rapportee", LIFE_PARQUET, d,
	    "\"w_motif\":\"erreur\""));
	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	EQ(marked("D3") + marked("rapport_de_adn"), 0);
	life_close();
}
