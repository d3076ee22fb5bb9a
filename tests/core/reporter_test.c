#define SUITE core_reporter
#include "rig.h"

#include "core/activity.h"

#define RIGHT "abc"

/* Until the reporter has rung and core has turned; in real time. */
static uint32_t
wait_report(size_t worker)
{
	uint32_t status = 0;

	for (int i = 0; i < 3000 && status == 0; i++) {
		struct pollfd p = {rig.core.reporter.bell, POLLIN, 0};
		(void)poll(&p, 1, 10);
		rig_turn();
		status = rig_receive(worker);
	}
	return status;
}

static void
admin_in(size_t workers)
{
	rig_open(workers, false);
	rig_person("gestion", "admin", NULL);
	EQ(rig_sign_in("gestion", RIGHT, RIGHT), 303);
}

TEST(a_report_is_made_beside_audited_and_answered)
{
	admin_in(1);
	EQ(rig_sign_in("nobody", "x", RIGHT), 403);
	int64_t before = RIG_TRAIL;
	EQ(rig_get("/activite"), 0);
	EQ(RIG_TRAIL, before);
	EQ(wait_report(0), 200);
	EQ(RIG_TRAIL, before + 1);
	EQ(rig_last().action, AUDIT_page_read);
	TRUE(strstr(rig.page, "mardi 24 novembre"));
	TRUE(strstr(rig.page,
	    "<td class=\"number\">1</td><td "
	    "class=\"number\">1</td>"));
	/* Nothing stays on an abandoned screen, whatever the page. */
	TRUE(strstr(rig.page, "data-ends-in=\"3"));
	rig_close();
}

TEST(while_a_report_is_made_the_others_are_served)
{
	admin_in(4);
	for (size_t i = 0; i < 3; i++)
		rig_send(i, rig_request("GET", "/activite", NULL));
	rig_turn();
	rig_send(3, rig_request("GET", "/accueil", NULL));
	rig_turn();
	EQ(rig_receive(3), 200);
	for (size_t i = 0; i < 3; i++)
		EQ(wait_report(i), 200);
	rig_close();
}

TEST(who_signs_out_meanwhile_does_not_get_the_report)
{
	char body[128];

	admin_in(2);
	EQ(rig_get("/accueil"), 200);
	snprintf(body, sizeof(body), "token=%s", rig.token);
	rig_send(0, rig_request("GET", "/activite", NULL));
	rig_turn();
	rig_send(1, rig_request("POST", "/session/fermer", body));
	/* Turn for the sign-out alone: the bell is not looked at. */
	slot_take(&rig.core.slot[1], &rig.core.room);
	turn_run(&rig.core);
	EQ(rig_receive(1), 303);
	EQ(wait_report(0), 303);
	rig_close();
}

TEST(a_report_nobody_waits_for_any_more_is_dropped)
{
	admin_in(2);
	EQ(rig_get("/activite"), 0);
	rig_pass(SLOT_PATIENCE);
	turn_patience(&rig.core);
	turn_run(&rig.core);
	EQ(rig_receive(0), 503);
	rig_send(1, rig_request("GET", "/activite", NULL));
	EQ(wait_report(1), 200);
	rig_close();
}

TEST(a_report_that_fails_is_an_error_for_who_asked)
{
	admin_in(1);
	EQ(rig_get("/activite"), 0);
	struct pollfd p = {rig.core.reporter.bell, POLLIN, 0};
	EQ(poll(&p, 1, 30000), 1);
	rig.core.reporter.err = ERR_STORE;
	rig_turn();
	EQ(rig_receive(0), 500);
	EQ(rig_get("/"), 200);
	rig_close();
}

TEST(days_are_those_of_paris_and_two_weeks_of_them)
{
	char room[4096];
	struct buf json = buf_over(room, sizeof(room));

	rig_open(1, false);
	rig_person("nadia", "foyer", NULL);
	rig_at(RIG_NOW - 20 * CLOCK_DAY);
	EQ(rig_sign_in("nadia", RIGHT, RIGHT), 303);
	rig_at(RIG_NOW - 13 * CLOCK_DAY);
	EQ(rig_sign_in("nadia", RIGHT, RIGHT), 303);
	/* 23 h 30 UTC is the next day in Paris. */
	rig_at(RIG_NOW - CLOCK_DAY + 7 * CLOCK_HOUR + 30 * CLOCK_MINUTE);
	EQ(rig_sign_in("nadia", RIGHT, RIGHT), 303);
	EQ(rig_sign_in("nadia", "wrong", RIGHT), 403);
	rig_at(RIG_NOW);
	OK(activity_report(&rig.core.read, NULL, rig.now, &json));
	struct str head = TXT("{\"days\":[{\"day\":\"mardi 24 novembre\","
			      "\"opened\":1,\"refused\":1},");
	struct str tail = TXT("{\"day\":\"mercredi 11 novembre\",\"opened\":1,"
			      "\"refused\":0}]}");
	TRUE(str_starts(buf_text(&json), head));
	TRUE(str_ends(buf_text(&json), tail));
	rig_close();
}

TEST(the_connection_of_reports_can_only_read)
{
	rig_open(1, false);
	struct tx tx = tx_begin(&rig.core.reporter.store);
	tx_run(&tx, "DELETE FROM session", NONE);
	TRUE(tx_end(&tx) != ERR_OK);
	tx = tx_begin(&rig.core.read);
	tx_run(&tx, "DELETE FROM session", NONE);
	TRUE(tx_end(&tx) != ERR_OK);
	rig_close();
}
