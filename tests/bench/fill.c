/*
 * fill - a central that has worked for a year: so many dossiers, so many acts,
 * each recorded by the engine with all that it causes, from a seed.
 *
 *	fill DIR ACTS DOSSIERS SEED
 *
 * Most of it is read and acknowledged; some is late, some is new. Whoever holds
 * the unlock secret of DIR could do as much. It prints the acts and seconds.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "calendar/iso.h"
#include "calendar/paris.h"
#include "cmd/deploy.h"
#include "cmd/owner.h"
#include "crypto/secret.h"
#include "dossier/course.h"
#include "envelope/envelope.h"
#include "store/query.h"
#include "store/store.h"

#define BATCH 1000 /* acts in a transaction */
#define YEAR  (365 * CLOCK_DAY)
#define SAID  "Une voiture grise attend chaque soir devant la grille. "

static struct deploy deploy;
static struct keyring ring;
static struct store store;
static struct tx tx;
static struct pack pack;
static struct arena mem, work;
static uint64_t chance;
static int64_t now, written, refused;

/* SplitMix64: the same seed is the same year. */
static uint32_t
dice(uint32_t sides)
{
	uint64_t z = (chance += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((z ^ (z >> 31)) >> 32) % sides;
}

/* Who writes what, in the order of a life; the rest of it are interviews. */
struct step {
	const char *form, *role, *scope, *answers;
};

static const struct step evaluation[] = {
    {"enquete_ouverte", "parquet", "",
	"\"e_acte\":\"soit_transmis\",\"e_quand\":{\"at\":\"%dT10:00\","
	"\"ms\":%t},\"e_proxenetisme\":\"non\""},
    {"demande_evaluation", "parquet", "",
	"\"d_date\":\"%d\",\"d_cadre\":\"oui\""},
    {"mds_designee", "crip", "", "\"s_mds\":\"%m\""},
    {"temps_echange", "adn", "",
	"\"c_date\":\"%d\",\"c_participants\":[\"mds\",\"adn\"],"
	"\"c_mode\":\"visio\""},
    {"rapport_adn", "adn", "",
	"\"r_date\":\"%d\",\"r_texte\":\"" SAID SAID SAID SAID
	"\",\"r_conclusion\":\"confirmee\""},
    {"rapport_mds", "mds", "%m",
	"\"r_date\":\"%d\",\"r_texte\":\"" SAID SAID SAID SAID
	"\",\"r_conclusion\":\"judiciaire\""},
    {"envoi_conjoint", "crip", "", ""},
};
static const struct step placement[] = {
    {"enquete_ouverte", "parquet", "",
	"\"e_acte\":\"saisine\",\"e_quand\":{\"at\":\"%dT10:00\","
	"\"ms\":%t},\"e_proxenetisme\":\"oui\""},
    {"opp", "parquet", "",
	"\"o_date\":\"%d\",\"o_service\":\"%a\",\"o_mention_adn\":"
	"\"oui\""},
    {"rapport_opp_adn", "adn", "",
	"\"r_date\":\"%d\",\"r_texte\":\"" SAID SAID
	"\",\"r_conclusion\":\"confirmee\""},
    {"saisine_je", "parquet", "", "\"j_date\":\"%d\",\"j_je\":\"%j\""},
};
static const struct step closed[] = {
    {"enquete_ouverte", "parquet", "",
	"\"e_acte\":\"saisine\",\"e_quand\":{\"at\":\"%dT10:00\","
	"\"ms\":%t},\"e_proxenetisme\":\"non\""},
    {"classement", "parquet", "",
	"\"l_date\":\"%d\",\"l_motif\":\"insuffisant\""},
};
#define LIFE(steps)                                                            \
	{                                                                      \
		steps, sizeof(steps) / sizeof(*steps)                          \
	}
static const struct {
	const struct step *at;
	size_t count;
} lives[] = {LIFE(evaluation), LIFE(evaluation), LIFE(placement), LIFE(closed)};

/* The services of a role, one of them. */
static struct str
some(const char *role)
{
	const struct directory *d = &pack.directory;
	size_t n = 0, found = 0;

	for (size_t i = 0; i < d->count; i++)
		n += str_eq(d->services[i].role, str_of(role));
	size_t want = n > 0 ? dice((uint32_t)n) : 0;
	for (size_t i = 0; i < d->count; i++)
		if (str_eq(d->services[i].role, str_of(role)) &&
		    found++ == want)
			return d->services[i].id;
	return TXT("");
}

static struct ident
someone(const char *role)
{
	struct ident id = {{0}};
	struct query q = query_open(&store,
	    "SELECT id FROM account ORDER BY role = ? DESC, login LIMIT 1",
	    TEXT(str_of(role)));

	if (query_next(&q))
		query_copy(&q, id.at, IDENT_LEN);
	if (query_end(&q) != ERR_OK)
		exit(1);
	return id;
}

struct life {
	int64_t dossier, at;
	struct str parquet, mds, ase, je, reference;
	char room[48];
};

/* A letter after a per cent is a service of this life; its day; its hour. */
static void
put(struct buf *to, const struct life *l, const char *text)
{
	for (; *text; text++) {
		if (*text != '%') {
			buf_str(to, (struct str){text, 1});
			continue;
		}
		text++;
		if (*text == 'd')
			iso_put_day(to, paris_day(l->at));
		else if (*text == 't')
			buf_number(to, l->at, 1);
		else
			buf_str(to,
			    *text == 'm'       ? l->mds
				: *text == 'a' ? l->ase
				: *text == 'j' ? l->je
					       : l->parquet);
	}
}

static void
record(struct life *l, const char *form, const char *role, struct str scope,
    const char *answers)
{
	static struct ident by[8];
	static const char *roles[8];
	size_t mark = arena_mark(&work), i = 0;
	struct buf b = buf_new(&work, 16u << 10);
	struct course c = {&tx, &work, &pack, l->at};
	struct course_done done = {0};

	while (i < 8 && roles[i] && strcmp(roles[i], role) != 0)
		i++;
	if (i == 8)
		exit(2);
	if (!roles[i]) {
		by[i] = someone(role);
		roles[i] = role;
	}
	buf_str(&b, TXT("{\"payload\":1,\"form\":\""));
	buf_str(&b, str_of(form));
	buf_str(&b, TXT("\",\"version\":1,\"pack\":\""));
	buf_str(&b, pack.name);
	buf_str(&b,
	    TXT("\",\"site\":{\"code\":\"TIL\"},\"author\":{\"name\":"
		"\"Camille Test\",\"verified\":true},\"answers\":{"));
	put(&b, l, answers);
	buf_str(&b, TXT("},\"normal\":[]}"));
	struct course_act a = {.ident = ident_new(),
	    .dossier = l->dossier,
	    .form = str_of(form),
	    .version = 1,
	    .content = l->dossier ? 8 : ENVELOPE_fiche,
	    .urgency = l->dossier ? 0
		: dice(20) == 0   ? 2
				  : 0,
	    .filed = l->at,
	    .received = l->at,
	    .reference = l->dossier ? TXT("") : l->reference,
	    .site = TXT("TIL"),
	    .site_name = TXT("Foyer Les Tilleuls"),
	    .parquet = l->parquet,
	    .verified = true,
	    .payload = buf_done(&b),
	    .author = {&by[i], str_of(role), scope}};
	enum err e = course_record(&c, &a, &done);
	if (e == ERR_OK) {
		l->dossier = done.dossier;
		written++;
		if (strcmp(form, "demande_evaluation") == 0 &&
		    course_received(&c, done.act, TXT("crip"), TXT(""),
			l->at + CLOCK_HOUR) != ERR_OK)
			exit(3);
	} else if (e == ERR_INPUT || e == ERR_DENIED) {
		refused++;
	} else {
		fprintf(stderr, "fill: %s: %s\n", form, err_name(e));
		exit(1);
	}
	arena_back(&work, mark);
}

/* Names are of no one: a syllable or two, many times over. */
static void
begin(struct life *l, int64_t n)
{
	static const char *first[] = {"Camille", "Charlie", "Dominique",
	    "Maxime", "Alix", "Sacha", "Andrea", "Louison"};
	static const char *last[] = {"Bel", "Mar", "Dor", "Val", "Ren", "Tour",
	    "Gar", "Mont", "Lav", "Per", "Sor", "Fon", "Cler", "Bois"};
	static const char *end[] = {"in", "ard", "el", "ette", "ot", "ier",
	    "eau", "ac", "al", "is", "ure", "ange"};
	char answers[1200];
	struct str of = some("parquet");

	snprintf(l->room, sizeof(l->room), "P-99-B%03d-2026-%d-K",
	    (int)(n % 900), (int)n + 1);
	l->reference = str_of(l->room);
	l->parquet = of;
	l->mds = some("mds");
	l->ase = some("ase");
	l->je = some("juge_enfants");
	l->dossier = 0;
	snprintf(answers, sizeof(answers),
	    "\"b_danger\":\"non\",\"d_lieu\":\"etablissement\",\"c_nom\":\"%s%s"
	    "%s\",\"c_prenom\":\"%s\",\"c_naiss\":{\"date\":\"20%02d-%02d-%02d"
	    "\"},\"c_sexe\":\"nsp\",\"c_mna\":\"non\",\"e_domicile\":{\"town\":"
	    "\"Valmont\",\"commune\":\"99001\"},\"g_mesure\":\"%s\",\"h_recit\""
	    ":\"" SAID SAID "\",\"k_parquet\":\"%.*s\",\"k_att\":true",
	    last[dice(14)], end[dice(12)], end[dice(12)], first[dice(8)],
	    (int)dice(8) + 8, (int)dice(12) + 1, (int)dice(28) + 1,
	    dice(4) == 0       ? "judiciaire"
		: dice(4) == 0 ? "administrative"
			       : "aucune",
	    (int)of.len, of.at);
	record(l, "fiche_p", "ase", l->ase, answers);
}

static void
live(struct life *l, int64_t n, int64_t acts)
{
	size_t kind = dice(4);
	int64_t left = acts - 1, gap = CLOCK_DAY * 2;

	begin(l, n);
	for (size_t i = 0; i < lives[kind].count && left > 0; i++, left--) {
		const struct step *s = &lives[kind].at[i];
		struct str scope = strcmp(s->role, "parquet") == 0 ? l->parquet
		    : strcmp(s->role, "mds") == 0                  ? l->mds
								   : TXT("");
		l->at += gap;
		/* One in twelve stops on the way: late, or waiting. */
		if (l->at > now || dice(12) == 0)
			break;
		record(l, s->form, s->role, scope, s->answers);
	}
	for (; left > 0; left--) {
		l->at = l->at + CLOCK_HOUR > now ? now : l->at + CLOCK_HOUR;
		record(l, "complement", "ase", l->ase,
		    "\"z_nature\":\"complement\",\"z_texte\":\"" SAID "\"");
	}
}

static void
commit(void)
{
	enum err e = tx_end(&tx);

	if (e != ERR_OK) {
		fprintf(stderr, "fill: %s\n", err_name(e));
		exit(1);
	}
	tx = tx_begin(&store);
}

/* What is older than three days was read and acknowledged. */
static void
read_it(void)
{
	int64_t last = 0;

	if (query_number(&store, &last, "SELECT max(id) FROM act", NONE) !=
	    ERR_OK)
		exit(1);
	for (int64_t id = 0; id <= last; id += BATCH) {
		tx_run(&tx,
		    "UPDATE reception SET opened_ms = ?1, acked_ms = ?1 WHERE "
		    "act > ?2 AND act <= ?3 AND acked_ms IS NULL AND "
		    "(SELECT received_ms FROM act WHERE id = reception.act) < "
		    "?1",
		    INT(now - 3 * CLOCK_DAY), INT(id), INT(id + BATCH));
		commit();
	}
}

int
main(int argc, char **argv)
{
	static uint8_t room[8u << 20] __attribute__((aligned(16)));
	static uint8_t desk[8u << 20] __attribute__((aligned(16)));
	char path[FILE_PATH];

	if (argc != 5)
		return 64;
	int64_t acts = atoll(argv[2]), dossiers = atoll(argv[3]);
	chance = (uint64_t)atoll(argv[4]);
	secret_start();
	arena_open(&mem, room, sizeof(room));
	arena_open(&work, desk, sizeof(desk));
	if (deploy_open(argv[1], &deploy) != ERR_OK ||
	    deploy_keyring(&deploy, &ring) != ERR_OK ||
	    owner_become(&deploy, path) != ERR_OK ||
	    store_open(path, ring.key[KEYRING_STORE], &store) != ERR_OK ||
	    pack_open(&mem, &pack_embedded, TXT("demo"), NULL, &pack) != ERR_OK)
		return 1;
	now = clock_now();
	int64_t from = clock_boot();
	tx = tx_begin(&store);
	for (int64_t i = 0, before = 0; i < dossiers; i++) {
		struct life l = {.at = now - YEAR + YEAR / dossiers * i};
		live(&l, i, (written + refused < acts ? acts / dossiers : 1));
		if (written - before >= BATCH) {
			commit();
			before = written;
		}
	}
	read_it();
	if (tx_end(&tx) != ERR_OK)
		return 4;
	printf("%lld %lld %.1f\n", (long long)written, (long long)refused,
	    (double)(clock_boot() - from) / 1000.0);
	store_close(&store);
	keyring_wipe(&ring);
	return 0;
}
