/*
 * Scenarios: tests/scenario/<name>.txt, each from a box's form to the last
 * letter, played on a real central (play.h) under each cast: a cast is a
 * convention, its people and its boxes (tests/scenario/cast).
 */
#define SUITE core_scenario
#include "play_post.h"
#include "play_say.h"
#include "play_there.h"

/* --- the language ----------------------------------------------------------
 */

/*
 * Words in capitals are the scenario's own; `...` is all that follows. The
 * first row that fits is meant.
 */
static const struct {
	const char *says;
	void (*run)(void);
} statements[] = {
    /* the world */
    {"convention NAME", say_convention},
    {"convention NAME from OTHER", say_spot},
    {"at DAY HOUR", say_at},
    {"wait N UNIT", say_wait},
    {"let ...", say_let},
    {"box CODE KIND COMMUNE NAME", say_box},
    {"person LOGIN ROLE SERVICE", say_person},
    {"usual FORM", say_usual},
    {"SERVICE delivers MODE", say_delivers},
    {"SERVICE delivers MODE to MAILBOX", say_delivers},
    /* limits, tasks, letters, parties */
    {"state ACT EDUCATION PENAL", say_state},
    {"party ACT ROLE SERVICE", say_party},
    {"no party ACT ROLE", say_no_party},
    {"deadline ACT RULE is suspended", say_mark},
    {"deadline ACT RULE is unsuspended", say_mark},
    {"deadline ACT RULE alerted WORDS", say_alert},
    {"deadline ACT RULE unalerted WORDS", say_alert},
    {"deadline ACT RULE STATE", say_deadline},
    {"deadline ACT RULE STATE due ...", say_deadline},
    {"no deadline ACT RULE", say_no_deadline},
    {"task ACT RULE for ROLE SERVICE open", say_task_for},
    {"task ACT RULE for ROLE SERVICE open due ...", say_task_for},
    {"task ACT RULE STATE", say_task},
    {"no task ACT RULE", say_no_task},
    {"letter ACT RULE to SERVICE MODE STATE", say_letter},
    {"letter ACT RULE copy SERVICE MODE STATE", say_letter},
    {"mail ACT RULE is headed SUBJECT hiding ...", say_headed},
    {"the post is open", say_post_is_open},
    {"the post leaves", say_post_leaves},
    {"N letters left", say_mails},
    {"mail to MAILBOX names TO", say_mail_names},
    {"mail to MAILBOX names TO copy CC", say_mail_names},
    {"mail to MAILBOX says ...", say_mail_says},
    {"mail to MAILBOX does not say ...", say_mail_hides},
    {"no letter ACT RULE", say_no_letter},
    {"no letter ACT RULE to SERVICE", say_no_letter},
    {"likeness ACT ACT open", say_likeness},
    {"likeness ACT ACT joined", say_likeness},
    {"no likeness ACT", say_no_likeness},
    {"together ACT ACT", say_together},
    {"apart ACT ACT", say_together},
    /* boxes and people */
    {"BOX files FORM as NAME", say_files},
    {"BOX files FORM about ACT as NAME", say_files},
    {"WHO opens ACT", say_opens},
    {"WHO acknowledges ACT", say_acknowledges},
    {"WHO hands ACT RULE to SERVICE as WAY", say_hands},
    {"WHO sets aside RULE in ACT REASON", say_sets_aside},
    {"WHO does task RULE ACT", say_does},
    {"WHO records FORM in ACT", say_records},
    {"WHO records FORM in ACT as NAME", say_records},
    {"WHO records FORM as NAME", say_records_new},
    {"WHO rereads FORM in ACT sees ...", say_rereads},
    {"WHO cannot record FORM in ACT ...", say_cannot_record},
    {"WHO may record FORM in ACT", say_may},
    {"WHO may not record FORM in ACT", say_may_not},
    {"WHO in dossier ACT sees ...", say_dossier_sees},
    {"WHO in dossier ACT does not see ...", say_dossier_sees},
    {"WHO finds no dossier ACT", say_no_dossier},
    {"WHO at PAGE sees ...", say_at_sees},
    {"WHO at PAGE does not see ...", say_at_hides},
    {"WHO reads ACT and sees ...", say_reads_sees},
    {"WHO reads ACT and does not see ...", say_reads_hides},
    {"WHO cannot read ACT", say_cannot_read},
    {"ACT is read by ...", say_read_by},
    {"WHO sees ...", say_sees},
    {"WHO does not see ...", say_hides},
};

static bool
fits(const char *says)
{
	size_t i = 0;

	while (*says) {
		size_t len = strcspn(says, " ");
		if (strncmp(says, "...", 3) == 0)
			return play.words > i;
		if (i == play.words)
			return false;
		if (!isupper((unsigned char)*says) &&
		    (strlen(play.word[i]) != len ||
			strncmp(says, play.word[i], len) != 0))
			return false;
		i++;
		says += len + (says[len] == ' ');
	}
	return i == play.words;
}

static void
play_all(const char *path)
{
	static uint8_t room[6u << 20];
	char whole[128];
	size_t i;

	snprintf(whole, sizeof(whole), "tests/scenario/%s.txt", path);
	play_read(whole);
	while (play_statement()) {
		arena_open(&play.mem, room, sizeof(room));
		for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
			if (fits(statements[i].says))
				break;
		PLAY_NEED(i<sizeof(statements) / sizeof(statements[0]),
			      "it is not a statement: %s …", play.words> 0
			? play.word[0]
			: "");
		statements[i].run();
	}
}

static void
play_under(const char *scenario, const char *cast)
{
	char path[64];

	play.cast = cast;
	fleet_open();
	snprintf(path, sizeof(path), "cast/%s", cast);
	play_all(path);
	play_all("cast/people");
	play_all("usual");
	play_all(scenario);
	/* What the mail page counts is what there is. */
	EQ(rig_number("SELECT count(*) FROM (SELECT state, count(*)"
		      " FROM delivery GROUP BY state EXCEPT"
		      " SELECT state, count FROM delivery_tally)"),
	    0);
	TRUE(rig_number("SELECT sum(count) FROM delivery_tally") > 0);
	fleet_close();
}

/* The six journeys of the convention, under each cast. */
#define JOURNEY(name, text)                                                    \
	TEST(name##_at_99)                                                     \
	{                                                                      \
		play_under(text, "demo");                                      \
	}                                                                      \
	TEST(name##_at_94)                                                     \
	{                                                                      \
		play_under(text, "94");                                        \
	}                                                                      \
	TEST(name##_at_77)                                                     \
	{                                                                      \
		play_under(text, "77");                                        \
	}                                                                      \
	TEST(name##_of_a_pack_written_on_the_spot)                             \
	{                                                                      \
		play_under(text, "spot");                                      \
	}

JOURNEY(S1_1_1_a_fiche_at_night_reaches_its_magistrate, "night")
JOURNEY(S1_1_2_a_an_administrative_measure_goes_to_the_territory, "measure")
JOURNEY(S1_1_2_b_a_judicial_measure_goes_to_its_judge, "judge")
JOURNEY(S1_2_1_an_opp_has_two_reports_and_their_deliveries, "opp")
JOURNEY(S1_2_2_a_joint_evaluation_takes_three_months_and_a_sursis, "joint")
JOURNEY(S1_2_3_the_association_meets_a_victim_at_the_brigade, "brigade")

/* And what is put right, under each as well. */
JOURNEY(S1_A8_a_who_was_named_by_mistake_reads_nothing_more, "mistaken")

TEST(
    S1_1_1_d_letters_that_leave_name_whom_they_are_for_and_begin_what_they_begin)
{
	play_under("posted", "demo");
}

/* What does not happen every day. */
TEST(two_fiches_of_one_minor_are_joined_and_parted_by_a_person)
{
	play_under("alike", "demo");
}

TEST(what_comes_late_or_in_the_wrong_order_is_said_plainly)
{
	play_under("order", "demo");
}

TEST(S1_2_1_d_two_parquets_are_written_to_and_each_does_what_it_began)
{
	play_under("ressorts", "demo");
}

TEST(R14_a_dossier_leaves_for_another_departement_and_D11_is_kept)
{
	play_under("leaving", "demo");
}

TEST(S1_1_1_a_what_a_magistrate_decides_is_never_refused)
{
	play_under("magistrate", "demo");
}

TEST(what_is_done_once_in_a_while_was_foreseen)
{
	play_under("rare", "demo");
}
