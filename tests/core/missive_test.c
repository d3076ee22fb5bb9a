#define SUITE core_missive
#include "dossier.h"

#include "../mail/longest.h"
#include "envelope/envelope.h"
#include "postal.h"

/* What a letter says to whom, read in what is handed to the courier. */

/* S1-1.1-c, -d, -e: and nothing else identifies. */
TEST(what_leaves_names_both_recipients_and_nobody_else_in_its_head)
{
	begin();
	(void)one_due();
	TRUE(takes());
	char *end = strstr(got.message, "\r\n\r\n");
	TRUE(end);
	TRUE(strstr(end, "Vautrin") || strstr(end, "VAUTRIN"));
	*end = 0;
	TRUE(strstr(got.message,
	    "To: mineurs.parquet-valmont@justice.example\r\n"));
	TRUE(strstr(got.message, "Cc: crip@departement99.example\r\n"));
	TRUE(strstr(got.message,
	    "Subject: signalement mineur en situation de prostitution\r\n"));
	TRUE(
	    !strstr(got.message, "Vautrin") && !strstr(got.message, "Kessler"));
	rig_close();
}

TEST(a_notice_says_the_reference_and_nothing_of_the_act)
{
	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0), letter = a_letter(act);
	(void)deliver(act, letter, "courriel_avis", "parquet", DOSSIER_PARQUET,
	    "mineurs.parquet-valmont@justice.example", DELIVERY_DUE);
	TRUE(takes());
	TRUE(strstr(got.message, "P-99-TIL-2026-12-K"));
	TRUE(strstr(got.message, "https://" RIG_HOST));
	TRUE(
	    !strstr(got.message, "Vautrin") && !strstr(got.message, "Kessler"));
	TRUE(!strstr(got.message, "Tilleuls"));
	TRUE(!strstr(got.message, "Signalement"));
	rig_close();
}

/* S1-2.3-a; R9: the association is to call the unit back. */
TEST(a_request_for_the_association_says_which_line_to_call)
{
	begin();
	int64_t act =
	    dossier_put((struct dossier_act){.reference = "I-99-BTV-2026-1-K",
		.form = "demande_intervention",
		.payload = "{\"payload\":1,\"pack\":\"demo\",\"form\":"
			   "\"demande_intervention\",\"version\":1,"
			   "\"reference\":\"I-99-BTV-2026-1-K\",\"site\":{"
			   "\"name\":\"Brigade de Valmont\"},\"author\":{"
			   "\"name\":\"Claire Ortel\"},\"answers\":{"
			   "\"q_tel\":\"01 99 00 12 34\"}}"});
	int64_t letter = a_letter(act);

	sql("UPDATE letter SET rule = 'R9A'");
	(void)deliver(act, letter, "courriel_complet", "adn", "", "a@x.example",
	    DELIVERY_DUE);
	TRUE(takes());
	TRUE(strstr(got.message, "01=C2=A099=C2=A000") ||
	    strstr(got.message, "01 99 00 12 34"));
	rig_close();
}

/* And of a fiche it knows neither who wrote nor the line. */
TEST(a_fiche_for_the_association_does_not_say_who_wrote_it)
{
	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0), letter = a_letter(act);

	(void)deliver(act, letter, "courriel_complet", "adn", "", "a@x.example",
	    DELIVERY_DUE);
	TRUE(takes());
	TRUE(strstr(got.message, "Vautrin") || strstr(got.message, "VAUTRIN"));
	TRUE(!strstr(got.message, "Kessler"));
	rig_close();
}

TEST(a_draft_left_behind_leaves_as_what_it_is)
{
	begin();
	int64_t act = dossier_put((
	    struct dossier_act){.reference = "P-99-TIL-2026-12-K",
	    .content = ENVELOPE_incomplete,
	    .payload = "{\"payload\":1,\"pack\":\"demo\",\"form\":\"fiche_p\","
		       "\"version\":1,\"answers\":{}}"});

	(void)deliver(act, a_letter(act), "courriel_complet", "parquet",
	    DOSSIER_PARQUET, "a@x.example", DELIVERY_DUE);
	TRUE(takes());
	TRUE(strstr(got.message, "Incomplet"));
	rig_close();
}

TEST(a_letter_of_reports_shows_each_of_them_and_what_completes_the_fiche)
{
	static const char *const forms[] = {"complement", "rapport_mds",
	    "rapport_mds", "saisine_je", "saisine_je"};
	static const char *const names[] = {"P-99-TIL-2026-12-K-C1",
	    "P-99-TIL-2026-12-K-A1", "P-99-TIL-2026-12-K-A2",
	    "P-99-TIL-2026-12-K-A3", "P-99-TIL-2026-12-K-A4"};
	char payload[5][200];

	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0);
	for (int i = 0; i < 5; i++) {
		snprintf(payload[i], sizeof(payload[i]),
		    "{\"payload\":1,\"pack\":\"demo\",\"form\":\"%s\","
		    "\"version\":1,\"reference\":\"%s\",\"answers\":{}}",
		    forms[i], names[i]);
		act = dossier_put((struct dossier_act){.reference = names[i],
		    .dossier = 1,
		    .form = forms[i],
		    .payload = payload[i]});
	}
	int64_t letter = a_letter(act);
	sql("UPDATE letter SET rule = 'R5J'");
	(void)deliver(act, letter, "courriel_complet", "juge_enfants",
	    "tpe-valmont", "a@x.example", DELIVERY_DUE);
	TRUE(takes());
	TRUE(strstr(got.message, "K-C1"));
	TRUE(strstr(got.message, "K-A1") && strstr(got.message, "K-A2"));
	/* Another judge was seized by it. */
	TRUE(!strstr(got.message, "K-A3") && strstr(got.message, "K-A4"));
	rig_close();
}

/* S1-2.1-d: two reports as long as may be, and the fiche. */
TEST(what_is_too_long_for_a_message_is_announced_and_a_person_hands_it_over)
{
	struct arena mem = test_arena();
	char *payload;

	begin();
	struct bytes long_one =
	    longest_payload(&mem, &rig.core.pack, "rapport_mds", 200, 30);
	payload = arena_take(&mem, long_one.len + 1);
	memcpy(payload, long_one.at, long_one.len);
	payload[long_one.len] = 0;
	int64_t act = an_act("P-99-TIL-2026-12-K", 0);
	static const char *const names[] = {"P-99-TIL-2026-12-K-A1",
	    "P-99-TIL-2026-12-K-A2", "P-99-TIL-2026-12-K-A3",
	    "P-99-TIL-2026-12-K-A4"};
	for (int i = 0; i < 4; i++)
		act = dossier_put((struct dossier_act){.reference = names[i],
		    .dossier = 1,
		    .form = i % 2 ? "rapport_mds" : "rapport_adn",
		    .payload = payload});
	int64_t letter = a_letter(act);
	sql("UPDATE letter SET rule = 'R5J'");
	int64_t id = deliver(act, letter, "courriel_complet", "juge_enfants",
	    "tpe-valmont", "a@x.example", DELIVERY_DUE);

	TRUE(takes());
	TRUE(!strstr(got.message, "voiture grise"));
	TRUE(strstr(got.message, "https://" RIG_HOST));
	EQ(FIELD("mode = 'courriel_avis'", id), 1);
	EQ(TASKS("abrege"), 1);
	goes(ERR_OK, 250);
	EQ(FIELD("state", id), DELIVERY_ACCEPTED);
	EQ(TASKS("abrege"), 1); /* a notice is not what it announces */
	struct tx tx = tx_begin(&rig.core.write);
	struct course course = {.tx = &tx,
	    .mem = &rig.core.post.mem,
	    .pack = &rig.core.pack,
	    .now = rig.now};
	post_read(&course, 1, TXT("juge_enfants"), TXT("tpe-valmont"));
	OK(tx_end(&tx));
	EQ(TASKS("abrege"), 0);
	rig_close();
}

/* Of more acts than a letter shows, a notice leaves like any other. */
TEST(what_has_too_many_acts_for_a_letter_is_announced_too)
{
	char name[40];

	begin();
	int64_t act = an_act("P-99-TIL-2026-12-K", 0);
	for (int i = 1; i <= LETTER_ACTS_MOST; i++) {
		snprintf(name, sizeof(name), "P-99-TIL-2026-12-K-C%d", i);
		(void)dossier_put((struct dossier_act){.reference = name,
		    .dossier = 1,
		    .form = "complement",
		    .payload = "{\"payload\":1,\"pack\":\"demo\",\"form\":"
			       "\"complement\",\"version\":1,\"answers\":{}}"});
	}
	act = dossier_put(
	    (struct dossier_act){.reference = "P-99-TIL-2026-12-K-A1",
		.dossier = 1,
		.form = "saisine_je",
		.payload = "{\"payload\":1,\"pack\":\"demo\",\"form\":"
			   "\"saisine_je\",\"version\":1,\"answers\":{}}"});
	int64_t letter = a_letter(act);
	sql("UPDATE letter SET rule = 'R5J'");
	int64_t id = deliver(act, letter, "courriel_complet", "juge_enfants",
	    "tpe-valmont", "a@x.example", DELIVERY_DUE);

	TRUE(takes());
	TRUE(strstr(got.message, "https://" RIG_HOST));
	EQ(FIELD("mode = 'courriel_avis'", id), 1);
	EQ(TASKS("abrege"), 1);
	rig_close();
}
