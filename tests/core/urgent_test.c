#define SUITE core_urgent
#include "kiosk.h"

#include "core/urgent.h"

#define WHO                                                                    \
	"who_name=Yanis+Roche&who_duty=veilleur+de+nuit,+remplacement&"        \
	"who_phone=0199000001"

static void
begin(void)
{
	EQ(rig_get("/urgence"), 200);
	kiosk_fill("/urgence");
}

TEST(without_any_account_a_fiche_still_leaves_and_says_nobody_verified_it)
{
	line_open(1);
	EQ(rig_number("SELECT count(*) FROM account"), 0);
	begin();
	EQ(kiosk_send("/urgence", WHO), 303);
	/* A box that knows nobody has lost its database: its numbers begin far
	 * from those it may have given before. */
	TRUE(str_starts(str_of(rig.location),
	    TXT("/urgence/bordereau?ref=P-99-TIL-2026-")));
	TRUE(rig_number("SELECT last FROM numbering WHERE form = 'P'") >
	    OUTBOX_AFAR);
	EQ(rig_number("SELECT count(*) FROM sending WHERE author IS NULL AND "
		      "content = 2 AND urgency >= 1"),
	    1);
	EQ(rig_last().action, AUDIT_urgent_recorded);
	EQ(line_files(".fpe"), 1);
	char query[160];
	snprintf(query, sizeof(query), "%s", strchr(rig.location, '?') + 1);
	EQ(kiosk_get("/urgence/bordereau", query), 200);
	TRUE(strstr(rig.page, "P-99-TIL-2026-"));
	TRUE(!strstr(rig.page, KIOSK_NAME));
	/* Another browser does not find it by its reference. */
	snprintf(rig.browser, sizeof(rig.browser), "AAAAAAAAAAAAAAAAAAAAAA");
	EQ(kiosk_get("/urgence/bordereau", query), 404);
	line_close();
}

TEST(who_files_without_account_says_who_they_are)
{
	line_open(1);
	begin();
	EQ(kiosk_send("/urgence", "who_name=Yanis&who_duty=&who_phone=1"), 422);
	TRUE(strstr(rig.page, "Dites qui vous êtes"));
	TRUE(strstr(rig.page, "value=\"Yanis\""));
	EQ(KIOSK_SENT, 0);
	EQ(KIOSK_DRAFTS, 1);
	line_close();
}

TEST(a_line_nobody_can_call_is_asked_again_and_what_was_said_stays)
{
	line_open(1);
	begin();
	EQ(kiosk_send("/urgence",
	       "who_name=Yanis&who_duty=veilleur&who_phone=z%C3%A9ro+six"),
	    422);
	TRUE(strstr(rig.page, "écrivez les dix chiffres"));
	TRUE(strstr(rig.page, "value=\"Yanis\""));
	EQ(KIOSK_SENT, 0);
	EQ(kiosk_send("/urgence",
	       "who_name=Yanis&who_duty=veilleur&who_phone=06+39+98+01+12"),
	    303);
	EQ(KIOSK_SENT, 1);
	line_close();
}

TEST(three_may_leave_in_a_quarter_of_an_hour_then_one_every_five_minutes)
{
	line_open(1);
	for (int i = 0; i < 3; i++) {
		begin();
		EQ(kiosk_send("/urgence", WHO), 303);
		rig_pass(CLOCK_MINUTE);
	}
	begin();
	/* One minute has passed since the last: four are left. */
	EQ(kiosk_send("/urgence", WHO), 429);
	TRUE(strstr(rig.page, "Réessayez dans 4 minutes"));
	TRUE(strstr(rig.page, "value=\"Yanis Roche\""));
	EQ(KIOSK_SENT, 3);
	rig_pass(4 * CLOCK_MINUTE);
	EQ(kiosk_send("/urgence", WHO), 303);
	/* Never to none: each five minutes, one more. */
	for (int i = 0; i < 4; i++) {
		begin();
		EQ(kiosk_send("/urgence", WHO), 429);
		rig_pass(URGENT_EVERY);
		EQ(kiosk_send("/urgence", WHO), 303);
	}
	EQ(KIOSK_SENT, 8);
	line_close();
}

TEST(an_emergency_left_alone_shows_nothing_to_who_comes_next)
{
	line_open(1);
	EQ(rig_get("/urgence"), 200);
	EQ(kiosk_step_at("/urgence", "mineur", "c_nom=" KIOSK_NAME, "save"),
	    303);
	EQ(kiosk_get("/urgence", "etape=mineur"), 200);
	TRUE(strstr(rig.page, KIOSK_NAME));
	rig_pass(SESSION_IDLE_SHARED + 2 * CLOCK_MINUTE);
	EQ(kiosk_get("/urgence", "etape=mineur"), 303);
	EQ(kiosk_get("/urgence", "etape=mineur"), 200);
	TRUE(!strstr(rig.page, KIOSK_NAME));
	EQ(KIOSK_DRAFTS, 1);
	/* Nobody can come back to it: it is sent as it stands. */
	rig_pass(DRAFT_URGENT);
	rig_turn();
	EQ(KIOSK_DRAFTS, 0);
	EQ(rig_number("SELECT count(*) FROM sending WHERE content = 3"), 1);
	line_close();
}

TEST(an_emergency_that_was_hidden_shows_nothing_to_who_comes_next)
{
	line_open(1);
	EQ(rig_get("/urgence"), 200);
	EQ(kiosk_step_at("/urgence", "mineur", "c_nom=" KIOSK_NAME, "save"),
	    303);
	EQ(rig_get("/urgence/relire"), 200);
	EQ(kiosk_post("/urgence/masquer", "a=b"), 303);
	SAME_TEXT(str_of(rig.location), "/");
	EQ(rig_get("/urgence/relire"), 303);
	EQ(kiosk_get("/urgence", "etape=mineur"), 200);
	TRUE(!strstr(rig.page, KIOSK_NAME));
	/* Whoever wrote it is told what becomes of it. */
	TRUE(strstr(rig.page, "gardé ici à 17\u00a0h\u00a000"));
	TRUE(strstr(rig.page, "partira tel quel vers 19\u00a0h\u00a000"));
	/* A page that is no longer this browser's leads away all the same. */
	EQ(rig_post("/urgence/masquer", "token=nothing"), 303);
	SAME_TEXT(str_of(rig.location), "/");
	rig_pass(DRAFT_URGENT);
	rig_turn();
	EQ(KIOSK_DRAFTS, 0);
	EQ(kiosk_get("/urgence", ""), 200);
	TRUE(!strstr(rig.page, "gardé ici à"));
	line_close();
}

TEST(a_clock_that_went_back_does_not_show_an_emergency_left_alone)
{
	line_open(1);
	EQ(rig_get("/urgence"), 200);
	EQ(kiosk_step_at("/urgence", "mineur", "c_nom=" KIOSK_NAME, "save"),
	    303);
	rig_at(rig.now - 2 * CLOCK_HOUR);
	EQ(kiosk_get("/urgence", "etape=mineur"), 303);
	EQ(kiosk_get("/urgence", "etape=mineur"), 200);
	TRUE(!strstr(rig.page, KIOSK_NAME));
	line_close();
}

TEST(a_form_in_which_nothing_was_answered_is_not_begun_and_never_leaves)
{
	line_open(1);
	EQ(rig_get("/urgence"), 200);
	EQ(kiosk_step_at("/urgence", "danger", "b_danger=", "next"), 422);
	EQ(kiosk_step_at("/urgence", "envoi",
	       "a_tel=0199000000&k_parquet=parquet-valmont", "danger"),
	    303);
	EQ(kiosk_step_at("/urgence/brouillon", "danger", "b_danger=", "save"),
	    200);
	TRUE(!strstr(rig.page, "hour"));
	EQ(KIOSK_DRAFTS, 0);
	/* And one whose answers were taken back is dropped; the log says so. */
	EQ(kiosk_step_at("/urgence", "danger", "b_danger=non", "save"), 303);
	EQ(KIOSK_DRAFTS, 1);
	EQ(kiosk_step_at("/urgence", "danger", "b_danger=", "save"), 303);
	EQ(rig_get("/urgence"), 200);
	rig_pass(DRAFT_URGENT);
	rig_turn();
	EQ(KIOSK_DRAFTS, 0);
	EQ(KIOSK_SENT, 0);
	EQ(rig_last().action, AUDIT_draft_dropped);
	line_close();
}

TEST(drafts_left_without_account_leave_one_every_five_minutes)
{
	line_open(1);
	for (int i = 0; i < 4; i++) {
		rig.browser[0] = 0;
		EQ(rig_get("/urgence"), 200);
		EQ(kiosk_step_at("/urgence", "danger", "b_danger=non", "save"),
		    303);
	}
	rig_pass(DRAFT_URGENT);
	rig_turn();
	EQ(KIOSK_SENT, 1);
	for (int i = 2; i <= 4; i++) {
		rig_pass(DRAFT_EVERY - CLOCK_SECOND);
		rig_turn();
		EQ(KIOSK_SENT, i - 1);
		rig_pass(CLOCK_MINUTE);
		rig_turn();
		EQ(KIOSK_SENT, i);
	}
	/* Whoever stands there is not made to wait by them. */
	rig.browser[0] = 0;
	begin();
	EQ(kiosk_send("/urgence", WHO), 303);
	line_close();
}

TEST(pressing_twice_without_account_sends_once)
{
	char draft[64], seen[32], form[512], slip[160];

	line_open(2);
	begin();
	EQ(rig_get("/urgence/relire"), 200);
	rig_find(rig.page, "name=\"draft\" value=\"", draft, sizeof(draft));
	rig_find(rig.page, "name=\"seen\" value=\"", seen, sizeof(seen));
	snprintf(form, sizeof(form), "token=%s&draft=%s&seen=%s&k_att=oui&" WHO,
	    rig.token, draft, seen);
	for (size_t i = 0; i < 2; i++)
		rig_send(i, rig_request("POST", "/urgence/envoyer", form));
	rig_turn();
	EQ(rig_receive(0), 303);
	snprintf(slip, sizeof(slip), "%s", rig.location);
	EQ(rig_receive(1), 303);
	SAME_STR(str_of(rig.location), str_of(slip));
	EQ(KIOSK_SENT, 1);
	line_close();
}

/* `n` of a letter as a browser sends it, as the answer to `name`. */
static uint32_t
keep_letters(const char *step, const char *name, const char *letter, size_t n)
{
	static char form[64 * KIB];
	int at =
	    snprintf(form, sizeof(form), "etape=%s&go=save&%s=", step, name);
	size_t len = strlen(letter);

	for (size_t i = 0; i < n; i++)
		memcpy(form + (size_t)at + len * i, letter, len);
	form[(size_t)at + len * n] = 0;
	return kiosk_post("/urgence", form);
}

/* Whatever someone types there, what is kept can be sent, and read. */
TEST(what_was_kept_without_account_always_leaves_as_it_stands)
{
	static const char *const fields[][2] = {{"mineur", "c_nom"},
	    {"mineur", "c_nom"}, {"faits", "h_recit"}, {"envoi", "a_tel"},
	    {"danger", "b_secours"}, {"lieu", "d_adresse.text"},
	    {"situation", "e_domicile.text"}, {"complement", "c_alias"}};
	static const char *const letters[] = {"a", "%22", "%27",
	    "%F0%9F%9A%97"};

	line_open(1);
	for (size_t k = 0; k < 4; k++) {
		int64_t refused = 0;
		rig.browser[0] = 0;
		EQ(rig_get("/urgence"), 200);
		for (size_t i = 0; i < 8; i++)
			refused +=
			    keep_letters(fields[i][0], fields[i][1], letters[k],
				k == 3 ? 4000 : 16000) != 303;
		snprintf(test_where, sizeof(test_where), " (letter %zu)", k);
		TRUE(k != 1 || refused > 0);
		EQ(KIOSK_DRAFTS, 1);
		EQ(rig_get("/urgence/relire"), 200);
		rig_pass(3 * CLOCK_HOUR);
		rig_turn();
		EQ(KIOSK_DRAFTS, 0);
	}
	EQ(KIOSK_SENT, 4);
	line_close();
}

TEST(whoever_stands_there_is_not_told_whom_fiches_are_about)
{
	line_open(1);
	begin();
	EQ(kiosk_send("/urgence", WHO), 303);
	rig.browser[0] = 0;
	begin();
	EQ(rig_get("/urgence/relire"), 200);
	TRUE(strstr(rig.page, KIOSK_NAME)); /* as they have just typed it */
	TRUE(!strstr(rig.page, "P-99-TIL-2026-1-"));
	line_close();
}

/* Its people were added again before it was started, and all that it had sent
 * was let go: only the spool's folder tells. */
TEST(a_box_that_lost_its_database_gives_no_reference_twice)
{
	char path[160];

	kiosk_open(1);
	begin();
	EQ(kiosk_send("/urgence", WHO), 303);
	TRUE(strstr(rig.location, "P-99-TIL-2026-1-"));
	line_stop();
	snprintf(path, sizeof(path), "rm %s/fichep.db %s/spool/*", rig.dir,
	    rig.dir);
	EQ(system(path), 0);
	line_again();
	rig_person("nadia", "foyer", NULL);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM chain", NONE);
	tx_run(&tx, "DELETE FROM numbering", NONE);
	OK(tx_end(&tx));
	line_stop();
	line_again();
	begin();
	EQ(kiosk_send("/urgence", WHO), 303);
	TRUE(!strstr(rig.location, "P-99-TIL-2026-1-"));
	line_close();
}

/* However many browsers begin one, there is room for one more before long, and
 * the central is not flooded. */
TEST(drafts_without_account_never_fill_the_box)
{
	line_open(1);
	for (int i = 0; i < DRAFT_MOST; i++) {
		rig.browser[0] = 0;
		EQ(rig_get("/urgence"), 200);
		rig_pass(10);
		EQ(kiosk_step_at("/urgence", "danger", "b_danger=non", "save"),
		    303);
	}
	rig.browser[0] = 0;
	EQ(rig_get("/urgence"), 200);
	EQ(kiosk_step_at("/urgence", "mineur", "c_nom=" KIOSK_NAME, "save"),
	    429);
	TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
	EQ(KIOSK_DRAFTS, DRAFT_MOST);
	rig_pass(30 * CLOCK_SECOND);
	rig_turn();
	EQ(KIOSK_DRAFTS, DRAFT_MOST - 1);
	EQ(kiosk_step_at("/urgence", "mineur", "c_nom=" KIOSK_NAME, "save"),
	    303);
	rig_pass(CLOCK_MINUTE);
	rig_turn();
	EQ(KIOSK_DRAFTS, DRAFT_MOST);
	rig_pass(DRAFT_EVERY);
	rig_turn();
	EQ(KIOSK_DRAFTS, DRAFT_MOST - 1);
	EQ(rig_number("SELECT count(*) FROM sending WHERE content = 3"), 2);
	line_close();
}
