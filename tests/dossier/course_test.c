#define SUITE dossier_course
#include "course.h"

/* --- what a fiche causes ----------------------------------------------------
 */

TEST(a_fiche_opens_a_dossier_named_by_its_reference)
{
	life_open("2026-11-21T22:00");
	struct course_act a = life_sent("fiche_p", LIFE_FICHE);
	a.urgency = 2;
	int64_t d = life_do(a);

	TRUE(d > 0 && !life.done.again);
	SAME_STR(life.done.reference, a.reference);
	EQ(LIFE_COUNT("dossier WHERE reference = 'P-99-TIL-2026-1-X' AND"
		      " education = 'signale' AND penal = 'sans_information'"
		      " AND urgency = 2"),
	    1);
	EQ(LIFE_COUNT("act WHERE role = 'foyer' AND scope = 'TIL' AND account"
		      " IS NULL"),
	    1);
	EQ(LIFE_COUNT("party"), 2);
	EQ(LIFE_COUNT("party WHERE role = 'parquet' AND scope ="
		      " 'parquet-valmont' AND network = 1"),
	    1);
	EQ(LIFE_COUNT("reception WHERE opened_ms IS NULL"), 2);
	life_close();
}

/* S1-1.1-b to e: to the parquet, the CRIP in copy; nothing leaves before the
 * pack is activated. */
TEST(its_letter_goes_to_the_parquet_with_the_crip_in_copy)
{
	life_open("2026-11-21T22:00");
	life_fiche();
	EQ(life.done.letters, 1);
	EQ(LIFE_COUNT("letter WHERE rule = 'R1' AND version = 1"), 1);
	EQ(LIFE_COUNT("delivery WHERE copy = 0 AND role = 'parquet' AND mode ="
		      " 'courriel_complet' AND state = 0 AND mailbox ="
		      " 'mineurs.parquet-valmont@justice.example'"),
	    1);
	EQ(LIFE_COUNT("delivery WHERE copy = 1 AND role = 'crip' AND scope = ''"
		      " AND mode = 'portail' AND state = 6"),
	    1);
	EQ(LIFE_COUNT("delivery"), 2);
	life_close();
}

TEST(nothing_goes_to_a_service_that_is_no_more_and_the_crip_names_another)
{
	life_open("2026-11-21T22:00");
	for (size_t i = 0; i < life.pack.directory.count; i++)
		if (str_eq(life.pack.directory.services[i].id,
			TXT("parquet-valmont")))
			life.pack.directory.services[i].until =
			    TXT("2026-11-20");
	pack_today(&life.pack, day_of(2026, 11, 21));
	life_fiche();
	EQ(LIFE_COUNT("delivery WHERE role = 'parquet'"), 0);
	EQ(LIFE_COUNT("party WHERE role = 'parquet'"), 0);
	EQ(LIFE_COUNT("delivery WHERE copy = 1 AND role = 'crip'"), 1);
	EQ(LIFE_COUNT("task WHERE rule = 'designer'"), 1);
	life_close();
}

static void
activate(void)
{
	life_begin();
	tx_run(&life.tx,
	    "INSERT INTO activation(pack, asked_by, asked_ms, done_ms)"
	    " VALUES ('essai', ?1, 1, 2)",
	    BLOB(BYTES_OF(life.account.at)));
	for (size_t i = 0; i < life.pack.directory.count; i++)
		tx_run(&life.tx,
		    "INSERT INTO mailbox(pack, service, address, code, state,"
		    " asked_by) VALUES ('essai', ?1, ?2, '', 9, ?3)",
		    TEXT(life.pack.directory.services[i].id),
		    TEXT(life.pack.directory.services[i].mailbox),
		    BLOB(BYTES_OF(life.account.at)));
	life_end();
}

/* S1-A9: what came into the directory since was tried out by nobody. */
TEST(a_mailbox_that_changed_since_is_not_written_to)
{
	life_open("2026-11-21T22:00");
	activate();
	for (size_t i = 0; i < life.pack.directory.count; i++)
		if (str_eq(life.pack.directory.services[i].id,
			TXT("parquet-valmont")))
			life.pack.directory.services[i].mailbox =
			    TXT("autre@justice.example");
	life_fiche();
	EQ(LIFE_COUNT("delivery WHERE role = 'parquet' AND state = 0"), 1);
	EQ(LIFE_COUNT("delivery WHERE state = 1"), 0);
	life_close();
}

TEST(an_activated_pack_sends_and_a_package_is_deposited_by_a_person)
{
	life_open("2026-11-21T22:00");
	activate();
	life_fiche();
	EQ(LIFE_COUNT("delivery WHERE role = 'parquet' AND state = 1"), 1);
	struct course_act a =
	    life_sent("fiche_p", "\"k_parquet\":\"parquet-roncey\"");
	a.parquet = TXT("parquet-roncey");
	life_do(a);
	EQ(LIFE_COUNT("delivery WHERE mode = 'plex_manuel' AND state = 8"), 1);
	EQ(LIFE_COUNT("task WHERE rule = 'deposer' AND delivery IS NOT NULL"),
	    1);
	life_close();
}

TEST(an_act_recorded_twice_is_recorded_once)
{
	life_open("2026-11-21T22:00");
	struct course_act a = life_sent("fiche_p", LIFE_FICHE);
	int64_t d = life_do(a);
	struct course_done first = life.done;

	EQ(life_do(a), d);
	TRUE(life.done.again);
	EQ(life.done.act, first.act);
	SAME_STR(life.done.reference, first.reference);
	EQ(LIFE_COUNT("act"), 1);
	EQ(LIFE_COUNT("letter"), 1);
	EQ(LIFE_COUNT("deadline"), 3);
	life_close();
}

TEST(a_complement_goes_to_the_dossier_of_what_it_completes)
{
	life_open("2026-11-21T22:00");
	int64_t d = life_fiche();
	struct course_act c = life_sent("complement", "");

	c.reference = TXT("P-99-TIL-2026-1-X-C1");
	c.about = TXT("P-99-TIL-2026-1-X");
	EQ(life_do(c), d);
	EQ(LIFE_COUNT("dossier"), 1);
	EQ(LIFE_COUNT("reception"), 4);
	life_close();
}

TEST(what_another_box_completes_has_a_dossier_of_its_own_and_a_task_says_so)
{
	static const struct ident other = {{7}};

	life_open("2026-11-21T22:00");
	int64_t d = life_fiche();
	struct course_act c = life_sent("complement", "");

	c.reference = TXT("P-99-TIL-2026-1-X-C1");
	c.about = TXT("P-99-TIL-2026-1-X");
	c.device = &other;
	TRUE(life_do(c) != d);
	EQ(LIFE_COUNT("task JOIN duty ON duty.id = task.id WHERE rule ="
		      " 'hors_etape' AND duty.role = 'crip'"),
	    1);
	life_close();
}

TEST(a_fiche_joins_the_complement_that_came_before_it)
{
	life_open("2026-11-21T22:00");
	struct course_act c = life_sent("complement", "");

	c.reference = TXT("P-99-TIL-2026-2-X-C1");
	c.about = TXT("P-99-TIL-2026-2-X");
	int64_t d = life_do(c);
	EQ(life_fiche(), d);
	EQ(LIFE_COUNT("dossier WHERE reference = 'P-99-TIL-2026-2-X'"), 1);
	life_close();
}

/* --- who may, and when -------------------------------------------------------
 */

TEST(an_act_written_here_bears_the_name_of_its_dossier_and_a_number)
{
	life_open("2026-11-21T22:00");
	int64_t d = life_fiche();

	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d, ""));
	SAME_TEXT(life.done.reference, "P-99-TIL-2026-1-X-A1");
	life_do(life_written("suites_penales", LIFE_PARQUET, d, ""));
	SAME_TEXT(life.done.reference, "P-99-TIL-2026-1-X-A2");
	EQ(LIFE_COUNT("act WHERE account IS NOT NULL AND role = 'parquet'"), 2);
	/* Who wrote it has read it. */
	EQ(LIFE_COUNT("reception JOIN act ON act.id = act WHERE act.account IS"
		      " NOT NULL AND reception.role = 'parquet' AND acked_ms"
		      " IS NOT NULL"),
	    2);
	life_close();
}

TEST(the_central_opens_a_dossier_under_a_site_no_box_bears)
{
	life_open("2026-11-21T22:00");
	struct course_act a = life_written("demande_intervention", "fsi",
	    "BREVAL", 0, "\"k_parquet\":\"parquet-valmont\"");

	life_do(a);
	TRUE(str_starts(life.done.reference, TXT("I-99-CENTRAL-2026-1-")));
	EQ(LIFE_COUNT("dossier WHERE education = 'i_attente'"), 1);
	EQ(LIFE_COUNT("party WHERE role = 'fsi' AND scope = 'BREVAL'"), 1);
	a.ident = ident_new();
	life_do(a);
	TRUE(str_starts(life.done.reference, TXT("I-99-CENTRAL-2026-2-")));
	life_close();
}

TEST(the_rules_refuse_a_wrong_state_a_wrong_role_and_a_second_time)
{
	life_open("2026-11-21T22:00");
	int64_t d = life_fiche();
	struct course_act a = life_written("envoi_conjoint", LIFE_CRIP, d, "");

	EQ(life_try(&a), ERR_INPUT); /* nothing was asked yet */
	a = life_written("demande_evaluation", LIFE_CRIP, d, "");
	EQ(life_try(&a), ERR_DENIED); /* the parquet asks */
	a = life_written("complement", LIFE_CRIP, d, "");
	EQ(life_try(&a), ERR_DENIED); /* it is filed from a box */
	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	a = life_written("demande_evaluation", LIFE_PARQUET, d, "");
	EQ(life_try(&a), ERR_INPUT); /* once */
	a = life_written("enquete_ouverte", LIFE_PARQUET, 0, "");
	EQ(life_try(&a), ERR_INPUT); /* opens nothing */
	a = life_written("enquete_ouverte", LIFE_PARQUET, 77, "");
	EQ(life_try(&a), ERR_ABSENT);
	a = life_written("nouvel_acte", LIFE_PARQUET, d, "");
	EQ(life_try(&a), ERR_INPUT); /* no rule */
	a = life_written("opp", LIFE_PARQUET, d, "");
	a.payload = (struct bytes){(const uint8_t *)"[1]", 3};
	EQ(life_try(&a), ERR_MANGLED);
	EQ(LIFE_COUNT("act"), 2);
	EQ(LIFE_COUNT("dossier"), 1);
	life_close();
}

TEST(an_act_of_a_box_is_never_refused)
{
	life_open("2026-11-21T22:00");
	struct course_act a = life_sent("d_un_autre_temps", "");

	life_do(a);
	EQ(LIFE_COUNT("party"), 2); /* the CRIP, and the parquet it names */
	EQ(LIFE_COUNT("reception"), 2);
	EQ(LIFE_COUNT("task WHERE rule = 'hors_etape'"), 1);
	life_close();
}

static int may_count, may_asked;
static char may_forms[1024];

static void
may_one(void *ctx, const struct rules_act *a, bool asked)
{
	(void)ctx;
	may_count++;
	may_asked += asked;
	strncat(may_forms, " ", sizeof(may_forms) - strlen(may_forms) - 1);
	strncat(may_forms, a->form.at, a->form.len);
}

static bool
may(int64_t dossier, const char *role, const char *scope, const char *form)
{
	may_count = may_asked = 0;
	may_forms[0] = 0;
	OK(course_may(&life.store, &life.pack, life.c.now, dossier,
	    str_of(role), str_of(scope), may_one, NULL));
	return strstr(may_forms, form) != NULL;
}

TEST(what_may_come_next_is_offered_to_who_may_record_it)
{
	life_open("2026-11-21T22:00");
	int64_t d = life_fiche();

	TRUE(may(d, LIFE_PARQUET, "demande_evaluation"));
	TRUE(!may(d, LIFE_PARQUET, "sursis"));
	TRUE(!may(d, "parquet", "parquet-roncey", "enquete"));
	EQ(may_count, 0); /* another ressort's is not party */
	TRUE(!may(d, LIFE_CRIP, "envoi_conjoint"));
	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	TRUE(!may(d, LIFE_PARQUET, "demande_evaluation"));
	TRUE(may(d, LIFE_PARQUET, "sursis"));
	TRUE(may(d, LIFE_CRIP, "envoi_conjoint"));
	EQ(may_asked, 1); /* it is a task of hers */
	TRUE(may(0, "fsi", "BREVAL", "demande_intervention"));
	TRUE(!may(0, LIFE_CRIP, "envoi_conjoint"));
	life_close();
}

/* --- parties, readers --------------------------------------------------------
 */

/* DOMAINE 2.5: what no rule names is shown to no more than it was sent to. */
TEST(an_act_without_a_rule_is_read_by_the_crip_and_its_parquet_alone)
{
	life_open("2026-11-21T22:00");
	int64_t d = life_fiche();
	struct course_act a = life_sent("d_un_autre_temps", "");

	a.about = TXT("P-99-TIL-2026-1-X");
	EQ(life_do(a), d);
	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT("party WHERE role = 'adn'"), 1);
	a = life_sent("d_un_autre_temps", "");
	a.about = TXT("P-99-TIL-2026-1-X");
	EQ(life_do(a), d);
	EQ(LIFE_COUNT("act JOIN reception ON act = act.id WHERE form ="
		      " 'd_un_autre_temps' AND reception.role IN ('crip',"
		      " 'parquet')"),
	    4);
	EQ(LIFE_COUNT("act JOIN reception ON act = act.id WHERE form ="
		      " 'd_un_autre_temps'"),
	    4);
	life_close();
}

TEST(who_joins_later_reads_the_earlier_acts_its_role_may)
{
	life_open("2026-11-21T22:00");
	int64_t d = life_fiche();

	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d, ""));
	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	/* The association is seized: the fiche and its seizure, not the
	 * investigation. */
	EQ(LIFE_COUNT("reception WHERE role = 'adn'"), 2);
	EQ(LIFE_COUNT("reception JOIN act ON act.id = act WHERE reception.role"
		      " = 'adn' AND act.form = 'enquete_ouverte'"),
	    0);
	life_close();
}

/* DOMAINE 2.5: block I only once the parquet released it. */
TEST(block_I_is_released_by_an_act_and_not_before)
{
	life_open("2026-11-21T22:00");
	int64_t d = life_fiche();

	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT("party WHERE role = 'adn' AND network = 0"), 1);
	life_do(life_written("communication_reseau", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT("party WHERE role = 'adn' AND network = 1"), 1);
	EQ(LIFE_COUNT("party WHERE role = 'adn'"), 1);
	life_close();
}

TEST(an_author_is_told_by_its_box_and_a_unit_by_its_desk)
{
	life_open("2026-11-21T22:00");
	int64_t d = life_fiche();

	life_do(life_written("suites_penales", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT("delivery WHERE mode = 'boitier' AND role = 'foyer' AND"
		      " scope = 'TIL' AND service = '' AND name = 'Foyer Les"
		      " Tilleuls'"),
	    1);
	d = life_do(life_written("demande_intervention", "fsi", "BREVAL", 0,
	    "\"k_parquet\":\"parquet-valmont\""));
	life_do(life_written("suites_penales", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT("delivery WHERE role = 'fsi' AND scope = 'BREVAL' AND"
		      " mode = 'portail' AND state = 6"),
	    1);
	life_close();
}

TEST(a_scope_is_empty_where_a_role_has_one_service_but_for_a_parquet)
{
	life_open("2026-11-21T22:00");
	const struct directory *d = &life.pack.directory;

	EQ(course_scope(d, TXT("crip"), TXT("crip")).len, 0);
	SAME_TEXT(course_scope(d, TXT("rtpe"), TXT("rtpe-nord")), "rtpe-nord");
	SAME_TEXT(course_scope(d, TXT("parquet"), TXT("parquet-valmont")),
	    "parquet-valmont");
	SAME_TEXT(course_service(d, TXT("crip"), TXT(""))->id, "crip");
	TRUE(!course_service(d, TXT("rtpe"), TXT("")));
	TRUE(!course_service(d, TXT("rtpe"), TXT("mds-nord")));
	SAME_TEXT(course_service(d, TXT("mds"), TXT("mds-nord"))->id,
	    "mds-nord");
	life_close();
}

/* --- those that were there before states ------------------------------------
 */

TEST(dossiers_opened_before_there_were_states_get_the_first_ones)
{
	life_open("2026-11-21T22:00");
	int64_t done = 0;

	for (int i = 0; i < 5; i++)
		life_fiche();
	life_begin();
	tx_run(&life.tx, "UPDATE dossier SET education = '', penal = ''", NONE);
	OK(course_begin(&life.c, 3, &done));
	EQ(done, 3);
	OK(course_begin(&life.c, 3, &done));
	EQ(done, 2);
	OK(course_begin(&life.c, 3, &done));
	EQ(done, 0);
	/* And an act there does not wait for that. */
	tx_run(&life.tx, "UPDATE dossier SET education = '' WHERE id = 1",
	    NONE);
	life_end();
	life_do(life_written("demande_evaluation", LIFE_PARQUET, 1, ""));
	EQ(LIFE_COUNT("dossier WHERE education = 'evaluation_conjointe'"), 1);
	EQ(LIFE_COUNT("dossier WHERE penal = 'sans_information'"), 5);
	life_close();
}
