/* Whole journeys through the rules of the pack that is shown. */
#define SUITE dossier_journey
#include "journey.h"

/* S2-f, S1-1.1-o: 48 hours, then what follows comes back. */
TEST(a_fiche_at_night_ends_its_48_hours_with_the_first_act)
{
	open_demo();
	int64_t d = fiche(IN_VALMONT "\"b_danger\":\"oui\",\"c_mna\":\"non\","
				     "\"g_mesure\":\"aucune\"");

	EQ(runs("D1") + runs("D1b") + runs("D1c"), 3);
	EQ(written_to("R1"), 2);
	EQ(LIFE_COUNT("party"), 2);
	EQ(LIFE_COUNT("duty WHERE role = 'parquet' AND kind = 0"), 2);
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d,
	    "\"e_acte\":\"saisine\",\"e_proxenetisme\":\"oui\""));
	EQ(runs("D1") + runs("D1b") + runs("D1c"), 0);
	EQ(open_tasks("aah_rappel"), 1); /* S1-1.2-c: asked, never done */
	life_do(life_written("aah_designe", LIFE_PARQUET, d,
	    "\"a_decision\":\"inutile\""));
	EQ(open_tasks("aah_rappel"), 0);
	life_do(life_written("suites_penales", LIFE_PARQUET, d,
	    "\"p_code\":\"information\",\"p_auteur\":\"Ouverte.\""));
	EQ(LIFE_COUNT("dossier WHERE penal = 'instruction'"), 1);
	EQ(written_to("R13"), 2); /* the foyer, the CRIP: nobody is seized */
	EQ(LIFE_COUNT("delivery WHERE mode = 'boitier' AND scope = 'TIL'"), 1);
	EQ(LIFE_COUNT("task WHERE rule = 'designer'"), 0);
	life_close();
}

/* S1-1.2-a, b; R2, R3; G8: a second signalement, civil. */
TEST(a_measure_gives_the_responsable_territorial_a_task)
{
	open_demo();
	int64_t d = fiche(IN_VALMONT "\"c_mna\":\"non\","
				     "\"g_mesure\":\"administrative\"");

	EQ(LIFE_COUNT("party WHERE role = 'rtpe' AND scope = 'rtpe-nord'"), 1);
	EQ(LIFE_COUNT("duty WHERE role = 'rtpe' AND scope = 'rtpe-nord'"), 1);
	life_do(life_written("saisine_civile", "rtpe", "rtpe-nord", d,
	    "\"v_vers\":\"procureur\",\"v_parquet\":\"parquet-valmont\""));
	EQ(open_tasks("saisine_r2"), 0);
	EQ(written_to("R2"), 1);
	EQ(written_to("R3"), 0);
	TRUE(stands("signale"));
	life_close();

	open_demo();
	d = fiche(IN_VALMONT "\"c_mna\":\"oui\",\"g_mesure\":\"judiciaire\"");
	EQ(LIFE_COUNT("duty WHERE role = 'rtpe' AND scope = 'rtpes'"), 1);
	life_do(life_written("saisine_civile", "rtpe", "rtpes", d,
	    "\"v_vers\":\"je\",\"v_je\":\"tpe-valmont\""));
	EQ(written_to("R3"), 1);
	TRUE(stands("transmis_je"));
	TRUE(reads("juge_enfants", "fiche_p"));
	life_close();
}

/* S1-1.2-d: one working day, from a Saturday night: Monday 24:00. */
TEST(an_unknown_measure_is_for_the_crip_to_determine)
{
	open_demo();
	int64_t d = fiche("\"c_mna\":\"non\",\"g_mesure\":\"inconnue\"");

	EQ(life_number("SELECT due_ms FROM duty WHERE role = 'crip'"),
	    life_at("2026-11-24T00:00"));
	life_do(life_written("mesure_determinee", LIFE_CRIP, d,
	    "\"m_mesure\":\"judiciaire\",\"m_rtpe\":\"rtpe-sud\""));
	EQ(open_tasks("mesure_inconnue"), 0);
	EQ(LIFE_COUNT("duty WHERE role = 'rtpe' AND scope = 'rtpe-sud'"), 1);
	life_close();
}

/* Nobody knows which territory: the CRIP says, and what waited is given. */
TEST(a_task_of_nobody_known_waits_until_the_crip_has_named_one)
{
	open_demo();
	int64_t d = fiche("\"c_mna\":\"non\",\"g_mesure\":\"administrative\"");

	EQ(open_tasks("designer"), 1);
	EQ(open_tasks("saisine_r2"), 0);
	life_do(life_written("service_designe", LIFE_CRIP, d,
	    "\"s_role\":\"rtpe\",\"s_rtpe\":\"rtpe-nord\""));
	EQ(open_tasks("designer"), 0);
	EQ(open_tasks("saisine_r2"), 1);
	life_close();
}

/* S1-2.1: two deliveries of the OPP, then two reports to two, and a copy. */
TEST(an_opp_ends_with_two_reports_to_the_parquet_and_the_judge)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-13\"},\"o_service\":\"ase\","
	    "\"o_mention_adn\":\"oui\""));
	EQ(written_to("R4"), 2);
	EQ(life_number("SELECT due_ms FROM deadline WHERE rule = 'D2'"),
	    life_at("2026-11-21T00:00"));
	EQ(LIFE_COUNT("duty WHERE role = 'ase'"), 1);
	TRUE(
	    refused(life_written("rapport_opp_ase", "mds", "mds-nord", d, "")));
	life_do(life_written("rapport_opp_ase", "ase", "", d, ""));
	EQ(runs("D2"), 0);
	EQ(written_to("R5"), 1);        /* no judge is seized yet */
	TRUE(stands("evaluation_opp")); /* the other one is due (S1-2.1-d) */
	life_do(life_written("saisine_je", LIFE_PARQUET, d,
	    "\"j_date\":{\"date\":\"2026-11-20\"},\"j_je\":\"tpe-valmont\""));
	EQ(written_to("R5J"), 1);
	EQ(runs("D2b"), 0);
	EQ(life_number("SELECT due_ms FROM deadline WHERE rule = 'D2c'"),
	    life_at("2026-12-06T00:00"));
	TRUE(reads("juge_enfants", "rapport_opp_ase"));
	life_do(life_written("service_designe", LIFE_CRIP, d,
	    "\"s_role\":\"rtpe\",\"s_rtpe\":\"rtpe-nord\""));
	life_do(life_written("rapport_opp_adn", ASSOCIATION, d, ""));
	EQ(written_to("R6"), 2);
	EQ(written_to("R6C"), 2); /* the fifth, and the CRIP */
	TRUE(stands("rapports_remis"));
	TRUE(reads("rtpe", "rapport_opp_adn"));
	TRUE(!reads("adn", "rapport_opp_ase"));
	life_do(life_written("decision_je", COURT, d,
	    "\"g_decision\":\"aemo_adn\",\"g_service\":\"aemo-estuaire\""));
	EQ(runs("D2c"), 0);
	EQ(written_to("R10"), 2);
	TRUE(stands("mesure_adn"));
	EQ(LIFE_COUNT("deadline WHERE state < 2 AND rule NOT LIKE 'D1%'"), 0);
	life_close();
}

/* Code civil 375-5, S1-2.1-c: an order of Friday night, recorded on Monday. */
TEST(the_eight_days_of_an_opp_count_from_its_date)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life.c.now = life_at("2026-11-30T09:00");
	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-27\"},\"o_service\":\"ase\""));
	EQ(count("SELECT due_ms FROM task WHERE rule = ?1", "saisir_je"),
	    life_at("2026-12-06T00:00"));
	EQ(count("SELECT due_ms FROM deadline WHERE rule = ?1", "D2b"),
	    life_at("2026-12-06T00:00"));
	EQ(count("SELECT due_ms FROM task WHERE rule = ?1", "rapport_adn_opp"),
	    life_at("2026-12-05T00:00"));
	life_close();
}

/* S1-2.2-a: of a minor who has no judge yet; CPC 1184: of an order. */
TEST(a_limit_is_opened_and_met_only_where_its_text_speaks_of_the_case)
{
	static const struct {
		const char *measure, *form, *answers;
		int64_t open, after;
	} cases[] = {
	    {"judiciaire", NULL, NULL, 0, 0},
	    {"inconnue", NULL, NULL, 1, 1},
	    {"administrative", "saisine_civile",
		"\"v_vers\":\"je\",\"v_je\":\"tpe-valmont\"", 1, 0},
	    {"administrative", "saisine_civile",
		"\"v_vers\":\"procureur\",\"v_parquet\":\"parquet-valmont\"", 1,
		1},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char said[256];
		open_demo();
		snprintf(said, sizeof(said),
		    IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"%s\"",
		    cases[i].measure);
		int64_t d = fiche(said);
		EQ(runs("D3a"), cases[i].open);
		if (cases[i].form)
			life_do(life_written(cases[i].form, "rtpe", "rtpe-nord",
			    d, cases[i].answers));
		EQ(runs("D3a"), cases[i].after);
		life_close();
	}

	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
	life_do(life_written("saisine_je", LIFE_PARQUET, d,
	    "\"j_date\":{\"date\":\"2026-11-21\"},\"j_je\":\"tpe-valmont\""));
	EQ(runs("D2c"), 0);
	life_close();
}

/* A judge who is seized before the reports gets them as they come. */
TEST(a_seizure_during_an_opp_leaves_the_evaluation_open)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-21\"},\"o_service\":\"ase\""));
	life_do(life_written("saisine_je", LIFE_PARQUET, d,
	    "\"j_date\":{\"date\":\"2026-11-21\"},\"j_je\":\"tpe-valmont\""));
	TRUE(stands("evaluation_opp"));
	life_do(life_written("rapport_opp_ase", "ase", "", d, ""));
	EQ(written_to("R5"), 2);
	life_close();
}

/* S1-2.2, G13: three months from the first reception, sursis or not. */
TEST(a_joint_evaluation_waits_for_both_reports)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("demande_evaluation", LIFE_PARQUET, d,
	    "\"d_cadre\":\"oui\""));
	EQ(written_to("R7"), 2);
	EQ(runs("D3a"), 0);
	life_begin();
	OK(course_received(&life.c, life_number("SELECT max(id) FROM act"),
	    TXT("adn"), TXT(""), life_at("2026-11-30T09:00")));
	life_end();
	EQ(life_number("SELECT due_ms FROM deadline WHERE rule = 'D3'"),
	    life_at("2027-03-01T00:00"));
	life_do(life_written("mds_designee", LIFE_CRIP, d,
	    "\"s_mds\":\"mds-nord\""));
	life_do(life_written("sursis", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT("deadline WHERE rule = 'D3' AND paused AND state = 1"),
	    1);
	EQ(written_to("R7S"), 3); /* who meets the family waits too */
	life_do(life_written("sursis_leve", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT("deadline WHERE paused"), 0);
	life_do(life_written("entretien", ASSOCIATION, d, ""));
	TRUE(!reads("parquet", "entretien"));
	life_do(life_written("temps_echange", ASSOCIATION, d, ""));
	life_do(life_written("rapport_mds", "mds", "mds-nord", d, ""));
	TRUE(!reads("parquet", "rapport_mds"));
	TRUE(refused(life_written("envoi_conjoint", LIFE_CRIP, d, "")));
	TRUE(refused(life_written("envoi_adn_seul", LIFE_CRIP, d, "")));
	life_do(life_written("envoi_mds_seul", LIFE_CRIP, d,
	    "\"y_motif\":\"Une audience demain.\""));
	EQ(written_to("R8M"), 1);
	EQ(written_to("R8A"), 0);
	EQ(runs("D3"), 1); /* the other one is still due */
	TRUE(reads("parquet", "rapport_mds"));
	life_do(life_written("rapport_adn", ASSOCIATION, d, ""));
	TRUE(!reads("parquet", "rapport_adn"));
	TRUE(refused(life_written("envoi_adn_seul", LIFE_CRIP, d, "")));
	life_do(life_written("envoi_conjoint", LIFE_CRIP, d, ""));
	EQ(written_to("R8"), 1);
	EQ(runs("D3"), 0);
	TRUE(reads("parquet", "rapport_adn"));
	TRUE(stands("rapports_remis"));
	EQ(LIFE_COUNT("duty WHERE role <> 'parquet'"), 0);
	life_do(life_written("cloture", LIFE_CRIP, d, "\"z_motif\":\"aide\""));
	TRUE(stands("clos"));
	life_close();
}

/* S1-2.3: nothing to the association before the instruction is given. */
TEST(an_intervention_waits_for_its_instruction_unless_it_was_given)
{
	static const char *const asked = WHO_LIVES "\"q_instr\":\"attente\"",
				 *const oral =
				     WHO_LIVES "\"q_instr\":\"orale\"";

	open_demo();
	int64_t d = life_do(life_written("demande_intervention", "fsi",
	    "bt-valmont", 0, asked));
	TRUE(stands("i_attente"));
	EQ(LIFE_COUNT("party WHERE role = 'adn'"), 0);
	EQ(written_to("R9"), 1);
	EQ(written_to("R9A"), 0);
	life_do(life_written("instruction", LIFE_PARQUET, d,
	    "\"n_reponse\":\"orale\""));
	EQ(written_to("R9I"), 1);
	EQ(written_to("R9U"), 1);
	EQ(open_tasks("repondre"), 1);
	life_do(life_written("proposition", ASSOCIATION, d,
	    "\"i_reponse\":\"accepte\""));
	life_do(life_written("planification", ASSOCIATION, d, ""));
	life_do(life_written("intervention_faite", ASSOCIATION, d, ""));
	TRUE(stands("i_realisee"));
	TRUE(!reads("fsi", "intervention_faite"));
	EQ(written_to("R9F"), 1);
	EQ(LIFE_COUNT("duty"), 1); /* S1-1.2-c, recalled to the parquet */
	EQ(open_tasks("aah_rappel"), 1);
	life_close();

	/* Nobody knows its parquet: the CRIP, asked, is party, and reads none.
	 */
	open_demo();
	struct course_act a = life_sent("demande_intervention",
	    "\"k_parquet\":\"parquet-perdu\",\"q_instr\":\"attente\"");
	a.parquet = TXT("");
	a.author.role = TXT("fsi");
	life_do(a);
	EQ(open_tasks("designer"), 1);
	EQ(LIFE_COUNT("party WHERE role = 'crip' AND network = 0"), 1);
	TRUE(!reads("crip", "demande_intervention"));
	life_close();

	open_demo();
	d = life_do(
	    life_written("demande_intervention", "fsi", "bt-valmont", 0, oral));
	TRUE(stands("i_instruite"));
	EQ(written_to("R9A"), 1);
	EQ(life_number("SELECT due_ms FROM duty WHERE role = 'adn'"),
	    life_at("2026-11-23T10:00")); /* Monday, from 9 h */
	TRUE(refused(life_written("instruction", LIFE_PARQUET, d, "")));
	life_do(life_written("annulation", "fsi", "bt-valmont", d, ""));
	EQ(LIFE_COUNT("duty WHERE role <> 'parquet'"), 0);
	life_close();
}

/* S2-f: the 48 hours are of whom it was signalled to, not of who is asked to
 * seize a judge; unless the CRIP says that it is theirs. */
TEST(a_parquet_named_to_seize_a_judge_owes_no_inquiry)
{
	static const char *const owes =
	    "SELECT count(*) FROM duty JOIN deadline ON deadline.id = duty.id"
	    " WHERE kind = 0 AND rule = 'D1' AND scope = ?1";

	open_demo();
	int64_t d = fiche(IN_VALMONT "\"c_mna\":\"non\","
				     "\"g_mesure\":\"administrative\"");
	life_do(life_written("saisine_civile", "rtpe", "rtpe-nord", d,
	    "\"v_vers\":\"procureur\",\"v_parquet\":\"parquet-roncey\""));
	EQ(LIFE_COUNT("party WHERE scope = 'parquet-roncey' AND network = 1"),
	    1);
	EQ(count(owes, "parquet-valmont"), 1);
	EQ(count(owes, "parquet-roncey"), 0);
	/* What it records makes it no more than that. */
	life_do(life_written("saisine_je", "parquet", "parquet-roncey", d,
	    "\"j_je\":\"tpe-valmont\""));
	life_do(life_written("demande_retour", LIFE_CRIP, d, ""));
	EQ(count(owes, "parquet-roncey"), 0);
	struct course_act a = life_sent("fiche_p",
	    "\"c_nom\":\"Exemple\",\"k_parquet\":\"parquet-roncey\"");
	a.about = TXT("P-99-TIL-2026-1-X");
	a.parquet = TXT("parquet-roncey");
	EQ(life_do(a), d);
	EQ(count(owes, "parquet-roncey"), 2);
	life_close();
}

/* What a box sent names a service of another role: it is nobody's, and the CRIP
 * is told, as of one that is in no directory. */
TEST(a_service_of_another_role_is_no_parquet)
{
	open_demo();
	struct course_act a = life_sent("fiche_p",
	    IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\","
		       "\"k_parquet\":\"mds-nord\"");
	a.parquet = TXT("mds-nord");
	life_do(a);
	EQ(LIFE_COUNT("party WHERE role = 'parquet'"), 0);
	EQ(LIFE_COUNT("party WHERE scope = 'mds-nord'"), 0);
	EQ(LIFE_COUNT("party WHERE role = 'crip'"), 1);
	EQ(open_tasks("designer"), 1);
	life_close();
}
