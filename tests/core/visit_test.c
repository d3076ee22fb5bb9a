#define SUITE core_visit
#include "fleet_rig.h"

#include "core/visit.h"

#define COUNT(what) rig_number("SELECT count(*) FROM " what)

static struct json
member(const char *key)
{
	return json_get(heard.json, str_of(key));
}

static int64_t
member_number(const char *key)
{
	int64_t n = -1;

	TRUE(json_int(member(key), &n));
	return n;
}

TEST(a_call_that_brings_nothing_is_one_update_and_one_signature)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");

	EQ(fleet_sync(&b, 0, NULL), 200);
	unsigned signatures = fleet.signed_;
	int64_t leaves = RIG_TRAIL;
	rig_pass(5 * CLOCK_MINUTE);
	EQ(fleet_sync(&b, 0, NULL), 200);
	OK(fleet_verify(&b));
	EQ(fleet.signed_, signatures + 1);
	EQ(RIG_TRAIL, leaves);
	EQ(member_number("now_ms"), rig.now);
	EQ(member_number("incarnation"), rig.core.life.incarnation);
	EQ(rig_number("SELECT last_ms FROM box"), rig.now);
	fleet_close();
}

TEST(a_nonce_serves_once_and_the_next_is_in_the_answer)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);

	EQ(fleet_sync(&b, 0, NULL), 200);
	struct http_request m = fleet_request(&b, 1, &e);
	EQ(fleet_send(m), 200);
	EQ(fleet_send(m), 401); /* replayed by whoever was on the way */
	TRUE(heard.nonce[0] && strcmp(heard.nonce, b.nonce) != 0);
	EQ(COUNT("intake"), 1);
	fleet_close();
}

TEST(who_is_not_known_or_not_confirmed_or_not_the_one_is_turned_away)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL"), stranger = fleet_stranger("ORM");
	struct http_request m;
	struct tx tx;

	EQ(fleet_sync(&stranger, 0, NULL), 403);
	EQ(heard.nonce[0], 0);
	memcpy(stranger.device.at, b.device.at, IDENT_LEN);
	EQ(fleet_sync(&stranger, 0, NULL), 403); /* not its key */

	EQ(fleet_sync(&b, 0, NULL), 200);
	m = fleet_request(&b, 0, NULL);
	m.body.len--;
	EQ(fleet_send(m), 403);
	m = fleet_request(&b, 0, NULL);
	m.type = TXT("application/json");
	EQ(fleet_send(m), 400);
	m = fleet_request(&b, 0, NULL);
	m.query = TXT("a=b"); /* which no signature covers */
	EQ(fleet_send(m), 400);
	m = fleet_request(&b, 0, NULL);
	m.method = TXT("GET");
	EQ(fleet_send(m), 405);

	tx = tx_begin(&rig.core.write);
	tx_run(&tx, "UPDATE box SET state = 0", NONE);
	OK(tx_end(&tx));
	EQ(fleet_sync(&b, 0, NULL), 403);
	fleet_close();
}

TEST(a_box_is_no_central)
{
	rig_open(1, false);
	struct fleet_box b = fleet_stranger("TIL");
	struct http_request m = fleet_request(&b, 0, NULL);

	rig_send(0, m);
	rig_turn();
	EQ(rig_receive(0), 404);
	rig_close();
}

TEST(a_report_that_lacks_something_changes_nothing)
{
	static const char *const bad[] = {"", "[]", "{}",
	    "{\"version\":\"1\",\"held\":-1,\"oldest_ms\":0,\"clock\":1,"
	    "\"now_ms\":1,\"states_since\":0,\"proof\":[]}",
	    "{\"version\":\"1\",\"held\":0,\"oldest_ms\":0,\"clock\":3,"
	    "\"now_ms\":1,\"states_since\":0,\"proof\":[]}",
	    "{\"version\":\"1\",\"held\":0,\"oldest_ms\":0,\"clock\":1,"
	    "\"now_ms\":1,\"states_since\":0,\"proof\":[\"zz\"]}"};
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);

	EQ(fleet_sync(&b, 0, NULL), 200);
	int64_t leaves = RIG_TRAIL;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		b.report = bad[i];
		EQ(fleet_sync(&b, 1, &e), 400);
	}
	EQ(COUNT("intake"), 0);
	EQ(RIG_TRAIL, leaves);
	fleet_close();
}

TEST(a_box_does_not_fill_the_disk_with_what_nobody_can_read)
{
	struct bytes noise[BATCH_ENVELOPES];
	static char text[BATCH_ENVELOPES][16];

	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	for (int i = 0; i * BATCH_ENVELOPES < VISIT_KEPT + 200; i++) {
		for (int k = 0; k < BATCH_ENVELOPES; k++) {
			snprintf(text[k], sizeof(text[k]), "%d %d", i, k);
			noise[k] = str_bytes(str_of(text[k]));
		}
		EQ(fleet_sync(&b, BATCH_ENVELOPES, noise), 200);
	}
	EQ(json_len(member("receipts")), 0);
	TRUE(COUNT("intake") < VISIT_KEPT + BATCH_ENVELOPES);
	EQ(COUNT("alarm WHERE kind = 'quarantine'"), 1);
	fleet_close();
}

/* --- what goes down ------------------------------------------------------ */

static void
run(const char *sql)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, sql, NONE);
	OK(tx_end(&tx));
}

/* The parquet answers the author of the only act. */
static void
reply(const char *text)
{
	struct ident id = ident_new();
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO reply(id, act, account, sender, sent_ms, text)"
	    " SELECT ?1, act.id, account.id, 'Parquet', 124, ?2"
	    " FROM act, account",
	    BLOB(BYTES_OF(id.at)), TEXT(str_of(text)));
	OK(tx_end(&tx));
}

static void
report_since(struct fleet_box *b, int64_t since)
{
	static char room[256];

	snprintf(room, sizeof(room),
	    "{\"version\":\"0.1.0\",\"held\":0,\"oldest_ms\":0,\"clock\":2,"
	    "\"now_ms\":%" PRId64 ",\"checkpoint\":\"\",\"proof\":[],"
	    "\"seen\":\"\",\"states_since\":%" PRId64 "}",
	    rig.now + 7000, since);
	b->report = room;
}

TEST(a_state_and_a_word_go_down_until_the_box_has_read_them)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL"), other = fleet_box("ORM");
	struct bytes e = fleet_fiche(&b);

	rig_person("helene", "parquet", NULL);
	EQ(fleet_sync(&b, 1, &e), 200);
	EQ(json_len(member("states")), 0);
	run("UPDATE reception SET acked_ms = 5 WHERE role = 'crip'");
	report_since(&b, 0);
	EQ(fleet_sync(&b, 0, NULL), 200);
	EQ(json_len(member("states")), 0); /* CRIP is not the parquet */

	run("UPDATE reception SET acked_ms = 123 WHERE role = 'parquet'");
	reply("Où est-elle « ce soir » ?");
	EQ(fleet_sync(&b, 0, NULL), 200);
	OK(fleet_verify(&b));
	EQ(json_len(member("states")), 1);
	EQ(json_len(member("words")), 1);
	struct json state = json_at(member("states"), 0);
	struct json word = json_at(member("words"), 0);
	SAME_TEXT(json_text(json_get(state, TXT("reference"))),
	    "P-99-TIL-2026-1-E");
	SAME_TEXT(json_text(json_get(word, TXT("text"))),
	    "Où est-elle « ce soir » ?");
	SAME_TEXT(json_text(json_get(word, TXT("sender"))), "Parquet");
	int64_t upto = member_number("states_upto");

	/* The answer was lost: all of it again. */
	EQ(fleet_sync(&b, 0, NULL), 200);
	EQ(json_len(member("words")), 1);
	EQ(COUNT("reply WHERE told_ms IS NOT NULL"), 0);
	report_since(&b, upto);
	EQ(fleet_sync(&b, 0, NULL), 200);
	EQ(json_len(member("states")) + json_len(member("words")), 0);
	EQ(COUNT("reply WHERE told_ms IS NOT NULL"), 1);
	EQ(rig_number("SELECT drift_ms FROM box WHERE site = 'TIL'"), 7000);

	/* Nothing of one box goes to another. */
	EQ(fleet_sync(&other, 0, NULL), 200);
	EQ(json_len(member("words")), 0);
	fleet_close();
}

TEST(a_box_that_knows_a_life_we_have_not_is_told_all_again)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);

	EQ(fleet_sync(&b, 1, &e), 200);
	run("UPDATE reception SET acked_ms = 123 WHERE role = 'parquet'");
	report_since(&b, 4000);
	EQ(fleet_sync(&b, 0, NULL), 200);
	EQ(json_len(member("states")), 1);
	fleet_close();
}

TEST(more_words_than_an_answer_holds_come_with_the_next)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);
	char text[2001] = {0};
	int64_t since = 0;
	size_t words = 0;

	rig_person("helene", "parquet", NULL);
	EQ(fleet_sync(&b, 1, &e), 200);
	memset(text, 'a', sizeof(text) - 1);
	for (int i = 0; i < 40; i++)
		reply(text);
	for (int i = 0; i < 6 && words < 40; i++) {
		report_since(&b, since);
		EQ(fleet_sync(&b, 0, NULL), 200);
		TRUE(strlen(rig.page) < 40 * 1024);
		words += json_len(member("words"));
		TRUE(member_number("states_upto") > since);
		since = member_number("states_upto");
	}
	EQ(words, 40);
	fleet_close();
}

/* --- each looks at the other's log --------------------------------------- */

/* A box's log of `n` leaves, whose nodes are all kept. */
static struct {
	struct merkle_hash node[8][64];
	struct merkle tree;
} theirs;

static enum err
their_node(void *of, unsigned level, uint64_t index, struct merkle_hash *h)
{
	(void)of;
	*h = theirs.node[level][index];
	return ERR_OK;
}

static void
they_add(const char *what)
{
	struct merkle_hash made[64];
	uint64_t at = theirs.tree.size;
	size_t n = merkle_add(&theirs.tree,
	    merkle_leaf(str_bytes(str_of(what))), made);

	for (size_t k = 0; k < n; k++)
		theirs.node[k][at >> k] = made[k];
}

static const char *
hash_of(struct str note)
{
	static char hex[65];
	uint8_t hash[HASH_SHA256];
	struct buf b = buf_over(hex, 64);

	hash_sha256(str_bytes(note), hash);
	encode_hex(&b, BYTES_OF(hash));
	return hex;
}

static uint64_t
size_of(const char *whole)
{
	struct checkpoint c;
	struct note n;

	OK(note_read(str_of(whole), &n));
	OK(checkpoint_read(n.text, &c));
	return c.size;
}

/* What it reports: its checkpoint, signed, that it goes on from `old`, and
 * which of ours it has seen. */
static void
report_log(struct fleet_box *b, uint64_t old, const char *seen)
{
	static char room[4096], text_at[512], note_at[1024], name[VKEY_NAME];
	struct buf text = buf_over(text_at, sizeof(text_at));
	struct buf note = buf_over(note_at, sizeof(note_at));
	struct buf n = buf_over(name, sizeof(name));
	struct buf to = buf_over(room, sizeof(room) - 1);
	struct merkle_proof p = {0};
	uint8_t signature[SIGN_LEN];
	struct note_key key;

	vkey_name(&n, b->checkpoint_open);
	key.name = buf_text(&n);
	memcpy(key.open, b->checkpoint_open, sizeof(key.open));
	checkpoint_put(&text,
	    &(struct checkpoint){.origin = key.name,
		.size = theirs.tree.size,
		.root = merkle_root(&theirs.tree)});
	sign_message(b->checkpoint, buf_done(&text), signature);
	note_put(&note, buf_text(&text), &key, signature);
	if (old > 0)
		OK(merkle_extend((struct merkle_source){NULL, their_node}, old,
		    theirs.tree.size, &p));
	buf_str(&to,
	    TXT("{\"version\":\"0.1.0\",\"held\":0,\"oldest_ms\":0,\"clock\":2,"
		"\"now_ms\":1,\"states_since\":0,\"seen\":\""));
	buf_str(&to, str_of(seen[0] ? hash_of(str_of(seen)) : ""));
	buf_str(&to, TXT("\",\"seen_size\":"));
	buf_number(&to, seen[0] ? (int64_t)size_of(seen) : 0, 1);
	buf_str(&to, TXT(",\"checkpoint\":"));
	json_quote(&to, buf_text(&note));
	buf_str(&to, TXT(",\"proof\":["));
	for (size_t i = 0; i < p.count; i++) {
		buf_str(&to, i ? TXT(",\"") : TXT("\""));
		encode_hex(&to, BYTES_OF(p.at[i].at));
		buf_str(&to, TXT("\""));
	}
	buf_str(&to, TXT("]}"));
	OK(buf_err(&to));
	room[to.len] = 0;
	b->report = room;
}

/* Did this central sign beneath the checkpoint that was shown? */
static bool
countersigned(void)
{
	static char name[128];
	struct buf n = buf_over(name, sizeof(name));
	struct note_key key;
	struct str text, whole = json_text(member("countersigned"));

	enrol_central_name(&n, life_name(&rig.core.life));
	key.name = buf_text(&n);
	memcpy(key.open, rig.keys.device, sizeof(key.open));
	return whole.len > 0 && note_open(whole, &key, &text) == ERR_OK;
}

TEST(a_log_that_goes_on_is_countersigned)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");

	they_add("a");
	they_add("b");
	they_add("c");
	report_log(&b, 0, "");
	EQ(fleet_sync(&b, 0, NULL), 200);
	TRUE(countersigned());
	they_add("d");
	they_add("e");
	report_log(&b, 3, "");
	EQ(fleet_sync(&b, 0, NULL), 200);
	TRUE(countersigned());
	EQ(COUNT("alarm"), 0);
	fleet_close();
}

/* What it proves goes on from what came after the backup. */
TEST(after_a_restore_no_log_is_said_to_be_rewritten)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");

	they_add("a");
	report_log(&b, 0, "");
	EQ(fleet_sync(&b, 0, NULL), 200);
	they_add("b"); /* countersigned, and lost with what came since */
	they_add("c");
	struct tx tx = tx_begin(&rig.core.write);
	life_renew(&tx, rig.now);
	OK(tx_end(&tx));
	for (int i = 0; i < 2; i++) {
		they_add("d");
		report_log(&b, theirs.tree.size - 1, "");
		EQ(fleet_sync(&b, 0, NULL), 200);
		TRUE(countersigned());
	}
	EQ(COUNT("alarm"), 0);
	fleet_close();
}

TEST(a_log_that_was_rewritten_is_told_and_not_countersigned)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");

	they_add("a");
	they_add("b");
	report_log(&b, 0, "");
	EQ(fleet_sync(&b, 0, NULL), 200);
	memset(&theirs, 0, sizeof(theirs));
	they_add("a");
	they_add("not b");
	they_add("c");
	report_log(&b, 2, "");
	EQ(fleet_sync(&b, 0, NULL), 200);
	TRUE(!countersigned());
	EQ(COUNT("alarm WHERE kind = 'history'"), 1);

	/* Nor cut back. */
	memset(&theirs, 0, sizeof(theirs));
	they_add("a");
	report_log(&b, 0, "");
	EQ(fleet_sync(&b, 0, NULL), 200);
	TRUE(!countersigned());
	EQ(COUNT("alarm WHERE kind = 'history'"), 1);
	fleet_close();
}

TEST(a_log_that_begins_anew_is_countersigned_once_a_person_has_dealt_with_it)
{
	char body[128];

	fleet_open();
	rig_person("sonia", "admin", NULL);
	fleet_sign_in("sonia");
	struct fleet_box b = fleet_box("TIL");
	they_add("a");
	they_add("b");
	report_log(&b, 0, "");
	EQ(fleet_sync(&b, 0, NULL), 200);
	memset(&theirs, 0, sizeof(theirs)); /* its database was lost */
	they_add("c");
	report_log(&b, 0, "");
	EQ(fleet_sync(&b, 0, NULL), 200);
	TRUE(!countersigned());
	EQ(rig_get("/boitiers"), 200);
	snprintf(body, sizeof(body), "token=%s&number=%" PRId64, rig.token,
	    rig_number("SELECT id FROM alarm WHERE kind = 'history'"));
	EQ(rig_post("/boitiers/alerte", body), 303);
	for (int i = 0; i < 2; i++) {
		report_log(&b, 0, "");
		EQ(fleet_sync(&b, 0, NULL), 200);
		TRUE(countersigned());
	}
	EQ(COUNT("alarm WHERE ended_ms IS NULL"), 0);
	fleet_close();
}

/* Two more things happen, and are signed. */
static void
two_more(struct fleet_box *b)
{
	struct bytes e[] = {fleet_fiche(b), fleet_fiche(b)};
	const char *report = b->report;
	int64_t stamps = COUNT("trail_stamp");

	b->report = NULL;
	EQ(fleet_sync(b, 2, e), 200);
	b->report = report;
	rig_pass(6 * CLOCK_MINUTE);
	rig.core.milestone.changed = true;
	for (int i = 0; i < 10000 && COUNT("trail_stamp") == stamps; i++) {
		rig_turn();
		usleep(2000);
	}
	EQ(COUNT("trail_stamp"), stamps + 1);
}

/* A call of who has seen `first`: what it is shown goes on from that. */
static void
shown(struct fleet_box *b, const char *first, char now_at[1024])
{
	struct merkle_proof p = {0};
	struct checkpoint was, now;
	struct note n;

	report_log(b, 0, first);
	EQ(fleet_sync(b, 0, NULL), 200);
	fleet_copy(now_at, 1024, json_text(member("checkpoint")));
	for (size_t i = 0; i < json_len(member("proof")); i++) {
		struct buf to = buf_over(p.at[p.count++].at, MERKLE_LEN);
		OK(encode_unhex(json_text(json_at(member("proof"), i)), &to));
	}
	OK(note_read(str_of(first), &n));
	OK(checkpoint_read(n.text, &was));
	OK(note_read(str_of(now_at), &n));
	OK(checkpoint_read(n.text, &now));
	TRUE(now.size > was.size);
	OK(merkle_extended(&p, was.size, was.root, now.size, now.root));
}

TEST(our_own_checkpoint_comes_once_with_the_proof_that_it_goes_on)
{
	static char first[1024], next[1024], last[1024];

	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	they_add("a");
	EQ(fleet_sync(&b, 0, NULL), 200);
	fleet_copy(first, sizeof(first), json_text(member("checkpoint")));
	TRUE(first[0]);
	report_log(&b, 0, first);
	EQ(fleet_sync(&b, 0, NULL), 200);
	EQ(json_text(member("checkpoint")).len, 0);
	two_more(&b);
	shown(&b, first, next);
	two_more(&b);
	shown(&b, next, last);
	report_log(&b, 0, last);
	EQ(fleet_sync(&b, 0, NULL), 200);
	/* Its database goes back: what it knows again is long ago. */
	shown(&b, first, last);
	fleet_close();
}
