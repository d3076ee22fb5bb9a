/* What came late, is missing, was a mistake or was taken back. */
#define SUITE dossier_mending
#include "journey.h"

/* D2 and D11 end by what is handed over: the date on a report, or of what it
 * tells, does not make it early (DOMAINE 1.9). */
TEST(a_report_that_comes_late_is_late_whatever_date_it_bears)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-13\"},\"o_service\":\"ase\""));
	life_do(life_written("demande_retour", LIFE_CRIP, d,
	    "\"r_date\":{\"date\":\"2026-11-20\"}"));
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d, ""));
	life.c.now = life_at("2027-03-01T10:00");
	life_do(life_written("rapport_opp_ase", "ase", "", d,
	    "\"r_date\":{\"date\":\"2026-11-18\"}"));
	life_do(life_written("suites_penales", LIFE_PARQUET, d,
	    "\"p_code\":\"poursuites\",\"p_date\":{\"date\":\"2026-11-10\"}"));
	EQ(LIFE_COUNT("deadline WHERE rule IN ('D2', 'D11') AND state = 2 AND"
		      " ended_ms > due_ms"),
	    2);
	life_close();
}

/* S1-1.2-a, d: what is not answered is not an answer. */
TEST(an_incomplete_fiche_asks_what_it_does_not_say)
{
	open_demo();
	fiche(IN_VALMONT "\"c_mna\":\"non\"");
	EQ(open_tasks("mesure_inconnue"), 1);
	fiche(IN_VALMONT "\"g_mesure\":\"administrative\"");
	EQ(LIFE_COUNT("duty JOIN task ON duty.kind = 1 AND duty.id = task.id"
		      " WHERE rule = 'saisine_r2' AND duty.scope ="
		      " 'rtpe-nord'"),
	    1);
	life_close();
}

/* S1-1.2-c: whoever prosecutes is reminded, once, unless it was said. */
TEST(an_administrateur_ad_hoc_is_recalled_until_the_parquet_has_said)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d, ""));
	EQ(open_tasks("aah_rappel"), 0);
	life_do(life_written("suites_penales", LIFE_PARQUET, d,
	    "\"p_code\":\"poursuites\""));
	EQ(open_tasks("aah_rappel"), 1);
	life_do(life_written("aah_designe", LIFE_PARQUET, d, ""));
	EQ(open_tasks("aah_rappel"), 0);
	life_do(life_written("suites_penales", LIFE_PARQUET, d,
	    "\"p_code\":\"information\""));
	EQ(open_tasks("aah_rappel"), 0);
	life_close();
}

/* S1-3.3-a, b: what no longer evaluates leaves the gauge; a gauge of measures
 * counts those of the association. */
TEST(a_mistake_is_mended_by_another_act_and_leaves_the_gauge)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-12\"},\"o_service\":\"ase\""));
	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-13\"},\"o_service\":\"ase\""));
	EQ(runs("D2"), 1);
	EQ(life_number("SELECT due_ms FROM deadline WHERE rule = 'D2' AND"
		       " state = 1"),
	    life_at("2026-11-21T00:00"));
	life_do(life_written("decision_rapportee", LIFE_PARQUET, d,
	    "\"w_motif\":\"erreur\""));
	TRUE(stands("signale"));
	EQ(runs("D2"), 0);
	EQ(runs("D2b"), 0);
	EQ(runs("D3a"), 1);             /* it is to be decided again */
	EQ(open_tasks("saisir_je"), 0); /* of an order there is no more */
	EQ(LIFE_COUNT("task WHERE rule = 'saisir_je' AND state = 3 AND"
		      " ended_by IS NOT NULL"),
	    2);
	EQ(written_to("R4R"), 3);
	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	life_do(
	    life_written("cloture", LIFE_CRIP, d, "\"z_motif\":\"majorite\""));
	TRUE(stands("clos"));
	EQ(LIFE_COUNT("deadline WHERE state < 2 AND rule NOT LIKE 'D1%'"), 0);
	life_do(life_written("saisine_je", LIFE_PARQUET, d,
	    "\"j_date\":{\"date\":\"2026-11-20\"},\"j_je\":\"tpe-valmont\""));
	life_do(life_written("decision_je", COURT, d,
	    "\"g_decision\":\"placement\""));
	TRUE(stands("mesure_ordonnee"));
	life_close();
}

/* Code civil 375-5: who has nothing to decide any more is not asked to, though
 * what it decides all the same takes the case up again. */
TEST(what_would_take_up_a_closed_dossier_again_is_asked_of_nobody)
{
	static const char *const ends[][2] = {{"cloture",
						  "\"z_motif\":\"majorite\""},
	    {"transfert", "\"x_connue\":\"non\""}};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		open_demo();
		int64_t d = fiche(
		    IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
		life_do(life_written("opp", LIFE_PARQUET, d,
		    "\"o_date\":{\"date\":\"2026-11-20\"},"
		    "\"o_service\":\"ase\""));
		EQ(open_tasks("saisir_je"), 1);
		life_do(life_written(ends[i][0], LIFE_CRIP, d, ends[i][1]));
		EQ(open_tasks("saisir_je"), 0);
		life_do(life_written("saisine_je", LIFE_PARQUET, d,
		    "\"j_date\":{\"date\":\"2026-11-20\"},"
		    "\"j_je\":\"tpe-valmont\""));
		TRUE(stands("transmis_je"));
		life_close();
	}
}

/* Of another order in the place of the first, its own days count. */
TEST(what_counts_from_an_answer_is_asked_anew_by_another_one)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-12\"},\"o_service\":\"ase\""));
	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-20\"},\"o_service\":\"ase\""));
	EQ(open_tasks("rapport_adn_opp"), 1);
	EQ(life_number("SELECT due_ms FROM task WHERE rule ="
		       " 'rapport_adn_opp' AND state = 1"),
	    life_at("2026-11-28T00:00"));
	EQ(open_tasks("saisir_je"), 1);
	EQ(life_number("SELECT due_ms FROM task WHERE rule = 'saisir_je' AND"
		       " state = 1"),
	    life_at("2026-11-29T00:00"));
	life_close();
}

/* CPC 1184: the order was taken back, the judge is seized all the same. */
TEST(a_judge_who_was_seized_decides_after_the_order_was_taken_back)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-20\"},\"o_service\":\"ase\""));
	life_do(life_written("saisine_je", LIFE_PARQUET, d,
	    "\"j_date\":{\"date\":\"2026-11-20\"},\"j_je\":\"tpe-valmont\""));
	life_do(life_written("decision_rapportee", LIFE_PARQUET, d,
	    "\"w_motif\":\"erreur\""));
	TRUE(stands("signale"));
	life_do(life_written("decision_je", COURT, d,
	    "\"g_decision\":\"mainlevee\""));
	TRUE(stands("clos"));
	EQ(runs("D2c"), 0);
	EQ(runs("D3a"), 0);
	life_close();
}
