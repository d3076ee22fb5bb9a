#define SUITE dossier_walk
#include "course.h"

#include "../store/faulty.h"

/* --- hundreds of acts at random ---------------------------------------------
 */

static uint64_t chance_state;

static unsigned
chance(unsigned of)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (unsigned)(chance_state % of);
}

static const char *
one_fiche(void)
{
	static char room[512];
	static const char *const mesures[] = {"aucune", "administrative",
	    "judiciaire", "inconnue"};
	static const char *const towns[] = {"Valmont", "Roncey", "Ailleurs"};

	snprintf(room, sizeof(room),
	    "\"c_nom\":\"Nom%u\",\"c_prenom\":\"Prénom%u\",\"c_naiss\":"
	    "{\"date\":\"2010-05-%02u\"},\"c_mna\":\"%s\",\"g_mesure\":\"%s\","
	    "\"k_parquet\":\"%s\",\"e_domicile\":{\"town\":\"%s\"}",
	    chance(6), chance(4), 1 + chance(9), chance(4) ? "non" : "oui",
	    mesures[chance(4)],
	    chance(3) ? "parquet-valmont" : "parquet-roncey", towns[chance(3)]);
	return room;
}

static const struct {
	const char *form, *role, *scope, *answers;
} writes[] = {
    {"enquete_ouverte", LIFE_PARQUET, ""},
    {"classement", LIFE_PARQUET, ""},
    {"sursis", LIFE_PARQUET, ""},
    {"sursis_leve", LIFE_PARQUET, ""},
    {"opp", LIFE_PARQUET,
	"\"o_date\":{\"date\":\"2026-11-20\"},\"o_service\":\"ase\""},
    {"demande_evaluation", LIFE_PARQUET, ""},
    {"rapport_opp_ase", "ase", "", "\"r_date\":{\"date\":\"2026-11-22\"}"},
    {"rapport_mds", "mds", "mds-nord", ""},
    {"rapport_adn", "adn", "", ""},
    {"entretien", "adn", "", ""},
    {"envoi_conjoint", LIFE_CRIP, "\"y_quoi\":\"deux\""},
    {"saisine_je", LIFE_PARQUET,
	"\"j_date\":{\"date\":\"2026-11-22\"},\"j_je\":\"tpe-valmont\""},
    {"decision_je", "juge_enfants", "tpe-valmont", ""},
    {"saisine_civile", "rtpe", "rtpe-nord", ""},
    {"mesure_determinee", LIFE_CRIP,
	"\"m_mesure\":\"administrative\",\"m_rtpe\":\"rtpe-sud\""},
    {"service_designe", LIFE_CRIP, "\"s_role\":\"mds\",\"s_mds\":\"mds-nord\""},
    {"service_designe", LIFE_CRIP,
	"\"s_role\":\"rtpe\",\"s_rtpe\":\"rtpe-nord\""},
    {"communication_reseau", LIFE_PARQUET, ""},
    {"demande_retour", LIFE_CRIP, "\"r_date\":{\"date\":\"2026-11-22\"}"},
    {"information_auteur", LIFE_CRIP, ""},
    {"suites_penales", LIFE_PARQUET, ""},
    {"transfert", LIFE_CRIP, ""},
};
#define WRITES (sizeof(writes) / sizeof(*writes))

#define SOME "SELECT coalesce(max(id), 0) FROM "

static int64_t
some_of(const char *sql)
{
	int64_t most = life_number(sql);

	return most > 0 ? 1 + (int64_t)chance((unsigned)most) : 0;
}

/* Whatever the rules let through, and what they do not. */
static enum err
one_step(void)
{
	int64_t dossier = some_of(SOME "dossier"),
		other = some_of(SOME "dossier");
	int64_t act = some_of(SOME "act"), to = 0, raised, next;
	unsigned what = chance(100);
	enum err e;

	if (what < 25 || dossier == 0) {
		struct course_act a = life_sent("fiche_p", one_fiche());
		return life_try(&a);
	}
	if (what < 80) {
		unsigned i = chance(WRITES);
		struct course_act a =
		    life_written(writes[i].form, writes[i].role,
			writes[i].scope, dossier, writes[i].answers);
		return life_try(&a);
	}
	life_begin();
	if (what < 86) {
		/* By an act that stands in it. */
		OK(query_number(&life.store, &dossier,
		    "SELECT dossier FROM act WHERE id = ?", INT(act)));
		e = course_merge(&life.c, dossier, other, act);
	} else if (what < 92)
		e = course_split(&life.c, act, act, &to);
	else if (what < 95)
		e = course_received(&life.c, act,
		    chance(2) ? TXT("crip") : TXT("parquet"), TXT(""),
		    life.c.now - (int64_t)chance(100000));
	else if (what < 97)
		e = course_unlike(&life.c, dossier,
		    other == dossier ? dossier + 1 : other);
	else if (what < 98)
		e = course_set_aside(&life.c, some_of(SOME "deadline"),
		    &life.account, TXT("Sans objet"));
	else
		e = course_alerts(&life.c, 20, &raised, &next);
	life_end();
	return e;
}

TEST(whatever_is_recorded_what_is_derived_agrees_with_it)
{
	const char *seed = getenv("SEED");
	int refused = 0, done = 0;

	life_open("2026-11-21T22:00");
	chance_state = seed ? strtoull(seed, NULL, 10) : 20261121;
	for (int i = 0; i < 500; i++) {
		arena_reset(&life.mem);
		snprintf(test_where, sizeof(test_where), " (step %d, SEED=%s)",
		    i, seed ? seed : "20261121");
		enum err e = one_step();
		TRUE(e == ERR_OK || e == ERR_INPUT || e == ERR_ABSENT ||
		    e == ERR_DENIED);
		done += e == ERR_OK;
		refused += e != ERR_OK;
		life.c.now += (int64_t)chance(3600) * 1000;
		if (i % 10 == 9)
			life_check();
	}
	TRUE(done > 200 && refused > 20); /* both happen */
	EQ(LIFE_COUNT("act WHERE NOT EXISTS (SELECT 1 FROM reception WHERE"
		      " reception.act = act.id)"),
	    0);
	life_close();
}

/* --- nothing half done -------------------------------------------------------
 */

static struct course_act attempted;

static int64_t
rows(void)
{
	return life_number("SELECT (SELECT count(*) FROM dossier) +"
			   " (SELECT count(*) FROM act) +"
			   " (SELECT count(*) FROM party) +"
			   " (SELECT count(*) FROM reception) +"
			   " (SELECT count(*) FROM deadline) +"
			   " (SELECT count(*) FROM deadline_event) +"
			   " (SELECT count(*) FROM alert) +"
			   " (SELECT count(*) FROM task) +"
			   " (SELECT count(*) FROM duty) +"
			   " (SELECT count(*) FROM minor) +"
			   " (SELECT count(*) FROM likeness) +"
			   " (SELECT count(*) FROM letter) +"
			   " (SELECT count(*) FROM delivery)");
}

static enum err
attempt(struct arena *mem, void *ctx)
{
	int64_t *before = ctx;
	struct course_done done = {.act = -7};

	life.c.mem = mem;
	life_begin();
	enum err e = course_record(&life.c, &attempted, &done);
	life_end();
	if (e != ERR_OK) {
		EQ(done.act, -7);
		EQ(rows(), *before);
	}
	return e;
}

TEST(an_act_that_finds_no_memory_leaves_nothing)
{
	static alignas(max_align_t) uint8_t room[1u << 20];
	struct arena mem;

	life_open("2026-11-21T22:00");
	life_do(life_sent("fiche_p", one_fiche()));
	arena_open(&mem, room, sizeof(room));
	int64_t before = rows();
	attempted = life_sent("fiche_p",
	    "\"c_nom\":\"Nom0\",\"c_prenom\":\"Prénom0\",\"g_mesure\":"
	    "\"administrative\",\"k_parquet\":\"parquet-valmont\"");
	TRUE(test_each_allocation(&mem, attempt, &before) > 2);
	TRUE(rows() > before + 10);
	life.c.mem = &life.mem;
	before = rows();
	attempted = life_written("demande_evaluation", LIFE_PARQUET, 2, "");
	TRUE(test_each_allocation(&mem, attempt, &before) > 2);
	life.c.mem = &life.mem;
	life_close();
}

/* From each write on, the disk is full: afterwards all of the act is there, or
 * none of it, and what is derived agrees. */
TEST(a_disk_that_fills_up_leaves_all_of_an_act_or_none)
{
	int64_t done = 0;

	life_open("2026-11-21T22:00");
	house_close(&life.store);
	faulty_install();
	for (int64_t n = 1; done == 0; n++) {
		faulty.at = 0;
		life_open("2026-11-21T22:00");
		life_do(life_sent("fiche_p", LIFE_FICHE));
		int64_t before = rows();
		struct course_act a =
		    life_written("demande_evaluation", LIFE_PARQUET, 1, "");
		struct course_done d;
		faulty.count = 0;
		faulty.at = n;
		faulty.as = SQLITE_FULL;
		struct tx tx = tx_begin(&life.store);
		life.c.tx = &tx;
		enum err e = course_record(&life.c, &a, &d);
		tx_fail(&tx, e);
		e = tx_end(&tx);
		faulty.at = 0;
		snprintf(test_where, sizeof(test_where), " (write %d)", (int)n);
		store_close(&life.store);
		life.store = house_again();
		if (e == ERR_OK) {
			done = n;
			EQ(LIFE_COUNT("act"), 2);
		} else if (LIFE_COUNT("act") == 1) {
			EQ(rows(), before);
		}
		EQ(LIFE_COUNT("act"),
		    1 +
			LIFE_COUNT("letter WHERE rule = "
				   "'R7'"));
		life_close();
	}
	TRUE(done > 1);
}
