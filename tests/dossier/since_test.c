/* What was remitted once does not count for what is asked anew. */
#define SUITE dossier_since
#include "journey.h"

static void
an_opp(int64_t d, const char *on)
{
	char answers[160];

	snprintf(answers, sizeof(answers),
	    "\"o_date\":{\"date\":\"%s\"},\"o_service\":\"ase\","
	    "\"o_mention_adn\":\"oui\"",
	    on);
	life_do(life_written("opp", LIFE_PARQUET, d, answers));
}

/* S1-2.1-c, d: each OPP waits for two reports of its own. */
TEST(a_report_of_a_former_opp_is_none_of_the_next)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	an_opp(d, "2026-11-13");
	life_do(life_written("rapport_opp_ase", "ase", "", d, ""));
	life_do(life_written("rapport_opp_adn", ASSOCIATION, d, ""));
	TRUE(stands("rapports_remis"));
	an_opp(d, "2026-11-20");
	TRUE(stands("evaluation_opp"));
	life_do(life_written("rapport_opp_ase", "ase", "", d, ""));
	TRUE(stands("evaluation_opp")); /* the association's is due */
	life_do(life_written("rapport_opp_adn", ASSOCIATION, d, ""));
	TRUE(stands("rapports_remis"));
	/* The other order, a third time. */
	an_opp(d, "2026-11-21");
	life_do(life_written("rapport_opp_adn", ASSOCIATION, d, ""));
	TRUE(stands("evaluation_opp"));
	life_do(life_written("rapport_opp_ase", "ase", "", d, ""));
	TRUE(stands("rapports_remis"));
	life_close();
}

/* S1-2.2-e: both reports of this evaluation, or one alone for a reason. */
TEST(reports_of_a_former_evaluation_are_not_sent_for_the_next)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	for (int again = 0; again < 2; again++) {
		life_do(life_written("demande_evaluation", LIFE_PARQUET, d,
		    "\"d_date\":{\"date\":\"2026-11-13\"},"
		    "\"d_cadre\":\"oui\""));
		life_do(life_written("mds_designee", LIFE_CRIP, d,
		    "\"s_mds\":\"mds-nord\""));
		TRUE(refused(life_written("envoi_conjoint", LIFE_CRIP, d, "")));
		life_do(life_written("rapport_mds", "mds", "mds-nord", d, ""));
		TRUE(refused(life_written("envoi_conjoint", LIFE_CRIP, d, "")));
		TRUE(refused(life_written("envoi_adn_seul", LIFE_CRIP, d, "")));
		life_do(life_written("envoi_mds_seul", LIFE_CRIP, d,
		    "\"y_motif\":\"Une audience demain.\""));
		life_do(life_written("rapport_adn", ASSOCIATION, d, ""));
		life_do(life_written("envoi_conjoint", LIFE_CRIP, d, ""));
		TRUE(stands("rapports_remis"));
		life_do(life_written("saisine_je", LIFE_PARQUET, d,
		    "\"j_date\":{\"date\":\"2026-11-20\"},"
		    "\"j_je\":\"tpe-valmont\""));
		TRUE(stands("transmis_je"));
	}
	life_close();
}
