#define SUITE core_theirs
#include "dossier.h"

#include "dossier/delivery.h"

/*
 * What is asked for by people who are signed in, of a role that may, and for
 * what is not theirs.
 */
#define ONE "P-99-TIL-2026-12-K"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

/* A fiche, and a letter about it that somebody deposits by hand. */
static int64_t
a_package(void)
{
	int64_t act = dossier_put((struct dossier_act){.reference = ONE,
	    .payload = "{\"payload\":1,\"pack\":\"demo\",\"form\":\"fiche_p\","
		       "\"version\":1,\"reference\":\"" ONE "\","
		       "\"site\":{\"name\":\"Foyer Les Tilleuls\"},\"author\":"
		       "{\"name\":\"Nadia Kessler\"},\"answers\":{"
		       "\"c_nom\":\"Vautrin\",\"c_prenom\":\"Maëlle\"}}"});
	struct ident ident = ident_new();
	struct tx tx = tx_begin(&rig.core.write);
	int64_t letter = tx_run(&tx,
	    "INSERT INTO letter(ident, dossier, act, rule, version, made_ms) "
	    "SELECT ?, dossier, id, 'R1', 1, ? FROM act WHERE id = ?",
	    BLOB(BYTES_OF(ident.at)), INT(rig.now), INT(act));

	tx_run(&tx,
	    "INSERT INTO delivery(letter, copy, role, scope, service, name, "
	    "mailbox, mode, state) VALUES (?1, 0, 'parquet', ?2, ?2, 'Parquet "
	    "de Valmont', '', 'plex_manuel', 8)",
	    INT(letter), TEXT(TXT(DOSSIER_PARQUET)));
	OK(tx_end(&tx));
	return act;
}

/* S1-A9: a package is a reading, and counts as one. */
TEST(a_package_leaves_only_once_its_dossier_was_opened)
{
	rig_open(1, true);
	a_package();
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	int64_t entries = RIG_TRAIL;
	EQ(dossier_get("/courrier/lettre/paquet", "ref=" ONE "&id=1"), 303);
	SAME_STR(str_of(rig.location), TXT("/fiche?ref=" ONE));
	EQ(RIG_TRAIL, entries);
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE), 303);
	EQ(dossier_get("/courrier/lettre/paquet", "ref=" ONE "&id=1"), 200);
	EQ(rig_last().action, AUDIT_letter_taken);
	EQ(rig_number("SELECT count(*) FROM reading"), 1);
	dossier_enter("hugo", "parquet", "parquet-roncey");
	EQ(dossier_get("/courrier/lettre/paquet", "ref=" ONE "&id=1"), 404);
	rig_close();
}

TEST(an_address_that_would_add_a_line_or_a_recipient_is_none)
{
	static const char *const wrong[] = {"", "a%40b",
	    "a%40b.example%0d%0aBcc", "a%40b.example%2cc%40d.example",
	    "a%40b.example+c%40d.example", "%3ca%40b.example%3e",
	    "a%40b.example%00", "a%40b%c3%a9.example"};
	char body[256];

	rig_open(1, true);
	a_package();
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		snprintf(body, sizeof(body),
		    "ref=" ONE "&id=1&mode=courriel_complet&go=send&adresse=%s",
		    wrong[i]);
		snprintf(test_where, sizeof(test_where), " (case %zu)", i);
		TRUE(dossier_post("/courrier/lettre/renvoyer", body) >= 400);
	}
	EQ(rig_number("SELECT count(*) FROM delivery"), 1);
	EQ(dossier_post("/courrier/lettre/renvoyer",
	       "ref=" ONE "&id=1&mode=courriel_complet&go=send"
	       "&adresse=greffe%40justice.example"),
	    303);
	EQ(rig_last().action, AUDIT_letter_anew);
	EQ(rig_number("SELECT count(*) FROM delivery WHERE state = 0"), 1);
	rig_close();
}

/* A limit that is not on a service's page is moved by nobody of it. */
TEST(a_limit_that_is_not_shown_is_not_moved)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	dossier_owes(act, "ase", "", "D2", false, rig.now + CLOCK_DAY, rig.now);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM reception WHERE role = 'parquet'", NONE);
	OK(tx_end(&tx));
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(!shows("name=\"delai\""));
	EQ(dossier_post("/dossier/delai",
	       "ref=" ONE "&delai=1&faire=ecarter&go=send"
	       "&raison=Ouvert+par+erreur+deux+fois"),
	    404);
	EQ(rig_number("SELECT count(*) FROM deadline WHERE state = 1"), 1);
	rig_close();
}

/* An act one recorded is shown again to its author; not where the dossier
 * stands by now. */
TEST(who_filed_and_does_not_follow_learns_no_state)
{
	rig_open(1, true);
	struct ident alice = dossier_enter("alice", "ase", ""),
		     id = ident_new();
	struct tx tx = tx_begin(&rig.core.write);
	int64_t dossier = tx_run(&tx,
	    "INSERT INTO dossier(opened_ms, reference, education, penal, "
	    "moved_ms) VALUES (1, ?, 'signale', 'enquete', 1)",
	    TEXT(TXT(ONE)));
	tx_run(&tx,
	    "INSERT INTO act(ident, dossier, form, version, content, "
	    "reference, about, urgency, site, site_name, parquet, verified, "
	    "clock, filed_ms, received_ms, payload, account, role, scope) "
	    "VALUES (?, ?, 'fiche_p', 1, 1, ?, '', 0, 'ase', 'ASE', '', 1, 1, "
	    "1, 1, x'7b7d', ?, 'ase', '')",
	    BLOB(BYTES_OF(id.at)), INT(dossier), TEXT(TXT(ONE)),
	    BLOB(BYTES_OF(alice.at)));
	OK(tx_end(&tx));
	EQ(dossier_get("/acte/fait", "ref=" ONE), 200);
	TRUE(shows(ONE));
	TRUE(!shows("Signalé"));
	TRUE(!shows("nquête"));
	dossier_enter("bruno", "ase", "");
	EQ(dossier_get("/acte/fait", "ref=" ONE), 404);
	rig_close();
}

/* G13: codes of mailboxes are not guessed. */
TEST(after_five_wrong_codes_it_is_another_one_in_another_letter)
{
	rig_open(1, true);
	struct ident one = dossier_enter("gestion", "admin", "");
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO activation(pack, asked_by, asked_ms) VALUES (?, ?, 1)",
	    TEXT(rig.core.pack.name), BLOB(BYTES_OF(one.at)));
	tx_run(&tx,
	    "INSERT INTO mailbox(pack, service, address, code, state, "
	    "asked_by) VALUES (?, 'parquet-valmont', 'a@b.example', "
	    "'12345678', 4, ?)",
	    TEXT(rig.core.pack.name), BLOB(BYTES_OF(one.at)));
	OK(tx_end(&tx));
	dossier_enter("relais", "admin", "");
	EQ(dossier_get("/courrier", ""), 200);
	for (int i = 0; i < 5; i++) {
		EQ(rig_number("SELECT count(*) FROM mailbox WHERE code = "
			      "'12345678' AND state = 4"),
		    1);
		EQ(dossier_post("/courrier/boite",
		       "id=1&fonction=greffe&code=11112222"),
		    422);
		EQ(rig_last().action, AUDIT_act_refused);
		EQ(rig_last().motive, MOTIVE_wrong_code);
	}
	EQ(rig_number("SELECT count(*) FROM mailbox WHERE state = 1"), 1);
	EQ(dossier_post("/courrier/boite",
	       "id=1&fonction=greffe&code=12345678"),
	    422);
	EQ(rig_number("SELECT count(*) FROM mailbox WHERE state = 9"), 0);
	rig_close();
}

static int64_t
from_box(const char *site, const char *reference, int64_t dossier, uint8_t n)
{
	struct tx tx = tx_begin(&rig.core.write);
	struct ident device = {{n}}, id = ident_new();
	uint8_t key[32] = {n};

	tx_run(&tx,
	    "INSERT INTO box(device, site, name, kind, sign, spool_sign, "
	    "checkpoint, state, asked_ms, nonce) VALUES (?1, ?2, 'Les "
	    "Tilleuls', "
	    "'foyer', ?3, ?3, ?3, 1, 1, '')",
	    BLOB(BYTES_OF(device.at)), TEXT(str_of(site)), BLOB(BYTES_OF(key)));
	int64_t act = tx_run(&tx,
	    "INSERT INTO act(ident, dossier, form, version, content, "
	    "reference, about, urgency, device, site, site_name, parquet, "
	    "verified, clock, filed_ms, received_ms, payload) VALUES (?, ?, "
	    "'fiche_p', 1, 1, ?, '', 0, ?, ?, 'Les Tilleuls', '', 1, 1, 1, 1, "
	    "x'7b7d')",
	    BLOB(BYTES_OF(id.at)), INT(dossier), TEXT(str_of(reference)),
	    BLOB(BYTES_OF(device.at)), TEXT(str_of(site)));
	OK(tx_end(&tx));
	return act;
}

/* S1-3.2: two establishments of one name, in a dossier that was merged. */
TEST(what_is_for_an_author_goes_to_no_house_of_the_same_name)
{
	rig_open(1, true);
	struct ident thomas = dossier_enter("thomas", "crip", "");
	dossier_put((struct dossier_act){.reference = ONE});
	int64_t til = from_box("TIL", "P-99-TIL-2026-1-K", 1, 20);
	from_box("TLS", "P-99-TLS-2026-1-K", 1, 21);
	struct ident ident = ident_new(), other = ident_new();
	struct tx tx = tx_begin(&rig.core.write);
	int64_t act = tx_run(&tx,
	    "INSERT INTO act(ident, dossier, form, version, content, "
	    "reference, about, urgency, site, site_name, parquet, verified, "
	    "clock, filed_ms, received_ms, payload, account, role, scope) "
	    "VALUES (?, 1, 'information_auteur', 1, 8, ?, '', 0, 'crip', "
	    "'CRIP', '', 1, 1, 1, 1, x'7b7d', ?, 'crip', '')",
	    BLOB(BYTES_OF(other.at)), TEXT(TXT(ONE "-A1")),
	    BLOB(BYTES_OF(thomas.at)));
	int64_t letter = tx_run(&tx,
	    "INSERT INTO letter(ident, dossier, act, rule, version, made_ms) "
	    "VALUES (?, 1, ?, 'R13', 1, ?)",
	    BLOB(BYTES_OF(ident.at)), INT(act), INT(rig.now));
	tx_run(&tx,
	    "INSERT INTO delivery(letter, copy, role, scope, service, name, "
	    "mode, state) VALUES (?, 0, 'foyer', 'TIL', '', 'Les Tilleuls', "
	    "'boitier', 1)",
	    INT(letter));
	OK(tx_end(&tx));
	for (int i = 0; i < 3; i++) {
		rig_pass(2 * CLOCK_SECOND);
		rig_turn();
	}
	EQ(rig_number("SELECT count(*) FROM reply"), 1);
	EQ(rig_number("SELECT act FROM reply"), til);
	rig_close();
}

/* A name typed at the central is no way to ask who is known there. */
TEST(that_a_fiche_resembles_another_is_told_to_the_crip_alone)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	dossier_party(act, "ase", "");
	dossier_owes(act, "crip", "", "rapprocher", true, rig.now + CLOCK_DAY,
	    rig.now);
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("même mineur"));
	dossier_enter("alice", "ase", "");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(!shows("même mineur"));
	EQ(rig_get("/fiches"), 200);
	TRUE(!shows("même mineur"));
	rig_close();
}
