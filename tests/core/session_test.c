#define SUITE core_session
#include "rig.h"

#include "core/chore.h"

#include "core/chore.h"

#define PHRASE "abc"

static void
signed_in(void)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", PHRASE, PHRASE), 303);
}

TEST(the_cookie_is_not_in_the_database)
{
	uint8_t secret[SESSION_SECRET];
	struct buf b = buf_over(secret, sizeof(secret));
	uint8_t hash[HASH_SHA256];
	int64_t n;

	signed_in();
	OK(encode_unbase64url(str_of(rig.session), &b));
	EQ(b.len, 32);
	hash_sha256(BYTES_OF(secret), hash);
	OK(query_number(&rig.core.read, &n,
	    "SELECT count(*) FROM session WHERE hash = ?",
	    BLOB(BYTES_OF(hash))));
	EQ(n, 1);
	OK(query_number(&rig.core.read, &n,
	    "SELECT count(*) FROM session WHERE hash = ?",
	    BLOB(BYTES_OF(secret))));
	EQ(n, 0);
	rig_close();
}

TEST(a_session_left_alone_ends_after_its_idle_minutes)
{
	signed_in();
	rig_pass(SESSION_IDLE_SHARED - 1);
	EQ(rig_get("/accueil"), 200);
	rig_pass(SESSION_IDLE_SHARED + SESSION_TOUCH - 1);
	EQ(rig_get("/accueil"), 200);
	rig_pass(SESSION_IDLE_SHARED + SESSION_TOUCH);
	EQ(rig_get("/accueil"), 303);
	EQ(RIG_SESSIONS, 0);
	EQ(rig_last().action, AUDIT_session_ended);
	EQ(rig_last().motive, MOTIVE_idle);
	EQ(rig_get("/session"), 200);
	TRUE(strstr(rig.page, "Votre session s’est fermée."));
	rig_close();
}

TEST(a_session_kept_busy_ends_after_twelve_hours)
{
	signed_in();
	for (int i = 1; i < 12 * 12; i++) {
		rig_pass(5 * CLOCK_MINUTE);
		EQ(rig_get("/accueil"), 200);
	}
	rig_pass(5 * CLOCK_MINUTE);
	EQ(rig_get("/accueil"), 303);
	EQ(rig_last().action, AUDIT_session_ended);
	EQ(rig_last().motive, MOTIVE_too_long);
	rig_close();
}

TEST(a_clock_that_goes_back_ends_the_session)
{
	signed_in();
	rig_pass(-30 * CLOCK_SECOND);
	EQ(rig_get("/accueil"), 200);
	rig_pass(-2 * CLOCK_HOUR);
	EQ(rig_get("/accueil"), 303);
	rig_close();
}

TEST(sessions_that_are_over_end_without_anyone_asking)
{
	signed_in();
	rig_turn();
	int64_t before = RIG_TRAIL;
	rig_pass(11 * CLOCK_MINUTE);
	rig_turn();
	EQ(RIG_SESSIONS, 0);
	EQ(RIG_TRAIL, before + 1);
	EQ(rig_last().action, AUDIT_session_ended);
	rig_close();
}

TEST(more_sessions_than_one_turn_may_end_are_all_ended)
{
	rig_open(1, false);
	struct ident id = rig_person("nadia", "foyer", NULL);
	struct tx tx = tx_begin(&rig.core.write);
	for (int i = 0; i < CHORE_MOST + 10; i++) {
		char room[REQUEST_COOKIE_MOST];
		struct buf cookie = buf_over(room, sizeof(room));
		session_begin(&tx, &id, rig.now, &cookie);
	}
	OK(tx_end(&tx));
	rig_turn();
	EQ(RIG_SESSIONS, CHORE_MOST + 10);
	rig_pass(CLOCK_DAY);
	rig_turn();
	EQ(RIG_SESSIONS, 10);
	rig_pass(CHORE_MORE);
	rig_turn();
	EQ(RIG_SESSIONS, 0);
	rig_close();
}

TEST(reading_a_page_twice_in_a_moment_writes_the_session_once)
{
	signed_in();
	EQ(rig_get("/accueil"), 200);
	EQ(rig_number("SELECT seen_ms FROM session"), RIG_NOW);
	rig_pass(SESSION_TOUCH - 1);
	EQ(rig_get("/accueil"), 200);
	EQ(rig_number("SELECT seen_ms FROM session"), RIG_NOW);
	rig_pass(1);
	EQ(rig_get("/accueil"), 200);
	EQ(rig_number("SELECT seen_ms FROM session"), RIG_NOW + SESSION_TOUCH);
	rig_close();
}

/* An abandoned page goes to the lock screen by itself. */
TEST(the_lock_screen_does_not_keep_a_session_open)
{
	signed_in();
	for (int i = 0; i < 5; i++) {
		rig_pass(SESSION_IDLE_SHARED / 5);
		EQ(rig_get("/"), 200);
		TRUE(strstr(rig.page, "Reprendre ma session"));
		EQ(rig_get("/session"), 200);
	}
	rig_pass(SESSION_TOUCH);
	EQ(rig_get("/"), 200);
	TRUE(!strstr(rig.page, "Reprendre ma session"));
	EQ(rig_get("/accueil"), 303);
	rig_close();
}

static int64_t
left(void)
{
	char ms[32];

	EQ(rig_get("/accueil"), 200);
	rig_find(rig.page, "data-ends-in=\"", ms, sizeof(ms));
	return atoll(ms);
}

TEST(the_end_a_page_announces_is_the_end)
{
	static const int64_t after[] = {0, 1, SESSION_TOUCH - 1, SESSION_TOUCH,
	    SESSION_IDLE_SHARED + CLOCK_MINUTE};

	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++) {
		signed_in();
		for (int64_t gone = 0; gone < after[i];) {
			int64_t step = after[i] - gone < 4 * CLOCK_MINUTE
			    ? after[i] - gone
			    : 4 * CLOCK_MINUTE;
			rig_pass(step);
			gone += step;
			(void)left();
		}
		rig_pass(left());
		EQ(rig_get("/"), 200);
		TRUE(!strstr(rig.page, "Reprendre ma session"));
		rig_close();
	}
}

TEST(signing_in_again_changes_the_cookie_and_ends_the_session_before)
{
	char first[64];

	signed_in();
	snprintf(first, sizeof(first), "%s", rig.session);
	EQ(rig_sign_in("nadia", PHRASE, PHRASE), 303);
	TRUE(strcmp(first, rig.session) != 0);
	EQ(RIG_SESSIONS, 1);
	snprintf(rig.session, sizeof(rig.session), "%s", first);
	EQ(rig_get("/accueil"), 303);
	rig_close();
}

TEST(a_session_elsewhere_is_shown)
{
	signed_in();
	EQ(rig_get("/accueil"), 200);
	TRUE(!strstr(rig.page, "ailleurs"));
	rig.session[0] = rig.browser[0] = 0;
	EQ(rig_sign_in("nadia", PHRASE, PHRASE), 303);
	EQ(RIG_SESSIONS, 2);
	EQ(rig_get("/accueil"), 200);
	TRUE(strstr(rig.page, "ailleurs"));
	rig_close();
}

TEST(a_closed_account_is_out_at_once)
{
	signed_in();
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE account SET disabled_ms = 1", NONE);
	OK(tx_end(&tx));
	EQ(rig_get("/accueil"), 303);
	rig_pass(CLOCK_MINUTE);
	rig_turn();
	EQ(RIG_SESSIONS, 0);
	rig_close();
}

TEST(a_cookie_made_up_is_nobody)
{
	static const char *const bad[] = {"a",
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB"};

	signed_in();
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(rig.session, sizeof(rig.session), "%s", bad[i]);
		EQ(rig_get("/accueil"), 303);
	}
	rig_close();
}

TEST(sessions_outlive_a_restart_of_core)
{
	signed_in();
	rig_stop();
	rig_again();
	EQ(rig_get("/accueil"), 200);
	char body[128];
	snprintf(body, sizeof(body), "token=%s", rig.token);
	rig_stop();
	rig_again();
	EQ(rig_post("/session/fermer", body), 303);
	rig_close();
}

/* D: a replacement's account ends by itself, and so does its session. */
TEST(a_temporary_account_ends_when_it_was_said_it_would)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE account SET leaves_ms = ?",
	    INT(rig.now + CLOCK_MINUTE));
	OK(tx_end(&tx));
	EQ(rig_sign_in("nadia", "abc", "abc"), 303);
	EQ(rig_get("/accueil"), 200);
	rig_pass(CLOCK_MINUTE - 1);
	EQ(rig_get("/accueil"), 200);
	rig_pass(1);
	EQ(rig_get("/accueil"), 303);
	EQ(rig_sign_in("nadia", "abc", "abc"), 403);
	rig_pass(CHORE_SWEEP);
	rig_turn();
	EQ(RIG_SESSIONS, 0);
	rig_close();
}
