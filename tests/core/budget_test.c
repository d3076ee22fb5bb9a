#define SUITE core_budget
#include "dossier.h"

#include "core/budget.h"

#define MANY (BUDGET_HOUR + 3)

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

static const char *
reference(int i)
{
	static char room[40];

	snprintf(room, sizeof(room), "ref=P-99-TIL-2026-%d-K", 100 + i);
	return room;
}

/* Dossiers of which the last one is in danger. */
static void
fill(void)
{
	rig_open(1, true);
	for (int i = 0; i < MANY; i++)
		dossier_put((struct dossier_act){.reference = reference(i) + 4,
		    .urgency = i == MANY - 1 ? 2 : 0});
}

static bool
opens(int i)
{
	EQ(dossier_get("/fiche", reference(i)), 200);
	EQ(dossier_post("/fiche/ouvrir", reference(i)), 303);
	return str_starts(str_of(rig.location), TXT("/fiche/lecture"));
}

static void
open_all(void)
{
	for (int i = 0; i < BUDGET_HOUR; i++)
		TRUE(opens(i));
}

TEST(forty_dossiers_are_opened_in_an_hour_and_no_more)
{
	fill();
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	open_all();
	TRUE(!opens(BUDGET_HOUR));
	EQ(rig_last().action, AUDIT_act_refused);
	EQ(rig_last().motive, MOTIVE_budget_spent);
	EQ(dossier_get("/fiche", reference(BUDGET_HOUR)), 200);
	TRUE(shows("Vous avez ouvert 40 dossiers en une heure"));
	TRUE(!shows("Ouvrir la fiche") && !shows("Lire sans attendre"));
	EQ(rig_number("SELECT count(*) FROM reception WHERE opened_ms IS NOT "
		      "NULL"),
	    BUDGET_HOUR);
	/* What was opened stays readable, and costs nothing again. */
	TRUE(opens(0));
	EQ(dossier_get("/fiche/lecture", reference(0)), 200);
	EQ(rig_number("SELECT count(*) FROM reading"), BUDGET_HOUR);
	/* It is each person's own, and an hour later it is whole. */
	dossier_enter("hugo", "parquet", DOSSIER_PARQUET);
	TRUE(opens(BUDGET_HOUR));
	rig_pass(CLOCK_HOUR + CLOCK_MINUTE);
	dossier_enter("lea", "crip", "");
	rig_close();
}

TEST(an_hour_later_one_may_open_again)
{
	fill();
	struct ident helene =
	    dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	open_all();
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE reading SET at_ms = at_ms - ?1 WHERE account = ?2",
	    INT(CLOCK_HOUR), BLOB(BYTES_OF(helene.at)));
	OK(tx_end(&tx));
	TRUE(opens(BUDGET_HOUR));
	EQ(rig_number("SELECT count(*) FROM reading"), 1);
	rig_close();
}

/* A page that shows content is not a way round the door. */
TEST(nothing_is_read_that_was_not_opened_by_this_person_within_the_hour)
{
	fill();
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	TRUE(opens(0));
	dossier_enter("hugo", "parquet", DOSSIER_PARQUET);
	int64_t entries = RIG_TRAIL;
	EQ(dossier_get("/fiche/lecture", reference(0)), 303);
	SAME_STR(str_of(rig.location), TXT("/fiche?ref=P-99-TIL-2026-100-K"));
	EQ(RIG_TRAIL, entries);
	rig_close();
}

static void
ask(const char *fields)
{
	char body[128];

	EQ(dossier_get("/fiche", reference(BUDGET_HOUR)), 200);
	snprintf(body, sizeof(body), "%s&raison=%s", reference(BUDGET_HOUR),
	    fields);
	EQ(dossier_post("/lectures/demander", body), 303);
}

/* The answer of whoever is signed in to the one who asks. */
static uint32_t
answer(const char *go)
{
	static char who[64], asked[32];
	char body[160];

	if (shows("name=\"asked\"")) {
		rig_find(rig.page, "name=\"who\" value=\"", who, sizeof(who));
		rig_find(rig.page, "name=\"asked\" value=\"", asked,
		    sizeof(asked));
	}
	snprintf(body, sizeof(body), "who=%s&asked=%s&go=%s", who, asked, go);
	return dossier_post("/lectures/accorder", body);
}

static void
run(const char *sql)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, sql, INT(3650 * CLOCK_DAY));
	OK(tx_end(&tx));
}

TEST(what_a_clock_that_was_ahead_has_dated_does_not_count_until_that_day)
{
	fill();
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	open_all();
	ask("renfort");
	run("UPDATE allowance SET asked_ms = asked_ms + ?");
	ask("renfort");
	EQ(rig_number("SELECT count(*) FROM allowance"), 2);
	run("UPDATE allowance SET given_ms = asked_ms + ?, given = 0");
	EQ(dossier_get("/fiche", reference(BUDGET_HOUR)), 200);
	TRUE(shows("Vous avez ouvert 40 dossiers") && !shows("Refusé"));
	run("UPDATE reading SET at_ms = at_ms + ?");
	TRUE(opens(0));
	EQ(rig_number("SELECT count(*) FROM reading"), 1);
	TRUE(opens(0));
	rig_close();
}

TEST(a_colleague_grants_twenty_more_and_both_are_audited)
{
	char session[64];

	fill();
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	open_all();
	ask("renfort+de+permanence");
	EQ(rig_last().action, AUDIT_budget_asked);
	EQ(dossier_get("/fiche", reference(BUDGET_HOUR)), 200);
	TRUE(shows("sans réponse"));
	int64_t entries = RIG_TRAIL;
	EQ(dossier_post("/lectures/demander",
	       "ref=P-99-TIL-2026-140-K&raison=encore"),
	    303);
	EQ(rig_number("SELECT count(*) FROM allowance"), 1);
	EQ(RIG_TRAIL, entries);
	snprintf(session, sizeof(session), "%s", rig.session);

	dossier_enter("hugo", "parquet", DOSSIER_PARQUET);
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("demande à lire davantage") &&
	    shows("renfort de permanence"));
	EQ(answer("grant"), 303);
	EQ(rig_last().action, AUDIT_budget_given);
	EQ(rig_number("SELECT count(*) FROM allowance WHERE given = 20 AND "
		      "given_by = (SELECT id FROM account WHERE login = "
		      "'hugo')"),
	    1);
	EQ(answer("grant"), 403); /* once */
	snprintf(rig.session, sizeof(rig.session), "%s", session);
	EQ(rig_get("/fiches"), 200);
	TRUE(opens(BUDGET_HOUR) && opens(BUDGET_HOUR + 1));
	rig_close();
}

TEST(a_refusal_is_said_and_gives_nothing)
{
	char session[64];

	fill();
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	open_all();
	ask("renfort");
	snprintf(session, sizeof(session), "%s", rig.session);
	dossier_enter("hugo", "parquet", DOSSIER_PARQUET);
	EQ(rig_get("/fiches"), 200);
	EQ(answer("refuse"), 303);
	EQ(rig_last().action, AUDIT_budget_refused);
	snprintf(rig.session, sizeof(rig.session), "%s", session);
	TRUE(!opens(BUDGET_HOUR));
	EQ(dossier_get("/fiche", reference(BUDGET_HOUR)), 200);
	TRUE(shows("Refusé"));
	rig_close();
}

/* A second person, of the same service. */
TEST(nobody_grants_oneself_nor_somebody_of_another_service)
{
	char session[64], body[160], who[40];

	fill();
	struct ident helene =
	    dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	open_all();
	ask("renfort");
	struct buf hex = buf_over(who, sizeof(who));
	ident_put(&hex, &helene);
	snprintf(body, sizeof(body), "who=%.*s&asked=%" PRId64 "&go=grant",
	    (int)hex.len, who, rig_number("SELECT asked_ms FROM allowance"));
	EQ(rig_get("/fiches"), 200);
	TRUE(!shows("demande à lire davantage"));
	EQ(dossier_post("/lectures/accorder", body), 403);
	snprintf(session, sizeof(session), "%s", rig.session);
	dossier_enter("lou", "parquet", "parquet-roncey");
	EQ(rig_get("/fiches"), 200);
	TRUE(!shows("demande à lire davantage"));
	EQ(dossier_post("/lectures/accorder", body), 403);
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	EQ(dossier_post("/lectures/accorder", body), 403);
	EQ(rig_number("SELECT count(*) FROM allowance WHERE given_ms IS NOT "
		      "NULL"),
	    0);
	rig_close();
}

/* Protection is never held up; it is said loudly. */
TEST(what_is_urgent_can_always_be_read_for_a_reason_that_is_kept)
{
	char body[128];

	fill();
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	open_all();
	TRUE(!opens(MANY - 1)); /* without a reason */
	EQ(dossier_get("/fiche", reference(MANY - 1)), 200);
	TRUE(shows("Lire sans attendre"));
	snprintf(body, sizeof(body), "%s&motif=urgence&raison=mise+a+l+abri",
	    reference(MANY - 1));
	EQ(dossier_post("/fiche/ouvrir", body), 303);
	TRUE(strstr(rig.location, "/fiche/lecture"));
	EQ(rig_number("SELECT count(*) FROM trail WHERE "
		      "length(sealed) > 0 AND seq = (SELECT max(seq) - 1 FROM "
		      "trail)") +
		    rig_number("SELECT count(*) FROM trail WHERE "
			       "length(sealed) > 0 AND seq = (SELECT max(seq) "
			       "FROM trail)") >=
		1,
	    1);
	EQ(dossier_get("/fiche/lecture", reference(MANY - 1)), 200);
	/* What is not urgent is not opened by saying so. */
	snprintf(body, sizeof(body), "%s&motif=urgence&raison=urgent",
	    reference(BUDGET_HOUR));
	EQ(dossier_post("/fiche/ouvrir", body), 303);
	TRUE(!strstr(rig.location, "/fiche/lecture"));
	rig_close();
}
