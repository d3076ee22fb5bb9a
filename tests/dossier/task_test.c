#define SUITE dossier_task
#include "course.h"

#define OWED(rule, role, scope)                                                \
	"duty JOIN task ON task.id = duty.id WHERE kind = 1 AND rule = '" rule \
	"' AND duty.role = '" role "' AND duty.scope = '" scope "'"

#define LIFE_AS(who)         AS_TEXT(who)
#define AS_TEXT(role, scope) TXT(role), TXT(scope)

#define FICHE(mesure, mna, town)                                               \
	"\"c_nom\":\"Exemple\",\"c_mna\":\"" mna "\",\"g_mesure\":\"" mesure   \
	"\",\"k_parquet\":\"parquet-valmont\",\"e_domicile\":{\"text\":\"1 "   \
	"rue Haute\",\"town\":\"" town "\"}"

/* S1-1.2-a: an administrative measure is signalled by the RTPE of the home. */
TEST(an_administrative_measure_is_a_task_of_the_rtpe_of_the_home)
{
	life_open("2026-11-20T15:00"); /* a Friday */
	life_do(life_sent("fiche_p", FICHE("administrative", "non", "Roncey")));
	EQ(LIFE_COUNT(OWED("saisine_r2", "rtpe", "rtpe-sud")), 1);
	EQ(LIFE_COUNT("task"), 1);
	/* Two working days, whole: until Tuesday 24:00. */
	EQ(life_number("SELECT due_ms FROM task"), life_at("2026-11-25T00:00"));
	life_close();
}

/* S1-1.2-b: of a minor without family here, the specialised one. */
TEST(of_an_unaccompanied_minor_it_is_the_specialised_one_s)
{
	life_open("2026-11-20T15:00");
	life_do(life_sent("fiche_p", FICHE("administrative", "oui", "Roncey")));
	EQ(LIFE_COUNT(OWED("saisine_r2", "rtpe", "rtpes")), 1);
	EQ(LIFE_COUNT("task"), 1);
	life_close();
}

/* S1-1.2-d */
TEST(an_unknown_measure_is_for_the_crip_to_determine)
{
	life_open("2026-11-20T15:00");
	int64_t d =
	    life_do(life_sent("fiche_p", FICHE("inconnue", "non", "Valmont")));

	EQ(LIFE_COUNT(OWED("mesure", "crip", "")), 1);
	life_do(life_written("mesure_determinee", LIFE_CRIP, d,
	    "\"m_mesure\":\"administrative\",\"m_rtpe\":\"rtpe-nord\""));
	EQ(LIFE_COUNT("task WHERE rule = 'mesure' AND state = 2 AND ended_by"
		      " IS NOT NULL"),
	    1);
	EQ(LIFE_COUNT(OWED("saisine_r2", "rtpe", "rtpe-nord")), 1);
	life_do(life_written("saisine_civile", "rtpe", "rtpe-nord", d, ""));
	EQ(LIFE_COUNT("duty WHERE kind = 1"), 0);
	life_close();
}

TEST(no_measure_is_no_task)
{
	life_open("2026-11-20T15:00");
	life_do(life_sent("fiche_p", FICHE("aucune", "non", "Valmont")));
	EQ(LIFE_COUNT("task"), 0);
	life_close();
}

/* Nobody guesses (R1): the CRIP names who it is, and the task is theirs. */
TEST(a_recipient_nobody_knows_is_named_by_the_crip)
{
	life_open("2026-11-20T15:00");
	int64_t d = life_do(
	    life_sent("fiche_p", FICHE("administrative", "non", "Ailleurs")));

	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state = 0"), 1);
	EQ(LIFE_COUNT(OWED("designer", "crip", "")), 1);
	EQ(LIFE_COUNT("task WHERE form = 'service_designe'"), 1);
	life_check();
	/* Naming another than was meant leaves it to be named. */
	life_do(life_written("service_designe", LIFE_CRIP, d,
	    "\"s_role\":\"mds\",\"s_mds\":\"mds-nord\""));
	EQ(LIFE_COUNT("task WHERE rule = 'designer' AND state = 2"), 1);
	EQ(LIFE_COUNT(OWED("designer", "crip", "")), 1);
	life_do(life_written("service_designe", LIFE_CRIP, d,
	    "\"s_role\":\"rtpe\",\"s_rtpe\":\"rtpe-nord\""));
	EQ(LIFE_COUNT(OWED("designer", "crip", "")), 0);
	EQ(LIFE_COUNT(OWED("saisine_r2", "rtpe", "rtpe-nord")), 1);
	EQ(LIFE_COUNT("reception JOIN act ON act.id = act WHERE act.form ="
		      " 'fiche_p' AND reception.role = 'rtpe'"),
	    1);
	life_close();
}

/* A draft that was left names no parquet; once it is named, its letter leaves.
 */
TEST(a_letter_to_nobody_known_is_completed_when_somebody_is_named)
{
	life_open("2026-11-20T15:00");
	struct course_act a = life_sent("fiche_p", "\"c_nom\":\"Exemple\"");

	a.parquet = TXT("");
	int64_t d = life_do(a);
	EQ(LIFE_COUNT("delivery"), 1); /* the CRIP, in copy */
	EQ(LIFE_COUNT(OWED("designer", "crip", "")), 1);
	struct course_act c = life_sent("complement", "");
	c.reference = TXT("P-99-TIL-2026-1-X-C1");
	c.about = a.reference;
	c.parquet = TXT("parquet-valmont");
	EQ(life_do(c), d);
	EQ(LIFE_COUNT("delivery WHERE copy = 0 AND scope = 'parquet-valmont'"),
	    1);
	life_close();
}

TEST(the_same_task_is_not_made_twice_for_one_service)
{
	life_open("2026-11-20T15:00");
	int64_t d = life_do(
	    life_sent("fiche_p", FICHE("administrative", "non", "Roncey")));
	struct course_act a =
	    life_sent("fiche_p", FICHE("administrative", "non", "Roncey"));

	a.about = TXT("P-99-TIL-2026-1-X");
	EQ(life_do(a), d);
	EQ(LIFE_COUNT("task"), 1);
	a = life_sent("fiche_p", FICHE("administrative", "non", "Valmont"));
	a.about = TXT("P-99-TIL-2026-1-X");
	EQ(life_do(a), d);
	EQ(LIFE_COUNT("task"), 2);
	/* Each answers for itself. */
	life_do(life_written("saisine_civile", "rtpe", "rtpe-sud", d, ""));
	EQ(LIFE_COUNT("task WHERE state = 2"), 1);
	EQ(LIFE_COUNT(OWED("saisine_r2", "rtpe", "rtpe-nord")), 1);
	life_close();
}

TEST(what_can_be_recorded_no_more_in_a_closed_dossier_is_dropped)
{
	life_open("2026-11-20T15:00");
	int64_t d = life_fiche();

	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT(OWED("envoi", "crip", "")), 1);
	life_do(life_written("transfert", LIFE_CRIP, d, ""));
	EQ(LIFE_COUNT("task WHERE rule = 'envoi' AND state = 3"), 1);
	EQ(LIFE_COUNT("duty WHERE kind = 1"), 0);
	life_close();
}

/* S1-2.1-a: an order ends the joint evaluation, and what it asked. */
TEST(what_a_state_lets_nobody_record_is_asked_of_nobody)
{
	life_open_in("demo", "2026-11-20T15:00");
	int64_t d = life_fiche();

	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT(OWED("rapport_de_adn", "adn", "")), 1);
	EQ(LIFE_COUNT(OWED("designer_mds", "crip", "")), 1);
	life_do(life_written("opp", LIFE_PARQUET, d, "\"o_service\":\"ase\""));
	EQ(LIFE_COUNT("task WHERE rule IN ('rapport_de_adn', 'designer_mds')"
		      " AND state = 3 AND ended_by IS NOT NULL"),
	    2);
	EQ(LIFE_COUNT(OWED("rapport_adn_opp", "adn", "")), 1);
	life_close();
}

/* S1-3.2-a: what no act ends goes when somebody says so, and not before. */
TEST(a_call_to_make_is_done_when_its_service_says_so)
{
	life_open_in("demo", "2026-11-20T15:00");
	int64_t d = life_fiche();

	life_do(
	    life_written("transfert", LIFE_CRIP, d, "\"x_connue\":\"non\""));
	EQ(LIFE_COUNT(OWED("appeler_crip", "crip", "")), 1);
	life_do(life_written("demande_retour", LIFE_CRIP, d, ""));
	EQ(LIFE_COUNT(OWED("appeler_crip", "crip", "")), 1);
	int64_t task =
	    life_number("SELECT id FROM task WHERE rule = 'appeler_crip'");
	life_begin();
	EQ(course_task_by_hand(&life.c, d, task, LIFE_AS(LIFE_PARQUET),
	       &life.account),
	    ERR_INPUT);
	EQ(course_task_by_hand(&life.c, d + 1, task, LIFE_AS(LIFE_CRIP),
	       &life.account),
	    ERR_INPUT);
	OK(course_task_by_hand(&life.c, d, task, LIFE_AS(LIFE_CRIP),
	    &life.account));
	EQ(course_task_by_hand(&life.c, d, task, LIFE_AS(LIFE_CRIP),
	       &life.account),
	    ERR_INPUT);
	/* What an act ends is done by that act; a letter, on its page. */
	OK(course_task_make(&life.c, d, life.done.act, TXT("rapprocher"),
	    TXT("crip"), TXT(""), 0, 0));
	OK(course_task_make(&life.c, d, life.done.act, TXT("deposer"),
	    TXT("crip"), TXT(""), 1, 0));
	for (int64_t other = task + 1; other <= task + 2; other++)
		EQ(course_task_by_hand(&life.c, d, other, LIFE_AS(LIFE_CRIP),
		       &life.account),
		    ERR_INPUT);
	life_end();
	EQ(LIFE_COUNT("task WHERE rule = 'appeler_crip' AND state = 2 AND"
		      " account IS NOT NULL AND ended_by IS NULL"),
	    1);
	life_close();
}

TEST(a_task_made_by_hand_is_ended_by_hand)
{
	life_open("2026-11-20T15:00");
	int64_t d = life_fiche(), act = life.done.act;

	life_begin();
	OK(course_task_make(&life.c, d, act, TXT("verifier"), TXT("crip"),
	    TXT(""), 1, life.c.now + CLOCK_DAY));
	OK(course_task_make(&life.c, d, act, TXT("verifier"), TXT("crip"),
	    TXT(""), 1, 0)); /* about the same letter: it is there */
	OK(course_task_make(&life.c, d, act, TXT("verifier"), TXT("crip"),
	    TXT(""), 2, 0));
	life_end();
	EQ(LIFE_COUNT("task"), 2);
	/* What it records meanwhile is no answer to it. */
	life_do(life_written("demande_retour", LIFE_CRIP, d, ""));
	EQ(LIFE_COUNT("task WHERE state = 1"), 2);
	int64_t task = life_number("SELECT min(id) FROM task");
	life_begin();
	OK(course_task_done(&life.c, task, 0));
	EQ(course_task_done(&life.c, task, 0), ERR_INPUT);
	EQ(course_task_done(&life.c, 999, 0), ERR_INPUT);
	life_end();
	EQ(LIFE_COUNT("duty WHERE kind = 1"), 1);
	SAME_TEXT(course_task_title(&life.pack, TXT("fiche_p"), TXT("verifier"),
		      life.c.now),
	    "Vérifier auprès du destinataire si le courrier est arrivé");
	SAME_TEXT(course_task_title(&life.pack, TXT("fiche_p"),
		      TXT("saisine_r2"), life.c.now),
	    "Signaler au procureur");
	SAME_TEXT(course_task_title(&life.pack, TXT("fiche_p"), TXT("xyz"),
		      life.c.now),
	    "xyz");
	life_close();
}
