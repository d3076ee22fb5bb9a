#include "convention/rules.h"

#define SUITE       convention_rules
#define TEST_MEMORY (16u << 20)
#include "../test.h"

#include "../calendar/moment.h"
#include "convention/span.h"
#include "small.h"

#define TODAY day_of(2026, 11, 24)

/* A day begins at any of its hours: what is in days starts at noon here. */
static int64_t
start_of(struct str text)
{
	return text.len == MOMENT_DAY
	    ? paris_midnight(moment_day(text)) + 12 * CLOCK_HOUR
	    : moment_utc(text);
}

/* DOMAINE 1.9, through the engine. */
TEST(every_deadline_ends_when_the_convention_says)
{
	struct arena mem = test_arena();
	const struct rules *r = &small_pack(&mem)->rules;
	struct vectors v = vectors_open("tests/vectors/calendar/deadline.txt");
	size_t seen = 0;

	while (vectors_next(&v)) {
		const struct rules_deadline *d =
		    rules_deadline_of(r, v.field[0], TODAY);
		int64_t due = 0, warn = 0;
		if (!d) /* D5 and D7 are of no dossier */
			continue;
		OK(rules_due(r, d, start_of(v.field[1]), &due, &warn));
		EQ(due, moment_utc(v.field[2]));
		TRUE(warn < due || due < start_of(v.field[1]));
		if (v.n == 4)
			EQ(deadline_prefer(paris_day(due - 1), r->territory),
			    moment_day(v.field[3]));
		seen++;
	}
	EQ(seen, 35);
}

TEST(a_deadline_in_days_starts_with_its_day_at_whatever_hour)
{
	struct arena mem = test_arena();
	const struct rules *r = &small_pack(&mem)->rules;
	const struct rules_deadline *d = rules_deadline_of(r, TXT("D2"), TODAY);
	int64_t from = paris_midnight(day_of(2026, 10, 25)), due = 0, warn = 0;

	for (int h = 0; h < 25; h++) { /* a day of 25 hours */
		OK(rules_due(r, d, from + h * CLOCK_HOUR, &due, &warn));
		EQ(due, moment_utc(TXT("2026-11-01T24:00")));
	}
	OK(rules_due(r, d, from - 1, &due, &warn));
	EQ(due, moment_utc(TXT("2026-10-31T24:00")));
}

TEST(the_ladder_stands_where_the_convention_says)
{
	struct arena mem = test_arena();
	const struct rules *r = &small_pack(&mem)->rules;
	struct vectors v = vectors_open("tests/vectors/convention/ladder.txt");

	while (vectors_next(&v)) {
		const struct rules_deadline *d =
		    rules_deadline_of(r, v.field[0], TODAY);
		int64_t start = start_of(v.field[1]), due = 0, warn = 0;
		OK(rules_due(r, d, start, &due, &warn));
		EQ(warn, moment_utc(v.field[2]));
		EQ(v.n, 3 + d->alerts_count);
		for (size_t i = 0; i < d->alerts_count; i++) {
			int64_t at = 0;
			OK(rules_alert(r, d, i, start, due, &at));
			EQ(at, moment_utc(v.field[3 + i]));
			TRUE(at > start && at < due);
		}
	}
}

TEST(a_task_ends_after_working_days_or_hours)
{
	static const struct {
		const char *span, *count, *start, *due;
	} cases[] = {
	    {"P2D", "ouvres", "2026-11-19T10:00", "2026-11-23T24:00"},
	    {"P1D", "ouvres", "2026-12-24T10:00", "2026-12-28T24:00"},
	    {"P1D", "semaine", "2026-12-24T10:00", "2026-12-25T24:00"},
	    {"P2D", "tout", "2026-11-20T10:00", "2026-11-22T24:00"},
	    {"PT1H", "ouvres", "2026-11-20T23:30", "2026-11-23T00:30"},
	    {"P6DT8H", "tout", "2026-11-13T12:00", "2026-11-19T08:00"},
	    {"-P1D", "ouvres", "2026-11-23T10:00", "2026-11-20T24:00"},
	};
	struct rules r = {.territory = TERRITORY_METROPOLE};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rules_span s;
		int64_t due = 0;
		TRUE(span_read(str_of(cases[i].span), &s));
		TRUE(span_count_read(str_of(cases[i].count), &s.count));
		OK(rules_within(&r, &s, moment_utc(str_of(cases[i].start)),
		    &due));
		EQ(due, moment_utc(str_of(cases[i].due)));
	}
}

TEST(a_deadline_out_of_the_calendar_leaves_the_answer_alone)
{
	struct arena mem = test_arena();
	const struct rules *r = &small_pack(&mem)->rules;
	int64_t due = 42, warn = 43;

	for (size_t i = 0; i < r->deadlines_count; i++) {
		const struct rules_deadline *d = &r->deadlines[i];
		if (d->after.n < 0)
			continue;
		EQ(rules_due(r, d, INT64_MAX / 2, &due, &warn), ERR_INPUT);
		EQ(rules_due(r, d, (int64_t)DAY_MOST * CLOCK_DAY, &due, &warn),
		    ERR_INPUT);
	}
	EQ(due, 42);
	EQ(warn, 43);
}

TEST(an_alert_is_told_in_a_few_signs)
{
	static const char *const cases[][2] = {
	    {"PT24H", "24\u00a0h"},
	    {"P3D", "J+3"},
	    {"P6DT8H", "J+6, 8\u00a0h"},
	    {"-P15D", "J-15"},
	    {"P1M", "M+1"},
	    {"dernier_jour_ouvre", "dernier jour ouvré"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char room[64];
		struct buf b = buf_over(room, sizeof(room));
		struct rules_span s;
		TRUE(span_read(str_of(cases[i][0]), &s));
		rules_alert_words(&s, &b);
		SAME_STR(buf_text(&b), str_of(cases[i][1]));
	}
}

TEST(what_is_no_span_is_refused)
{
	static const char *const bad[] = {"", "P", "PT", "P0D", "P7", "7D",
	    "P7d", "PT48", "P1DT", "P1DT25H", "P1DTH", "P1DT8", "P1Y", "P1W",
	    "P1M2D", "PT1H30M", "P07D", "P-7D", "--P7D", "P99999D", "P 7D",
	    "P1DT8H ", "PT3661H", "P1MT8H", "dernier"};
	struct rules_span s = {.n = 42};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (span_read(str_of(bad[i]), &s))
			FAIL("« %s » was read", bad[i]);
	EQ(s.n, 42);
}

TEST(all_that_is_written_is_read)
{
	struct arena mem = test_arena();
	const struct pack *p = small_pack(&mem);
	const struct rules *r = &p->rules;
	const struct rules_act *a = rules_act_of(r, TXT("fiche"), TODAY);

	EQ(r->acts_count, 7);
	EQ(r->deadlines_count, 13);
	EQ(r->letters_count, 3);
	EQ(r->education_count, 3);
	TRUE(r->education[2].closed && !r->education[0].closed);
	TRUE(a->opens && a->box && a->central && !a->folds);
	SAME_TEXT(a->name->id, "nom");
	SAME_TEXT(a->mna->id, "mna");
	SAME_TEXT(a->at->id, "quand");
	EQ(a->parties.count, 4);
	SAME_TEXT(a->parties.at[1].field->id, "parquet");
	TRUE(a->parties.at[1].network && a->parties.at[2].author);
	SAME_TEXT(a->parties.at[3].service, "tpe-un");
	EQ(a->does[RULES_OPEN].count, 3);
	EQ(a->tasks_count, 1);
	EQ(a->tasks[0].within.n, 2);
	EQ(a->tasks[0].within.count, RULES_WORKING);
	SAME_TEXT(a->tasks[0].who.otherwise->role, "crip");
	SAME_TEXT(a->letters.at[0], "R1");

	const struct rules_act *opp = rules_act_of(r, TXT("opp"), TODAY);
	EQ(opp->warns_count, 1);
	SAME_TEXT(opp->when.education.at[0], "signale");
	TRUE(rules_named(&opp->when.unless, TXT("opp")));
	TRUE(rules_act_of(r, TXT("rapport"), TODAY)->when.once);
	TRUE(rules_act_of(r, TXT("fin"), TODAY)->pauses.count == 1);
	TRUE(rules_named(&rules_act_of(r, TXT("fin"), TODAY)->drops,
	    TXT("saisine_r2")));

	const struct rules_act *fin = rules_act_of(r, TXT("fin"), TODAY);
	EQ(fin->leaves_count, 1);
	SAME_TEXT(fin->leaves[0].who.field->id, "qui");
	TRUE(rules_named(&fin->leaves[0].drops, TXT("D2c")));

	const struct rules_deadline *d3 =
	    rules_deadline_of(r, TXT("D3"), TODAY);
	EQ(d3->from, RULES_RECEPTION);
	EQ(d3->roles.count, 2);
	EQ(d3->after.unit, RULES_MONTHS);
	EQ(rules_deadline_of(r, TXT("D1b"), TODAY)->from, RULES_RECEIVED);
	TRUE(rules_deadline_of(r, TXT("D1b"), TODAY)->information);
	SAME_TEXT(rules_deadline_of(r, TXT("D2"), TODAY)->field, "o_date");
	EQ(rules_deadline_of(r, TXT("D4"), TODAY)->after.count, RULES_WEEKDAYS);

	const struct rules_letter *r1 = rules_letter_of(r, TXT("R1"), TODAY);
	SAME_TEXT(r1->subject,
	    "signalement mineur en situation de prostitution");
	TRUE(r1->pdf && r1->shows == RULES_ACT);
	SAME_TEXT(r1->text,
	    "Signalement {reference}, du {date}.\nÀ l’attention de {service} "
	    ": {titre}.");
	SAME_TEXT(rules_letter_of(r, TXT("R5"), TODAY)->forms.at[0], "rapport");
}

TEST(the_record_of_a_convention_is_read)
{
	struct arena mem = test_arena();
	const struct pack *p = small_pack(&mem);

	EQ(p->record.parties_count, 2);
	SAME_TEXT(p->record.parties[0].referent, "magistrat référent");
	SAME_TEXT(p->record.parties[1].suppleant, "");
	EQ(p->record.signed_on, day_of(2022, 10, 11));
	EQ(p->record.ends, day_of(2025, 10, 11));
	EQ(p->record.residents_only, day_of(2023, 10, 11)); /* G11 */
	TRUE(record_module_on(&p->record, TXT("evaluation")));
	TRUE(!record_module_on(&p->record, TXT("aemo")));
	EQ(p->rules.capacities_count, 1);
	EQ(p->rules.capacities[0].most, 20); /* S1-3.3-a */
	SAME_TEXT(p->rules.capacities[0].states.at[0], "opp");
}

TEST(what_is_not_known_of_a_convention_is_not_made_up)
{
	struct arena mem = test_arena();
	static struct small s;

	s = (struct small){.mem = &mem,
	    .file = "convention.json",
	    .was = "  \"dates\": { \"signed\": \"2022-10-11\", \"renewed\": "
		   "\"2023-10-11\", \"ends\": \"2025-10-11\" },\n",
	    .is = ""};
	OK(small_open(&s));
	EQ(s.pack.record.signed_on, DAY_LEAST);
	EQ(s.pack.record.ends, DAY_LEAST);
}

TEST(nobody_records_an_act_of_a_module_that_is_switched_off)
{
	struct arena mem = test_arena();
	static struct small s;

	EQ(rules_act_of(&small_pack(&mem)->rules, TXT("rapport"), TODAY)
		->by.count,
	    1);
	s = (struct small){.mem = &mem,
	    .file = "convention.json",
	    .was = "[\"evaluation\"]",
	    .is = "[\"aemo\"]"};
	OK(small_open(&s));
	EQ(rules_act_of(&s.pack.rules, TXT("rapport"), TODAY)->by.count, 0);
}

TEST(a_rule_is_the_one_in_force_on_the_day)
{
	struct arena mem = test_arena();
	static struct small s;

	s = (struct small){.mem = &mem,
	    .file = "rules.json",
	    .was = "    { \"id\": \"D2b\"",
	    .is = "    { \"id\": \"D2\", \"title\": \"Plus court\", "
		  "\"version\": 2, \"since\": \"2027-01-01\", \"source\": "
		  "\"S1-2.1-c\", \"from\": \"filed\", \"after\": \"P5D\", "
		  "\"nature\": \"legal\", \"owed\": [\"ase\"] },\n"
		  "    { \"id\": \"D2b\""};
	OK(small_open(&s));
	const struct rules *r = &s.pack.rules;
	EQ(rules_deadline_of(r, TXT("D2"), day_of(2026, 12, 31))->version, 1);
	EQ(rules_deadline_of(r, TXT("D2"), day_of(2027, 1, 1))->version, 2);
	TRUE(!rules_deadline_of(r, TXT("D2"), day_of(2024, 2, 29)));
	TRUE(!rules_act_of(r, TXT("fiche"), day_of(2024, 2, 29)));
	TRUE(!rules_letter_of(r, TXT("R1"), day_of(2024, 2, 29)));
	/* What began under the first keeps it. */
	EQ(rules_deadline_version(r, TXT("D2"), 1)->after.n, 7);
	EQ(rules_deadline_version(r, TXT("D2"), 2)->after.n, 5);
	TRUE(!rules_deadline_version(r, TXT("D2"), 3));
}

/* --- mistakes ---------------------------------------------------------------
 */

TEST(each_mistake_is_refused_with_its_file_and_line)
{
	static const struct {
		const char *file, *was, *is, *says;
	} cases[] = {
#define RULES_CASE(was, is, says) {"rules.json", was, is, says}
	    RULES_CASE("\"rules\": \"small\"", "\"regles\": \"small\"",
		"small/rules.json:1: clé inconnue « regles »"),
	    RULES_CASE("\"version\": 1,\n  \"states\"",
		"\"version\": 1, \"version\": 2,\n  \"states\"",
		"ce n’est pas du JSON strict, ou une clé y est deux fois"),
	    RULES_CASE("{ \"id\": \"clos\"", "{ \"id\": \"opp\"",
		"small/rules.json:3: « opp » est déjà un état"),
	    RULES_CASE("\"form\": \"enquete\"", "\"form\": \"enquette\"",
		"« enquette » n’est pas un formulaire de cette convention"),
	    RULES_CASE("\"form\": \"enquete\"", "\"form\": \"fiche\"",
		"« fiche » est déjà là : une autre version a un numéro"),
	    RULES_CASE("\"by\": [\"foyer\", \"ase\"]",
		"\"by\": [\"foyer\", \"mairie\"]",
		"small/rules.json:7: « mairie » n’est pas un rôle"),
	    RULES_CASE("\"by\": [\"foyer\", \"ase\"]",
		"\"by\": [\"foyer\", \"foyer\"]",
		"small/rules.json:7: « foyer » est deux fois"),
	    RULES_CASE("\"meet\": [\"D2c\"]",
		"\"meet\": [\"D2c\"], \"reopen\": [\"D2b\"]",
		"« reopen » sans « after »"),
	    RULES_CASE("\"drops\": [\"saisine_r2\"]",
		"\"drops\": [\"saisine_r4\"]",
		"« saisine_r4 » n’est pas une tâche de ces règles"),
	    RULES_CASE("\"by\": [\"foyer\", \"ase\"]", "\"by\": []",
		"« by » : une liste [ … ] non vide"),
	    RULES_CASE("\"at\": [\"box\", \"central\"]", "\"at\": [\"ici\"]",
		"« at » attend box et central"),
	    RULES_CASE("\"instant\": \"quand\"", "\"instant\": \"nom\"",
		"« nom » n’est pas du genre attendu par « instant »"),
	    RULES_CASE("\"name\": \"nom\"", "\"name\": \"nome\"",
		"small/rules.json:8: « nome » n’est pas une question de « "
		"fiche »"),
	    RULES_CASE("\"born\": \"naiss\"", "\"born\": \"nom\"",
		"« nom » n’est pas du genre attendu par « born »"),
	    RULES_CASE("[ { \"education\": \"signale\"",
		"[ { \"education\": \"signal\"",
		"small/rules.json:9: « signal » n’est pas un état"),
	    RULES_CASE("\"of\": \"parquet\", \"network\"",
		"\"of\": \"mesure\", \"network\"",
		"« mesure » n’est ni un lieu, ni un service de rôle parquet"),
	    RULES_CASE("{ \"role\": \"crip\", \"network\": true }",
		"{ \"role\": \"adn\", \"of\": \"parquet\" }",
		"« parquet » n’est ni un lieu, ni un service de rôle adn"),
	    RULES_CASE("\"service\": \"tpe-un\"", "\"service\": \"tpe-deux\"",
		"« tpe-deux » n’est pas un service de rôle juge_enfants"),
	    RULES_CASE("\"author\": true }",
		"\"author\": true, \"service\": \"crip\" }",
		"« crip » n’est pas un service de rôle foyer"),
	    RULES_CASE("\"open\": [\"D1\", \"D1b\", \"D1c\"]",
		"\"open\": [\"D12\"]",
		"« D12 » n’est pas un délai de ces règles"),
	    RULES_CASE("\"do\": \"saisine\"", "\"do\": \"rien\"",
		"« rien » n’est pas un acte de ces règles"),
	    RULES_CASE("{ \"mesure\": [\"administrative\"] }",
		"{ \"mesure\": [\"penale\"] }",
		"« penale » n’est pas une réponse de « mesure »"),
	    RULES_CASE("{ \"after\": \"P2D\", \"count\": \"ouvres\" }",
		"\"P2W\"", "« P2W » n’est pas une durée"),
	    RULES_CASE("\"count\": \"ouvres\" },", "\"count\": \"jours\" },",
		"« jours » : count attend tout, semaine, ouvres ou bureau"),
	    RULES_CASE("\"letters\": [\"R1\"]", "\"letters\": [\"R9\"]",
		"« R9 » n’est pas une lettre de ces règles"),
	    RULES_CASE("[\"opp\"], \"once\": true",
		"[\"opp\"], \"since\": [\"oppp\"]",
		"« oppp » n’est pas un acte de ces règles"),
	    RULES_CASE("{ \"after\": [\"opp\"], \"once\": true }",
		"{ \"since\": [\"opp\"] }",
		"« since » sans « after », « all » ni « unless »"),
	    RULES_CASE("[ { \"education\": \"clos\"",
		"[ { \"since\": [\"opp\"], \"education\": \"clos\"",
		"« since » sans « after »"),
	    RULES_CASE("\"unless\": [\"opp\"]", "\"unless\": [\"oppp\"]",
		"« oppp » n’est pas un acte de ces règles"),
	    RULES_CASE("\"penal\": [\"sans_information\"] }, \"state\"",
		"\"penal\": [\"opp\"] }, \"state\"",
		"« opp » n’est pas un état de l’axe pénal"),
	    RULES_CASE("\"o_mention\": [\"non\"]", "\"mention\": [\"non\"]",
		"« mention » n’est pas une question à choix"),
	    RULES_CASE("\"of\": \"qui\", ", "",
		"small/rules.json:37: « of » attend la question qui dit quel "
		"service s’en va"),
	    RULES_CASE("\"juge_enfants\", \"of\": \"qui\"",
		"\"crip\", \"of\": \"qui\"", "la CRIP ne quitte aucun dossier"),
	    RULES_CASE("\"of\": \"qui\"",
		"\"of\": \"qui\", \"by\": [\"parquet\"]",
		"small/rules.json:37: « parquet » ne peut pas enregistrer cet "
		"acte"),
	    RULES_CASE("\"drops\": [\"D2c\"]", "\"drops\": [\"D22\"]",
		"« D22 » n’est pas un délai de ces règles"),
	    RULES_CASE("\"of\": \"qui\"", "\"of\": \"qui\", \"party\": true",
		"small/rules.json:37: clé inconnue « party »"),
	    RULES_CASE("\"by\": [\"crip\"], \"at\": [\"central\"]",
		"\"by\": [\"crip\"], \"at\": [\"box\", \"central\"]",
		"« leaves » est d’un acte enregistré à la centrale"),
	    RULES_CASE("\"module\": \"evaluation\"", "\"module\": \"danse\"",
		"« danse » n’est pas un module"),
	    RULES_CASE("\"from\": \"received\"", "\"from\": \"demain\"",
		"« from » attend filed, received"),
	    RULES_CASE("{ \"reception\": [\"parquet\"] }",
		"{ \"reception\": [\"parquet\"], \"field\": \"o_date\" }",
		"un seul de « field » et « reception »"),
	    RULES_CASE("{ \"field\": \"s_date\" }", "{ \"field\": \"date\" }",
		"« date » n’est pas une question de « saisine »"),
	    RULES_CASE(
		"\"from\": { \"field\": \"o_date\" }, \"after\": \"P7D\"",
		"\"from\": { \"field\": \"o_mention\" }, \"after\": \"P7D\"",
		"« o_mention » n’est ni un jour ni une heure"),
	    RULES_CASE("\"after\": \"P7D\"", "\"after\": \"une semaine\"",
		"« une semaine » n’est pas une durée"),
	    RULES_CASE("\"after\": \"P7D\"", "\"after\": \"-PT7H\"",
		"avant un événement, un délai est en jours"),
	    RULES_CASE("\"after\": \"P3M\", \"nature\": \"convention\"",
		"\"after\": \"P3M\", \"count\": \"ouvres\", \"nature\": "
		"\"convention\"",
		"des mois comptent tous leurs jours"),
	    RULES_CASE("\"P7DT8H\"", "\"P8D\"",
		"l’alerte « P8D » n’est pas avant la fin du délai"),
	    RULES_CASE("\"-P15D\", \"-P7D\"", "\"-P92D\", \"-P7D\"",
		"l’alerte « -P92D » n’est pas avant la fin du délai"),
	    RULES_CASE("\"PT36H\"", "\"PT48H\"",
		"l’alerte « PT48H » n’est pas avant la fin du délai"),
	    RULES_CASE("\"PT36H\"", "\"demain\"",
		"« demain » n’est pas une alerte"),
	    RULES_CASE("\"PT12H\", \"PT24H\"", "\"demain\", \"PT48H\"",
		"l’alerte « PT48H » n’est pas avant la fin du délai"),
	    RULES_CASE("\"nature\": \"objectif\", \"owed\"",
		"\"nature\": \"souhait\", \"owed\"",
		"« nature » attend objectif, convention, legal ou interne"),
	    RULES_CASE("\"nature\": \"objectif\", \"owed\": [\"parquet\"]",
		"\"nature\": \"objectif\"",
		"« D1 » : il manque « owed », ou « information »"),
	    RULES_CASE("\"since\": \"2024-03-01\", \"source\": \"S2-f, G14\"",
		"\"since\": \"1er mars\", \"source\": \"S2-f, G14\"",
		"« 1er mars » n’est pas un jour"),
	    RULES_CASE("\"id\": \"D1b\"", "\"id\": \"D1 bis\"",
		"« D1 bis » : lettres sans accent"),
	    RULES_CASE("\"version\": 1, \"since\": \"2024-03-01\", "
		       "\"source\": \"S2-f, G14\"",
		"\"since\": \"2024-03-01\", \"source\": \"S2-f, G14\"",
		"il manque « version »"),
	    RULES_CASE("{reference}, du", "{nom}, du",
		"« {nom} » : attendus {reference}"),
	    RULES_CASE("\"shows\": \"act\", \"pdf\"",
		"\"shows\": \"tout\", \"pdf\"",
		"« shows » attend act, first, reports ou nothing"),
	    RULES_CASE("\"forms\": [\"rapport\"]", "\"pdf\": true",
		"« forms » dit quels rapports"),
	    RULES_CASE("\"subject\": \"rapport\"",
		"\"subject\": \"rapport {reference}\"",
		"l’objet est d’une ligne, le même pour toutes"),
	    RULES_CASE("{ \"role\": \"parquet\" }, { \"role\": \"juge_enfants",
		"{ \"role\": \"parquet\", \"of\": \"parquet\" }, { \"role\": "
		"\"juge_enfants",
		"« parquet » n’est pas une question de « rapport »"),
	    RULES_CASE("\"states\": {\n", "\"etats\": {\n",
		"clé inconnue « etats »"),
	    {"convention.json", "\"evaluation\"]", "\"theatre\"]",
		"small/convention.json:5: « theatre » n’est pas un module"},
	    {"convention.json", "\"signed\": \"2022-10-11\"",
		"\"signed\": \"2024-10-11\"",
		"« dates » : signed, renewed et ends dans cet ordre"},
	    {"convention.json", "\"states\": [\"opp\"]",
		"\"states\": [\"ouvert\"]",
		"« ouvert » n’est pas un état de l’axe éducatif"},
	    {"convention.json", "\"modules\"",
		"\"territory\": \"corse\", \"modules\"",
		"« corse » n’est pas un territoire"},
	    {"convention.json", "\"2023-10-11\",\n", "\"bientôt\",\n",
		"« bientôt » n’est pas un jour"},
	};
	static struct small s;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		s = (struct small){.mem = &mem,
		    .file = cases[i].file,
		    .was = cases[i].was,
		    .is = cases[i].is};
		if (small_open(&s) != ERR_MANGLED)
			FAIL("« %s » was read", cases[i].is);
		EQ(s.pack.count, 0);
		EQ(s.pack.rules.acts_count, 0);
		small_says(&s.faults, cases[i].says);
	}
}

TEST(a_pack_without_rules_is_refused_with_a_sentence)
{
	struct arena mem = test_arena();
	static struct small s;

	s = (struct small){.mem = &mem, .without = "rules.json"};
	EQ(small_open(&s), ERR_MANGLED);
	small_says(&s.faults,
	    "small/convention.json:1: il manque rules.json, ici ou dans "
	    "common");
}

struct written {
	const struct pack *p;
	struct str text;
};

static enum err
read_small(struct arena *mem, void *ctx)
{
	static struct rules r;
	const struct written *w = ctx;

	return rules_read(mem, TXT("r"), w->text, &w->p->directory, w->p->forms,
	    w->p->count, TERRITORY_METROPOLE, NULL, &r);
}

TEST(whenever_memory_ends_reading_rules_says_so)
{
	static _Alignas(max_align_t) uint8_t room[1u << 20];
	struct arena mem = test_arena(), small;
	struct written w = {.p = small_pack(&mem)};

	w.text = str_from(test_file(&mem, "tests/convention/small/rules.json"));
	arena_open(&small, room, sizeof(room));
	TRUE(test_each_allocation(&small, read_small, &w) > 80);
	arena_open(&small, room, 4096);
	EQ(read_small(&small, &w), ERR_LIMIT);
}
