/* Who takes a box has its disk and every key of the machine. What was filed
 * cannot be read: not from the database, decrypted page by page with its own
 * key, free pages and all; not from the draft, whose key was overwritten; not
 * from the envelopes. Each way is first shown to work where it should. */
#define SUITE core_thief
#include "kiosk.h"

#include <sqlite3.h>

#include "crypto/hash.h"
#include "store/query.h"

#define SEALED_MOST 16384

static uint8_t memory[8 << 20] __attribute__((aligned(16)));
static struct arena mem;

/* A draft as an old page of the database may still hold it. */
static struct {
	struct ident id;
	uint8_t sealed[SEALED_MOST], key[VEIL_KEY];
	size_t len;
	int64_t slot;
} draft;

static struct bytes
on_disk(const char *name)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", rig.dir, name);
	return test_file(&mem, path);
}

static void
steal_draft(void)
{
	struct query q = query_open(&rig.core.read,
	    "SELECT id, answers, slot FROM draft", NONE);

	TRUE(query_next(&q));
	query_copy(&q, draft.id.at, sizeof(draft.id.at));
	struct bytes b = query_blob(&q);
	TRUE(b.len < sizeof(draft.sealed));
	memcpy(draft.sealed, b.at, draft.len = b.len);
	draft.slot = query_int(&q);
	OK(query_end(&q));
	struct bytes keys = on_disk("draft.keys");
	TRUE(keys.len >= (size_t)(draft.slot + 1) * VEIL_KEY);
	memcpy(draft.key, keys.at + draft.slot * VEIL_KEY, VEIL_KEY);
}

static enum err
lift(const uint8_t key[VEIL_KEY], struct buf *plain)
{
	return aead_open(key, draft.sealed, BYTES_OF(draft.id.at),
	    (struct bytes){draft.sealed + AEAD_NONCE, draft.len - AEAD_NONCE},
	    plain);
}

static bool
holds(struct bytes whole, const char *text)
{
	return memmem(whole.at, whole.len, text, strlen(text)) != NULL;
}

/* The whole database as it lies there, decrypted in a copy with its own key:
 * every page is written anew without, those that are free as well. */
static struct bytes
decrypted(void)
{
	static const char *const before[] = {"PRAGMA cipher = 'chacha20'",
	    "PRAGMA legacy = 0", "PRAGMA mc_legacy_wal = 0"};
	uint8_t raw[4 + STORE_KEY] = "raw:";
	char command[400], path[160];
	struct sqlite3 *db;

	snprintf(command, sizeof(command),
	    "mkdir -p %s/stolen && cp %s/fichep.db %s/fichep.db-wal %s/stolen/",
	    rig.dir, rig.dir, rig.dir, rig.dir);
	EQ(system(command), 0);
	snprintf(path, sizeof(path), "%s/stolen/fichep.db", rig.dir);
	EQ(sqlite3_open(path, &db), SQLITE_OK);
	for (size_t i = 0; i < 3; i++)
		EQ(sqlite3_exec(db, before[i], NULL, NULL, NULL), SQLITE_OK);
	memcpy(raw + 4, rig.keys.store, STORE_KEY);
	EQ(sqlite3_key(db, raw, sizeof(raw)), SQLITE_OK);
	EQ(sqlite3_exec(db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL),
	    SQLITE_OK);
	EQ(sqlite3_rekey(db, NULL, 0), SQLITE_OK);
	EQ(sqlite3_close(db), SQLITE_OK);
	return on_disk("stolen/fichep.db");
}

/* How many of the keys open an entry of an envelope that is held. */
static unsigned
unwraps(const uint8_t *keys, size_t len)
{
	struct spool_id id[8];
	size_t count, all;
	unsigned opened = 0;
	struct bytes whole;
	struct envelope e;

	OK(spool_list(&rig.core.outbox.spool, id, 8, &count, &all));
	EQ(count, 1);
	OK(spool_get(&rig.core.outbox.spool, id[0], &mem, &whole));
	OK(envelope_read(whole, &e));
	EQ(e.n, 2);
	for (size_t at = 0; at + HPKE_KEY <= len; at += HPKE_KEY)
		for (size_t i = 0; i < e.n; i++) {
			uint8_t cek[ENVELOPE_CEK];
			opened += envelope_unwrap(keys + at, e.fixed,
				      e.entry[i].whole, cek) == ERR_OK;
		}
	return opened;
}

TEST(S2_a_copy_of_the_disk_with_every_key_reads_nothing_that_was_filed)
{
	static const char *const answers[] = {KIOSK_NAME, "voiture grise",
	    "Camille"};
	uint8_t room[SEALED_MOST];

	arena_open(&mem, memory, sizeof(memory));
	kiosk_open(1);
	EQ(kiosk_sign_in("nadia"), 303);
	EQ(rig_get("/fiche"), 200);
	kiosk_fill("/fiche");
	steal_draft();
	struct buf plain = buf_over(room, sizeof(room));
	OK(lift(draft.key, &plain)); /* until it is sent, its key reads it */
	TRUE(holds(buf_done(&plain), KIOSK_NAME));
	EQ(kiosk_send("/fiche", KIOSK_SIGNED), 303);

	/* No key that is left opens the draft, whichever slot it stands in. */
	struct bytes keys = on_disk("draft.keys");
	TRUE(memmem(keys.at, keys.len, draft.key, VEIL_KEY) == NULL);
	for (size_t i = 0; i + VEIL_KEY <= keys.len; i += VEIL_KEY) {
		plain = buf_over(room, sizeof(room));
		EQ(lift(keys.at + i, &plain), ERR_FORGED);
	}

	/* Nor does the database, decrypted, hold an answer. */
	struct bytes base = decrypted();
	TRUE(holds(base, "SQLite format 3"));
	TRUE(holds(base, "P-99-TIL-2026-")); /* its reference is no secret */
	TRUE(holds(base, "Nadia Kessler"));
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		TRUE(!holds(base, answers[i]));

	/* Nor does any secret of the machine open the envelope. */
	uint8_t seed[SIGN_SEED], site[ENROL_KEY];
	outbox_seed(rig.keys.store, seed);
	site_key(rig.keys.store, site);
	EQ(unwraps(line.intake, sizeof(line.intake)), 1); /* the central's */
	EQ(unwraps(line.recovery, sizeof(line.recovery)), 1); /* the safe's */
	EQ(unwraps(keys.at, keys.len), 0);
	EQ(unwraps(draft.key, sizeof(draft.key)), 0);
	EQ(unwraps(rig.keys.store, sizeof(rig.keys.store)), 0);
	EQ(unwraps(seed, sizeof(seed)), 0);
	EQ(unwraps(site, sizeof(site)), 0);
	EQ(unwraps(line.device, sizeof(line.device)), 0);
	EQ(unwraps(rig.checkpoint, sizeof(rig.checkpoint)), 0);
	EQ(unwraps(rig.core.outbox.sign, sizeof(rig.core.outbox.sign)), 0);
	line_close();
}
