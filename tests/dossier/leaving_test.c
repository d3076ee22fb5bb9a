#define SUITE dossier_leaving
#include "course.h"

#define FIRST  "P-99-TIL-2026-12-Z"
#define SECOND "P-2A-SITE-2027-104-K"
#define ADMINISTRATIVE                                                         \
	"\"c_nom\":\"Exemple\",\"c_prenom\":\"Camille\",\"c_mna\":\"non\","    \
	"\"g_mesure\":\"administrative\",\"k_parquet\":\"parquet-valmont\","   \
	"\"e_domicile\":{\"text\":\"Valmont\",\"commune\":\"99001\"}"
#define NORD "role = 'rtpe' AND scope = 'rtpe-nord'"
#define OWED(rule)                                                             \
	"duty JOIN task ON task.id = duty.id WHERE kind = 1 AND rule = '" rule \
	"'"

static struct course_act
leaves(const char *by, const char *scope, int64_t dossier, const char *role,
    const char *service)
{
	char answers[160];

	snprintf(answers, sizeof(answers),
	    "\"e_role\":\"%s\",\"e_%s\":\"%s\",\"e_raison\":\"Une erreur\"",
	    role, strcmp(role, "juge_enfants") == 0 ? "je" : role, service);
	return life_written("service_retire", by, scope, dossier, answers);
}

static struct course_act
names(const char *role, const char *service, int64_t dossier)
{
	char answers[160];

	snprintf(answers, sizeof(answers), "\"s_role\":\"%s\",\"s_%s\":\"%s\"",
	    role, role, service);
	return life_written("service_designe", LIFE_CRIP, dossier, answers);
}

static int64_t
fiche(const char *reference, const char *answers)
{
	struct course_act a = life_sent("fiche_p", answers);

	a.reference = str_of(reference);
	return life_do(a);
}

/* Refused, and nothing of it is there. */
static void
refused(struct course_act a, const char *party)
{
	char sql[128];

	snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM party WHERE scope = ?");
	int64_t acts = LIFE_COUNT("act"), n = life_number_of(sql, party);
	EQ(life_try(&a), ERR_INPUT);
	EQ(LIFE_COUNT("act"), acts);
	EQ(LIFE_COUNT("departed"), 0);
	EQ(life_number_of(sql, party), n);
	TRUE(n > 0);
}

/* DOMAINE 2.5: from then on it is nobody's business there. */
TEST(who_was_named_by_mistake_is_party_no_more_and_reads_nothing)
{
	life_open("2026-11-20T15:00");
	int64_t d = fiche(FIRST, ADMINISTRATIVE);

	life_do(names("rtpe", "rtpe-nord", d));
	TRUE(LIFE_COUNT("reception WHERE " NORD) > 0);
	life_begin();
	tx_run(&life.tx,
	    "UPDATE reception SET opened_ms = 5 WHERE act = 1 AND " NORD, NONE);
	life_end();
	EQ(life_do(leaves(LIFE_CRIP, d, "rtpe", "rtpe-nord")), d);
	EQ(LIFE_COUNT("party WHERE " NORD), 0);
	EQ(LIFE_COUNT("reception WHERE " NORD), 0);
	EQ(LIFE_COUNT("duty WHERE " NORD), 0);
	EQ(LIFE_COUNT("departed WHERE " NORD " AND act = 3"), 1);
	/* What was written stays, and so does what it had opened. */
	EQ(LIFE_COUNT("act"), 3);
	EQ(LIFE_COUNT("had WHERE departed = 3 AND act = 1 AND opened_ms = 5"),
	    1);
	EQ(LIFE_COUNT("had"), 1);
	/* What comes later is not for it either. */
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d, ""));
	life_do(life_written("classement", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT("reception WHERE " NORD), 0);
	EQ(LIFE_COUNT("letter JOIN delivery ON letter = letter.id WHERE rule = "
		      "'R0' AND " NORD),
	    1);
	life_close();
}

/* S1-1.2-a: the child is still to be spoken for. */
TEST(what_it_owed_ends_and_waits_for_who_is_named_in_its_place)
{
	life_open("2026-11-20T15:00");
	int64_t d = fiche(FIRST, ADMINISTRATIVE);

	EQ(LIFE_COUNT(OWED("saisine_r2")), 1);
	life_do(names("rtpe", "rtpe-nord", d));
	life_do(leaves(LIFE_PARQUET, d, "rtpe", "rtpe-nord"));
	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state = 3 AND"
		      " ended_by = 3 AND " NORD),
	    1);
	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state = 0"), 1);
	EQ(LIFE_COUNT(OWED("designer") " AND duty.role = 'crip'"), 1);
	life_check();
	/* By any act that names one of its role. */
	life_do(life_written("mesure_determinee", LIFE_CRIP, d,
	    "\"m_mesure\":\"administrative\",\"m_rtpe\":\"rtpe-sud\""));
	EQ(LIFE_COUNT(OWED("saisine_r2") " AND duty.scope = 'rtpe-sud'"), 1);
	EQ(LIFE_COUNT(OWED("saisine_r2")), 1);
	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state = 0"), 0);
	EQ(LIFE_COUNT("task WHERE rule = 'designer' AND state = 2"), 1);
	life_close();
}

TEST(what_it_owed_is_taken_over_by_another_of_its_role_that_is_there)
{
	life_open("2026-11-20T15:00");
	int64_t d = fiche(FIRST, ADMINISTRATIVE);

	life_do(names("rtpe", "rtpe-nord", d));
	life_do(names("rtpe", "rtpe-sud", d));
	life_do(leaves(LIFE_CRIP, d, "rtpe", "rtpe-nord"));
	EQ(LIFE_COUNT(OWED("saisine_r2") " AND duty.scope = 'rtpe-sud' AND "
					 "task.due_ms IS NOT NULL"),
	    1);
	EQ(LIFE_COUNT("task WHERE rule = 'designer'"), 0);
	/* It was done: nothing is asked of anybody again. */
	life_do(names("rtpe", "rtpe-nord", d));
	life_do(life_written("saisine_civile", "rtpe", "rtpe-sud", d, ""));
	life_do(leaves(LIFE_CRIP, d, "rtpe", "rtpe-nord"));
	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state < 2"), 0);
	life_close();
}

/* S1-2.1-c: seven days run from the order, whoever it names. */
TEST(a_limit_runs_on_is_the_crips_meanwhile_and_then_of_who_is_named)
{
	life_open("2026-11-20T15:00");
	int64_t d = life_fiche();

	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-20\"},\"o_service\":\"ase\""));
	EQ(LIFE_COUNT("duty WHERE role = 'ase'"), 1);
	life_do(leaves(LIFE_PARQUET, d, "ase", "ase"));
	EQ(LIFE_COUNT("duty WHERE role = 'ase'"), 0);
	EQ(LIFE_COUNT("deadline WHERE rule = 'D2' AND state = 1"), 1);
	EQ(LIFE_COUNT(OWED("designer")), 1);
	/* The only one of its role is not found again by that alone. */
	EQ(LIFE_COUNT("party WHERE role = 'ase'"), 0);
	life_do(names("ase", "ase", d));
	EQ(LIFE_COUNT("duty WHERE role = 'ase'"), 1);
	EQ(LIFE_COUNT(OWED("designer")), 0);
	TRUE(LIFE_COUNT("reception WHERE role = 'ase'") > 1);
	life_close();
}

TEST(a_judge_seised_by_mistake_has_no_hearing_to_hold)
{
	life_open("2026-11-20T15:00");
	int64_t d = life_fiche();

	life_do(life_written("saisine_je", LIFE_PARQUET, d,
	    "\"j_je\":\"tpe-valmont\",\"j_date\":{\"date\":\"2026-11-20\"}"));
	life_do(life_written("saisine_je", LIFE_PARQUET, d,
	    "\"j_je\":\"tpe-roncey\",\"j_date\":{\"date\":\"2026-11-20\"}"));
	EQ(LIFE_COUNT("deadline WHERE rule = 'D2c' AND state = 1"), 2);
	life_do(leaves(LIFE_PARQUET, d, "juge_enfants", "tpe-valmont"));
	EQ(LIFE_COUNT("deadline WHERE rule = 'D2c' AND state = 3 AND act = 2"),
	    1);
	EQ(LIFE_COUNT("deadline WHERE rule = 'D2c' AND state = 1 AND act = 3"),
	    1);
	EQ(LIFE_COUNT("deadline_event WHERE what = 'dropped' AND act = 4"), 1);
	EQ(LIFE_COUNT("party WHERE scope = 'tpe-roncey'"), 1);
	life_close();
}

TEST(letters_that_had_not_left_are_stopped_and_the_others_stay_as_they_are)
{
	life_open("2026-11-20T15:00");
	int64_t d = life_fiche();

	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-20\"},\"o_service\":\"ase\""));
	EQ(LIFE_COUNT("delivery WHERE role = 'ase' AND state = 6"), 1);
	life_begin();
	for (int state = 0; state < 10; state++)
		tx_run(&life.tx,
		    "INSERT INTO delivery(letter, copy, role, scope, service,"
		    " name, mode, state, bytes) SELECT letter, 1, role, scope,"
		    " service, name, 'courriel_complet', ?, x'00' FROM delivery"
		    " WHERE role = 'ase' AND state = 6 AND bytes IS NULL",
		    INT(state));
	life_end();
	life_begin();
	int64_t act = 2,
		of = life_number("SELECT id FROM delivery WHERE state = 5");
	OK(course_task_make(&life.c, d, act, TXT("adresse"), TXT("crip"),
	    TXT(""), of, 0));
	OK(course_task_make(&life.c, d, act, TXT("verifier"), TXT("crip"),
	    TXT(""), life_number("SELECT id FROM delivery WHERE state = 3"),
	    0));
	life_end();
	life_do(leaves(LIFE_PARQUET, d, "ase", "ase"));
	EQ(LIFE_COUNT("delivery WHERE role = 'ase' AND state = 12"
		      " AND bytes IS NULL"),
	    7);
	EQ(LIFE_COUNT("delivery WHERE role = 'ase' AND state IN (3, 4, 7, 9)"),
	    4);
	EQ(LIFE_COUNT("delivery WHERE role <> 'ase' AND state = 12"), 0);
	EQ(LIFE_COUNT("task WHERE rule = 'adresse' AND state = 3"), 1);
	/* Whether it has a child's letter is still asked. */
	EQ(LIFE_COUNT("task WHERE rule = 'verifier' AND state = 1"), 1);
	life_close();
}

/* Nobody shuts out whose matter it is, and no magistrate above all. */
TEST(whose_matter_it_is_stays)
{
	life_open("2026-11-20T15:00");
	int64_t d = life_fiche();

	/* The parquet it was addressed to, by another parquet that is party. */
	life_begin();
	tx_run(&life.tx,
	    "INSERT INTO party(dossier, role, scope, act) VALUES (1, 'parquet',"
	    " 'parquet-roncey', 1), (1, 'juge_enfants', 'tpe-valmont', 1)",
	    NONE);
	life_end();
	refused(leaves("parquet", "parquet-roncey", d, "parquet",
		    "parquet-valmont"),
	    "parquet-valmont");
	/* Itself. */
	refused(leaves("parquet", "parquet-roncey", d, "parquet",
		    "parquet-roncey"),
	    "parquet-roncey");
	/* A judge, by who may not. */
	refused(leaves(LIFE_CRIP, d, "juge_enfants", "tpe-valmont"),
	    "tpe-valmont");
	/* A judge who has decided, by who may. */
	life_do(
	    life_written("decision_je", "juge_enfants", "tpe-valmont", d, ""));
	refused(leaves(LIFE_PARQUET, d, "juge_enfants", "tpe-valmont"),
	    "tpe-valmont");
	/* Who has written. */
	life_do(names("mds", "mds-nord", d));
	life_do(life_written("rapport_mds", "mds", "mds-nord", d, ""));
	refused(leaves(LIFE_CRIP, d, "mds", "mds-nord"), "mds-nord");
	/* Who is no party. */
	struct course_act a = leaves(LIFE_CRIP, d, "rtpe", "rtpe-sud");
	EQ(life_try(&a), ERR_INPUT);
	/* Nobody at all, and a service of another role. */
	a = life_written("service_retire", LIFE_CRIP, d, "");
	EQ(life_try(&a), ERR_INPUT);
	a = leaves(LIFE_CRIP, d, "rtpe", "crip");
	EQ(life_try(&a), ERR_INPUT);
	/* By who records no such act. */
	a = leaves("mds", "mds-nord", d, "rtpe", "rtpe-sud");
	EQ(life_try(&a), ERR_DENIED);
	EQ(LIFE_COUNT("departed"), 0);
	life_close();
}

/* A dossier that was addressed to no parquet is the one's that was named. */
TEST(the_last_parquet_stays_whoever_named_it)
{
	life_open("2026-11-20T15:00");
	int64_t d = life_fiche();

	life_begin();
	tx_run(&life.tx,
	    "UPDATE party SET scope = 'parquet-roncey' WHERE"
	    " role = 'parquet'",
	    NONE);
	tx_run(&life.tx,
	    "INSERT INTO named VALUES (1, 'parquet',"
	    " 'parquet-roncey')",
	    NONE);
	tx_run(&life.tx,
	    "UPDATE reception SET scope = 'parquet-roncey' WHERE"
	    " role = 'parquet'",
	    NONE);
	life_end();
	refused(leaves("rtpe", "rtpe-nord", d, "parquet", "parquet-roncey"),
	    "parquet-roncey");
	life_begin();
	tx_run(&life.tx,
	    "INSERT INTO party(dossier, role, scope, act) VALUES"
	    " (1, 'parquet', 'parquet-valmont', 1)",
	    NONE);
	tx_run(&life.tx,
	    "UPDATE duty SET scope = 'parquet-roncey' WHERE"
	    " role = 'parquet'",
	    NONE);
	life_end();
	life_do(leaves(LIFE_PARQUET, d, "parquet", "parquet-roncey"));
	EQ(LIFE_COUNT("party WHERE role = 'parquet'"), 1);
	life_close();
}

/* Whoever named it, if it is alone in that. */
TEST(who_named_a_service_says_that_it_was_a_mistake_unless_another_named_it_too)
{
	life_open("2026-11-20T15:00");
	int64_t d = life_fiche();

	life_do(names("mds", "mds-nord", d));
	refused(leaves(LIFE_PARQUET, d, "mds", "mds-nord"), "mds-nord");
	life_begin();
	tx_run(&life.tx, "INSERT INTO named VALUES (1, 'mds', 'mds-nord')",
	    NONE);
	life_end();
	refused(leaves(LIFE_CRIP, d, "mds", "mds-nord"), "mds-nord");
	life_begin();
	tx_run(&life.tx, "DELETE FROM named WHERE act = 1 AND role = 'mds'",
	    NONE);
	life_end();
	life_do(leaves(LIFE_CRIP, d, "mds", "mds-nord"));
	EQ(LIFE_COUNT("party WHERE role = 'mds'"), 0);
	EQ(LIFE_COUNT("named WHERE role = 'mds'"), 0);
	life_close();
}

TEST(it_may_be_named_again_and_then_reads_as_before)
{
	life_open("2026-11-20T15:00");
	int64_t d = fiche(FIRST, ADMINISTRATIVE);

	life_do(names("rtpe", "rtpe-nord", d));
	life_do(leaves(LIFE_CRIP, d, "rtpe", "rtpe-nord"));
	life_do(names("rtpe", "rtpe-nord", d));
	EQ(LIFE_COUNT("party WHERE " NORD), 1);
	EQ(LIFE_COUNT("reception WHERE act = 1 AND " NORD), 1);
	EQ(LIFE_COUNT(OWED("saisine_r2") " AND duty.scope = 'rtpe-nord'"), 1);
	/* The reason that was given is for those who read that act alone. */
	EQ(LIFE_COUNT("reception WHERE act = 3 AND " NORD), 0);
	life_do(leaves(LIFE_CRIP, d, "rtpe", "rtpe-nord"));
	EQ(LIFE_COUNT("party WHERE " NORD), 0);
	EQ(LIFE_COUNT("departed WHERE " NORD), 2);
	life_close();
}

/* --- with dossiers that are merged and parted --------------------------------
 */

static void
folds(const char *form, int64_t dossier, const char *other)
{
	char answers[96];

	snprintf(answers, sizeof(answers),
	    "\"f_dossier\":\"%s\",\"f_acte\":\"%s\",\"f_motif\":\"Oui\"", other,
	    other);
	life_do(life_written(form, LIFE_CRIP, dossier, answers));
}

TEST(who_left_a_dossier_comes_back_neither_by_a_merge_nor_by_its_split)
{
	life_open("2026-11-20T15:00");
	int64_t a = fiche(FIRST, ADMINISTRATIVE);
	int64_t b = fiche(SECOND, LIFE_FICHE);

	life_do(names("rtpe", "rtpe-nord", a));
	life_do(leaves(LIFE_CRIP, a, "rtpe", "rtpe-nord"));
	folds("fusion", a, SECOND);
	EQ(LIFE_COUNT("party WHERE " NORD), 0);
	life_check();
	folds("separation", b, FIRST);
	EQ(LIFE_COUNT("party WHERE " NORD), 0);
	EQ(LIFE_COUNT("reception WHERE " NORD), 0);
	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state = 0 AND "
		      "dossier = 1"),
	    1);
	life_close();
}

/* Said of both while they were one, it holds for each; what it owed in its own
 * is asked of another. */
TEST(who_left_two_that_were_one_is_back_in_neither)
{
	life_open("2026-11-20T15:00");
	int64_t a = fiche(FIRST, ADMINISTRATIVE);
	int64_t b = fiche(SECOND, LIFE_FICHE);

	life_do(names("rtpe", "rtpe-nord", a));
	folds("fusion", a, SECOND);
	EQ(LIFE_COUNT("folded WHERE " NORD), 1);
	life_do(leaves(LIFE_CRIP, b, "rtpe", "rtpe-nord"));
	life_do(names("rtpe", "rtpe-sud", b));
	EQ(LIFE_COUNT(OWED("saisine_r2") " AND duty.scope = 'rtpe-sud'"), 1);
	folds("separation", b, FIRST);
	EQ(LIFE_COUNT("party WHERE " NORD), 0);
	EQ(LIFE_COUNT("reception WHERE " NORD), 0);
	EQ(LIFE_COUNT("duty WHERE " NORD), 0);
	/* Nor is the other one's, who is of the other dossier. */
	EQ(LIFE_COUNT("party WHERE scope = 'rtpe-sud' AND dossier = 2"), 1);
	EQ(LIFE_COUNT("party WHERE scope = 'rtpe-sud' AND dossier = 1"), 0);
	EQ(LIFE_COUNT("duty WHERE scope = 'rtpe-sud' AND dossier = 1"), 0);
	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state < 2"), 1);
	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state = 0 AND "
		      "dossier = 1"),
	    1);
	EQ(LIFE_COUNT(OWED("designer") " AND task.dossier = 1"), 1);
	life_close();
}

/* The only one of its role that is left of it: what it alone owed is open
 * again, for somebody else. */
TEST(what_ended_with_it_in_a_dossier_that_parted_waits_there)
{
	life_open("2026-11-20T15:00");
	int64_t a = fiche(FIRST, ADMINISTRATIVE);
	int64_t b = fiche(SECOND, LIFE_FICHE);

	life_do(names("rtpe", "rtpe-nord", a));
	life_do(life_written("mesure_determinee", LIFE_CRIP, b,
	    "\"m_mesure\":\"administrative\",\"m_rtpe\":\"rtpe-sud\""));
	folds("fusion", a, SECOND);
	/* Another owes the same: nothing waits. */
	life_do(leaves(LIFE_CRIP, b, "rtpe", "rtpe-nord"));
	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state < 2"), 1);
	folds("separation", b, FIRST);
	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state = 0 AND role = "
		      "'' AND dossier = 1"),
	    1);
	EQ(LIFE_COUNT("task WHERE rule = 'saisine_r2' AND state = 1 AND "
		      "dossier = 2"),
	    1);
	EQ(LIFE_COUNT(OWED("designer") " AND task.dossier = 1"), 1);
	life_close();
}

/* A fiche that never had a dossier of its own names its services anew, but for
 * those that had left. */
TEST(a_fiche_that_is_taken_out_brings_back_nobody_who_left)
{
	life_open("2026-11-20T15:00");
	int64_t d = fiche(FIRST, LIFE_FICHE);
	struct course_act f = life_sent("fiche_p",
	    "\"c_nom\":\"Autre\",\"k_parquet\":\"parquet-roncey\"");

	f.reference = TXT(SECOND);
	f.about = TXT(FIRST);
	f.parquet = TXT("parquet-roncey");
	EQ(life_do(f), d);
	life_do(life_written("communication_reseau", LIFE_PARQUET, d, ""));
	life_begin(); /* as a rule that names one by the fiche would have */
	tx_run(&life.tx,
	    "INSERT INTO departed SELECT 3, 'parquet', 'parquet-roncey'", NONE);
	tx_run(&life.tx, "DELETE FROM party WHERE scope = 'parquet-roncey'",
	    NONE);
	tx_run(&life.tx, "DELETE FROM reception WHERE scope = 'parquet-roncey'",
	    NONE);
	tx_run(&life.tx, "DELETE FROM duty WHERE scope = 'parquet-roncey'",
	    NONE);
	life_end();
	folds("separation", d, SECOND);
	EQ(LIFE_COUNT("act WHERE dossier = 2"), 1);
	EQ(LIFE_COUNT("party WHERE scope = 'parquet-roncey'"), 0);
	EQ(LIFE_COUNT("reception WHERE scope = 'parquet-roncey'"), 0);
	life_close();
}
