#define SUITE core_sendings
#include "filing.h"

#include "core/sendings.h"

static void
run(const char *sql)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, sql, NONE);
	OK(tx_end(&tx));
}

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

static void
filed_by(const char *login)
{
	EQ(kiosk_sign_in(login), 303);
	EQ(rig_get("/fiche"), 200);
	kiosk_fill("/fiche");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
}

/* What the parquet asks about all that was filed. */
static void
asked(void)
{
	run("INSERT INTO word SELECT id, id, 1, 'Parquet de Valmont', 'Qui a "
	    "vu la voiture ?', NULL FROM sending");
}

/* --- of a colleague who has gone ------------------------------------------ */

TEST(what_is_asked_of_who_has_gone_is_read_by_who_is_there)
{
	char id[64], form[96];

	kiosk_open(1);
	filed_by("nadia");
	asked();
	EQ(kiosk_sign_in("marc"), 303);
	EQ(rig_get("/envois/etablissement"), 200);
	TRUE(!shows("Qui a vu la voiture ?")); /* she is still there */
	EQ(rig_get("/accueil"), 200);
	TRUE(!shows("Une réponse attend l’établissement"));
	/* The night is over: her account ends of itself. */
	run("UPDATE account SET leaves_ms = 1 WHERE login = 'nadia'");
	EQ(rig_get("/accueil"), 200);
	TRUE(shows("Une réponse attend l’établissement"));
	EQ(rig_get("/envois"), 200);
	TRUE(shows("href=\"/envois/etablissement\""));
	TRUE(!shows("Qui a vu la voiture ?"));
	EQ(rig_get("/envois/etablissement"), 200);
	TRUE(shows("Qui a vu la voiture ?"));
	TRUE(shows("/fiche?forme=complement&amp;ref=P-99-TIL-2026-1-"));
	TRUE(!shows(KIOSK_NAME));
	rig_find(rig.page, "name=\"id\" value=\"", id, sizeof(id));
	snprintf(form, sizeof(form), "house=1&id=%s", id);
	EQ(kiosk_post("/envois/lu", form), 303);
	SAME_TEXT(str_of(rig.location), "/envois/etablissement");
	EQ(rig_number("SELECT count(*) FROM word WHERE read_ms IS NULL"), 0);
	EQ(rig_get("/accueil"), 200);
	TRUE(!shows("Une réponse attend l’établissement"));
	line_close();
}

TEST(it_is_for_the_same_role_and_service_and_nobody_else)
{
	char id[64], form[96];

	kiosk_open(1);
	filed_by("nadia");
	asked();
	run("UPDATE account SET disabled_ms = 1 WHERE login = 'nadia'");
	EQ(kiosk_sign_in("marc"), 303);
	EQ(rig_get("/envois/etablissement"), 200);
	rig_find(rig.page, "name=\"id\" value=\"", id, sizeof(id));
	TRUE(id[0]);
	snprintf(form, sizeof(form), "id=%s", id);
	EQ(kiosk_sign_in("claire"), 303); /* of the brigade */
	EQ(rig_get("/envois/etablissement"), 200);
	TRUE(!shows("Qui a vu la voiture ?"));
	EQ(rig_get("/accueil"), 200);
	TRUE(!shows("Une réponse attend l’établissement"));
	EQ(kiosk_post("/envois/lu", form), 303);
	EQ(rig_number("SELECT count(*) FROM word WHERE read_ms IS NULL"), 1);
	line_close();
}

TEST(what_left_without_account_is_the_establishment_s)
{
	kiosk_open(1);
	EQ(rig_get("/urgence"), 200);
	kiosk_fill("/urgence");
	EQ(kiosk_send("/urgence",
	       "who_name=Yanis&who_duty=veilleur&who_phone=0199000001"),
	    303);
	asked();
	EQ(kiosk_sign_in("marc"), 303);
	EQ(rig_get("/envois/etablissement"), 200);
	TRUE(shows("Qui a vu la voiture ?"));
	TRUE(shows("Fiche P, sans compte"));
	TRUE(!shows("Yanis"));
	/* And whoever is there is told when it does not arrive. */
	rig_pass(SENDINGS_LATE + 1);
	EQ(kiosk_sign_in("marc"), 303);
	EQ(rig_get("/accueil"), 200);
	TRUE(shows("Le serveur central n’a pas encore confirmé. Appelez."));
	line_close();
}

/* --- many, and long ------------------------------------------------------- */

/* `n` of them, with four long words about each seventh: each character is one
 * of those that are longest in a page. */
static void
sent_by(const char *login, int n)
{
	struct tx tx = tx_begin(&rig.core.write);
	char reference[40], text[1001];

	memset(text, '"', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	for (int i = 1; i <= n; i++) {
		struct ident id = ident_new();
		snprintf(reference, sizeof(reference), "P-99-TIL-2026-%d-K", i);
		tx_run(&tx,
		    "INSERT INTO sending(id, author, form, content, reference, "
		    "urgency, recorded_ms) SELECT ?1, id, 'fiche_p', 1, ?2, 1, "
		    "?3 FROM account WHERE login = ?4",
		    BLOB(BYTES_OF(id.at)), TEXT(str_of(reference)), INT(i),
		    TEXT(str_of(login)));
		for (int k = 0; k < 4 && i % 7 == 0; k++) {
			struct ident word = ident_new();
			tx_run(&tx,
			    "INSERT INTO word VALUES (?, ?, ?, 'CRIP', ?, "
			    "NULL)",
			    BLOB(BYTES_OF(word.at)), BLOB(BYTES_OF(id.at)),
			    INT(k), TEXT(str_of(text)));
		}
	}
	OK(tx_end(&tx));
}

TEST(a_hundred_sendings_with_long_words_are_shown_page_after_page)
{
	char query[32];
	int seen = 0, pages = 0, words = 0;

	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	sent_by("nadia", 100);
	for (int from = 0; from >= 0 && pages < 40; pages++) {
		char older[16];
		snprintf(query, sizeof(query), "depuis=%d", from);
		EQ(kiosk_get("/envois", query), 200);
		for (char *at = rig.page; (at = strstr(at, "class=\"card\""));
		     at++)
			seen++;
		for (char *at = rig.page; (at = strstr(at, "J’ai lu")); at++)
			words++;
		rig_find(rig.page, "/envois?depuis=", older, sizeof(older));
		from = older[0] ? atoi(older) : -1;
	}
	EQ(seen, 100);
	TRUE(pages >= 5);
	EQ(words, 14 * 3); /* the fourth once these are read */
	line_close();
}

/* --- a line that is cut --------------------------------------------------- */

TEST(a_line_known_to_be_cut_is_no_reason_to_wait_before_calling)
{
	char query[200];

	kiosk_open(1);
	EQ(rig_get("/urgence"), 200);
	kiosk_fill("/urgence");
	EQ(kiosk_send("/urgence",
	       "who_name=Yanis&who_duty=veilleur&who_phone=0199000001"),
	    303);
	snprintf(query, sizeof(query), "%s", strchr(rig.location, '?') + 1);
	liaison_told(&rig.core.liaison, ERR_OK, rig.now);
	EQ(kiosk_get("/urgence/bordereau", query), 200);
	TRUE(!shows("Appelez."));
	EQ(kiosk_get("/urgence/bordereau/etat", query), 200);
	TRUE(shows("\"mark\":0"));
	liaison_told(&rig.core.liaison, ERR_LATER, rig.now);
	EQ(kiosk_get("/urgence/bordereau", query), 200);
	TRUE(!shows("Appelez."));
	liaison_told(&rig.core.liaison, ERR_LATER, rig.now);
	EQ(kiosk_get("/urgence/bordereau", query), 200);
	TRUE(shows("Le serveur central n’a pas encore confirmé. Appelez."));
	TRUE(shows("tel:0199001017"));
	/* What a slip left open asks for says that it has changed. */
	EQ(kiosk_get("/urgence/bordereau/etat", query), 200);
	TRUE(shows("\"mark\":4"));
	run("UPDATE sending SET received_ms = 1");
	EQ(kiosk_get("/urgence/bordereau/etat", query), 200);
	TRUE(shows("\"mark\":1"));
	/* And it is for that browser alone. */
	snprintf(rig.browser, sizeof(rig.browser), "AAAAAAAAAAAAAAAAAAAAAA");
	EQ(kiosk_get("/urgence/bordereau/etat", query), 404);
	line_close();
}

TEST(a_slip_left_open_does_not_keep_a_session_open)
{
	char query[128];

	kiosk_open(1);
	filed_by("nadia");
	snprintf(query, sizeof(query), "%s", strchr(rig.location, '?') + 1);
	for (int i = 0; i < 12; i++) {
		rig_pass(CLOCK_MINUTE);
		uint32_t status = kiosk_get("/bordereau/etat", query);
		TRUE(status == 200 || i >= 5);
	}
	EQ(kiosk_get("/bordereau/etat", query), 303);
	line_close();
}

/* --- states
 * --------------------------------------------------------------------- */

TEST(who_is_not_confirmed_in_time_is_told_whom_to_call)
{
	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	rig_pass(SENDINGS_LATE);
	EQ(kiosk_sign_in("nadia"), 303);
	rig.core.liaison.silent = 0; /* else it is told at once */
	EQ(rig_get("/envois"), 200);
	TRUE(!strstr(rig.page, "n’a pas encore confirmé"));
	rig_pass(1);
	EQ(rig_get("/envois"), 200);
	TRUE(strstr(rig.page,
	    "Le serveur central n’a pas encore confirmé. Appelez."));
	TRUE(strstr(rig.page, "tel:0199001017"));
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE sending SET received_ms = ?", INT(rig.now));
	OK(tx_end(&tx));
	EQ(rig_get("/envois"), 200);
	TRUE(!strstr(rig.page, "n’a pas encore confirmé"));
	TRUE(!strstr(rig.page, KIOSK_NAME));
	line_close();
}

/* What became of the parcel, as the pages that tell of it say. */
static void
tells(int64_t state, const char *note, const char *other)
{
	char query[128];

	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	snprintf(query, sizeof(query), "%s", strchr(rig.location, '?') + 1);
	EQ(kiosk_get("/bordereau", query), 200);
	TRUE(strstr(rig.page, "L’envoi part dès que la ligne le permet"));
	TRUE(!strstr(rig.page, note));
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE parcel SET state = ?", INT(state));
	OK(tx_end(&tx));
	EQ(kiosk_get("/bordereau", query), 200);
	TRUE(strstr(rig.page, note));
	TRUE(!strstr(rig.page, "part dès que la ligne"));
	/* Nor do the pages of the first minutes, nor those of later. */
	for (int i = 0; i < 2; i++) {
		EQ(rig_get("/envois"), 200);
		TRUE(strstr(rig.page, note));
		TRUE(strstr(rig.page, "tel:0199001017"));
		TRUE(!strstr(rig.page, other));
		TRUE(!strstr(rig.page, "part dès que la ligne"));
		EQ(rig_get("/accueil"), 200);
		TRUE(strstr(rig.page, note));
		TRUE(!strstr(rig.page, "part dès que la ligne"));
		rig_pass(SENDINGS_LATE + 1);
		EQ(kiosk_sign_in("nadia"), 303);
	}
	tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE sending SET delivered_ms = 1", NONE);
	OK(tx_end(&tx));
	EQ(rig_get("/envois"), 200);
	TRUE(!strstr(rig.page, note));
	EQ(rig_get("/accueil"), 200);
	TRUE(!strstr(rig.page, note));
	line_close();
}

#define GONE  "introuvable sur ce boîtier"
#define ASIDE "Le serveur central a mis cet envoi de côté"

TEST(who_filed_what_is_lost_here_is_told_to_do_it_again_and_call)
{
	tells(3, GONE, ASIDE);
}

TEST(who_filed_what_the_central_set_aside_is_told_to_call)
{
	tells(2, ASIDE, GONE);
}

TEST(who_filed_what_was_set_aside_of_a_box_then_revoked_is_told_one_thing)
{
	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE parcel SET state = 2", NONE);
	OK(tx_end(&tx));
	rig.core.sync.revoked = true;
	EQ(rig_get("/envois"), 200);
	TRUE(strstr(rig.page, "révoqué"));
	TRUE(!strstr(rig.page, ASIDE));
	EQ(rig_get("/accueil"), 200);
	TRUE(strstr(rig.page, "révoqué"));
	TRUE(!strstr(rig.page, ASIDE));
	line_close();
}

TEST(a_slip_is_for_the_establishment_and_says_no_name)
{
	char query[128];

	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	snprintf(query, sizeof(query), "%s", strchr(rig.location, '?') + 1);
	EQ(kiosk_sign_in("marc"), 303);
	EQ(kiosk_get("/bordereau", query), 200);
	EQ(kiosk_get("/bordereau", "ref=P-99-TIL-2026-9-A"), 404);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "UPDATE account SET service = 'Brigade de Valmont' WHERE "
	    "login = 'claire'",
	    NONE);
	OK(tx_end(&tx));
	EQ(kiosk_sign_in("claire"), 303);
	EQ(kiosk_get("/bordereau", query), 404);
	line_close();
}

TEST(words_of_the_central_are_read_by_the_author_alone)
{
	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO word SELECT id, id, ?, 'CRIP', 'Qui a vu la "
	    "voiture ?', NULL FROM sending",
	    INT(rig.now));
	OK(tx_end(&tx));
	EQ(rig_get("/accueil"), 200);
	TRUE(strstr(rig.page, "Des réponses vous attendent"));
	EQ(rig_get("/envois"), 200);
	TRUE(strstr(rig.page, "Qui a vu la voiture ?"));
	char id[64], form[96], token[64];
	rig_find(rig.page, "name=\"id\" value=\"", id, sizeof(id));
	snprintf(form, sizeof(form), "id=%s", id);
	snprintf(token, sizeof(token), "%s", rig.token);
	EQ(kiosk_post("/envois/lu", form), 303);
	EQ(rig_number("SELECT count(*) FROM word WHERE read_ms IS NULL"), 0);
	EQ(kiosk_sign_in("marc"), 303);
	EQ(rig_get("/envois"), 200);
	TRUE(!strstr(rig.page, "Qui a vu la voiture ?"));
	line_close();
}

TEST(a_question_is_answered_by_a_complement_that_already_adds)
{
	char query[160], form[320], reference[64];

	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	snprintf(reference, sizeof(reference), "%s",
	    strchr(rig.location, '=') + 1);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO word SELECT id, id, ?, 'Parquet', 'Qui a vu la "
	    "voiture ?', NULL FROM sending",
	    INT(rig.now));
	OK(tx_end(&tx));
	EQ(rig_get("/envois"), 200);
	snprintf(form, sizeof(form),
	    "/fiche?forme=complement&amp;ref=%s&amp;repondre=1\"", reference);
	TRUE(strstr(rig.page, form));
	snprintf(query, sizeof(query), "forme=complement&ref=%s&repondre=1",
	    reference);
	EQ(kiosk_get("/fiche", query), 200);
	TRUE(strstr(rig.page, "value=\"complement\" checked"));
	TRUE(strstr(rig.page, "Le réseau <i>facultatif</i>"));
	TRUE(strstr(rig.page, "Relire et envoyer"));
	EQ(KIOSK_DRAFTS, 0); /* nothing is begun by looking */
	snprintf(form, sizeof(form),
	    "forme=complement&ref=%s&etape=nature&z_nature=complement&"
	    "z_texte=Le+veilleur+de+nuit&go=reread",
	    reference);
	EQ(kiosk_post("/fiche", form), 303);
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	TRUE(strstr(rig.location, "-C1"));

	/* Another draft is under way: it comes first. */
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=non", "next"), 303);
	EQ(kiosk_get("/fiche", query), 200);
	TRUE(strstr(rig.page, "Un brouillon vous attend"));
	line_close();
}

TEST(a_complement_that_answers_nothing_chooses_nothing)
{
	char query[160];

	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	snprintf(query, sizeof(query), "forme=complement&ref=%s",
	    strchr(rig.location, '=') + 1);
	EQ(kiosk_get("/fiche", query), 200);
	TRUE(!strstr(rig.page, "value=\"complement\" checked"));
	TRUE(!strstr(rig.page, "Relire et envoyer"));
	line_close();
}
