#define SUITE core_draft
#include "filing.h"

/* --- what is left
 * -------------------------------------------------------------- */

TEST(a_draft_left_for_a_day_is_sent_as_it_stands_and_never_lost)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "save"), 303);
	EQ(kiosk_step_at("/fiche", "faits", "h_recit=Trop+court", "save"), 303);
	rig_pass(CLOCK_DAY - CLOCK_MINUTE);
	rig_turn();
	EQ(KIOSK_DRAFTS, 1);
	rig_pass(CLOCK_MINUTE);
	rig_turn();
	EQ(KIOSK_DRAFTS, 0);
	EQ(KIOSK_SENT, 1);
	EQ(rig_number("SELECT count(*) FROM trail"), RIG_TRAIL);
	struct envelope_inner inner = opened(0);
	EQ(inner.content, ENVELOPE_incomplete);
	SAME_TEXT(said(&inner, "answers", "c_nom"), KIOSK_NAME);
	SAME_TEXT(said(&inner, "answers", "h_recit"), "Trop court");
	SAME_TEXT(said(&inner, "author", "name"), "Nadia Kessler");
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/envois"), 200);
	TRUE(strstr(rig.page, "incomplète"));
	line_close();
}

TEST(a_draft_that_cannot_be_sent_holds_back_no_other)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_prenom=Camille", "save"), 303);
	EQ(kiosk_sign_in("marc"), 303);
	rig_pass(CLOCK_MINUTE);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "save"), 303);
	/* No release of the pack has the form of the first any more. */
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "UPDATE draft SET form = 'gone' WHERE author = (SELECT id FROM "
	    "account WHERE login = 'nadia')",
	    NONE);
	OK(tx_end(&tx));
	rig_pass(CLOCK_DAY);
	rig_turn();
	EQ(KIOSK_SENT, 1);
	EQ(KIOSK_DRAFTS, 1);
	struct envelope_inner inner = opened(0);
	SAME_TEXT(said(&inner, "answers", "c_nom"), KIOSK_NAME);
	line_close();
}

static void
of_another_release(void)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, "UPDATE draft SET version = 99", NONE);
	OK(tx_end(&tx));
}

TEST(a_draft_of_another_release_of_its_form_leaves_with_all_that_was_typed)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "save"), 303);
	of_another_release();
	rig_pass(CLOCK_DAY);
	rig_turn();
	EQ(KIOSK_DRAFTS, 0);
	struct envelope_inner inner = opened(0);
	EQ(inner.content, ENVELOPE_incomplete);
	SAME_TEXT(said(&inner, "answers", "c_nom"), KIOSK_NAME);
	TRUE(strstr((const char *)inner.payload.at, "\"version\":99"));
	line_close();
}

TEST(a_draft_of_another_release_does_not_lock_its_author_out)
{
	char draft[64], form[128];

	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "save"), 303);
	of_another_release();
	EQ(rig_get("/fiche/relire"), 303);
	EQ(rig_get("/fiche"), 200);
	TRUE(strstr(rig.page, "Les questions ont changé depuis"));
	rig_find(rig.page, "name=\"draft\" value=\"", draft, sizeof(draft));
	snprintf(form, sizeof(form), "draft=%s", draft);
	EQ(kiosk_post("/fiche/laisser", form), 303);
	EQ(KIOSK_SENT, 1);
	EQ(rig_get("/fiche"), 200);
	TRUE(strstr(rig.page, "name=\"etape\""));
	line_close();
}

TEST(what_is_typed_while_a_release_changes_the_form_is_shown_to_be_noted)
{
	static const char facts[] = "h_recit=Une+voiture+grise";

	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "save"), 303);
	of_another_release();
	EQ(kiosk_step_at("/fiche", "faits", facts, "next"), 200);
	TRUE(strstr(rig.page, "Les questions ont changé depuis"));
	TRUE(strstr(rig.page, "<p>Une voiture grise</p>"));
	EQ(rig_get("/fiche"), 200);
	TRUE(!strstr(rig.page, "Ce que vous venez de taper"));
	/* Without account as well, and nothing of what was kept. */
	rig.session[0] = 0;
	EQ(rig_get("/urgence"), 200);
	EQ(kiosk_step_at("/urgence", "mineur", "c_nom=" KIOSK_NAME, "save"),
	    303);
	of_another_release();
	EQ(kiosk_step_at("/urgence", "faits", facts, "next"), 409);
	TRUE(strstr(rig.page, "<p>Une voiture grise</p>"));
	TRUE(!strstr(rig.page, KIOSK_NAME));
	line_close();
}

TEST(a_draft_whose_answers_this_release_does_not_know_can_be_sent_as_it_stands)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("claire"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=oui", "save"), 303);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "UPDATE draft SET form = 'demande_intervention', version = 99",
	    NONE);
	OK(tx_end(&tx));
	EQ(kiosk_post("/fiche/laisser", "draft=x"), 303);
	struct envelope_inner inner = opened(0);
	SAME_TEXT(said(&inner, "answers", "b_danger"), "oui");
	line_close();
}

TEST(a_draft_in_use_is_not_taken_from_under_its_author)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=non", "save"), 303);
	rig_pass(CLOCK_DAY - CLOCK_MINUTE);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=oui", "save"), 303);
	rig_pass(5 * CLOCK_MINUTE);
	rig_turn();
	EQ(KIOSK_DRAFTS, 1);
	rig_pass(CLOCK_HOUR);
	rig_turn();
	EQ(KIOSK_DRAFTS, 0);
	EQ(KIOSK_SENT, 1);
	line_close();
}

TEST(its_author_may_send_it_as_it_stands_at_once)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=oui", "save"), 303);
	EQ(rig_get("/fiche/relire"), 200);
	EQ(kiosk_post("/fiche/laisser", "draft=x"), 303);
	EQ(opened(0).content, ENVELOPE_incomplete);
	EQ(rig_last().motive, MOTIVE_asked_for);
	line_close();
}

/* --- clocks and starts
 * ----------------------------------------------------------- */

/* The first call of a box without a clock of its own puts it days ahead. */
TEST(a_clock_put_right_takes_no_draft_from_under_its_author)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "save"), 303);
	rig_pass(CLOCK_MINUTE);
	rig_turn();
	rig.now += 3 * CLOCK_DAY;
	clock_hold(rig.now);
	rig_pass(CLOCK_MINUTE);
	rig_turn();
	EQ(KIOSK_DRAFTS, 1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(kiosk_get("/fiche", "etape=mineur"), 200);
	TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
	/* Left behind, it goes an hour later. */
	rig_pass(DRAFT_QUIET + CLOCK_MINUTE);
	rig_turn();
	EQ(KIOSK_DRAFTS, 0);
	EQ(KIOSK_SENT, 1);
	line_close();
}

/* Or years back: what it had dated does not wait for them. */
TEST(a_clock_that_was_ahead_keeps_no_draft_until_that_day)
{
	kiosk_open(1);
	rig.now += 3650 * CLOCK_DAY;
	clock_hold(rig.now);
	EQ(rig_get("/urgence"), 200);
	EQ(kiosk_step_at("/urgence", "danger", "b_danger=non", "save"), 303);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "save"), 303);
	EQ(kiosk_sign_in("marc"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "save"), 303);
	rig_pass(CLOCK_MINUTE);
	rig_turn();
	rig.now -= 3650 * CLOCK_DAY;
	clock_hold(rig.now);
	rig_pass(CLOCK_MINUTE);
	rig_turn();
	EQ(KIOSK_DRAFTS, 3);
	/* Whoever is at it goes on for a day. */
	EQ(kiosk_sign_in("marc"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "danger", "b_danger=non", "save"), 303);
	rig_pass(DRAFT_QUIET + CLOCK_MINUTE);
	rig_turn();
	EQ(KIOSK_DRAFTS, 1);
	EQ(KIOSK_SENT, 2);
	rig_pass(CLOCK_DAY);
	rig_turn();
	EQ(KIOSK_DRAFTS, 0);
	line_close();
}

/* Nor does what left by then hold back what was left without account. */
TEST(what_left_by_a_clock_that_was_ahead_holds_back_no_emergency)
{
	kiosk_open(1);
	rig.now += 3650 * CLOCK_DAY;
	clock_hold(rig.now);
	for (size_t i = 0; i < 2; i++) {
		rig.browser[0] = 0;
		EQ(rig_get("/urgence"), 200);
		EQ(kiosk_step_at("/urgence", "danger", "b_danger=non", "save"),
		    303);
		if (i == 0) {
			rig_pass(DRAFT_URGENT);
			rig_turn();
			EQ(KIOSK_SENT, 1);
			rig.now -= 3650 * CLOCK_DAY;
			clock_hold(rig.now);
			rig_pass(CLOCK_MINUTE);
			rig_turn();
		}
	}
	rig_pass(DRAFT_URGENT + CLOCK_MINUTE);
	rig_turn();
	EQ(KIOSK_SENT, 2);
	line_close();
}

TEST(a_box_that_starts_again_still_reads_its_drafts)
{
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	EQ(kiosk_step_at("/fiche", "mineur", "c_nom=" KIOSK_NAME, "save"), 303);
	line_stop();
	line_again();
	EQ(kiosk_get("/fiche", "etape=mineur"), 200);
	TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
	line_close();
}
