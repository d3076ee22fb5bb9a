#include "form/answer.h"

#define SUITE       form_answer
#define TEST_MEMORY (8u << 20)
#include "../test.h"

#include "forms.h"

/* A form with a question of each kind. */
static const char every_kind[] =
    "{ \"form\": \"e\", \"version\": 1, \"title\": \"E\", \"source\": \"S\", "
    "\"steps\": [ { \"id\": \"un\", \"title\": \"Un\", \"fields\": ["
    "{ \"id\": \"ch\", \"kind\": \"choice\", \"label\": \"Choix\", "
    "\"options\": [ { \"id\": \"x\", \"label\": \"X\" }, { \"id\": \"y\", "
    "\"label\": \"Y\" } ] },"
    "{ \"id\": \"t\", \"kind\": \"text\", \"label\": \"Texte\", \"most\": 5, "
    "\"unknown\": true, \"example\": \"abc\" },"
    "{ \"id\": \"lt\", \"kind\": \"long_text\", \"label\": \"Long\", "
    "\"least\": 3, \"most\": 20, \"help\": \"Si Y.\", \"shown\": { \"ch\": "
    "[\"y\"] } },"
    "{ \"id\": \"se\", \"kind\": \"several\", \"label\": \"Plusieurs\", "
    "\"optional\": true, \"options\": [ { \"id\": \"a\", \"label\": \"A\" }, "
    "{ \"id\": \"b\", \"label\": \"B\" }, { \"id\": \"n\", \"label\": "
    "\"Aucun\", \"alone\": true } ] },"
    "{ \"id\": \"da\", \"kind\": \"date_or_age\", \"label\": \"Naissance\", "
    "\"most\": 20, \"unknown\": true, \"optional\": true },"
    "{ \"id\": \"jo\", \"kind\": \"date\", \"label\": \"Jour\", "
    "\"optional\": true, \"prefill\": \"now\" },"
    "{ \"id\": \"in\", \"kind\": \"instant\", \"label\": \"Quand\", "
    "\"optional\": true, \"prefill\": \"now\" },"
    "{ \"id\": \"te\", \"kind\": \"telephone\", \"label\": \"Ligne\", "
    "\"optional\": true, \"prefill\": \"site_phone\" },"
    "{ \"id\": \"pl\", \"kind\": \"place\", \"label\": \"Lieu\", \"most\": "
    "20, \"optional\": true, \"unknown\": true, \"instead\": \"MNA\" },"
    "{ \"id\": \"ty\", \"kind\": \"typed\", \"label\": \"Contact\", \"most\": "
    "20, \"optional\": true, \"options\": [ { \"id\": \"tel\", \"label\": "
    "\"Téléphone\", \"normal\": \"telephone\" }, { \"id\": \"non\", "
    "\"label\": \"Aucun\", \"alone\": true } ] },"
    "{ \"id\": \"co\", \"kind\": \"confirmation\", \"label\": \"Relu\" },"
    "{ \"id\": \"lo\", \"kind\": \"locked\", \"label\": \"N°\", \"shows\": "
    "\"reference\" },"
    "{ \"id\": \"re\", \"kind\": \"repeat\", \"label\": \"Éléments\", "
    "\"optional\": true, \"block\": \"Élément\", \"add\": \"+\", \"most\": 3, "
    "\"fields\": [ "
    "{ \"id\": \"type\", \"kind\": \"choice\", \"label\": \"Type\", "
    "\"options\": [ { \"id\": \"tel\", \"label\": \"T\", \"normal\": "
    "\"telephone\" }, { \"id\": \"pl\", \"label\": \"P\", \"normal\": "
    "\"plate\" }, { \"id\": \"au\", \"label\": \"A\" } ] }, { \"id\": \"v\", "
    "\"kind\": \"trace\", \"label\": \"Valeur\", \"most\": 9, \"of\": "
    "\"type\" } ] } ] },"
    "{ \"id\": \"deux\", \"title\": \"Deux\", \"shown\": { \"ch\": [\"x\"] }, "
    "\"fields\": [ { \"id\": \"u\", \"kind\": \"yes_no_unknown\", \"label\": "
    "\"U\" } ] } ] }";

static const struct form *
a_form(struct arena *mem)
{
	static struct form f;

	OK(form_read(mem, TXT("e.json"), str_of(every_kind), NULL, NULL, &f));
	return &f;
}

/* The answers after `body` was sent from the first step, as text. */
static struct str
taken(struct arena *mem, const char *body)
{
	struct str text;

	forms_take(mem, a_form(mem), "un", forms_json(mem, TXT("{}")), body,
	    &text);
	return text;
}

/* What is blamed of `body`: the names, one after the other. */
static struct str
blamed(struct arena *mem, const char *body)
{
	struct answer_faults *faults = forms_check(mem, a_form(mem), NULL,
	    forms_json(mem, taken(mem, body)));
	struct buf names = buf_new(mem, 1024);

	for (size_t i = 0; i < faults->count; i++) {
		buf_str(&names, i > 0 ? TXT(" ") : TXT(""));
		buf_str(&names, faults->at[i].name);
	}
	return buf_text(&names);
}

TEST(each_kind_is_kept_as_its_table_says)
{
	static const char *const cases[][2] = {
	    {"", "{}"},
	    {"ch=x", "{\"ch\":\"x\"}"},
	    {"ch=z", "{}"},
	    {"t=+a%0Ab%09c+", "{\"t\":\"a b c\"}"},
	    {"t.unknown=1", "{\"t\":null}"},
	    {"t=abc&t.unknown=1", "{\"t\":\"abc\"}"},
	    {"t=++&t.unknown=1", "{\"t\":null}"},
	    {"ch.unknown=1", "{}"},
	    {"lt=a%0D%0Ab", "{\"lt\":\"a\\nb\"}"},
	    {"t=%22%5C", "{\"t\":\"\\\"\\\\\"}"},
	    {"t=a%01%7F%E2%80%AEb", "{\"t\":\"ab\"}"},
	    {"se[]=b&se[]=a&se[]=z", "{\"se\":[\"a\",\"b\"]}"},
	    {"da.date=2+mai+2010&da.age=",
		"{\"da\":{\"date\":\"2010-05-02\"}}"},
	    {"da.date=&da.age=15+ans", "{\"da\":{\"age\":15}}"},
	    {"da.date=2/5/2010&da.age=16",
		"{\"da\":{\"date\":\"2010-05-02\",\"age\":16}}"},
	    {"da.date=31/2/2010&da.age=quinze",
		"{\"da\":{\"date\":\"31/2/2010\",\"age\":\"quinze\"}}"},
	    {"da.unknown=1", "{\"da\":null}"},
	    {"jo.date=13+novembre+2026", "{\"jo\":{\"date\":\"2026-11-13\"}}"},
	    {"jo.date=30/2/2026", "{\"jo\":{\"date\":\"30/2/2026\"}}"},
	    {"jo.date=++&jo.time=8", "{}"},
	    {"in.date=21/11/2026&in.time=22h10",
		"{\"in\":{\"at\":\"2026-11-21T22:10\",\"ms\":1795295400000}}"},
	    {"in.date=21/11/2026&in.time=",
		"{\"in\":{\"date\":\"21/11/2026\"}}"},
	    {"in.date=&in.time=22h", "{\"in\":{\"time\":\"22h\"}}"},
	    {"te=06+39+98+01+12", "{\"te\":\"06 39 98 01 12\"}"},
	    {"pl.text=1+rue&pl.town=Valmont",
		"{\"pl\":{\"text\":\"1 rue\",\"town\":\"Valmont\"}}"},
	    {"pl.instead=1", "{\"pl\":{\"instead\":true}}"},
	    {"pl.unknown=1&pl.text=&pl.town=", "{\"pl\":null}"},
	    {"ty.type=tel&ty.text=06",
		"{\"ty\":{\"type\":\"tel\",\"text\":\"06\"}}"},
	    {"ty.type=zz&ty.text=06", "{\"ty\":{\"text\":\"06\"}}"},
	    {"co=1", "{\"co\":true}"},
	    {"lo=P-1", "{}"},
	    {"inconnue=1", "{}"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		snprintf(test_where, sizeof(test_where), " (%s)", cases[i][0]);
		SAME_STR(taken(&mem, cases[i][0]), str_of(cases[i][1]));
	}
}

TEST(blocks_are_added_filled_and_taken_away)
{
	static const char *const cases[][2] = {
	    {"re.0.v=a&re.2.v=c", "{\"re\":[{\"v\":\"a\"},{\"v\":\"c\"}]}"},
	    {"re.0.v=a&go=more.re", "{\"re\":[{\"v\":\"a\"},{}]}"},
	    {"go=more.re", "{\"re\":[{}]}"},
	    {"go=more.autre", "{}"},
	    {"re.0.v=a&re.1.v=b&go=less.re.0", "{\"re\":[{\"v\":\"b\"}]}"},
	    {"re.0.v=a&go=less.re.0", "{}"},
	    {"re.0.v=a&go=less.re.zz", "{\"re\":[{\"v\":\"a\"}]}"},
	    {"re.0.v=a&re.1.v=b&re.2.v=c&go=more.re",
		"{\"re\":[{\"v\":\"a\"},{\"v\":\"b\"},{\"v\":\"c\"}]}"},
	    {"re.3.v=d", "{}"}, /* beyond the most */
	    {"re.0.type=zz&re.0.v=++", "{}"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		snprintf(test_where, sizeof(test_where), " (%s)", cases[i][0]);
		SAME_STR(taken(&mem, cases[i][0]), str_of(cases[i][1]));
	}
}

TEST(what_keeps_a_form_from_being_sent_is_named_field_by_field)
{
	static const char *const cases[][2] = {
	    {"", "ch t co"},
	    {"ch=x&t=a&co=1", "u"}, /* the second step is now asked */
	    {"ch=y&t=a&co=1", "lt"}, {"ch=y&t=a&co=1&lt=abc", ""},
	    {"ch=y&t.unknown=1&co=1&lt=abc", ""},
	    {"ch=y&t=abcdef&co=1&lt=ab", "t lt"},
	    {"ch=y&t=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9&co=1&lt=abc", ""},
	    {"ch=y&t=a&co=1&lt=abc&se[]=a&se[]=n", "se"},
	    {"ch=y&t=a&co=1&lt=abc&se[]=n", ""},
	    {"ch=y&t=a&co=1&lt=abc&da.date=31/2/2010", "da"},
	    {"ch=y&t=a&co=1&lt=abc&da.age=21", "da"},
	    {"ch=y&t=a&co=1&lt=abc&da.age=0", ""},
	    {"ch=y&t=a&co=1&lt=abc&jo.date=31/2/2026", "jo"},
	    {"ch=y&t=a&co=1&lt=abc&jo.date=29/2/28", ""},
	    {"ch=y&t=a&co=1&lt=abc&in.date=21/11/2026", "in"},
	    {"ch=y&t=a&co=1&lt=abc&te=17", "te"},
	    {"ch=y&t=a&co=1&lt=abc&pl.town=V", ""},
	    {"ch=y&t=a&co=1&lt=abc&pl.text=aaaaaaaaaaaaaaaaaaaaa", "pl"},
	    {"ch=y&t=a&co=1&lt=abc&ty.text=06", "ty"},
	    {"ch=y&t=a&co=1&lt=abc&ty.type=tel&ty.text=", "ty"},
	    {"ch=y&t=a&co=1&lt=abc&ty.type=non&ty.text=", ""},
	    {"ch=y&t=a&co=1&lt=abc&re.0.v=a", "re.0.type"},
	    {"ch=y&t=a&co=1&lt=abc&re.0.type=au&re.0.v=a&re.1.type=au",
		"re.1.v"},
	    {"ch=y&t=a&co=1&lt=abc&re.0.type=au&re.0.v=aaaaaaaaaa", "re.0.v"},
	    {"ch=y&t=a&co=1&lt=abc&go=more.re",
		""}, /* an empty block is none */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		snprintf(test_where, sizeof(test_where), " (%s)", cases[i][0]);
		SAME_STR(blamed(&mem, cases[i][0]), str_of(cases[i][1]));
	}
}

TEST(a_message_says_what_to_do_and_gives_an_example)
{
	struct arena mem = test_arena();
	const struct form *f = a_form(&mem);
	struct answer_faults *faults =
	    forms_check(&mem, f, "un", forms_json(&mem, TXT("{}")));

	EQ(faults->count, 3);
	SAME_TEXT(faults->at[0].text, "« Choix » : choisissez une réponse.");
	SAME_TEXT(faults->at[1].text,
	    "« Texte » : écrivez une réponse, ou choisissez « Inconnu ». "
	    "Exemple : abc.");
	SAME_STR(faults->at[1].step->id, TXT("un"));
	faults = forms_check(&mem, f, "un",
	    forms_json(&mem, TXT("{\"t\":\"abcdefg\"}")));
	SAME_TEXT(faults->at[1].text,
	    "« Texte » : raccourcissez à 5 caractères (il y en a 7).");
}

/* Answers that no form of ours made: whatever their shape, they are judged. */
TEST(answers_of_another_shape_are_wrong_and_never_sent)
{
	static const char *const bad[] = {"1", "true", "[]", "{}", "\"zz\"",
	    "[1]", "{\"date\":3}", "{\"at\":\"x\",\"ms\":1}", "[[]]",
	    "{\"type\":{}}"};
	static const char *const ids[] = {"ch", "se", "da", "jo", "in", "te",
	    "pl", "ty", "co"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++) {
			struct arena mem = test_arena();
			const struct form *f = a_form(&mem);
			char room[128];
			if (!strcmp(ids[k], "co") && !strcmp(bad[i], "true"))
				continue;
			if (!strcmp(ids[k], "se") && !strcmp(bad[i], "[]"))
				continue; /* nothing ticked */
			snprintf(room, sizeof(room), "{\"%s\":%s}", ids[k],
			    bad[i]);
			snprintf(test_where, sizeof(test_where), " (%s)", room);
			struct json v = forms_json(&mem, str_of(room));
			struct buf sent = buf_new(&mem, 4096);
			OK(answer_sent(f, v, &sent));
			SAME_TEXT(buf_text(&sent), "{}");
		}
	}
}

TEST(what_a_condition_hides_is_neither_required_nor_sent)
{
	struct arena mem = test_arena();
	const struct form *f = a_form(&mem);
	struct json v = forms_json(&mem,
	    TXT("{\"ch\":\"x\",\"t\":null,\"lt\":\"caché\",\"u\":\"oui\","
		"\"co\":true,\"lo\":\"P-1\",\"re\":[{},{\"type\":\"au\","
		"\"v\":\"z\"},{\"type\":\"zz\"}]}"));
	struct buf sent = buf_new(&mem, 4096);

	EQ(forms_check(&mem, f, NULL, v)->count, 2); /* the third block */
	OK(answer_sent(f, v, &sent));
	SAME_TEXT(buf_text(&sent),
	    "{\"ch\":\"x\",\"t\":null,\"co\":true,\"re\":[{\"type\":\"au\","
	    "\"v\":\"z\"}],\"u\":\"oui\"}");
}

TEST(what_is_taken_from_a_step_leaves_the_others_alone)
{
	struct arena mem = test_arena();
	const struct form *f = a_form(&mem);
	struct str text;

	forms_take(&mem, f, "deux",
	    forms_json(&mem, TXT("{\"t\":\"\\\"é\\n\",\"ch\":\"x\",\"z\":1}")),
	    "u=nsp&t=autre", &text);
	SAME_TEXT(text, "{\"ch\":\"x\",\"t\":\"\\\"é\\n\",\"u\":\"nsp\"}");
}

TEST(the_house_fills_in_only_what_was_not_answered)
{
	struct arena mem = test_arena();
	const struct form *f = a_form(&mem);
	struct answer_prefill with = {.now = 1795295459999,
	    .phone = TXT("01 99 00 12 34")};
	struct buf to = buf_new(&mem, 1024), again = buf_new(&mem, 1024);

	OK(answer_prefill(f, forms_json(&mem, TXT("{}")), &with, &to));
	SAME_TEXT(buf_text(&to),
	    "{\"jo\":{\"date\":\"2026-11-21\"},"
	    "\"in\":{\"at\":\"2026-11-21T22:10\",\"ms\":1795295400000},"
	    "\"te\":\"01 99 00 12 34\"}");
	OK(answer_prefill(f,
	    forms_json(&mem,
		TXT("{\"te\":\"17\",\"jo\":{\"date\":\"x\"},\"in\":{}}")),
	    &with, &again));
	SAME_TEXT(buf_text(&again),
	    "{\"jo\":{\"date\":\"x\"},\"in\":{},\"te\":\"17\"}");
}

TEST(comparable_copies_stand_beside_what_was_typed)
{
	struct arena mem = test_arena();
	const struct form *f = a_form(&mem);
	struct json v = forms_json(&mem,
	    TXT("{\"ty\":{\"type\":\"tel\",\"text\":\"06 39 98 01 12\"},"
		"\"re\":[{\"type\":\"au\",\"v\":\"AA123AA\"},{\"type\":\"pl\","
		"\"v\":\"AA123AA\"},{\"type\":\"tel\",\"v\":\"le soir\"}]}"));
	struct buf to = buf_new(&mem, 1024);

	OK(answer_normal(f, v, &to));
	SAME_TEXT(buf_text(&to),
	    "[{\"field\":\"ty\",\"i\":0,\"kind\":\"telephone\",\"value\":"
	    "\"+33639980112\"},{\"field\":\"re\",\"i\":1,\"kind\":\"plate\","
	    "\"value\":\"AA-123-AA\"}]");
}

static enum err
check_all(struct arena *mem, void *ctx)
{
	static struct answer_faults faults;
	struct form f;
	struct json v;

	(void)ctx;
	enum err e =
	    form_read(mem, TXT("e.json"), str_of(every_kind), NULL, NULL, &f);
	if (e == ERR_OK)
		e = json_read(mem, TXT("{\"ch\":\"y\",\"re\":[{\"v\":\"a\"}]}"),
		    &v, NULL);
	return e != ERR_OK ? e : answer_check(mem, &f, NULL, v, &faults);
}

TEST(whenever_memory_ends_reading_a_form_and_judging_it_say_so)
{
	struct arena mem = test_arena();

	TRUE(test_each_allocation(&mem, check_all, NULL) > 20);
}

TEST(answers_too_long_for_their_room_are_refused)
{
	struct arena mem = test_arena();
	const struct form *f = a_form(&mem);
	struct buf to = buf_new(&mem, 12);
	struct urlform q;

	OK(urlform_parse(&mem, TXT("t=abcdefghijkl"), &q));
	EQ(answer_take(f, &f->steps[0], forms_json(&mem, TXT("{}")), &q, &to),
	    ERR_LIMIT);
}
