#define SUITE core_search
#include "dossier.h"

#include "calendar/day.h"
#include "dossier/called.h"
#include "dossier/reference.h"

#define ONE "P-99-TIL-2026-1-K"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

/* A dossier about somebody; its act. */
static int64_t
about(const char *reference, const char *name, const char *first, day born)
{
	int64_t act = dossier_put((struct dossier_act){.reference = reference});
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO minor(act, dossier, name, first, born) "
	    "SELECT id, dossier, ?2, ?3, ?4 FROM act WHERE id = ?1",
	    INT(act), TEXT(str_of(name)), TEXT(str_of(first)), INT(born));
	called_add(&tx, act, str_of(name));
	called_add(&tx, act, str_of(first));
	OK(tx_end(&tx));
	return act;
}

static void
open_house(void)
{
	rig_open(1, true);
	about("P-99-TIL-2026-1-F", "exemple", "alix", day_of(2010, 5, 2));
	about("P-99-TIL-2026-2-A", "saint elme", "jean lou",
	    day_of(2011, 1, 1));
	about("P-99-TIL-2026-3-T", "modele", "alix", day_of(2010, 5, 2));
}

static uint32_t
look(const char *fields)
{
	EQ(rig_get("/recherche"), 200);
	return dossier_post("/recherche", fields);
}

TEST(a_name_is_found_by_its_beginning_in_either_order_accents_set_aside)
{
	static const char *const one[] = {"quoi=Ex%C3%A8mple", "quoi=exem",
	    "quoi=exemple+alix", "quoi=ALIX+EXEMPLE", "quoi=al+ex",
	    "quoi=+exemple%2C+alix+"};
	static const char *const two[] = {"quoi=Saint-Elme", "quoi=jean-lou",
	    "quoi=saint+elme+jean", "quoi=jean+lou+saint+elme",
	    "quoi=jean+lou+sai"};

	open_house();
	dossier_enter("thomas", "crip", "");
	for (size_t i = 0; i < sizeof(one) / sizeof(one[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (%s)", one[i]);
		EQ(look(one[i]), 200);
		TRUE(shows("2026-1-F") && !shows("2026-2-A"));
	}
	for (size_t i = 0; i < sizeof(two) / sizeof(two[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (%s)", two[i]);
		EQ(look(two[i]), 200);
		TRUE(!shows("2026-1-F") && shows("2026-2-A"));
	}
	EQ(look("quoi=alix"), 200);
	TRUE(shows("2026-1-F") && shows("2026-3-T") && !shows("2026-2-A"));
	EQ(look("quoi=lme"), 200); /* a middle is no beginning */
	TRUE(shows("Aucun dossier de votre service"));
	EQ(look("quoi=exemple+jean"), 200); /* each word is of the same minor */
	TRUE(shows("Aucun dossier de votre service"));
	rig_close();
}

TEST(each_part_of_a_compound_name_finds_it_and_what_is_joined_as_well)
{
	static const char *const all[] = {"quoi=O%27Brien-D%27%C3%89t%C3%A9",
	    "quoi=o%27brien", "quoi=obrien", "quoi=brien", "quoi=%C3%A9t%C3%A9",
	    "quoi=d%27%C3%A9t%C3%A9", "quoi=dete", "quoi=obriendete",
	    "quoi=camille+%C3%A9t%C3%A9", "quoi=%C3%A9t%C3%A9+obrien",
	    "quoi=brien+camille+o", "quoi=brien+dete"};
	static const char *const joined[] = {"quoi=de+la+tour", "quoi=delatour",
	    "quoi=dela+tour", "quoi=de+latour", "quoi=de+la+tour+lou"};

	open_house();
	about("P-99-TIL-2026-8-X", "o brien d ete", "camille",
	    day_of(2010, 5, 2));
	about("P-99-TIL-2026-9-S", "delatour", "lou", day_of(2010, 5, 2));
	dossier_enter("thomas", "crip", "");
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (%s)", all[i]);
		EQ(look(all[i]), 200);
		TRUE(shows("2026-8-X") && !shows("2026-9-S"));
	}
	for (size_t i = 0; i < sizeof(joined) / sizeof(joined[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (%s)", joined[i]);
		EQ(look(joined[i]), 200);
		TRUE(shows("2026-9-S") && !shows("2026-8-X"));
	}
	rig_close();
}

TEST(a_date_of_birth_finds_alone_and_tells_two_of_a_name_apart)
{
	open_house();
	dossier_enter("thomas", "crip", "");
	EQ(look("quoi=2+mai+2010"), 200);
	TRUE(shows("2026-1-F") && shows("2026-3-T") && !shows("2026-2-A"));
	EQ(look("quoi=&naissance=01%2F01%2F2011"), 200);
	TRUE(shows("2026-2-A") && !shows("2026-1-F"));
	EQ(look("quoi=alix&naissance=1+1+2011"), 200);
	TRUE(shows("Aucun dossier"));
	EQ(look("quoi=exemple&naissance=02052010"), 200);
	TRUE(shows("2026-1-F") && !shows("2026-3-T"));
	EQ(look("quoi=alix&naissance=trente+f%C3%A9vrier"), 422);
	TRUE(shows("Cette date n’en est pas une"));
	rig_close();
}

TEST(a_reference_is_found_as_it_was_dictated)
{
	open_house();
	char body[96], typed[40];
	struct buf b = buf_over(typed, sizeof(typed));
	reference_put(&b,
	    &(struct reference){.letter = 'P',
		.departement = TXT("99"),
		.site = TXT("ROC"),
		.year = 2026,
		.number = 12});
	typed[b.len] = 0;
	dossier_put((struct dossier_act){.reference = typed});
	for (char *c = typed; *c; c++)
		*c = *c == '-'               ? '+'
		    : *c >= 'A' && *c <= 'Z' ? (char)(*c | 32)
					     : *c;
	dossier_enter("thomas", "crip", "");
	snprintf(body, sizeof(body), "quoi=%s", typed);
	EQ(look(body), 200);
	TRUE(shows("P-99-ROC-2026-12-"));
	TRUE(!shows("Aucun dossier"));
	rig_close();
}

/* DOMAINE 2.5: what is not for the service is not there. */
TEST(only_dossiers_of_the_service_that_asks_are_found)
{
	open_house();
	dossier_enter("hugo", "parquet", "parquet-roncey");
	EQ(look("quoi=exemple"), 200);
	TRUE(shows("Aucun dossier") && !shows("2026-1-F"));
	EQ(look("quoi=2+mai+2010"), 200);
	TRUE(!shows("2026-1-F"));
	dossier_enter("helene", "parquet", DOSSIER_PARQUET);
	EQ(look("quoi=exemple"), 200);
	TRUE(shows("2026-1-F"));
	/* Party to the dossier, and yet not one who may read the fiche. */
	dossier_party(1, "mds", "");
	dossier_enter("odile", "mds", "");
	EQ(look("quoi=exemple"), 200);
	TRUE(shows("2026-1-F"));
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM reception WHERE role = 'mds'", NONE);
	OK(tx_end(&tx));
	EQ(look("quoi=exemple"), 200);
	TRUE(shows("Aucun dossier"));
	dossier_enter("claire", "dpef", "");
	EQ(rig_get("/recherche"), 403);
	dossier_enter("gestion", "admin", "");
	EQ(rig_get("/recherche"), 403);
	rig_close();
}

TEST(what_was_looked_for_is_sealed_in_the_audit_log_and_shown_to_nobody)
{
	open_house();
	dossier_enter("thomas", "crip", "");
	int64_t entries = RIG_TRAIL;
	EQ(look("quoi=exemple"), 200);
	EQ(RIG_TRAIL, entries + 2); /* the page, the search */
	EQ(rig_last().action, AUDIT_dossier_searched);
	EQ(rig_number("SELECT length(sealed) > 0 FROM trail "
		      "ORDER BY seq DESC LIMIT 1"),
	    1);
	EQ(rig_number("SELECT count(*) FROM trail WHERE "
		      "instr(public, CAST('exemple' AS BLOB)) > 0"),
	    0);
	/* Nothing of who it is about, but what the searcher typed. */
	TRUE(shows("2026-1-F") && !shows("alix"));
	entries = RIG_TRAIL;
	EQ(dossier_post("/recherche", "quoi=e"), 422);
	TRUE(shows("au moins deux lettres"));
	EQ(RIG_TRAIL, entries);
	rig_close();
}

TEST(more_than_thirty_are_not_listed_and_one_is_asked_to_be_precise)
{
	char reference[40];

	rig_open(1, true);
	for (int i = 0; i < 31; i++) {
		snprintf(reference, sizeof(reference), "P-99-TIL-2026-%d-K",
		    200 + i);
		about(reference, "exemple", "alix", day_of(2010, 5, 2));
	}
	dossier_enter("thomas", "crip", "");
	EQ(look("quoi=exemple"), 200);
	TRUE(shows("Il y en a plus de 30") && shows("Précisez"));
	TRUE(shows("2026-229-K") && !shows("2026-230-K"));
	rig_close();
}
