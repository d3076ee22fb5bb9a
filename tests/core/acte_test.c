#define SUITE core_acte
#include "dossier.h"

#include "calendar/paris.h"
#include "dossier/course.h"

#define ONE "P-99-TIL-2026-1-K"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

static int64_t
number(const char *sql)
{
	int64_t n = -1;

	OK(query_number(&rig.core.write, &n, sql, NONE));
	return n;
}

/* A fiche as a box files it, recorded with all that its rule causes. */
static int64_t
filed(void)
{
	static uint8_t room[4u << 20] __attribute__((aligned(16)));
	struct arena mem;
	struct ident device = {{9}};
	struct course_done done;

	memset(room, 0, sizeof(room));
	arena_open(&mem, room, sizeof(room));
	struct tx tx = tx_begin(&rig.core.write);
	struct course c = {.tx = &tx,
	    .mem = &mem,
	    .pack = &rig.core.pack,
	    .now = rig.now};
	struct course_act a = {.ident = ident_new(),
	    .form = TXT("fiche_p"),
	    .version = 1,
	    .content = 1,
	    .clock = 2,
	    .filed = rig.now - CLOCK_HOUR,
	    .received = rig.now,
	    .reference = TXT(ONE),
	    .about = TXT(""),
	    .device = &device,
	    .site = TXT("TIL"),
	    .site_name = TXT("Foyer Les Tilleuls"),
	    .parquet = TXT("parquet-valmont"),
	    .verified = true,
	    .payload = str_bytes(
		TXT("{\"answers\":{\"k_parquet\":\"parquet-valmont\","
		    "\"c_nom\":\"Exemple\",\"c_prenom\":\"Camille\"}}")),
	    .author = {.role = TXT("foyer"), .scope = TXT("TIL")}};
	OK(course_record(&c, &a, &done));
	OK(tx_end(&tx));
	return done.dossier;
}

#define OPENED                                                                 \
	"e_acte=soit_transmis&e_quand.date=24%2F11%2F2026&e_quand.time=16%"    \
	"3A40"                                                                 \
	"&e_service=&e_service_texte=&e_reference=26325000123"                 \
	"&e_proxenetisme=non"
#define FORM "ref=" ONE "&forme=enquete_ouverte&etape=enquete&"

/* A hidden member of the last page. */
static void
member(const char *name, char *to, size_t most)
{
	char before[64];

	snprintf(before, sizeof(before), "name=\"%s\" value=\"", name);
	rig_find(rig.page, before, to, most);
}

/* Of the page to read again. */
static uint32_t
confirm(void)
{
	char acte[64], seen[32], body[256];

	member("acte", acte, sizeof(acte));
	member("seen", seen, sizeof(seen));
	snprintf(body, sizeof(body),
	    "ref=" ONE "&forme=enquete_ouverte&acte=%s&seen=%s", acte, seen);
	return dossier_post("/acte/enregistrer", body);
}

static void
enter_parquet(void)
{
	dossier_enter("helene", "parquet", "parquet-valmont");
}

/* S2-f, G14: the first act of an investigation, from the dossier's page to the
 * page that says what it did. */
TEST(a_parquet_opens_an_investigation_and_reads_first_what_that_will_do)
{
	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("forme=enquete_ouverte"));
	TRUE(shows("Signalé"));
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	TRUE(shows("Enquête ouverte") && shows("Premier acte d’enquête"));
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 200);
	TRUE(shows("Relire avant d’enregistrer"));
	TRUE(shows("Ce délai sera tenu"));
	TRUE(shows("26325000123"));
	/* It was done to be read, and undone again. */
	EQ(number("SELECT count(*) FROM act"), 1);
	EQ(number("SELECT count(*) FROM deadline WHERE state = 2"), 0);
	EQ(confirm(), 303);
	TRUE(strstr(rig.location, "/acte/fait?ref=" ONE "-A1"));
	EQ(dossier_get("/acte/fait", "ref=" ONE "-A1"), 200);
	TRUE(shows("Acte enregistré") && shows("Ce délai est tenu"));
	EQ(number("SELECT count(*) FROM act"), 2);
	TRUE(number("SELECT count(*) FROM deadline WHERE state = 2") > 0);
	EQ(number("SELECT count(*) FROM jotting"), 0);
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows(ONE "-A1") && shows("Tenu"));
	rig_close();
}

/* What is sealed is what a box would have sealed. */
TEST(the_payload_says_who_wrote_it_for_which_service)
{
	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 200);
	EQ(confirm(), 303);
	EQ(number("SELECT count(*) FROM act WHERE form = 'enquete_ouverte' AND "
		  "json_extract(payload, '$.author.role') = 'parquet' AND "
		  "json_extract(payload, '$.site.code') = 'parquet-valmont' "
		  "AND json_extract(payload, '$.answers.e_acte') = "
		  "'soit_transmis' AND json_extract(payload, '$.payload') = 1 "
		  "AND account IS NOT NULL AND content = 8"),
	    1);
	rig_close();
}

/* S1-1.1-d: the author does not read « en attente » beside the answer. */
TEST(an_act_acknowledges_what_its_service_had_opened_and_nothing_else)
{
	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 200);
	TRUE(shows("vaut accusé de réception"));
	EQ(confirm(), 303);
	EQ(number("SELECT count(*) FROM reception WHERE acked_ms IS NOT NULL"
		  " AND act = 1"),
	    0);
	rig_close();
	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE), 303);
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 200);
	EQ(confirm(), 303);
	EQ(number("SELECT count(*) FROM reception WHERE acked_ms IS NOT NULL"
		  " AND act = 1 AND role = 'parquet'"),
	    1);
	rig_close();
}

TEST(a_button_pressed_twice_records_once)
{
	char acte[64], seen[32], body[256];

	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 200);
	member("acte", acte, sizeof(acte));
	member("seen", seen, sizeof(seen));
	snprintf(body, sizeof(body),
	    "ref=" ONE "&forme=enquete_ouverte&acte=%s&seen=%s", acte, seen);
	EQ(dossier_post("/acte/enregistrer", body), 303);
	EQ(dossier_post("/acte/enregistrer", body), 303);
	TRUE(strstr(rig.location, "/acte/fait?ref=" ONE "-A1"));
	EQ(number("SELECT count(*) FROM act"), 2);
	rig_close();
}

TEST(what_is_missing_is_said_and_what_was_typed_is_kept)
{
	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	EQ(dossier_post("/acte", FORM "e_reference=26325000123&go=next"), 422);
	TRUE(shows("role=\"alert\"") && shows("26325000123"));
	EQ(number("SELECT count(*) FROM jotting"), 1);
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	TRUE(shows("26325000123") && shows("Brouillon gardé à"));
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("commencé, gardé"));
	/* By its author only. */
	dossier_enter("paul", "parquet", "parquet-valmont");
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	TRUE(!shows("26325000123"));
	rig_close();
}

TEST(a_script_keeps_it_meanwhile)
{
	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	EQ(dossier_post("/acte/brouillon", FORM "e_reference=77&go=save"), 200);
	TRUE(shows("\"hour\":\"17\u00a0h\u00a000\""));
	EQ(number("SELECT count(*) FROM jotting"), 1);
	EQ(number("SELECT count(*) FROM act"), 1);
	rig_close();
}

/* DOMAINE 2.5: who the rules do not let is refused, and the log is told. */
TEST(whoever_the_rules_do_not_name_records_nothing)
{
	rig_open(1, true);
	filed();
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(!shows("forme=enquete_ouverte"));
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 403);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 403);
	EQ(dossier_get("/acte", "ref=" ONE "&forme=n_existe_pas"), 404);
	dossier_enter("hugo", "parquet", "parquet-roncey");
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 404);
	EQ(rig_get("/fiches"), 200);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 404);
	EQ(number("SELECT count(*) FROM act"), 1);
	EQ(number("SELECT count(*) FROM jotting"), 0);
	rig_close();
}

TEST(an_act_that_another_made_impossible_meanwhile_is_not_recorded_and_is_kept)
{
	char acte[64], seen[32], body[256];

	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 200);
	member("acte", acte, sizeof(acte));
	member("seen", seen, sizeof(seen));
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE dossier SET penal = 'jugement'", NONE);
	tx_run(&tx, "UPDATE deadline SET state = 2", NONE);
	OK(tx_end(&tx));
	snprintf(body, sizeof(body),
	    "ref=" ONE "&forme=enquete_ouverte&acte=%s&seen=%s", acte, seen);
	EQ(dossier_post("/acte/enregistrer", body), 409);
	TRUE(shows("ne peut pas être enregistré maintenant"));
	TRUE(shows("26325000123"));
	EQ(number("SELECT count(*) FROM act"), 1);
	EQ(number("SELECT count(*) FROM jotting"), 1);
	EQ(dossier_post("/acte/jeter", "ref=" ONE "&forme=enquete_ouverte"),
	    303);
	EQ(number("SELECT count(*) FROM jotting"), 0);
	rig_close();
}

TEST(what_changed_since_it_was_read_is_read_again_first)
{
	char acte[64], seen[32], body[256];

	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 200);
	member("acte", acte, sizeof(acte));
	member("seen", seen, sizeof(seen));
	rig_pass(1000);
	EQ(dossier_post("/acte/brouillon", FORM OPENED "1&go=save"), 200);
	snprintf(body, sizeof(body),
	    "ref=" ONE "&forme=enquete_ouverte&acte=%s&seen=%s", acte, seen);
	EQ(dossier_post("/acte/enregistrer", body), 422);
	TRUE(shows("Ce n’est pas enregistré"));
	EQ(number("SELECT count(*) FROM act"), 1);
	rig_close();
}

#define MERGE(ref)                                                             \
	"ref=" ONE "&forme=fusion&etape=fusion&f_dossier=" ref                 \
	"&f_motif=V%C3%A9rifi%C3%A9+par+t%C3%A9l%C3%A9phone&go=next"

/* Nobody learns of others' dossiers: one that is not theirs, one that is not,
 * their own and what is no reference at all are one answer, beside the field.
 */
TEST(a_reference_that_leads_nowhere_is_said_beside_it_and_no_more)
{
	static const char *const typed[] = {MERGE("P-99-TIL-2026-2-V"),
	    MERGE("P-99-TIL-2026-77-M"), MERGE(ONE), MERGE("P-99-TIL-2026-1-A"),
	    MERGE("la+fiche+de+mardi")};
	static char first[256], fault[256];

	rig_open(1, true);
	filed();
	dossier_put((struct dossier_act){.reference = "P-99-TIL-2026-2-V",
	    .parquet = "parquet-roncey"});
	enter_parquet();
	for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++) {
		EQ(dossier_get("/acte", "ref=" ONE "&forme=fusion"), 200);
		EQ(dossier_post("/acte", typed[i]), 422);
		TRUE(shows("Réunion de deux dossiers"));
		TRUE(!shows("ne peut pas être enregistré"));
		TRUE(shows("Vérifié par téléphone"));
		TRUE(shows("id=\"f_dossier-wrong\""));
		rig_find(rig.page, "« L’autre dossier » : ", fault,
		    sizeof(fault));
		TRUE(strstr(fault, "cette référence n’existe pas, ou"));
		if (i == 0)
			memcpy(first, fault, sizeof(first));
		EQ(strcmp(first, fault), 0);
	}
	TRUE(shows("value=\"la fiche de mardi\""));
	EQ(number("SELECT count(*) FROM dossier WHERE merged IS NOT NULL"), 0);
	EQ(number("SELECT count(*) FROM act WHERE form = 'fusion'"), 0);
	rig_close();
}

/* Two tabs of one act: the second page says that it is there, and lets it be.
 */
TEST(what_the_same_service_recorded_a_moment_ago_is_said_before_it_is_again)
{
	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 200);
	TRUE(!shows("vient d’être enregistré"));
	EQ(confirm(), 303);
	rig_pass(9 * CLOCK_MINUTE);
	dossier_enter("igor", "parquet", "parquet-valmont");
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE dossier SET penal = 'sans_information'", NONE);
	OK(tx_end(&tx));
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 200);
	rig_plain();
	TRUE(shows("« Enquête ouverte » vient d’être enregistré à "));
	TRUE(shows(" par ") && shows(ONE "-A1</a>"));
	rig_pass(2 * CLOCK_MINUTE);
	EQ(dossier_post("/acte", FORM OPENED "&go=next"), 200);
	TRUE(!shows("vient d’être enregistré"));
	EQ(confirm(), 303);
	EQ(number("SELECT count(*) FROM act"), 3);
	rig_close();
}

/* Sign in on the page that bears what was typed, through the code as well. */
static uint32_t
again(const char *login, const char *kept)
{
	char code[TOTP_DIGITS], ticket[128], body[8192];

	snprintf(body, sizeof(body),
	    "token=%s&login=%s&passphrase=abc&kept.0=%s", rig.token, login,
	    kept);
	EQ(rig_post("/session", body), 0);
	EQ(rig_keep("abc"), 1);
	rig_turn();
	EQ(rig_receive(0), 200);
	TRUE(shows(kept));
	totp_code(rig_secret, totp_step(rig.now), code);
	member("ticket", ticket, sizeof(ticket));
	snprintf(body, sizeof(body), "token=%s&ticket=%s&code=%.*s&kept.0=%s",
	    rig.token, ticket, TOTP_DIGITS, code, kept);
	return rig_post("/session/code", body);
}

/* What was typed under a session that had ended comes back (kept.h). */
TEST(what_was_typed_when_the_session_had_ended_is_not_lost)
{
	char whose[64], body[512], kept[4096];

	rig_open(1, true);
	filed();
	enter_parquet();
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	member("whose", whose, sizeof(whose));
	rig_pass(rig.core.idle + CLOCK_MINUTE);
	snprintf(body, sizeof(body), "whose=%s&" FORM "%s&go=next", whose,
	    OPENED);
	EQ(dossier_post("/acte", body), 200);
	TRUE(shows("rien n’est perdu"));
	member("kept.0", kept, sizeof(kept));
	TRUE(kept[0]);
	rig.session[0] = 0;
	EQ(again("helene", kept), 303);
	TRUE(strstr(rig.location, "/acte?forme=enquete_ouverte"));
	EQ(number("SELECT count(*) FROM jotting"), 1);
	EQ(dossier_get("/acte", "ref=" ONE "&forme=enquete_ouverte"), 200);
	TRUE(shows("26325000123"));
	rig_close();
}

/* S1-1.1-a: whoever has no box files at the central; who may not read what came
 * of it is told its number all the same. */
TEST(a_fiche_is_written_step_by_step_by_who_has_no_box)
{
	static const char *const steps[] = {"etape=danger&b_danger=non",
	    "etape=lieu&d_lieu=etablissement",
	    "etape=mineur&c_nom=Exemple&c_prenom=Camille&c_naiss.date=2%2F5%2F"
	    "2010&c_naiss.age=&c_sexe=nsp&c_mna=non&c_contact.type=telephone&"
	    "c_contact.text=06+39+98+01+12"};
	char body[512];

	rig_open(1, true);
	dossier_enter("alice", "ase", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("/acte?forme=fiche_p"));
	EQ(dossier_get("/acte", "forme=fiche_p"), 200);
	TRUE(shows("Cet acte ouvre un dossier"));
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		snprintf(body, sizeof(body), "forme=fiche_p&ref=&%s&go=next",
		    steps[i]);
		EQ(dossier_post("/acte", body), 303);
	}
	EQ(number("SELECT count(*) FROM jotting WHERE dossier = 0"), 1);
	EQ(dossier_get("/acte", "forme=fiche_p&etape=mineur"), 200);
	TRUE(shows("Camille"));
	/* Left for a month it goes, with the next turn that writes, and were it
	 * dated by a clock that was ahead. */
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE jotting SET saved_ms = saved_ms + ?",
	    INT(3650 * CLOCK_DAY));
	OK(tx_end(&tx));
	rig_pass(CLOCK_DAY);
	rig_turn();
	EQ(number("SELECT count(*) FROM jotting"), 1);
	rig_pass(31 * CLOCK_DAY);
	rig_turn();
	dossier_enter("bruno", "ase", "");
	EQ(number("SELECT count(*) FROM jotting"), 0);
	rig_close();
}

/* S1-2.3-g, G11: said from the day on that the convention names, never before;
 * and nobody is refused for it. */
TEST(an_intervention_for_another_departement_warns_once_the_switch_is_on)
{
	static const char *const elsewhere =
	    "ref=&forme=demande_intervention&etape=mineur_i&q_residence=autre"
	    "&go=next";

	rig_open(1, true);
	dossier_enter("julien", "fsi", "cp-roncey");
	EQ(dossier_get("/acte", "ref=&forme=demande_intervention"), 200);
	EQ(dossier_post("/acte", elsewhere), 422);
	TRUE(!shows("réservée aux mineurs"));
	rig.core.pack.record.residents_only = paris_day(rig.now);
	EQ(dossier_post("/acte", elsewhere), 422);
	TRUE(shows("réservée aux mineurs"));
	rig_close();
}
