#define SUITE core_outbox
#include "line.h"

#include <sys/resource.h>

#include "keeper/keyring.h"

#define SAID "{\"answers\":{\"faits\":\"Rendez-vous donné par message.\"}}"

/* The n-th of what is held, oldest first, as the central would receive it. */
static struct envelope
held(size_t n)
{
	static uint8_t memory[1 << 19] __attribute__((aligned(16)));
	static struct arena mem;
	struct spool_id id[64];
	size_t count, all;
	struct bytes whole;
	struct envelope e;

	arena_open(&mem, memory, sizeof(memory));
	OK(spool_list(&rig.core.outbox.spool, id, 64, &count, &all));
	TRUE(n < count);
	OK(spool_get(&rig.core.outbox.spool, id[n], &mem, &whole));
	OK(envelope_read(whole, &e));
	EQ(e.outer.seq, id[n].seq);
	return e;
}

/* What a recipient reads in it. */
static void
opens(const struct envelope *e, const uint8_t mine[HPKE_KEY], const char *text)
{
	uint8_t open[HPKE_KEY], kid[ENVELOPE_KID], cek[ENVELOPE_CEK];
	struct arena mem = test_arena();
	struct envelope_inner inner;

	hpke_public(mine, open);
	envelope_kid(open, kid);
	const struct envelope_entry *entry = envelope_entry(e, kid);
	TRUE(entry != NULL);
	OK(envelope_unwrap(mine, e->fixed, entry->whole, cek));
	OK(envelope_open(e, cek, &mem, &inner));
	SAME(inner.payload, str_bytes(str_of(text)));
	EQ(inner.content, ENVELOPE_fiche);
}

TEST(the_key_of_the_device_is_the_one_keeper_knows)
{
	EQ(OUTBOX_DEVICE, KEYRING_DEVICE);
}

TEST(S3_what_is_filed_is_held_and_only_the_central_and_the_safe_read_it)
{
	struct ident id;

	line_open(1);
	OK(line_file(SAID, &id));
	struct envelope e = held(0);
	OK(envelope_verify(&e, rig.keys.device));
	opens(&e, line.intake, SAID);
	opens(&e, line.recovery, SAID);
	TRUE(ident_eq(&e.outer.id, &id));
	TRUE(ident_eq(&e.outer.device, &rig.core.site.device));
	EQ(e.outer.seq, 1);
	EQ(e.outer.wall_ms, RIG_NOW);
	EQ(e.outer.flags, ENVELOPE_CLOCK_UNTRUSTED);
	EQ(e.outer.boot_count, 1);
	EQ(LINE_PARCELS, 1);
	EQ(line_files(".new"), 0);
	line_close();
}

TEST(envelopes_are_a_chain_each_naming_the_one_before)
{
	uint8_t sum[HASH_SHA256];

	line_open(1);
	for (int i = 0; i < 3; i++)
		OK(line_file(SAID, NULL));
	uint64_t incarnation = held(0).outer.incarnation;
	SAME(BYTES_OF(held(0).outer.before),
	    BYTES_OF(((uint8_t[HASH_SHA256]){0})));
	for (size_t i = 1; i < 3; i++) {
		hash_sha256(held(i - 1).whole, sum);
		struct envelope e = held(i);
		SAME(BYTES_OF(e.outer.before), BYTES_OF(sum));
		EQ(e.outer.incarnation, incarnation);
		EQ(e.outer.seq, i + 1);
	}
	/* It goes on after a restart. */
	line_stop();
	line_again();
	OK(line_file(SAID, NULL));
	EQ(held(3).outer.seq, 4);
	EQ(held(3).outer.incarnation, incarnation);
	line_close();
}

TEST(filing_works_while_the_keeper_is_away_and_says_so)
{
	line_open(1);
	line_keeper_leaves();
	rig.core.keeper_gone = true;
	OK(line_file(SAID, NULL));
	struct envelope e = held(0);
	TRUE(e.outer.flags & ENVELOPE_SPOOL_SIGNED);
	OK(envelope_verify(&e, rig.core.outbox.open));
	EQ(envelope_verify(&e, rig.keys.device), ERR_FORGED);
	opens(&e, line.intake, SAID);
	line_close();
}

TEST(filing_the_same_twice_is_filing_it_once)
{
	struct outbox_item item = line_item(SAID);

	line_open(1);
	OK(line_put(&item));
	OK(line_put(&item)); /* in one turn, a button pressed twice */
	turn_run(&rig.core);
	OK(line_put(&item)); /* after an answer that was lost */
	turn_run(&rig.core);
	EQ(LINE_PARCELS, 1);
	EQ(line_files(".fpe"), 1);
	EQ(LINE_SEQ, 1);
	line_close();
}

TEST(several_filings_share_one_turn_and_one_commit)
{
	line_open(1);
	uint64_t commits = rig.core.count.commits;
	for (int i = 0; i < 20; i++) {
		struct outbox_item item = line_item(SAID);
		OK(line_put(&item));
	}
	turn_run(&rig.core);
	EQ(rig.core.count.commits, commits + 1);
	EQ(LINE_PARCELS, 20);
	EQ(line_files(".fpe"), 20);
	EQ(LINE_SEQ, 20);
	line_close();
}

TEST(a_filing_whose_act_is_undone_leaves_nothing_and_its_number_serves_again)
{
	struct outbox_item lost = line_item("lost"), kept = line_item(SAID);

	line_open(1);
	struct tx *tx = turn_tx(&rig.core);
	tx_save(tx);
	OK(outbox_put(&rig.core, tx, &rig.talk, &lost));
	tx_fail(tx, ERR_CLASH);
	EQ(tx_release(tx), ERR_CLASH);
	OK(line_put(&kept));
	turn_run(&rig.core);
	EQ(LINE_PARCELS, 1);
	EQ(line_files(".fpe"), 1);
	EQ(line_files(".new"), 0);
	struct envelope e = held(0);
	opens(&e, line.intake, SAID);
	EQ(e.outer.seq, 1);

	/* Alone in its turn as well. */
	tx = turn_tx(&rig.core);
	tx_save(tx);
	lost.id = ident_new();
	OK(outbox_put(&rig.core, tx, &rig.talk, &lost));
	tx_fail(tx, ERR_CLASH);
	EQ(tx_release(tx), ERR_CLASH);
	turn_run(&rig.core);
	EQ(line_files(".fpe"), 1);
	EQ(line_files(".new"), 0);
	line_close();
}

TEST(a_box_that_is_not_enrolled_says_so)
{
	struct outbox_item item = line_item(SAID);

	rig_open(1, false);
	EQ(line_put(&item), ERR_ABSENT);
	turn_run(&rig.core);
	EQ(LINE_PARCELS, 0);
	rig_close();
}

TEST(a_payload_that_no_message_could_carry_is_refused)
{
	static uint8_t big[OUTBOX_PAYLOAD + 1];
	struct outbox_item item = line_item("");

	line_open(1);
	memset(big, 'a', sizeof(big));
	item.payload = BYTES_OF(big);
	EQ(line_put(&item), ERR_LIMIT);
	item.payload.len--;
	OK(line_put(&item));
	turn_run(&rig.core);
	TRUE(held(0).whole.len < 140u * 1024);
	line_close();
}

TEST(a_disk_that_is_full_refuses_and_nothing_is_told_as_recorded)
{
	struct rlimit was, small;

	line_open(1);
	signal(SIGXFSZ, SIG_IGN);
	OK(line_file(SAID, NULL));
	EQ(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = was;
	small.rlim_cur = 4096;
	EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
	EQ(line_file(SAID, NULL), ERR_STORE);
	EQ(setrlimit(RLIMIT_FSIZE, &was), 0);
	EQ(LINE_PARCELS, 1);
	EQ(LINE_SEQ, 1);
	EQ(line_files(""), 1);
	OK(line_file(SAID, NULL));
	EQ(held(1).outer.seq, 2);
	line_close();
}

/* --- the spool and the database disagree -------------------------------------
 */

/* Out of the database, as if it had been put back from before. */
static void
forget(int64_t seq)
{
	static const char *const sql[] = {
	    "DELETE FROM parcel WHERE seq > ?",
	    "UPDATE chain SET seq = ?",
	};
	struct tx tx = tx_begin(&rig.core.write);

	for (size_t i = 0; i < 2; i++)
		tx_run(&tx, sql[i], INT(seq));
	OK(tx_end(&tx));
}

TEST(an_envelope_that_the_database_forgot_is_entered_again_at_start)
{
	struct ident id;

	line_open(1);
	OK(line_file(SAID, NULL));
	OK(line_file(SAID, &id));
	forget(1);
	EQ(LINE_PARCELS, 1);
	line_stop();
	line_again();
	EQ(LINE_PARCELS, 2);
	EQ(LINE_SEQ, 2);
	OK(line_file(SAID, NULL));
	EQ(held(2).outer.seq, 3);
	line_close();
}

/* Its draft, as it was before it was sent. */
static void
draft_of(const struct ident *id)
{
	const uint8_t holder[32] = {1};
	uint8_t room[64];
	struct buf sealed = buf_over(room, sizeof(room));
	int64_t slot = -1;

	OK(veil_take(&rig.core.veil, &rig.core.write, &slot));
	OK(veil_seal(&rig.core.veil, slot, BYTES_OF(id->at),
	    str_bytes(TXT("{\"answers\":{}}")), &sealed));
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO draft(id, holder, form, version, step, slot, answers,"
	    " begun_ms, saved_ms) VALUES (?, ?, 'fiche_p', 1, 'x', ?, ?, 1, 1)",
	    BLOB(BYTES_OF(id->at)), BLOB(BYTES_OF(holder)), INT(slot),
	    BLOB(buf_done(&sealed)));
	OK(tx_end(&tx));
}

#define DRAFTS rig_number("SELECT count(*) FROM draft")

TEST(an_envelope_whose_draft_can_still_be_read_was_told_to_nobody)
{
	struct ident id;

	line_open(1);
	OK(line_file(SAID, &id));
	forget(0);
	draft_of(&id);
	line_stop();
	line_again();
	EQ(LINE_PARCELS, 0);
	EQ(line_files(".fpe"), 0);
	EQ(DRAFTS, 1);
	line_close();
}

TEST(an_envelope_whose_draft_came_back_without_its_key_is_sent)
{
	char path[160];
	uint8_t other[VEIL_SLOTS * VEIL_KEY];
	struct ident id;

	line_open(1);
	OK(line_file(SAID, &id));
	forget(0);
	draft_of(&id);
	line_stop();
	/* The database alone went back: the key was overwritten since. */
	ident_random(other, sizeof(other));
	snprintf(path, sizeof(path), "%s/draft.keys", rig.dir);
	int fd = open(path, O_WRONLY);
	EQ(write(fd, other, sizeof(other)), (ssize_t)sizeof(other));
	close(fd);
	line_again();
	EQ(LINE_PARCELS, 1);
	EQ(line_files(".fpe"), 1);
	EQ(DRAFTS, 0);
	OK(line_file(SAID, NULL));
	EQ(held(1).outer.seq, 2);
	line_close();
}

#define NUMBERS "SELECT sum(last) FROM numbering"

TEST(a_database_that_went_back_gives_no_number_twice)
{
	line_open(1);
	OK(line_file(SAID, NULL));
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO numbering(form, year, last) VALUES ('P', 2026, 7),"
	    " ('P-99-TIL-2026-3-A', 0, 1)",
	    NONE);
	OK(tx_end(&tx));
	line_stop();
	line_again();
	int64_t sum = rig_number(NUMBERS);
	line_stop();
	line_again(); /* they agree */
	EQ(rig_number(NUMBERS), sum);
	forget(0);
	line_stop();
	line_again();
	EQ(rig_number("SELECT count(*) FROM numbering WHERE last > 100000"),
	    3); /* what has numbers, and whatever begins */
	sum = rig_number(NUMBERS);
	line_stop();
	line_again();
	EQ(rig_number(NUMBERS), sum);
	line_close();
}

TEST(a_number_that_the_disk_has_and_the_database_has_not_is_never_given_twice)
{
	struct ident id;

	line_open(1);
	OK(line_file("first", &id));
	forget(0); /* no restart: the disk refused the commit */
	OK(line_file(SAID, NULL));
	EQ(LINE_PARCELS, 2);
	EQ(LINE_SEQ, 2);
	EQ(held(1).outer.seq, 2);
	struct envelope e = held(0);
	TRUE(ident_eq(&e.outer.id, &id));
	line_close();
}

static void
damage(const char *name, off_t at)
{
	char path[160];
	uint8_t noise[64];

	snprintf(path, sizeof(path), "%s/%s", rig.dir, name);
	int fd = open(path, O_WRONLY);
	memset(noise, 0x5a, sizeof(noise));
	EQ(pwrite(fd, noise, sizeof(noise), at), (ssize_t)sizeof(noise));
	close(fd);
}

static size_t
aside(void)
{
	char command[256], said[32] = "0";

	snprintf(command, sizeof(command), "ls %s | grep -c '^aside-.*db$'",
	    rig.dir);
	FILE *p = popen(command, "r");
	TRUE(fgets(said, sizeof(said), p) != NULL);
	pclose(p);
	return (size_t)atoi(said);
}

TEST(a_damaged_database_is_set_aside_and_filing_goes_on)
{
	static const off_t where[] = {100, 4096 * 3 + 50};

	for (size_t i = 0; i < 2; i++) {
		line_open(1);
		OK(line_file(SAID, NULL));
		OK(line_file(SAID, NULL));
		uint64_t was = held(0).outer.incarnation;
		line_stop();
		damage("fichep.db", where[i]);
		line_again();
		EQ(aside(), 1);
		EQ(LINE_PARCELS, 2); /* they will be sent */
		OK(line_file(SAID, NULL));
		EQ(line_files(".fpe"), 3);
		EQ(held(2).outer.seq, 1);
		TRUE(held(2).outer.incarnation > was);
		EQ(rig_number("SELECT count(*) FROM central"), 1);
		EQ(rig_get("/"), 200);
		line_close();
	}
}

TEST(a_database_that_was_deleted_is_made_anew)
{
	char path[160];

	line_open(1);
	OK(line_file(SAID, NULL));
	line_stop();
	snprintf(path, sizeof(path), "%s/fichep.db", rig.dir);
	EQ(unlink(path), 0);
	line_again();
	EQ(aside(), 0);
	EQ(LINE_PARCELS, 1);
	OK(line_file(SAID, NULL));
	EQ(line_files(".fpe"), 2);
	line_close();
}

TEST(a_database_under_another_key_is_left_alone)
{
	line_make(1);
	rig_start();
	rig_stop();
	rig.keys.store[0] ^= 1;
	rig_wire(&rig.role.chan[KEEPER][0], KEEPER, &rig.keeper);
	rig.mem = test_arena();
	EQ(core_open(&rig.core, &rig.role, &rig.keys, rig.path, &rig.mem),
	    ERR_FORGED);
	EQ(aside(), 0);
}

/* --- the grant ---------------------------------------------------------------
 */

TEST(a_grant_that_this_machine_did_not_write_is_refused)
{
	line_make(1);
	damage(SITE_FILE, 300);
	rig_start();
	TRUE(!rig.core.site.enrolled);
	struct outbox_item item = line_item(SAID);
	EQ(line_put(&item), ERR_ABSENT);
	turn_run(&rig.core);
	rig_close();
}

TEST(an_enrolled_box_says_where_it_stands_and_logs_it_once)
{
	line_open(1);
	SAME_TEXT(rig.core.site.here.code, "TIL");
	SAME_TEXT(rig.core.site.here.name, "Foyer Les Tilleuls");
	SAME_TEXT(rig.core.site.fingerprint,
	    "12345 12345 12345 12345 12345 12345");
	EQ(rig_number("SELECT count(*) FROM central"), 1);
	int64_t entries = RIG_TRAIL;
	line_stop();
	line_again();
	EQ(RIG_TRAIL, entries + 2); /* stopped, started */
	line_close();
}
