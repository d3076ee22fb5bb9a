/* The clock of a central jumps: someone sets it, or it lost its battery. */
#define SUITE core_clock_central
#include "fleet_rig.h"

#define YEAR (INT64_C(365) * CLOCK_DAY)

static int64_t real; /* what time it is */

/* So much time passes, whatever the machine says. */
static void
passes(int64_t ms)
{
	rig_pass(ms);
	real += ms;
	rig_turn();
}

static void
says(int64_t ms)
{
	rig.now = ms;
	clock_hold(ms);
	rig_turn();
}

/* Someone is at work, has begun to write, and a box calls. */
static struct fleet_box
at_work(void)
{
	fleet_open();
	struct ident who = rig_person("sonia", "admin", NULL);
	struct fleet_box b = fleet_box("TIL");

	real = rig.now;
	for (int i = 0; i < 25; i++) {
		passes(CLOCK_HOUR);
		EQ(fleet_sync(&b, 0, NULL), 200);
	}
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO jotting(account, dossier, form, id, version, answers,"
	    " saved_ms) VALUES (?1, 0, 'opp', ?1, 1, x'7b7d', ?2)",
	    BLOB(BYTES_OF(who.at)), INT(rig.now));
	OK(tx_end(&tx));
	int64_t before = rig.now;
	fleet_sign_in("sonia");
	real += rig.now - before;
	EQ(rig_get("/boitiers"), 200);
	return b;
}

/* Nothing of what cannot be undone has happened. */
static void
holds(struct fleet_box *b)
{
	passes(2 * CLOCK_MINUTE);
	struct bytes e = fleet_fiche(b);
	EQ(fleet_sync(b, 1, &e), 200);
	EQ(fleet_receipt(0).state, RECEIPT_STORED);
	EQ(rig_number("SELECT count(*) FROM jotting"), 1);
}

static int64_t
told(void)
{
	int64_t now = 0;

	TRUE(json_int(json_get(heard.json, TXT("now_ms")), &now));
	return now - real;
}

TEST(a_jump_of_years_or_days_ends_no_session_no_limit_and_tells_no_box)
{
	static const int64_t to[] = {0, 10 * YEAR, -2 * CLOCK_DAY};

	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		struct fleet_box b = at_work();
		says(to[i] == 0 ? 0 : real + to[i]);
		EQ(rig_get("/boitiers"), 200); /* still at work */
		holds(&b);
		TRUE(told() >= -CLOCK_SECOND && told() <= CLOCK_SECOND);
		EQ(rig_get("/boitiers"), 200);
		says(real); /* put right */
		holds(&b);
		EQ(rig_number("SELECT count(*) FROM alarm"), 0);
		EQ(rig_get("/boitiers"), 200);
		fleet_close();
	}
}

TEST(a_day_back_in_mid_session_asks_who_it_is_and_loses_nothing)
{
	struct fleet_box b = at_work();

	says(real - CLOCK_DAY);
	EQ(rig_get("/boitiers"), 303);
	holds(&b);
	says(real);
	fleet_sign_in("sonia");
	EQ(rig_get("/boitiers"), 200);
	holds(&b);
	fleet_close();
}

TEST(a_clock_that_is_put_right_at_start_is_followed_at_once)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");

	real = rig.now;
	says(0);
	EQ(fleet_sync(&b, 0, NULL), 200);
	says(real + 100 * CLOCK_DAY);
	EQ(fleet_sync(&b, 0, NULL), 200);
	TRUE(told() == 100 * CLOCK_DAY);
	fleet_close();
}
