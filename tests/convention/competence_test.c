#include "convention/competence.h"

#define SUITE convention_competence
#include "../test.h"

#include "../form/forms.h"
#include "form/judge.h"

TEST(a_town_is_found_however_it_is_typed_and_never_guessed)
{
	static const struct {
		const char *typed, *code;
		bool many;
	} cases[] = {
	    {"Valmont", "99001", false},
	    {" VALMONT ", "99001", false},
	    {"saint elme sur orge", "99002", false},
	    {"St-Elme-sur-Orge", "99002", false},
	    {"Ste Flore", "99013", false},
	    {"l'isle doree", "99012", false},
	    {"Coeur de Forge", "99022", false},
	    {"Bréval le Pont", "99004", false},
	    {"Montreux", "", true}, /* two of them */
	    {"Valmon", "", false},
	    {"Valmont-le-Haut", "", false},
	    {"Saint", "", false},
	    {"", "", false},
	    {"99001", "", false},
	};
	struct arena mem = test_arena();
	const struct pack *p = forms_pack(&mem, "demo");

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool many = !cases[i].many;
		const struct directory_commune *c =
		    directory_town(&p->directory, str_of(cases[i].typed),
			&many);
		SAME_STR(c ? c->code : TXT(""), str_of(cases[i].code));
		EQ(many, cases[i].many);
	}
}

/* R1, DOMAINE 1.11: where the minor is, then the establishment, then home. */
TEST(the_parquet_is_that_of_where_the_minor_is_then_of_the_house_then_home)
{
	static const struct {
		const char *answers, *site, *service, *why;
	} cases[] = {
	    {"{\"d_lieu\":\"etablissement\"}", "99001", "parquet-valmont",
		"Le mineur est dans l’établissement\u00a0: Valmont, dans le "
		"ressort du Parquet de Valmont."},
	    {"{\"d_lieu\":\"hotel\",\"d_adresse\":{\"town\":\"roncey\"}}",
		"99001", "parquet-roncey",
		"Lieu où se trouve le mineur\u00a0: Roncey, dans le ressort du "
		"Parquet de Roncey."},
	    {"{\"d_lieu\":\"hotel\",\"d_adresse\":null}", "99001",
		"parquet-valmont", "Commune de l’établissement\u00a0: Valmont"},
	    {"{\"d_lieu\":\"fugue\"}", "99021", "parquet-aubelle",
		"Commune de l’établissement\u00a0: Aubelle"},
	    /* hidden by d_lieu: an address left over decides nothing */
	    {"{\"d_lieu\":\"fugue\",\"d_adresse\":{\"town\":\"Roncey\"}}",
		"99001", "parquet-valmont", "Commune de l’établissement"},
	    {"{\"d_lieu\":\"fugue\",\"e_domicile\":{\"town\":\"Sainte "
	     "Flore\"}}",
		"", "parquet-roncey",
		"Domicile des parents\u00a0: Sainte-Flore"},
	    /* a town nobody knows asks, and is not stepped over */
	    {"{\"d_lieu\":\"hotel\",\"d_adresse\":{\"town\":\"Ailleurs\"}}",
		"99001", "",
		"Ailleurs. Cette commune n’est dans aucun ressort"},
	    {"{\"d_lieu\":\"tiers\",\"d_adresse\":{\"town\":\"Montreux\"}}",
		"99001", "", "Montreux. Plusieurs communes"},
	    /* nor an address whose commune was not said */
	    {"{\"d_lieu\":\"hotel\",\"d_adresse\":{\"text\":\"Hôtel du "
	     "Pont, Roncey\"}}",
		"99001", "",
		"Lieu où se trouve le mineur\u00a0: la commune n’est pas "
		"indiquée. Choisissez le parquet"},
	    {"{\"d_lieu\":\"fugue\",\"e_domicile\":{\"text\":\"1 rue "
	     "Haute\"}}",
		"", "", "Domicile des parents\u00a0: la commune n’est pas"},
	    {"{\"d_lieu\":\"etablissement\"}", "12345", "",
		"aucun ressort connu"},
	    {"{}", "", "", "Aucune commune n’est connue"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		const struct form *f = forms_form(&mem, "fiche_p");
		const struct pack *p = forms_pack(&mem, "demo");
		struct competence c;
		f = pack_form(p, TXT("fiche_p"), 0);
		OK(competence_propose(&mem, p, f,
		    forms_json(&mem, str_of(cases[i].answers)),
		    str_of(cases[i].site), &c));
		SAME_STR(c.service ? c.service->id : TXT(""),
		    str_of(cases[i].service));
		if (!memmem(c.reason.at, c.reason.len, cases[i].why,
			strlen(cases[i].why)))
			FAIL("« %s » is not in: %.*s", cases[i].why,
			    (int)c.reason.len, c.reason.at);
	}
}

TEST(a_place_keeps_the_code_of_its_town_only_if_it_is_known)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	struct json none = forms_json(&mem, TXT("{}"));
	struct str text;

	forms_take(&mem, f, "situation", none,
	    "e_domicile.text=&e_domicile.town=valmont", &text);
	SAME_TEXT(text,
	    "{\"e_domicile\":{\"town\":\"valmont\",\"commune\":\"99001\"}}");
	forms_take(&mem, f, "situation", none,
	    "e_domicile.text=&e_domicile.town=Montreux", &text);
	SAME_TEXT(text, "{\"e_domicile\":{\"town\":\"Montreux\"}}");
}

TEST(a_home_without_its_commune_is_asked_for_it_unless_it_is_unknown)
{
	static const struct {
		const char *answer;
		bool wrong;
	} cases[] = {
	    {"[{\"text\":\"1 rue Haute, Valmont\"}]", true},
	    {"[{\"text\":\"1 rue Haute\",\"town\":\"Ailleurs\"}]", false},
	    {"[{\"town\":\"Valmont\"}]", false},
	    {"[{\"instead\":true}]", false},
	    {"[null]", false},
	};
	struct arena mem = test_arena();
	const struct form_field *f =
	    form_field_of(forms_form(&mem, "fiche_p"), TXT("e_domicile"));

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf why = buf_new(&mem, 512);
		struct json v = forms_json(&mem, str_of(cases[i].answer));
		EQ(judge_wrong(f, json_at(v, 0), &why), cases[i].wrong);
		EQ(memmem(why.at, why.len, "indiquez aussi la commune", 25) !=
			NULL,
		    cases[i].wrong);
	}
}

TEST(the_court_for_children_is_not_derived_from_the_parquet)
{
	struct arena mem = test_arena();
	const struct directory *d = &forms_pack(&mem, "demo")->directory;
	const struct directory_commune *c =
	    directory_commune_of(d, TXT("99021"));

	SAME_TEXT(c->parquet->id, "parquet-aubelle"); /* G4 */
	SAME_TEXT(c->court->id, "tpe-valmont");
}

static enum err
propose(struct arena *mem, void *ctx)
{
	const struct pack *p = ctx;
	struct competence c;
	struct json v;

	enum err e =
	    json_read(mem, TXT("{\"d_lieu\":\"etablissement\"}"), &v, NULL);
	if (e == ERR_OK)
		e = competence_propose(mem, p, pack_form(p, TXT("fiche_p"), 0),
		    v, TXT("99001"), &c);
	return e;
}

/* A complement asks for no parquet: nothing is proposed, nothing explained. */
TEST(a_form_that_looks_nowhere_proposes_nothing_and_explains_nothing)
{
	struct arena mem = test_arena();
	const struct pack *p = forms_pack(&mem, "demo");
	struct competence c = {0};

	OK(competence_propose(&mem, p, pack_form(p, TXT("complement"), 0),
	    forms_json(&mem, TXT("{}")), TXT("99001"), &c));
	TRUE(c.service == NULL);
	EQ(c.reason.len, 0);
}

TEST(whenever_memory_ends_a_proposal_says_so)
{
	static _Alignas(max_align_t) uint8_t room[64u << 10];
	struct arena mem = test_arena(), small;
	struct pack *p = forms_pack(&mem, "demo");

	arena_open(&small, room, sizeof(room));
	EQ(test_each_allocation(&small, propose, p), 3);
}
