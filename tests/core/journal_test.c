#define SUITE core_journal
#include "dossier.h"

#include "audit/verify.h"

#define ONE "P-99-TIL-2026-1-K"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

/* Rows of the list: each has its number in a th. */
static int
rows(void)
{
	int n = 0;

	for (const char *at = rig.page;
	     (at = strstr(at, "<th scope=\"row\" class=\"number\">")); at++)
		n++;
	return n;
}

/* A parquet and an auditor at work; the auditor is signed in. */
static struct ident
open_house(void)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	struct ident helene =
	    dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE), 303);
	EQ(dossier_get("/fiche/lecture", "ref=" ONE), 200);
	dossier_enter("lucie", "auditeur", "");
	SAME_STR(str_of(rig.location), TXT("/journal"));
	return helene;
}

static void
filter(const char *key, const struct ident *id, const char *more)
{
	char hex[IDENT_TEXT], query[256];
	struct buf text = buf_over(hex, sizeof(hex));

	ident_put(&text, id);
	snprintf(query, sizeof(query), "%s=%.*s%s", key, IDENT_TEXT, hex, more);
	EQ(dossier_get("/journal", query), 200);
}

TEST(an_auditor_reads_what_was_done_by_pseudonyms_alone)
{
	open_house();
	EQ(rig_get("/journal"), 200);
	TRUE(shows("lecture d’une fiche") && shows("ouverture de session"));
	TRUE(shows("Parquet des mineurs"));
	TRUE(!shows("helene") && !shows(ONE) && !shows("Tilleuls"));
	EQ(rig_last().action, AUDIT_page_read);
	rig_close();
}

TEST(the_journal_is_filtered_by_actor_object_action_result_and_day)
{
	struct ident helene = open_house();

	filter("acteur", &helene, "");
	EQ(rows(), 4); /* signed in, cover, opened, read */
	filter("acteur", &helene, "&action=83");
	EQ(rows(), 1);
	TRUE(shows("<td>lecture d’une fiche"));
	filter("acteur", &helene, "&resultat=1");
	EQ(rows(), 0);
	TRUE(shows("Rien de tel ici"));

	struct query q =
	    query_open(&rig.core.read, "SELECT ident FROM act", NONE);
	struct ident act;
	TRUE(query_next(&q));
	query_copy(&q, act.at, sizeof(act.at));
	OK(query_end(&q));
	filter("objet", &act, "");
	EQ(rows(), 3);

	EQ(dossier_get("/journal", "du=2026-11-24&au=2026-11-24"), 200);
	int today = rows();
	TRUE(today >= 6);
	EQ(dossier_get("/journal", "du=2026-11-25"), 200);
	EQ(rows(), 0);
	EQ(dossier_get("/journal", "au=2026-11-23"), 200);
	EQ(rows(), 0);
	rig_close();
}

TEST(a_filter_that_is_not_understood_is_said_so)
{
	static const char *const wrong[] = {"du=24/11/2026", "action=lire",
	    "acteur=helene", "resultat=9", "objet=x"};

	open_house();
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		EQ(dossier_get("/journal", wrong[i]), 200);
		TRUE(shows("n’a pas été compris"));
	}
	rig_close();
}

TEST(older_entries_are_a_page_further)
{
	open_house();
	for (int i = 0; i < 130; i++)
		EQ(rig_get("/accueil"), 200);
	char next[200];
	EQ(rig_get("/journal"), 200);
	int64_t all = RIG_TRAIL - 1; /* its own reading came after */
	int n = rows();
	EQ(n, 60);
	while (shows("Plus ancien")) {
		rig_find(rig.page, "href=\"/journal?avant=", next,
		    sizeof(next));
		char query[64];
		snprintf(query, sizeof(query), "avant=%d", atoi(next));
		EQ(dossier_get("/journal", query), 200);
		n += rows();
	}
	EQ(n, all);
	rig_close();
}

/* DOMAINE 2.5, S1-A8: nobody else, the admin least of all. */
TEST(nobody_but_the_auditor_reads_it)
{
	static const char *const others[][2] = {{"crip", ""},
	    {"parquet", "parquet-valmont"}, {"adn", ""}, {"admin", ""},
	    {"dpef", ""}};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		rig_open(1, true);
		dossier_enter("x", others[i][0], others[i][1]);
		EQ(rig_get("/journal"), 403);
		EQ(dossier_get("/journal/export.fpa", "de=0&a=1"), 403);
		rig_close();
	}
}

/* --- parts to take away
 * -------------------------------------------------------- */

/* The answer to an export, which is not text: as bytes, then judged as anyone
 * may judge it, with the public key alone. */
static enum verify_verdict
take(int64_t from, int64_t to, struct verify_report *report)
{
	struct chan c = {rig.front[0], FRONT, CORE};
	size_t mark = arena_mark(&rig.talk);
	struct buf room = buf_new(&rig.talk, CHAN_HEAD + 160 * KIB);
	char query[64];
	struct bytes payload;
	struct http_response a;
	enum ipc kind;
	struct http_request m = rig_request("GET", "/journal/export.fpa", NULL);

	snprintf(query, sizeof(query), "de=%" PRId64 "&a=%" PRId64, from, to);
	m.query = str_of(query);
	rig_send(0, m);
	rig_turn();
	OK(chan_recv(&c, &room, 0, &kind, &payload));
	OK(msg_get_http_response(payload, &a));
	EQ(a.status, 200);
	SAME_STR(a.type, TXT("application/octet-stream"));
	FILE *file = tmpfile();
	TRUE(fwrite(a.page.at, 1, a.page.len, file) == a.page.len);
	rewind(file);
	struct verify_trust trust = {.key = rig.core.milestone.key};
	(void)!verify_ledger(file, &trust, report);
	fclose(file);
	arena_back(&rig.talk, mark);
	return report->verdict;
}

/* A checkpoint of all there is now; how many entries it covers. */
static int64_t
stamped(void)
{
	rig_pass(STAMP_EVERY);
	EQ(rig_get("/journal"), 200);
	for (int i = 0; i < 4; i++) {
		rig_keep("abc");
		rig_turn();
		rig_pass(MILESTONE_SLOW);
	}
	return rig_number("SELECT coalesce(max(size), 0) FROM trail_stamp");
}

TEST(a_part_taken_away_is_verified_by_itself_with_the_public_key)
{
	struct verify_report r;

	open_house();
	int64_t one = stamped();
	TRUE(one > 0);
	EQ(take(0, one, &r), VERIFY_INTACT);
	EQ(r.first, 0);
	EQ(r.size, one);
	EQ(rig_last().action, AUDIT_trail_exported);
	for (int i = 0; i < 20; i++)
		EQ(rig_get("/accueil"), 200);
	int64_t two = stamped();
	TRUE(two >= one + 20);
	EQ(take(one, two, &r), VERIFY_INTACT);
	EQ(r.first, one);
	EQ(r.size, two);
	EQ(take(0, two, &r), VERIFY_INTACT);

	EQ(rig_get("/journal"), 200);
	char href[64];
	snprintf(href, sizeof(href), "export.fpa?de=0&amp;a=%" PRId64, two);
	TRUE(shows(href));
	rig_close();
}

TEST(only_what_checkpoints_cover_exactly_is_a_part)
{
	open_house();
	int64_t one = stamped();
	int64_t bare = rig_number("SELECT max(seq) FROM trail WHERE seq NOT IN "
				  "(SELECT size FROM trail_stamp) AND seq < "
				  "(SELECT max(size) FROM trail_stamp)");
	char query[64];

	TRUE(bare > 0);
	snprintf(query, sizeof(query), "de=0&a=%" PRId64, bare);
	EQ(dossier_get("/journal/export.fpa", query), 404);
	snprintf(query, sizeof(query), "de=%" PRId64 "&a=%" PRId64, bare, one);
	EQ(dossier_get("/journal/export.fpa", query), 404);
	snprintf(query, sizeof(query), "de=%" PRId64 "&a=0", one);
	EQ(dossier_get("/journal/export.fpa", query), 404);
	EQ(dossier_get("/journal/export.fpa", "de=&a=x"), 404);
	EQ(dossier_get("/journal/export.fpa", "de=0&a=9223372036854775807"),
	    404);
	rig_close();
}
