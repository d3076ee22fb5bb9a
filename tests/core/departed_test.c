#define SUITE core_departed
#include "dossier.h"

#include "core/route.h"
#include "core/sql.h"
#include "dossier/course.h"

/*
 * A service that was named by mistake, before and after: by each page and each
 * act of the central, with its old links (DOMAINE 2.5, S1-A8-a).
 */
#define ONE "P-99-TIL-2026-1-K"

static bool
shows(const char *text)
{
	return strstr(rig.page, text) != NULL;
}

/* Recorded with all that its rule causes; the dossier. */
static enum err
try_act(struct course_act a, struct course_done *done)
{
	static uint8_t room[4u << 20] __attribute__((aligned(16)));
	struct arena mem;

	memset(room, 0, sizeof(room));
	arena_open(&mem, room, sizeof(room));
	struct tx tx = tx_begin(&rig.core.write);
	struct course c = {.tx = &tx,
	    .mem = &mem,
	    .pack = &rig.core.pack,
	    .now = rig.now};
	enum err e = course_record(&c, &a, done);
	OK(tx_end(&tx));
	return e;
}

static int64_t
filed(void)
{
	struct ident device = {{9}};
	struct course_done done = {0};

	OK(try_act(
	    (struct course_act){.ident = ident_new(),
		.form = TXT("fiche_p"),
		.version = 1,
		.content = 1,
		.clock = 2,
		.filed = rig.now - CLOCK_HOUR,
		.received = rig.now,
		.reference = TXT(ONE),
		.about = TXT(""),
		.device = &device,
		.site = TXT("TIL"),
		.site_name = TXT("Foyer Les Tilleuls"),
		.parquet = TXT("parquet-valmont"),
		.verified = true,
		.payload = str_bytes(TXT(
		    "{\"payload\":1,\"form\":\"fiche_p\",\"version\":1,"
		    "\"pack\":\"demo\",\"answers\":{\"k_parquet\":"
		    "\"parquet-valmont\",\"c_nom\":\"Vautrin\",\"c_prenom\":"
		    "\"Maëlle\",\"c_mna\":\"non\",\"g_mesure\":\"aucune\"}}")),
		.author = {.role = TXT("foyer"), .scope = TXT("TIL")}},
	    &done));
	return done.dossier;
}

static enum err
says(struct ident by, const char *form, const char *role, const char *scope,
    const char *answers)
{
	char payload[512];
	struct course_done done = {0};

	snprintf(payload, sizeof(payload), "{\"payload\":1,\"answers\":{%s}}",
	    answers);
	return try_act((struct course_act){.ident = ident_new(),
			   .dossier = 1,
			   .form = str_of(form),
			   .version = 1,
			   .content = 8,
			   .clock = 2,
			   .filed = rig.now,
			   .received = rig.now,
			   .reference = TXT(""),
			   .about = TXT(ONE),
			   .site_name = TXT("Un service"),
			   .parquet = TXT("parquet-valmont"),
			   .verified = true,
			   .payload = str_bytes(str_of(payload)),
			   .author = {&by, str_of(role), str_of(scope)}},
	    &done);
}

/* « s_mds: mds-nord », as its form asks for it. */
static enum err
about(struct ident by, const char *form, const char *role, const char *service)
{
	char answers[160];
	char c = strcmp(form, "service_designe") == 0 ? 's' : 'e';
	const char *field = strcmp(role, "juge_enfants") == 0 ? "je" : role;

	snprintf(answers, sizeof(answers),
	    "\"%c_role\":\"%s\",\"%c_%s\":\"%s\",\"%c_raison\":\"Une erreur\"",
	    c, role, c, field, service, c);
	return says(by, form, "crip", "", answers);
}

/* Whoever an act may name, and be said to have named by mistake. */
static const struct {
	const char *role, *service, *scope;
} people[] = {
    {"parquet", "parquet-roncey", "parquet-roncey"},
    {"juge_enfants", "tpe-valmont", "tpe-valmont"},
    {"rtpe", "rtpe-nord", "rtpe-nord"},
    {"ase", "ase", ""},
    {"mds", "mds-nord", "mds-nord"},
    {"aemo", "aemo-estuaire", ""},
};
#define PEOPLE (sizeof(people) / sizeof(people[0]))

static bool
of_a_dossier(const struct route *r)
{
	static const char *const roots[] = {"/fiche", "/dossier", "/acte",
	    "/courrier/lettre"};

	if (str_starts(str_of(r->path), TXT("/fiches")))
		return false;
	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (str_starts(str_of(r->path), str_of(roots[i])))
			return true;
	return false;
}

/* Every page and act about a dossier, as its page had sent it. */
static void
is_shut_out(const char *role)
{
	static const char *const forms[] = {"service_retire", "rapport_mds",
	    "decision_je", "rapport_opp_ase", "saisine_civile", "fusion",
	    "entretien", "enquete_ouverte"};
	static const char *const refs[] = {ONE, ONE "-A1", ONE "-A2"};
	size_t asked = 0;

	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &route_table[i];
		if (!(r->where & ROUTE_CENTRAL) || !of_a_dossier(r))
			continue;
		for (size_t n = 0; n < 3 * 8; n++) {
			char fields[256];
			snprintf(fields, sizeof(fields),
			    "ref=%s&forme=%s&motif=traitement&jusqua=9&"
			    "delai=1&tache=1&id=1&autre=" ONE
			    "&mode=portail&go=send&k_att=oui",
			    refs[n % 3], forms[n / 3]);
			uint32_t s = r->kind == ROUTE_ACT
			    ? dossier_post(r->path, fields)
			    : dossier_get(r->path, fields);
			if (s != 403 && s != 404)
				FAIL("%s: %s %s answers %u", role, r->path,
				    fields, s);
			if (shows("Vautrin"))
				FAIL("%s: %s shows the child", role, r->path);
			asked++;
		}
	}
	TRUE(asked > 200);
}

TEST(with_its_old_links_whoever_was_named_by_mistake_finds_nothing)
{
	for (size_t i = 0; i < PEOPLE; i++) {
		const char *role = people[i].role;
		rig_open(1, true);
		filed();
		struct ident crip = rig_person("thomas", "crip", NULL);
		OK(about(crip, "service_designe", role, people[i].service));
		dossier_enter("julie", role, people[i].scope);
		EQ(dossier_get("/dossier", "ref=" ONE), 200);
		EQ(dossier_get("/fiche", "ref=" ONE), 200);
		EQ(dossier_post("/fiche/ouvrir",
		       "ref=" ONE "&motif=traitement"),
		    303);
		EQ(dossier_get("/fiche/lecture",
		       "ref=" ONE "&motif=traitement"),
		    200);
		TRUE(shows("Vautrin"));
		EQ(dossier_get("/recherche", ""), 200);
		EQ(dossier_post("/recherche", "quoi=Vautrin&naissance="), 200);
		TRUE(shows(ONE));
		int64_t read = RIG_TRAIL;
		OK(about(crip, "service_retire", role, people[i].service));
		is_shut_out(role);
		EQ(dossier_get("/recherche", ""), 200);
		EQ(dossier_post("/recherche", "quoi=Vautrin&naissance="), 200);
		TRUE(!shows(ONE));
		EQ(dossier_post("/recherche", "quoi=" ONE "&naissance="), 200);
		TRUE(!shows("/dossier?ref=" ONE));
		/* Told that it was, once, and nothing of it. */
		EQ(rig_get("/fiches"), 200);
		TRUE(shows("Le dossier <span class=\"whole\">" ONE
			   "</span> ne vous concerne plus"));
		TRUE(!shows("Vautrin") && !shows("Une erreur") &&
		    !shows("/dossier?ref=" ONE) && !shows("/fiche?ref=" ONE));
		EQ(rig_number("SELECT count(*) FROM duty WHERE role <> 'crip' "
			      "AND scope <> 'parquet-valmont'"),
		    0);
		/* The log keeps what it read, and that it tried. */
		TRUE(RIG_TRAIL > read);
		EQ(rig_number("SELECT count(*) FROM had WHERE opened_by IS NOT"
			      " NULL AND act = 1"),
		    1);
		/* Named again it reads again, and is told nothing more. */
		rig_pass(CLOCK_MINUTE);
		OK(about(crip, "service_designe", role, people[i].service));
		EQ(dossier_get("/dossier", "ref=" ONE), 200);
		EQ(rig_get("/fiches"), 200);
		TRUE(!shows("ne vous concerne plus"));
		rig_close();
	}
}

TEST(it_is_told_for_a_month)
{
	rig_open(1, true);
	filed();
	struct ident crip = rig_person("thomas", "crip", NULL);
	OK(about(crip, "service_designe", "mds", "mds-nord"));
	OK(about(crip, "service_retire", "mds", "mds-nord"));
	rig_pass(29 * CLOCK_DAY);
	dossier_enter("julie", "mds", "mds-nord");
	EQ(rig_get("/fiches"), 200);
	TRUE(shows("ne vous concerne plus"));
	rig_pass(2 * CLOCK_DAY);
	dossier_enter("maud", "mds", "mds-nord");
	EQ(rig_get("/fiches"), 200);
	TRUE(!shows("ne vous concerne plus"));
	dossier_enter("ugo", "mds", "mds-sud");
	EQ(rig_get("/fiches"), 200);
	TRUE(!shows("ne vous concerne plus"));
	rig_close();
}

/* --- by who may, and who may not -------------------------------------------
 */

#define SAID(role, field, service)                                             \
	"ref=" ONE "&forme=service_retire&etape=service&go=next&e_role=" role  \
	"&" field "=" service "&e_raison=Deux+services+portent+ce+nom"

static void
member(const char *name, char *to, size_t most)
{
	char before[64];

	snprintf(before, sizeof(before), "name=\"%s\" value=\"", name);
	rig_find(rig.page, before, to, most);
}

static uint32_t
confirm(void)
{
	char acte[64], seen[32], body[256];

	member("acte", acte, sizeof(acte));
	member("seen", seen, sizeof(seen));
	snprintf(body, sizeof(body),
	    "ref=" ONE "&forme=service_retire&acte=%s&seen=%s", acte, seen);
	return dossier_post("/acte/enregistrer", body);
}

TEST(what_it_has_is_said_plainly_before_it_is_recorded)
{
	rig_open(1, true);
	filed();
	struct ident crip = rig_person("paul", "crip", NULL);
	OK(about(crip, "service_designe", "mds", "mds-nord"));
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/acte", "ref=" ONE "&forme=service_retire"), 200);
	EQ(dossier_post("/acte", SAID("mds", "e_mds", "mds-nord")), 200);
	TRUE(shows("n’avait encore rien ouvert ni reçu"));
	dossier_enter("julie", "mds", "mds-nord");
	EQ(dossier_get("/fiche", "ref=" ONE), 200);
	EQ(dossier_post("/fiche/ouvrir", "ref=" ONE "&motif=traitement"), 303);
	dossier_enter("louis", "crip", "");
	EQ(dossier_get("/acte", "ref=" ONE "&forme=service_retire"), 200);
	EQ(dossier_post("/acte", SAID("mds", "e_mds", "mds-nord")), 200);
	TRUE(shows("Ce service a déjà ouvert") && shows("appelez-le"));
	TRUE(shows("ne sera plus") && !shows("rien ouvert ni reçu"));
	/* It was done to be read, and undone again. */
	EQ(rig_number("SELECT count(*) FROM departed"), 0);
	EQ(rig_number("SELECT count(*) FROM party WHERE role = 'mds'"), 1);
	EQ(confirm(), 303);
	EQ(rig_last().action, AUDIT_act_recorded);
	EQ(rig_number("SELECT count(*) FROM party WHERE role = 'mds'"), 0);
	EQ(dossier_get("/acte/fait", "ref=" ONE "-A2"), 200);
	TRUE(shows("n’est plus") && shows("Ce service a déjà ouvert"));
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	TRUE(shows("Service nommé par erreur"));
	TRUE(!shows("Maison des solidarités de Valmont</"));
	rig_close();
}

TEST(why_is_asked_for)
{
	rig_open(1, true);
	filed();
	struct ident crip = rig_person("paul", "crip", NULL);
	OK(about(crip, "service_designe", "mds", "mds-nord"));
	dossier_enter("thomas", "crip", "");
	EQ(dossier_get("/acte", "ref=" ONE "&forme=service_retire"), 200);
	EQ(dossier_post("/acte",
	       "ref=" ONE "&forme=service_retire&etape=service&go=next"
	       "&e_role=mds&e_mds=mds-nord&e_raison="),
	    422);
	TRUE(shows("Quelle erreur a été faite"));
	rig_close();
}

TEST(who_may_not_say_so_is_refused_and_nobody_is_shut_out_of_what_is_theirs)
{
	static const struct {
		const char *login, *role, *scope, *body;
		uint32_t status;
	} cases[] = {
	    /* Whom the rules do not let. */
	    {"a", "mds", "mds-nord", SAID("rtpe", "e_rtpe", "rtpe-nord"), 403},
	    {"b", "ase", "", SAID("mds", "e_mds", "mds-nord"), 404},
	    {"c", "mds", "mds-sud", SAID("mds", "e_mds", "mds-nord"), 404},
	    /* The magistrate, by each of those who may record it. */
	    {"d", "crip", "", SAID("parquet", "e_parquet", "parquet-valmont"),
		409},
	    {"e", "rtpe", "rtpe-nord",
		SAID("parquet", "e_parquet", "parquet-valmont"), 409},
	    {"f", "juge_enfants", "tpe-valmont",
		SAID("parquet", "e_parquet", "parquet-valmont"), 409},
	    {"g", "parquet", "parquet-roncey",
		SAID("parquet", "e_parquet", "parquet-valmont"), 409},
	    {"h", "parquet", "parquet-valmont",
		SAID("parquet", "e_parquet", "parquet-valmont"), 409},
	    /* A judge whom a parquet seised. */
	    {"i", "crip", "", SAID("juge_enfants", "e_je", "tpe-valmont"), 409},
	    {"j", "rtpe", "rtpe-nord",
		SAID("juge_enfants", "e_je", "tpe-valmont"), 409},
	    /* Whom another named. */
	    {"k", "rtpe", "rtpe-nord", SAID("mds", "e_mds", "mds-nord"), 409},
	    {"l", "juge_enfants", "tpe-valmont",
		SAID("rtpe", "e_rtpe", "rtpe-nord"), 409},
	    /* Who is no party. */
	    {"m", "crip", "", SAID("mds", "e_mds", "mds-sud"), 409},
	};

	rig_open(1, true);
	filed();
	struct ident crip = rig_person("paul", "crip", NULL);
	OK(about(crip, "service_designe", "mds", "mds-nord"));
	OK(about(crip, "service_designe", "rtpe", "rtpe-nord"));
	OK(about(crip, "service_designe", "parquet", "parquet-roncey"));
	OK(says(crip, "saisine_je", "parquet", "parquet-valmont",
	    "\"j_je\":\"tpe-valmont\",\"j_date\":{\"date\":\"2026-11-20\"}"));
	int64_t acts = rig_number("SELECT count(*) FROM act");
	int64_t parties = rig_number("SELECT count(*) FROM party");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(test_where, sizeof(test_where), " (case %s)",
		    cases[i].login);
		dossier_enter(cases[i].login, cases[i].role, cases[i].scope);
		EQ(rig_get("/fiches"), 200);
		EQ(dossier_post("/acte", cases[i].body), cases[i].status);
		TRUE(cases[i].status != 409 || shows("ou il y reste"));
		EQ(rig_last().result, TRAIL_REFUSED);
		/* Nor straight from the last page. */
		EQ(confirm(), cases[i].status == 409 ? 409 : cases[i].status);
	}
	test_where[0] = 0;
	EQ(rig_number("SELECT count(*) FROM act"), acts);
	EQ(rig_number("SELECT count(*) FROM party"), parties);
	EQ(rig_number("SELECT count(*) FROM departed"), 0);
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/dossier", "ref=" ONE), 200);
	rig_close();
}

/* --- its letters ------------------------------------------------------------
 */

TEST(nothing_is_sent_again_to_who_left)
{
	rig_open(1, true);
	filed();
	struct ident crip = rig_person("paul", "crip", NULL);
	OK(about(crip, "service_designe", "parquet", "parquet-roncey"));
	EQ(rig_number("SELECT count(*) FROM delivery WHERE scope ="
		      " 'parquet-roncey' AND state = 8"),
	    1);
	EQ(rig_number("SELECT count(*) FROM task WHERE rule = 'deposer' AND"
		      " state = 1"),
	    1);
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO delivery(letter, copy, role, scope, service, name,"
	    " mailbox, mode, state, accepted_ms) SELECT letter, copy, role,"
	    " scope, service, name, 'p@justice.example', 'courriel_complet', 4,"
	    " 5 FROM delivery WHERE scope = 'parquet-roncey'",
	    NONE);
	OK(tx_end(&tx));
	OK(about(crip, "service_retire", "parquet", "parquet-roncey"));
	EQ(rig_number("SELECT count(*) FROM delivery WHERE scope ="
		      " 'parquet-roncey' AND state = 12"),
	    1);
	EQ(rig_number("SELECT count(*) FROM task WHERE rule = 'deposer' AND"
		      " state = 3"),
	    1);
	int64_t all = rig_number("SELECT count(*) FROM delivery");
	dossier_enter("helene", "parquet", "parquet-valmont");
	EQ(dossier_get("/courrier/lettre", "ref=" ONE), 200);
	TRUE(shows("Arrêtée"));
	for (int64_t id = 1; id <= all; id++) {
		char body[160];
		int64_t theirs = 0;
		OK(query_number(&rig.core.read, &theirs,
		    "SELECT count(*) FROM delivery JOIN letter ON letter.id ="
		    " letter WHERE delivery.id = ? AND scope ="
		    " 'parquet-roncey' AND rule <> 'R0'",
		    INT(id)));
		if (theirs == 0)
			continue;
		snprintf(body, sizeof(body),
		    "ref=" ONE "&id=%" PRId64 "&mode=courriel_complet&go=send"
		    "&adresse=p%%40justice.example",
		    id);
		EQ(dossier_post("/courrier/lettre/renvoyer", body), 422);
		TRUE(shows("rien ne lui est plus envoyé"));
		snprintf(body, sizeof(body), "ref=" ONE "&id=%" PRId64, id);
		EQ(dossier_get("/courrier/lettre/paquet", body), 404);
		EQ(dossier_get("/courrier/lettre/remise", body), 200);
		TRUE(shows("Elle n’attend plus d’être remise."));
		snprintf(body, sizeof(body),
		    "ref=" ONE "&id=%" PRId64 "&moyen=papier&fonction=greffe"
		    "&go=send",
		    id);
		EQ(dossier_post("/courrier/lettre/remise", body), 422);
	}
	EQ(rig_number("SELECT count(*) FROM delivery"), all);
	rig_close();
}
