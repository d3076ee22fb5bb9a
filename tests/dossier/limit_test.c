#define SUITE dossier_limit
#include "course.h"

#include "calendar/wording.h"

#define OPEN(rule) "deadline WHERE rule = '" rule "' AND state = 1"

/* "2026-11-20T24:00" is the midnight after. */
static int64_t
due_at(struct str text)
{
	char room[32];
	bool end = str_ends(text, TXT("T24:00"));

	snprintf(room, sizeof(room), "%.*s%s", end ? 10 : (int)text.len,
	    text.at, end ? "T00:00" : "");
	int64_t at = life_at(room);
	return end ? paris_midnight(paris_day(at) + 1) : at;
}

static const char *
zero_ended(struct str s)
{
	static char room[32];

	snprintf(room, sizeof(room), "%.*s%s", (int)s.len, s.at,
	    s.len == 10 ? "T09:00" : "");
	return room;
}

static int64_t
one_due(const char *rule)
{
	return life_number_of("SELECT due_ms FROM deadline WHERE rule = ?"
			      " AND state = 1",
	    rule);
}

static void
received(int64_t act, const char *role, int64_t at)
{
	life_begin();
	OK(course_received(&life.c, act, str_of(role), TXT(""), at));
	life_end();
}

/* A dossier in which `rule` starts then. */
static void
start(const char *rule, struct str at)
{
	char answer[64];

	life_open(zero_ended(at));
	if (str_eq(str_of(rule), TXT("D1c"))) {
		life.c.now -= CLOCK_HOUR;
		life_fiche();
		life.c.now += CLOCK_HOUR;
		received(life.done.act, "parquet", life.c.now);
		return;
	}
	struct course_act a = life_sent("fiche_p", LIFE_FICHE);
	a.filed = life.c.now;
	a.received += str_eq(str_of(rule), TXT("D1"));
	int64_t d = life_do(a);
	const struct {
		const char *rule, *form, *role, *scope, *field;
	} acts[] = {
	    {"D2", "opp", LIFE_PARQUET, "o_date"},
	    {"D2b", "opp", LIFE_PARQUET, "o_date"},
	    {"D2c", "saisine_je", LIFE_PARQUET, "j_date"},
	    {"D3", "demande_evaluation", LIFE_PARQUET, "d_date"},
	    {"D4", "tutorat", LIFE_PARQUET, "t_date"},
	    {"D4f", "tutorat", LIFE_PARQUET, "t_date"},
	    {"D11", "demande_retour", LIFE_CRIP, "r_date"},
	};
	life.c.now += CLOCK_MINUTE;
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		if (strcmp(acts[i].rule, rule) != 0)
			continue;
		snprintf(answer, sizeof(answer), "\"%s\":{\"date\":\"%.*s\"}",
		    acts[i].field, 10, at.at);
		life_do(life_written(acts[i].form, acts[i].role, acts[i].scope,
		    d, answer));
		if (strcmp(rule, "D3") == 0 || strncmp(rule, "D4", 2) == 0)
			received(life.done.act, "adn", life_at(zero_ended(at)));
	}
}

/* DOMAINE 1.9, its vectors. */
TEST(every_limit_ends_when_the_convention_says)
{
	struct vectors v = vectors_open("tests/vectors/dossier/limit.txt");
	char rule[8];

	while (vectors_next(&v)) {
		snprintf(rule, sizeof(rule), "%.*s", (int)v.field[0].len,
		    v.field[0].at);
		start(rule, v.field[1]);
		EQ(one_due(rule), due_at(v.field[2]));
		life_close();
	}
}

/* DOMAINE 1.9: an hour that October shows twice starts twice. */
TEST(an_hour_shown_twice_is_two_starts)
{
	life_open("2026-10-25T02:30");
	life.c.now += CLOCK_HOUR;
	life_begin();
	struct course_act a = life_sent("fiche_p", LIFE_FICHE);
	a.filed = life_at("2026-10-25T02:30B");
	a.received = a.filed + 1;
	OK(course_record(&life.c, &a, &life.done));
	life_end();
	EQ(one_due("D1"), life_at("2026-10-27T02:30"));
	life_close();
}

TEST(the_ladder_of_each_limit_is_put_up)
{
	struct vectors v = vectors_open("tests/vectors/dossier/ladder.txt");

	while (vectors_next(&v)) {
		char rule[8], words[64];
		int64_t up = 0;
		snprintf(rule, sizeof(rule), "%.*s", (int)v.field[0].len,
		    v.field[0].at);
		start(rule, v.field[1]);
		size_t n = 0;
		for (size_t i = 2; i + 1 < v.n; i += 2, n++) {
			size_t k = 0;
			for (size_t j = 0; j < v.field[i + 1].len; j++) {
				char c = v.field[i + 1].at[j];
				/* a blank that does not break stands before
				 * « h » */
				bool hard =
				    c == '_' && j + 2 == v.field[i + 1].len;
				if (hard)
					words[k++] = '\xc2';
				words[k++] = hard ? '\xa0' : c == '_' ? ' ' : c;
			}
			words[k] = 0;
			OK(query_number(&life.store, &up,
			    "SELECT count(*) FROM alert JOIN deadline ON"
			    " deadline.id = alert.deadline WHERE rule = ?1"
			    " AND at_ms = ?2 AND word = ?3",
			    TEXT(str_of(rule)), INT(due_at(v.field[i])),
			    TEXT(str_of(words))));
			if (up != 1)
				FAIL("%s at %.*s%s", words, (int)v.field[i].len,
				    v.field[i].at, test_where);
		}
		up = life_number_of(
		    "SELECT count(*) FROM alert JOIN deadline ON deadline.id ="
		    " alert.deadline WHERE rule = ?",
		    rule);
		EQ(up, (intmax_t)n);
		life_close();
	}
}

/* --- D1, three instants (G14) -----------------------------------------------
 */

TEST(a_fiche_starts_three_clocks_and_the_investigation_ends_them)
{
	life_open("2026-11-21T22:00");
	struct course_act a = life_sent("fiche_p", LIFE_FICHE);
	a.filed = life_at("2026-11-21T20:00");
	int64_t d = life_do(a), fiche = life.done.act;

	EQ(one_due("D1"), life_at("2026-11-23T20:00"));
	EQ(one_due("D1b"), life_at("2026-11-23T22:00"));
	EQ(LIFE_COUNT("deadline WHERE rule = 'D1c' AND state = 0 AND start_ms"
		      " IS NULL"),
	    1);
	received(fiche, "crip", life.c.now + 1000);
	EQ(LIFE_COUNT(OPEN("D1c")), 0); /* the CRIP's is not the parquet's */
	life.c.now = life_at("2026-11-22T08:00");
	received(fiche, "parquet", life.c.now);
	EQ(one_due("D1c"), life_at("2026-11-24T08:00"));
	/* The parquet owes the objective; the two others are information. */
	EQ(LIFE_COUNT("duty WHERE role = 'parquet' AND kind = 0"), 1);
	life.c.now = life_at("2026-11-23T09:00");
	life_do(life_written("enquete_ouverte", LIFE_PARQUET, d,
	    "\"e_quand\":{\"at\":\"2026-11-22T09:00\",\"ms\":1795334400000}"));
	EQ(LIFE_COUNT("deadline WHERE state = 2 AND ended_ms = 1795334400000"
		      " AND ended_by IS NOT NULL"),
	    3);
	EQ(LIFE_COUNT("duty"), 0);
	EQ(LIFE_COUNT("alert"), 0);
	EQ(LIFE_COUNT("deadline_event WHERE what = 'met'"), 3);
	life_close();
}

TEST(a_fiche_whose_hour_nobody_knows_counts_from_its_reception)
{
	life_open("2026-11-21T22:00");
	struct course_act a = life_sent("fiche_p", LIFE_FICHE);
	a.clock = 0;
	a.filed = 12345;
	life_do(a);
	EQ(one_due("D1"), life_at("2026-11-23T22:00"));
	a = life_sent("fiche_p", LIFE_FICHE);
	a.filed = life_at("2027-01-01T00:00"); /* ahead of ours */
	life_do(a);
	EQ(LIFE_COUNT("deadline WHERE rule = 'D1' AND start_ms = "
		      "(SELECT received_ms FROM act LIMIT 1)"),
	    2);
	life_close();
}

TEST(a_day_without_hour_is_met_at_its_end_and_never_in_the_future)
{
	life_open("2026-11-13T10:00");
	int64_t d = life_fiche();

	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-13\"},\"o_service\":\"ase\""));
	life.c.now = life_at("2026-11-19T10:00");
	life_do(life_written("rapport_opp_ase", "ase", "", d,
	    "\"r_date\":{\"date\":\"2026-11-18\"}"));
	EQ(life_number("SELECT ended_ms FROM deadline WHERE rule = 'D2'"),
	    life_at("2026-11-19T00:00") - 1);
	life_close();
}

TEST(a_classement_drops_what_has_no_object_any_more)
{
	life_open("2026-11-21T22:00");
	int64_t d = life_fiche();

	life_do(life_written("classement", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT("deadline WHERE state = 3"), 3);
	EQ(LIFE_COUNT("duty"), 0);
	EQ(LIFE_COUNT("dossier WHERE penal = 'classement'"), 1);
	life_close();
}

/* --- D2, D2b, D2c ------------------------------------------------------------
 */

/* S1-2.1-c and G3: D+7 is owed, D+8 is shown. */
TEST(an_opp_opens_the_report_of_both_and_shows_the_prosecutor_s_own_limit)
{
	life_open("2026-11-13T10:00");
	int64_t d = life_fiche();

	life_do(life_written("opp", LIFE_PARQUET, d,
	    "\"o_date\":{\"date\":\"2026-11-13\"},\"o_service\":\"ase\""));
	EQ(LIFE_COUNT("duty JOIN deadline ON deadline.id = duty.id WHERE kind ="
		      " 0 AND rule = 'D2' AND role IN ('ase', 'adn')"),
	    2);
	EQ(LIFE_COUNT("duty JOIN deadline ON deadline.id = duty.id WHERE kind ="
		      " 0 AND rule = 'D2b'"),
	    0);
	life_do(life_written("saisine_je", LIFE_PARQUET, d,
	    "\"j_date\":{\"date\":\"2026-11-16\"},\"j_je\":\"tpe-valmont\""));
	EQ(LIFE_COUNT("deadline WHERE rule = 'D2b' AND state = 2"), 1);
	EQ(one_due("D2c"), due_at(TXT("2026-12-01T24:00")));
	EQ(LIFE_COUNT("party WHERE role = 'juge_enfants' AND scope ="
		      " 'tpe-valmont'"),
	    1);
	life_do(life_written("decision_je", "juge_enfants", "tpe-valmont", d,
	    "\"g_date\":{\"date\":\"2026-11-13\"}"));
	EQ(LIFE_COUNT("deadline WHERE rule = 'D2c' AND state = 2"), 1);
	life_close();
}

/* --- D3, the earlier of two receptions (G13) --------------------------------
 */

TEST(the_earlier_of_two_receptions_starts_the_evaluation)
{
	life_open("2026-11-13T10:00");
	int64_t d = life_fiche();

	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	int64_t act = life.done.act;
	EQ(LIFE_COUNT("deadline WHERE rule = 'D3' AND state = 0"), 1);
	EQ(LIFE_COUNT("duty JOIN deadline ON deadline.id = duty.id WHERE kind ="
		      " 0 AND rule = 'D3'"),
	    0);
	received(act, "parquet", life.c.now); /* not one of the two */
	EQ(LIFE_COUNT(OPEN("D3")), 0);
	life.c.now = life_at("2026-11-20T10:00");
	received(act, "crip", life_at("2026-11-20T10:00"));
	EQ(one_due("D3"), due_at(TXT("2027-02-20T24:00")));
	/* The relay of the other says that it took the letter before. */
	received(act, "adn", life_at("2026-11-16T10:00"));
	EQ(one_due("D3"), due_at(TXT("2027-02-16T24:00")));
	/* And a later one changes nothing. */
	received(act, "adn", life_at("2026-11-18T10:00"));
	received(act, "crip", life_at("2026-11-18T10:00"));
	EQ(one_due("D3"), due_at(TXT("2027-02-16T24:00")));
	EQ(LIFE_COUNT("deadline_event WHERE what = 'started'"), 4);
	EQ(LIFE_COUNT("duty JOIN deadline ON deadline.id = duty.id WHERE kind ="
		      " 0 AND rule = 'D3'"),
	    2);
	life_close();
}

/* Somebody answers for that end, and said why. */
TEST(an_end_that_a_person_set_stays_when_an_earlier_reception_is_told)
{
	life_open("2026-11-13T10:00");
	int64_t d = life_fiche();

	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	int64_t act = life.done.act;
	life.c.now = life_at("2026-11-20T10:00");
	received(act, "crip", life.c.now);
	int64_t end = life_at("2026-12-18T18:00");
	life_begin();
	OK(course_move(&life.c,
	    life_number("SELECT id FROM deadline WHERE rule = 'D3'"), end,
	    &life.account, TXT("Danger")));
	life_end();
	int64_t alerts = LIFE_COUNT("alert");
	received(act, "adn", life_at("2026-11-16T10:00"));
	EQ(one_due("D3"), end);
	EQ(LIFE_COUNT("alert"), alerts);
	EQ(life_number("SELECT start_ms FROM deadline WHERE rule = 'D3'"),
	    life_at("2026-11-16T10:00"));
	life_check();
	life_close();
}

TEST(who_joins_an_evaluation_owes_it_too)
{
	life_open("2026-11-13T10:00");
	int64_t d = life_fiche();

	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	received(life.done.act, "crip", life.c.now);
	life_do(life_written("service_designe", LIFE_CRIP, d,
	    "\"s_role\":\"mds\",\"s_mds\":\"mds-nord\""));
	EQ(LIFE_COUNT("duty WHERE kind = 0 AND role = 'mds' AND scope ="
		      " 'mds-nord'"),
	    1);
	life_close();
}

/* S1-1.1-f: a pause marks, the clock goes on. */
TEST(a_sursis_marks_the_limit_and_moves_nothing)
{
	life_open("2026-11-13T10:00");
	int64_t d = life_fiche();

	life_do(life_written("demande_evaluation", LIFE_PARQUET, d, ""));
	received(life.done.act, "crip", life.c.now);
	int64_t due = one_due("D3");
	int64_t alerts = LIFE_COUNT("alert");
	life_do(life_written("sursis", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT(OPEN("D3") " AND paused = 1"), 1);
	EQ(one_due("D3"), due);
	EQ(LIFE_COUNT("alert"), alerts);
	EQ(LIFE_COUNT("task WHERE rule = 'envoi' AND paused = 1"), 1);
	EQ(LIFE_COUNT("deadline_event WHERE what = 'paused' AND act IS NOT"
		      " NULL"),
	    1);
	life_do(life_written("sursis_leve", LIFE_PARQUET, d, ""));
	EQ(LIFE_COUNT(OPEN("D3") " AND paused = 0"), 1);
	EQ(LIFE_COUNT("task WHERE paused = 1"), 0);
	EQ(one_due("D3"), due);
	life_do(life_written("envoi_conjoint", LIFE_CRIP, d,
	    "\"y_quoi\":\"deux\""));
	EQ(LIFE_COUNT("deadline WHERE rule = 'D3' AND state = 2"), 1);
	EQ(LIFE_COUNT("dossier WHERE education = 'rapports_remis'"), 1);
	life_close();
}

/* --- D11 ---------------------------------------------------------------------
 */

TEST(an_author_who_asks_is_answered_within_three_months)
{
	life_open("2026-11-30T10:00");
	int64_t d = life_fiche();

	life_do(life_written("demande_retour", LIFE_CRIP, d,
	    "\"r_date\":{\"date\":\"2026-11-30\"}"));
	EQ(one_due("D11"), due_at(TXT("2027-02-28T24:00")));
	life_do(life_written("information_auteur", LIFE_CRIP, d, ""));
	EQ(LIFE_COUNT("deadline WHERE rule = 'D11' AND state = 2"), 1);
	life_close();
}

/* --- alerts ------------------------------------------------------------------
 */

static int64_t
alerts(int most)
{
	int64_t raised = -1, next = -1;

	life_begin();
	OK(course_alerts(&life.c, most, &raised, &next));
	life_end();
	EQ(next,
	    life_number("SELECT coalesce(min(at_ms), 9223372036854775807)"
			" FROM alert"));
	return raised;
}

TEST(alerts_are_raised_once_in_their_order_and_so_many_at_a_time)
{
	life_open("2026-11-21T22:00");
	life_fiche();
	life_fiche();
	EQ(alerts(10), 0);
	life.c.now = life_at("2026-11-22T21:58");
	EQ(alerts(1), 1);
	EQ(alerts(10), 1);
	EQ(alerts(10), 0);
	life.c.now = life_at("2026-11-30T00:00");
	EQ(alerts(3), 3);
	EQ(alerts(3), 1);
	EQ(LIFE_COUNT("deadline_event WHERE what = 'alert' AND detail LIKE"
		      " '36%h'"),
	    2);
	EQ(LIFE_COUNT("alert"), 0);
	life_close();
}

TEST(a_fiche_that_comes_late_is_alerted_once_and_at_once)
{
	life_open("2026-11-21T22:00");
	struct course_act a = life_sent("fiche_p", LIFE_FICHE);
	a.filed = life_at("2026-11-20T18:00"); /* 28 hours in an outage */
	life_do(a);
	EQ(LIFE_COUNT("alert"), 2);
	EQ(alerts(10), 1);
	EQ(LIFE_COUNT("deadline_event WHERE what = 'alert' AND detail LIKE"
		      " '24%h'"),
	    1);
	life_close();
}

/* --- by hand -----------------------------------------------------------------
 */

TEST(what_a_person_moves_is_kept_with_who_and_why)
{
	life_open("2026-11-13T10:00");
	life_fiche();
	int64_t limit =
	    life_number("SELECT id FROM deadline WHERE rule = 'D1'");
	int64_t due = one_due("D1");

	life_begin();
	EQ(course_move(&life.c, limit, due + CLOCK_DAY, &life.account, TXT("")),
	    ERR_INPUT);
	EQ(course_move(&life.c, 99, due, &life.account, TXT("x")), ERR_INPUT);
	EQ(course_move(&life.c, limit, 5, &life.account, TXT("x")), ERR_INPUT);
	OK(course_move(&life.c, limit, due + CLOCK_DAY, &life.account,
	    TXT("Permanence saturée")));
	life_end();
	EQ(one_due("D1"), due + CLOCK_DAY);
	EQ(LIFE_COUNT("deadline_event WHERE what = 'moved' AND detail ="
		      " 'Permanence saturée' AND account IS NOT NULL"
		      " AND due_ms = was_ms + 86400000 AND due_ms = (SELECT"
		      " due_ms FROM deadline WHERE rule = 'D1')"),
	    1);
	EQ(life_number("SELECT due_ms FROM duty WHERE kind = 0"),
	    due + CLOCK_DAY);
	life_check();
	life_begin();
	EQ(course_set_aside(&life.c, limit, &life.account, TXT("")), ERR_INPUT);
	OK(course_set_aside(&life.c, limit, &life.account,
	    TXT("Saisine par téléphone")));
	EQ(course_set_aside(&life.c, limit, &life.account, TXT("encore")),
	    ERR_INPUT);
	life_end();
	EQ(LIFE_COUNT("deadline_event WHERE what = 'dropped' AND detail ="
		      " 'Saisine par téléphone' AND account IS NOT NULL"),
	    1);
	EQ(LIFE_COUNT("duty WHERE kind = 0"), 0);
	EQ(LIFE_COUNT("alert"), 0);
	life_close();
}
