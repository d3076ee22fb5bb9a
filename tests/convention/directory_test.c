#include "convention/directory.h"

#define SUITE convention_directory
#include "../test.h"

#include "form/judge.h"

#include "../form/forms.h"

#define SERVICE(id, role, rest)                                                \
	"{ \"id\": \"" id "\", \"role\": \"" role "\", \"name\": \"" id        \
	"\", \"delivery\": \"portail\"" rest " }"

/* Two territories, a service for minors who belong to none, a parquet whose
 * time is over and the one that follows it. */
static const char world[] = "{ \"services\": [ " SERVICE("old", "parquet",
    ", \"until\": \"2026-06-30\"") ",\n" SERVICE("new", "parquet",
    ", \"since\": \"2026-07-01\"") ",\n" SERVICE("court", "juge_enfants",
    "") ",\n" SERVICE("crip", "crip", "") ",\n" SERVICE("north", "rtpe",
    ", \"territory\": \"nord\"") ",\n" SERVICE("south", "rtpe",
    ", \"territory\": \"sud\"") ",\n" SERVICE("rtpes", "rtpe",
    "") " ],\n\"communes\": [ "
	"[\"99001\", \"A\", \"new\", \"court\", \"nord\"],\n"
	"[\"99002\", \"B\", \"old\", \"\", \"sud\"],\n"
	"[\"99003\", \"C\", \"\", \"\"] ] }";

static struct directory
directory(struct arena *mem)
{
	struct directory d;
	struct buf faults = buf_new(mem, 4096);

	enum err e = directory_read(mem, TXT("d"), str_of(world), &faults, &d);
	if (e != ERR_OK)
		FAIL("%.*s", (int)faults.len, (const char *)faults.at);
	return d;
}

static struct str
id_of(const struct directory_service *one)
{
	return one ? one->id : TXT("");
}

TEST(the_competent_service_is_that_of_the_ressort_then_of_the_territory)
{
	static const struct {
		const char *role, *commune, *service;
	} cases[] = {
	    {"parquet", "99001", "new"},
	    {"parquet", "99002", "old"},
	    {"parquet", "99003", ""},
	    {"juge_enfants", "99001", "court"},
	    {"juge_enfants", "99002", ""}, /* not derived (G4) */
	    {"rtpe", "99001", "north"},
	    {"rtpe", "99002", "south"},
	    {"rtpe", "99003", "rtpes"}, /* the only one of no territory */
	    {"crip", "99001", "crip"},
	    {"adn", "99001", ""},
	    {"foyer", "99001", ""},
	    {"nobody", "99001", ""},
	};
	struct arena mem = test_arena();
	struct directory d = directory(&mem);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		SAME_STR(id_of(directory_competent(&d, str_of(cases[i].role),
			     directory_commune_of(&d,
				 str_of(cases[i].commune)))),
		    str_of(cases[i].service));
}

TEST(a_service_past_its_dates_is_nobodys_any_more_and_keeps_its_name)
{
	struct arena mem = test_arena();
	struct directory d = directory(&mem);
	const struct directory_commune *a, *b;

	a = directory_commune_of(&d, TXT("99001"));
	b = directory_commune_of(&d, TXT("99002"));
	d.today = day_of(2026, 6, 30);
	SAME_TEXT(id_of(directory_role(&d, TXT("parquet"))), "old");
	SAME_TEXT(id_of(directory_competent(&d, TXT("parquet"), a)), "");
	SAME_TEXT(id_of(directory_competent(&d, TXT("parquet"), b)), "old");
	d.today = day_of(2026, 7, 1);
	SAME_TEXT(id_of(directory_role(&d, TXT("parquet"))), "new");
	SAME_TEXT(id_of(directory_competent(&d, TXT("parquet"), a)), "new");
	SAME_TEXT(id_of(directory_competent(&d, TXT("parquet"), b)), "");
	SAME_TEXT(id_of(directory_service_of(&d, TXT("old"))), "old");
}

TEST(a_directory_with_a_mistake_is_refused_at_its_line)
{
	static const struct {
		const char *service, *commune, *says;
	} cases[] = {
	    {SERVICE("x", "tpe", ""), "", "d:1: « tpe » n’est pas un rôle"},
	    {"{ \"id\": \"x\", \"role\": \"crip\", \"name\": \"X\", "
	     "\"delivery\": \"portal\" }",
		"", "d:1: « delivery » attend courriel_complet"},
	    {SERVICE("x", "rtpe", ", \"territory\": \"Nord Est\""), "",
		"d:1: « Nord Est » : a à z"},
	    {SERVICE("x", "rtpe", ", \"territory\": \"nord\""),
		"[\"99001\", \"A\", \"\", \"\", \"est\"]",
		"d:2: « est » n’est le territoire d’aucun service"},
	    {SERVICE("x", "rtpe", ""), "[\"99001\", \"A\", \"\", \"\", 1, 2]",
		"d:2: une commune est"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		struct buf faults = buf_new(&mem, 4096);
		struct directory d;
		char text[1024];
		snprintf(text, sizeof(text),
		    "{ \"services\": [ %s ],\n\"communes\": [ %s ] }",
		    cases[i].service,
		    cases[i].commune[0] ? cases[i].commune
					: "[\"99001\", \"A\", \"\", \"\"]");
		EQ(directory_read(&mem, TXT("d"), str_of(text), &faults, &d),
		    ERR_MANGLED);
		if (!memmem(faults.at, faults.len, cases[i].says,
			strlen(cases[i].says)))
			FAIL("« %s » is not in:\n%.*s", cases[i].says,
			    (int)faults.len, (const char *)faults.at);
	}
}

/* What was chosen last year is still read; it is offered to nobody. */
TEST(a_service_out_of_force_is_not_offered_and_is_still_read)
{
	struct arena mem = test_arena();
	struct pack *p = forms_pack(&mem, "demo");
	const struct form_field *f =
	    form_field_of(pack_form(p, TXT("fiche_p"), 0), TXT("k_parquet"));
	struct directory_service *one = &p->directory.services[0];
	struct buf why = buf_new(&mem, 512);
	struct json v = forms_json(&mem, TXT("[\"parquet-valmont\"]"));

	SAME_TEXT(one->id, "parquet-valmont");
	pack_today(p, day_of(2026, 11, 24));
	TRUE(!judge_wrong(f, json_at(v, 0), &why));
	one->until = TXT("2026-11-24");
	pack_today(p, day_of(2026, 11, 25));
	TRUE(f->options[0].past && !f->options[1].past);
	TRUE(judge_wrong(f, json_at(v, 0), &why));
	SAME_TEXT(form_option_of(f, one->id)->label, "Parquet de Valmont");

	struct buf page = buf_new(&mem, 256u << 10);
	OK(show_step(&mem, pack_form(p, TXT("fiche_p"), 0), f->step,
	    forms_json(&mem, TXT("{}")),
	    forms_check(&mem, pack_form(p, TXT("fiche_p"), 0), "danger",
		forms_json(&mem, TXT("{}"))),
	    &page));
	TRUE(!memmem(page.at, page.len, "parquet-valmont", 15));
	TRUE(memmem(page.at, page.len, "parquet-roncey", 14));

	/* Where nobody is left, a person may still choose. */
	for (size_t i = 0; i < f->count; i++)
		p->directory.services[i].until = TXT("2026-11-25");
	pack_today(p, day_of(2026, 11, 26));
	for (size_t i = 0; i < f->count; i++)
		TRUE(!f->options[i].past);
}
