#define SUITE core_mailroom
#include "dossier.h"

#include "../mail/longest.h"

#include "core/activation.h"
#include "core/post.h"
#include "dossier/delivery.h"

/*
 * Letters as people deal with them, on the pages of the admin and of the CRIP;
 * how they leave is post_test.c's.
 */
#define ONE "P-99-TIL-2026-12-K"
#define BOX "mineurs.parquet-valmont@justice.example"
#define FICHE                                                                  \
	"{\"payload\":1,\"pack\":\"demo\",\"form\":\"fiche_p\","               \
	"\"version\":1,\"reference\":\"" ONE "\",\"answers\":{}}"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

static void
sql(const char *text)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, text, NONE);
	OK(tx_end(&tx));
}

static void
begin(void)
{
	rig_make(1, true);
	rig_setting("smtp_url", "smtp://relais.example:587");
	rig_setting("smtp_from", "fichep@departement99.example");
	rig_start();
}

/* Of a letter of `act` to the parquet, made now. */
static int64_t
deliver(int64_t act, const char *mode, enum delivery_state state)
{
	struct ident ident = ident_new();
	struct tx tx = tx_begin(&rig.core.write);
	int64_t letter = tx_run(&tx,
	    "INSERT INTO letter(ident, dossier, act, rule, version, made_ms) "
	    "SELECT ?, dossier, id, 'R1', 1, ? FROM act WHERE id = ?",
	    BLOB(BYTES_OF(ident.at)), INT(rig.now), INT(act));
	int64_t id = tx_run(&tx,
	    "INSERT INTO delivery(letter, copy, role, scope, service, name, "
	    "mailbox, mode, state) VALUES (?1, 0, 'parquet', ?2, ?2, "
	    "'Parquet de Valmont', ?3, ?4, ?5)",
	    INT(letter), TEXT(TXT(DOSSIER_PARQUET)), TEXT(TXT(BOX)),
	    TEXT(str_of(mode)), INT(state));

	OK(tx_end(&tx));
	return id;
}

static int64_t
a_fiche(void)
{
	return dossier_put(
	    (struct dossier_act){.reference = ONE, .payload = FICHE});
}

/* Core looks at its letters. */
static void
look(void)
{
	post_wake(&rig.core);
	rig_turn();
}

#define TASKS(role, rule)                                                      \
	rig_number(                                                            \
	    "SELECT count(*) FROM task JOIN duty ON duty.kind = 1 AND "        \
	    "duty.id = task.id WHERE task.state = 1 AND task.rule = '" rule    \
	    "' AND duty.role = '" role "'")
#define DELIVERIES(where)                                                      \
	rig_number("SELECT count(*) FROM delivery WHERE " where)

/* --- what the CRIP does ------------------------------------------------------
 */

TEST(a_second_press_sends_a_letter_anew_once)
{
	static const char *const send =
	    "ref=" ONE "&id=1&mode=courriel_complet&go=send"
	    "&adresse=greffe%40justice.example";

	begin();
	deliver(a_fiche(), "courriel_complet", DELIVERY_ACCEPTED);
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
	EQ(dossier_post("/courrier/lettre/renvoyer", send), 303);
	EQ(dossier_post("/courrier/lettre/renvoyer", send), 422);
	TRUE(shows("déjà envoyée de nouveau"));
	EQ(DELIVERIES("id > 1"), 1);
	/* Not even once the relay has the first one. */
	sql("UPDATE delivery SET state = 4 WHERE id = 2");
	EQ(dossier_post("/courrier/lettre/renvoyer", send), 422);
	EQ(DELIVERIES("id > 1"), 1);
	/* Later it is meant. */
	rig_pass(2 * CLOCK_MINUTE);
	EQ(dossier_post("/courrier/lettre/renvoyer", send), 303);
	EQ(DELIVERIES("id > 1"), 2);
	rig_close();
}

/* G13: a person was told that it is there. */
TEST(a_letter_a_person_says_has_arrived_is_delivered_to_the_parquet)
{
	begin();
	uint8_t key[32] = {5}, device[IDENT_LEN] = {9};
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO box(device, site, name, kind, sign, spool_sign, "
	    "checkpoint, state, asked_ms, nonce) VALUES (?1, 'TIL', 'Les "
	    "Tilleuls', 'foyer', ?2, ?2, ?2, 1, 1, '')",
	    BLOB(BYTES_OF(device)), BLOB(BYTES_OF(key)));
	OK(tx_end(&tx));
	deliver(a_fiche(), "courriel_complet", DELIVERY_REFUSED);
	look();
	EQ(TASKS("crip", "adresse"), 1);
	sql("DELETE FROM downward");
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
	EQ(dossier_post("/courrier/lettre/arrivee", "ref=" ONE "&id=1"), 303);
	EQ(DELIVERIES("state = 9 AND confirmed_ms IS NOT NULL"), 1);
	EQ(rig_number("SELECT count(*) FROM delivered"), 1);
	EQ(rig_number("SELECT count(*) FROM downward"), 1);
	EQ(TASKS("crip", "adresse"), 0);
	rig_close();
}

/* S1-1.1-b, by hand: the receipt proves it. */
TEST(a_deposit_is_noted_with_its_receipt_and_its_task_is_over)
{
	begin();
	deliver(a_fiche(), "courriel_complet", DELIVERY_REFUSED);
	look();
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
	EQ(dossier_post("/courrier/lettre/renvoyer",
	       "ref=" ONE "&id=1&mode=plex_manuel&go=send"),
	    303);
	EQ(TASKS("crip", "adresse"), 0);
	EQ(TASKS("crip", "deposer"), 1);
	EQ(dossier_post("/courrier/lettre/depot",
	       "ref=" ONE "&id=2&recepisse=+"),
	    422);
	EQ(TASKS("crip", "deposer"), 1);
	EQ(dossier_post("/courrier/lettre/depot",
	       "ref=" ONE "&id=2&recepisse=PLEX-2026-0042"),
	    303);
	EQ(rig_last().action, AUDIT_letter_deposited);
	EQ(DELIVERIES("state = 9 AND answer = 'PLEX-2026-0042'"), 1);
	EQ(DELIVERIES("id = 2 AND length(sha256) = 32"), 1);
	EQ(rig_number("SELECT count(*) FROM delivered"), 1);
	EQ(TASKS("crip", "deposer"), 0);
	rig_close();
}

TEST(a_letter_too_long_for_a_package_says_what_to_deposit_instead)
{
	struct arena mem = test_arena();

	begin();
	a_fiche();
	struct bytes text =
	    longest_payload(&mem, &rig.core.pack, "rapport_mds", 200, 30);
	char *payload = arena_take(&mem, text.len + 1);
	memcpy(payload, text.at, text.len);
	payload[text.len] = 0;
	static const char *const names[] = {ONE "-A1", ONE "-A2", ONE "-A3",
	    ONE "-A4"};
	int64_t act = 0;
	for (int i = 0; i < 4; i++)
		act = dossier_put((struct dossier_act){.reference = names[i],
		    .dossier = 1,
		    .form = i % 2 ? "rapport_mds" : "rapport_adn",
		    .payload = payload});
	deliver(act, "plex_manuel", DELIVERY_MANUAL);
	sql("UPDATE letter SET rule = 'R5J'");
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE), 303);
	EQ(dossier_get("/courrier/lettre/paquet", "ref=" ONE "&id=1"), 422);
	TRUE(shows("trop long pour un paquet"));
	TRUE(shows("Noter le dépôt"));
	EQ(dossier_post("/courrier/lettre/depot",
	       "ref=" ONE "&id=1&recepisse=42"),
	    303);
	EQ(DELIVERIES("state = 9 AND sha256 IS NULL"), 1);
	rig_close();
}

TEST(what_was_to_be_deposited_and_is_sent_otherwise_is_not_to_be_any_more)
{
	begin();
	deliver(a_fiche(), "plex_manuel", DELIVERY_MANUAL);
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
	EQ(dossier_post("/courrier/lettre/renvoyer",
	       "ref=" ONE "&id=1&mode=plex_manuel&go=send"),
	    303);
	EQ(TASKS("crip", "deposer"), 1);
	EQ(dossier_post("/courrier/lettre/renvoyer",
	       "ref=" ONE "&id=2&mode=portail&go=send"),
	    303);
	EQ(TASKS("crip", "deposer"), 0);
	rig_close();
}

/* R9*: the CRIP reads no intervention, so it could open no such task. */
TEST(a_task_about_a_letter_is_for_who_may_read_its_act)
{
	begin();
	int64_t act = a_fiche();

	sql("DELETE FROM reception WHERE role = 'crip'");
	deliver(act, "courriel_complet", DELIVERY_REFUSED);
	look();
	EQ(TASKS("crip", "adresse"), 0);
	EQ(TASKS("parquet", "adresse"), 1);
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
	EQ(dossier_post("/courrier/lettre/arrivee", "ref=" ONE "&id=1"), 303);
	EQ(TASKS("parquet", "adresse"), 0);
	rig_close();
}

/* --- what the admin does -----------------------------------------------------
 */

/* Asked for by one, every box tried out; another is signed in. */
static void
all_tried(void)
{
	const struct directory *d = &rig.core.pack.directory;
	struct ident one = rig_person("gestion", "admin", NULL);
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO activation(pack, asked_by, asked_ms) VALUES (?, ?, 1)",
	    TEXT(rig.core.pack.name), BLOB(BYTES_OF(one.at)));
	for (size_t i = 0; i < d->count; i++)
		if (activation_written_to(&d->services[i]))
			tx_run(&tx,
			    "INSERT INTO mailbox(pack, service, address, code, "
			    "state, asked_by) VALUES (?, ?, ?, '', 9, ?)",
			    TEXT(rig.core.pack.name), TEXT(d->services[i].id),
			    TEXT(d->services[i].mailbox),
			    BLOB(BYTES_OF(one.at)));
	OK(tx_end(&tx));
	dossier_enter("relais", "admin", "");
	EQ(dossier_get("/courrier", ""), 200);
}

/* S1-A9, G5. */
TEST(what_waited_leaves_once_the_way_is_open_unless_it_is_too_old)
{
	begin();
	int64_t act = a_fiche();
	int64_t old = deliver(act, "courriel_complet", DELIVERY_HELD);

	EQ(old, 1);
	rig_pass(ACTIVATION_OLD + CLOCK_DAY);
	deliver(act, "courriel_complet", DELIVERY_HELD);
	deliver(act, "courriel_complet", DELIVERY_HELD);
	sql("UPDATE delivery SET read_ms = 5 WHERE id = 3");
	all_tried();
	look();
	EQ(DELIVERIES("state = 0"), 3);
	EQ(dossier_post("/courrier/ouvrir", "x=1"), 422); /* it is not ticked */
	EQ(DELIVERIES("state = 0"), 3);
	EQ(dossier_post("/courrier/ouvrir", "sure=oui"), 303);
	EQ(DELIVERIES("id = 1 AND state = 5 AND answer = 'trop ancienne'"), 1);
	EQ(DELIVERIES("id = 3 AND state = 7"), 1);
	look();
	EQ(DELIVERIES("id = 2 AND state = 2"), 1); /* the courier has it */
	EQ(TASKS("crip", "adresse"), 1);
	rig_close();
}

TEST(who_shuts_the_way_lets_nothing_leave)
{
	begin();
	int64_t act = a_fiche();

	all_tried();
	EQ(dossier_post("/courrier/ouvrir", "sure=oui"), 303);
	EQ(rig_last().action, AUDIT_pack_opened); /* the log knows them apart */
	rig_pass(CLOCK_MINUTE);
	deliver(act, "courriel_complet", DELIVERY_DUE);
	sql("UPDATE delivery SET next_ms = 9000000000000"); /* tried before */
	EQ(dossier_post("/courrier/arreter", "x=1"), 422);
	EQ(DELIVERIES("state = 1"), 1);
	EQ(dossier_post("/courrier/arreter", "sure=oui"), 303);
	EQ(rig_last().action, AUDIT_pack_ended);
	look();
	EQ(DELIVERIES("state = 0"), 1);
	EQ(dossier_get("/courrier", ""), 200);
	TRUE(shows("Demander l’activation"));
	rig_close();
}

TEST(a_test_letter_that_did_not_arrive_is_sent_again_by_whoever_asks)
{
	begin();
	all_tried();
	sql("UPDATE mailbox SET state = 5, answer = '550' WHERE id = 1");
	EQ(dossier_get("/courrier", ""), 200);
	TRUE(shows("Renvoyer la lettre d’essai"));
	TRUE(shows("550"));
	EQ(dossier_post("/courrier/ouvrir", "sure=oui"), 422);
	EQ(dossier_post("/courrier/essai", "id=1"), 303);
	EQ(rig_last().action, AUDIT_trial_again);
	EQ(rig_number("SELECT count(*) FROM mailbox WHERE state IN (1, 2)"), 1);
	EQ(dossier_post("/courrier/essai", "id=2"), 303); /* confirmed: stays */
	EQ(rig_number("SELECT count(*) FROM mailbox WHERE state IN (1, 2)"), 1);
	rig_close();
}

/* Open, as one admin asked for and another opened; then the directory got the
 * parquet's address, which nobody tried out. Who asked is signed in. */
static void
one_is_new(void)
{
	all_tried();
	EQ(dossier_post("/courrier/ouvrir", "sure=oui"), 303);
	sql("DELETE FROM mailbox WHERE address = '" BOX "'");
	dossier_enter("bob", "admin", "");
	EQ(dossier_get("/courrier", ""), 200);
}

/* Their test letters can be read. */
#define KNOWN   "UPDATE mailbox SET code = '12345678' WHERE state <> 9"
#define TRIALS  rig_number("SELECT count(*) FROM mailbox WHERE state IN (1, 2)")
#define CONFIRM "fonction=greffe&code=12345678&id="

/* Its number changes with the pack. */
static const char *
confirmed(char body[static 64])
{
	snprintf(body, 64, CONFIRM "%" PRId64,
	    rig_number("SELECT id FROM mailbox WHERE state <> 9"));
	return body;
}

/* G5, while all other mail leaves. */
TEST(a_new_address_is_tried_out_while_the_others_are_written_to)
{
	char body[64];

	begin();
	int64_t act = a_fiche();
	int64_t old = deliver(act, "courriel_complet", DELIVERY_HELD);
	rig_pass(ACTIVATION_OLD + CLOCK_DAY);
	one_is_new();
	sql("UPDATE delivery SET state = 0, answer = '', refused_ms = NULL");
	TRUE(shows("Essayer les nouvelles adresses"));
	TRUE(shows("<li>Parquet de Valmont, " BOX "</li>"));
	int64_t its = deliver(act, "courriel_complet", DELIVERY_HELD);
	int64_t other = deliver(act, "courriel_complet", DELIVERY_HELD);
	sql("UPDATE delivery SET service = 'mds-nord' WHERE id = 3");
	EQ(other, 3);
	EQ(dossier_post("/courrier/activer", "x=1"), 303);
	EQ(rig_last().action, AUDIT_mailbox_tried);
	EQ(TRIALS, 1); /* the others keep what was confirmed */
	EQ(rig_number("SELECT count(*) FROM activation WHERE done_ms > 0"), 1);
	EQ(dossier_get("/courrier", ""), 200);
	TRUE(!shows("Essayer les nouvelles adresses"));
	TRUE(shows("qui attendent d’être confirmées : 1"));
	TRUE(shows("à une autre personne de noter le code"));
	TRUE(!shows("action=\"/courrier/boite\""));

	/* What is for the others leaves; what is for it waits. */
	int64_t typed = deliver(act, "courriel_complet", DELIVERY_DUE);
	sql("UPDATE delivery SET typed = 1 WHERE id = 4");
	look();
	look();
	EQ(typed, 4);
	EQ(DELIVERIES("id = 4 AND state = 2"), 1);
	EQ(rig_number("SELECT count(*) FROM mailbox WHERE state = 2"), 1);
	EQ(DELIVERIES("state = 0"), 3);

	/* Whoever asked confirms nothing. */
	sql("UPDATE mailbox SET state = 4 WHERE state <> 9");
	sql(KNOWN);
	EQ(dossier_post("/courrier/boite", confirmed(body)), 422);
	TRUE(shows("à une autre personne"));
	EQ(DELIVERIES("state = 0"), 3);
	dossier_enter("garde", "admin", "");
	EQ(dossier_get("/courrier", ""), 200);
	TRUE(shows("action=\"/courrier/boite\""));
	EQ(dossier_post("/courrier/boite", confirmed(body)), 303);
	EQ(rig_last().action, AUDIT_mailbox_confirmed);
	look();
	EQ(old, 1);
	EQ(its, 2);
	EQ(DELIVERIES("id = 1 AND state = 5 AND answer = 'trop ancienne'"), 1);
	EQ(DELIVERIES("id = 2 AND state = 2"), 1);
	EQ(DELIVERIES("id = 3 AND state = 0"), 1); /* of another service */
	EQ(dossier_get("/courrier", ""), 200);
	TRUE(!shows("qui attendent d’être confirmées"));
	rig_close();
}

/* Who asked for the activation did not ask for this one. */
TEST(whoever_asks_again_for_the_same_trial_is_not_who_asked)
{
	char body[64];

	begin();
	one_is_new();
	EQ(dossier_post("/courrier/activer", "x=1"), 303);
	dossier_enter("garde", "admin", "");
	EQ(dossier_get("/courrier", ""), 200);
	EQ(dossier_post("/courrier/activer", "x=1"), 303);
	EQ(TRIALS, 1);
	sql(KNOWN);
	EQ(dossier_post("/courrier/boite", confirmed(body)), 303);
	rig_close();
}

/* Asked for by one, and not open; then the directory got an address: another
 * one asks for its trial, and is signed in. */
static void
one_is_new_before_it_opens(void)
{
	all_tried();
	sql("DELETE FROM mailbox WHERE address = '" BOX "'");
	EQ(dossier_post("/courrier/activer", "x=1"), 303);
	EQ(TRIALS, 1);
	sql(KNOWN);
}

TEST(an_address_that_came_after_the_asking_needs_two_persons_too)
{
	char body[64];

	begin();
	one_is_new_before_it_opens();
	EQ(rig_last().action, AUDIT_mailbox_tried);
	/* What the other asked for stays the other's. */
	sql("UPDATE mailbox SET state = 4 WHERE id = 2");
	EQ(dossier_post("/courrier/activer", "x=1"), 303);
	EQ(rig_number("SELECT count(*) FROM mailbox JOIN account ON account.id "
		      "= asked_by WHERE mailbox.id = 2 AND login = 'gestion'"),
	    1);
	sql("UPDATE mailbox SET state = 9 WHERE id = 2");
	EQ(dossier_post("/courrier/boite", confirmed(body)), 422);
	TRUE(shows("à une autre personne"));
	EQ(dossier_post("/courrier/ouvrir", "sure=oui"), 422);
	dossier_enter("garde", "admin", "");
	EQ(dossier_get("/courrier", ""), 200);
	EQ(dossier_post("/courrier/boite", confirmed(body)), 303);
	EQ(dossier_post("/courrier/ouvrir", "sure=oui"), 303);
	rig_close();
}

/* One who asks for the whole again asks for what is left of it. */
TEST(who_asks_for_the_activation_anew_confirms_no_trial_that_was_left)
{
	char body[64];

	begin();
	one_is_new();
	EQ(dossier_post("/courrier/activer", "x=1"), 303);
	EQ(dossier_post("/courrier/arreter", "sure=oui"), 303);
	dossier_enter("garde", "admin", "");
	EQ(dossier_get("/courrier", ""), 200);
	EQ(dossier_post("/courrier/activer", "x=1"), 303);
	EQ(rig_last().action, AUDIT_pack_asked);
	sql(KNOWN);
	EQ(dossier_post("/courrier/boite", confirmed(body)), 422);
	TRUE(shows("à une autre personne"));
	rig_pass(CLOCK_MINUTE); /* another code */
	rig.session[0] = 0;
	EQ(rig_sign_in("bob", "abc", "abc"), 303);
	EQ(dossier_get("/courrier", ""), 200);
	int64_t act = a_fiche();
	deliver(act, "courriel_complet", DELIVERY_HELD);
	EQ(dossier_post("/courrier/boite", confirmed(body)), 303);
	EQ(DELIVERIES("state = 0"), 1); /* the way is shut until it is opened */
	rig_close();
}

TEST(a_second_press_finds_done_what_the_first_has_done)
{
	char body[64];

	begin();
	all_tried();
	sql("UPDATE mailbox SET state = 4 WHERE address = '" BOX "'");
	sql(KNOWN);
	EQ(dossier_post("/courrier/boite", confirmed(body)), 303);
	EQ(dossier_post("/courrier/boite", body), 303);
	EQ(rig_number("SELECT count(*) FROM mailbox WHERE wrong > 0"), 0);
	EQ(dossier_post("/courrier/boite", CONFIRM "999"), 404);
	EQ(dossier_post("/courrier/ouvrir", "sure=oui"), 303);
	int64_t open = rig_number("SELECT done_ms FROM activation");
	rig_pass(CLOCK_MINUTE);
	EQ(dossier_post("/courrier/ouvrir", "sure=oui"), 303);
	EQ(rig_number("SELECT done_ms FROM activation"), open);
	rig_close();
}

/* An address the directory does not have any more opens nothing. */
TEST(a_trial_of_an_address_that_is_no_more_lets_nothing_leave)
{
	char body[64];

	begin();
	one_is_new();
	EQ(dossier_post("/courrier/activer", "x=1"), 303);
	sql("UPDATE mailbox SET address = 'ancienne@x.example' "
	    "WHERE state <> 9");
	deliver(a_fiche(), "courriel_complet", DELIVERY_HELD);
	sql(KNOWN);
	dossier_enter("garde", "admin", "");
	EQ(dossier_get("/courrier", ""), 200);
	EQ(dossier_post("/courrier/boite", confirmed(body)), 303);
	EQ(DELIVERIES("state = 0"), 1);
	rig_close();
}

/* A mailbox that nobody tried out holds signalements too. */
TEST(what_is_held_for_a_day_is_told_to_a_person_and_to_the_admin)
{
	begin();
	int64_t act = a_fiche();

	all_tried();
	sql("UPDATE activation SET done_ms = 2");
	deliver(act, "courriel_complet", DELIVERY_HELD);
	deliver(act, "courriel_complet", DELIVERY_HELD);
	sql("UPDATE delivery SET read_ms = 5 WHERE id = 2");
	look();
	EQ(TASKS("crip", "retard"), 0);
	rig_pass(CLOCK_DAY + CLOCK_HOUR);
	look();
	EQ(TASKS("crip", "retard"), 1); /* the other was read on the desk */
	dossier_enter("garde", "admin", "");
	EQ(rig_get("/accueil"), 200);
	TRUE(shows("sont arrivées : 1"));
	EQ(dossier_get("/courrier", ""), 200);
	TRUE(shows(ONE));
	rig_close();
}
