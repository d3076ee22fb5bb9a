#define SUITE core_staff
#include "rig.h"

#include "core/staff.h"

#define WORDS "abc"

static struct password none = {{1}, {2}};

/* A head of the foyer, an educator, and someone of the brigade. */
static void
open_house(void)
{
	rig_open(1, false);
	struct tx tx = tx_begin(&rig.core.write);
	account_add(&tx,
	    &(struct account_new){.login = TXT("nadia"),
		.name = TXT("Nadia Kessler"),
		.role = TXT("foyer"),
		.service = TXT("Foyer Les Tilleuls"),
		.duty = TXT("cheffe de service"),
		.chief = true,
		.secret = &none},
	    rig.now);
	account_add(&tx,
	    &(struct account_new){.login = TXT("claire"),
		.name = TXT("Claire Vauban"),
		.role = TXT("fsi"),
		.service = TXT("Brigade de Valmont"),
		.duty = TXT("enquêtrice"),
		.secret = &none},
	    rig.now);
	OK(tx_end(&tx));
	rig_person("marc", "foyer", NULL);
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

static uint32_t
act(const char *path, const char *form)
{
	char body[512];

	snprintf(body, sizeof(body), "token=%s&%s", rig.token, form);
	return rig_post(path, body);
}

TEST(a_head_makes_an_account_whose_words_are_shown_once)
{
	char phrase[64] = "";

	open_house();
	EQ(rig_sign_in("nadia", WORDS, WORDS), 303);
	EQ(rig_get("/comptes"), 200);
	TRUE(strstr(rig.page, "marc"));
	TRUE(!strstr(rig.page, "claire"));
	EQ(act("/comptes", "name=L%C3%A9a+Morvan&duty=surveillante&stay="), 0);
	EQ(make_words(phrase, sizeof(phrase)), 1);
	rig_turn();
	EQ(rig_receive(0), 200);
	TRUE(strstr(rig.page, "<dd>lea</dd>"));
	EQ(rig_last().action, AUDIT_account_made);
	EQ(rig_number("SELECT count(*) FROM account WHERE login = 'lea' AND "
		      "duty = 'surveillante' AND role = 'foyer' AND service = "
		      "'Foyer Les Tilleuls' AND chief = 0 AND leaves_ms IS "
		      "NULL AND made_by IS NOT NULL"),
	    1);
	EQ(rig_get("/comptes"), 200);
	TRUE(!strstr(rig.page, phrase));
	rig.session[0] = 0;
	EQ(rig_sign_in("lea", phrase, NULL), 303);
	rig_close();
}

TEST(a_replacement_may_sign_in_until_the_hour_that_was_said)
{
	char phrase[64] = "";

	open_house();
	EQ(rig_sign_in("nadia", WORDS, WORDS), 303);
	EQ(rig_get("/comptes"), 200);
	EQ(act("/comptes", "name=Yanis+Roche&duty=veilleur&stay=12"), 0);
	EQ(make_words(phrase, sizeof(phrase)), 1);
	rig_turn();
	EQ(rig_receive(0), 200);
	TRUE(strstr(rig.page, "mercredi 25 novembre, 5 h 00"));
	rig.session[0] = 0;
	rig_pass(12 * CLOCK_HOUR - 1);
	EQ(rig_sign_in("yanis", phrase, NULL), 303);
	rig_pass(1);
	EQ(rig_get("/accueil"), 303);
	rig.session[0] = 0;
	EQ(rig_sign_in("yanis", phrase, NULL), 403);
	rig_close();
}

TEST(only_a_head_sees_or_changes_accounts_and_it_is_audited)
{
	open_house();
	EQ(rig_sign_in("marc", WORDS, WORDS), 303);
	EQ(rig_get("/accueil"), 200);
	EQ(rig_get("/comptes"), 403);
	EQ(rig_last().action, AUDIT_page_refused);
	EQ(rig_get("/accueil"), 200);
	EQ(act("/comptes", "name=X&duty=Y&stay="), 403);
	EQ(rig_last().action, AUDIT_act_refused);
	EQ(rig_last().motive, MOTIVE_not_allowed);
	EQ(rig_number("SELECT count(*) FROM account"), 3);
	rig_close();
}

static void
id_of(const char *login, char hex[64])
{
	struct query q = query_open(&rig.core.read,
	    "SELECT id FROM account WHERE login = ?", TEXT(str_of(login)));
	uint8_t id[IDENT_LEN];
	struct buf b = buf_over(hex, 63);

	TRUE(query_next(&q));
	query_copy(&q, id, sizeof(id));
	OK(query_end(&q));
	encode_hex(&b, BYTES_OF(id));
	hex[b.len] = 0;
}

TEST(a_head_closes_an_account_of_the_house_and_of_no_other)
{
	char hex[64], form[96];

	open_house();
	EQ(rig_sign_in("nadia", WORDS, WORDS), 303);
	EQ(rig_get("/comptes"), 200);
	id_of("marc", hex);
	snprintf(form, sizeof(form), "who=%s", hex);
	EQ(act("/comptes/fermer", form), 303);
	EQ(rig_last().action, AUDIT_account_closed);
	EQ(act("/comptes/fermer", form), 404);
	id_of("claire", hex);
	snprintf(form, sizeof(form), "who=%s", hex);
	EQ(act("/comptes/fermer", form), 404);
	EQ(act("/comptes/phrase", form), 404);
	id_of("nadia", hex);
	snprintf(form, sizeof(form), "who=%s", hex);
	EQ(act("/comptes/fermer", form), 422);
	EQ(rig_number("SELECT count(*) FROM account WHERE disabled_ms NOTNULL"),
	    1);
	rig.session[0] = 0;
	EQ(rig_sign_in("marc", WORDS, WORDS), 403);
	rig_close();
}

TEST(new_words_replace_the_old_ones_and_end_the_sessions_opened_with_them)
{
	char hex[64], form[96], phrase[64] = "", kept[64];

	open_house();
	EQ(rig_sign_in("marc", WORDS, WORDS), 303);
	snprintf(kept, sizeof(kept), "%s", rig.session);
	rig.session[0] = 0;
	EQ(rig_sign_in("nadia", WORDS, WORDS), 303);
	EQ(rig_get("/comptes"), 200);
	id_of("marc", hex);
	snprintf(form, sizeof(form), "who=%s", hex);
	EQ(act("/comptes/phrase", form), 0);
	EQ(make_words(phrase, sizeof(phrase)), 1);
	rig_turn();
	EQ(rig_receive(0), 200);
	EQ(rig_last().action, AUDIT_passphrase_renewed);
	snprintf(rig.session, sizeof(rig.session), "%s", kept);
	EQ(rig_get("/accueil"), 303);
	rig.session[0] = 0;
	EQ(rig_sign_in("marc", WORDS, NULL), 403);
	EQ(rig_sign_in("marc", phrase, NULL), 303);
	rig_close();
}

TEST(what_is_missing_is_said_and_what_was_typed_is_kept)
{
	open_house();
	EQ(rig_sign_in("nadia", WORDS, WORDS), 303);
	EQ(rig_get("/comptes"), 200);
	EQ(act("/comptes", "name=L%C3%A9a+Morvan&duty=&stay="), 422);
	TRUE(strstr(rig.page, "value=\"Léa Morvan\""));
	EQ(act("/comptes", "name=L%C3%A9a+Morvan&duty=x&stay=13"), 422);
	EQ(act("/comptes", "name=nadia+kessler&duty=x&stay="), 422);
	TRUE(strstr(rig.page, "a déjà un compte ouvert"));
	EQ(rig_number("SELECT count(*) FROM account"), 3);
	rig_close();
}

/* The keeper is away: nothing is made, and the head may press again. */
TEST(without_a_keeper_no_account_is_made)
{
	open_house();
	EQ(rig_sign_in("nadia", WORDS, WORDS), 303);
	EQ(rig_get("/comptes"), 200);
	close(rig.keeper);
	EQ(act("/comptes", "name=Yanis+Roche&duty=veilleur&stay=24"), 0);
	rig_turn();
	EQ(rig_receive(0), 422);
	TRUE(strstr(rig.page, "Yanis Roche"));
	EQ(rig_number("SELECT count(*) FROM account"), 3);
	core_close(&rig.core);
}
