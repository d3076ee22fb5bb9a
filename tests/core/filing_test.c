#define SUITE core_filing
#include "filing.h"

#include "core/filing.h"

TEST(the_payload_says_who_where_and_what_as_the_central_reads_it)
{
	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	struct envelope_inner inner = opened(0);
	EQ(inner.content, ENVELOPE_fiche);
	EQ(inner.urgency, ENVELOPE_ORDINARY);
	SAME_TEXT(said(&inner, "form", NULL), "fiche_p");
	SAME_TEXT(said(&inner, "pack", NULL), "demo");
	SAME_TEXT(said(&inner, "site", "code"), "TIL");
	SAME_TEXT(said(&inner, "site", "commune"), "99001");
	SAME_TEXT(said(&inner, "author", "name"), "Nadia Kessler");
	SAME_TEXT(said(&inner, "author", "role"), "foyer");
	SAME_TEXT(said(&inner, "answers", "c_nom"), KIOSK_NAME);
	SAME_TEXT(said(&inner, "answers", "h_recit"), KIOSK_FACTS);
	SAME_TEXT(said(&inner, "parquet", "chosen"), "parquet-valmont");
	SAME_TEXT(said(&inner, "parquet", "proposed"), "parquet-valmont");
	TRUE(said(&inner, "parquet", "reason").len > 0);
	TRUE(str_starts(said(&inner, "reference", NULL),
	    TXT("P-99-TIL-2026-1-")));
	TRUE(strstr((const char *)inner.payload.at, "\"verified\":true"));
	line_close();
}

/* --- once -------------------------------------------------------------------
 */

TEST(pressing_twice_shows_the_same_slip_and_sends_once)
{
	char draft[64], seen[32], form[512], slip[128];

	kiosk_open(2);
	filled("nadia");
	EQ(rig_get("/fiche/relire"), 200);
	rig_find(rig.page, "name=\"draft\" value=\"", draft, sizeof(draft));
	rig_find(rig.page, "name=\"seen\" value=\"", seen, sizeof(seen));
	snprintf(form, sizeof(form),
	    "token=%s&draft=%s&seen=%s&k_att=oui&" KIOSK_SIGNED, rig.token,
	    draft, seen);
	for (size_t i = 0; i < 2; i++)
		rig_send(i, rig_request("POST", "/fiche/envoyer", form));
	rig_turn();
	EQ(kiosk_wait(0), 303);
	snprintf(slip, sizeof(slip), "%s", rig.location);
	EQ(kiosk_wait(1), 303);
	SAME_STR(str_of(rig.location), str_of(slip));
	/* And again, after an answer that was lost. */
	rig_send(0, rig_request("POST", "/fiche/envoyer", form));
	rig_turn();
	EQ(kiosk_wait(0), 303);
	SAME_STR(str_of(rig.location), str_of(slip));
	EQ(KIOSK_SENT, 1);
	EQ(line_files(".fpe"), 1);
	line_close();
}

/* In one turn, each signed by someone else: no number is given twice. */
TEST(eight_people_who_send_at_the_same_moment_are_each_served)
{
	static char body[8][512];
	static struct http_request m[8];
	static char cookie[8][128], last[8][128];

	kiosk_open(8);
	for (int i = 0; i < 8; i++) {
		char login[16], draft[64], seen[32];

		snprintf(login, sizeof(login), "person%d", i);
		rig_person(login, "foyer", NULL);
		filled(login);
		EQ(rig_get("/fiche/relire"), 200);
		rig_find(rig.page, "name=\"draft\" value=\"", draft,
		    sizeof(draft));
		rig_find(rig.page, "name=\"seen\" value=\"", seen,
		    sizeof(seen));
		snprintf(body[i], sizeof(body[i]),
		    "token=%s&draft=%s&seen=%s&k_att=oui&" KIOSK_SIGNED,
		    rig.token, draft, seen);
		m[i] = rig_request("POST", "/fiche/envoyer", body[i]);
		snprintf(cookie[i], sizeof(cookie[i]), "__Host-s=%s",
		    rig.session);
		m[i].cookie = str_of(cookie[i]);
	}
	for (size_t i = 0; i < 8; i++)
		rig_send(i, m[i]);
	rig_turn();
	for (size_t i = 0; i < 8; i++) {
		EQ(kiosk_wait(i), 303);
		TRUE(strstr(rig.location, "/bordereau?ref=P-99-TIL-2026-"));
		snprintf(last[i], sizeof(last[i]), "%s", rig.location);
		for (size_t k = 0; k < i; k++)
			TRUE(strcmp(last[i], last[k]) != 0);
	}
	EQ(KIOSK_SENT, 8);
	EQ(KIOSK_DRAFTS, 0);
	EQ(line_files(".fpe"), 8);
	line_close();
}

TEST(a_fiche_that_could_not_leave_keeps_its_reference_and_its_answers)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	line.stop = false;
	line_keeper();
	filled("nadia");
	for (int i = 0; i < 2; i++) {
		EQ(kiosk_send("/fiche", KIOSK_SIGNED), 503);
		TRUE(strstr(rig.page, "rien n’est parti"));
		EQ(KIOSK_DRAFTS, 1);
		EQ(KIOSK_SENT, 0);
		EQ(rig_last().action, AUDIT_filing_refused);
		EQ(rig_last().motive, MOTIVE_not_enrolled);
		EQ(rig_number("SELECT last FROM numbering"), 1);
	}
	EQ(kiosk_get("/fiche", "etape=mineur"), 200);
	TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
	line_close();
}

TEST(numbers_follow_each_other_and_an_author_s_next_fiche_is_another)
{
	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	filled("marc");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	TRUE(strstr(rig.location, "P-99-TIL-2026-2-"));
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	TRUE(strstr(rig.location, "P-99-TIL-2026-3-"));
	line_close();
}

TEST(a_page_of_a_fiche_that_left_sends_nothing_of_the_next_one)
{
	char draft[64], form[96];

	kiosk_open(1);
	filled("nadia");
	EQ(rig_get("/fiche/relire"), 200);
	rig_find(rig.page, "name=\"draft\" value=\"", draft, sizeof(draft));
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	char slip[128];
	snprintf(slip, sizeof(slip), "%s", rig.location);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "save"), 303);
	snprintf(form, sizeof(form), "draft=%s", draft);
	EQ(kiosk_post("/fiche/laisser", form), 303);
	SAME_STR(str_of(rig.location), str_of(slip));
	EQ(kiosk_post("/fiche/envoyer", form), 303);
	SAME_STR(str_of(rig.location), str_of(slip));
	EQ(KIOSK_SENT, 1);
	EQ(KIOSK_DRAFTS, 1);
	line_close();
}

/* --- the signature
 * ------------------------------------------------------------ */

TEST(a_wrong_passphrase_sends_nothing_and_delays_as_at_the_door)
{
	kiosk_open(1);
	filled("nadia");
	for (int i = 0; i < 3; i++) {
		EQ(kiosk_send("/fiche", "passphrase=wrong"), 403);
		EQ(rig_last().action, AUDIT_filing_refused);
	}
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 429);
	EQ(KIOSK_SENT, 0);
	rig_pass(8 * CLOCK_SECOND);
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	EQ(rig_number("SELECT count(*) FROM attempt"), 0);
	line_close();
}

TEST(wrong_passphrases_at_the_locked_screen_keep_nobody_from_signing)
{
	char session[64];

	kiosk_open(1);
	filled("nadia");
	snprintf(session, sizeof(session), "%s", rig.session);
	rig.session[0] = 0;
	for (int i = 0; i < 3; i++) {
		EQ(rig_get("/session"), 200);
		EQ(kiosk_post("/session", "login=nadia&passphrase=wrong"), 403);
	}
	EQ(kiosk_post("/session", "login=nadia&" KIOSK_SIGNED), 429);
	snprintf(rig.session, sizeof(rig.session), "%s", session);
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	EQ(KIOSK_SENT, 1);
	/* Nor is the door opened by it. */
	rig.session[0] = 0;
	EQ(rig_get("/session"), 200);
	EQ(kiosk_post("/session", "login=nadia&" KIOSK_SIGNED), 429);
	line_close();
}

TEST(without_the_tick_or_the_passphrase_it_stays)
{
	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", "passphrase="), 422);
	EQ(rig_get("/fiche/relire"), 200);
	EQ(kiosk_post("/fiche/envoyer", KIOSK_SIGNED), 422);
	EQ(KIOSK_SENT, 0);
	line_close();
}

TEST(what_changed_since_it_was_read_again_is_read_again)
{
	char draft[64], seen[32], form[512];

	kiosk_open(1);
	filled("nadia");
	EQ(rig_get("/fiche/relire"), 200);
	rig_find(rig.page, "name=\"draft\" value=\"", draft, sizeof(draft));
	rig_find(rig.page, "name=\"seen\" value=\"", seen, sizeof(seen));
	rig_pass(1000);
	EQ(kiosk_get("/fiche", "etape=danger"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=nsp", "save"), 303);
	snprintf(form, sizeof(form), "draft=%s&seen=%s&k_att=oui&" KIOSK_SIGNED,
	    draft, seen);
	EQ(kiosk_post("/fiche/envoyer", form), 422);
	TRUE(strstr(rig.page, "a changé depuis"));
	EQ(KIOSK_SENT, 0);
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	line_close();
}

TEST(what_is_missing_keeps_it_from_being_sent)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=non", "next"), 303);
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(strstr(rig.page, "Il manque encore"));
	EQ(kiosk_post("/fiche/envoyer", "k_att=oui&" KIOSK_SIGNED), 422);
	EQ(KIOSK_SENT, 0);
	line_close();
}

/* --- complements
 * ---------------------------------------------------------------- */

TEST(a_complement_bears_the_reference_it_adds_to)
{
	char query[160], form[256], reference[64];

	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	snprintf(reference, sizeof(reference), "%s",
	    strchr(rig.location, '=') + 1);
	EQ(kiosk_get("/fiche", "forme=complement&ref=P-99-TIL-2026-7-A"), 404);
	snprintf(query, sizeof(query), "forme=complement&ref=%s", reference);
	EQ(kiosk_get("/fiche", query), 200);
	TRUE(strstr(rig.page, reference));
	snprintf(form, sizeof(form),
	    "%s&etape=nature&z_nature=retrait&z_motif=Fiche+envoy%%C3%%A9e+par+"
	    "erreur+sur+ce+mineur.&go=reread",
	    query);
	EQ(kiosk_post("/fiche", form), 303);
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(strstr(rig.page, "Envoyer le complément"));
	TRUE(!strstr(rig.page, "Envoyer la fiche"));
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	snprintf(query, sizeof(query), "/bordereau?ref=%s-C1", reference);
	SAME_STR(str_of(rig.location), str_of(query));
	EQ(kiosk_get("/bordereau", strchr(query, '?') + 1), 200);
	TRUE(strstr(rig.page, "Enregistré sur le boîtier"));
	TRUE(strstr(rig.page, "La lettre avant le dernier tiret"));
	struct envelope_inner inner = opened(1);
	EQ(inner.content, ENVELOPE_addendum);
	SAME_STR(said(&inner, "about", NULL), str_of(reference));
	line_close();
}

/* The house fills in the last step, and what is confirmed is asked where all is
 * read again: nobody is shown an empty screen. */
TEST(a_withdrawal_is_one_screen_then_what_is_read_again)
{
	char query[160], form[256];

	kiosk_open(1);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	snprintf(query, sizeof(query), "forme=complement&ref=%s",
	    strchr(rig.location, '=') + 1);
	EQ(kiosk_get("/fiche", query), 200);
	TRUE(!strstr(rig.page, "value=\"envoi_c\""));
	snprintf(form, sizeof(form),
	    "%s&etape=nature&z_nature=retrait&z_motif=Fiche+envoy%%C3%%A9e+par+"
	    "erreur.&go=next",
	    query);
	EQ(kiosk_post("/fiche", form), 303);
	SAME_TEXT(str_of(rig.location), "/fiche/relire");
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(strstr(rig.page, "etape=nature"));
	TRUE(!strstr(rig.page, "etape=envoi_c\""));
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	line_close();
}

/* --- the longest
 * ----------------------------------------------------------- */

static void
repeated(char *to, const char *what, size_t times)
{
	for (size_t i = 0; i < times; i++)
		to = stpcpy(to, what);
}

/* All that may be typed is shown, read again and sent: `letter` as a browser
 * sends it. */
static void
the_longest(const char *letter)
{
	static char form[150 * KIB], text[64 * KIB];
	char query[160];
	size_t len = 0;

	kiosk_open(1);
	filled("nadia");
	repeated(text, letter, 4000);
	snprintf(form, sizeof(form),
	    "h_recit=%s&h_contexte=professionnel&h_date.date=2026-11-24&"
	    "h_date.time=16%%3A30",
	    text);
	EQ(kiosk_step_at("/fiche", "faits", form, "reread"), 303);
	EQ(kiosk_get("/fiche", "etape=faits"), 200);
	TRUE(strstr(rig.page, "\"h_recit-help h_recit-most\""));
	TRUE(strstr(rig.page,
	    "<p class=\"help\" id=\"h_recit-most\">4000 caractères au plus."));
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	snprintf(query, sizeof(query), "forme=complement&ref=%s",
	    strchr(rig.location, '=') + 1);
	EQ(kiosk_get("/fiche", query), 200);
	snprintf(form, sizeof(form),
	    "%s&etape=nature&z_nature=complement&z_texte=Un+r%%C3%%A9seau"
	    "&go=reseau",
	    query);
	EQ(kiosk_post("/fiche", form), 303);
	SAME_TEXT(str_of(rig.location), "/fiche?etape=reseau");
	len = (size_t)snprintf(form, sizeof(form), "etape=reseau&go=save");
	memset(text, 0, sizeof(text));
	repeated(text, letter, 200);
	for (int i = 0; i < 20; i++)
		len += (size_t)snprintf(form + len, sizeof(form) - len,
		    "&reseau.%d.type=autre&reseau.%d.valeur=%s&"
		    "reseau.%d.role=inconnu&reseau.%d.source=vu&"
		    "reseau.%d.note=%s",
		    i, i, text, i, i, i, text);
	EQ(kiosk_post("/fiche", form), 303);
	EQ(kiosk_get("/fiche", "etape=reseau"), 200);
	TRUE(strstr(rig.page, "reseau.19.valeur"));
	EQ(rig_get("/fiche/relire"), 200);
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	EQ(KIOSK_SENT, 2);
	line_close();
}

TEST(the_longest_fiche_is_shown_and_sent)
{
	the_longest("a");
}

TEST(the_longest_fiche_in_letters_that_are_escaped_is_shown_and_sent)
{
	the_longest("%26");
}

TEST(the_longest_fiche_in_four_byte_letters_is_shown_and_sent)
{
	the_longest("%F0%9F%9A%97");
}

/* --- memory
 * ---------------------------------------------------------------------- */

/* Each allocation of the send fails in turn: nothing half done, and then it
 * goes through, once. */
TEST(a_send_that_runs_out_of_memory_leaves_the_draft_whole)
{
	kiosk_open(1);
	filled("nadia");
	unsigned refused = 0;
	for (size_t n = 1; n < 400 && KIOSK_SENT == 0; n += 11) {
		snprintf(test_where, sizeof(test_where),
		    " (request %zu of memory failing)", n);
		EQ(rig_get("/fiche/relire"), 200);
		char draft[64], seen[32], form[512];
		rig_find(rig.page, "name=\"draft\" value=\"", draft,
		    sizeof(draft));
		rig_find(rig.page, "name=\"seen\" value=\"", seen,
		    sizeof(seen));
		snprintf(form, sizeof(form),
		    "token=%s&draft=%s&seen=%s&k_att=oui&" KIOSK_SIGNED,
		    rig.token, draft, seen);
		rig_send(0, rig_request("POST", "/fiche/envoyer", form));
		rig.core.slot[0].mem.asked = 0;
		rig.core.slot[0].mem.fail_at = n;
		rig_turn();
		uint32_t status = kiosk_wait(0);
		rig.core.slot[0].mem.fail_at = 0;
		refused += status != 303;
		EQ(KIOSK_SENT, KIOSK_DRAFTS == 0);
		EQ(line_files(".fpe"), (size_t)KIOSK_SENT);
		/* Tries are charged: the next is not made to wait here. */
		struct tx tx = tx_begin(&rig.core.write);
		tx_run(&tx, "DELETE FROM attempt", NONE);
		OK(tx_end(&tx));
	}
	test_where[0] = 0;
	TRUE(refused > 3);
	EQ(KIOSK_SENT, 1);
	line_close();
}

TEST(a_brigade_asks_for_the_association_under_a_reference_of_its_own)
{
	static const struct kiosk_page pages[] = {
	    {"enquete",
		"q_enq=Enqu%C3%AAtrice+de+permanence&q_tel=0199000002&"
		"q_proc=en+cours&q_cadre=flagrance&q_qualif=oui&"
		"q_instr=attente"},
	    {"mineur_i",
		"q_min=Camille+A.&q_age.date=&q_age.age=15&q_sexe=f&"
		"q_residence=ici&q_mna=non&q_accord=oui"},
	    {"rencontre",
		"q_quand.date=2026-11-25&q_quand.time=10%3A00&"
		"q_mode=distance&q_moyen=T%C3%A9l%C3%A9phone"},
	    {"envoi", "k_parquet=parquet-valmont"},
	};
	char body[1024];

	kiosk_open(1);
	EQ(kiosk_sign_in("claire"), 303);
	EQ(kiosk_get("/fiche", "forme=intervention"), 200);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (step %s)",
		    pages[i].step);
		snprintf(body, sizeof(body),
		    "forme=intervention&etape=%s&%s&go=next", pages[i].step,
		    pages[i].typed);
		EQ(kiosk_post("/fiche", body), 303);
	}
	test_where[0] = 0;
	SAME_TEXT(str_of(rig.location), "/fiche/relire");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	TRUE(strstr(rig.location, "ref=I-99-TIL-2026-1-"));
	EQ(opened(0).content, ENVELOPE_intervention);
	line_close();
}

TEST(a_reference_that_was_misheard_is_asked_again_and_may_be_left_out)
{
	static const struct {
		const char *typed;
		uint32_t status;
	} all[] = {{"P-99-TIL-2026-12-K", 422}, {"P-99-TIL-2026-21-Z", 422},
	    {"la+fiche+de+mardi", 422}, {"p+99+til+2026+12+z", 303}, {"", 303}};
	char body[512];

	kiosk_open(1);
	EQ(kiosk_sign_in("claire"), 303);
	EQ(kiosk_get("/fiche", "forme=intervention"), 200);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (%s)", all[i].typed);
		snprintf(body, sizeof(body),
		    "forme=intervention&etape=rencontre&q_quand.unknown=1&"
		    "q_mode=distance&q_moyen=Visio&q_lien=%s&go=next",
		    all[i].typed);
		EQ(kiosk_post("/fiche", body), all[i].status);
		if (all[i].status == 422)
			TRUE(strstr(rig.page, "ne tombe pas juste"));
	}
	line_close();
}
