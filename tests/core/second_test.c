#define SUITE core_second
#include "rig.h"

#include "base/encode.h"
#include "core/second.h"

#define RIGHT "abc"

/* The passphrase given, the page that asks for a code received. */
static void
ask_for(const char *login)
{
	char body[256];

	EQ(rig_get("/session"), 200);
	snprintf(body, sizeof(body), "token=%s&login=%s&passphrase=" RIGHT,
	    rig.token, login);
	EQ(rig_post("/session", body), 0);
	EQ(rig_keep(RIGHT), 1);
	rig_turn();
	EQ(rig_receive(0), 200);
	TRUE(strstr(rig.page, "name=\"ticket\""));
	EQ(RIG_SESSIONS, 0);
}

/* A code sent with the ticket of the last page. */
static uint32_t
give(const char *code)
{
	char ticket[128], body[512];

	rig_find(rig.page, "name=\"ticket\" value=\"", ticket, sizeof(ticket));
	snprintf(body, sizeof(body), "token=%s&ticket=%s&code=%s", rig.token,
	    ticket, code);
	return rig_post("/session/code", body);
}

TEST(at_the_central_a_passphrase_alone_opens_nothing)
{
	rig_open(1, true);
	rig_person("helene", "parquet", NULL);
	ask_for("helene");
	TRUE(!rig.session[0]);
	TRUE(!strstr(rig.page, "class=\"qr\""));
	EQ(rig_second(0), 303);
	TRUE(rig.session[0]);
	EQ(rig_last().action, AUDIT_signed_in);
	EQ(RIG_SESSIONS, 1);
	rig_close();
}

TEST(on_a_box_no_code_is_asked)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", RIGHT, RIGHT), 303);
	EQ(rig_post("/session/code", "token=x"), 404);
	rig_close();
}

TEST(a_code_opens_once_and_the_next_one_opens_again)
{
	rig_open(1, true);
	rig_person("helene", "parquet", NULL);
	EQ(rig_sign_in("helene", RIGHT, RIGHT), 303);
	EQ(rig_sign_in("helene", RIGHT, RIGHT), 403);
	TRUE(strstr(rig.page, "il a déjà servi"));
	EQ(rig_second(1), 303);
	rig_close();
}

/* A wrong code counts as a wrong passphrase does, a right passphrase forgets
 * nothing, and the two share their delays. */
TEST(wrong_codes_are_delayed_as_wrong_passphrases_are)
{
	rig_open(1, true);
	rig_person("helene", "parquet", NULL);
	ask_for("helene");
	EQ(give("000000"), 403);
	EQ(rig_last().action, AUDIT_sign_in_refused);
	EQ(rig_last().motive, MOTIVE_wrong_code);
	EQ(give("000001"), 403);
	rig.session[0] = 0;
	ask_for("helene");
	EQ(give("000002"), 403);
	TRUE(strstr(rig.page, "dans 8 secondes"));
	EQ(rig_second(0), 429);
	EQ(rig_last().motive, MOTIVE_too_soon);
	EQ(rig_sign_in("helene", RIGHT, RIGHT), 429);
	rig_pass(8 * CLOCK_SECOND);
	ask_for("helene");
	EQ(give("000003"), 403);
	TRUE(strstr(rig.page, "dans 16 secondes"));
	rig_pass(16 * CLOCK_SECOND);
	EQ(rig_second(0), 303);
	EQ(rig_number("SELECT count(*) FROM attempt"), 0);
	rig_close();
}

TEST(what_is_no_code_costs_nothing_and_is_asked_again)
{
	rig_open(1, true);
	rig_person("helene", "parquet", NULL);
	ask_for("helene");
	for (int i = 0; i < 5; i++)
		EQ(give("12+34"), 422);
	EQ(rig_second(0), 303);
	rig_close();
}

/* --- enrolment ---------------------------------------------------------------
 */

static struct ident
newcomer(const char *login)
{
	struct ident id = rig_person(login, "crip", NULL);
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, "UPDATE account SET totp = NULL", NONE);
	OK(tx_end(&tx));
	return id;
}

/* The secret that the page shows, read as a person types it. */
static void
read_secret(uint8_t secret[TOTP_SECRET])
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const char *at = strstr(rig.page, "class=\"digits\">");
	uint32_t group = 0;
	unsigned bits = 0;
	size_t n = 0;

	TRUE(at);
	for (at = strchr(at, '>') + 1; *at != '<'; at++) {
		if (*at == ' ')
			continue;
		const char *place = strchr(alphabet, *at);
		TRUE(place && n < TOTP_SECRET);
		group = group << 5 | (uint32_t)(place - alphabet);
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			secret[n++] = (uint8_t)(group >> bits);
		}
	}
	EQ(n, TOTP_SECRET);
}

static void
code_of(const uint8_t secret[TOTP_SECRET], char code[TOTP_DIGITS + 1])
{
	totp_code(secret, totp_step(rig.now), code);
	code[TOTP_DIGITS] = 0;
}

TEST(the_first_sign_in_enrols_and_keeps_the_secret_only_once_it_is_confirmed)
{
	uint8_t secret[TOTP_SECRET], kept[TOTP_SECRET];
	char code[TOTP_DIGITS + 1];

	rig_open(1, true);
	newcomer("thomas");
	ask_for("thomas");
	TRUE(strstr(rig.page, "class=\"qr\""));
	read_secret(secret);
	EQ(give("000000"), 403);
	EQ(rig_number("SELECT totp IS NULL FROM account"), 1);
	read_secret(kept);
	SAME(BYTES_OF(kept), BYTES_OF(secret)); /* the same after a mistake */
	code_of(secret, code);
	EQ(give(code), 303);
	EQ(rig_last().action, AUDIT_signed_in);
	EQ(rig_number("SELECT count(*) FROM trail"), 4);
	struct query q =
	    query_open(&rig.core.read, "SELECT totp FROM account", NONE);
	TRUE(query_next(&q));
	query_copy(&q, kept, sizeof(kept));
	OK(query_end(&q));
	SAME(BYTES_OF(kept), BYTES_OF(secret));
	rig_close();
}

TEST(each_page_that_enrols_shows_another_secret)
{
	uint8_t one[TOTP_SECRET], two[TOTP_SECRET];

	rig_open(1, true);
	newcomer("thomas");
	ask_for("thomas");
	read_secret(one);
	ask_for("thomas");
	read_secret(two);
	TRUE(memcmp(one, two, sizeof(one)) != 0);
	rig_close();
}

/* --- the ticket
 * ---------------------------------------------------------------- */

TEST(a_ticket_of_another_browser_or_too_old_or_altered_opens_nothing)
{
	char ticket[128], body[512], code[TOTP_DIGITS + 1], browser[64];

	rig_open(1, true);
	rig_person("helene", "parquet", NULL);
	ask_for("helene");
	rig_find(rig.page, "name=\"ticket\" value=\"", ticket, sizeof(ticket));
	code_of(rig_secret, code);

	for (size_t i = 0; i < strlen(ticket); i += 7) {
		char c = ticket[i];
		ticket[i] = c == 'A' ? 'B' : 'A';
		snprintf(body, sizeof(body), "token=%s&ticket=%s&code=%s",
		    rig.token, ticket, code);
		EQ(rig_post("/session/code", body), 401);
		ticket[i] = c;
	}
	snprintf(browser, sizeof(browser), "%s", rig.browser);
	rig.browser[0] = 0;
	EQ(rig_get("/session"), 200);
	snprintf(body, sizeof(body), "token=%s&ticket=%s&code=%s", rig.token,
	    ticket, code);
	EQ(rig_post("/session/code", body), 401);

	snprintf(rig.browser, sizeof(rig.browser), "%s", browser);
	EQ(rig_get("/session"), 200);
	rig_pass(SECOND_LONG);
	code_of(rig_secret, code);
	snprintf(body, sizeof(body), "token=%s&ticket=%s&code=%s", rig.token,
	    ticket, code);
	EQ(rig_post("/session/code", body), 401);
	EQ(RIG_SESSIONS, 0);
	rig_close();
}

/* Whoever was let as far as the code before the passphrase was replaced, or the
 * account closed, goes no further. */
TEST(a_ticket_dies_with_the_passphrase_and_with_the_account)
{
	static const char *const change[] = {
	    "UPDATE account SET verifier = "
	    "X'"
	    "0000000000000000000000000000000000000000000000000000000000000000'",
	    "UPDATE account SET disabled_ms = 1",
	    "UPDATE account SET leaves_ms = 1",
	    "UPDATE account SET totp = NULL"};

	for (size_t i = 0; i < sizeof(change) / sizeof(change[0]); i++) {
		rig_open(1, true);
		rig_person("helene", "parquet", NULL);
		ask_for("helene");
		struct tx tx = tx_begin(&rig.core.write);
		tx_run(&tx, change[i], NONE);
		OK(tx_end(&tx));
		EQ(rig_second(0), 401);
		EQ(RIG_SESSIONS, 0);
		rig_close();
	}
}
