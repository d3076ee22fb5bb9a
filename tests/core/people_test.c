#define SUITE core_people
#include "dossier.h"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

/* As the keeper: what is kept of new words; how many were made. */
static unsigned
make_words(char *phrase, size_t most)
{
	static const uint8_t pepper[PASSWORD_PEPPER] = {7};
	uint8_t in[CHAN_HEAD + 8 * KIB], out[256];
	struct chan c = {rig.keeper, KEEPER, CORE};
	struct buf room = buf_over(in, sizeof(in));
	struct bytes payload;
	unsigned made = 0;
	enum ipc kind;

	while (chan_recv(&c, &room, 0, &kind, &payload) == ERR_OK) {
		struct passphrase_make m;
		struct password p;

		if (kind != IPC_passphrase_make)
			continue;
		OK(msg_get_passphrase_make(payload, &m));
		snprintf(phrase, most, "%.*s", (int)m.passphrase.len,
		    m.passphrase.at);
		OK(password_set(m.passphrase, pepper, &p));
		struct buf b = buf_over(out, sizeof(out));
		msg_put_passphrase_made(&b,
		    &(struct passphrase_made){m.ticket, ERR_OK,
			BYTES_OF(p.salt), BYTES_OF(p.tag)});
		OK(chan_send(&c, IPC_passphrase_made, &b));
		made++;
	}
	return made;
}

static void
open_house(void)
{
	rig_open(1, true);
	dossier_enter("gestion", "admin", "");
	EQ(rig_get("/personnes"), 200);
}

static void
ident_of(const char *login, char hex[33])
{
	struct query q = query_open(&rig.core.read,
	    "SELECT lower(hex(id)) FROM account WHERE login = ?",
	    TEXT(str_of(login)));

	TRUE(query_next(&q));
	snprintf(hex, 33, "%.*s", 32, query_text(&q).at);
	OK(query_end(&q));
}

/* An act about someone, with what its form says. */
static uint32_t
about(const char *path, const char *login)
{
	char hex[33], fields[64];

	ident_of(login, hex);
	snprintf(fields, sizeof(fields), "who=%s", hex);
	return dossier_post(path, fields);
}

TEST(an_admin_makes_an_account_whose_words_are_shown_once)
{
	char phrase[64] = "";

	open_house();
	EQ(dossier_post("/personnes",
	       "name=Lou+Sarment&duty=substitute&role=parquet"
	       "&place=parquet-roncey"),
	    0);
	EQ(make_words(phrase, sizeof(phrase)), 1);
	rig_turn();
	EQ(rig_receive(0), 200);
	TRUE(shows("Quatre mots pour Lou Sarment") &&
	    shows("application de codes"));
	EQ(rig_last().action, AUDIT_account_made);
	EQ(rig_number("SELECT count(*) FROM account WHERE login = 'lou' AND "
		      "role = 'parquet' AND scope = 'parquet-roncey' AND "
		      "service = 'Parquet de Roncey' AND totp IS NULL AND "
		      "made_by = (SELECT id FROM account WHERE login = "
		      "'gestion')"),
	    1);
	EQ(rig_get("/personnes"), 200);
	TRUE(shows("Lou Sarment") && shows("ressort : Parquet de Roncey"));
	TRUE(!shows(phrase));

	/* The words are good, and the first session enrols. */
	char body[256];
	rig.session[0] = 0;
	EQ(rig_get("/session"), 200);
	snprintf(body, sizeof(body), "token=%s&login=lou&passphrase=%s",
	    rig.token, phrase);
	EQ(rig_post("/session", body), 0);
	EQ(rig_keep(NULL), 1);
	rig_turn();
	EQ(rig_receive(0), 200);
	TRUE(shows("class=\"qr\""));
	rig_close();
}

TEST(what_does_not_go_together_is_refused_and_what_was_typed_is_kept)
{
	static const char *const wrong[][2] = {
	    {"name=&duty=x&role=crip&service=CRIP", "prénom et le nom"},
	    {"name=Lou&duty=&role=crip&service=CRIP", "fonction"},
	    {"name=Lou&duty=x&role=&service=CRIP", "Choisissez le rôle"},
	    {"name=Lou&duty=x&role=foyer&service=F", "Choisissez le rôle"},
	    {"name=Lou&duty=x&role=parquet&service=P",
		"choisissez son parquet"},
	    {"name=Lou&duty=x&role=parquet&place=crip", "pas celui de ce rôle"},
	    {"name=Lou&duty=x&role=crip&place=parquet-valmont",
		"pas celui de ce rôle"},
	    {"name=Lou&duty=x&role=fsi&service=B", "choisissez-la"},
	    {"name=Lou&duty=x&role=fsi&place=COM", "pas celui de ce rôle"},
	    {"name=Lou&duty=x&role=dpef", "Indiquez le service"},
	    {"name=Lou&duty=x&role=dpef&service=D&login=Gr%C3%A9",
		"nom de compte"},
	    {"name=Lou&duty=x&role=dpef&service=D&login=gestion", "déjà pris"},
	};

	open_house();
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (%s)", wrong[i][0]);
		EQ(dossier_post("/personnes", wrong[i][0]), 422);
		TRUE(shows(wrong[i][1]));
	}
	TRUE(shows("value=\"Lou\""));
	EQ(rig_number("SELECT count(*) FROM account"), 1);
	rig_close();
}

/* S1-ACT-13: scoped by unit, of which the code of its box is the name. */
TEST(people_of_a_police_unit_are_of_one_that_files_from_a_box)
{
	char phrase[64] = "";
	uint8_t device[IDENT_LEN] = {7}, key[SIGN_PUBLIC] = {1};

	open_house();
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO box(device, site, name, kind, sign, spool_sign, "
	    "checkpoint, state, asked_ms, nonce) VALUES (?1, 'BVA', "
	    "'Brigade de Valmont', 'fsi', ?2, ?2, ?2, 1, ?3, '')",
	    BLOB(BYTES_OF(device)), BLOB(BYTES_OF(key)), INT(rig.now));
	OK(tx_end(&tx));
	EQ(rig_get("/personnes"), 200);
	TRUE(shows("Brigade de Valmont"));
	EQ(dossier_post("/personnes",
	       "name=Lou&duty=x&role=crip&place=BVA&service=C"),
	    422);
	EQ(dossier_post("/personnes", "name=Lou&duty=x&role=fsi&place=BVA"), 0);
	EQ(make_words(phrase, sizeof(phrase)), 1);
	rig_turn();
	EQ(rig_receive(0), 200);
	EQ(rig_number("SELECT count(*) FROM account WHERE role = 'fsi' AND "
		      "scope = 'BVA' AND service = 'Brigade de Valmont'"),
	    1);
	rig_close();
}

/* S1-ACT-10 */
TEST(people_of_the_aide_sociale_have_an_account)
{
	char phrase[64] = "";

	open_house();
	EQ(dossier_post("/personnes",
	       "name=Lou&duty=x&role=ase&service=ASE+de+Valmont"),
	    0);
	EQ(make_words(phrase, sizeof(phrase)), 1);
	rig_turn();
	EQ(rig_receive(0), 200);
	EQ(rig_number("SELECT count(*) FROM account WHERE role = 'ase'"), 1);
	rig_close();
}

TEST(a_lost_telephone_ends_its_sessions_and_the_next_one_enrols)
{
	open_house();
	char admin[64];
	snprintf(admin, sizeof(admin), "%s", rig.session);
	dossier_enter("helene", "parquet", "parquet-valmont");
	snprintf(rig.session, sizeof(rig.session), "%s", admin);
	EQ(rig_get("/personnes"), 200);
	EQ(RIG_SESSIONS, 2);
	EQ(about("/personnes/code", "helene"), 303);
	EQ(rig_last().action, AUDIT_second_reset);
	EQ(RIG_SESSIONS, 1);
	EQ(rig_number("SELECT totp IS NULL AND totp_step = 0 FROM account "
		      "WHERE login = 'helene'"),
	    1);
	EQ(rig_get("/personnes"), 200);
	TRUE(shows("à enregistrer à la prochaine session"));
	rig_close();
}

TEST(a_closed_account_stays_in_the_list_and_signs_in_no_more)
{
	open_house();
	char admin[64];
	snprintf(admin, sizeof(admin), "%s", rig.session);
	dossier_enter("helene", "parquet", "parquet-valmont");
	snprintf(rig.session, sizeof(rig.session), "%s", admin);
	EQ(rig_get("/personnes"), 200);
	EQ(about("/personnes/fermer", "helene"), 303);
	EQ(rig_last().action, AUDIT_account_closed);
	EQ(RIG_SESSIONS, 1);
	EQ(rig_get("/personnes"), 200);
	TRUE(shows("Fermé"));
	EQ(about("/personnes/fermer", "helene"), 404);
	rig.session[0] = 0;
	EQ(rig_sign_in("helene", "abc", "abc"), 403);
	rig_close();
}

TEST(nobody_closes_or_resets_oneself)
{
	open_house();
	EQ(about("/personnes/fermer", "gestion"), 422);
	EQ(about("/personnes/code", "gestion"), 422);
	EQ(rig_number("SELECT count(*) FROM account WHERE disabled_ms IS NULL "
		      "AND totp IS NOT NULL"),
	    1);
	rig_close();
}

/* DOMAINE 2.5: admin has no content. */
TEST(an_admin_reads_no_fiche)
{
	open_house();
	dossier_put((struct dossier_act){.reference = "P-99-TIL-2026-1-K"});
	EQ(rig_get("/fiches"), 403);
	EQ(dossier_get("/fiche", "ref=P-99-TIL-2026-1-K"), 403);
	EQ(dossier_get("/fiche/lecture", "ref=P-99-TIL-2026-1-K"), 403);
	EQ(rig_last().action, AUDIT_page_refused);
	rig_close();
}
