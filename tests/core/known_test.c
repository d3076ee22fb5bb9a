#define SUITE core_known
#include "filing.h"

#include "core/known.h"

TEST(a_second_fiche_about_the_same_minor_is_noticed_for_thirty_days)
{
	kiosk_open(1);
	filled("nadia");
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(!strstr(rig.page, "Une fiche est déjà partie"));
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	filled("marc");
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(strstr(rig.page,
	    "Une fiche est déjà partie d’ici pour ce mineur : "
	    "P-99-TIL-2026-1-"));
	EQ(kiosk_send("/fiche", "same=oui&" KIOSK_SIGNED), 303);
	struct envelope_inner inner = opened(1);
	TRUE(str_starts(said(&inner, "about", NULL), TXT("P-99-TIL-2026-1-")));
	EQ(rig_number("SELECT count(*) FROM known"), 2);
	rig_pass(31 * CLOCK_DAY);
	filled("nadia");
	EQ(rig_get("/fiche/relire"), 200);
	TRUE(!strstr(rig.page, "Une fiche est déjà partie"));
	EQ(rig_number("SELECT count(*) FROM known"), 0);
	line_close();
}

TEST(a_minor_is_known_no_longer_for_a_clock_that_was_ahead)
{
	kiosk_open(1);
	rig.now += 3650 * CLOCK_DAY;
	clock_hold(rig.now);
	filled("nadia");
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
	EQ(rig_number("SELECT count(*) FROM known"), 1);
	rig.now -= 3650 * CLOCK_DAY;
	clock_hold(rig.now);
	rig_pass(CLOCK_DAY);
	rig_turn();
	EQ(rig_number("SELECT count(*) FROM known"), 0);
	line_close();
}
