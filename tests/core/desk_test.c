#define SUITE core_desk
#include "dossier.h"

#define ONE "P-99-TIL-2026-1-K"
#define TWO "P-99-TIL-2026-2-A"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

/* S1-1.1-d, DOMAINE 2.5: a parquet sees its own ressort, the CRIP all. */
TEST(a_parquet_sees_the_fiches_of_its_ressort_and_the_crip_all)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_put((
	    struct dossier_act){.reference = TWO, .parquet = "parquet-roncey"});
	dossier_enter("helene", "parquet", "parquet-valmont");
	SAME_STR(str_of(rig.location), TXT("/fiches"));
	EQ(rig_get("/fiches"), 200);
	TRUE(shows(ONE) && !shows(TWO));
	dossier_enter("hugo", "parquet", "parquet-roncey");
	EQ(rig_get("/fiches"), 200);
	TRUE(!shows(ONE) && shows(TWO));
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows(ONE) && shows(TWO));
	rig_close();
}

/* What was written here is named for what it is, and is not on its way. */
TEST(an_act_of_the_central_is_not_called_a_fiche)
{
	rig_open(1, true);
	int64_t first = dossier_put((struct dossier_act){.reference = ONE});
	int64_t dossier = 0;
	OK(query_number(&rig.core.read, &dossier,
	    "SELECT dossier FROM act WHERE id = ?", INT(first)));
	dossier_put((struct dossier_act){.reference = ONE "-A1",
	    .dossier = dossier,
	    .form = "enquete_ouverte",
	    .content = 8});
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("Enquête ouverte"));
	EQ(dossier_get("/fiche", "ref=" ONE "-A1"), 200);
	TRUE(shows("Acte <span") && shows("Enquête ouverte, "));
	TRUE(!shows("déposée par") && !shows("Fiche P"));
	rig_close();
}

TEST(a_parquet_without_ressort_sees_nothing_and_is_told_why)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE, .parquet = ""});
	dossier_enter("helene", "parquet", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(!shows(ONE));
	TRUE(shows("rattaché à aucun ressort"));
	EQ(dossier_get("/fiche", "ref=" ONE), 404);
	/* What has no parquet yet is the CRIP's to route. */
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows(ONE) && shows("À déterminer"));
	rig_close();
}

TEST(a_row_says_age_urgency_and_what_is_doubtful)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE,
	    .urgency = 2,
	    .unverified = true,
	    .no_clock = true,
	    .content = 2,
	    .filed = rig.now - 3 * CLOCK_HOUR});
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("il y a 3 h"));
	TRUE(shows("Danger"));
	TRUE(shows("Sans compte"));
	TRUE(shows("Heure non certifiée"));
	TRUE(shows("Jamais ouverte"));
	TRUE(shows("Parquet : en attente"));
	rig_close();
}

TEST(the_most_urgent_comes_first_then_the_latest)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE, .urgency = 2});
	dossier_put((struct dossier_act){.reference = TWO});
	dossier_put((struct dossier_act){.reference = "P-99-TIL-2026-3-B"});
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	const char *one = strstr(rig.page, ONE), *two = strstr(rig.page, TWO);
	const char *three = strstr(rig.page, "2026-3-B");
	TRUE(one && two && three && one < three && three < two);
	rig_close();
}

TEST(an_opened_fiche_goes_from_the_new_to_those_that_wait_for_an_answer)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE), 303);
	EQ(rig_get("/fiches"), 200);
	TRUE(!shows("liste-nouveaux") && shows("liste-accuses"));
	EQ(dossier_get("/fiches", "liste=nouveaux"), 200);
	TRUE(!shows(ONE));
	EQ(dossier_get("/fiches", "liste=accuses"), 200);
	TRUE(shows(ONE) && shows("Votre accusé est attendu"));
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/accuser", "ref=" ONE), 303);
	EQ(dossier_get("/fiches", "liste=accuses"), 200);
	TRUE(!shows(ONE));
	EQ(dossier_get("/fiches", "liste=dossiers"), 200);
	TRUE(shows(ONE));
	/* The CRIP's copy is its own business: still new there. */
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows(ONE) && shows("Jamais ouverte"));
	rig_close();
}

TEST(the_landing_shows_the_head_of_a_list_and_a_list_forty_rows_at_a_time)
{
	rig_open(1, true);
	for (int i = 0; i < 41; i++) {
		char reference[32];
		snprintf(reference, sizeof(reference), "P-99-TIL-2026-%d-K",
		    100 + i);
		dossier_put((struct dossier_act){.reference = reference});
	}
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("2026-140-K") && shows("2026-129-K"));
	TRUE(!shows("2026-128-K") && shows("les 29 autres"));
	EQ(dossier_get("/fiches", "liste=nouveaux"), 200);
	TRUE(shows("2026-140-K") && !shows("2026-100-K"));
	TRUE(shows("page=1") && !shows("Page précédente"));
	EQ(dossier_get("/fiches", "liste=nouveaux&page=1"), 200);
	TRUE(!shows("2026-140-K") && shows("2026-100-K"));
	TRUE(shows("Page précédente") && !shows("Page suivante"));
	rig_close();
}

/* --- what is owed
 * -------------------------------------------------------------- */

/* Where a section of the page begins, or the end of the page. */
static size_t
place(const char *word)
{
	char id[64];

	snprintf(id, sizeof(id), "id=\"liste-%s\"", word);
	const char *at = strstr(rig.page, id);
	return at ? (size_t)(at - rig.page) : sizeof(rig.page);
}

TEST(what_is_late_is_at_the_top_of_the_desk_and_says_since_when)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	dossier_owes(act, "parquet", DOSSIER_PARQUET, "D1", false,
	    rig.now - 3 * CLOCK_HOUR, rig.now - CLOCK_DAY);
	dossier_owes(act, "parquet", DOSSIER_PARQUET, "D2", false,
	    rig.now + 6 * CLOCK_HOUR, rig.now - CLOCK_HOUR);
	dossier_owes(act, "parquet", DOSSIER_PARQUET, "mot_a_ecrire", true,
	    rig.now + 9 * CLOCK_DAY, rig.now + 7 * CLOCK_DAY);
	dossier_owes(act, "crip", "", "autre_tache", true,
	    rig.now + 2 * CLOCK_DAY, rig.now + CLOCK_DAY);
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(rig_get("/fiches"), 200);
	TRUE(place("retard") < place("bientot"));
	TRUE(place("bientot") < place("afaire"));
	TRUE(place("afaire") < place("nouveaux"));
	TRUE(place("nouveaux") < place("autrui"));
	TRUE(place("autrui") < place("dossiers"));
	TRUE(place("dossiers") < sizeof(rig.page));
	TRUE(shows("dépassé depuis 3 h") && shows("il reste 6 h"));
	TRUE(shows("il reste 9 j") && shows("mot_a_ecrire"));
	TRUE(shows("autre_tache") && shows("CRIP"));
	TRUE(!shows("Rien en retard de votre côté"));
	/* The CRIP owes its own; what the parquet owes is what it waits for. */
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(place("retard") == sizeof(rig.page) &&
	    shows("Rien en retard de votre côté"));
	TRUE(place("afaire") < place("autrui"));
	EQ(dossier_get("/fiches", "liste=autrui"), 200);
	TRUE(shows("mot_a_ecrire") && shows("Parquet de Valmont"));
	TRUE(!shows("autre_tache"));
	rig_close();
}

/* S1-1.1-f: the limit runs on, and is marked. */
TEST(what_is_suspended_is_marked_and_keeps_its_end)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	int64_t id = dossier_owes(act, "crip", "", "D3", false,
	    rig.now + 5 * CLOCK_DAY, rig.now + CLOCK_DAY);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE deadline SET paused = 1 WHERE id = ?", INT(id));
	OK(tx_end(&tx));
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(
	    shows("Suspendu à la demande du parquet") && shows("il reste 5 j"));
	rig_close();
}

/* DOMAINE 1.9: never carried over, the working day before is shown. */
TEST(an_end_on_a_sunday_shows_the_friday_before)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	int64_t sunday = RIG_NOW + 7 * CLOCK_HOUR + 5 * CLOCK_DAY; /* 24 h 00 */
	dossier_owes(act, "crip", "", "D2", false, sunday, rig.now + CLOCK_DAY);
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("dimanche 29 novembre, 24"));
	TRUE(shows("avant le vendredi 27 novembre"));
	rig_close();
}

/* Not even that somebody owes something because of an act one may not read. */
TEST(what_others_owe_for_an_act_one_may_not_read_is_not_told)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	dossier_party(act, "mds", "mds-valmont");
	int64_t other = dossier_put((struct dossier_act){.reference = ONE "-A1",
	    .dossier = 1,
	    .content = 8});
	dossier_owes(act, "crip", "", "connue", true, rig.now + CLOCK_DAY,
	    rig.now);
	dossier_owes(other, "crip", "", "cachee", true, rig.now + CLOCK_DAY,
	    rig.now);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM reception WHERE act = ? AND role = 'mds'",
	    INT(other));
	OK(tx_end(&tx));
	dossier_enter("odile", "mds", "mds-valmont");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("connue") && !shows("cachee"));
	rig_close();
}

/* Whether a service has few dossiers or thousands, its lists say the same. */
TEST(a_service_of_thousands_of_dossiers_reads_the_same_lists)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	dossier_owes(act, "adn", "", "chez_eux", true, rig.now + CLOCK_DAY,
	    rig.now);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	    "WHERE i < 2100) INSERT INTO dossier(opened_ms, reference, "
	    "moved_ms) SELECT ?1, 'P-99-ROC-2026-' || i, ?1 - i FROM n",
	    INT(rig.now));
	tx_run(&tx,
	    "INSERT INTO party(dossier, role, scope, act) "
	    "SELECT id, 'crip', '', 1 FROM dossier WHERE id > 1",
	    NONE);
	OK(tx_end(&tx));
	dossier_enter("thomas", "crip", "");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("999 et plus") && shows("chez_eux"));
	TRUE(shows(ONE) && shows("P-99-ROC-2026-1<"));
	EQ(dossier_get("/fiches", "liste=dossiers&page=52"), 200);
	TRUE(shows("P-99-ROC-2026-2100") && !shows("Page suivante"));
	rig_close();
}

/* --- figures
 * ------------------------------------------------------------------- */

/* S1-3.3-a; DOMAINE 2.5: dpef has aggregates, nothing nominative. */
TEST(the_direction_sees_how_many_and_no_dossier)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_enter("claire", "dpef", "");
	SAME_STR(str_of(rig.location), TXT("/fiches"));
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("Des nombres seuls") && !shows("P-99"));
	TRUE(!shows("Chercher un dossier"));
	for (const char *const *l =
		 (const char *const[]){"liste=dossiers", "liste=retard", NULL};
	     *l; l++) {
		EQ(dossier_get("/fiches", *l), 200);
		TRUE(!shows("P-99"));
	}
	rig_close();
}

/* --- what is polled
 * ------------------------------------------------------------ */

static void
mark(char to[32])
{
	EQ(rig_get("/fiches/etat"), 200);
	snprintf(to, 32, "%s", rig.page);
	TRUE(strlen(rig.page) < 40); /* a mark, and nothing else */
}

TEST(the_mark_changes_with_what_the_list_would_show_and_says_nothing)
{
	char before[32], after[32];

	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_enter("thomas", "crip", "");
	mark(before);
	mark(after);
	SAME_STR(str_of(before), str_of(after));
	dossier_put((struct dossier_act){.reference = TWO});
	mark(after);
	TRUE(strcmp(before, after) != 0);
	EQ(rig_get("/fiches"), 200);
	char shown[40];
	rig_find(rig.page, "data-mark=\"", shown, sizeof(shown));
	TRUE(strstr(after, shown));
	rig_close();
}

TEST(what_a_page_asks_by_itself_prolongs_no_session)
{
	rig_open(1, true);
	dossier_enter("thomas", "crip", "");
	for (int64_t ms = 0; ms < 9 * CLOCK_MINUTE; ms += CLOCK_MINUTE) {
		rig_pass(CLOCK_MINUTE);
		EQ(rig_get("/fiches/etat"), 200);
	}
	rig_pass(2 * CLOCK_MINUTE);
	EQ(rig_get("/fiches/etat"), 303); /* to the sign-in */
	rig_close();
}

/* --- the cover
 * -------------------------------------------------------------------- */

/* DOMAINE 2.5: not concerned is not there; the audit log knows. */
TEST(a_fiche_of_another_ressort_is_not_there_and_the_try_is_audited)
{
	static char absent[sizeof(rig.page)];

	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_enter("hugo", "parquet", "parquet-roncey");
	EQ(dossier_get("/fiche", "ref=P-99-TIL-2026-7-Z"), 404);
	snprintf(absent, sizeof(absent), "%s", rig.page);
	TRUE(rig_last().object.at[0] == 0);
	EQ(dossier_get("/fiche", "ref=" ONE), 404);
	SAME_STR(str_of(rig.page), str_of(absent));
	struct trail_entry e = rig_last();
	EQ(e.action, AUDIT_page_refused);
	EQ(e.motive, MOTIVE_not_concerned);
	EQ(e.result, TRAIL_REFUSED);
	TRUE(memcmp(e.object.at, (uint8_t[IDENT_LEN]){0}, IDENT_LEN) != 0);
	EQ(rig_get("/fiches"), 200);
	static const char *const acts[] = {"/fiche/ouvrir", "/fiche/accuser",
	    "/fiche/message"};
	for (size_t i = 0; i < 3; i++) {
		EQ(dossier_post(acts[i], "ref=" ONE "&texte=a&go=send"), 404);
		EQ(rig_last().action, AUDIT_act_refused);
		EQ(rig_last().motive, MOTIVE_not_concerned);
	}
	EQ(rig_number("SELECT count(*) FROM reception WHERE opened_ms "
		      "IS NOT NULL OR acked_ms IS NOT NULL"),
	    0);
	EQ(rig_number("SELECT count(*) FROM reply"), 0);
	rig_close();
}

TEST(the_crip_says_why_it_opens_and_the_reason_is_sealed)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	TRUE(shows("Pourquoi ouvrez-vous cette fiche"));
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE), 303);
	SAME_STR(str_of(rig.location), TXT("/fiche?ref=" ONE));
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE "&motif=autre"), 303);
	SAME_STR(str_of(rig.location), TXT("/fiche?ref=" ONE));
	EQ(rig_number("SELECT count(*) FROM reception WHERE opened_ms "
		      "IS NOT NULL"),
	    0);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE "&motif=urgence"), 303);
	SAME_STR(str_of(rig.location),
	    TXT("/fiche/lecture?ref=" ONE "&motif=urgence"));
	EQ(rig_last().action, AUDIT_fiche_opened);
	EQ(rig_number("SELECT length(sealed) > 0 FROM trail "
		      "ORDER BY seq DESC LIMIT 1"),
	    1);
	rig_close();
}

TEST(a_parquet_is_not_asked_why)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	TRUE(!shows("Pourquoi ouvrez-vous"));
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE), 303);
	SAME_STR(str_of(rig.location), TXT("/fiche/lecture?ref=" ONE));
	rig_close();
}

/* --- accusé de réception: « remise au parquet »
 * ------------------------------------ */

TEST(only_what_was_opened_is_acknowledged_and_once)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	struct ident helene =
	    dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	TRUE(!shows("Accuser réception"));
	EQ(dossier_post("/fiche/accuser", "ref=" ONE), 303);
	EQ(rig_number("SELECT count(*) FROM reception WHERE acked_ms "
		      "IS NOT NULL"),
	    0);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE), 303);
	/* What completes it after it was shown is not acknowledged with it. */
	int64_t later = dossier_put((struct dossier_act){.reference = ONE "-C1",
	    .about = ONE,
	    .dossier = 1,
	    .content = ENVELOPE_addendum});
	char fields[96];
	snprintf(fields, sizeof(fields), "ref=" ONE "&jusqua=%" PRId64, act);
	rig_pass(CLOCK_MINUTE);
	int64_t entries = RIG_TRAIL;
	EQ(dossier_post("/fiche/accuser", fields), 303);
	EQ(rig_last().action, AUDIT_fiche_acked);
	EQ(rig_last().object.at[0] != 0 || rig_last().object.at[1] != 0, 1);
	EQ(RIG_TRAIL, entries + 1);
	EQ(rig_number("SELECT acked_ms FROM reception WHERE act = 1 AND "
		      "role = 'parquet'"),
	    rig.now);
	EQ(rig_number("SELECT count(*) FROM reception WHERE acked_ms "
		      "IS NOT NULL"),
	    1);
	TRUE(later != act);
	rig_pass(CLOCK_MINUTE);
	EQ(dossier_post("/fiche/accuser", fields), 303);
	EQ(RIG_TRAIL, entries + 1); /* nothing was done, nothing is said */
	struct query q = query_open(&rig.core.read,
	    "SELECT acked_by FROM reception WHERE acked_ms IS NOT NULL", NONE);
	TRUE(query_next(&q));
	SAME(query_bytes(&q, IDENT_LEN), BYTES_OF(helene.at));
	OK(query_end(&q));
	rig_close();
}

/* --- words to the author
 * ------------------------------------------------------------ */

TEST(a_message_is_read_again_before_it_is_kept_and_kept_once)
{
	char fields[256], id[64];

	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/message", "ref=" ONE "&texte=Qui+appeler+%3F"),
	    200);
	TRUE(shows("Relisez-le") && shows("Qui appeler ?"));
	TRUE(shows("1000 caractères au plus.") && !shows("texte-wrong"));
	EQ(rig_number("SELECT count(*) FROM reply"), 0);
	rig_find(rig.page, "name=\"message\" value=\"", id, sizeof(id));
	snprintf(fields, sizeof(fields),
	    "ref=" ONE "&texte=Qui+appeler+%%3F&go=send&message=%s", id);
	EQ(dossier_post("/fiche/message", fields), 303);
	EQ(rig_last().action, AUDIT_reply_sent);
	EQ(dossier_post("/fiche/message", fields), 303);
	EQ(rig_number("SELECT count(*) FROM reply"), 1);
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	TRUE(shows("Qui appeler ?") && shows("pas encore parti"));
	rig_close();
}

TEST(a_message_has_a_thousand_characters_at_most_accents_counted_once)
{
	static char fields[16000];
	char *at = fields;

	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE});
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	at += sprintf(at, "ref=" ONE "&texte=");
	for (int i = 0; i < 1000; i++)
		at += sprintf(at, "%%C3%%A9");
	char body[16384];
	snprintf(body, sizeof(body), "token=%s&%s", rig.token, fields);
	EQ(rig_post("/fiche/message", body), 200);
	snprintf(body, sizeof(body), "token=%s&%sa", rig.token, fields);
	EQ(rig_post("/fiche/message", body), 422);
	TRUE(shows("1 caractère de trop : raccourcissez à 1000."));
	TRUE(shows("id=\"texte-wrong\"") && shows("éééa</textarea>"));
	TRUE(!shows("Relisez-le") && !shows("maxlength"));
	snprintf(body, sizeof(body), "token=%s&%sab", rig.token, fields);
	EQ(rig_post("/fiche/message", body), 422);
	TRUE(shows("2 caractères de trop"));
	EQ(dossier_post("/fiche/message", "ref=" ONE "&texte=+%0A+"), 422);
	EQ(dossier_post("/fiche/message", "ref=" ONE "&texte=a%07b"), 422);
	EQ(rig_number("SELECT count(*) FROM reply"), 0);
	rig_close();
}

TEST(nobody_is_written_to_where_nobody_could_read)
{
	rig_open(1, true);
	dossier_put((struct dossier_act){.reference = ONE, .unverified = true});
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	TRUE(shows("Déposée sans compte : aucun message"));
	EQ(dossier_post("/fiche/message", "ref=" ONE "&texte=a&go=send"), 403);
	rig_close();
}

/* What one service asked the author is not for all who read the fiche. */
TEST(the_association_sees_its_own_words_only)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	dossier_party(act, "adn", "");
	struct ident helene =
	    dossier_enter("helene", "parquet", "parquet-valmont");
	struct ident ines = dossier_enter("ines", "adn", "");
	struct tx tx = tx_begin(&rig.core.write);
	const struct ident *who[] = {&helene, &ines};
	static const char *const says[] = {"mot du parquet", "mot de ines"};
	for (size_t i = 0; i < 2; i++) {
		struct ident id = ident_new();
		tx_run(&tx,
		    "INSERT INTO reply(id, act, account, sender, sent_ms, "
		    "text) VALUES (?, ?, ?, 'service', ?, ?)",
		    BLOB(BYTES_OF(id.at)), INT(act), BLOB(BYTES_OF(who[i]->at)),
		    INT(rig.now), TEXT(str_of(says[i])));
	}
	OK(tx_end(&tx));
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	TRUE(shows("mot de ines") && !shows("mot du parquet"));
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	TRUE(shows("mot de ines") && shows("mot du parquet"));
	rig_close();
}

/* S2-f; DOMAINE 2.5: that an inquiry is awaited, or opened, is not theirs. */
TEST(the_association_is_not_told_when_an_inquiry_is_due)
{
	rig_open(1, true);
	int64_t act = dossier_put((struct dossier_act){.reference = ONE});
	dossier_party(act, "adn", "");
	struct tx tx = tx_begin(&rig.core.write);
	int64_t id = tx_run(&tx,
	    "INSERT INTO deadline(dossier, rule, version, act, state, due_ms)"
	    " VALUES (1, 'D1', 1, 1, 1, ?)",
	    INT(rig.now + CLOCK_DAY));
	tx_run(&tx,
	    "INSERT INTO duty VALUES ('parquet', 'parquet-valmont', ?1, 0, ?2,"
	    " 1, ?1)",
	    INT(rig.now + CLOCK_DAY), INT(id));
	OK(tx_end(&tx));
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/fiches", "liste=autrui"), 200);
	TRUE(shows("Lancement d’investigations"));
	dossier_enter("ines", "adn", "");
	EQ(dossier_get("/fiches", "liste=autrui"), 200);
	TRUE(!shows("Lancement d’investigations"));
	EQ(rig_get("/fiches"), 200);
	TRUE(!shows("Lancement d’investigations"));
	rig_close();
}
