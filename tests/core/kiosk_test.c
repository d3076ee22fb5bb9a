#define SUITE core_kiosk
#include "filing.h"

TEST(S1_a_fiche_goes_from_the_first_question_to_its_slip)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	SAME_TEXT(str_of(rig.location), "/fiche?forme=fiche");
	EQ(rig_get("/fiche"), 200);
	EQ(KIOSK_DRAFTS, 0);
	kiosk_fill("/fiche");
	SAME_TEXT(str_of(rig.location), "/fiche/relire");
	EQ(KIOSK_DRAFTS, 1);
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	TRUE(str_starts(str_of(rig.location),
	    TXT("/bordereau?ref=P-99-TIL-2026-1-")));
	EQ(KIOSK_DRAFTS, 0);
	EQ(KIOSK_SENT, 1);
	EQ(rig_last().action, AUDIT_fiche_recorded);
	EQ(line_files(".fpe"), 1);
	EQ(kiosk_get("/bordereau", strchr(rig.location, '?') + 1), 200);
	TRUE(strstr(rig.page, "P-99-TIL-2026-1-"));
	TRUE(!strstr(rig.page, KIOSK_NAME));
	line_close();
}

/* --- the draft ------------------------------------------------------------ */

TEST(a_step_comes_back_as_it_was_left_to_its_author_and_to_nobody_else)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur",
	       "c_nom=" KIOSK_NAME "&c_naiss.date=2010-02-31", "save"),
	    303);
	EQ(kiosk_sign_in("marc"), 303);
	EQ(rig_get("/fiche"), 200);
	TRUE(!strstr(rig.page, KIOSK_NAME));
	EQ(kiosk_get("/fiche", "etape=mineur"), 200);
	TRUE(!strstr(rig.page, KIOSK_NAME));
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
	TRUE(strstr(rig.page, "2010-02-31"));
	line_close();
}

TEST(what_is_missing_is_said_and_the_rest_is_kept)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "next"), 422);
	TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
	TRUE(strstr(rig.page, "href=\"#f-c_prenom\""));
	EQ(KIOSK_DRAFTS, 1);
	/* Another step can be gone to all the same. */
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "faits"),
	    303);
	SAME_TEXT(str_of(rig.location), "/fiche?etape=faits");
	line_close();
}

TEST(a_script_keeps_the_draft_and_is_told_when)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche/brouillon", "mineur", "c_nom=" KIOSK_NAME,
	       "save"),
	    200);
	TRUE(strstr(rig.page, "\"hour\":\"17\u00a0h\u00a000\""));
	EQ(kiosk_get("/fiche", "etape=mineur"), 200);
	TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
	rig.session[0] = 0;
	EQ(kiosk_post("/fiche/brouillon", "etape=mineur&c_nom=X"), 401);
	line_close();
}

TEST(one_draft_at_a_time_and_none_is_thrown_away)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("claire"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=non", "next"), 303);
	EQ(kiosk_get("/fiche", "forme=intervention"), 200);
	TRUE(strstr(rig.page, "Un brouillon vous attend"));
	EQ(kiosk_get("/fiche", "forme=fiche"), 200);
	TRUE(!strstr(rig.page, "Un brouillon vous attend"));
	EQ(KIOSK_DRAFTS, 1);
	line_close();
}

/* A step as a page bears it that was shown earlier. */
static uint32_t
from_page(const char *draft, const char *path, const char *typed)
{
	char form[512];

	snprintf(form, sizeof(form), "forme=fiche&draft=%s&%s", draft, typed);
	return kiosk_post(path, form);
}

TEST(a_page_of_a_fiche_that_has_left_writes_into_no_other)
{
	char old[64];

	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	rig_find(rig.page, "name=\"draft\" value=\"", old, sizeof(old));
	EQ(from_page(old, "/fiche", "etape=danger&b_danger=non&go=next"), 303);
	kiosk_fill("/fiche");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	EQ(rig_get("/fiche"), 200);
	/* With no draft, it begins none out of a fragment. */
	EQ(from_page(old, "/fiche/brouillon", "etape=mineur&c_nom=X"), 409);
	EQ(from_page(old, "/fiche", "etape=mineur&c_nom=X&go=next"), 409);
	TRUE(strstr(rig.page, "Cette page n’est plus à jour"));
	TRUE(strstr(rig.page, "<p>X</p>")); /* what was typed is still shown */
	EQ(KIOSK_DRAFTS, 0);
	/* Nor does it touch the one begun since. */
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=Vasseur", "save"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(from_page(old, "/fiche/brouillon", "etape=mineur&c_nom=X"), 409);
	EQ(from_page(old, "/fiche", "etape=mineur&c_nom=X&go=next"), 409);
	TRUE(strstr(rig.page, "Reprendre ce brouillon"));
	EQ(kiosk_get("/fiche", "etape=mineur"), 200);
	TRUE(strstr(rig.page, "value=\"Vasseur\""));
	line_close();
}

TEST(a_page_shown_before_anything_was_kept_goes_on_as_the_same_draft)
{
	char first[64], after[64];

	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	rig_find(rig.page, "name=\"draft\" value=\"", first, sizeof(first));
	TRUE(first[0]);
	for (int i = 0; i < 2; i++)
		EQ(from_page(first, "/fiche/brouillon",
		       "etape=danger&b_danger=non"),
		    200);
	EQ(rig_get("/fiche"), 200);
	rig_find(rig.page, "name=\"draft\" value=\"", after, sizeof(after));
	SAME_STR(str_of(after), str_of(first));
	/* Another browser's draft is not taken over by its name. */
	EQ(kiosk_sign_in("marc"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(from_page(first, "/fiche/brouillon", "etape=danger&b_danger=oui"),
	    409);
	EQ(KIOSK_DRAFTS, 1);
	line_close();
}

TEST(an_empty_draft_is_not_sent_as_it_stands)
{
	char draft[64], form[128];

	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=non", "save"), 303);
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(strstr(rig.page, "Envoyer tel quel"));
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=", "save"), 303);
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(!strstr(rig.page, "Envoyer tel quel"));
	rig_find(rig.page, "name=\"draft\" value=\"", draft, sizeof(draft));
	snprintf(form, sizeof(form), "draft=%s", draft);
	EQ(kiosk_post("/fiche/laisser", form), 422);
	EQ(KIOSK_SENT, 0);
	line_close();
}

TEST(who_asks_for_a_fiche_is_not_given_the_draft_of_another_form_in_silence)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("claire"), 303);
	EQ(kiosk_get("/fiche", "forme=intervention"), 200);
	EQ(kiosk_post("/fiche",
	       "forme=intervention&etape=enquete&go=save&"
	       "q_proc=2026-1"),
	    303);
	EQ(KIOSK_DRAFTS, 1);
	EQ(kiosk_sign_in("claire"), 303);
	SAME_TEXT(str_of(rig.location), "/fiche?forme=fiche");
	EQ(kiosk_get("/fiche", "forme=fiche"), 200);
	TRUE(strstr(rig.page, "Un brouillon vous attend"));
	/* Who comes back to a page of theirs finds it as it was. */
	rig.session[0] = 0;
	EQ(rig_get("/fiche"), 303);
	SAME_TEXT(str_of(rig.location), "/session?vers=reprise");
	line_close();
}

TEST(when_a_draft_leaves_of_itself_is_said_wherever_it_is_shown)
{
	static const char when[] = "mercredi 25 novembre, 17\u00a0h\u00a000";

	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	TRUE(!strstr(rig.page, when));
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=non", "save"), 303);
	for (size_t i = 0; i < 3; i++) {
		static const char *const pages[] = {"/fiche", "/fiche/relire",
		    "/accueil"};
		EQ(rig_get(pages[i]), 200);
		snprintf(test_where, sizeof(test_where), " (%s)", pages[i]);
		TRUE(strstr(rig.page, when));
	}
	test_where[0] = 0;
	/* That long, and not while its author is still at it. */
	rig_pass(CLOCK_DAY - CLOCK_MINUTE);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=non", "save"), 303);
	EQ(rig_get("/accueil"), 200);
	TRUE(strstr(rig.page, "mercredi 25 novembre, 17\u00a0h\u00a059"));
	line_close();
}

TEST(a_request_of_intervention_is_for_the_brigade)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(kiosk_get("/fiche", "forme=intervention"), 403);
	EQ(kiosk_sign_in("claire"), 303);
	EQ(kiosk_get("/fiche", "forme=intervention"), 200);
	EQ(kiosk_get("/fiche", "forme=nothing"), 404);
	line_close();
}

TEST(an_activity_that_is_switched_off_is_not_offered)
{
	kiosk_open(1);
	EQ(rig_get("/"), 200);
	TRUE(strstr(rig.page, "Demander une intervention"));
	rig.core.pack.record.module[RECORD_intervention] = false;
	EQ(rig_get("/"), 200);
	TRUE(!strstr(rig.page, "Demander une intervention"));
	EQ(kiosk_sign_in("claire"), 303);
	EQ(rig_get("/accueil"), 200);
	TRUE(!strstr(rig.page, "Demander une intervention"));
	EQ(kiosk_get("/fiche", "forme=intervention"), 403);
	EQ(kiosk_get("/fiche", "forme=fiche"), 200);
	line_close();
}

/* --- a session that ends ----------------------------------------------------
 */

/* The fields of the page to sign in that bear what was typed. */
static void
sign_in_with_what_is_kept(const char *login, const char *words, uint32_t status)
{
	static char form[96 * KIB], kept[64 * KIB];
	char vers[32];

	rig_find(rig.page, "name=\"kept.0\" value=\"", kept, sizeof(kept));
	rig_find(rig.page, "name=\"vers\" value=\"", vers, sizeof(vers));
	TRUE(kept[0]);
	snprintf(form, sizeof(form), "login=%s&passphrase=%s&vers=%s&kept.0=%s",
	    login, words, vers, kept);
	EQ(kiosk_post("/session", form), status);
}

TEST(what_is_typed_after_the_session_has_ended_is_not_lost)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	rig_pass(CLOCK_HOUR);
	rig_turn(); /* the session is swept away */
	EQ(RIG_SESSIONS, 0);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "next"), 200);
	TRUE(strstr(rig.page, "rien n’est perdu"));
	TRUE(!strstr(rig.page, KIOSK_NAME));
	EQ(KIOSK_DRAFTS, 0);
	/* One slip of the keyboard does not lose it either. */
	sign_in_with_what_is_kept("nadia", "wrong", 403);
	TRUE(!strstr(rig.page, KIOSK_NAME));
	sign_in_with_what_is_kept("nadia", LINE_WORDS, 303);
	SAME_TEXT(str_of(rig.location), "/fiche?etape=mineur");
	EQ(KIOSK_DRAFTS, 1);
	EQ(kiosk_get("/fiche", "etape=mineur"), 200);
	TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
	line_close();
}

TEST(what_someone_typed_is_not_given_to_who_signs_in_after_them)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	rig_pass(CLOCK_HOUR);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "next"), 200);
	sign_in_with_what_is_kept("marc", LINE_WORDS, 303);
	SAME_TEXT(str_of(rig.location), "/fiche");
	EQ(KIOSK_DRAFTS, 0);
	EQ(kiosk_get("/fiche", "etape=mineur"), 200);
	TRUE(!strstr(rig.page, KIOSK_NAME));
	line_close();
}

TEST(a_page_of_an_older_session_keeps_what_was_typed_as_well)
{
	char old[64];

	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	snprintf(old, sizeof(old), "%s", rig.token);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	snprintf(rig.token, sizeof(rig.token), "%s", old);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "next"), 200);
	sign_in_with_what_is_kept("nadia", LINE_WORDS, 303);
	EQ(kiosk_get("/fiche", "etape=mineur"), 200);
	TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
	line_close();
}

TEST(another_site_s_form_is_not_kept)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	rig_pass(CLOCK_HOUR);
	struct http_request m = rig_request("POST", "/fiche",
	    "etape=mineur&c_nom=X&whose=aaaaaaaaaaaaaaaaaaaaaa");
	m.site = TXT("cross-site");
	m.origin = TXT("https://elsewhere.example");
	rig_send(0, m);
	rig_turn();
	EQ(rig_receive(0), 401);
	TRUE(!strstr(rig.page, "kept.0"));
	line_close();
}

TEST(a_signature_after_the_session_has_ended_leads_back_to_the_page_to_sign)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	kiosk_fill("/fiche");
	rig_pass(CLOCK_HOUR);
	EQ(kiosk_post("/fiche/envoyer", KIOSK_SIGNED), 303);
	SAME_TEXT(str_of(rig.location), "/session?vers=relire");
	EQ(KIOSK_SENT, 0);
	line_close();
}

/* Hidden, or closed of itself: the locked screen, then one's passphrase. */
TEST(who_was_reading_again_resumes_there_and_nothing_has_left)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	kiosk_fill("/fiche");
	SAME_TEXT(str_of(rig.location), "/fiche/relire");
	rig_pass(CLOCK_HOUR);
	EQ(rig_get("/fiche/relire"), 303);
	SAME_TEXT(str_of(rig.location), "/session?vers=relire");
	EQ(kiosk_sign_in("nadia"), 303); /* from « Déposer une Fiche P » */
	SAME_TEXT(str_of(rig.location), "/fiche?forme=fiche");
	EQ(kiosk_get("/fiche", "forme=fiche"), 303);
	SAME_TEXT(str_of(rig.location), "/fiche/relire");
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(strstr(rig.page, KIOSK_NAME) && strstr(rig.page, KIOSK_FACTS));
	EQ(KIOSK_SENT, 0);
	/* The way back to the questions goes on leading to them. */
	TRUE(strstr(rig.page, "href=\"/fiche?etape=envoi\""));
	EQ(kiosk_get("/fiche", "etape=envoi"), 200);
	EQ(kiosk_step_at("/fiche", "lieu", "d_lieu=etablissement", "save"),
	    303);
	EQ(rig_get("/fiche"), 200);
	TRUE(strstr(rig.page, "name=\"d_lieu\""));
	line_close();
}

TEST(who_was_reading_again_what_is_not_complete_resumes_at_its_last_step)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=non", "reread"), 303);
	SAME_TEXT(str_of(rig.location), "/fiche/relire");
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(kiosk_get("/fiche", "forme=fiche"), 200);
	TRUE(strstr(rig.page, "name=\"etape\" value=\"envoi\""));
	EQ(KIOSK_DRAFTS, 1);
	line_close();
}

TEST(the_fiche_can_be_printed_blank_for_the_day_nothing_works)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche/papier"), 200);
	TRUE(strstr(rig.page, "Danger immédiat en ce moment"));
	TRUE(strstr(rig.page, "☐ Inconnu"));
	const char *parquet = strstr(rig.page, "☐ Parquet de Valmont");
	TRUE(parquet && !strstr(parquet + 1, "☐ Parquet de Valmont"));
	TRUE(strstr(rig.page, "01 99 00 10 17"));
	EQ(KIOSK_DRAFTS, 0);
	line_close();
}

/* --- dates ------------------------------------------------------------------
 */

#define BORN(day)                                                              \
	"c_nom=A&c_prenom=B&c_naiss.date=" day "&c_sexe=f&c_mna=non&"          \
	"c_contact.type=aucun&c_contact.text="

TEST(a_birth_to_come_is_asked_again_and_nothing_else_is_lost)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", BORN("02/05/2030"), "next"), 422);
	TRUE(strstr(rig.page, "cette date est à venir"));
	TRUE(strstr(rig.page, "2030"));
	EQ(kiosk_step_at("/fiche", "mineur", BORN("02/05/2010"), "next"), 303);
	line_close();
}

TEST(a_birth_that_makes_an_adult_is_said_before_sending_and_keeps_nobody)
{
	kiosk_open(1);
	filled("nadia");
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(!strstr(rig.page, "cette date fait"));
	EQ(kiosk_step_at("/fiche", "mineur", BORN("02/05/1985"), "next"), 303);
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(strstr(rig.page, "cette date fait 41 ans. Vérifiez"));
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	EQ(KIOSK_SENT, 1);
	line_close();
}

/* The clock on the wall is a little ahead of the central's, or nobody has told
 * the box what time it is: who saw somebody just now may say so. */
TEST(an_hour_that_a_box_may_be_behind_of_keeps_nobody)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	hour_anchor(&rig.core.hour, rig.now, clock_boot());
	EQ(kiosk_step_at("/fiche", "lieu",
	       "d_lieu=parent&d_adresse.unknown=1&d_vu.date=24/11/2026"
	       "&d_vu.time=17h10",
	       "next"),
	    303);
	EQ(kiosk_step_at("/fiche", "lieu",
	       "d_lieu=parent&d_adresse.unknown=1&d_vu.date=24/11/2026"
	       "&d_vu.time=18h00",
	       "next"),
	    422);
	TRUE(strstr(rig.page, "cette date est à venir"));
	rig.core.hour.anchored = false;
	EQ(kiosk_step_at("/fiche", "lieu",
	       "d_lieu=parent&d_adresse.unknown=1&d_vu.date=24/12/2026"
	       "&d_vu.time=18h00",
	       "next"),
	    303);
	line_close();
}
