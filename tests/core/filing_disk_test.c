#define SUITE core_filing_disk
#include "kiosk.h"

#include "../store/faulty.h"

/* Whatever the disk refuses, and whenever: who was told that it is recorded
 * finds it so, what was typed is on the page or in the draft, and pressing once
 * more ends with one envelope. */

static void
start(void)
{
	rig_open(1, false);
	rig_close();
	faulty_install();
}

static void
box_again(void)
{
	line_stop();
	line_again();
	OK(store_check(&rig.core.write));
}

/* Fail from the n-th operation on; false once there are not so many. */
static bool
press(int64_t n, uint32_t (*what)(void), uint32_t *status)
{
	faulty.as = SQLITE_FULL;
	faulty.once = false;
	faulty.at = faulty.count + n;
	*status = what();
	bool met = faulty.count >= faulty.at;
	faulty.at = 0;
	snprintf(test_where, sizeof(test_where), " (operation %" PRId64 ": %u)",
	    n, *status);
	return met;
}

static char form[512];

static uint32_t
send_again(void)
{
	return kiosk_post("/fiche/envoyer", form);
}

TEST(a_full_disk_never_loses_a_fiche_nor_says_that_it_left)
{
	bool more = true;

	start();
	for (int64_t n = 1; more; n += 7) {
		char draft[64], seen[32];
		uint32_t status;

		kiosk_open(1);
		EQ(kiosk_sign_in("nadia"), 303);
		kiosk_fill("/fiche");
		EQ(rig_get("/fiche/relire"), 200);
		rig_find(rig.page, "name=\"draft\" value=\"", draft,
		    sizeof(draft));
		rig_find(rig.page, "name=\"seen\" value=\"", seen,
		    sizeof(seen));
		snprintf(form, sizeof(form),
		    "draft=%s&seen=%s&k_att=oui&" KIOSK_SIGNED, draft, seen);
		more = press(n, send_again, &status);
		box_again();
		EQ(KIOSK_SENT + KIOSK_DRAFTS, 1);
		TRUE(status != 303 || KIOSK_SENT == 1);
		struct tx tx = tx_begin(&rig.core.write);
		tx_run(&tx, "DELETE FROM attempt", NONE);
		OK(tx_end(&tx));
		EQ(kiosk_sign_in("nadia"), 303);
		if (KIOSK_DRAFTS == 1)
			EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);
		EQ(KIOSK_SENT, 1);
		EQ(KIOSK_DRAFTS, 0);
		EQ(line_files(".fpe"), 1);
		line_close();
		test_where[0] = 0;
	}
}

static uint32_t
type_a_name(void)
{
	return kiosk_step_at("/fiche", "mineur",
	    "c_nom=" KIOSK_NAME "&c_prenom=Camille", "save");
}

TEST(what_a_full_disk_could_not_keep_is_still_on_the_page)
{
	bool more = true;
	unsigned unsaved = 0;

	start();
	for (int64_t n = 1; more; n += 3) {
		uint32_t status;

		kiosk_open(1);
		EQ(kiosk_sign_in("nadia"), 303);
		EQ(kiosk_get("/fiche", "etape=mineur"), 200);
		more = press(n, type_a_name, &status);
		TRUE(status == 303 || status == 500);
		if (status == 500) {
			TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
			TRUE(strstr(rig.page, "n’a pas pu garder"));
			unsaved++;
			EQ(type_a_name(), 303);
		}
		EQ(kiosk_get("/fiche", "etape=mineur"), 200);
		TRUE(strstr(rig.page, "value=\"" KIOSK_NAME "\""));
		line_close();
		test_where[0] = 0;
	}
	TRUE(unsaved > 2);
}
