/*
 * course - a dossier in a real database, moved by acts, for tests.
 *
 * The pack is tests/vectors/dossier/essai: forms of `common`, rules and a
 * directory of its own, so that what is proved here depends on no shipped pack.
 */
#ifndef COURSE_TEST_H
#define COURSE_TEST_H

#define TEST_MEMORY (24u << 20)
#include "../test.h"

#include "../store/house.h"
#include "base/clock.h"
#include "calendar/iso.h"
#include "calendar/paris.h"
#include "dossier/course.h"
#include "dossier/delivery.h"

static struct {
	struct store store;
	struct tx tx;
	struct arena mem, pack_mem; /* of an act; of the pack */
	struct pack pack;
	struct course c;
	struct course_done done; /* of the last act */
	struct ident account;
	size_t mark;
	int number; /* of references */
} life;

static const struct ident life_box = {{9, 9, 9}};

static inline struct str
life_file(void *ctx, struct str path)
{
	struct arena *mem = ctx;
	char at[256];

	snprintf(at, sizeof(at), "tests/vectors/dossier/%.*s", (int)path.len,
	    path.at);
	if (access(at, R_OK) == 0)
		return str_from(test_file(mem, at));
	return pack_embedded.file(NULL, path);
}

static inline void
life_pack(const char *name)
{
	static alignas(max_align_t) uint8_t room[8u << 20];
	struct pack_source from = {life_file, &life.pack_mem};

	memset(room, 0, sizeof(room));
	arena_open(&life.pack_mem, room, sizeof(room));
	struct buf faults = buf_new(&life.pack_mem, 64u << 10);
	enum err e =
	    pack_open(&life.pack_mem, &from, str_of(name), &faults, &life.pack);
	if (e != ERR_OK)
		FAIL("%s: %s: %.*s", name, err_name(e), (int)faults.len,
		    (const char *)faults.at);
}

/* An account, because events and acts name who did them. */
static inline void
life_account(void)
{
	static const uint8_t salt[16], verifier[32];

	life.account = ident_new();
	struct tx tx = tx_begin(&life.store);
	tx_run(&tx,
	    "INSERT INTO account(id, login, name, role, service, salt,"
	    " verifier, created_ms) VALUES (?1, 'sorel', 'Hélène Sorel',"
	    " 'crip', 'CRIP', ?2, ?3, 0)",
	    BLOB(BYTES_OF(life.account.at)), BLOB(BYTES_OF(salt)),
	    BLOB(BYTES_OF(verifier)));
	OK(tx_end(&tx));
}

/* « 2026-11-13T18:00 » in Paris; the second time an hour is shown: « B ». */
static inline int64_t
life_at(const char *text)
{
	struct str t = str_of(text);
	bool second = str_ends(t, TXT("B"));
	int64_t hour;
	day n;

	OK(iso_read_hour(str_part(t, 0, t.len - second), &n, &hour));
	return paris_utc(n, hour, second);
}

static inline void
life_open_in(const char *pack, const char *now)
{
	life.mem = test_arena();
	life_pack(pack);
	life.store = house_open();
	life_account();
	life.c = (struct course){.mem = &life.mem,
	    .pack = &life.pack,
	    .now = life_at(now)};
}

static inline void
life_open(const char *now)
{
	life_open_in("essai", now);
}

static inline void
life_begin(void)
{
	life.tx = tx_begin(&life.store);
	life.c.tx = &life.tx;
}

static inline void
life_end(void)
{
	OK(tx_end(&life.tx));
}

static inline struct bytes
life_payload(const char *answers)
{
	static char room[16384];
	int n = snprintf(room, sizeof(room), "{\"payload\":1,\"answers\":{%s}}",
	    answers);

	return (struct bytes){(const uint8_t *)room, (size_t)n};
}

/* What a box sends, before it is recorded: change what differs. */
static inline struct course_act
life_sent(const char *form, const char *answers)
{
	static char names[8][64]; /* of the last ones */
	char *name = names[++life.number % 8];

	snprintf(name, 64, "P-99-TIL-2026-%d-X", life.number);
	return (struct course_act){.ident = ident_new(),
	    .form = str_of(form),
	    .version = 1,
	    .content = 1,
	    .clock = 2,
	    .filed = life.c.now - 60000,
	    .received = life.c.now,
	    .reference = str_of(name),
	    .device = &life_box,
	    .site = TXT("TIL"),
	    .site_name = TXT("Foyer Les Tilleuls"),
	    .parquet = TXT("parquet-valmont"),
	    .verified = true,
	    .payload = life_payload(answers),
	    .author = {NULL, TXT("foyer"), TXT("TIL")}};
}

/* What someone writes at the central. */
static inline struct course_act
life_written(const char *form, const char *role, const char *scope,
    int64_t dossier, const char *answers)
{
	return (struct course_act){.ident = ident_new(),
	    .dossier = dossier,
	    .form = str_of(form),
	    .version = 1,
	    .content = 8,
	    .clock = 2,
	    .filed = life.c.now,
	    .received = life.c.now,
	    .site = TXT("SVC"),
	    .site_name = TXT("Un service"),
	    .verified = true,
	    .payload = life_payload(answers),
	    .author = {&life.account, str_of(role), str_of(scope)}};
}

static inline enum err
life_try(const struct course_act *a)
{
	life_begin();
	enum err e = course_record(&life.c, a, &life.done);
	life_end();
	return e;
}

/* Recorded: its dossier. */
static inline int64_t
life_do(struct course_act a)
{
	OK(life_try(&a));
	return life.done.dossier;
}

#define LIFE_FICHE                                                             \
	"\"c_nom\":\"Exemple\",\"c_prenom\":\"Camille\","                      \
	"\"c_naiss\":{\"date\":\"2010-05-02\"},\"c_mna\":\"non\","             \
	"\"g_mesure\":\"aucune\",\"k_parquet\":\"parquet-valmont\""

static inline int64_t
life_fiche(void)
{
	return life_do(life_sent("fiche_p", LIFE_FICHE));
}

#define LIFE_PARQUET "parquet", "parquet-valmont"
#define LIFE_CRIP    "crip", ""

static inline int64_t
life_number(const char *sql)
{
	return house_number(&life.store, sql);
}

/* With one text. */
static inline int64_t
life_number_of(const char *sql, const char *text)
{
	int64_t n = INT64_MIN;

	OK(query_number(&life.store, &n, sql, TEXT(str_of(text))));
	return n;
}

#define LIFE_COUNT(what) life_number("SELECT count(*) FROM " what)

/* What is derived agrees with what it derives from. */
static inline void
life_check(void)
{
	struct buf faults = buf_new(&life.mem, 8192);

	OK(course_check(&life.store, &life.pack, &faults));
	if (faults.len > 0)
		FAIL("%.*s%s", (int)faults.len, (const char *)faults.at,
		    test_where);
}

static inline void
life_close(void)
{
	life_check();
	house_close(&life.store);
}

#endif
