#include "convention/proof.h"

#define SUITE       convention_proof
#define TEST_MEMORY (16u << 20)
#include "../test.h"

#include "convention/source.h"
#include "small.h"

#define TODAY day_of(2026, 11, 24)

/* What is said of the small convention, so changed. */
static void
proven(struct small *s, struct proof *proof)
{
	static char room[SMALL_FAULTS];
	static struct buf lines;

	enum err e = small_open(s);
	if (e != ERR_OK)
		FAIL("%s: %.*s", err_name(e), (int)s->faults.len,
		    (const char *)s->faults.at);
	lines = buf_over(room, sizeof(room));
	*proof = (struct proof){.lines = &lines};
	proof_pack(&s->pack, TODAY, proof);
}

TEST(a_convention_that_holds_is_proven_without_a_word)
{
	struct arena mem = test_arena();
	static struct small s;
	struct proof proof;

	s = (struct small){.mem = &mem};
	proven(&s, &proof);
	if (proof.lines->len > 0)
		FAIL("%.*s", (int)proof.lines->len,
		    (const char *)proof.lines->at);
}

#define R "rules.json"
#define D "directory.json"

TEST(what_leads_nowhere_is_told_with_its_file_and_line)
{
	static const struct {
		const char *file, *was, *is, *says;
	} cases[] = {
	    /* acts */
	    {R, "\"when\": { \"education\": [\"signale\"]",
		"\"when\": { \"education\": [\"clos\"]",
		"small/rules.json:21: acte que rien ne permet jamais "
		"d’enregistrer : « opp »"},
	    {R, "\"unless\": [\"opp\"]", "\"unless\": [\"fiche\"]",
		"acte que rien ne permet jamais d’enregistrer : « opp »"},
	    {R, "\"after\": [\"saisine\"]", "\"after\": [\"decision\"]",
		"acte que rien ne permet jamais d’enregistrer : « decision »"},
	    {R, "\"opens\": true", "\"opens\": false",
		"acte que rien ne permet jamais d’enregistrer : « fiche »"},
	    {R, "\"by\": [\"crip\"], \"at\"", "\"by\": [\"copil\"], \"at\"",
		"aucun service de l’annuaire ne peut enregistrer « fin »"},
	    {"convention.json", "\"fin\"]", "\"fin\", \"note\"]",
		"aucun acte pour le formulaire « note »"},
	    /* deadlines */
	    {R, "\"open\": [\"D1\", \"D1b\", \"D1c\"]",
		"\"open\": [\"D1\", \"D1c\"]",
		"small/rules.json:41: délai qu’aucun acte n’ouvre : « D1b »"},
	    {R, "\"meet\": [\"D1\", \"D1b\", \"D1c\"]",
		"\"meet\": [\"D1b\", \"D1c\"]",
		"small/rules.json:39: délai que rien ne peut ni tenir ni "
		"clore : « D1 »"},
	    {R, "\"deadlines\": { \"meet\": [\"D2c\"] }",
		"\"deadlines\": { \"meet\": [\"D2c\"], \"reopen\": [ { "
		"\"id\": \"D2\", \"after\": [\"saisine\"] } ] }",
		"small/rules.json:33: délai rouvert, que ces actes ne closent "
		"pas : « D2 »"},
	    {R, "{ \"penal\": [\"sans_information\"] }, \"state\"",
		"{ \"penal\": [\"sans_information\"], \"running\": "
		"[\"D2\"] }, \"state\"",
		"« running » d’un délai que cet acte ne tient pas : « D2 »"},
	    {R, "\"drop\": [\"D2\", \"D2b\", \"D2c\"]",
		"\"drop\": [\"D2\", \"D2b\", \"D2c\"], \"reopen\": [ { "
		"\"id\": \"D1\", \"after\": [\"enquete\"] } ]",
		"délai que plus rien ne peut tenir ni clore, dans l’état « "
		"clos » : « D1 »"},
	    {R, "{ \"education\": \"opp\" } ], \"parties\"",
		"{ \"education\": \"opp\", \"penal\": \"enquete\" } ], "
		"\"parties\"",
		"délai que plus rien ne peut tenir ni clore, dans l’état « "
		"opp » : « D1 »"},
	    {R, "\"after\": [\"opp\"], \"once\"",
		"\"after\": [\"opp\"], \"education\": [\"clos\"], \"unless\": "
		"[\"fin\"], \"once\"",
		"acte que rien ne permet jamais d’enregistrer : « rapport »"},
	    /* tasks */
	    {R, "\"by\": [\"parquet\", \"rtpe\", \"crip\"]",
		"\"by\": [\"parquet\", \"rtpe\"]",
		"small/rules.json:14: tâche donnée à qui ne peut pas la "
		"faire : « saisine_r2 »"},
	    /* who leaves */
	    {R, "{ \"role\": \"juge_enfants\", \"service\": \"tpe-un\" }",
		"{ \"role\": \"ase\" }",
		"small/rules.json:37: aucun acte ne nomme qui s’en va : « "
		"juge_enfants »"},
	    /* letters */
	    {R, "      \"letters\": [\"R4\"],\n", "",
		"lettre qu’aucun acte n’envoie : « R4 »"},
	    {R, "signalement mineur en", "Signalement mineur en",
		"l’objet de R1 n’est pas celui de S1-1.1-c"},
	    {R, "\"cc\": [ { \"role\": \"crip\" } ]",
		"\"cc\": [ { \"role\": \"adn\" } ]",
		"R1 n’est pas toujours en copie à la CRIP (S1-1.1-e)"},
	    {R, "\"cc\": [ { \"role\": \"crip\" } ]",
		"\"cc\": [ { \"role\": \"crip\", \"if\": { \"mesure\": "
		"[\"aucune\"] } } ]",
		"R1 n’est pas toujours en copie à la CRIP (S1-1.1-e)"},
	    /* recipients */
	    {R, "{ \"role\": \"juge_enfants\", \"service\": \"tpe-un\" }",
		"{ \"role\": \"mds\", \"of\": \"domicile\" }",
		"small/rules.json:6: partie de « fiche » : aucun service de "
		"rôle mds pour la commune « Un »"},
	    {R, "{ \"role\": \"parquet\" }, { \"role\": \"juge_enfants\" }",
		"{ \"role\": \"rtpe\" }",
		"lettre « R5 » : aucun service de rôle rtpe pour la commune « "
		"Un »"},
	    {R, "{ \"role\": \"adn\" }, { \"role\": \"ase\" }",
		"{ \"role\": \"mds\" }",
		"partie de « opp » : aucun service de rôle mds pour la "
		"commune « Un »"},
	    /* sources */
	    {R, "\"source\": \"S1-1.2-a, b; CPC 1184\"",
		"\"source\": \"S1-1.2-a, z; CPC 1184\"",
		"small/rules.json:30: texte inconnu (source.def) : « z »"},
	    {R, "\"source\": \"G14\", \"from\": \"received\"",
		"\"source\": \"ma mémoire\", \"from\": \"received\"",
		"texte inconnu (source.def) : « ma mémoire »"},
	    {"forms/fin.json", "S2-e", "S3-e",
		"small/forms/fin.json:1: texte inconnu (source.def) : « S3-e "
		"»"},
	    /* directory */
	    {D, "\"mailbox\": \"un@tpe.example\", ", "",
		"small/directory.json:4: pas de boîte structurelle pour « "
		"tpe-un »"},
	    {D, "\"delivery\": \"portail\", \"confirmed\"",
		"\"delivery\": \"portail\", \"until\": \"2026-11-23\", "
		"\"confirmed\"",
		"service qui n’est pas en fonction aujourd’hui : « "
		"parquet-deux »"},
	    {D, "[\"99002\", \"Deux\", \"parquet-deux\"",
		"[\"99002\", \"Deux\", \"\"",
		"small/directory.json:12: commune sans parquet : « Deux »"},
	};
	static struct small s;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		struct proof proof = {.mistakes = 0};
		s = (struct small){.mem = &mem,
		    .file = cases[i].file,
		    .was = cases[i].was,
		    .is = cases[i].is};
		proven(&s, &proof);
		small_says(proof.lines, cases[i].says);
		TRUE(proof.mistakes > 0);
	}
}

/* What a sample lacks is to complete; nothing of it is a mistake. */
TEST(what_a_sample_lacks_is_a_note)
{
	struct arena mem = test_arena();
	static struct small s;
	struct proof proof;

	s = (struct small){.mem = &mem,
	    .file = D,
	    .was = "\"mailbox\": \"crip@departement.example\", \"phone\": "
		   "\"01 99 00 00 04\", \"delivery\": \"courriel_complet\", "
		   "\"confirmed\": \"fictif\"",
	    .is = "\"delivery\": \"courriel_complet\""};
	proven(&s, &proof);
	EQ(proof.mistakes, 3);
	EQ(proof.notes, 0);
	s.pack.active = false;
	proof = (struct proof){.lines = proof.lines};
	proof_pack(&s.pack, TODAY, &proof);
	EQ(proof.mistakes, 0);
	EQ(proof.notes, 3);
	small_says(proof.lines,
	    "directory.json:5: à compléter : pas de téléphone pour « crip »");
}

TEST(a_service_whose_time_is_over_is_told)
{
	static const struct {
		const char *when;
		enum err err;
		size_t mistakes;
	} cases[] = {
	    {"\"since\": \"2026-11-24\"", ERR_OK, 0},
	    {"\"since\": \"2026-11-25\"", ERR_OK, 1},
	    {"\"until\": \"2026-11-24\"", ERR_OK, 0},
	    {"\"until\": \"2026-11-23\"", ERR_OK, 1},
	    {"\"until\": \"24/11/2026\"", ERR_MANGLED, 0},
	    {"\"since\": \"2026-11-24\", \"until\": \"2026-11-23\"",
		ERR_MANGLED, 0},
	};
	static struct small s;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[256];
		struct arena mem = test_arena();
		struct proof proof;
		snprintf(text, sizeof(text),
		    "\"delivery\": \"portail\", \"confirmed\": \"fictif\", %s",
		    cases[i].when);
		s = (struct small){.mem = &mem,
		    .file = D,
		    .was = "\"delivery\": \"portail\", \"confirmed\": "
			   "\"fictif\"",
		    .is = text};
		EQ(small_open(&s), cases[i].err);
		if (cases[i].err != ERR_OK)
			continue;
		proven(&s, &proof);
		EQ(proof.mistakes, cases[i].mistakes);
	}
}

TEST(another_subject_needs_its_reason)
{
	struct arena mem = test_arena();
	static struct small s;
	struct proof proof;

	s = (struct small){.mem = &mem,
	    .file = R,
	    .was = "signalement mineur en",
	    .is = "mineur en"};
	OK(small_open(&s));
	s.pack.record.subject_reason = TXT("avenant de 2026");
	static char room[SMALL_FAULTS];
	struct buf lines = buf_over(room, sizeof(room));
	proof = (struct proof){.lines = &lines};
	proof_pack(&s.pack, TODAY, &proof);
	EQ(proof.mistakes, 0);
}

TEST(a_source_is_read_as_people_write_it)
{
	static const struct {
		const char *source;
		bool known;
		const char *wrong;
	} cases[] = {
	    {"S1-2.1-c", true, ""},
	    {"S1-2.2-a, b, f; DOMAINE 1.9 D3 (le plus tôt, des deux)", true,
		""},
	    {"S1-2.3-c..f, h", true, ""},
	    {"CASF L226-5, D226-2-8; CPP 706-50 s.", true, ""},
	    {"S1-ACT-08, 10, 12; S2 (statut de victime)", true, ""},
	    {"code civil 375, 375-5", true, ""},
	    {"S1-1.1-b..e", true, ""},
	    {"", false, ""},
	    {"S1-1.1-z", false, "S1-1.1-z"},
	    {"S1-1.1-b..z", false, "S1-1.1-b..z"},
	    {"S1-1.1-a; b", false, "b"},
	    {"b", false, "b"},
	    {"s.", false, "s."},
	    {"S1-1.1-a D99", false, "S1-1.1-a D99"},
	    {"CASF L999-9", false, "CASF L999-9"},
	    {"S1-1.1-a,, b", false, "S1-1.1-a,, b"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str wrong = TXT("");
		bool known = source_known(str_of(cases[i].source), &wrong);
		if (known != cases[i].known)
			FAIL("%s", cases[i].source);
		if (!known)
			SAME_STR(wrong, str_of(cases[i].wrong));
	}
}

/* The files it reads are in memory of their own, the pack in what is counted.
 */
static enum err
open_small(struct arena *mem, void *ctx)
{
	static struct pack p;
	struct small *s = ctx;
	struct pack_source from = {small_file, s};
	size_t mark = arena_mark(s->mem);

	enum err e = pack_open(mem, &from, TXT("small"), NULL, &p);
	arena_back(s->mem, mark);
	return e;
}

TEST(whenever_memory_ends_opening_a_pack_says_so)
{
	static _Alignas(max_align_t) uint8_t room[1u << 20];
	struct arena mem = test_arena(), own;
	struct small s = {.mem = &mem};

	arena_open(&own, room, sizeof(room));
	TRUE(test_each_allocation(&own, open_small, &s) > 200);
}
