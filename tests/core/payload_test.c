#include "core/payload.h"

#define SUITE       core_payload
#define TEST_MEMORY (16u << 20)
#include "../test.h"

#include <stdio.h>

#include "dossier/reference.h"

#include "../form/forms.h"

static struct arena mem;
static struct pack *pack;

/* A reference as it is written; ending in `and`. */
static const char *
reference(char letter, const char *site, const char *and)
{
	static char room[32][REFERENCE_MOST + 8];
	static unsigned n;
	char *to = room[n++ % 32];
	struct buf b = buf_over(to, REFERENCE_MOST);
	struct reference r = {.letter = letter,
	    .departement = TXT("99"),
	    .site = str_of(site),
	    .year = 2026,
	    .number = 12};

	reference_put(&b, &r);
	buf_str(&b, str_of(and));
	OK(buf_err(&b));
	to[b.len] = 0;
	return to;
}

static enum err
reads(const char *form, const char *its, const char *about, struct payload *p)
{
	static char room[1024];

	if (!pack) {
		mem = test_arena();
		pack = forms_pack(&mem, "demo");
	}
	int len = snprintf(room, sizeof(room),
	    "{\"payload\":1,\"form\":\"%s\",\"version\":1,\"reference\":\"%s\","
	    "\"about\":\"%s\",\"filed_ms\":1000,\"clock\":1,\"urgency\":1,"
	    "\"answers\":{}}",
	    form, its, about);
	return payload_read(&mem, pack,
	    (struct bytes){(const uint8_t *)room, (size_t)len}, p);
}

TEST(a_whole_form_has_a_number_of_its_own)
{
	struct payload p;

	OK(reads("fiche_p", reference('P', "TIL", ""), "", &p));
	SAME_STR(p.site, TXT("TIL"));
	SAME_STR(p.about, TXT(""));
	OK(reads("demande_intervention", reference('I', "TIL", ""), "", &p));
}

TEST(a_whole_form_may_say_that_it_is_about_another)
{
	struct payload p;
	const char *other = reference('P', "CHE", "");

	OK(reads("fiche_p", reference('P', "TIL", ""), other, &p));
	SAME_STR(p.about, str_of(other));
	SAME_STR(p.site, TXT("TIL"));
}

TEST(an_addendum_is_about_what_its_number_begins_with)
{
	struct payload p;

	OK(reads("complement", reference('P', "TIL", "-C2"),
	    reference('P', "TIL", ""), &p));
	SAME_STR(p.about, str_of(reference('P', "TIL", "")));
	SAME_STR(p.site, TXT("TIL"));
}

TEST(what_contradicts_itself_is_refused_and_nothing_is_told)
{
	const struct {
		const char *form, *its, *about;
	} cases[] = {
	    /* another form's letter; none at all; one no box may send */
	    {"fiche_p", reference('I', "TIL", ""), ""},
	    {"fiche_p", "", ""},
	    {"opp", reference('P', "TIL", ""), ""},
	    {"nothing", reference('P', "TIL", ""), ""},
	    /* a whole form under the number of an addendum, or of an act */
	    {"fiche_p", reference('P', "TIL", "-C1"), ""},
	    {"fiche_p", reference('P', "TIL", "-A1"), ""},
	    {"fiche_p", reference('P', "TIL", "-C1"),
		reference('P', "TIL", "")},
	    /* about what is no reference */
	    {"fiche_p", reference('P', "TIL", ""), "P-99"},
	    {"fiche_p", reference('P', "TIL", ""), "p-99-til-2026-12-x"},
	};
	const struct {
		const char *its, *about;
	} added[] = {
	    {reference('P', "TIL", "-C1"), ""},
	    {reference('P', "TIL", "-C1"), reference('P', "CHE", "")},
	    {reference('P', "TIL", ""), reference('P', "TIL", "")},
	    {reference('P', "TIL", "-A1"), reference('P', "TIL", "")},
	    /* "-C" stands elsewhere, too */
	    {reference('P', "CHE", ""), "P-99"},
	    {reference('P', "CHE", "-C1"), "P-99"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct payload p = {.version = -1};
		EQ(reads(cases[i].form, cases[i].its, cases[i].about, &p),
		    ERR_FORGED);
		EQ(p.version, -1);
	}
	for (size_t i = 0; i < sizeof(added) / sizeof(added[0]); i++) {
		struct payload p = {.version = -1};
		EQ(reads("complement", added[i].its, added[i].about, &p),
		    ERR_FORGED);
		EQ(p.version, -1);
	}
}
