#define SUITE core_fleet
#include "fleet_rig.h"

#include "core/admission.h"
#include "core/alarm.h"
#include "core/fleet.h"

#define COUNT(what) rig_number("SELECT count(*) FROM " what)

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

/* A code for the site TIL, as its page shows it. */
static void
invite(const char *site, char code[ENROL_CODE_TEXT + 1])
{
	char body[256];
	const char *at;

	EQ(rig_get("/boitiers/inscrire"), 200);
	snprintf(body, sizeof(body),
	    "token=%s&code=%s&name=Foyer+Les+Tilleuls&kind=foyer"
	    "&commune=99001&phone=0100000000",
	    rig.token, site);
	EQ(rig_post("/boitiers/inscrire", body), 200);
	at = strstr(rig.page, "<p class=\"digits\">");
	TRUE(at);
	snprintf(code, ENROL_CODE_TEXT + 1, "%s", at + 18);
	TRUE(shows("class=\"qr\""));
	TRUE(shows("https://central.example:8442"));
}

static char asked[ENROL_MOST];

static void
write_ask(const struct fleet_box *b)
{
	uint8_t room[ENROL_MOST], signature[SIGN_LEN];
	struct buf text = buf_over(room, sizeof(room));
	struct buf note = buf_over(asked, sizeof(asked) - 1);
	struct enrol_ask a = {.device = b->device,
	    .version = TXT("0.1.0"),
	    .nonce = ident_new()};

	memcpy(a.sign, b->sign_open, SIGN_PUBLIC);
	memcpy(a.spool, b->spool_open, SIGN_PUBLIC);
	memcpy(a.checkpoint, b->checkpoint_open, SIGN_PUBLIC);
	enrol_ask_text(&text, &a);
	OK(buf_err(&text));
	sign_message(b->sign, buf_done(&text), signature);
	enrol_ask_note(&note, &a, signature);
	OK(buf_err(&note));
	asked[note.len] = 0;
}

static char granted[ENROL_MOST];

/* A box asks with a code, seeing the TLS key `pin`; the grant is kept. */
static uint32_t
ask_with(struct fleet_box *b, const char *code, const uint8_t pin[32])
{
	static uint8_t body_room[2 * ENROL_MOST];
	struct buf body = buf_over(body_room, sizeof(body_room));
	uint8_t raw[ENROL_CODE], key[ENROL_KEY], proof[HASH_SHA256];
	uint8_t expected[HASH_SHA256];
	struct str grant;

	OK(enrol_code_read(str_of(code), raw));
	enrol_code_key(raw, key);
	write_ask(b);
	enrol_prove_ask(key, pin, str_of(asked), proof);
	enrol_carry(&body, proof, str_of(asked));
	uint32_t status =
	    fleet_send((struct http_request){.method = TXT("POST"),
		.path = TXT("/enrol/v1"),
		.host = TXT(RIG_HOST),
		.type = ADMISSION_TYPE,
		.body = buf_done(&body)});
	if (status != 200)
		return status;
	SAME_STR(str_of(heard.type), ADMISSION_TYPE);
	OK(enrol_carried(str_of(rig.page), proof, &grant));
	enrol_prove_grant(key, pin, str_of(asked), grant, expected);
	SAME(BYTES_OF(proof), BYTES_OF(expected));
	fleet_copy(granted, sizeof(granted), grant);
	return status;
}

static uint32_t
on_box(const char *path, const struct fleet_box *b, const char *more)
{
	char body[512], id[IDENT_TEXT + 1] = {0};
	struct buf hex = buf_over(id, IDENT_TEXT);

	ident_put(&hex, &b->device);
	struct http_request m = rig_request("GET", "/boitiers/un", NULL);
	snprintf(body, sizeof(body), "id=%s", id);
	m.query = str_of(body);
	rig_send(0, m);
	rig_turn();
	EQ(rig_receive(0), 200);
	if (!path)
		return 200;
	snprintf(body, sizeof(body), "token=%s&id=%s&%s", rig.token, id, more);
	return rig_post(path, body);
}

static void
two_admins(void)
{
	fleet_open();
	rig_person("sonia", "admin", NULL);
	rig_person("karim", "admin", NULL);
	fleet_sign_in("sonia");
}

TEST(a_box_that_knows_the_code_is_granted_and_a_second_person_confirms)
{
	char code[ENROL_CODE_TEXT + 1], digits[ENROL_DIGITS + 1] = {0};
	struct buf finger = buf_over(digits, ENROL_DIGITS);
	struct enrol_grant g;

	two_admins();
	invite("TIL", code);
	struct fleet_box b = fleet_stranger("TIL");
	EQ(ask_with(&b, code, rig.keys.pin), 200);
	EQ(rig_last().action, AUDIT_box_asked);
	OK(enrol_grant_read(str_of(granted), &g));
	TRUE(enrol_answers(&g, str_of(asked)));
	SAME_TEXT(g.url, "https://central.example:8442");
	SAME_TEXT(g.site.code, "TIL");
	SAME_TEXT(g.site.departement, "99");
	SAME(BYTES_OF(g.intake), BYTES_OF(rig.keys.intake));
	SAME(BYTES_OF(g.recovery), BYTES_OF(rig.keys.recovery));
	SAME(BYTES_OF(g.sign), BYTES_OF(rig.keys.device));
	SAME(BYTES_OF(g.checkpoint), BYTES_OF(rig.keys.checkpoint));
	EQ(fleet_sync(&b, 0, NULL), 403); /* not yet */

	enrol_fingerprint(&finger, str_of(asked), str_of(granted));
	EQ(on_box("/boitiers/confirmer", &b, "same=oui"), 422);
	TRUE(shows(digits));
	TRUE(shows("Vous avez fait ce code"));
	TRUE(shows("code fait par Nadia Kessler"));
	fleet_sign_in("karim");
	EQ(on_box("/boitiers/confirmer", &b, "autre=oui"), 422);
	EQ(fleet_sync(&b, 0, NULL), 403);
	EQ(on_box("/boitiers/confirmer", &b, "same=oui"), 303);
	EQ(rig_last().action, AUDIT_box_confirmed);
	struct trail_entry last = rig_last();
	TRUE(ident_eq(&last.object, &b.device));

	struct bytes e = fleet_fiche(&b);
	EQ(fleet_sync(&b, 1, &e), 200);
	EQ(fleet_receipt(0).state, RECEIPT_STORED);
	EQ(COUNT("act WHERE site_name = 'Foyer Les Tilleuls'"), 1);
	EQ(on_box("/boitiers/confirmer", &b, "same=oui"), 404);
	fleet_close();
}

TEST(a_code_serves_one_box_and_its_answer_may_be_lost)
{
	char code[ENROL_CODE_TEXT + 1];

	two_admins();
	invite("TIL", code);
	struct fleet_box b = fleet_stranger("TIL"),
			 other = fleet_stranger("TIL");
	EQ(ask_with(&b, code, rig.keys.pin), 200);
	EQ(ask_with(&other, code, rig.keys.pin), 403);
	EQ(ask_with(&b, code, rig.keys.pin), 200); /* as if nothing had come */
	EQ(COUNT("box"), 1);
	fleet_sign_in("karim");
	EQ(on_box("/boitiers/confirmer", &b, "same=oui"), 303);
	EQ(ask_with(&b, code, rig.keys.pin), 403);
	EQ(ask_with(&other, code, rig.keys.pin), 403);
	EQ(COUNT("enrolment"), 0);
	fleet_close();
}

TEST(a_machine_in_between_or_a_wrong_code_or_a_late_one_gets_nothing)
{
	char code[ENROL_CODE_TEXT + 1], wrong[ENROL_CODE_TEXT + 1] = {0};
	uint8_t pin[32] = {9}, raw[ENROL_CODE] = {1};
	struct buf w = buf_over(wrong, ENROL_CODE_TEXT);

	two_admins();
	invite("TIL", code);
	struct fleet_box b = fleet_stranger("TIL");
	EQ(ask_with(&b, code, pin), 403);
	enrol_code_write(&w, raw);
	EQ(ask_with(&b, wrong, rig.keys.pin), 403);
	rig_pass(ENROLLING_LASTS);
	EQ(ask_with(&b, code, rig.keys.pin), 403);
	EQ(COUNT("box"), 0);
	fleet_close();
}

TEST(a_second_code_for_a_site_voids_the_first)
{
	char first[ENROL_CODE_TEXT + 1], code[ENROL_CODE_TEXT + 1];

	two_admins();
	invite("TIL", first);
	invite("TIL", code);
	struct fleet_box b = fleet_stranger("TIL");
	EQ(ask_with(&b, first, rig.keys.pin), 403);
	EQ(ask_with(&b, code, rig.keys.pin), 200);
	fleet_close();
}

TEST(what_is_asked_for_badly_makes_no_code)
{
	static const char *const bad[] = {"code=T.L&name=F&kind=foyer",
	    "code=T&name=F&kind=foyer", "code=TIL&name=&kind=foyer",
	    "code=TIL&name=F&kind=admin",
	    "code=TIL&name=F&kind=foyer&commune=99005",
	    "code=TIL&name=F&kind=foyer&commune=Montreux", /* two bear it */
	    "code=TIL&name=F"};
	char body[256];

	two_admins();
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		EQ(rig_get("/boitiers/inscrire"), 200);
		snprintf(body, sizeof(body), "token=%s&%s", rig.token, bad[i]);
		EQ(rig_post("/boitiers/inscrire", body), 422);
		TRUE(shows("Aucun code n’a été fait"));
	}
	EQ(COUNT("enrolment"), 0);
	fleet_close();
}

TEST(a_commune_is_named_as_people_do_and_a_code_becomes_capitals)
{
	char body[256];

	two_admins();
	EQ(rig_get("/boitiers/inscrire"), 200);
	snprintf(body, sizeof(body),
	    "token=%s&code=roc&name=F&kind=foyer&commune=roncey", rig.token);
	EQ(rig_post("/boitiers/inscrire", body), 200);
	EQ(rig_number("SELECT count(*) FROM enrolment WHERE site = 'ROC' "
		      "AND commune = '99011'"),
	    1);
	fleet_close();
}

TEST(a_revoked_box_is_revoked_at_once_and_its_code_is_never_given_again)
{
	char body[256];

	two_admins();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);
	EQ(on_box("/boitiers/revoquer", &b, "motive=vol"), 422);
	EQ(on_box("/boitiers/revoquer", &b, "sure=oui"), 422);
	EQ(on_box("/boitiers/revoquer", &b, "sure=oui&motive=vol"), 303);
	EQ(rig_last().action, AUDIT_box_revoked);
	EQ(fleet_sync(&b, 1, &e), 200);
	TRUE(json_true(json_get(heard.json, TXT("revoked"))));
	EQ(fleet_receipt(0).state, RECEIPT_QUARANTINED);
	EQ(on_box(NULL, &b, ""), 200);
	TRUE(shows("boîtier révoqué"));
	TRUE(!shows("Révoquer ce boîtier"));
	TRUE(!shows("sans objet")); /* what the fiche says */
	EQ(rig_get("/boitiers/inscrire"), 200);
	snprintf(body, sizeof(body), "token=%s&code=TIL&name=F&kind=foyer",
	    rig.token);
	EQ(rig_post("/boitiers/inscrire", body), 422);
	TRUE(shows("porte ou a porté ce code"));
	fleet_close();
}

TEST(a_demand_that_nobody_confirms_is_put_aside)
{
	char code[ENROL_CODE_TEXT + 1];

	two_admins();
	invite("TIL", code);
	struct fleet_box b = fleet_stranger("TIL");
	EQ(ask_with(&b, code, rig.keys.pin), 200);
	EQ(rig_get("/boitiers"), 200);
	TRUE(shows("Attend d’être confirmé"));
	EQ(on_box("/boitiers/revoquer", &b, "sure=oui&motive=erreur"), 303);
	EQ(COUNT("box") + COUNT("enrolment"), 0);
	EQ(ask_with(&b, code, rig.keys.pin), 403);
	fleet_close();
}

TEST(who_does_not_call_for_a_day_is_an_alarm_until_it_calls)
{
	two_admins();
	struct fleet_box b = fleet_box("TIL");
	EQ(fleet_sync(&b, 0, NULL), 200);
	rig_pass(ALARM_SILENT - CLOCK_MINUTE);
	rig_turn();
	EQ(COUNT("alarm"), 0);
	rig_pass(2 * CLOCK_MINUTE);
	rig_turn();
	rig_pass(2 * CLOCK_MINUTE);
	rig_turn();
	EQ(COUNT("alarm WHERE kind = 'silent'"), 1);
	fleet_sign_in("sonia");
	EQ(rig_get("/boitiers"), 200);
	TRUE(shows("Silencieux depuis plus de 24 h"));
	EQ(fleet_sync(&b, 0, NULL), 200);
	rig_pass(2 * CLOCK_MINUTE);
	rig_turn();
	EQ(COUNT("alarm WHERE ended_ms IS NULL"), 0);
	fleet_close();
}

TEST(a_hole_of_a_day_is_an_alarm_until_it_is_filled)
{
	two_admins();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e[3] = {fleet_fiche(&b), fleet_fiche(&b), fleet_fiche(&b)};
	EQ(fleet_sync(&b, 1, &e[0]), 200);
	EQ(fleet_sync(&b, 1, &e[2]), 200);
	EQ(COUNT("missing"), 1);
	rig_pass(ALARM_SILENT + CLOCK_MINUTE);
	rig_turn();
	EQ(COUNT("alarm WHERE kind = 'gap' AND detail = '5/2'"), 1);
	EQ(fleet_sync(&b, 1, &e[1]), 200);
	EQ(COUNT("missing"), 0);
	rig_pass(2 * CLOCK_MINUTE);
	rig_turn();
	EQ(COUNT("alarm WHERE ended_ms IS NULL"), 0);
	EQ(COUNT("act"), 3);
	fleet_close();
}

TEST(an_alarm_that_was_dealt_with_is_ended_by_hand)
{
	char body[128];

	two_admins();
	struct fleet_box b = fleet_box("TIL");
	struct bytes noise = str_bytes(TXT("noise"));
	EQ(fleet_sync(&b, 1, &noise), 200);
	EQ(on_box(NULL, &b, ""), 200);
	TRUE(shows("Des envois sont en quarantaine"));
	TRUE(shows("envoi illisible"));
	snprintf(body, sizeof(body), "token=%s&number=%" PRId64, rig.token,
	    rig_number("SELECT id FROM alarm"));
	EQ(rig_post("/boitiers/alerte", body), 303);
	EQ(rig_last().action, AUDIT_box_settled);
	EQ(COUNT("alarm WHERE ended_ms IS NULL"), 0);
	EQ(rig_post("/boitiers/alerte", body), 404);
	fleet_close();
}

TEST(a_long_list_goes_on_from_page_to_page)
{
	two_admins();
	for (int i = 0; i < FLEET_PAGE + 20; i++) {
		char site[9];
		snprintf(site, sizeof(site), "S%04d", i);
		(void)fleet_box(site);
	}
	EQ(rig_get("/boitiers"), 200);
	TRUE(shows("S0099") && !shows("S0100"));
	struct http_request m = rig_request("GET", "/boitiers", NULL);
	m.query = TXT("apres=S0099");
	rig_send(0, m);
	rig_turn();
	EQ(rig_receive(0), 200);
	TRUE(!shows("S0099") && shows("S0119"));
	fleet_close();
}

TEST(another_life_asks_every_box_for_a_new_nonce)
{
	two_admins();
	struct fleet_box b = fleet_box("TIL");
	EQ(fleet_sync(&b, 0, NULL), 200);
	int64_t before = rig.core.life.incarnation;
	struct tx tx = tx_begin(&rig.core.write);
	life_renew(&tx, rig.now);
	OK(tx_end(&tx));
	OK(life_open(&rig.core.write, TXT("demo"), rig.now, &rig.core.life));
	TRUE(rig.core.life.incarnation > before);
	EQ(fleet_send(fleet_request(&b, 0, NULL)), 401);
	EQ(fleet_sync(&b, 0, NULL), 200);
	fleet_close();
}
