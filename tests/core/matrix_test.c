#define SUITE core_matrix
#include "filed.h"

#define EXPECTED "tests/golden/matrix.txt"
#define PRINTED  "build/matrix.txt" /* to be put there once decided */
#define TOLD     "SECURITY.md"
#define MOST     32768

static char text[MOST], want[MOST];
static size_t len;

static void __attribute__((format(printf, 1, 2))) say(const char *words, ...)
{
	va_list args;

	va_start(args, words);
	int n = vsnprintf(text + len, MOST - len, words, args);
	va_end(args);
	TRUE(n >= 0 && len + (size_t)n < MOST);
	len += (size_t)n;
}

/* --- who asks, about what
 * -------------------------------------------------------------- */

/* A dossier it is party to; one of the same ressort that does not concern it;
 * one of another ressort, or of another service of its kind. */
enum relation { PARTY, OTHER, ELSEWHERE, RELATIONS };
static const char *const reference[RELATIONS] = {"P-99-TIL-2026-1-F",
    "P-99-TIL-2026-2-A", "P-99-TIL-2026-3-T"};
#define ALIKE  "P-99-TIL-2026-4-K" /* looks like each of them */
#define DEVICE "00000000000000000000000700000000"

/* What is asked about of each: numbers of table deadline and delivery. */
static int64_t limit[RELATIONS], delivery[RELATIONS];
static int64_t journal; /* entries that a checkpoint covers */

/* One person of each role, and where else there is one. */
static const struct person {
	const char *role, *scope, *elsewhere;
	bool released; /* block I, by the parquet */
} people[] = {
    {"foyer", "", "", false},
    {"fsi", "bt-valmont", "cp-roncey", false},
    {"pjj", "", "", false},
    {"crip", "", "", false},
    {"parquet", "parquet-valmont", "parquet-roncey", false},
    {"juge_enfants", "tpe-valmont", "tpe-roncey", false},
    {"adn", "", "", false},
    {"adn", "", "", true},
    {"mds", "mds-nord", "mds-sud", false},
    {"ase", "", "", false},
    {"aemo", "", "", false},
    {"rtpe", "rtpe-nord", "rtpe-sud", false},
    {"dpef", "", "", false},
    {"copil", "", "", false},
    {"admin", "", "", false},
    {"auditeur", "", "", false},
};
#define PEOPLE (sizeof(people) / sizeof(people[0]))

/* What a role reads at all is asked of the requests, not of need.def. */
static bool
may_be_party(const struct person *p)
{
	static const char *const never[] = {"foyer", "pjj", "dpef", "copil",
	    "admin", "auditeur", "crip", "parquet"};

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (str_eq(str_of(p->role), str_of(never[i])))
			return false;
	return true;
}

/* A package to be deposited, for its parquet. */
static int64_t
a_letter(int64_t act)
{
	struct ident ident = ident_new();
	struct tx tx = tx_begin(&rig.core.write);
	int64_t letter = tx_run(&tx,
	    "INSERT INTO letter(ident, dossier, act, rule, version, made_ms) "
	    "SELECT ?, dossier, id, 'R1', 1, ? FROM act WHERE id = ?",
	    BLOB(BYTES_OF(ident.at)), INT(rig.now), INT(act));
	int64_t id = tx_run(&tx,
	    "INSERT INTO delivery(letter, copy, role, scope, service, name, "
	    "mailbox, mode, state) SELECT ?1, 0, 'parquet', parquet, parquet, "
	    "'Parquet', '', 'plex_manuel', 8 FROM act WHERE id = ?2",
	    INT(letter), INT(act));

	OK(tx_end(&tx));
	return id;
}

/* An act that somebody recorded here, in the dossier of `about`. */
static void
an_act(enum relation about, struct ident by, const struct person *p)
{
	struct ident ident = ident_new();
	char named[64];
	struct tx tx = tx_begin(&rig.core.write);

	snprintf(named, sizeof(named), "%s-A1", reference[about]);
	tx_run(&tx,
	    "INSERT INTO act(ident, dossier, form, version, content, "
	    "reference, about, urgency, site, site_name, parquet, verified, "
	    "clock, filed_ms, received_ms, payload, account, role, scope) "
	    "SELECT ?, dossier, 'suites_penales', 1, 8, ?, reference, 0, '', "
	    "'', '', 1, 1, ?3, ?3, x'7b7d', ?, ?, ? FROM act "
	    "WHERE reference = ?",
	    BLOB(BYTES_OF(ident.at)), TEXT(str_of(named)), INT(rig.now),
	    BLOB(BYTES_OF(by.at)), TEXT(str_of(p->role)),
	    TEXT(str_of(p->scope)), TEXT(str_of(reference[about])));
	OK(tx_end(&tx));
}

/* What those who manage look after: a box to confirm, an alarm, a convention
 * that another of them asked to activate, with its mailbox. */
static void
to_manage(struct ident other)
{
	struct ident device;
	uint8_t key[32] = {7};
	struct tx tx = tx_begin(&rig.core.write);

	OK(ident_read(TXT(DEVICE), &device));
	tx_run(&tx,
	    "INSERT INTO box(device, site, name, kind, sign, spool_sign, "
	    "checkpoint, state, asked_ms, made_by, nonce) VALUES (?1, 'ROC', "
	    "'Brigade', 'fsi', ?2, ?2, ?2, 0, 1, ?3, '')",
	    BLOB(BYTES_OF(device.at)), BLOB(BYTES_OF(key)),
	    BLOB(BYTES_OF(other.at)));
	tx_run(&tx,
	    "INSERT INTO alarm(id, device, kind, at_ms) VALUES (1, ?, "
	    "'clash', 1)",
	    BLOB(BYTES_OF(device.at)));
	tx_run(&tx,
	    "INSERT INTO activation(pack, asked_by, asked_ms) VALUES (?, ?, "
	    "1)",
	    TEXT(rig.core.pack.name), BLOB(BYTES_OF(other.at)));
	tx_run(&tx,
	    "INSERT INTO mailbox(id, pack, service, address, code, state, "
	    "asked_by) VALUES (1, ?, 'crip', 'crip@departement99.example', "
	    "'12345678', 4, ?)",
	    TEXT(rig.core.pack.name), BLOB(BYTES_OF(other.at)));
	OK(tx_end(&tx));
}

/* The two dossiers look alike, and nobody has said yet. */
static void
looks_like(int64_t alike, int64_t act)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO likeness(dossier, other, why, made_ms) SELECT "
	    "a.dossier, o.dossier, 'name', 1 FROM act AS a JOIN act AS o ON "
	    "a.id = ? AND o.id = ?",
	    INT(alike), INT(act));
	OK(tx_end(&tx));
}

static void
build(const struct person *p)
{
	static const struct person other = {"admin", "", "", false};
	int64_t act[RELATIONS];

	rig_open(1, true);
	for (int i = 0; i < RELATIONS; i++) {
		act[i] =
		    dossier_put((struct dossier_act){.reference = reference[i],
			.parquet =
			    i == ELSEWHERE ? "parquet-roncey" : DOSSIER_PARQUET,
			.payload =
			    filed_payload("demo", "fiche_p", 1, reference[i])});
	}
	int64_t alike = dossier_put((struct dossier_act){.reference = ALIKE});
	for (int i = 0; i < RELATIONS; i++) {
		limit[i] = dossier_owes(act[i], "crip", "", "D1", false,
		    rig.now + CLOCK_DAY, rig.now);
		delivery[i] = a_letter(act[i]);
		looks_like(alike, act[i]);
	}
	if (may_be_party(p))
		dossier_party(act[PARTY], p->role, p->scope);
	if (p->elsewhere[0] && may_be_party(p))
		dossier_party(act[ELSEWHERE], p->role, p->elsewhere);
	if (p->released) {
		struct tx tx = tx_begin(&rig.core.write);
		tx_run(&tx, "UPDATE party SET network = 1 WHERE role = ?",
		    TEXT(str_of(p->role)));
		OK(tx_end(&tx));
	}
	struct ident another = dossier_enter("autre", "admin", "");
	to_manage(another);
	rig_pass(STAMP_EVERY);
	EQ(rig_get("/session"), 200);
	for (int i = 0; i < 4; i++) {
		rig_keep("abc");
		rig_turn();
		rig_pass(MILESTONE_SLOW);
	}
	journal = rig_number("SELECT max(size) FROM trail_stamp");
	TRUE(journal > 0);
	struct ident me = dossier_enter("personne", p->role, p->scope);
	an_act(PARTY, me, p);
	an_act(OTHER, another, &other);
	an_act(ELSEWHERE, another, &other);
	EQ(rig_get("/accueil"), 200);
}

/* --- what is read of a fiche
 * ----------------------------------------------------------- */

/* An answer of each class, and what else says who wrote. */
static const struct {
	const char *name, *shown;
} classes[] = {
    {"P", "Camille"},
    {"H", "Milou"},
    {"9", "Asthme"},
    {"10", "Tablette remise"},
    {"L", "Hôtel du Pont"},
    {"I", "ab123cd"},
    {"A", "Nadia Kessler"},
    {"T", "01 99 00 12 34"},
};
#define CLASSES (sizeof(classes) / sizeof(classes[0]))

static size_t
shown(bool seen[CLASSES])
{
	size_t n = 0;

	for (size_t i = 0; i < CLASSES; i++) {
		seen[i] = strstr(rig.page, classes[i].shown) != NULL;
		n += seen[i];
	}
	return n;
}

static void
read_one(enum relation about)
{
	char fields[96];
	bool seen[CLASSES] = {false};
	size_t n = 0;

	snprintf(fields, sizeof(fields), "ref=%s&motif=traitement",
	    reference[about]);
	if (dossier_get("/fiche", fields) == 200 &&
	    dossier_post("/fiche/ouvrir", fields) == 303 &&
	    dossier_get("/fiche/lecture", fields) == 200)
		n = shown(seen);
	if (n == 0)
		say(" -");
	for (size_t i = 0; i < CLASSES && n > 0; i++)
		say(" %s", seen[i] ? classes[i].name : ".");
}

static void
read_all(const struct person *p)
{
	static const char *const said[] = {"party:", "; not party:",
	    "; elsewhere:"};

	say("%s%s", p->role, p->released ? " (network released)" : "");
	for (enum relation r = PARTY; r < RELATIONS; r++) {
		say("%s%s", r == PARTY ? ": " : "", said[r]);
		read_one(r);
	}
	say("\n");
}

/* --- what is answered
 * ------------------------------------------------------------------ */

static bool
about_a_dossier(const struct route *r)
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

/* What its page would send: each thing asked about is there. */
static void
fields_of(const struct route *r, enum relation about, bool many, char *fields,
    size_t most)
{
	struct str path = str_of(r->path);

	if (many)
		snprintf(fields, most,
		    "ref=%s%s&motif=traitement&forme=enquete_ouverte"
		    "&delai=%" PRId64 "&autre=" ALIKE "&id=%" PRId64
		    "&mode=plex_manuel",
		    reference[about],
		    str_eq(path, TXT("/acte/fait")) ? "-A1" : "", limit[about],
		    delivery[about]);
	else if (str_starts(path, TXT("/boitiers")))
		snprintf(fields, most, "id=" DEVICE "&number=1");
	else
		snprintf(fields, most, "ref=%s&id=1&de=0&a=%" PRId64,
		    reference[about], journal);
}

/* y: answered, or told what is missing; -: refused; 0: as if it were not. */
static char
ask(const struct route *r, enum relation about)
{
	char fields[512];
	bool seen[CLASSES], many = about_a_dossier(r);
	uint32_t status;

	fields_of(r, about, many, fields, sizeof(fields));
	if (r->kind == ROUTE_ACT)
		status = dossier_post(r->path, fields);
	else
		status = dossier_get(r->path, fields);
	for (int i = 0; status == 0 && i < 400; i++) {
		usleep(5000); /* a report is made beside */
		rig_turn();
		status = rig_receive(0);
	}
	/* What a fiche says is read in one place only, or kept from there. */
	if (!str_eq(str_of(r->path), TXT("/fiche/lecture")) &&
	    !str_eq(str_of(r->path), TXT("/fiche/pdf")) &&
	    !str_eq(str_of(r->path), TXT("/courrier/lettre/paquet")) &&
	    shown(seen) > 0)
		FAIL("%s shows what is written", r->path);
	if (status == 303 && str_starts(str_of(rig.location), TXT("/session")))
		return '?';
	if (status == 403 || status == 404)
		return status == 403 ? '-' : '0';
	return status > 0 && status < 500 ? 'y' : '!';
}

/* The session of whoever asks survives each request but the last. */
static void
ask_all(size_t who, char got[][PEOPLE][4])
{
	char session[sizeof(rig.session)], token[sizeof(rig.token)];

	snprintf(session, sizeof(session), "%s", rig.session);
	snprintf(token, sizeof(token), "%s", rig.token);
	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &route_table[i];
		bool many = about_a_dossier(r);
		if (!(r->where & ROUTE_CENTRAL) || r->kind == ROUTE_MACHINE ||
		    r->who == ROUTE_ANYONE || r->who == ROUTE_SIGNED_IN)
			continue;
		for (int a = 0; a < (many ? RELATIONS : 1); a++) {
			snprintf(rig.session, sizeof(rig.session), "%s",
			    session);
			snprintf(rig.token, sizeof(rig.token), "%s", token);
			got[i][who][a] = ask(r, (enum relation)a);
			got[i][who][a + 1] = 0;
		}
	}
}

/* What people are told of it is what it is. */
static void
told(void)
{
	static char page[64 * 1024];
	FILE *f = fopen(TOLD, "r");

	TRUE(f != NULL);
	page[fread(page, 1, sizeof(page) - 1, f)] = 0;
	fclose(f);
	if (!strstr(page, text))
		FAIL("%s does not show: %s", TOLD, text);
}

static void
compare(void)
{
	FILE *f = fopen(PRINTED, "w");

	TRUE(f != NULL);
	EQ(fwrite(text, 1, len, f), len);
	fclose(f);
	f = fopen(EXPECTED, "r");
	TRUE(f != NULL);
	size_t got = fread(want, 1, MOST - 1, f);
	fclose(f);
	for (size_t i = 0; i <= len && i <= got; i++) {
		if (text[i] == want[i])
			continue;
		while (i > 0 && text[i - 1] != '\n')
			i--;
		FAIL(EXPECTED " does not say: %.*s",
		    (int)strcspn(text + i, "\n"), text + i);
	}
}

/*
 * DOMAINE 2.5, by real requests of real people: every role, every class of
 * answer, every page and act of the central that is for somebody; of a dossier
 * that concerns them, of one that does not, of one of another ressort. The
 * expectation was written first; what deviates from DOMAINE is in SECURITY.md.
 */
TEST(who_reads_what_and_may_do_what_is_what_the_matrix_says)
{
	static char got[128][PEOPLE][4];

	TRUE(route_count <= 128);
	say("# what is read of a fiche: P identity, H personal, 9 health, 10 "
	    "offences, L place,\n# I network, A author, T line to call back; "
	    ". hidden, - nothing at all\n");
	for (size_t i = 0; i < PEOPLE; i++) {
		build(&people[i]);
		read_all(&people[i]);
		ask_all(i, got);
		rig_close();
	}
	told();
	say("# what is answered: y yes, - refused, 0 as if it were not there; "
	    "party, not party, elsewhere\n");
	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &route_table[i];
		if (!got[i][0][0])
			continue;
		say("%s %s:", r->kind == ROUTE_ACT ? "POST" : "GET", r->path);
		for (size_t p = 0; p < PEOPLE; p++)
			if (strpbrk(got[i][p], "y0!?"))
				say(" %s%s=%s", people[p].role,
				    people[p].released ? "+" : "", got[i][p]);
		say("\n");
	}
	compare();
}
