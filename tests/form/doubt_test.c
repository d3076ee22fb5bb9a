#include "form/doubt.h"

#define SUITE       form_doubt
#define TEST_MEMORY (8u << 20)
#include "../test.h"

#include "forms.h"

#define NOW INT64_C(1795536000000) /* 24 November 2026, 17 h 00 in Paris */
#define DAY INT64_C(86400000)

/* All that is said of `body`, sent from that step of that form. */
static struct str
said(const char *form, const char *step, const char *body,
    const struct doubt_when *when)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, form);
	struct json answers =
	    forms_take(&mem, f, step, forms_json(&mem, TXT("{}")), body, NULL);
	struct buf b = buf_new(&mem, 4096);
	size_t count = 0;

	OK(doubt_write(f, answers, when, &b, &count));
	EQ(count > 0, b.len > 0);
	return buf_text(&b);
}

static bool
has(struct str text, const char *words)
{
	return memmem(text.at, text.len, words, strlen(words)) != NULL;
}

TEST(a_birth_that_makes_an_adult_is_said_with_its_years)
{
	static const char *const cases[][2] = {
	    {"c_naiss.date=02/05/1985", "cette date fait 41 ans. Vérifiez"},
	    {"c_naiss.date=24/11/2008", "cette date fait 18 ans. Vérifiez"},
	    {"c_naiss.date=25/11/2008", ""}, /* the day before */
	    {"c_naiss.date=02/05/2010", ""},
	    {"c_naiss.age=19", "cet âge est de 19 ans. Vérifiez"},
	    {"c_naiss.age=17", ""},
	    {"c_naiss.unknown=1", ""},
	};
	const struct doubt_when when = {.now = NOW};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str text = said("fiche_p", "mineur", cases[i][0], &when);
		snprintf(test_where, sizeof(test_where), " (%s)", cases[i][0]);
		EQ(text.len > 0, cases[i][1][0] != 0);
		TRUE(has(text, cases[i][1]));
	}
}

TEST(an_act_dated_long_ago_or_before_its_dossier_is_said)
{
	const struct doubt_when young = {NOW, true, NOW - 3 * DAY};
	const struct doubt_when aged = {NOW, true, NOW - 400 * DAY};
	const struct doubt_when none = {NOW, true, 0};

	TRUE(has(said("opp", "opp", "o_date.date=01/01/2020", &young),
	    "cette date est avant le premier acte de ce dossier. Vérifiez"));
	TRUE(has(said("opp", "opp", "o_date.date=20/11/2026", &young),
	    "avant le premier acte"));
	EQ(said("opp", "opp", "o_date.date=21/11/2026", &young).len, 0);
	TRUE(has(said("opp", "opp", "o_date.date=24/9/2026", &aged),
	    "cette date a plus de deux mois. Vérifiez"));
	EQ(said("opp", "opp", "o_date.date=25/9/2026", &aged).len, 0);
	TRUE(has(said("opp", "opp", "o_date.date=01/01/2020", &none),
	    "plus de deux mois"));
}

/* What happened before a report may be as old as it is. */
TEST(of_a_fiche_no_old_hour_is_doubted)
{
	const struct doubt_when when = {.now = NOW};

	EQ(said("fiche_p", "faits", "h_date.date=1/1/2024&h_date.time=9h",
	       &when)
		.len,
	    0);
}
