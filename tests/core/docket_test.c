#define SUITE core_docket
#include "dossier.h"

#define ONE "P-99-TIL-2026-1-K"
#define TWO "P-99-TIL-2026-2-A"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

static int64_t
number(const char *sql)
{
	int64_t n = -1;

	OK(query_number(&rig.core.read, &n, sql, NONE));
	return n;
}

/* A limit of the dossier of `act`, that its parquet owes. */
static void
limit(int64_t act, int64_t start, int64_t due, int64_t state, bool paused)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO deadline(dossier, rule, version, act, start_ms, "
	    "due_ms, warn_ms, state, paused) SELECT dossier, 'D1', 1, id, ?2, "
	    "?3, ?3 - 86400000, ?4, ?5 FROM act WHERE id = ?1",
	    INT(act), INT(start), INT(due), INT(state), INT(paused));
	OK(tx_end(&tx));
}

TEST(a_dossier_shows_whom_it_concerns_its_acts_and_its_limits)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE,
	    .urgency = 2,
	    .filed = rig.now - 3 * CLOCK_HOUR,
	    .payload = "{\"answers\":{\"h_recit\":\"Vu au portail\"}}"});
	limit(act, rig.now - 3 * CLOCK_HOUR, rig.now + 45 * CLOCK_HOUR, 1,
	    false);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE dossier SET urgency = 2", NONE);
	OK(tx_end(&tx));
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows(ONE) && shows("Danger immédiat signalé"));
	TRUE(shows("Parquet de Valmont") && shows("CRIP"));
	TRUE(shows("jeudi 26 novembre, 14\u00a0h\u00a000") ||
	    shows("jeudi 26 novembre"));
	TRUE(shows("il reste\u00a045\u00a0h"));
	TRUE(shows("Jamais ouvert"));
	TRUE(shows("<title>Fiche</title>"));
	TRUE(shows("1 acte, 1 délai"));
	TRUE(!shows("Vu au portail")); /* nothing of what is written */
	rig_close();
}

/* DOMAINE 2.5: of another ressort it is not there, and the log is told. */
TEST(a_dossier_of_others_is_as_one_that_is_not)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_enter("hugo", "parquet", "parquet-roncey");
	int64_t before = number("SELECT count(*) FROM trail");
	EQ(dossier_get("/dossier", "ref=" ONE), 404);
	TRUE(number("SELECT count(*) FROM trail") > before);
	EQ(dossier_get("/dossier", "ref=P-99-TIL-2026-9-Z"), 404);
	EQ(dossier_get("/dossier", ""), 404);
	rig_close();
}

TEST(a_late_limit_says_so_and_a_paused_one_runs_on)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE,
	    .filed = rig.now - 4 * CLOCK_DAY});
	limit(act, rig.now - 4 * CLOCK_DAY, rig.now - 2 * CLOCK_DAY, 1, true);
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("En retard"));
	TRUE(shows("dépassé depuis\u00a02\u00a0jours"));
	TRUE(shows("Suspendu à la demande du parquet, le délai court"));
	TRUE(shows("dont 1 dépassé"));
	rig_close();
}

/* Saturday 28 November 2026 is no working day: the Friday is shown. */
TEST(the_last_working_day_is_shown_beside_a_day_of_rest)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	limit(act, rig.now, INT64_C(1795906800000), 1, false);
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("samedi 28 novembre, 24\u00a0h\u00a000"));
	TRUE(shows("de préférence avant le vendredi 27 novembre"));
	rig_close();
}

TEST(an_act_that_is_not_for_a_service_is_not_on_its_page)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO party(dossier, role, scope, act) SELECT dossier, "
	    "'adn', '', id FROM act WHERE id = ?",
	    INT(act));
	OK(tx_end(&tx));
	dossier_enter("ines", "adn", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(!shows("/fiche?ref=" ONE));
	TRUE(!shows("Pénal"));
	rig_close();
}

/* An inquiry that was opened is no matter of the association, nor is the limit
 * that it ended (DOMAINE 2.5). */
/* DOMAINE 2.5: nor does a count tell that there are others. */
TEST(of_other_services_no_more_acts_are_counted_than_one_may_read)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	dossier_party(act, "mds", "mds-nord");
	dossier_put((struct dossier_act){.reference = TWO, .dossier = 1});
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM reception WHERE role = 'mds' AND act = 2",
	    NONE);
	tx_run(&tx,
	    "UPDATE reception SET opened_ms = 1, acked_ms = 1 "
	    "WHERE role = 'parquet' AND act = 1",
	    NONE);
	OK(tx_end(&tx));
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("1 sur 2"));
	dossier_enter("noemie", "mds", "mds-nord");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(!shows("sur 2"));
	TRUE(shows("a accusé réception de tout"));
	rig_close();
}

TEST(a_limit_met_by_acts_that_a_service_does_not_read_is_not_shown_to_it)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	limit(act, rig.now, rig.now + 45 * CLOCK_HOUR, 2, false);
	dossier_party(act, "adn", "");
	dossier_enter("ines", "adn", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("/fiche?ref=" ONE));
	TRUE(!shows("Lancement d’investigations"));
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("Lancement d’investigations"));
	rig_close();
}

TEST(a_limit_that_a_service_owes_is_among_what_it_has_to_do)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	limit(act, rig.now, rig.now + 45 * CLOCK_HOUR, 1, false);
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(!shows("Votre service, avant"));
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO duty(role, scope, due_ms, kind, id, dossier, warn_ms) "
	    "SELECT 'parquet', 'parquet-valmont', due_ms, 0, id, dossier, "
	    "warn_ms FROM deadline",
	    NONE);
	OK(tx_end(&tx));
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("<h2>À faire</h2>") && shows("Votre service, avant"));
	TRUE(!shows("forme=separation")); /* of one act nothing is taken out */
	rig_close();
}

/* Duplicates: the machine says so, a person decides. */
TEST(two_dossiers_that_look_alike_are_parted_by_a_person)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_put((struct dossier_act){.reference = TWO});
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "UPDATE dossier SET reference = (SELECT reference FROM act WHERE "
	    "act.dossier = dossier.id)",
	    NONE);
	tx_run(&tx,
	    "INSERT INTO likeness(dossier, other, why, made_ms) "
	    "VALUES (2, 1, 'identity', 1)",
	    NONE);
	OK(tx_end(&tx));
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/dossier", "ref=" TWO), 200);
	TRUE(shows("semble concerner le même mineur"));
	TRUE(shows("/dossier?ref=" ONE));
	EQ(dossier_post("/dossier/autre", "ref=" TWO "&autre=" ONE), 303);
	EQ(dossier_get("/dossier", "ref=" TWO), 200);
	TRUE(!shows("semble concerner le même mineur"));
	EQ(number("SELECT count(*) FROM likeness WHERE same = 0"), 1);
	EQ(number("SELECT count(*) FROM act"), 2);
	rig_close();
}

/* A day, and a reason, that are refused; what each page says of them. */
static void
refused(const char *date, const char *why, const char *said)
{
	char fields[800];

	snprintf(fields, sizeof(fields),
	    "ref=" ONE "&delai=1&faire=date&date=%s&raison=%s&go=send", date,
	    why);
	EQ(dossier_post("/dossier/delai", fields), 422);
	TRUE(shows("Rien n’est changé") && shows(said));
	TRUE(!shows("Désormais") && !shows("Confirmer"));
}

TEST(a_limit_is_not_said_to_move_to_a_day_that_is_refused)
{
	static const char reason[] = "Audience+reportee";
	char text[600];

	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	limit(act, rig.now, rig.now + CLOCK_DAY, 1, false);
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	refused("", reason, "<a href=\"#date\">Indiquez le nouveau dernier");
	refused("30%2F02%2F2027", reason, "id=\"date-wrong\"");
	refused("30%2F02%2F2027", reason, "Ce jour n’existe pas");
	refused("30%2F02%2F2027", reason, "value=\"30/02/2027\"");
	refused("23%2F11%2F2026", reason, "Ce jour est passé");
	refused("24%2F12%2F2030", reason, "Ce jour est trop lointain");
	refused("4%2F12%2F2026", "x", "<a href=\"#raison\">Dites pourquoi");
	refused("1%2F2", "x", "id=\"raison-wrong\"");
	memset(text, 'a', 503);
	text[503] = '\0';
	refused("4%2F12%2F2026", text, "3 caractères de trop");
	EQ(dossier_post("/dossier/delai",
	       "ref=" ONE "&delai=1&faire=ecarter&raison=x"),
	    422);
	TRUE(!shows("Désormais"));
	EQ(number("SELECT count(*) FROM deadline_event"), 0);
	rig_close();
}

TEST(a_limit_is_moved_by_hand_for_a_reason_that_is_confirmed)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	limit(act, rig.now, rig.now + CLOCK_DAY, 1, false);
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	EQ(dossier_post("/dossier/delai",
	       "ref=" ONE "&delai=1&faire=date&date=&raison=x"),
	    422);
	EQ(dossier_post("/dossier/delai",
	       "ref=" ONE "&delai=1&faire=date&date=4%2F12%2F2026"
	       "&raison=Audience+reportee+par+le+greffe"),
	    200);
	TRUE(shows("vendredi 4 décembre, 24\u00a0h\u00a000"));
	EQ(number("SELECT count(*) FROM deadline_event"), 0);
	EQ(dossier_post("/dossier/delai",
	       "ref=" ONE "&delai=1&faire=date&date=4%2F12%2F2026"
	       "&raison=Audience+reportee+par+le+greffe&go=send"),
	    303);
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("Audience reportee par le greffe"));
	TRUE(shows("date changée, avant vendredi 4 décembre, 24\u00a0h\u00a000 "
		   "au lieu de"));
	TRUE(shows("Hélène Sorel"));
	EQ(dossier_post("/dossier/delai",
	       "ref=" ONE "&delai=1&faire=ecarter"
	       "&raison=Ouvert+par+erreur+deux+fois&go=send"),
	    303);
	EQ(number("SELECT state FROM deadline"), 3);
	rig_close();
}

/* S1-2.1-c, D2b: the law's own days, and another's, are moved by nobody. */
TEST(what_is_for_information_moves_nobody_and_the_parquets_is_its_own)
{
	static const char *const aside = "ref=" ONE "&delai=1&faire=ecarter"
					 "&raison=Ouvert+par+erreur&go=send";

	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	limit(act, rig.now, rig.now + CLOCK_DAY, 1, false);
	dossier_enter("lea", "crip", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(!shows("Changer ce délai"));
	EQ(dossier_post("/dossier/delai", aside), 403);
	dossier_enter("helene", "parquet", "parquet-valmont");
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE deadline SET rule = 'D2b'", NONE);
	OK(tx_end(&tx));
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(!shows("Changer ce délai"));
	EQ(dossier_post("/dossier/delai", aside), 403);
	EQ(number("SELECT state FROM deadline"), 1);
	rig_close();
}

TEST(whoever_is_neither_parquet_nor_crip_moves_no_limit)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	dossier_party(act, "adn", "");
	limit(act, rig.now, rig.now + CLOCK_DAY, 1, false);
	dossier_enter("ines", "adn", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(!shows("Changer ce délai"));
	EQ(dossier_post("/dossier/delai",
	       "ref=" ONE "&delai=1&faire=ecarter"
	       "&raison=Ouvert+par+erreur+deux+fois&go=send"),
	    403);
	EQ(number("SELECT state FROM deadline"), 1);
	rig_close();
}
