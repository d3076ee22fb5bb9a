#define SUITE core_paper
#include "dossier.h"

#include "../mail/longest.h"

#define ONE "P-99-TIL-2026-12-K"

/* Beside that of the rig. */
static struct arena
beside(void)
{
	static uint8_t room[6u << 20] __attribute__((aligned(16)));
	struct arena mem;

	memset(room, 0, sizeof(room));
	arena_open(&mem, room, sizeof(room));
	return mem;
}

static void
filed(const char *payload)
{
	dossier_put((struct dossier_act){.reference = ONE,
	    .urgency = 2,
	    .payload = payload});
}

static uint32_t
asked(const char *login, const char *role, const char *scope, const char *more)
{
	char query[160];

	dossier_enter(login, role, scope);
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE "&motif=traitement"), 303);
	snprintf(query, sizeof(query), "ref=" ONE "&motif=traitement%s", more);
	return dossier_get("/fiche/pdf", query);
}

/* What the answer says, to another program. */
static struct str
text(struct arena *mem)
{
	SAME_STR(str_of(rig.type), TXT("application/pdf"));
	return letters_read(mem, "pdftotext -raw",
	    (struct bytes){(const uint8_t *)rig.page, rig.page_len});
}

TEST(a_parquet_keeps_a_fiche_as_a_pdf_and_it_is_audited)
{
	rig_open(1, true);
	filed(LETTERS_FICHE);
	EQ(asked("helene", "parquet", "parquet-valmont", ""), 200);
	struct arena mem = beside();
	struct str pdf = text(&mem);
	TRUE(letters_has(pdf, TXT("CONFIDENTIEL – Art. 8")));
	TRUE(letters_has(pdf, TXT("voiture grise")));
	TRUE(letters_has(pdf, TXT("Nadia Kessler")));
	TRUE(letters_has(pdf, TXT("AA-1?3-AA")));
	EQ(rig_last().action, AUDIT_fiche_read);
	int64_t entries = RIG_TRAIL;
	EQ(dossier_get("/fiche/pdf", "ref=" ONE), 200);
	EQ(RIG_TRAIL, entries + 1);
	rig_close();
}

/* DOMAINE 2.5 */
TEST(a_pdf_shows_a_reader_what_its_page_shows_and_no_more)
{
	static const char *const ways[][3] = {{"adn", "", ""},
	    {"parquet", "parquet-valmont", "&version=communicable"}};

	for (size_t i = 0; i < 2; i++) {
		rig_open(1, true);
		filed(LETTERS_FICHE);
		dossier_party(1, "adn", "");
		EQ(asked("ines", ways[i][0], ways[i][1], ways[i][2]), 200);
		struct arena mem = beside();
		struct str pdf = text(&mem);
		TRUE(letters_has(pdf, TXT("voiture grise")));
		TRUE(!letters_has(pdf, TXT("Kessler")));
		TRUE(!letters_has(pdf, TXT("01 99 00 12 3")));
		TRUE(!letters_has(pdf, TXT("AA-1?3")));
		TRUE(!letters_has(pdf, TXT("le_grand")));
		rig_close();
	}
}

TEST(a_pdf_is_not_made_for_who_has_not_opened_or_may_not_read)
{
	rig_open(1, true);
	filed(LETTERS_FICHE);
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/fiche/pdf", "ref=" ONE), 303);
	SAME_STR(str_of(rig.location), TXT("/fiche?ref=" ONE));
	dossier_enter("hugo", "parquet", "parquet-roncey");
	EQ(dossier_get("/fiche/pdf", "ref=" ONE), 404);
	EQ(rig_last().action, AUDIT_page_refused);
	dossier_enter("alain", "admin", "");
	TRUE(dossier_get("/fiche/pdf", "ref=" ONE) != 200);
	rig_close();
}

TEST(the_longest_fiche_leaves_as_a_pdf)
{
	rig_open(1, true);
	struct arena mem = beside();
	struct bytes most = longest_payload(&mem, forms_pack(&mem, "demo"),
	    "fiche_p", 4000, 20);
	char *payload = arena_take(&mem, most.len + 1);
	memcpy(payload, most.at, most.len);
	filed(payload);
	EQ(asked("helene", "parquet", "parquet-valmont", ""), 200);
	TRUE(rig.page_len > 40000 && rig.page_len < CORE_DATA);
	TRUE(letters_has(text(&mem), TXT("La suite ne tient pas")));
	rig_close();
}
