#include "form/form.h"

#define SUITE form_form
#include "../test.h"

/* The definition `text`; what is wrong with it, or "". */
static struct str
faults_of(struct arena *mem, const char *text, struct form *form)
{
	struct buf faults = buf_new(mem, 16u << 10);

	enum err e =
	    form_read(mem, TXT("f.json"), str_of(text), NULL, &faults, form);
	EQ(e, faults.len > 0 ? ERR_MANGLED : ERR_OK);
	return buf_text(&faults);
}

/* A definition with these fields, each from its own line on: the first is on
 * line 3. */
static const char *
with(const char *fields)
{
	static char room[8192];

	snprintf(room, sizeof(room),
	    "{ \"form\": \"essai\", \"version\": 1, \"title\": \"E\", "
	    "\"source\": \"S\", \"steps\": [\n"
	    "{ \"id\": \"un\", \"title\": \"Un\", \"fields\": [\n%s\n] } ] }",
	    fields);
	return room;
}

#define CHOICE                                                                 \
	"{ \"id\": \"a\", \"kind\": \"choice\", \"label\": \"A\", "            \
	"\"options\": [ { \"id\": \"x\", \"label\": \"X\" } ] }"
#define TEXT                                                                   \
	"{ \"id\": \"t\", \"kind\": \"text\", \"label\": \"T\", \"most\": 9"

#define FIFTY "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

TEST(every_mistake_in_a_field_is_told_with_its_line)
{
	static const struct {
		const char *fields, *says;
	} cases[] = {
	    {"{ \"id\": \"a\", \"kind\": \"choice\",\n \"lable\": \"A\" }",
		"f.json:4: clé inconnue « lable »"},
	    {"{ \"id\": \"a\", \"kind\": \"choix\", \"label\": \"A\" }",
		"f.json:3: « choix » n’est pas un genre"},
	    {"{ \"kind\": \"text\", \"label\": \"A\" }",
		"f.json:3: il manque « id »"},
	    {"{ \"id\": \"Nom\", \"kind\": \"text\", \"label\": \"A\" }",
		"f.json:3: « Nom » : a à z"},
	    {TEXT ", \"least\": 10 }", "f.json:3: « t » : least dépasse most"},
	    {TEXT ", \"least\": -1 }", "f.json:3: « least » : un nombre de"},
	    {TEXT ", \"least\": \"9\" }", "f.json:3: « least » : un nombre de"},
	    {TEXT ", \"example\": \"" FIFTY FIFTY FIFTY FIFTY "x\" }",
		"f.json:3: « t » : label et example ont"},
	    {"{ \"id\": \"" FIFTY "\", \"kind\": \"text\", \"label\": "
	     "\"A\" }",
		"f.json:3: « id » : plus de 24 octets"},
	    {TEXT ", \"optional\": 1 }", "f.json:3: « optional » : true ou"},
	    {TEXT ", \"options\": [1] }", "f.json:3: « t » : ce genre n’a pas"},
	    {TEXT ", \"of\": \"a\" }", "f.json:3: « t » : « of » n’est pas"},
	    {TEXT ", \"sens\": \"Z\" }", "f.json:3: « Z » : sens attend"},
	    {TEXT ", \"prefill\": \"z\" }", "f.json:3: « z » : prefill attend"},
	    {TEXT ", \"shown\": { \"a\": [\"x\"] } }",
		"f.json:3: « a » n’est pas une question à choix posée avant"},
	    {CHOICE ",\n" TEXT ", \"shown\": { \"a\":\n[\"y\"] } }",
		"f.json:5: « y » n’est pas une réponse de « a »"},
	    {CHOICE ",\n" TEXT ", \"shown\": { \"a\": [] } }",
		"f.json:4: « a » : une liste de réponses"},
	    {CHOICE ",\n" TEXT ", \"shown\": { \"any\": [] } }",
		"f.json:4: « any » et « not » sont seuls"},
	    {CHOICE ",\n" TEXT
		    ", \"shown\": { \"not\": { \"a\": [\"x\"] }, \"a\": "
		    "[\"x\"] } }",
		"f.json:4: « any » et « not » sont seuls"},
	    {CHOICE ",\n" TEXT ", \"shown\": { \"a\": [\"x\"] } }",
		"f.json:4: « t » : sans script elle est toujours montrée"},
	    {CHOICE ",\n" TEXT ", \"shown\": {} }",
		"cette condition ne dit rien"},
	    {CHOICE ",\n" CHOICE, "f.json:4: « a » : cette question existe"},
	    {"{ \"id\": \"a\", \"kind\": \"choice\", \"label\": \"A\" }",
		"f.json:3: il manque « options »"},
	    {"{ \"id\": \"a\", \"kind\": \"several\", \"label\": \"A\", "
	     "\"options\": [ { \"id\": \"x\", \"label\": \"X\" },\n"
	     "{ \"id\": \"x\", \"label\": \"Y\" } ] }",
		"f.json:4: « x » est déjà là"},
	    {"{ \"id\": \"a\", \"kind\": \"choice\", \"label\": \"A\", "
	     "\"unknown\": true, \"options\": [ { \"id\": \"x\", \"label\": "
	     "\"X\" } ] }",
		"f.json:3: « a » : ce genre n’a pas d’« inconnu »"},
	    {"{ \"id\": \"a\", \"kind\": \"locked\", \"label\": \"A\" }",
		"f.json:3: « a » : il manque « shows »"},
	    {"{ \"id\": \"a\", \"kind\": \"trace\", \"label\": \"A\", "
	     "\"of\": \"b\", \"most\": 9 }",
		"f.json:3: « a » : une trace est dans un bloc"},
	    {"{ \"id\": \"r\", \"kind\": \"repeat\", \"label\": \"R\", "
	     "\"most\": 2, \"block\": \"B\", \"add\": \"+\", \"fields\": [ { "
	     "\"id\": \"v\", "
	     "\"kind\": \"trace\", \"label\": \"V\", \"most\": 9,\n"
	     "\"of\": \"type\" } ] }",
		"f.json:4: « type » n’est pas un choix du même bloc"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		struct form f = {.version = 77};
		struct str said = faults_of(&mem, with(cases[i].fields), &f);
		if (!memmem(said.at, said.len, cases[i].says,
			strlen(cases[i].says)))
			FAIL("« %s » is not in:\n%.*s", cases[i].says,
			    (int)said.len, said.at);
		EQ(f.version, 77); /* untouched */
	}
}

TEST(mistakes_are_all_told_at_once)
{
	struct arena mem = test_arena();
	struct form f;
	struct str said = faults_of(&mem,
	    with(TEXT ", \"sens\": \"Z\", \"autre\": 1 },\n" TEXT " }"), &f);
	size_t lines = 0;

	for (size_t i = 0; i < said.len; i++)
		lines += said.at[i] == '\n';
	EQ(lines, 3); /* the key, the word, the name given twice */
}

TEST(what_is_no_json_or_has_a_key_twice_has_its_line_too)
{
	struct arena mem = test_arena();
	struct form f;

	struct str said = faults_of(&mem, "{\n\n \"form\": \n}", &f);
	TRUE(str_starts(said, TXT("f.json:4: ce n’est pas du JSON strict")));
	said = faults_of(&mem,
	    "{ \"form\": \"a\",\n\"title\": 1,\n\"form\": 2 }", &f);
	TRUE(str_starts(said, TXT("f.json:3: ce n’est pas du JSON strict")));
	said = faults_of(&mem, "[]", &f);
	TRUE(str_starts(said, TXT("f.json:1: un objet")));
}

TEST(a_mention_must_be_asked_of_everyone)
{
	static const struct {
		const char *mention, *says;
	} cases[] = {
	    {"[\"a\"]", ""},
	    {"[\"a\", \"b\"]", ""},
	    {"[\"b\"]", "aucune question posée à tous"},
	    {"[\"c\"]", "« c » n’est pas une question obligatoire"},
	    {"[\"z\"]", "« z » n’est pas une question obligatoire"},
	    {"[]", "sans question"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		struct form f;
		char room[2048];
		snprintf(room, sizeof(room),
		    "{ \"form\": \"e\", \"version\": 1, \"title\": \"E\", "
		    "\"source\": \"S\", \"steps\": [ { \"id\": \"un\", "
		    "\"title\": \"U\", \"fields\": [ " CHOICE ", { \"id\": "
		    "\"b\", \"kind\": \"text\", \"label\": \"B\", \"most\": 9, "
		    "\"help\": \"Si X.\", \"shown\": { \"a\": [\"x\"] } "
		    "}, { \"id\": \"c\", "
		    "\"kind\": \"text\", \"label\": \"C\", \"most\": 9, "
		    "\"optional\": true } ] } ], \"mentions\": { \"m\": %s } }",
		    cases[i].mention);
		struct str said = faults_of(&mem, room, &f);
		EQ(said.len > 0, cases[i].says[0] != 0);
		TRUE(memmem(said.at, said.len, cases[i].says,
			 strlen(cases[i].says)) != NULL);
	}
}

/* A question of its own step and one of another: scripts see but the first. */
TEST(a_condition_is_of_one_step_or_of_others_never_both)
{
	struct arena mem = test_arena();
	struct form f;
	struct str said = faults_of(&mem,
	    "{ \"form\": \"e\", \"version\": 1, \"title\": \"E\", \"source\": "
	    "\"S\", \"steps\": [ { \"id\": \"un\", \"title\": \"U\", "
	    "\"fields\": [ " CHOICE " ] }, { \"id\": \"deux\", \"title\": "
	    "\"D\", \"fields\": [ { \"id\": \"b\", \"kind\": "
	    "\"yes_no_unknown\", \"label\": \"B\" },\n" TEXT
	    ", \"shown\": { \"a\": [\"x\"], \"b\": [\"oui\"] } } ] } ] }",
	    &f);

	TRUE(str_starts(said, TXT("f.json:2: « t » dépend à la fois")));
}

TEST(no_definition_has_more_steps_than_are_kept)
{
	struct arena mem = test_arena();
	struct buf b = buf_new(&mem, 8192);
	struct form f;

	buf_str(&b,
	    TXT("{ \"form\": \"e\", \"version\": 1, \"title\": \"E\", "
		"\"source\": \"S\", \"steps\": ["));
	for (int i = 0; i <= FORM_STEPS_MOST; i++) {
		buf_str(&b,
		    i > 0 ? TXT(",\n{ \"id\": \"s") : TXT("{ \"id\": \"s"));
		buf_number(&b, i, 1);
		buf_str(&b,
		    TXT("\", \"title\": \"S\", \"fields\": [ { \"id\": \"f"));
		buf_number(&b, i, 1);
		buf_str(&b,
		    TXT("\", \"kind\": \"confirmation\", \"label\": \"F\" } ] "
			"}"));
	}
	buf_str(&b, TXT("] }"));
	buf_u8(&b, 0);
	struct str said = faults_of(&mem, (const char *)b.at, &f);
	TRUE(str_starts(said, TXT("f.json:17: trop d’étapes")));
}
