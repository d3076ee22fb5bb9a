#define SUITE core_adopt
#include "heard.h"
#include "kiosk.h"

#include "core/adopt.h"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

static void
run(const char *sql)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, sql, NONE);
	OK(tx_end(&tx));
}

static char reference[64];

/* Someone files, and is told so. */
static void
filed_by(const char *login)
{
	EQ(kiosk_sign_in(login), 303);
	EQ(rig_get("/fiche"), 200);
	kiosk_fill("/fiche");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	struct query q =
	    query_open(&rig.core.read, "SELECT reference FROM sending", NONE);
	TRUE(query_next(&q));
	struct str said = query_text(&q);
	snprintf(reference, sizeof(reference), "%.*s", (int)said.len, said.at);
	OK(query_end(&q));
}

/* The box starts on a database of before. */
static void
go_back(void)
{
	run("DELETE FROM sending");
	run("DELETE FROM parcel");
	run("UPDATE chain SET seq = 0");
	line_stop();
	line_again();
	EQ(LINE_PARCELS, 1);
}

static bool
listed(const char *path, const char *text)
{
	EQ(rig_get(path), 200);
	return shows(text);
}

#define HOUSE "/envois/etablissement"
#define FOUND "Retrouvé après une panne"

/* The central says something of the only one that there is. */
static void
said(const char *list, const char *members)
{
	char more[400], hex[IDENT_TEXT + 1] = "";
	struct buf name = buf_over(hex, IDENT_TEXT);
	struct ident id = {0};
	struct query q =
	    query_open(&rig.core.read, "SELECT id FROM parcel", NONE);

	TRUE(query_next(&q));
	query_copy(&q, id.at, sizeof(id.at));
	OK(query_end(&q));
	ident_put(&name, &id);
	snprintf(more, sizeof(more),
	    ",\"%s\":[{\"sending\":\"%s\",\"reference\":\"%s\",%s}]", list, hex,
	    reference, members);
	heard(1, "", "", more);
}

TEST(what_was_found_again_is_the_establishment_s_and_says_nothing_of_itself)
{
	kiosk_open(1);
	filed_by("nadia");
	go_back();
	EQ(kiosk_sign_in("nadia"), 303);
	TRUE(listed("/envois", "a retrouvé des envois après une panne"));
	TRUE(!shows(FOUND));
	EQ(kiosk_sign_in("claire"), 303);
	TRUE(listed(HOUSE, FOUND));
	TRUE(shows("<h2>Un envoi</h2>") && shows("Enregistré sur le boîtier"));
	TRUE(shows("mardi 24 novembre, 17\u00a0h\u00a000"));
	TRUE(shows("Reçu par le serveur central") && shows("en attente"));
	TRUE(!shows(reference) && !shows("/bordereau") && !shows("Fiche P"));
	TRUE(!shows(KIOSK_NAME) && !shows("complement"));
	EQ(kiosk_get("/bordereau", "ref="), 404);
	/* Its ident stands where a reference would, and is none. */
	struct query q =
	    query_open(&rig.core.read, "SELECT reference FROM sending", NONE);
	char ref[IDENT_TEXT + 8] = "ref=";
	TRUE(query_next(&q));
	struct str held = query_text(&q);
	EQ(held.len, IDENT_TEXT);
	memcpy(ref + 4, held.at, IDENT_TEXT);
	OK(query_end(&q));
	EQ(kiosk_get("/bordereau", ref), 404);
	line_close();
}

TEST(it_is_said_that_the_central_has_it)
{
	kiosk_open(1);
	filed_by("nadia");
	go_back();
	heard(1, heard_receipt(RECEIPT_STORED), "", "");
	EQ(kiosk_sign_in("marc"), 303);
	TRUE(listed(HOUSE, FOUND));
	TRUE(shows("<b>Reçu par le serveur central</b><time>"));
	EQ(rig_number("SELECT received_ms FROM sending"), rig.now);
	line_close();
}

TEST(one_that_the_central_does_not_confirm_is_told_to_who_is_there)
{
	kiosk_open(1);
	filed_by("nadia");
	go_back();
	rig_pass(5 * CLOCK_MINUTE + 1);
	EQ(kiosk_sign_in("marc"), 303);
	TRUE(listed("/accueil", "n’a pas encore confirmé. Appelez."));
	line_close();
}

TEST(it_bears_its_reference_once_the_central_has_said_it)
{
	kiosk_open(1);
	filed_by("nadia");
	go_back();
	EQ(kiosk_sign_in("marc"), 303);
	TRUE(!listed(HOUSE, reference));
	said("states", "\"delivered_ms\":1800000000000");
	TRUE(listed(HOUSE, reference) && shows(FOUND));
	TRUE(shows("<b>Remis au parquet</b><time>"));
	TRUE(shows("/bordereau?ref=P-99") && !shows("complement"));
	line_close();
}

TEST(an_answer_to_it_is_read_by_who_is_there)
{
	kiosk_open(1);
	filed_by("nadia");
	go_back();
	said("words",
	    "\"id\":\"0102030405060708090a0b0c0d0e0f10\","
	    "\"sender\":\"CRIP\",\"sent_ms\":1,\"text\":\"Bien lu.\"");
	EQ(kiosk_sign_in("marc"), 303);
	TRUE(listed("/accueil", "Une réponse attend l’établissement"));
	TRUE(listed(HOUSE, "Bien lu.") && shows(reference));
	line_close();
}

/* Two fiches under one reference would be a lie. */
TEST(a_reference_that_is_borne_here_is_not_given_twice)
{
	kiosk_open(1);
	filed_by("nadia");
	go_back();
	struct ident other = ident_new();
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO sending(id, form, content, reference, urgency, "
	    "recorded_ms) VALUES (?, 'fiche_p', 1, ?, 0, 1)",
	    BLOB(BYTES_OF(other.at)), TEXT(str_of(reference)));
	OK(tx_end(&tx));
	said("states", "\"delivered_ms\":1800000000000");
	EQ(rig_number("SELECT count(*) FROM sending WHERE found = 1 "
		      "AND delivered_ms = 1800000000000"),
	    1);
	line_close();
}

/* Its draft came back with the database, under a key that was overwritten. */
TEST(a_draft_that_came_back_says_whose_it_is)
{
	kiosk_open(1);
	filed_by("nadia");
	run("INSERT INTO draft(id, author, form, version, step, slot, answers, "
	    "begun_ms, saved_ms) SELECT id, author, form, 1, 'envoi', 1, x'00',"
	    " 1, 1 FROM sending");
	go_back();
	EQ(rig_number("SELECT count(*) FROM draft"), 0);
	EQ(kiosk_sign_in("nadia"), 303);
	TRUE(listed("/envois", FOUND) && shows("<h2>Fiche P"));
	TRUE(!shows("a retrouvé des envois") && !shows(reference));
	EQ(kiosk_sign_in("marc"), 303);
	TRUE(!listed(HOUSE, FOUND));
	line_close();
}

/* Who presses again from the page that was still open is told that it is here,
 * and is not given an empty form to fill in once more. */
TEST(a_second_press_after_a_breakdown_finds_what_was_found_again)
{
	static const char *const whose[] = {"/envois", HOUSE};

	for (size_t i = 0; i < 2; i++) {
		char draft[64], form[160];
		kiosk_open(1);
		EQ(kiosk_sign_in("nadia"), 303);
		EQ(rig_get("/fiche"), 200);
		kiosk_fill("/fiche");
		EQ(rig_get("/fiche/relire"), 200);
		rig_find(rig.page, "name=\"draft\" value=\"", draft,
		    sizeof(draft));
		EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
		if (i == 0)
			run("INSERT INTO draft(id, author, form, version, "
			    "step, slot, answers, begun_ms, saved_ms) SELECT "
			    "id, author, form, 1, '', 1, x'00', 1, 1 FROM "
			    "sending");
		go_back();
		EQ(kiosk_sign_in("nadia"), 303);
		EQ(rig_get("/accueil"), 200);
		snprintf(form, sizeof(form), "draft=%s&seen=1&k_att=oui&%s",
		    draft, KIOSK_SIGNED);
		EQ(kiosk_post("/fiche/envoyer", form), 303);
		EQ(strcmp(rig.location, whose[i]), 0);
		line_close();
	}
}

/* Whoever wrote to the disk may have written any hour. */
TEST(an_hour_that_no_calendar_has_is_not_shown)
{
	static const uint64_t hours[] = {UINT64_MAX, INT64_MAX, 0};

	kiosk_open(1);
	for (size_t i = 0; i < 3; i++) {
		struct envelope_outer e = {.id = ident_new(),
		    .wall_ms = hours[i]};
		struct tx tx = tx_begin(&rig.core.write);
		adopt_row(&tx, &e);
		OK(tx_end(&tx));
	}
	EQ(rig_number("SELECT count(*) FROM sending WHERE recorded_ms = 0"), 3);
	EQ(kiosk_sign_in("marc"), 303);
	TRUE(listed(HOUSE, "<b>Enregistré sur le boîtier</b><time></time>"));
	line_close();
}
