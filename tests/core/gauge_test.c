#define SUITE core_gauge
#include "dossier.h"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

/* So many dossiers are being evaluated; what the desk then draws. */
static void
evaluated(int from, int count)
{
	struct tx tx = tx_begin(&rig.core.write);

	for (int i = from; i < from + count; i++)
		tx_run(&tx,
		    "INSERT INTO dossier(opened_ms, reference, education) "
		    "VALUES (1, 'P-99-TIL-2026-' || ?1 || '-K', ?2)",
		    INT(i),
		    TEXT(i % 2 ? TXT("evaluation_opp")
			       : TXT("evaluation_conjointe")));
	OK(tx_end(&tx));
	EQ(rig_get("/fiches"), 200);
}

/* S1-3.3-a: amber from 80 %, red from 100 %, in words as well. */
TEST(a_gauge_is_amber_from_sixteen_of_twenty_and_red_from_twenty)
{
	rig_open(1, true);
	dossier_enter("thomas", "crip", "");
	evaluated(0, 15);
	TRUE(shows("Évaluations conjointes en file active : 15 sur 20"));
	TRUE(shows("Il y a de la place") && shows("width=\"75\""));
	evaluated(15, 1);
	TRUE(shows("16 sur 20") && shows("gauge near"));
	TRUE(shows("Bientôt au plus"));
	evaluated(16, 4);
	TRUE(shows("20 sur 20") && shows("gauge full"));
	TRUE(shows("toute nouvelle saisine reste possible"));
	evaluated(20, 3); /* it blocks nothing: there may be more */
	TRUE(shows("23 sur 20") && shows("width=\"100\""));
	rig_close();
}

TEST(a_dossier_merged_into_another_is_counted_once)
{
	rig_open(1, true);
	dossier_enter("claire", "dpef", "");
	evaluated(0, 4);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE dossier SET merged = 1 WHERE id = 2", NONE);
	OK(tx_end(&tx));
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("3 sur 20") && shows("Évaluation sous OPP"));
	rig_close();
}

TEST(who_has_no_part_in_the_capacity_is_shown_no_gauge)
{
	static const char *const yes[][2] = {{"crip", ""}, {"adn", ""},
	    {"dpef", ""}, {"parquet", "parquet-valmont"}};
	static const char *const no[][2] = {{"mds", "mds-nord"}, {"ase", ""},
	    {"fsi", "bt-valmont"}, {"juge_enfants", "tpe-valmont"}};
	char login[16];

	rig_open(1, true);
	for (size_t i = 0; i < 4; i++) {
		snprintf(login, sizeof(login), "oui%zu", i);
		dossier_enter(login, yes[i][0], yes[i][1]);
		EQ(rig_get("/fiches"), 200);
		TRUE(shows("0 sur 20"));
		snprintf(login, sizeof(login), "non%zu", i);
		dossier_enter(login, no[i][0], no[i][1]);
		EQ(rig_get("/fiches"), 200);
		TRUE(!shows("sur 20"));
	}
	rig_close();
}
