#define SUITE core_reading
#include "dossier.h"

#include "filed.h"

#define ONE "P-99-TIL-2026-1-K"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

static int64_t
filed(void)
{
	return dossier_put((struct dossier_act){.reference = ONE,
	    .urgency = 2,
	    .payload = filed_payload("demo", "fiche_p", 1, ONE)});
}

/* Opened, then read; what the address says besides the reference. */
static uint32_t
read_as(const char *login, const char *role, const char *scope,
    const char *more)
{
	char query[160];

	dossier_enter(login, role, scope);
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE "&motif=traitement"), 303);
	snprintf(query, sizeof(query), "ref=" ONE "&motif=traitement%s", more);
	return dossier_get("/fiche/lecture", query);
}

TEST(a_parquet_reads_all_that_was_filed)
{
	rig_open(1, true);
	filed();
	EQ(read_as("helene", "parquet", "parquet-valmont", ""), 200);
	TRUE(shows("Vu monter dans une voiture grise devant le foyer."));
	TRUE(shows("02/05/2010") && shows("Camille"));
	TRUE(shows("Nadia Kessler, éducatrice"));
	TRUE(shows("01 99 00 12 34") && shows("01 99 00 77 77"));
	TRUE(shows("ab123cd") && shows("AB-123-CD") && shows("Plaque"));
	TRUE(shows("Parquet de Valmont") &&
	    shows("proposé : Parquet de Roncey") &&
	    shows("le mineur s’y trouve"));
	TRUE(shows("CONFIDENTIEL – Art. 8"));
	TRUE(shows("Accuser réception"));
	TRUE(strstr(rig.page, "<title>Fiche</title>"));
	rig_close();
}

/* DOMAINE 2.5: without block I; and who wrote is not theirs to know. */
TEST(the_association_reads_neither_the_network_nor_the_author)
{
	static const char *const roles[] = {"adn", "mds", "aemo", "rtpe"};

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		rig_open(1, true);
		dossier_party(filed(), roles[i], "");
		EQ(read_as("ines", roles[i], "", ""), 200);
		TRUE(shows("Vu monter dans une voiture grise"));
		TRUE(shows("Non communiqué"));
		TRUE(!shows("ab123cd") && !shows("AB-123-CD"));
		TRUE(!shows("Kessler") && !shows("01 99 00 12 34") &&
		    !shows("01 99 00 77 77"));
		TRUE(!shows("Version communicable"));
		rig_close();
	}
}

/* DOMAINE 2.5: unless the parquet released it, to that party and no other. */
TEST(what_the_parquet_released_of_the_network_is_read_by_that_party_alone)
{
	rig_open(1, true);
	int64_t act = filed();
	dossier_party(act, "adn", "");
	dossier_party(act, "mds", "mds-nord");
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE party SET network = 1 WHERE role = 'adn'", NONE);
	OK(tx_end(&tx));
	EQ(read_as("ines", "adn", "", ""), 200);
	TRUE(shows("ab123cd") && shows("AB-123-CD"));
	TRUE(!shows("Kessler") && !shows("01 99 00 12 34"));
	EQ(read_as("odile", "mds", "mds-nord", ""), 200);
	TRUE(!shows("ab123cd") && !shows("AB-123-CD"));
	rig_close();
}

/* S1-2.3, R9: who is asked to come must know whom to call. */
TEST(a_request_to_the_association_hides_nobody_from_it)
{
	rig_open(1, true);
	int64_t act =
	    dossier_put((struct dossier_act){.reference = "I-99-BRI-2026-1-K",
		.content = ENVELOPE_intervention,
		.payload =
		    filed_payload("demo", "fiche_p", 1, "I-99-BRI-2026-1-K")});
	dossier_party(act, "adn", "");
	dossier_enter("ines", "adn", "");
	EQ(dossier_get("/fiche", "ref=I-99-BRI-2026-1-K"), 200);
	TRUE(shows("Demande d’intervention"));
	EQ(dossier_post("/fiche/ouvrir", "ref=I-99-BRI-2026-1-K&motif=mission"),
	    303);
	EQ(dossier_get("/fiche/lecture", "ref=I-99-BRI-2026-1-K&motif=mission"),
	    200);
	TRUE(shows("Nadia Kessler") && shows("01 99 00 12 34"));
	TRUE(!shows("ne sont montrés"));
	rig_close();
}

TEST(the_communicable_version_is_without_author_line_and_network)
{
	rig_open(1, true);
	filed();
	EQ(read_as("thomas", "crip", "", "&version=communicable"), 200);
	TRUE(shows("Vu monter dans une voiture grise"));
	TRUE(shows("Version communicable : sans l’auteur"));
	TRUE(!shows("ab123cd") && !shows("AB-123-CD"));
	TRUE(!shows("Kessler") && !shows("01 99 00 12 34") &&
	    !shows("01 99 00 77 77"));
	rig_close();
}

/* --- audited first -----------------------------------------------------------
 */

TEST(each_reading_is_audited_again_also_to_print)
{
	rig_open(1, true);
	filed();
	EQ(read_as("helene", "parquet", "parquet-valmont", ""), 200);
	struct trail_entry e = rig_last();
	EQ(e.action, AUDIT_fiche_read);
	EQ(e.result, TRAIL_DONE);
	EQ(rig_number("SELECT count(*) FROM act WHERE ident IS NOT NULL"), 1);
	struct query q =
	    query_open(&rig.core.read, "SELECT ident FROM act", NONE);
	TRUE(query_next(&q));
	SAME(query_bytes(&q, IDENT_LEN), BYTES_OF(e.object.at));
	OK(query_end(&q));
	int64_t entries = RIG_TRAIL;
	EQ(dossier_get("/fiche/lecture", "ref=" ONE), 200);
	EQ(RIG_TRAIL, entries + 1);
	EQ(dossier_get("/fiche/lecture", "ref=" ONE "&imprimer=1"), 200);
	EQ(RIG_TRAIL, entries + 2);
	EQ(rig_number("SELECT length(sealed) > 0 FROM trail "
		      "ORDER BY seq DESC LIMIT 1"),
	    1);
	rig_close();
}

/* The page leaves once its entry is durable; if that fails it does not. */
TEST(a_fiche_whose_reading_cannot_be_audited_is_not_shown)
{
	rig_open(1, true);
	filed();
	EQ(read_as("helene", "parquet", "parquet-valmont", ""), 200);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM trail_state", NONE);
	OK(tx_end(&tx));
	EQ(dossier_get("/fiche/lecture", "ref=" ONE), 500);
	TRUE(!shows("voiture grise"));
	rig_close();
}

TEST(nobody_reads_without_having_opened_or_said_why)
{
	rig_open(1, true);
	filed();
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/fiche/lecture", "ref=" ONE "&motif=traitement"), 303);
	SAME_STR(str_of(rig.location),
	    TXT("/fiche?ref=" ONE "&motif=traitement"));
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE "&motif=mission"), 303);
	EQ(dossier_get("/fiche/lecture", "ref=" ONE), 303);
	TRUE(!shows("voiture grise"));
	EQ(dossier_get("/fiche/lecture", "ref=" ONE "&motif=mission"), 200);
	TRUE(shows("voiture grise"));
	rig_close();
}

TEST(a_parquet_of_another_ressort_reads_nothing_and_it_is_audited)
{
	rig_open(1, true);
	filed();
	dossier_enter("hugo", "parquet", "parquet-roncey");
	EQ(dossier_get("/fiche/lecture", "ref=" ONE), 404);
	TRUE(!shows("voiture grise"));
	EQ(rig_last().action, AUDIT_page_refused);
	EQ(rig_last().motive, MOTIVE_not_concerned);
	rig_close();
}

/* What is listed, counted or on the cover is nothing of what is written. */
TEST(no_list_cover_or_poll_holds_anything_of_the_content)
{
	static const char *const pages[][2] = {{"/fiches", ""},
	    {"/fiches", "liste=toutes"}, {"/fiches/etat", ""},
	    {"/fiche", "ref=" ONE}, {"/accueil", ""}};
	static const char *const content[] = {"Camille", "Exemple", "voiture",
	    "ab123cd", "AB-123-CD", "2010", "98 01 12", "Kessler"};

	rig_open(1, true);
	filed();
	dossier_enter("thomas", "crip", "");
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		EQ(dossier_get(pages[i][0], pages[i][1]), 200);
		for (size_t k = 0; k < sizeof(content) / sizeof(content[0]);
		     k++)
			TRUE(!shows(content[k]));
	}
	rig_close();
}

/* --- what is not as expected
 * ---------------------------------------------------- */

TEST(a_form_or_pack_that_is_not_ours_is_shown_as_it_is)
{
	static const struct {
		const char *pack, *form;
		int version;
	} cases[] = {{"autre", "fiche_p", 1}, {"demo", "fiche_q", 1},
	    {"demo", "fiche_p", 99}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		rig_open(1, true);
		int64_t act = dossier_put((struct dossier_act){.reference = ONE,
		    .payload = filed_payload(cases[i].pack, cases[i].form,
			cases[i].version, ONE)});
		dossier_party(act, "adn", "");
		EQ(read_as("helene", "parquet", "parquet-valmont", ""), 200);
		TRUE(shows("d’une version que ce serveur n’a pas"));
		TRUE(shows("Vu monter dans une voiture grise"));
		TRUE(shows("reseau 1 valeur") && shows("ab123cd"));
		/* Nothing says what of it is the network: nothing is shown. */
		EQ(read_as("ines", "adn", "", ""), 200);
		TRUE(shows("demandez à la CRIP") && !shows("ab123cd") &&
		    !shows("voiture"));
		rig_close();
	}
}

TEST(what_is_no_json_at_all_still_opens)
{
	rig_open(1, true);
	dossier_put(
	    (struct dossier_act){.reference = ONE, .payload = "{\"payload"});
	EQ(read_as("helene", "parquet", "parquet-valmont", ""), 200);
	TRUE(shows("Foyer Les Tilleuls"));
	rig_close();
}

TEST(what_completes_a_fiche_is_read_after_it_in_order)
{
	rig_open(1, true);
	filed();
	dossier_put((struct dossier_act){.reference = ONE "-C1",
	    .about = ONE,
	    .dossier = 1,
	    .content = ENVELOPE_addendum,
	    .form = "complement",
	    .payload = "{\"parquet\":{\"chosen\":\"\",\"proposed\":\"\","
		       "\"reason\":\"Choisissez le parquet.\"},"
		       "\"answers\":{\"note\":\"précision tardive\"}}"});
	EQ(read_as("helene", "parquet", "parquet-valmont", ""), 200);
	TRUE(!shows("Choisissez le parquet") && !shows("À déterminer"));
	const char *first = strstr(rig.page, "voiture grise");
	const char *then = strstr(rig.page, "précision tardive");
	TRUE(first && then && first < then);
	rig_close();
}

/* As much as a person may type, in two bytes each: it is read whole. */
TEST(the_longest_story_is_read_whole)
{
	static char text[64 * 1024];
	char *at = text;

	at += sprintf(at, "{\"answers\":{\"h_recit\":\"");
	for (int i = 0; i < 4000; i++)
		at += sprintf(at, "é");
	at += sprintf(at, "FIN\",\"reseau\":[");
	for (int i = 0; i < 20; i++) {
		at += sprintf(at, "%s{\"valeur\":\"", i ? "," : "");
		for (int k = 0; k < 500; k++)
			at += sprintf(at, "é");
		at += sprintf(at, "\"}");
	}
	sprintf(at, "]}}");
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE, .payload = text});
	EQ(read_as("helene", "parquet", "parquet-valmont", ""), 200);
	TRUE(shows("éFIN") && shows("reseau 20 valeur"));
	rig_close();
}

/* As it stood when it was left: whatever was pasted, of the length kept. */
TEST(the_longest_draft_that_was_left_is_read_whole)
{
	static char text[120 * 1024];
	char *at = text;

	at += sprintf(at,
	    "{\"payload\":1,\"form\":\"fiche_p\",\"version\":1,\"pack\":"
	    "\"demo\",\"answers\":{");
	static const char *const ids[] = {"c_nom", "c_prenom", "h_recit",
	    "a_tel", "c_naiss_lieu", "c_vuln", "c_langue"};
	for (size_t i = 0; i < 7; i++) {
		at += sprintf(at, "%s\"%s\":\"", i ? "," : "", ids[i]);
		for (int k = 0; k < 15000; k++)
			*at++ = k % 40 ? 'a' : ' ';
		at += sprintf(at, "FIN%zu\"", i);
	}
	sprintf(at, "}}");
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE,
	    .content = ENVELOPE_incomplete,
	    .payload = text});
	EQ(read_as("helene", "parquet", "parquet-valmont", ""), 200);
	TRUE(shows("aFIN0") && shows("aFIN2"));
	rig_close();
}

TEST(a_long_dossier_is_read_one_act_at_a_time)
{
	static char text[64 * 1024];
	char *at = text;

	at += sprintf(at, "{\"answers\":{\"h_recit\":\"");
	for (int i = 0; i < 30000; i++)
		at += sprintf(at, "a");
	sprintf(at, "FIN\"}}");
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE, .payload = text});
	for (int i = 1; i <= 5; i++) {
		char reference[40];
		snprintf(reference, sizeof(reference), ONE "-C%d", i);
		dossier_put((struct dossier_act){.reference = reference,
		    .about = ONE,
		    .dossier = 1,
		    .content = ENVELOPE_addendum,
		    .payload = text});
	}
	EQ(read_as("helene", "parquet", "parquet-valmont", ""), 200);
	TRUE(shows("Ce dossier est long") && shows("aFIN"));
	TRUE(!shows(ONE "-C1"));
	/* And no more than was shown is acknowledged. */
	char upto[32];
	rig_find(rig.page, "name=\"jusqua\" value=\"", upto, sizeof(upto));
	SAME_STR(str_of(upto), TXT("1"));
	EQ(dossier_get("/fiche/lecture", "ref=" ONE "-C5"), 200);
	TRUE(shows(ONE "-C5") && shows("aFIN"));
	rig_close();
}

/* Whatever piece of memory is missing, either all of it is shown and audited,
 * or nothing is. */
TEST(a_reading_short_of_memory_shows_nothing)
{
	bool whole = false;

	rig_open(1, true);
	filed();
	EQ(read_as("helene", "parquet", "parquet-valmont", ""), 200);
	/* The first is the message itself: turn_test.c. */
	for (size_t n = 2; n < 400 && !whole; n++) {
		struct arena *mem = &rig.core.slot[0].mem;
		int64_t entries = RIG_TRAIL;

		rig.page[0] = 0;
		mem->fail_at = mem->asked + n;
		uint32_t status = dossier_get("/fiche/lecture", "ref=" ONE);
		mem->fail_at = 0;
		whole = status == 200;
		if (whole)
			EQ(RIG_TRAIL, entries + 1);
		else
			TRUE(!shows("voiture grise") && status >= 400);
	}
	TRUE(whole && shows("AB-123-CD"));
	rig_close();
}
