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

/* S2-f: the 48 hours of a child for whom nothing was opened run from its first
 * start, late or not, and are called for again. */
TEST(an_inquiry_that_is_taken_back_lets_the_limits_it_met_run_again)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
	int64_t raised, next;
	int64_t due =
	    life_number("SELECT due_ms FROM deadline WHERE rule = 'D1'");

	TRUE(refused(life_written("enquete_rapportee", LIFE_PARQUET, d, "")));
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d,
	    "\"e_proxenetisme\":\"oui\""));
	EQ(runs("D1") + runs("D1b") + runs("D1c"), 0);
	EQ(open_tasks("aah_rappel"), 1);
	/* The parquet reads the fiche while nobody waits for it any more. */
	life_begin();
	tx_run(&life.tx,
	    "UPDATE reception SET acked_ms = ?1 WHERE role = 'parquet'",
	    INT(life.c.now + 1000));
	life_end();
	life.c.now += 60 * CLOCK_HOUR;
	TRUE(refused(life_written("enquete_rapportee", LIFE_CRIP, d, "")));
	life_do(life_written("enquete_rapportee", LIFE_PARQUET, d, ""));
	EQ(count("SELECT count(*) FROM dossier WHERE penal = ?1",
	       "sans_information"),
	    1);
	EQ(life_number("SELECT due_ms FROM deadline WHERE rule = 'D1' AND"
		       " state = 1 AND ended_by IS NULL"),
	    due);
	EQ(runs("D1b"), 1);
	EQ(life_number("SELECT start_ms FROM deadline WHERE rule = 'D1c' AND"
		       " state = 1"),
	    life_at("2026-11-21T22:00") + 1000);
	EQ(LIFE_COUNT("duty JOIN deadline ON deadline.id = duty.id WHERE kind ="
		      " 0 AND rule = 'D1'"),
	    1);
	EQ(open_tasks("aah_rappel"), 0);
	EQ(LIFE_COUNT("deadline_event WHERE what = 'reopened' AND act IS NOT"
		      " NULL"),
	    3);
	life_begin();
	OK(course_alerts(&life.c, 10, &raised, &next));
	life_end();
	EQ(raised, 1); /* the last of them, « 36 h » */
	TRUE(refused(life_written("enquete_rapportee", LIFE_PARQUET, d, "")));
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d, ""));
	EQ(runs("D1"), 0);
	life_close();
}

static bool
penal(const char *state)
{
	return count("SELECT count(*) FROM dossier WHERE penal = ?1", state) ==
	    1;
}

/* Only what it had ended; whom it was told is told again. */
TEST(a_classification_that_is_taken_back_undoes_its_own_effects)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("demande_retour", LIFE_CRIP, d,
	    "\"r_date\":{\"date\":\"2026-11-20\"}"));
	life_do(life_written("classement", LIFE_PARQUET, d, ""));
	EQ(runs("D1") + runs("D11"), 0);
	life_do(life_written("classement_rapporte", LIFE_PARQUET, d, ""));
	TRUE(penal("sans_information"));
	EQ(runs("D1"), 1);
	EQ(runs("D11"), 1);
	EQ(written_to("R13R"), written_to("R13C"));
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d, ""));
	life_do(life_written("classement", LIFE_PARQUET, d, ""));
	life_do(life_written("classement_rapporte", LIFE_PARQUET, d, ""));
	TRUE(penal("enquete"));
	EQ(runs("D1"), 0);
	EQ(runs("D11"), 1);
	life_do(life_written("classement", LIFE_PARQUET, d, ""));
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d, ""));
	life_do(life_written("enquete_rapportee", LIFE_PARQUET, d, ""));
	TRUE(penal("classement")); /* which was right */
	life_close();
}

/* What a person set aside, an act does not take up again. */
TEST(a_limit_that_a_person_set_aside_stays_so_when_an_act_is_taken_back)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
	int64_t limit =
	    life_number("SELECT id FROM deadline WHERE rule = 'D1'");

	life_begin();
	OK(course_set_aside(&life.c, limit, &life.account, TXT("Déjà dit")));
	life_end();
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d, ""));
	life_do(life_written("enquete_rapportee", LIFE_PARQUET, d, ""));
	EQ(runs("D1"), 0);
	EQ(runs("D1b"), 1);
	life_close();
}

/* Each child keeps what was done for it: of two that were taken for one, the
 * inquiry of the second was right. */
TEST(what_was_taken_back_for_one_child_is_not_for_the_other_once_parted)
{
	open_demo();
	int64_t a =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
	int64_t b =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
	int64_t first = life_number("SELECT min(id) FROM act"), back = 0;

	life_do(life_written("enquete_ouverte", LIFE_PARQUET, a, ""));
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, b, ""));
	int64_t of =
	    life_number("SELECT id FROM act WHERE dossier = 2 LIMIT 1");
	life_begin();
	OK(course_merge(&life.c, b, a, first));
	life_end();
	life_do(life_written("enquete_rapportee", LIFE_PARQUET, a, ""));
	EQ(runs("D1"), 2);
	life_check();
	life_begin();
	OK(course_split(&life.c, of, first, &back));
	life_end();
	EQ(back, b);
	EQ(LIFE_COUNT("deadline WHERE dossier = 1 AND rule = 'D1' AND state ="
		      " 1"),
	    1);
	EQ(LIFE_COUNT("deadline JOIN act ON act.id = ended_by WHERE"
		      " deadline.dossier = 2 AND rule = 'D1' AND state = 2 AND"
		      " act.dossier = 2 AND ended_ms <= received_ms"),
	    1);
	EQ(LIFE_COUNT("dossier WHERE id = 2 AND penal = 'enquete'"), 1);
	EQ(LIFE_COUNT("dossier WHERE id = 1 AND penal = 'sans_information'"),
	    1);
	EQ(LIFE_COUNT("deadline_event WHERE what = 'back'"), 3);
	EQ(LIFE_COUNT("alert JOIN deadline ON deadline.id = deadline WHERE"
		      " deadline.dossier = 2"),
	    0);
	life_close();
}

/* S2-f: 48 hours after every signalement. The inquiry that was opened for the
 * first is no answer to the second; that it may be given, always. */
TEST(what_runs_for_a_signalement_that_was_merged_into_an_inquiry_can_be_met)
{
	open_demo();
	int64_t a =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
	int64_t first = life.done.act, back = 0;
	int64_t b =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
	int64_t second = life.done.act;

	life_do(life_written("enquete_ouverte", LIFE_PARQUET, a, ""));
	life_do(life_written("suites_penales", LIFE_PARQUET, a,
	    "\"p_code\":\"information\""));
	TRUE(refused(life_written("enquete_ouverte", LIFE_PARQUET, a, "")));
	life_begin();
	OK(course_merge(&life.c, b, a, first));
	life_end();
	EQ(runs("D1"), 1);
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, a, ""));
	EQ(runs("D1") + runs("D1b") + runs("D1c"), 0);
	EQ(LIFE_COUNT("dossier WHERE id = 1 AND penal = 'instruction'"), 1);
	TRUE(refused(life_written("enquete_ouverte", LIFE_PARQUET, a, "")));
	/* What was answered in the one is not of the other child. */
	life_begin();
	OK(course_split(&life.c, second, first, &back));
	life_end();
	EQ(LIFE_COUNT("deadline WHERE dossier = 2 AND rule = 'D1' AND state ="
		      " 1"),
	    1);
	EQ(LIFE_COUNT("dossier WHERE id = 2 AND penal = 'sans_information'"),
	    1);
	EQ(LIFE_COUNT("dossier WHERE id = 1 AND penal = 'instruction'"), 1);
	life_close();
}

/* The first one due stays; parted, each has its own again. */
TEST(what_two_dossiers_asked_of_one_service_is_asked_once_of_both)
{
	open_demo();
	int64_t a = fiche(IN_VALMONT "\"c_mna\":\"non\"");
	int64_t first = life.done.act, back = 0;

	life.c.now += 24 * CLOCK_HOUR;
	int64_t b = fiche(IN_VALMONT "\"c_mna\":\"non\"");
	int64_t second = life.done.act;

	EQ(open_tasks("mesure_inconnue"), 2);
	int64_t due = life_number(
	    "SELECT min(due_ms) FROM task WHERE rule = 'mesure_inconnue'");
	life_begin();
	OK(course_merge(&life.c, a, b, second));
	life_end();
	EQ(open_tasks("mesure_inconnue"), 1);
	EQ(life_number("SELECT due_ms FROM task WHERE rule = 'mesure_inconnue'"
		       " AND state = 1"),
	    due);
	life_check();
	life_begin();
	OK(course_split(&life.c, first, second, &back));
	life_end();
	EQ(back, a);
	EQ(open_tasks("mesure_inconnue"), 2);
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
