#define SUITE core_handing
#include "postal.h"

#include "calendar/paris.h"

/* A letter that a person hands over otherwise than by its own way. */
#define ONE  "P-99-TIL-2026-12-K"
#define PAGE "/courrier/lettre/remise"
#define HAND "ref=" ONE "&id=1&fonction=greffe&go=send"
#define DELIVERED                                                              \
	"SELECT coalesce((SELECT at_ms FROM delivered WHERE act = 1), 0)"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

/* The summary leads to the field, which says it too. */
static void
wrong_at(const char *field)
{
	char room[64];

	snprintf(room, sizeof(room), "<a href=\"#%s\">", field);
	TRUE(shows(room));
	snprintf(room, sizeof(room), "id=\"%s-wrong\"", field);
	TRUE(shows(room));
	snprintf(room, sizeof(room), " id=\"%s\" name=\"%s\"", field, field);
	TRUE(shows(room));
}

/* To the parquet, about a fiche of a box; the delivery is number 1. */
static void
one(const char *mode, enum delivery_state state)
{
	int64_t act;

	begin();
	act = an_act(ONE, 0);
	EQ(deliver(act, a_letter(act), mode, "parquet", DOSSIER_PARQUET,
	       "a@x.example", state),
	    1);
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
}

static void
its_box(void)
{
	uint8_t key[32] = {5}, device[IDENT_LEN] = {9};
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO box(device, site, name, kind, sign, spool_sign, "
	    "checkpoint, state, asked_ms, nonce) VALUES (?1, 'TIL', 'Les "
	    "Tilleuls', 'foyer', ?2, ?2, ?2, 1, 1, '')",
	    BLOB(BYTES_OF(device)), BLOB(BYTES_OF(key)));
	OK(tx_end(&tx));
}

/* The same letter to the same service, once more. */
static void
a_copy(const char *mode, enum delivery_state state)
{
	EQ(deliver(1, 1, mode, "parquet", DOSSIER_PARQUET, "b@x.example",
	       state),
	    2);
}

TEST(on_paper_it_is_received_its_task_is_over_and_its_box_is_told)
{
	one("courriel_complet", DELIVERY_REFUSED);
	its_box();
	rig_turn();
	EQ(TASKS("adresse"), 1);
	sql("DELETE FROM downward");
	TRUE(shows(PAGE "?ref=" ONE "&amp;id=1"));
	rig_pass(CLOCK_MINUTE);
	EQ(dossier_post(PAGE, HAND "&moyen=papier"), 303);
	EQ(rig_last().action, AUDIT_letter_handed);
	EQ(FIELD("state", 1), DELIVERY_HANDED);
	EQ(FIELD("handed_by IS NOT NULL", 1), 1);
	EQ(TASKS("adresse"), 0);
	EQ(rig_number(DELIVERED), rig.now);
	EQ(rig_number("SELECT count(*) FROM downward"), 1);
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
	TRUE(!shows(PAGE "?ref="));
	EQ(dossier_post(PAGE, HAND "&moyen=autre"), 422);
	EQ(FIELD("handed = 'papier'", 1), 1);
	rig_close();
}

TEST(it_is_read_again_before_it_is_noted_and_what_was_typed_is_kept)
{
	one("courriel_complet", DELIVERY_REFUSED);
	EQ(dossier_get(PAGE, "ref=" ONE "&id=1"), 200);
	TRUE(shows("Relire avant de noter"));
	TRUE(!shows("Noter la remise"));
	EQ(dossier_post(PAGE,
	       "ref=" ONE "&id=1&moyen=autre&fonction=greffe+du+parquet"),
	    200);
	TRUE(shows("comptera comme reçue"));
	TRUE(shows("Noter la remise"));
	TRUE(shows("value=\"greffe du parquet\""));
	TRUE(!shows("Relire avant de noter"));
	EQ(dossier_post(PAGE,
	       "ref=" ONE "&id=1&moyen=autre&fonction=greffe+du+parquet"
	       "&go=edit"),
	    200);
	TRUE(shows("value=\"greffe du parquet\""));
	TRUE(shows("value=\"autre\" checked"));
	EQ(FIELD("state", 1), DELIVERY_REFUSED);
	EQ(dossier_post(PAGE, "ref=" ONE "&id=1&fonction=greffe&go=send"), 422);
	wrong_at("moyen");
	EQ(dossier_post(PAGE, "ref=" ONE "&id=1&moyen=papier&go=send"), 422);
	wrong_at("fonction");
	EQ(dossier_post(PAGE, HAND "&moyen=pigeon"), 422);
	EQ(FIELD("state", 1), DELIVERY_REFUSED);
	rig_close();
}

/* A notice says that something waits on the desk: so does a call. */
TEST(a_call_settles_a_notice_and_is_not_the_letter)
{
	one("courriel_avis", DELIVERY_HELD);
	rig_pass(CLOCK_DAY + CLOCK_HOUR);
	rig_turn();
	EQ(TASKS("retard"), 1);
	struct tx tx = tx_begin(&rig.core.write);
	struct course course = {.tx = &tx,
	    .mem = &rig.core.post.mem,
	    .pack = &rig.core.pack,
	    .now = rig.now};
	notice_abridged(&course, 1);
	OK(tx_end(&tx));
	EQ(TASKS("abrege"), 1);
	dossier_enter("claire", "crip", "");
	EQ(dossier_get(PAGE, "ref=" ONE "&id=1"), 200);
	EQ(dossier_post(PAGE, HAND "&moyen=telephone"), 303);
	EQ(FIELD("state", 1), DELIVERY_HANDED);
	EQ(TASKS("retard"), 0);
	EQ(TASKS("abrege"), 1);
	EQ(rig_number(DELIVERED), 0);
	/* The document it announced is still to be handed over. */
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
	TRUE(shows(PAGE "?ref=" ONE "&amp;id=1"));
	EQ(dossier_post(PAGE, HAND "&moyen=telephone"), 422);
	EQ(dossier_post(PAGE, HAND "&moyen=papier"), 303);
	EQ(TASKS("abrege"), 0);
	EQ(rig_number(DELIVERED), rig.now);
	rig_close();
}

TEST(a_call_about_a_letter_that_waits_ends_its_task_and_it_leaves_all_the_same)
{
	one("courriel_complet", DELIVERY_HELD);
	rig_pass(CLOCK_DAY + CLOCK_HOUR);
	rig_turn();
	EQ(TASKS("retard"), 1);
	dossier_enter("claire", "crip", "");
	EQ(dossier_get(PAGE, "ref=" ONE "&id=1"), 200);
	EQ(dossier_post(PAGE,
	       "ref=" ONE "&id=1&fonction=greffe&moyen=telephone"),
	    200);
	TRUE(shows("Un appel n’est pas la lettre"));
	EQ(dossier_post(PAGE, HAND "&moyen=telephone"), 303);
	EQ(FIELD("state", 1), DELIVERY_HELD);
	EQ(rig_number(DELIVERED), 0);
	EQ(TASKS("retard"), 0);
	rig_pass(CLOCK_DAY);
	rig_turn();
	EQ(TASKS("retard"), 0);
	dossier_enter("nadine", "crip", "");
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
	TRUE(shows("Destinataire prévenu"));
	sql("UPDATE delivery SET state = 1");
	post_wake(&rig.core);
	TRUE(takes());
	rig_close();
}

TEST(a_call_hands_over_no_letter_that_does_not_leave_by_itself)
{
	static const enum delivery_state states[] = {DELIVERY_REFUSED,
	    DELIVERY_DOUBTFUL, DELIVERY_SHOWN, DELIVERY_MANUAL};
	static const char *const modes[] = {"courriel_complet",
	    "courriel_complet", "portail", "plex_manuel"};

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		one(modes[i], states[i]);
		EQ(dossier_get(PAGE, "ref=" ONE "&id=1"), 200);
		TRUE(!shows("Par téléphone"));
		EQ(dossier_post(PAGE, HAND "&moyen=telephone"), 422);
		TRUE(shows("Un appel ne remet pas cette lettre"));
		EQ(FIELD("state", 1), states[i]);
		EQ(dossier_post(PAGE, HAND "&moyen=papier"), 303);
		EQ(FIELD("state", 1), DELIVERY_HANDED);
		EQ(rig_number(DELIVERED), rig.now);
		rig_close();
	}
}

TEST(what_has_arrived_or_was_replaced_is_not_to_be_handed_over)
{
	static const enum delivery_state states[] = {DELIVERY_ACCEPTED,
	    DELIVERY_READ, DELIVERY_CONFIRMED, DELIVERY_DROPPED};

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		one("courriel_complet", states[i]);
		EQ(dossier_get(PAGE, "ref=" ONE "&id=1"), 200);
		TRUE(shows("n’attend plus d’être remise"));
		EQ(dossier_post(PAGE, HAND "&moyen=papier"), 422);
		EQ(FIELD("state", 1), states[i]);
		rig_close();
	}
}

TEST(no_copy_that_waits_for_the_same_recipient_leaves_afterwards)
{
	one("courriel_avis", DELIVERY_ACCEPTED);
	a_copy("courriel_complet", DELIVERY_DUE);
	sql("UPDATE delivery SET next_ms = 9000000000000 WHERE id = 2");
	EQ(deliver(1, 1, "courriel_complet", "ase", "", "c@x.example",
	       DELIVERY_DUE),
	    3);
	sql("UPDATE delivery SET next_ms = 9000000000000 WHERE id = 3");
	EQ(dossier_post(PAGE, HAND "&moyen=papier"), 303);
	EQ(FIELD("state", 2), DELIVERY_DROPPED);
	EQ(FIELD("state", 3), DELIVERY_DUE); /* another's */
	rig_pass(POST_MOST);
	TRUE(!takes());
	rig_close();
}

/* What a notice says was said; the letter itself was not. */
TEST(a_call_about_a_notice_leaves_whole_copies_on_their_way)
{
	one("courriel_avis", DELIVERY_ACCEPTED);
	a_copy("courriel_complet", DELIVERY_DUE);
	sql("UPDATE delivery SET next_ms = 9000000000000 WHERE id = 2");
	EQ(dossier_post(PAGE, HAND "&moyen=telephone"), 303);
	EQ(FIELD("state", 2), DELIVERY_DUE);
	rig_close();
}

TEST(what_is_under_way_is_said_to_be_and_nothing_is_noted)
{
	one("courriel_complet", DELIVERY_DUE);
	TRUE(hears(IPC_mail_send) || takes());
	EQ(FIELD("state", 1), DELIVERY_LEAVING);
	EQ(dossier_post(PAGE, HAND "&moyen=papier"), 422);
	TRUE(shows("en cours d’envoi"));
	asks(got.ticket);
	rig_turn();
	EQ(FIELD("state", 1), DELIVERY_DOUBTFUL);
	EQ(dossier_post(PAGE, HAND "&moyen=papier"), 422);
	EQ(FIELD("handed = ''", 1), 1);
	rig_close();
	/* Nor while a copy of it is. */
	one("courriel_avis", DELIVERY_ACCEPTED);
	a_copy("courriel_complet", DELIVERY_DUE);
	post_wake(&rig.core);
	TRUE(takes());
	EQ(dossier_post(PAGE, HAND "&moyen=papier"), 422);
	TRUE(shows("en cours d’envoi"));
	EQ(FIELD("state", 1), DELIVERY_ACCEPTED);
	EQ(FIELD("state", 2), DELIVERY_LEAVING);
	rig_close();
}

/* RIG_NOW is any instant: hours are those of its day in Paris. */
TEST(it_was_handed_over_neither_before_it_was_made_nor_later_than_now)
{
	char body[160], then[8], before[8], after[8];
	int64_t made;

	one("courriel_complet", DELIVERY_REFUSED);
	made = rig.now;
	rig_pass(3 * CLOCK_HOUR);
	dossier_enter("claire", "crip", "");
	EQ(dossier_get(PAGE, "ref=" ONE "&id=1"), 200);
	struct paris_time now = paris_of(rig.now);
	TRUE(now.hour > 5 * CLOCK_HOUR && now.hour < 23 * CLOCK_HOUR);
	int h = (int)(now.hour / CLOCK_HOUR);
	snprintf(then, sizeof(then), "%02dh%02d", h - 1,
	    (int)(now.hour % CLOCK_HOUR / CLOCK_MINUTE));
	snprintf(before, sizeof(before), "%02dh00", h - 4);
	snprintf(after, sizeof(after), "%02dh59", h);
	snprintf(body, sizeof(body), HAND "&moyen=papier&heure=%s", after);
	EQ(dossier_post(PAGE, body), 422);
	TRUE(shows("pas encore passée"));
	wrong_at("heure");
	snprintf(body, sizeof(body), HAND "&moyen=papier&heure=%s", before);
	EQ(dossier_post(PAGE, body), 422);
	TRUE(shows("pas encore faite"));
	EQ(dossier_post(PAGE, HAND "&moyen=papier&date=hier"), 422);
	wrong_at("date");
	EQ(dossier_post(PAGE, HAND "&moyen=papier&date=1%2F1%2F2020"), 422);
	TRUE(shows("Indiquez l’heure"));
	EQ(FIELD("state", 1), DELIVERY_REFUSED);
	snprintf(body, sizeof(body), HAND "&moyen=papier&heure=%s", then);
	EQ(dossier_post(PAGE, body), 303);
	int64_t at = FIELD("handed_ms", 1);
	TRUE(at > made && at > rig.now - CLOCK_HOUR - CLOCK_MINUTE &&
	    at <= rig.now - CLOCK_HOUR);
	EQ(rig_number(DELIVERED), at);
	rig_close();
}

TEST(what_was_read_again_as_now_is_when_it_is_noted_to_have_been)
{
	char body[160];
	int64_t then;

	one("courriel_complet", DELIVERY_REFUSED);
	rig_pass(CLOCK_MINUTE);
	then = rig.now;
	EQ(dossier_post(PAGE, "ref=" ONE "&id=1&fonction=greffe&moyen=papier"),
	    200);
	snprintf(body, sizeof(body), "name=\"instant\" value=\"%" PRId64 "\"",
	    then);
	TRUE(shows(body));
	rig_pass(2 * CLOCK_MINUTE);
	snprintf(body, sizeof(body), HAND "&moyen=papier&instant=%" PRId64,
	    then);
	EQ(dossier_post(PAGE, body), 303);
	EQ(FIELD("handed_ms", 1), then);
	rig_close();
	/* It is held to the same bounds. */
	one("courriel_complet", DELIVERY_REFUSED);
	EQ(dossier_post(PAGE, HAND "&moyen=papier&instant=1"), 303);
	EQ(FIELD("handed_ms", 1), rig.now);
	rig_close();
}

/* « Remise au parquet » was shown, and its box was told: it stays. */
TEST(what_was_read_before_it_was_handed_over_is_delivered_since_then)
{
	one("courriel_avis", DELIVERY_REFUSED);
	sql("UPDATE delivery SET read_ms = (SELECT made_ms FROM letter)");
	int64_t read = FIELD("read_ms", 1);
	EQ(rig_number(DELIVERED), read);
	rig_pass(CLOCK_HOUR);
	dossier_enter("claire", "crip", "");
	EQ(dossier_get(PAGE, "ref=" ONE "&id=1"), 200);
	EQ(dossier_post(PAGE, HAND "&moyen=papier"), 303);
	EQ(rig_number(DELIVERED), read);
	rig_close();
}

TEST(whoever_may_not_follow_a_letter_hands_none_over)
{
	one("courriel_complet", DELIVERY_REFUSED);
	dossier_enter("hugo", "parquet", "parquet-roncey");
	EQ(dossier_get("/accueil", ""), 200);
	EQ(dossier_post(PAGE, HAND "&moyen=papier"), 404);
	dossier_enter("relais", "admin", "");
	EQ(dossier_get("/accueil", ""), 200);
	EQ(dossier_post(PAGE, HAND "&moyen=papier"), 403);
	EQ(FIELD("state", 1), DELIVERY_REFUSED);
	rig_close();
}

TEST(the_dossier_says_how_it_was_handed_over_to_whom_and_by_whom)
{
	one("courriel_complet", DELIVERY_REFUSED);
	EQ(dossier_post(PAGE, HAND "&moyen=papier"), 303);
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("Remise autrement, "));
	TRUE(shows("par Hélène Sorel, en main propre, sur papier, à : greffe"));
	/* It may be sent anew all the same, beside. */
	EQ(dossier_post("/courrier/lettre/renvoyer",
	       "ref=" ONE "&id=1&mode=courriel_complet"
	       "&adresse=c%40x.example"),
	    200);
	TRUE(shows("remise autrement : celle-ci s’y ajoute"));
	rig_close();
}

/* What is handed over is what its recipient may read, not what the CRIP may. */
TEST(what_is_to_be_handed_over_can_be_taken_as_it_is_for_its_recipient)
{
	one("courriel_complet", DELIVERY_REFUSED);
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE "&motif=traitement"), 303);
	EQ(dossier_get("/courrier/lettre/paquet", "ref=" ONE "&id=1"), 200);
	EQ(rig_last().action, AUDIT_letter_taken);
	sql("UPDATE delivery SET state = 4");
	EQ(dossier_get("/courrier/lettre/paquet", "ref=" ONE "&id=1"), 404);
	rig_close();
}
