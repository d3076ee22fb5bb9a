#include "form/past.h"

#define SUITE       form_past
#define TEST_MEMORY (8u << 20)
#include "../test.h"

#include "forms.h"

#define NOW INT64_C(1795536000000) /* 24 November 2026, 17 h 00 in Paris */

/* What is blamed of `body`, sent from that step of a Fiche P: names. */
static struct str
blamed(struct arena *mem, const char *step, const char *body)
{
	static struct answer_faults faults;
	const struct form *f = forms_form(mem, "fiche_p");
	struct json answers =
	    forms_take(mem, f, step, forms_json(mem, TXT("{}")), body, NULL);
	struct buf names = buf_new(mem, 1024);

	faults.count = 0;
	OK(past_check(mem, f, form_step_of(f, str_of(step)), answers, NOW,
	    &faults));
	for (size_t i = 0; i < faults.count; i++) {
		TRUE(str_find(faults.at[i].text, 'V', 0) <
		    faults.at[i].text.len);
		buf_str(&names, i > 0 ? TXT(" ") : TXT(""));
		buf_str(&names, faults.at[i].name);
	}
	return buf_text(&names);
}

TEST(nobody_is_born_and_nothing_was_seen_tomorrow)
{
	static const char *const cases[][3] = {
	    {"mineur", "c_naiss.date=02/05/2030", "c_naiss"},
	    {"mineur", "c_naiss.date=25/11/2026", "c_naiss"},
	    {"mineur", "c_naiss.date=24/11/2026", ""},
	    {"mineur", "c_naiss.date=02/05/2010", ""},
	    {"mineur", "c_naiss.age=15", ""},
	    {"mineur", "c_naiss.date=31/02/2030", ""}, /* said otherwise */
	    {"lieu", "d_lieu=fugue&d_vu.date=24/11/2026&d_vu.time=17h01",
		"d_vu"},
	    {"lieu", "d_lieu=fugue&d_vu.date=24/11/2026&d_vu.time=17h00", ""},
	    {"lieu",
		"d_lieu=fugue&d_fugue=oui&d_fugue_heure.date=24/11/2027"
		"&d_fugue_heure.time=9h",
		"d_fugue_heure"},
	    {"danger",
		"b_danger=oui&b_appels_heure.date=1/12/2026"
		"&b_appels_heure.time=9h",
		"b_appels_heure"},
	    {"faits", "h_date.date=1/1/2027&h_date.time=9h", "h_date"},
	    {"envoi",
		"a_cadre=oui&a_cadre_heure.date=1/1/2027"
		"&a_cadre_heure.time=9h",
		"a_cadre_heure"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		snprintf(test_where, sizeof(test_where), " (%s)", cases[i][1]);
		SAME_STR(blamed(&mem, cases[i][0], cases[i][1]),
		    str_of(cases[i][2]));
	}
}
