#define SUITE core_bring
#include "fleet_rig.h"

#include "core/bring.h"

#define COUNT(what) rig_number("SELECT count(*) FROM " what)

static struct bundle bundle;

static enum err
unwrap(void *of, struct bytes fixed, struct bytes entry,
    uint8_t cek[ENVELOPE_CEK])
{
	return envelope_unwrap(of, fixed, entry, cek);
}

/* What `b` holds, on a stick; `cut` bytes are missing at its end. */
static FILE *
stick(const struct fleet_box *b, size_t n, const struct bytes e[], size_t cut)
{
	struct bundle_entry entry[8];
	struct bundle_out out;
	FILE *f = tmpfile();

	for (size_t i = 0; i < n; i++) {
		hash_sha256(e[i], entry[i].sha256);
		entry[i].len = (uint32_t)e[i].len;
	}
	bundle_begin(&out, f, &b->device, entry, (uint32_t)n);
	for (size_t i = 0; i < n; i++)
		bundle_add(&out, e[i]);
	OK(bundle_end(&out));
	EQ(fflush(f), 0);
	EQ(ftruncate(fileno(f), ftell(f) - (long)cut), 0);
	rewind(f);
	return f;
}

/* What a command has: the keys, and no keeper. */
static struct intake
by_hand(void)
{
	static uint8_t memory[1u << 20] __attribute__((aligned(16)));
	static struct arena mem;

	memset(memory, 0, sizeof(memory));
	arena_open(&mem, memory, sizeof(memory));
	return (struct intake){.pack = &rig.core.pack,
	    .mem = &mem,
	    .auditor = rig.keys.auditor,
	    .open = rig.keys.intake,
	    .now = rig.now,
	    .unwrap = unwrap,
	    .of = fleet.intake};
}

static struct brought
bring(FILE *f)
{
	struct intake in = by_hand();
	struct brought done;

	OK(bundle_open(f, &bundle));
	OK(bring_all(&rig.core.write, &in, &bundle, &done));
	fclose(f);
	return done;
}

TEST(what_a_stick_brings_is_taken_and_the_network_brings_it_once_more)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e[] = {fleet_fiche(&b), fleet_fiche(&b), fleet_fiche(&b)};
	struct brought done = bring(stick(&b, 3, e, 0));

	EQ(done.state[RECEIPT_STORED], 3);
	TRUE(done.whole);
	EQ(COUNT("act"), 3);
	EQ(COUNT("missing"), 0);
	done = bring(stick(&b, 3, e, 0));
	EQ(done.state[RECEIPT_DUPLICATE], 3);
	EQ(fleet_sync(&b, 3, e), 200);
	for (size_t i = 0; i < 3; i++)
		EQ(fleet_receipt(i).state, RECEIPT_DUPLICATE);
	EQ(COUNT("act"), 3);
	fleet_close();
}

TEST(a_stick_pulled_out_too_early_brings_what_it_holds)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e[] = {fleet_fiche(&b), fleet_fiche(&b)};
	struct brought done = bring(stick(&b, 2, e, 5000));

	EQ(done.state[RECEIPT_STORED], 1);
	TRUE(!done.whole);
	done = bring(stick(&b, 2, e, 0));
	EQ(done.state[RECEIPT_STORED], 1);
	EQ(done.state[RECEIPT_DUPLICATE], 1);
	TRUE(done.whole);
	fleet_close();
}

TEST(what_a_stranger_or_a_revoked_box_has_on_a_stick_is_quarantined)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL"), s = fleet_stranger("ORM");
	struct bytes mine = fleet_fiche(&b), other = fleet_fiche(&s);
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, "UPDATE box SET state = 2", NONE);
	OK(tx_end(&tx));
	struct brought done = bring(stick(&s, 1, &other, 0));
	EQ(done.state[RECEIPT_QUARANTINED], 1);
	done = bring(stick(&b, 1, &mine, 0));
	EQ(done.state[RECEIPT_QUARANTINED], 1);
	EQ(COUNT("intake WHERE why = 'other_box'"), 1);
	EQ(COUNT("intake WHERE why = 'box_revoked'"), 1);
	EQ(COUNT("act"), 0);
	fleet_close();
}

static void
set(const char *sql)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, sql, NONE);
	OK(tx_end(&tx));
}

TEST(what_a_box_that_waits_to_be_confirmed_has_on_a_stick_is_left_there)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);

	set("UPDATE box SET state = 0");
	struct brought done = bring(stick(&b, 1, &e, 0));
	EQ(done.asked, 1);
	EQ(COUNT("intake"), 0);
	set("UPDATE box SET state = 1");
	done = bring(stick(&b, 1, &e, 0));
	EQ(done.state[RECEIPT_STORED], 1);
	fleet_close();
}

TEST(what_a_box_brought_before_it_was_known_is_taken_once_it_is)
{
	fleet_open();
	struct fleet_box b = fleet_stranger("TIL");
	struct bytes e = fleet_fiche(&b);

	struct brought done = bring(stick(&b, 1, &e, 0));
	EQ(done.state[RECEIPT_QUARANTINED], 1);
	done = bring(stick(&b, 1, &e, 0));
	EQ(done.state[RECEIPT_QUARANTINED], 1);
	fleet_admit(&b);
	EQ(fleet_sync(&b, 1, &e), 200);
	EQ(fleet_receipt(0).state, RECEIPT_STORED);
	EQ(COUNT("act"), 1);
	EQ(COUNT("intake"), 1);
	fleet_close();
}

/* --- out of quarantine ------------------------------------------------------
 */

/* What is kept of one, judged again. */
static enum receipt_state
again(struct bytes whole, bool accept)
{
	struct intake in = by_hand();
	struct tx tx = tx_begin(&rig.core.write);
	struct intake_fate f;

	in.tx = &tx;
	in.accept = accept;
	OK(intake_again(&in, whole, &f));
	OK(tx_end(&tx));
	return f.state;
}

/* Is `b` told at its next call, and until it says so? */
static void
told(struct fleet_box *b, const struct bytes *e)
{
	uint8_t hash[HASH_SHA256];

	hash_sha256(*e, hash);
	for (int i = 0; i < 2; i++) {
		EQ(fleet_sync(b, 0, NULL), 200);
		struct receipt r = fleet_receipt(0);
		EQ(r.state, RECEIPT_STORED);
		SAME(BYTES_OF(r.sha256), BYTES_OF(hash));
	}
	int64_t upto = 0;
	TRUE(json_int(json_get(heard.json, TXT("states_upto")), &upto));
	TRUE(upto > 0);
	set("UPDATE box SET told = 99999");
	EQ(fleet_sync(b, 1, e), 200);
	EQ(fleet_receipt(0).state, RECEIPT_DUPLICATE);
}

TEST(what_a_person_made_sure_of_leaves_quarantine_and_its_box_is_told)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL"), copy = b;
	struct bytes first = fleet_fiche(&b);

	EQ(fleet_sync(&b, 1, &first), 200);
	copy.number = 50;
	struct bytes fork = fleet_fiche(&copy);
	copy.nonce[0] = 'x';
	EQ(fleet_sync(&copy, 1, &fork), 200);
	EQ(fleet_receipt(0).state, RECEIPT_QUARANTINED);
	EQ(again(fork, false), RECEIPT_QUARANTINED);
	EQ(COUNT("act"), 1);
	EQ(again(fork, true), RECEIPT_STORED);
	EQ(COUNT("act"), 2);
	EQ(COUNT("intake WHERE state = 2"), 0);
	EQ(COUNT("intake WHERE bytes IS NOT NULL"), 0);
	told(&copy, &fork);
	fleet_close();
}

TEST(what_bears_a_reference_that_was_given_is_taken_under_another)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes first = fleet_fiche(&b);

	EQ(fleet_sync(&b, 1, &first), 200);
	b.number--;
	struct bytes same = fleet_fiche(&b);
	EQ(fleet_sync(&b, 1, &same), 200);
	EQ(fleet_receipt(0).state, RECEIPT_QUARANTINED);
	EQ(again(same, false), RECEIPT_QUARANTINED);
	EQ(again(same, true), RECEIPT_STORED);
	EQ(COUNT("act WHERE reference LIKE 'P-99-TIL-2026-1000001-_'"), 1);
	fleet_close();
}

/* Its box knows the reference as its own: of two that bore it, which is meant
 * is said by the envelope. */
TEST(what_is_said_of_what_was_taken_under_another_reference_names_its_envelope)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes first = fleet_fiche(&b);
	struct envelope e;
	char hex[IDENT_TEXT];
	struct buf named = buf_over(hex, sizeof(hex));

	EQ(fleet_sync(&b, 1, &first), 200);
	b.number--;
	struct bytes same = fleet_fiche(&b);
	EQ(fleet_sync(&b, 1, &same), 200);
	EQ(again(same, true), RECEIPT_STORED);
	set("UPDATE reception SET acked_ms = 5 WHERE role = 'parquet' AND act "
	    "= (SELECT max(id) FROM act)");
	EQ(fleet_sync(&b, 0, NULL), 200);
	struct json states = json_get(heard.json, TXT("states"));
	EQ(json_len(states), 1);
	OK(envelope_read(same, &e));
	ident_put(&named, &e.outer.id);
	SAME_STR(json_text(json_get(json_at(states, 0), TXT("sending"))),
	    buf_text(&named));
	fleet_close();
}

TEST(what_a_revoked_box_had_sent_is_taken_by_a_person_alone)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);

	set("UPDATE box SET state = 2");
	EQ(fleet_sync(&b, 1, &e), 200);
	EQ(again(e, false), RECEIPT_QUARANTINED);
	EQ(again(e, true), RECEIPT_STORED);
	EQ(COUNT("act"), 1);
	told(&b, &e);
	fleet_close();
}

TEST(what_was_altered_leaves_quarantine_for_nobody)
{
	fleet_open();
	struct fleet_box b = fleet_box("TIL");
	struct bytes e = fleet_fiche(&b);

	((uint8_t *)(uintptr_t)e.at)[e.len - 80] ^= 1;
	EQ(fleet_sync(&b, 1, &e), 200);
	EQ(again(e, true), RECEIPT_QUARANTINED);
	EQ(COUNT("intake WHERE why = 'not_signed'"), 1);
	EQ(COUNT("act"), 0);
	fleet_close();
}
