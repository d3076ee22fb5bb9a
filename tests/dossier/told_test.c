/* Who is told, asked or given to read what became of it. */
#define SUITE dossier_told
#include "journey.h"

/* S1-1.1-o, CASF L226-5: of two establishments that signalled one minor. */
TEST(each_author_of_a_dossier_is_told_what_became_of_it)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
	for (int i = 0; i < 2; i++) {
		struct course_act a =
		    life_sent("fiche_p", WHO_LIVES "\"g_mesure\":\"aucune\"");
		a.dossier = d;
		a.device = NULL;
		a.author = (struct course_author){&life.account, TXT("pjj"),
		    TXT("pjj-99")};
		life_do(a);
	}
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d, ""));
	life_do(life_written("suites_penales", LIFE_PARQUET, d,
	    "\"p_code\":\"information\",\"p_auteur\":\"Ouverte.\""));
	EQ(LIFE_COUNT("delivery JOIN letter ON letter.id = letter WHERE rule ="
		      " 'R13' AND role = 'foyer' AND scope = 'TIL'"),
	    1);
	EQ(LIFE_COUNT("delivery JOIN letter ON letter.id = letter WHERE rule ="
		      " 'R13' AND role = 'pjj' AND scope = 'pjj-99'"),
	    1);
	life_close();
}

/* CASF L226-5: the answer goes to who reported, and to nobody else. */
TEST(an_author_who_asks_is_answered_within_three_months)
{
	open_demo();
	int64_t d = fiche("\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("demande_retour", LIFE_CRIP, d,
	    "\"r_date\":{\"date\":\"2026-11-30\"}"));
	EQ(life_number("SELECT due_ms FROM deadline WHERE rule = 'D11'"),
	    life_at("2027-03-01T00:00"));
	life_do(life_written("information_auteur", LIFE_CRIP, d,
	    "\"i_suite\":\"justice\",\"i_auteur\":\"Saisie.\""));
	EQ(runs("D11"), 0);
	EQ(written_to("R13A"), 1);
	life_close();
}

/* CASF L226-5: R13C tells the author as R13 does, the day it is recorded. */
TEST(a_classement_answers_an_author_who_asked)
{
	open_demo();
	int64_t d = fiche("\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("demande_retour", LIFE_CRIP, d,
	    "\"r_date\":{\"date\":\"2026-11-30\"}"));
	life_do(life_written("classement", LIFE_PARQUET, d,
	    "\"l_date\":{\"date\":\"2026-11-20\"}"));
	EQ(written_to("R13C"), 2);
	EQ(LIFE_COUNT("deadline WHERE rule = 'D11' AND state = 2"), 1);
	EQ(life_number("SELECT ended_ms FROM deadline WHERE rule = 'D11'"),
	    life.c.now);
	life_close();
}

/* R1: asked of somebody is answered by somebody, closed or not. */
TEST(what_is_added_to_a_closed_dossier_is_given_to_who_is_named_for_it)
{
	static const char *const ends[] = {"cloture", "transfert"};

	for (size_t i = 0; i < 2; i++) {
		open_demo();
		struct course_act a = life_sent("fiche_p",
		    "\"c_nom\":\"Exemple\",\"c_mna\":\"non\","
		    "\"g_mesure\":\"aucune\",\"k_parquet\":"
		    "\"parquet-valmont\"");
		int64_t d = life_do(a);
		char about[64];
		snprintf(about, sizeof(about), "%.*s",
		    (int)life.done.reference.len, life.done.reference.at);
		life_do(life_written(ends[i], LIFE_CRIP, d, ""));
		struct directory *at = &life.pack.directory;
		for (size_t k = 0; k < at->count; k++)
			if (str_eq(at->services[k].id, TXT("parquet-valmont")))
				at->services[k].until = TXT("2026-11-20");
		pack_today(&life.pack, day_of(2026, 11, 21));
		struct course_act c = life_sent("complement", "");
		c.about = str_of(about);
		EQ(life_do(c), d);
		EQ(open_tasks("designer"), 1);
		life_do(life_written("service_designe", LIFE_CRIP, d,
		    "\"s_role\":\"parquet\",\"s_parquet\":"
		    "\"parquet-aubelle\""));
		EQ(open_tasks("designer"), 0);
		EQ(written_to("R1N"), 1);
		life_close();
	}
}

/* S1-2.1-d: what was said later is the signalement too. */
TEST(a_judge_reads_each_report_and_what_completes_the_fiche)
{
	open_demo();
	int64_t d =
	    fiche(IN_VALMONT "\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
	char about[64];
	snprintf(about, sizeof(about), "%.*s", (int)life.done.reference.len,
	    life.done.reference.at);
	for (int i = 0; i < 2; i++) {
		struct course_act c = life_sent("complement", "");
		c.about = str_of(about);
		EQ(life_do(c), d);
	}
	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-13\"},\"o_service\":\"ase\","
	    "\"o_mention_adn\":\"oui\""));
	life_do(life_written("rapport_opp_ase", "ase", "", d, ""));
	life_do(life_written("saisine_je", LIFE_PARQUET, d,
	    "\"j_date\":{\"date\":\"2026-11-20\"},\"j_je\":\"tpe-valmont\""));
	EQ(LIFE_COUNT("reception JOIN act ON act.id = act WHERE form ="
		      " 'complement' AND reception.role = 'juge_enfants'"),
	    2);
	life_close();
}

/* R14: to an address of the directory, or by a person. */
TEST(a_transfer_writes_to_a_crip_that_is_known_or_asks_someone_to_call)
{
	open_demo();
	int64_t d = fiche("\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");

	life_do(life_written("transfert", LIFE_CRIP, d,
	    "\"x_connue\":\"oui\",\"x_crip\":\"crip-98\""));
	EQ(written_to("R14"), 1);
	EQ(written_to("R14P"), 1);
	TRUE(stands("transfere"));
	life_close();

	open_demo();
	d = fiche("\"c_mna\":\"non\",\"g_mesure\":\"aucune\"");
	life_do(
	    life_written("transfert", LIFE_CRIP, d, "\"x_connue\":\"non\""));
	EQ(written_to("R14"), 0);
	EQ(open_tasks("appeler_crip"), 1);
	life_close();
}
