/* A Raspberry Pi without a battery wakes up in 1970, or someone sets its clock:
 * before the session, while the form is filled in, before it is sent, before
 * the button is pressed again. No central has told the time yet; or it has. */
#define SUITE core_clock_fault
#include "kiosk.h"

#include "envelope/envelope.h"

#define YEAR (INT64_C(365) * CLOCK_DAY)

static const struct jump {
	const char *name;
	int64_t to; /* ms UTC */
} jumps[] = {
    {"1970", 0},
    {"ten years on", RIG_NOW + 10 * YEAR},
    {"a day back", RIG_NOW + CLOCK_DAY},
    {"it stays", RIG_NOW + 2 * CLOCK_DAY},
};
#define JUMPS (sizeof(jumps) / sizeof(jumps[0]))

/* The wall clock alone: no time has passed since the machine was started. */
static void
set_clock(int64_t ms)
{
	rig.now = ms;
	clock_hold(ms);
	rig_turn();
}

/* Until there is a page to read again; a jump may have ended the session. */
static void
to_the_last_page(void)
{
	if (rig_get("/fiche/relire") == 200 &&
	    strstr(rig.page, "name=\"draft\""))
		return;
	EQ(kiosk_sign_in("nadia"), 303);
	if (rig_get("/fiche/relire") != 200 ||
	    !strstr(rig.page, "name=\"draft\""))
		kiosk_fill("/fiche");
	EQ(rig_get("/fiche/relire"), 200);
}

static uint32_t
press(const char *draft, const char *seen)
{
	char form[512];

	snprintf(form, sizeof(form), "draft=%s&seen=%s&k_att=oui&" KIOSK_SIGNED,
	    draft, seen);
	return kiosk_post("/fiche/envoyer", form);
}

/* One fiche, the clock set at `moment` of its way: sent once, told once. */
static void
file(const struct jump *j, int moment, bool anchored)
{
	char draft[64], seen[32], slip[128];

	snprintf(test_where, sizeof(test_where), " (%s, moment %d)", j->name,
	    moment);
	kiosk_open(1);
	set_clock(RIG_NOW + 2 * CLOCK_DAY);
	if (anchored)
		hour_anchor(&rig.core.hour, rig.now, clock_boot());
	if (moment == 0)
		set_clock(j->to);
	EQ(kiosk_sign_in("nadia"), 303);
	if (moment == 1)
		set_clock(j->to);
	to_the_last_page();
	snprintf(test_where, sizeof(test_where), " (%s, moment %d)", j->name,
	    moment);
	if (moment == 2)
		set_clock(j->to);
	to_the_last_page();
	rig_find(rig.page, "name=\"draft\" value=\"", draft, sizeof(draft));
	rig_find(rig.page, "name=\"seen\" value=\"", seen, sizeof(seen));
	EQ(press(draft, seen), 303);
	TRUE(strstr(rig.location, "/bordereau?"));
	snprintf(slip, sizeof(slip), "%s", rig.location);
	if (moment == 3)
		set_clock(j->to);
	if (rig_get("/envois") != 200)
		EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/envois"), 200);
	EQ(press(draft, seen), 303);
	SAME_STR(str_of(rig.location), str_of(slip));

	if (anchored) { /* whoever has heard the central is not moved */
		int64_t off = rig_number("SELECT recorded_ms FROM sending") -
		    (RIG_NOW + 2 * CLOCK_DAY);
		TRUE(off >= 0 && off < CLOCK_MINUTE);
	}
	/* Once, whole, though a jump of years made it look left behind. */
	EQ(rig_number("SELECT count(*) FROM sending WHERE reference = "
		      "(SELECT reference FROM sending ORDER BY recorded_ms "
		      "DESC LIMIT 1)"),
	    1);
	EQ(KIOSK_SENT, line_files(".fpe"));
	EQ(KIOSK_SENT, 1);
	EQ(KIOSK_DRAFTS, 0);
	/* No moment before this program was made is ever written down. */
	EQ(rig_number("SELECT count(*) FROM sending WHERE recorded_ms < "
		      "1793491200000"),
	    0);
	line_close();
}

TEST(whatever_the_clock_says_and_whenever_a_fiche_is_filed_once_and_told)
{
	for (size_t i = 0; i < JUMPS; i++)
		for (int moment = 0; moment < 4; moment++)
			for (int anchored = 0; anchored < 2; anchored++)
				file(&jumps[i], moment, anchored);
}
