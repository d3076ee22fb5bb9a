#define SUITE core_disk
#include "rig.h"

#include "../store/faulty.h"

#define RIGHT "abc"

/* Whatever the disk refuses, and whenever: who was told that it went well finds
 * it done; two requests of one turn are both done or neither; and core goes on
 * once the disk is back. */
static void
each_operation(int as, bool once)
{
	for (int64_t n = 1;; n++) {
		char body[256];

		rig_open(2, false);
		rig_person("nadia", "foyer", NULL);
		EQ(rig_sign_in("nadia", RIGHT, RIGHT), 303);
		EQ(rig_get("/accueil"), 200);
		snprintf(body, sizeof(body), "token=%s", rig.token);
		int64_t trail = RIG_TRAIL;

		faulty.as = as;
		faulty.once = once;
		faulty.at = faulty.count + n;
		rig_send(0, rig_request("GET", "/accueil", NULL));
		rig_send(1, rig_request("POST", "/session/fermer", body));
		rig_turn();
		bool met = faulty.count >= faulty.at;
		faulty.at = 0;
		uint32_t home = rig_receive(0);
		uint32_t out = rig_receive(1);
		snprintf(test_where, sizeof(test_where),
		    " (operation %" PRId64 ", result %d%s: %u, %u)", n, as,
		    once ? " once" : "", home, out);
		TRUE(home == 200 || home == 500);
		TRUE(out == 303 || out == 500);
		EQ(home == 500, out == 500); /* one commit for both */

		/* The next start finds both or neither, and what was told. */
		rig_stop();
		rig_again();
		bool done = RIG_SESSIONS == 0;
		EQ(RIG_TRAIL - trail, (done ? 2 : 0) + 2 /* stop, start */);
		TRUE(home == 500 || done);
		OK(store_check(&rig.core.write));
		EQ(rig_get("/"), 200);
		rig_close();
		test_where[0] = 0;
		if (!met)
			break;
	}
}

/* SQLite is configured by its first use, and extended after. */
static void
disk(void)
{
	rig_open(1, false);
	rig_close();
	faulty_install();
}

TEST(a_full_disk_is_told_and_nothing_is_half_done)
{
	disk();
	each_operation(SQLITE_FULL, false);
}

TEST(a_disk_that_fails_once_is_told_and_core_goes_on)
{
	disk();
	each_operation(SQLITE_IOERR, true);
}
