#define SUITE core_signin
#include "rig.h"

#include "core/attempt.h"

#define RIGHT "abc"

/* The form sent, before the keeper has said anything: 0, or what was answered
 * at once. */
static uint32_t
try_once(const char *login, const char *typed)
{
	char body[512];

	EQ(rig_get("/session"), 200);
	snprintf(body, sizeof(body), "token=%s&login=%s&passphrase=%s",
	    rig.token, login, typed);
	return rig_post("/session", body);
}

TEST(the_delay_doubles_with_each_refusal_up_to_fifteen_minutes)
{
	static const int64_t seconds[] = {0, 0, 8, 16, 32, 64, 128, 256, 512,
	    900, 900};

	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	for (size_t i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++) {
		int64_t wait = seconds[i] * CLOCK_SECOND;

		snprintf(test_where, sizeof(test_where), " (refusal %zu)",
		    i + 1);
		EQ(rig_sign_in("nadia", "wrong", RIGHT), 403);
		if (wait == 0)
			continue;
		rig_pass(wait - 1);
		EQ(try_once("nadia", RIGHT), 429);
		EQ(rig_last().motive, MOTIVE_too_soon);
		EQ(rig_keep(RIGHT), 0);
		rig_pass(1);
	}
	EQ(rig_sign_in("nadia", RIGHT, RIGHT), 303);
	EQ(rig_number("SELECT count(*) FROM attempt"), 0);
	rig_close();
}

TEST(the_delay_is_said_in_words)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", "wrong", RIGHT), 403);
	TRUE(strstr(rig.page, "Vérifiez les deux, puis réessayez."));
	EQ(rig_sign_in("nadia", "wrong", RIGHT), 403);
	EQ(rig_sign_in("nadia", "wrong", RIGHT), 403);
	TRUE(strstr(rig.page, "Réessayez dans 8 secondes."));
	rig_pass(7001);
	EQ(try_once("nadia", RIGHT), 429);
	TRUE(strstr(rig.page, "Réessayez dans 1 seconde."));
	TRUE(strstr(rig.page, "value=\"nadia\""));
	TRUE(!strstr(rig.page, RIGHT "\""));
	rig_close();
}

TEST(one_s_delay_is_not_the_others)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	rig_person("marc", "foyer", NULL);
	for (int i = 0; i < 3; i++)
		EQ(rig_sign_in("nadia", "wrong", RIGHT), 403);
	EQ(try_once("nadia", RIGHT), 429);
	EQ(rig_sign_in("marc", RIGHT, RIGHT), 303);
	rig_close();
}

/* Whoever has no account is answered as who mistyped: the same work asked of
 * the keeper, the same page, the same delays. */
TEST(nothing_tells_a_login_that_nobody_has)
{
	static char known[sizeof(rig.page)];

	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	for (int i = 0; i < 6; i++) {
		uint32_t status = rig_sign_in("nadia", "wrong", RIGHT);
		snprintf(known, sizeof(known), "%s", rig.page);
		char *name = strstr(known, "value=\"nadia\"");
		TRUE(name);
		memcpy(name, "value=\"zorro\"", 13);

		EQ(rig_sign_in("zorro", "wrong", "wrong"), status);
		/* The token is the same: the browser is. */
		SAME_STR(str_of(rig.page), str_of(known));
		if (i < 2)
			continue;
		EQ(try_once("nadia", RIGHT), 429);
		snprintf(known, sizeof(known), "%s", rig.page);
		memcpy(strstr(known, "value=\"nadia\""), "value=\"zorro\"", 13);
		EQ(try_once("zorro", RIGHT), 429);
		SAME_STR(str_of(rig.page), str_of(known));
		rig_pass(CLOCK_HOUR / 4);
	}
	EQ(rig_last().action, AUDIT_sign_in_refused);
	rig_close();
}

TEST(the_right_words_of_nobody_open_nothing)
{
	rig_open(1, false);
	EQ(rig_sign_in("zorro", RIGHT, RIGHT), 403);
	EQ(rig_last().motive, MOTIVE_unknown_account);
	EQ(RIG_SESSIONS, 0);
	rig_close();
}

TEST(a_closed_account_reads_like_no_account)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE account SET disabled_ms = 1", NONE);
	OK(tx_end(&tx));
	EQ(rig_sign_in("nadia", RIGHT, RIGHT), 403);
	EQ(RIG_SESSIONS, 0);
	rig_close();
}

/* Eight guesses at the same moment are eight refusals, not one. */
TEST(guesses_made_side_by_side_are_each_charged)
{
	char body[512];

	rig_open(8, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_get("/session"), 200);
	snprintf(body, sizeof(body), "token=%s&login=nadia&passphrase=wrong",
	    rig.token);
	for (size_t i = 0; i < 8; i++)
		rig_send(i, rig_request("POST", "/session", body));
	rig_turn();
	unsigned refused = 0;
	for (size_t i = 0; i < 8; i++)
		refused += rig_receive(i) == 429;
	EQ(refused, 5);
	EQ(rig_keep(RIGHT), 3);
	rig_close();
}

/* However many try, some workers are left for pages. */
TEST(those_who_sign_in_do_not_keep_the_others_from_their_pages)
{
	char body[512];

	rig_open(8, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_get("/session"), 200);
	for (size_t i = 0; i < 8; i++) {
		snprintf(body, sizeof(body),
		    "token=%s&login=stranger%zu&passphrase=wrong", rig.token,
		    i);
		rig_send(i, rig_request("POST", "/session", body));
		if (i == 2)
			rig_turn(); /* some wait, some come in the same turn */
	}
	rig_turn();
	for (size_t i = 0; i < 8; i++)
		EQ(rig_receive(i), i < 6 ? 0 : 503);
	TRUE(strstr(rig.page, "Plusieurs personnes"));
	EQ(rig_number("SELECT count(*) FROM attempt"), 6);
	rig_send(7, rig_request("GET", "/", NULL));
	rig_turn();
	EQ(rig_receive(7), 200);
	EQ(rig_keep(RIGHT), 6);
	rig_turn();
	EQ(rig_receive(0), 403);
	EQ(rig_sign_in("nadia", RIGHT, RIGHT), 303);
	rig_close();
}

TEST(a_try_that_comes_too_soon_is_told_once_a_delay)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	for (int round = 0; round < 3; round++) {
		while (rig_sign_in("nadia", "wrong", RIGHT) == 403 &&
		    rig_number("SELECT failures FROM attempt") < 3 + round)
			;
		int64_t before = RIG_TRAIL;
		for (int i = 0; i < 20; i++) {
			rig_pass(100);
			EQ(try_once("nadia", RIGHT), 429);
		}
		EQ(RIG_TRAIL, before + 1);
		EQ(rig_last().motive, MOTIVE_too_soon);
		rig_pass(CLOCK_MINUTE);
	}
	rig_close();
}

/* The keeper drops the first of two: the second was a guess all the same. */
TEST(a_try_given_back_does_not_give_back_the_next_one)
{
	char body[512];

	rig_open(4, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_get("/session"), 200);
	snprintf(body, sizeof(body), "token=%s&login=nadia&passphrase=wrong",
	    rig.token);
	rig_send(0, rig_request("POST", "/session", body));
	rig_turn();
	EQ(rig_number("SELECT failures FROM attempt"), 1);
	rig_pass(SLOT_PATIENCE - 1000);
	rig_send(1, rig_request("POST", "/session", body));
	rig_turn();
	EQ(rig_number("SELECT failures FROM attempt"), 2);
	rig_pass(1000);
	rig_turn();
	EQ(rig_receive(0), 503);
	EQ(rig_number("SELECT failures FROM attempt"), 2);
	rig_close();
}

TEST(a_try_is_on_the_disk_before_the_keeper_is_asked)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	EQ(try_once("nadia", RIGHT), 0);
	EQ(rig_number("SELECT failures FROM attempt"), 1);
	EQ(rig_keep(RIGHT), 1);
	rig_turn();
	EQ(rig_receive(0), 303);
	EQ(rig_number("SELECT count(*) FROM attempt"), 0);
	rig_close();
}

TEST(a_keeper_that_dies_costs_nobody_a_try_and_keeps_the_login)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	EQ(try_once("nadia", "secret-words"), 0);
	close(rig.keeper);
	rig_turn();
	EQ(rig_receive(0), 503);
	TRUE(strstr(rig.page, "value=\"nadia\""));
	TRUE(!strstr(rig.page, "secret"));
	EQ(rig_number("SELECT failures FROM attempt"), 0);
	EQ(RIG_SESSIONS, 0);

	/* And while it is away. */
	EQ(try_once("nadia", RIGHT), 0);
	rig_turn();
	EQ(rig_receive(0), 503);
	EQ(rig_get("/"), 200);
	rig_close();
}

TEST(a_keeper_that_is_busy_says_so)
{
	struct chan c = {-1, KEEPER, CORE};
	uint8_t in[CHAN_HEAD + 8 * KIB], out[64];
	struct buf room = buf_over(in, sizeof(in));
	struct buf b = buf_over(out, sizeof(out));
	struct passphrase_check p;
	struct bytes payload;
	enum ipc kind;

	rig_open(1, false);
	rig_turn();
	rig_keep(RIGHT);
	rig_person("nadia", "foyer", NULL);
	EQ(try_once("nadia", RIGHT), 0);
	c.fd = rig.keeper;
	OK(chan_recv(&c, &room, 0, &kind, &payload));
	EQ(kind, IPC_passphrase_check);
	OK(msg_get_passphrase_check(payload, &p));
	msg_put_passphrase_verdict(&b,
	    &(struct passphrase_verdict){p.ticket, ERR_LATER});
	OK(chan_send(&c, IPC_passphrase_verdict, &b));
	rig_turn();
	EQ(rig_receive(0), 503);
	EQ(rig_number("SELECT failures FROM attempt"), 0);
	rig_close();
}

TEST(a_keeper_that_never_answers_is_given_up)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	EQ(try_once("nadia", RIGHT), 0);
	rig_pass(SLOT_PATIENCE - 1);
	rig_turn();
	EQ(rig_receive(0), 0);
	rig_pass(1);
	rig_turn();
	EQ(rig_receive(0), 503);
	EQ(rig_keep(RIGHT), 1); /* too late: nobody awaits it */
	rig_turn();
	EQ(rig_receive(0), 0);
	EQ(RIG_SESSIONS, 0);
	rig_close();
}

TEST(an_empty_form_is_said_and_costs_nothing)
{
	rig_open(1, false);
	EQ(try_once("", "x"), 422);
	EQ(try_once("nadia", ""), 422);
	EQ(try_once("nadia", "+-+"), 422);
	EQ(rig_number("SELECT count(*) FROM attempt"), 0);
	rig_close();
}

TEST(what_was_typed_is_shown_as_text_and_not_as_markup)
{
	rig_open(1, false);
	EQ(try_once("%3Cscript%3Ealert(1)%3C/script%3E%22", ""), 422);
	TRUE(!strstr(rig.page, "<script>alert"));
	TRUE(strstr(rig.page, "&lt;script&gt;alert(1)"));
	rig_close();
}

TEST(old_tries_are_forgotten)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	for (int i = 0; i < 3; i++)
		EQ(rig_sign_in("nadia", "wrong", RIGHT), 403);
	rig_pass(ATTEMPT_FORGET + 8000);
	EQ(rig_sign_in("nadia", "wrong", RIGHT), 403);
	EQ(rig_number("SELECT failures FROM attempt"), 1);
	rig_pass(ATTEMPT_FORGET);
	EQ(rig_sign_in("marc", "wrong", RIGHT), 403);
	EQ(rig_number("SELECT count(*) FROM attempt"), 1);
	rig_close();
}

TEST(a_clock_set_back_does_not_turn_a_delay_into_a_lock)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	for (int i = 0; i < 3; i++)
		EQ(rig_sign_in("nadia", "wrong", RIGHT), 403);
	rig_at(rig.now - 30 * CLOCK_DAY);
	EQ(try_once("nadia", RIGHT), 429);
	TRUE(strstr(rig.page, "Réessayez dans 15 minutes."));
	rig_close();
}
