#define SUITE core_csrf
#include "rig.h"

#define PHRASE "abc"

static char body[256];

static void
a_home(void)
{
	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_sign_in("nadia", PHRASE, PHRASE), 303);
	EQ(rig_get("/accueil"), 200);
	snprintf(body, sizeof(body), "token=%s", rig.token);
}

static uint32_t
send_close(const char *site, const char *origin, const char *form)
{
	struct http_request m = rig_request("POST", "/session/fermer", form);

	m.site = str_of(site);
	m.origin = str_of(origin);
	rig_send(0, m);
	rig_turn();
	return rig_receive(0);
}

TEST(a_form_sent_from_elsewhere_is_refused_and_audited)
{
	static const struct {
		const char *site, *origin;
	} bad[] = {
	    {"cross-site", ""},
	    {"same-site", "https://" RIG_HOST ":8443"},
	    {"none", "https://" RIG_HOST ":8443"},
	    {"same-origin", "https://evil.example"},
	    {"same-origin", "null"},
	    {"", "https://evil.example"},
	    {"", "http://" RIG_HOST ":8443"},
	    {"", "https://" RIG_HOST},
	    {"", "https://" RIG_HOST ":8443.evil.example"},
	    {"", "null"},
	    {"", ""},
	};

	a_home();
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int64_t before = RIG_TRAIL;
		snprintf(test_where, sizeof(test_where), " (\"%s\" \"%s\")",
		    bad[i].site, bad[i].origin);
		EQ(send_close(bad[i].site, bad[i].origin, body), 403);
		EQ(RIG_SESSIONS, 1);
		EQ(RIG_TRAIL, before + 1);
		EQ(rig_last().action, AUDIT_act_refused);
		EQ(rig_last().motive, MOTIVE_forged_request);
	}
	rig_close();
}

TEST(a_browser_too_old_to_say_where_from_is_believed_by_its_origin)
{
	a_home();
	EQ(send_close("", "https://" RIG_HOST ":8443", body), 303);
	rig_close();
}

TEST(a_form_without_the_token_of_this_session_is_refused)
{
	char other[64], wrong[128];

	a_home();
	snprintf(other, sizeof(other), "%s", rig.token);
	EQ(send_close("same-origin", "", "a=b"), 403);
	EQ(send_close("same-origin", "", "token="), 403);
	for (size_t i = 0; i < strlen(other); i++) {
		snprintf(wrong, sizeof(wrong), "token=%s", other);
		wrong[6 + i] = wrong[6 + i] == 'A' ? 'B' : 'A';
		EQ(send_close("same-origin", "", wrong), 403);
	}

	/* The token of the session before serves no more. */
	EQ(rig_sign_in("nadia", PHRASE, PHRASE), 303);
	EQ(send_close("same-origin", "", body), 403);
	EQ(rig_get("/accueil"), 200);
	snprintf(body, sizeof(body), "token=%s", rig.token);
	EQ(send_close("same-origin", "", body), 303);
	rig_close();
}

TEST(the_sign_in_form_is_bound_to_the_browser_it_was_shown_to)
{
	char form[256], kept[64];

	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	EQ(rig_get("/session"), 200);
	TRUE(strlen(rig.browser) == 22);
	snprintf(form, sizeof(form), "token=%s&login=nadia&passphrase=abc",
	    rig.token);
	snprintf(kept, sizeof(kept), "%s", rig.browser);

	rig.browser[0] = 0; /* another browser */
	EQ(rig_post("/session", form), 403);
	EQ(rig_get("/session"), 200);
	EQ(rig_post("/session", form), 403);
	EQ(rig_keep(PHRASE), 0);

	snprintf(rig.browser, sizeof(rig.browser), "%s", kept);
	EQ(rig_post("/session", form), 0); /* the keeper is asked */
	EQ(rig_keep(PHRASE), 1);
	rig_turn();
	EQ(rig_receive(0), 303);
	rig_close();
}

TEST(a_body_that_is_no_form_is_refused)
{
	a_home();
	struct http_request m = rig_request("POST", "/session/fermer", body);
	m.type = TXT("text/plain");
	rig_send(0, m);
	rig_turn();
	EQ(rig_receive(0), 400);
	EQ(rig_post("/session/fermer", "token"), 400);
	EQ(RIG_SESSIONS, 1);
	rig_close();
}
