#define SUITE dossier_fold
#include "course.h"

#define CAMILLE LIFE_FICHE
#define OTHER                                                                  \
	"\"c_nom\":\"Autre\",\"c_prenom\":\"Dominique\","                      \
	"\"k_parquet\":\"parquet-valmont\""

/* --- merged ------------------------------------------------------------------
 */

static struct course_act
merge_act(int64_t from, const char *into)
{
	char answer[160];

	snprintf(answer, sizeof(answer),
	    "\"f_dossier\":\"%s\",\"f_motif\":\"Même date de naissance\"",
	    into);
	return life_written("fusion", LIFE_CRIP, from, answer);
}

/* References that are read back: those of the real form. */
static struct course_act
named(const char *reference, const char *parquet, const char *answers)
{
	struct course_act a = life_sent("fiche_p", answers);

	a.reference = str_of(reference);
	a.parquet = str_of(parquet);
	return a;
}

#define FIRST  "P-99-TIL-2026-12-Z"
#define SECOND "P-2A-SITE-2027-104-K"
#define THIRD  "P-971-AB-2026-1000-C"

/* Two dossiers: one at Valmont under evaluation, one at Roncey. */
static void
two(int64_t *a, int64_t *b)
{
	*a = life_do(named(FIRST, "parquet-valmont", CAMILLE));
	life_do(life_written("demande_evaluation", LIFE_PARQUET, *a, ""));
	*b = life_do(named(SECOND, "parquet-roncey",
	    "\"c_nom\":\"Exemple\",\"c_prenom\":\"Camille\","
	    "\"g_mesure\":\"inconnue\",\"k_parquet\":\"parquet-roncey\""));
}

/* R1: a reference that is guessed opens nothing. */
TEST(who_is_not_party_to_a_dossier_draws_it_into_no_other)
{
	life_open("2026-11-21T22:00");
	int64_t a, b;
	struct course_act other = {0};

	two(&a, &b);
	other = life_written("fusion", LIFE_PARQUET, a,
	    "\"f_dossier\":\"" SECOND "\",\"f_motif\":\"Le même mineur\"");
	EQ(life_try(&other), ERR_INPUT);
	EQ(LIFE_COUNT("dossier WHERE merged IS NOT NULL"), 0);
	EQ(LIFE_COUNT("party WHERE dossier = 2 AND scope = 'parquet-valmont'"),
	    0);
	other = life_written("fusion", LIFE_PARQUET, a,
	    "\"f_dossier\":\"" THIRD "\",\"f_motif\":\"Le même mineur\"");
	EQ(life_try(&other), ERR_INPUT); /* as of one that is not */
	EQ(life_do(merge_act(a, SECOND)), b);
	life_close();
}

TEST(everything_of_a_merged_dossier_stands_in_the_other)
{
	life_open("2026-11-21T22:00");
	int64_t a, b;

	two(&a, &b);
	int64_t limits = LIFE_COUNT("deadline"), letters = LIFE_COUNT("letter");
	EQ(life_do(merge_act(b, FIRST)), a);
	EQ(LIFE_COUNT("dossier WHERE id = 2 AND merged = 1"), 1);
	EQ(LIFE_COUNT("act WHERE dossier = 1"), 4);
	EQ(LIFE_COUNT("act WHERE dossier = 2"), 0);
	EQ(LIFE_COUNT("deadline WHERE dossier = 1"), limits);
	EQ(LIFE_COUNT("letter WHERE dossier = 1"), letters);
	EQ(LIFE_COUNT("minor WHERE dossier = 1"), 2);
	/* Both parquets, the CRIP, the association: each reads all it may. */
	EQ(LIFE_COUNT("party WHERE dossier = 1"), 4);
	EQ(LIFE_COUNT("reception WHERE scope = 'parquet-roncey'"), 4);
	EQ(LIFE_COUNT("likeness WHERE ended_ms IS NULL"), 0);
	EQ(LIFE_COUNT("likeness WHERE same = 1 AND act IS NOT NULL"), 1);
	EQ(LIFE_COUNT("dossier WHERE id = 1 AND education ="
		      " 'evaluation_conjointe'"),
	    1);
	/* Both owe the first act of investigation. */
	EQ(LIFE_COUNT("duty JOIN deadline ON deadline.id = duty.id WHERE kind ="
		      " 0 AND rule = 'D1'"),
	    4);
	life_close();
}

TEST(what_comes_for_a_merged_dossier_goes_where_it_stands)
{
	life_open("2026-11-21T22:00");
	int64_t a, b;

	two(&a, &b);
	life_do(merge_act(b, FIRST));
	struct course_act c = life_sent("complement", "");
	c.reference = TXT(SECOND "-C1");
	c.about = TXT(SECOND);
	EQ(life_do(c), a);
	EQ(life_do(life_written("suites_penales", LIFE_PARQUET, b, "")), a);
	SAME_TEXT(life.done.reference, FIRST "-A2");
	life_close();
}

TEST(a_merge_releases_no_block_I)
{
	life_open("2026-11-21T22:00");
	int64_t a, b;

	two(&a, &b);
	life_do(life_written("communication_reseau", LIFE_PARQUET, a, ""));
	EQ(LIFE_COUNT("party WHERE role = 'adn' AND network = 1"), 1);
	life_do(merge_act(a, SECOND));
	EQ(LIFE_COUNT("party WHERE role = 'adn' AND network = 1"), 0);
	EQ(LIFE_COUNT("party WHERE role = 'crip' AND network = 1"), 1);
	life_close();
}

TEST(a_dossier_is_not_merged_with_itself_nor_with_what_is_not_there)
{
	life_open("2026-11-21T22:00");
	int64_t a, b;

	two(&a, &b);
	struct course_act m = merge_act(a, FIRST);
	EQ(life_try(&m), ERR_INPUT);
	m = merge_act(a, THIRD);
	EQ(life_try(&m), ERR_INPUT);
	m = merge_act(a, "n’importe quoi");
	EQ(life_try(&m), ERR_INPUT);
	EQ(LIFE_COUNT("act WHERE form = 'fusion'"), 0);
	life_begin();
	OK(course_merge(&life.c, b, a, 1));
	EQ(course_merge(&life.c, b, a, 1), ERR_INPUT);
	EQ(course_merge(&life.c, a, b, 1), ERR_INPUT);
	life_end();
	life_close();
}

/* --- parted ------------------------------------------------------------------
 */

/* Every row that a merge may move, as text, to be compared. */
static struct str
picture(void)
{
	struct str text = TXT("");

	OK(query_json(&life.store, &life.mem, &text,
	    "SELECT json_array("
	    "(SELECT json_group_array(json_array(id, education, penal,"
	    " urgency, merged)) FROM (SELECT * FROM dossier ORDER BY id)),"
	    "(SELECT json_group_array(json_array(id, dossier)) FROM"
	    " (SELECT id, dossier FROM act WHERE form NOT IN"
	    "  ('fusion', 'separation') ORDER BY id)),"
	    "(SELECT json_group_array(json_array(dossier, role, scope,"
	    " network)) FROM (SELECT * FROM party ORDER BY 1, 2, 3)),"
	    "(SELECT json_group_array(json_array(id, dossier, state)) FROM"
	    " (SELECT * FROM deadline ORDER BY id)),"
	    "(SELECT json_group_array(json_array(id, dossier)) FROM"
	    " (SELECT * FROM task WHERE rule <> 'rapprocher' ORDER BY id)),"
	    "(SELECT json_group_array(json_array(role, scope, kind, id,"
	    " dossier)) FROM (SELECT * FROM duty WHERE id NOT IN (SELECT id"
	    "  FROM task WHERE rule = 'rapprocher') ORDER BY kind, id, role,"
	    " scope)),"
	    "(SELECT json_group_array(json_array(act, dossier)) FROM"
	    " (SELECT * FROM minor ORDER BY act)),"
	    "(SELECT json_group_array(json_array(id, dossier)) FROM"
	    " (SELECT * FROM letter ORDER BY id)),"
	    "(SELECT json_group_array(json_array(act, role, scope)) FROM"
	    " (SELECT * FROM reception WHERE act NOT IN (SELECT id FROM act"
	    "  WHERE form IN ('fusion', 'separation')) ORDER BY 1, 2, 3)))",
	    NONE));
	return text;
}

static struct course_act
split_act(int64_t dossier, const char *reference)
{
	char answer[160];

	snprintf(answer, sizeof(answer),
	    "\"f_acte\":\"%s\",\"f_motif\":\"Homonyme\"", reference);
	return life_written("separation", LIFE_CRIP, dossier, answer);
}

TEST(a_split_brings_back_what_a_merge_had_moved_and_it_can_be_merged_again)
{
	life_open("2026-11-21T22:00");
	int64_t a, b;

	two(&a, &b);
	struct str before = picture();
	life_begin();
	OK(course_merge(&life.c, b, a, 1));
	life_end();
	life_check();
	struct str merged = picture();
	TRUE(!str_eq(before, merged));
	int64_t moved =
	    life_number("SELECT id FROM act WHERE reference = '" SECOND "'");
	int64_t back = 0;
	life_begin();
	OK(course_split(&life.c, moved, 1, &back));
	life_end();
	EQ(back, b);
	SAME_STR(picture(), before);
	EQ(LIFE_COUNT("dossier WHERE merged IS NOT NULL"), 0);
	EQ(LIFE_COUNT("likeness WHERE same = 0"), 1);
	EQ(LIFE_COUNT("folded"), 0);
	life_check();
	life_begin();
	OK(course_merge(&life.c, b, a, 1));
	life_end();
	SAME_STR(picture(), merged);
	life_close();
}

TEST(what_was_merged_in_turn_comes_back_in_turn)
{
	life_open("2026-11-21T22:00");
	int64_t a, b, back = 0;

	two(&a, &b);
	int64_t c = life_do(named(THIRD, "parquet-valmont", OTHER));
	struct str apart = picture();
	life_begin();
	OK(course_merge(&life.c, c, b, 1));
	life_end();
	struct str once = picture();
	life_begin();
	OK(course_merge(&life.c, b, a, 1));
	life_end();
	EQ(LIFE_COUNT("act WHERE dossier = 1"), 4);
	life_check();
	int64_t moved =
	    life_number("SELECT id FROM act WHERE reference = '" SECOND "'");
	life_begin();
	OK(course_split(&life.c, moved, 1, &back));
	life_end();
	EQ(back, b);
	SAME_STR(picture(), once);
	life_check();
	moved = life_number("SELECT id FROM act WHERE reference = '" THIRD "'");
	life_begin();
	OK(course_split(&life.c, moved, 1, &back));
	life_end();
	EQ(back, c);
	SAME_STR(picture(), apart);
	life_close();
}

TEST(what_was_done_since_the_merge_stays_where_it_was_done)
{
	life_open("2026-11-21T22:00");
	int64_t a, b;

	two(&a, &b);
	life_do(merge_act(b, FIRST));
	life_do(life_written("service_designe", LIFE_CRIP, a,
	    "\"s_role\":\"mds\",\"s_mds\":\"mds-nord\""));
	life_do(split_act(a, SECOND));
	EQ(LIFE_COUNT("party WHERE dossier = 1 AND role = 'mds'"), 1);
	EQ(LIFE_COUNT("party WHERE dossier = 2 AND role = 'mds'"), 0);
	/* It reads nothing of the other's any more. */
	EQ(LIFE_COUNT("reception JOIN act ON act.id = act WHERE act.dossier ="
		      " 2 AND reception.role = 'mds'"),
	    0);
	EQ(LIFE_COUNT("act WHERE dossier = 1 AND form = 'separation'"), 1);
	life_close();
}

#define STANDS(id, education, penal)                                           \
	"dossier WHERE id = " id " AND education = '" education                \
	"' AND penal = '" penal "'"

/* S2-f, S1-2.1-c: what was done for one child answers for no other. */
TEST(a_split_leaves_each_child_its_own_states_limits_and_tasks)
{
	life_open("2026-11-21T22:00");
	int64_t a = life_do(named(FIRST, "parquet-valmont", CAMILLE));
	struct course_act f = named(SECOND, "parquet-valmont",
	    "\"c_nom\":\"Exemple\",\"c_prenom\":\"Camille\","
	    "\"g_mesure\":\"inconnue\",\"k_parquet\":\"parquet-valmont\"");
	f.urgency = 2;
	int64_t b = life_do(f);

	life_do(life_written("opp", LIFE_PARQUET, b,
	    "\"o_date\":{\"date\":\"2026-11-21\"},\"o_service\":\"ase\""));
	EQ(life_do(merge_act(b, FIRST)), a);
	EQ(LIFE_COUNT(STANDS("1", "evaluation_opp", "sans_information")), 1);
	EQ(LIFE_COUNT("dossier WHERE id = 1 AND urgency = 2"), 1);
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, a, ""));
	life_do(life_written("rapport_opp_ase", "ase", "", a, ""));
	life_do(life_written("mesure_determinee", LIFE_CRIP, a, ""));
	EQ(LIFE_COUNT("deadline WHERE rule IN ('D1', 'D2') AND state = 2"), 3);
	life_do(split_act(a, SECOND));
	/* The inquiry was opened in the first, and is of that child. */
	EQ(LIFE_COUNT(STANDS("1", "signale", "enquete")), 1);
	EQ(LIFE_COUNT(STANDS("2", "evaluation_opp", "sans_information")), 1);
	EQ(LIFE_COUNT("dossier WHERE id = 1 AND urgency = 0"), 1);
	EQ(LIFE_COUNT(
	       "deadline WHERE dossier = 1 AND rule = 'D1' AND state = 2"),
	    1);
	EQ(LIFE_COUNT("deadline WHERE dossier = 2 AND rule IN ('D1', 'D2') AND"
		      " state = 1 AND ended_ms IS NULL"),
	    2);
	EQ(LIFE_COUNT("duty JOIN deadline ON deadline.id = duty.id WHERE kind ="
		      " 0 AND duty.dossier = 2 AND rule = 'D1'"),
	    1);
	EQ(LIFE_COUNT(
	       "deadline_event WHERE what = 'again' AND act IS NOT NULL"),
	    4);
	TRUE(LIFE_COUNT("alert JOIN deadline ON deadline.id = deadline WHERE"
			" deadline.dossier = 2") > 0);
	EQ(LIFE_COUNT("duty JOIN task ON task.id = duty.id WHERE kind = 1 AND"
		      " rule = 'mesure' AND task.dossier = 2 AND duty.role ="
		      " 'crip'"),
	    1);
	life_close();
}

TEST(an_act_of_a_merged_dossier_leads_the_other_one_on_by_itself_too)
{
	life_open("2026-11-21T22:00");
	int64_t a = life_do(named(FIRST, "parquet-valmont", CAMILLE));
	int64_t b = life_do(named(SECOND, "parquet-valmont", CAMILLE));
	int64_t c = life_do(named(THIRD, "parquet-valmont", CAMILLE));

	life_do(merge_act(b, FIRST));
	life_do(life_written("demande_evaluation", LIFE_PARQUET, a, ""));
	life_do(life_written("opp", LIFE_PARQUET, c, "\"o_service\":\"ase\""));
	life_do(merge_act(c, FIRST));
	EQ(LIFE_COUNT(STANDS("1", "evaluation_opp", "sans_information")), 1);
	life_do(split_act(a, THIRD));
	EQ(LIFE_COUNT(STANDS("1", "evaluation_conjointe", "sans_information")),
	    1);
	life_do(split_act(a, SECOND));
	EQ(LIFE_COUNT(STANDS("2", "signale", "sans_information")), 1);
	EQ(LIFE_COUNT("apart"), 0);
	life_close();
}

/* S1-2.1-c: what runs under an OPP can be recorded, whichever is merged. */
TEST(of_two_dossiers_under_way_the_further_one_is_kept)
{
	static const struct {
		const char *a, *b, *education, *penal;
	} cases[] = {
	    {"opp", "demande_evaluation", "evaluation_opp", "sans_information"},
	    {"demande_evaluation", "opp", "evaluation_opp", "sans_information"},
	    {"saisine_je", "opp", "transmis_je", "sans_information"},
	    {"enquete_ouverte", "opp", "evaluation_opp", "enquete"},
	    /* What is closed closes nothing that is under way. */
	    {"classement", "enquete_ouverte", "signale", "enquete"},
	    {"enquete_ouverte", "classement", "signale", "enquete"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		life_open("2026-11-21T22:00");
		snprintf(test_where, sizeof(test_where), " (case %zu)", i);
		int64_t a = life_do(named(FIRST, "parquet-valmont", CAMILLE));
		int64_t b = life_do(named(SECOND, "parquet-valmont", CAMILLE));
		life_do(life_written(cases[i].a, LIFE_PARQUET, a,
		    "\"o_service\":\"ase\",\"j_je\":\"tpe-valmont\""));
		life_do(life_written(cases[i].b, LIFE_PARQUET, b,
		    "\"o_service\":\"ase\",\"j_je\":\"tpe-valmont\""));
		life_do(merge_act(b, FIRST));
		EQ(life_number_of("SELECT count(*) FROM dossier WHERE id = 1"
				  " AND education = ?",
		       cases[i].education),
		    1);
		EQ(life_number_of("SELECT count(*) FROM dossier WHERE id = 1"
				  " AND penal = ?",
		       cases[i].penal),
		    1);
		life_close();
	}
}

TEST(a_request_for_an_intervention_is_merged_with_no_signalement)
{
	life_open("2026-11-21T22:00");
	int64_t a = life_do(named(FIRST, "parquet-valmont", CAMILLE));
	struct course_act r = life_sent("demande_intervention",
	    "\"k_parquet\":\"parquet-valmont\"");
	r.reference = TXT("I-99-TIL-2026-7-X");
	r.author.role = TXT("fsi");
	int64_t b = life_do(r);

	TRUE(a != b);
	life_begin();
	EQ(course_merge(&life.c, a, b, 1), ERR_INPUT);
	EQ(course_merge(&life.c, b, a, 1), ERR_INPUT);
	life_end();
	EQ(LIFE_COUNT("dossier WHERE merged IS NOT NULL"), 0);
	life_close();
}

TEST(a_fiche_that_joined_by_mistake_gets_a_dossier_of_its_own)
{
	life_open("2026-11-21T22:00");
	int64_t a = life_do(named(FIRST, "parquet-valmont", CAMILLE));
	struct course_act f = named(SECOND, "parquet-roncey",
	    "\"c_nom\":\"Autre\",\"k_parquet\":\"parquet-roncey\"");

	f.about = TXT(FIRST);
	EQ(life_do(f), a);
	struct course_act c = life_sent("complement", "");
	c.reference = TXT(SECOND "-C1");
	c.about = TXT(SECOND);
	c.parquet = TXT("parquet-roncey");
	EQ(life_do(c), a);
	life_do(life_written("demande_evaluation", LIFE_PARQUET, a, ""));
	life_do(split_act(a, SECOND));
	EQ(LIFE_COUNT("dossier WHERE reference = '" SECOND "' AND education ="
		      " 'signale'"),
	    1);
	EQ(LIFE_COUNT("act WHERE dossier = 2"), 2);
	EQ(LIFE_COUNT("party WHERE dossier = 2"), 2);
	EQ(LIFE_COUNT("party WHERE dossier = 1 AND scope = 'parquet-roncey'"),
	    0);
	EQ(LIFE_COUNT("deadline WHERE dossier = 2"), 3);
	/* What names a dossier does not leave it. */
	struct course_act s = split_act(a, FIRST);
	EQ(life_try(&s), ERR_INPUT);
	s = split_act(2, FIRST); /* it is not there */
	EQ(life_try(&s), ERR_INPUT);
	life_close();
}
