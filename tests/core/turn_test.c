#define SUITE core_turn
#include "rig.h"

#define PHRASE "babontradimouvarfrujou"

TEST(someone_signs_in_reads_home_and_signs_out_and_each_step_is_audited)
{
	rig_open(2, false);
	struct ident nadia = rig_person("nadia", "foyer", NULL);

	EQ(rig_get("/"), 200);
	EQ(rig_get("/accueil"), 303);
	SAME_STR(str_of(rig.location), TXT("/session"));
	EQ(rig_sign_in("nadia", "Babon-Tradi%20mouvar+FRUJOU", PHRASE), 303);
	SAME_STR(str_of(rig.location), TXT("/accueil"));
	EQ(rig_last().action, AUDIT_signed_in);
	SAME(BYTES_OF(rig_last().actor.at), BYTES_OF(nadia.at));
	EQ(RIG_SESSIONS, 1);

	EQ(rig_get("/accueil"), 200);
	TRUE(strstr(rig.page, "Nadia Kessler"));
	TRUE(strstr(rig.page, "Foyer Les Tilleuls"));
	EQ(rig_last().action, AUDIT_page_read);
	SAME(BYTES_OF(rig_last().actor.at), BYTES_OF(nadia.at));

	char body[128];
	snprintf(body, sizeof(body), "token=%s", rig.token);
	EQ(rig_post("/session/fermer", body), 303);
	SAME_STR(str_of(rig.location), TXT("/"));
	EQ(rig_last().action, AUDIT_signed_out);
	EQ(RIG_SESSIONS, 0);
	SAME_STR(str_of(rig.session), TXT(""));
	EQ(rig_get("/accueil"), 303);
	rig_close();
}

TEST(the_keeper_s_own_verdict_opens_and_refuses)
{
	static const uint8_t pepper[PASSWORD_PEPPER] = {7};
	struct password secret;

	OK(password_set(TXT(PHRASE), pepper, &secret));
	rig_open(1, true);
	rig_person("helene", "parquet", &secret);
	EQ(rig_sign_in("helene", "babon-tradi-mouvar-frajou", NULL), 403);
	EQ(rig_sign_in("helene", "babon-tradi-mouvar-frujou", NULL), 303);
	rig_close();
}

/* No answer can be seen before what it says is on the disk: the turn that
 * cannot commit answers everyone who wrote with an error, and nothing of it is
 * found afterwards. */
TEST(no_page_leaves_before_its_audit_entry_is_durable)
{
	rig_open(2, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", PHRASE, PHRASE), 303);
	int64_t before = RIG_TRAIL;

	/* Someone else holds the database: this turn cannot write. */
	struct store other;
	OK(store_open(rig.path, rig.keys.store, &other));
	store_settle(&other);
	struct tx tx = tx_begin(&other);
	OK(tx_err(&tx));
	EQ(rig_get("/accueil"), 503);
	TRUE(!strstr(rig.page, "Nadia"));
	EQ(RIG_TRAIL, before);
	EQ(rig_get("/"), 200);
	OK(tx_end(&tx));
	store_close(&other);

	EQ(rig_get("/accueil"), 200);
	EQ(RIG_TRAIL, before + 1);
	rig_close();
}

TEST(many_requests_cost_one_commit)
{
	rig_open(16, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", PHRASE, PHRASE), 303);
	int64_t before = RIG_TRAIL;
	uint64_t commits = rig.core.count.commits;

	for (size_t i = 0; i < 16; i++)
		rig_send(i, rig_request("GET", "/accueil", NULL));
	rig_turn();
	for (size_t i = 0; i < 16; i++)
		EQ(rig_receive(i), 200);
	EQ(rig.core.count.commits, commits + 1);
	EQ(RIG_TRAIL, before + 16);
	rig_close();
}

TEST(a_page_that_needs_no_entry_costs_no_commit)
{
	rig_open(1, false);
	rig_turn();
	uint64_t commits = rig.core.count.commits;
	EQ(rig_get("/"), 200);
	EQ(rig_get("/etat"), 200);
	SAME_STR(str_of(rig.page), TXT("{\"ok\":true}"));
	EQ(rig.core.count.commits, commits);
	rig_close();
}

TEST(a_request_that_fails_undoes_itself_alone)
{
	rig_open(3, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", PHRASE, PHRASE), 303);
	EQ(rig_get("/accueil"), 200);
	char body[128];
	snprintf(body, sizeof(body), "token=%s", rig.token);
	int64_t before = RIG_TRAIL;

	/* The one in the middle has no memory for its page. */
	rig_send(0, rig_request("GET", "/accueil", NULL));
	rig_send(1, rig_request("POST", "/session/fermer", body));
	rig_send(2, rig_request("GET", "/accueil", NULL));
	rig.core.slot[1].mem.fail_at = rig.core.slot[1].mem.asked + 4;
	rig_turn();
	EQ(rig_receive(0), 200);
	EQ(rig_receive(1), 413);
	EQ(rig_receive(2), 200);
	EQ(RIG_SESSIONS, 1);
	EQ(RIG_TRAIL, before + 2);
	rig_close();
}

/* Whichever request of memory fails: an answer is given, it is the right one or
 * an error, and the database holds all of the act or nothing. */
static void
each_allocation(const char *method, const char *path, bool form, uint32_t good)
{
	for (size_t n = 1;; n++) {
		rig_open(1, false);
		rig_person("nadia", "foyer", NULL);
		EQ(rig_sign_in("nadia", PHRASE, PHRASE), 303);
		EQ(rig_get(strcmp(path, "/session") ? "/accueil" : path), 200);
		char body[256];
		snprintf(body, sizeof(body),
		    "token=%s&login=nadia&passphrase=" PHRASE, rig.token);
		int64_t trail = RIG_TRAIL;

		struct arena *mem = &rig.core.slot[0].mem;
		size_t from = mem->asked;
		mem->fail_at = from + n;
		rig_send(0, rig_request(method, path, form ? body : NULL));
		rig_turn();
		uint32_t status = rig_receive(0);
		if (status == 0 && rig_keep(PHRASE) == 1) {
			rig_turn();
			status = rig_receive(0);
		}
		snprintf(test_where, sizeof(test_where),
		    " (%s %s, request %zu of memory failing)", method, path, n);
		bool done = mem->asked < from + n;
		mem->fail_at = 0;
		if (n == 1) {
			/* The message itself could not be kept: the front will
			 * give up on it, and the slot is free again. */
			EQ(status, 0);
			EQ(rig_get("/"), 200);
		} else if (status == good) {
			TRUE(RIG_TRAIL > trail || good == 200);
		} else {
			TRUE(status == 413 || status == 500);
			EQ(RIG_TRAIL, trail);
		}
		rig_close();
		if (done)
			break;
	}
	test_where[0] = 0;
}

TEST(whichever_allocation_of_the_lock_fails_an_answer_is_given)
{
	each_allocation("GET", "/", false, 200);
}

TEST(whichever_allocation_of_home_fails_an_answer_is_given)
{
	each_allocation("GET", "/accueil", false, 200);
}

TEST(whichever_allocation_of_signing_out_fails_all_or_nothing_is_done)
{
	each_allocation("POST", "/session/fermer", true, 303);
}

TEST(whichever_allocation_of_signing_in_fails_all_or_nothing_is_done)
{
	each_allocation("POST", "/session", true, 303);
}

static void
nothing_is_left(void)
{
	struct buf *rooms[] = {&rig.core.room, &rig.core.out, &rig.core.data,
	    &rig.core.page};

	for (size_t i = 0; i < rig.core.slot[0].mem.size; i++)
		EQ(rig.core.slot[0].mem.base[i], 0);
	for (size_t k = 0; k < 4; k++)
		for (size_t i = 0; i < rooms[k]->max; i++)
			EQ(rooms[k]->at[i], 0);
}

TEST(nothing_of_a_request_outlives_its_answer)
{
	char body[128];

	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", "wrong", PHRASE), 403);
	nothing_is_left();
	EQ(rig_sign_in("nadia", PHRASE, PHRASE), 303);
	nothing_is_left();
	EQ(rig_get("/activite"), 403);
	nothing_is_left();
	EQ(rig_get("/accueil"), 200);
	nothing_is_left();

	/* A page that fails late, with everything already put down. */
	rig.core.slot[0].mem.fail_at = rig.core.slot[0].mem.asked + 12;
	TRUE(rig_get("/accueil") >= 400);
	rig.core.slot[0].mem.fail_at = 0;
	nothing_is_left();
	snprintf(body, sizeof(body), "token=%s", rig.token);
	EQ(rig_post("/session/fermer", body), 303);
	nothing_is_left();
	rig_close();
}

TEST(paths_and_methods_nobody_wrote_down_are_refused)
{
	rig_open(1, false);
	EQ(rig_get("/nulle-part"), 404);
	TRUE(strstr(rig.page, "Cette page n’existe pas."));
	EQ(rig_post("/accueil", "a=b"), 405);
	EQ(rig_get("/session/fermer"), 405);
	rig_send(0, rig_request("HEAD", "/etat", NULL));
	rig_turn();
	EQ(rig_receive(0), 200);
	rig_close();
}

TEST(a_host_that_is_not_ours_is_refused)
{
	static const char *const bad[] = {"evil.example", "evil.example:8443",
	    "", "boitier.example.evil.example", ":8443", "boitier.example:"};

	rig_open(1, false);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct http_request m = rig_request("GET", "/", NULL);
		m.host = str_of(bad[i]);
		rig_send(0, m);
		rig_turn();
		EQ(rig_receive(0), 421);
	}
	struct http_request m = rig_request("GET", "/", NULL);
	m.host = TXT("BOITIER.example");
	rig_send(0, m);
	rig_turn();
	EQ(rig_receive(0), 200);
	rig_close();
}

TEST(when_the_front_is_gone_core_turns_on)
{
	rig_open(2, false);
	rig_send(0, rig_request("GET", "/", NULL));
	close(rig.front[0]);
	rig_turn();
	rig_turn();
	rig_send(1, rig_request("GET", "/", NULL));
	rig_turn();
	EQ(rig_receive(1), 200);
	rig_close();
}

TEST(what_the_front_may_not_send_is_dropped_and_core_turns_on)
{
	rig_open(1, false);
	EQ(send(rig.front[0], "x", 1, 0), 1);
	rig_turn();
	EQ(rig_receive(0), 0);
	EQ(rig_get("/"), 200);
	rig_close();
}

TEST(the_supervisor_s_silence_is_the_end)
{
	rig_open(1, false);
	close(rig.control);
	EQ(core_turn(&rig.core, 0), ERR_ABSENT);
	rig_close();
}

/* While core waits for the keeper, what else it says is written down. */
TEST(what_was_heard_just_before_the_end_is_kept)
{
	rig_open(1, false);
	trail_append(turn_tx(&rig.core), &rig.core.chore, rig.core.auditor,
	    &(struct trail_entry){.action = AUDIT_page_read,
		.at = clock_now()});
	rig_stop();
	rig_again();
	EQ(rig_number("SELECT count(*) FROM trail WHERE "
		      "substr(public, 5, 2) = X'001E'"),
	    1);
	rig_close();
}
