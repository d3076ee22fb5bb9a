/*
 * course - acts a second through course_record, as a central grows.
 *
 *	course ACTS DOSSIERS [SEED]
 *
 * In a database of its own, removed again, by the pack of the demo. Everything
 * is recorded as people would: a fiche opens a dossier, then somebody who is
 * party to it records one of the acts the rules offer them then, or its author
 * completes the fiche; what waits for a reception gets it. Some four hundred
 * dossiers live at a time until each has had its acts. The same seed makes the
 * same life. Prints ten lines: acts so far, acts a second since the line
 *before, microseconds of processor an act.
 */
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/embed.h"
#include "calendar/iso.h"
#include "calendar/paris.h"
#include "dossier/course.h"
#include "dossier/reference.h"
#include "store/migrate.h"
#include "store/store.h"

#define ALIVE 400  /* dossiers at a time */
#define BATCH 2000 /* acts in a transaction */
#define LINES 10   /* printed in all, at least */

static struct {
	struct store store;
	struct pack pack;
	struct arena mem, pack_mem;
	struct tx tx;
	struct course c;
	struct ident account, box;
	uint64_t chance;
	int64_t number; /* of references */
} life;

static struct alive {
	int64_t dossier, last, left; /* its last act; acts still to come */
	char reference[REFERENCE_MOST + 1];
	int added;
} alive[ALIVE];

static const char *const names[] = {"Abel", "Berthe", "Colin", "Dufresne",
    "Estève", "Fabre", "Garnier", "Hubert", "Imbert", "Joly", "Keller", "Lebon",
    "Marchal", "Noël", "Olivier", "Perrin", "Quentin", "Renard", "Sorel",
    "Thierry", "Urbain", "Vasseur", "Weber", "Yvon"};
static const char *const firsts[] = {"Alix", "Camille", "Charlie", "Maxime",
    "Dominique", "Eden", "Lou", "Maxence", "Morgan", "Noa", "Sacha", "Yaël"};

static unsigned
chance(size_t of)
{
	life.chance ^= life.chance << 13;
	life.chance ^= life.chance >> 7;
	life.chance ^= life.chance << 17;
	return (unsigned)(life.chance % of);
}

/* --- what is answered --------------------------------------------------------
 */

static void
put_day(struct buf *b, int64_t at)
{
	buf_str(b, TXT("{\"date\":\""));
	iso_put_day(b, paris_day(at));
	buf_str(b, TXT("\"}"));
}

static void
put_words(struct buf *b, const struct form_field *f)
{
	size_t n = f->kind == FORM_long_text ? 4 + chance(40) : 1 + chance(3);
	char room[64];

	if (str_eq(f->id, TXT("c_nom")))
		/* As many names as a département has. */
		snprintf(room, sizeof(room), "%s-%s %u", names[chance(24)],
		    names[chance(24)], chance(30));
	else if (str_eq(f->id, TXT("c_prenom")))
		snprintf(room, sizeof(room), "%s %s", firsts[chance(12)],
		    firsts[chance(12)]);
	else
		room[0] = 0;
	buf_str(b, TXT("\""));
	buf_str(b, str_of(room));
	for (size_t i = 0; room[0] == 0 && i < n; i++)
		buf_str(b, TXT("quelques mots "));
	buf_str(b, TXT("\""));
}

/* An answer of the field's kind; false: none. */
static bool
put_answer(struct buf *b, const struct form_field *f)
{
	switch (f->kind) {
	case FORM_text:
	case FORM_long_text:
	case FORM_telephone:
		put_words(b, f);
		return true;
	case FORM_choice:
	case FORM_service:
		if (f->count == 0)
			return false;
		buf_str(b, TXT("\""));
		buf_str(b, f->options[chance(f->count)].id);
		buf_str(b, TXT("\""));
		return true;
	case FORM_yes_no_unknown:
		buf_str(b, chance(3) ? TXT("\"non\"") : TXT("\"oui\""));
		return true;
	case FORM_date_or_age:
		put_day(b,
		    life.c.now -
			(int64_t)(11 * 365 + chance(7 * 365)) * CLOCK_DAY);
		return true;
	case FORM_date:
		put_day(b, life.c.now);
		return true;
	case FORM_instant:
		buf_str(b, TXT("{\"ms\":"));
		buf_number(b, life.c.now - (int64_t)chance(7200000), 1);
		buf_str(b, TXT("}"));
		return true;
	case FORM_place: {
		const struct directory *d = &life.pack.directory;
		buf_str(b, TXT("{\"text\":\"1 rue Haute\",\"commune\":\""));
		if (d->communes_count > 0)
			buf_str(b, d->communes[chance(d->communes_count)].code);
		buf_str(b, TXT("\"}"));
		return true;
	}
	default:
		return false;
	}
}

static struct bytes
payload(const struct form *f)
{
	struct buf b = buf_new(&life.mem, 32u << 10);
	bool any = false;

	buf_str(&b, TXT("{\"payload\":1,\"answers\":{"));
	for (size_t i = 0; i < f->count; i++)
		for (size_t k = 0; k < f->steps[i].count; k++) {
			size_t was = b.len;
			if (any)
				buf_str(&b, TXT(","));
			json_quote(&b, f->steps[i].fields[k].id);
			buf_str(&b, TXT(":"));
			if (put_answer(&b, &f->steps[i].fields[k]))
				any = true;
			else
				b.len = was;
		}
	buf_str(&b, TXT("}}"));
	must(buf_err(&b) == ERR_OK);
	return buf_done(&b);
}

/* --- what happens ------------------------------------------------------------
 */

static void
record(struct course_act *a, struct alive *of)
{
	struct course_done done;

	a->ident = ident_new();
	a->version = 1;
	a->clock = 2;
	a->verified = true;
	a->filed = life.c.now - 60000;
	a->received = life.c.now;
	a->payload = payload(pack_form(&life.pack, a->form, 0));
	enum err e = course_record(&life.c, a, &done);
	if (e != ERR_OK) {
		fprintf(stderr, "course: %.*s: %s\n", (int)a->form.len,
		    a->form.at, err_name(e));
		must(e == ERR_OK);
	}
	of->dossier = done.dossier;
	of->last = done.act;
}

/* Whoever was to read the act before has, and what waited for that begins. */
static void
acknowledge(const struct alive *of)
{
	tx_run(&life.tx,
	    "UPDATE reception SET opened_ms = ?2, acked_ms = ?2"
	    " WHERE act = ?1 AND acked_ms IS NULL",
	    INT(of->last), INT(life.c.now));
	must(course_received(&life.c, of->last, TXT("parquet"), TXT(""),
		 life.c.now) == ERR_OK);
	must(course_received(&life.c, of->last, TXT("crip"), TXT(""),
		 life.c.now) == ERR_OK);
}

static void
open_one(struct alive *of, int64_t acts)
{
	struct buf b = buf_over(of->reference, REFERENCE_MOST);
	const struct directory_service *p =
	    directory_role(&life.pack.directory, TXT("parquet"));

	memset(of, 0, sizeof(*of));
	reference_put(&b,
	    &(struct reference){.letter = 'P',
		.departement = life.pack.departement,
		.site = TXT("TIL"),
		.year = 2026,
		.number = ++life.number});
	must(buf_err(&b) == ERR_OK);
	record(&(struct course_act){.form = TXT("fiche_p"),
		   .content = 1,
		   .urgency = (int64_t)chance(3),
		   .reference = buf_text(&b),
		   .device = &life.box,
		   .site = TXT("TIL"),
		   .site_name = TXT("Foyer Les Tilleuls"),
		   .parquet = p ? p->id : TXT(""),
		   .author = {NULL, TXT("foyer"), TXT("TIL")}},
	    of);
	of->left = acts - 1;
}

static void
complete(struct alive *of)
{
	struct buf b = buf_new(&life.mem, REFERENCE_MOST);

	reference_put_added(&b, str_of(of->reference), ++of->added);
	must(buf_err(&b) == ERR_OK);
	record(&(struct course_act){.form = TXT("complement"),
		   .content = 4,
		   .reference = buf_text(&b),
		   .about = str_of(of->reference),
		   .device = &life.box,
		   .site = TXT("TIL"),
		   .site_name = TXT("Foyer Les Tilleuls"),
		   .author = {NULL, TXT("foyer"), TXT("TIL")}},
	    of);
}

struct offer {
	const struct rules_act *at[RULES_ACTS_MOST];
	size_t count;
};

static void
offered(void *ctx, const struct rules_act *a, bool asked)
{
	struct offer *o = ctx;

	(void)asked;
	if (!a->folds && o->count < RULES_ACTS_MOST)
		o->at[o->count++] = a;
}

/* Somebody who is party does what they may, if they may do anything. */
static bool
act_once(struct alive *of)
{
	struct offer o = {.count = 0};
	struct str role = TXT(""), scope = TXT("");
	enum err kept = ERR_OK;
	int64_t parties = 0;

	must(query_number(&life.store, &parties,
		 "SELECT count(*) FROM party WHERE dossier = ?",
		 INT(of->dossier)) == ERR_OK);
	if (parties == 0)
		return false;
	struct query q = query_open(&life.store,
	    "SELECT role, scope FROM party WHERE dossier = ?1"
	    " LIMIT 1 OFFSET ?2",
	    INT(of->dossier), INT((int64_t)chance((size_t)parties)));
	if (query_next(&q)) {
		role = arena_keep(&life.mem, query_text(&q), &kept);
		scope = arena_keep(&life.mem, query_text(&q), &kept);
	}
	must(query_end(&q) == ERR_OK && kept == ERR_OK);
	must(course_may(&life.store, &life.pack, life.c.now, of->dossier, role,
		 scope, offered, &o) == ERR_OK);
	if (o.count == 0)
		return false;
	record(&(struct course_act){.dossier = of->dossier,
		   .form = o.at[chance(o.count)]->form,
		   .content = 8,
		   .site = TXT("SVC"),
		   .site_name = TXT("Un service"),
		   .author = {&life.account, role, scope}},
	    of);
	return true;
}

static void
live_on(struct alive *of)
{
	acknowledge(of);
	if (chance(10) < 2 || !act_once(of))
		complete(of);
	of->left--;
}

/* --- filled ------------------------------------------------------------------
 */

static void
make_account(void)
{
	static const uint8_t salt[16], verifier[32];
	char login[48];
	struct buf b = buf_over(login, sizeof(login));

	life.account = ident_new();
	ident_put(&b, &life.account);
	life.tx = tx_begin(&life.store);
	tx_run(&life.tx,
	    "INSERT INTO account(id, login, name, role, service, salt,"
	    " verifier, created_ms, disabled_ms)"
	    " VALUES (?1, ?2, 'Personne fictive', 'crip', 'CRIP', ?3, ?4, 0, "
	    "0)",
	    BLOB(BYTES_OF(life.account.at)), TEXT(buf_text(&b)),
	    BLOB(BYTES_OF(salt)), BLOB(BYTES_OF(verifier)));
	must(tx_end(&life.tx) == ERR_OK);
}

/* How many acts the next dossier has: some few, some many, `mean` of them. */
static int64_t
share(int64_t mean, int64_t left)
{
	int64_t n = 1 + (int64_t)chance((size_t)(2 * mean));

	return n < left ? n : left;
}

static void
fill(int64_t acts, int64_t dossiers)
{
	int64_t spent = (int64_t)clock();
	int64_t mean = acts / dossiers > 0 ? acts / dossiers : 1;
	int64_t from = clock_boot(), at = 0, span = 0;
	int64_t every = acts / LINES > 0 ? acts / LINES : 1;

	/* It has taken them three years, until now. */
	span = INT64_C(3) * 365 * CLOCK_DAY;
	int64_t now = clock_now();
	for (int64_t n = 0; n < acts; n++) {
		struct alive *of = &alive[chance(ALIVE)];
		if (n % BATCH == 0)
			life.tx = tx_begin(&life.store);
		arena_reset(&life.mem);
		life.c.now = now - span + span / acts * n;
		if (of->left > 0)
			live_on(of);
		else
			open_one(of, share(mean, acts));
		must(tx_err(&life.tx) == ERR_OK);
		if (n % BATCH == BATCH - 1 || n == acts - 1)
			must(tx_end(&life.tx) == ERR_OK);
		if ((n + 1) % every == 0) {
			int64_t ms = clock_boot() - from;
			int64_t used = (int64_t)clock() - spent;
			printf("%" PRId64 " %" PRId64 " %" PRId64 "\n", n + 1,
			    (n + 1 - at) * 1000 / (ms > 0 ? ms : 1),
			    used * 1000000 / CLOCKS_PER_SEC / (n + 1 - at));
			(void)fflush(stdout);
			from = clock_boot();
			spent = (int64_t)clock();
			at = n + 1;
		}
	}
}

static int
gone(const char *path, const struct stat *st, int kind, struct FTW *f)
{
	(void)st, (void)kind, (void)f;
	return remove(path);
}

int
main(int argc, char **argv)
{
	static uint8_t memory[4u << 20] __attribute__((aligned(16)));
	static uint8_t pack[PACK_MEMORY] __attribute__((aligned(16)));
	static const uint8_t key[STORE_KEY] = {7};
	char dir[] = "/tmp/fichep-course-XXXXXX", path[64];

	if (argc != 3 && argc != 4) {
		fprintf(stderr, "course ACTS DOSSIERS [SEED]\n");
		return 2;
	}
	life.chance = argc == 4 ? strtoull(argv[3], NULL, 10) : 20261122;
	arena_open(&life.mem, memory, sizeof(memory));
	arena_open(&life.pack_mem, pack, sizeof(pack));
	must(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/fichep.db", dir);
	must(pack_open(&life.pack_mem, &pack_embedded, TXT("demo"), NULL,
		 &life.pack) == ERR_OK);
	pack_today(&life.pack, paris_day(clock_now()));
	must(store_open(path, key, &life.store) == ERR_OK);
	must(migrate_run(&life.store, embed_migration, embed_migration_count,
		 NULL) == ERR_OK);
	life.c = (struct course){.tx = &life.tx,
	    .mem = &life.mem,
	    .pack = &life.pack};
	life.box = ident_new();
	make_account();
	fill(strtoll(argv[1], NULL, 10), strtoll(argv[2], NULL, 10));
	store_close(&life.store);
	nftw(dir, gone, 8, FTW_DEPTH | FTW_PHYS);
	return 0;
}
