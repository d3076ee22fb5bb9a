#include "convention/proof.h"

#define SUITE       convention_packs
#define TEST_MEMORY (16u << 20)
#include "../test.h"

#include "base/embed.h"

#include "../form/forms.h"

/* A day on which the packs that are shipped hold. */
#define TODAY day_of(2026, 11, 24)

static const char *const packs[] = {"demo", "77-2022", "94-2024"};
#define PACKS (sizeof(packs) / sizeof(packs[0]))

TEST(every_pack_that_is_shipped_is_proven)
{
	size_t common; /* each uses all the forms there are */
	(void)embed_under(TXT("config/convention/common/forms/"), &common);

	for (size_t i = 0; i < PACKS; i++) {
		struct arena mem = test_arena();
		struct buf lines = buf_new(&mem, 32u << 10);
		struct proof proof = {.lines = &lines};
		struct pack *p = forms_pack(&mem, packs[i]);
		proof_pack(p, TODAY, &proof);
		if (proof.mistakes > 0)
			FAIL("%.*s", (int)lines.len, (const char *)lines.at);
		EQ(p->active, i == 0); /* the two others are samples */
		EQ(p->count, common);
		TRUE(mem.used < PACK_MEMORY + (48u << 10));
	}
}

TEST(every_folder_of_conventions_is_one_of_them)
{
	size_t count, seen = 0;
	const struct embed_file *f =
	    embed_under(TXT("config/convention/"), &count);

	for (size_t i = 0; i < count; i++)
		seen += str_ends(f[i].path, TXT("/convention.json"));
	EQ(seen, PACKS);
}

/* The longest answers there can be, through the door a person uses. */
static size_t
fill(struct arena *mem, const struct form *f)
{
	struct buf all = buf_new(mem, 8u << 20);
	const char *mark = "\xf0\x9f\x8c\xb3"; /* four bytes a character */

	buf_str(&all, TXT("{"));
	for (size_t i = 0; i < f->count; i++) {
		for (size_t k = 0; k < f->steps[i].count; k++) {
			const struct form_field *field = &f->steps[i].fields[k];
			if (field->kind != FORM_text &&
			    field->kind != FORM_long_text &&
			    field->kind != FORM_repeat)
				continue;
			buf_str(&all, all.len > 1 ? TXT(",") : TXT(""));
			json_quote(&all, field->id);
			buf_str(&all, TXT(":"));
			size_t blocks =
			    field->kind == FORM_repeat ? field->blocks_most : 0;
			for (size_t b = 0; b < blocks; b++) {
				buf_str(&all, b > 0 ? TXT(",{") : TXT("[{"));
				for (size_t n = 0; n < field->fields_count;
				     n++) {
					const struct form_field *in =
					    &field->fields[n];
					buf_str(&all,
					    n > 0 ? TXT(",") : TXT(""));
					json_quote(&all, in->id);
					buf_str(&all, TXT(":\""));
					if (in->count > 0)
						buf_str(&all,
						    in->options[0].id);
					for (size_t m = 0; m < in->most; m++)
						buf_str(&all, str_of(mark));
					buf_str(&all, TXT("\""));
				}
				buf_str(&all, TXT("}"));
			}
			if (blocks > 0) {
				buf_str(&all, TXT("]"));
				continue;
			}
			buf_str(&all, TXT("\""));
			for (size_t m = 0; m < field->most; m++)
				buf_str(&all, str_of(mark));
			buf_str(&all, TXT("\""));
		}
	}
	buf_str(&all, TXT("}"));
	OK(buf_err(&all));
	struct buf sent = buf_new(mem, FORM_SENT_MOST);
	OK(answer_sent(f, forms_json(mem, buf_text(&all)), &sent));
	return sent.len;
}

TEST(the_longest_payload_is_proven_short_enough)
{
	struct arena mem = test_arena();
	const struct form *f = forms_form(&mem, "fiche_p");
	size_t sent = fill(&mem, f), proven = proof_longest(f);

	TRUE(sent > 60u << 10); /* it was filled */
	TRUE(sent < proven);    /* the proof is not below the truth */
	TRUE(proven <= FORM_SENT_MOST);
}

/* --- packs with a mistake ----------------------------------------------------
 */

/* Files of the pack demo, of which one is another. */
struct other {
	const char *path, *text;
};

static struct str
other_file(void *ctx, struct str path)
{
	const struct other *o = ctx;

	if (str_eq(path, str_of(o->path)))
		return o->text ? str_of(o->text) : (struct str){NULL, 0};
	return pack_embedded.file(NULL, path);
}

#define SERVICES                                                               \
	"{ \"services\": [ { \"id\": \"p\", \"role\": \"parquet\", \"name\": " \
	"\"P\", \"delivery\": \"courriel_complet\" },\n{ \"id\": \"c\", "      \
	"\"role\": "                                                           \
	"\"crip\", \"name\": \"C\", \"delivery\": \"courriel_complet\", "      \
	"\"mailbox\": "                                                        \
	"\"c@c.example\", \"phone\": \"01 99 00 00 01\", \"confirmed\": "      \
	"\"oui\" } ],\n\"communes\": [ "

TEST(a_pack_with_a_mistake_is_refused_with_its_file_and_line)
{
	static const struct {
		struct {
			const char *path, *text;
		} other;
		enum err err;
		const char *says;
	} cases[] = {
	    {{"demo/directory.json", NULL}, ERR_ABSENT, ""},
	    {{"demo/convention.json", NULL}, ERR_ABSENT, ""},
	    {{"demo/directory.json", "{"}, ERR_MANGLED,
		"demo/directory.json:1: "},
	    {{"common/forms/complement.json", NULL}, ERR_MANGLED,
		"demo/convention.json:6: il manque forms/complement.json"},
	    {{"common/forms/fiche_p.json", "{\n\"forme\": 1 }"}, ERR_MANGLED,
		"common/forms/fiche_p.json:2: clé inconnue « forme »"},
	    {{"demo/directory.json",
		 SERVICES "[\"99001\", \"V\", \"q\", \"\"] ] }"},
		ERR_MANGLED,
		"demo/directory.json:3: « q » n’est pas un service de rôle "
		"parquet"},
	    {{"demo/directory.json",
		 SERVICES "[\"99001\", \"V\", \"c\", \"\"] ] }"},
		ERR_MANGLED, "« c » n’est pas un service de rôle parquet"},
	    {{"demo/directory.json", SERVICES "[\"99001\", \"V\"] ] }"},
		ERR_MANGLED, "demo/directory.json:3: une commune est"},
	    {{"demo/directory.json",
		 SERVICES "[\"99001\", \"V\", \"p\", \"\"],\n[\"99001\", "
			  "\"W\", \"p\", \"\"] ] }"},
		ERR_MANGLED,
		"demo/directory.json:4: « 99001 » est déjà une commune"},
	    {{"demo/convention.json",
		 "{ \"convention\": \"autre\", \"title\": \"T\", "
		 "\"departement\": \"99\", \"source\": \"S\", \"forms\": "
		 "[\"fiche_p\"] }"},
		ERR_MANGLED, "« autre » est dans le dossier « demo »"},
	    {{"common/forms/complement.json",
		 "{ \"form\": \"complement\", \"version\": 1, \"title\": "
		 "\"C\", \"source\": \"S\", \"steps\": [\n{ \"from\": "
		 "\"fiche_q\" } ] }"},
		ERR_MANGLED,
		"common/forms/complement.json:2: « fiche_q » n’est pas un "
		"formulaire lu avant"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena mem = test_arena();
		struct buf faults = buf_new(&mem, 16u << 10);
		struct other other = {cases[i].other.path, cases[i].other.text};
		struct pack_source from = {other_file, &other};
		static struct pack p;
		EQ(pack_open(&mem, &from, TXT("demo"), &faults, &p),
		    cases[i].err);
		EQ(p.count, 0);
		if (!memmem(faults.at ? faults.at : (uint8_t *)"", faults.len,
			cases[i].says, strlen(cases[i].says)))
			FAIL("« %s » is not in:\n%.*s", cases[i].says,
			    (int)faults.len, (const char *)faults.at);
	}
}

TEST(an_unknown_pack_is_absent)
{
	struct arena mem = test_arena();
	static struct pack p;

	EQ(pack_open(&mem, &pack_embedded, TXT("93-2020"), NULL, &p),
	    ERR_ABSENT);
	EQ(pack_open(&mem, &pack_embedded, TXT("../demo"), NULL, &p),
	    ERR_ABSENT);
}

/* What was sent with an older version is read with that version. */
TEST(a_form_is_found_by_its_version_and_the_last_is_the_current_one)
{
	struct arena mem = test_arena();
	struct other old = {"common/forms/complement-1.json",
	    "{ \"form\": \"complement\", \"version\": 1, \"title\": "
	    "\"Ancien\", "
	    "\"source\": \"S\", \"steps\": [ { \"id\": \"un\", \"title\": "
	    "\"U\", \"fields\": [ { \"id\": \"a\", \"kind\": "
	    "\"confirmation\", \"label\": \"A\" } ] } ] }"};
	struct pack_source from = {other_file, &old};
	static struct pack p;
	size_t common;

	(void)embed_under(TXT("config/convention/common/forms/"), &common);
	OK(pack_open(&mem, &from, TXT("demo"), NULL, &p));
	EQ(p.count, 1 + common);
	p.forms[1].version = 2; /* as if the current one were later */
	SAME_TEXT(pack_form(&p, TXT("complement"), 1)->title, "Ancien");
	SAME_TEXT(pack_form(&p, TXT("complement"), 0)->title, "Complément");
	TRUE(pack_form(&p, TXT("complement"), 3) == NULL);
	TRUE(pack_form(&p, TXT("fiche"), 0) == NULL);
}
