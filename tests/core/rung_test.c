#define SUITE core_rung
#include "dossier.h"

#define ONE  "P-99-TIL-2026-1-E"
#define TWO  "P-99-TIL-2026-2-F"
#define CHIP "Alerte : "

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

/* What the ladder (dossier/ladder.h) and people write of a limit. */
static void
happens(int64_t limit, const char *what, const char *detail)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO deadline_event(deadline, at_ms, what, detail) "
	    "VALUES (?, ?, ?, ?)",
	    INT(limit), INT(rig.now), TEXT(str_of(what)), TEXT(str_of(detail)));
	OK(tx_end(&tx));
}

/* One that the CRIP owes, in so many days, and has been warned of. */
static int64_t
limit_in(int64_t act, const char *rule, int64_t days)
{
	return dossier_owes(act, "crip", "", rule, false,
	    rig.now + days * CLOCK_DAY, rig.now - CLOCK_HOUR);
}

static bool
listed(const char *list, const char *text)
{
	char query[32];

	snprintf(query, sizeof(query), "liste=%s", list);
	EQ(dossier_get("/fiches", query), 200);
	return shows(text);
}

/* DOMAINE 1.9, the ladder of D3. */
TEST(a_row_says_the_last_alert_that_its_limit_raised)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	int64_t limit = limit_in(act, "D3", 12);
	dossier_enter("thomas", "crip", "");
	TRUE(!listed("bientot", CHIP));
	happens(limit, "alert", "M+2");
	happens(limit, "paused", "");
	TRUE(listed("bientot", CHIP "M+2"));
	happens(limit, "alert", "J-15");
	TRUE(listed("bientot", CHIP "J-15") && !shows("M+2"));
	TRUE(listed("dossiers", CHIP "J-15") && shows("Évaluation conjointe"));
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows(CHIP "J-15"));
	rig_close();
}

TEST(an_alert_of_before_a_limit_was_moved_is_said_no_more)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	int64_t limit = limit_in(act, "D3", 40);
	happens(limit, "alert", "J-1");
	happens(limit, "moved", "audience reportée");
	dossier_enter("thomas", "crip", "");
	TRUE(!listed("bientot", CHIP) && !listed("dossiers", CHIP));
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("audience reportée") && !shows(CHIP));
	happens(limit, "alert", "J-15");
	TRUE(listed("bientot", CHIP "J-15"));
	TRUE(listed("dossiers", CHIP "J-15"));
	rig_close();
}

/* « Dépassé depuis 3 h » is all that counts then. */
TEST(what_is_late_is_not_called_an_alert)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	happens(limit_in(act, "D3", -1), "alert", "J-1");
	dossier_enter("thomas", "crip", "");
	TRUE(listed("retard", ONE) && !shows(CHIP));
	TRUE(listed("dossiers", "Délai dépassé") && !shows(CHIP));
	TRUE(shows("Évaluation conjointe"));
	rig_close();
}

TEST(a_dossier_shows_the_alert_of_what_ends_first)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	happens(limit_in(act, "D2", 2), "alert", "J+5");
	happens(limit_in(act, "D3", 60), "alert", "M+1");
	(void)limit_in(act, "D3a", 1);
	dossier_put((struct dossier_act){.reference = TWO});
	dossier_enter("thomas", "crip", "");
	TRUE(listed("dossiers", CHIP "J+5") && !shows("M+1"));
	const char *chip = strstr(rig.page, CHIP), *two = strstr(rig.page, TWO);
	TRUE(two && two < chip && !strstr(chip + 1, CHIP));
	EQ(rig_get("/recherche"), 200);
	EQ(dossier_post("/recherche", "quoi=" ONE), 200);
	TRUE(shows(CHIP "J+5"));
	rig_close();
}

/* DOMAINE 2.5: not even that a limit of an act one may not read is near. */
TEST(an_alert_is_shown_to_who_may_know_of_its_limit)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	dossier_party(act, "mds", "mds-valmont");
	happens(limit_in(act, "D3", 12), "alert", "J-15");
	/* Its act may be read; what ends it, an inquiry, may not. */
	happens(limit_in(act, "D1", 1), "alert", "36 h");
	dossier_enter("odile", "mds", "mds-valmont");
	TRUE(listed("autrui", CHIP "J-15") && !shows("36 h"));
	TRUE(listed("dossiers", CHIP "J-15") && !shows("36 h"));
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM reception WHERE role = 'mds'", NONE);
	OK(tx_end(&tx));
	TRUE(!listed("autrui", CHIP) && !listed("dossiers", CHIP));
	TRUE(shows(ONE));
	rig_close();
}

TEST(the_desk_is_renewed_when_an_alert_is_raised)
{
	char before[32];

	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	int64_t limit = limit_in(act, "D3", 12);
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches/etat"), 200);
	snprintf(before, sizeof(before), "%s", rig.page);
	happens(limit, "alert", "J-15");
	EQ(rig_get("/fiches/etat"), 200);
	TRUE(strcmp(before, rig.page) != 0);
	rig_close();
}
