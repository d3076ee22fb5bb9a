#define SUITE audit_stamp
#include "../test.h"

#include "crypto/checkpoint.h"
#include "log.h"

static struct arena mem;

TEST(a_checkpoint_is_due_after_so_many_entries_or_so_much_time)
{
	struct log l;
	uint64_t behind;
	bool due;

	mem = test_arena();
	log_open(&l, &mem, 1);
	OK(stamp_due(&l.s, LOG_NOW, &due));
	TRUE(!due); /* an empty log has nothing to say */
	log_add(&l, 1);
	OK(stamp_due(&l.s, LOG_NOW, &due));
	TRUE(due); /* never yet */
	OK(log_stamp(&l));
	OK(stamp_due(&l.s, LOG_NOW + 10 * STAMP_EVERY, &due));
	TRUE(!due); /* nothing new */
	log_add(&l, 1);
	OK(stamp_due(&l.s, LOG_NOW + STAMP_EVERY - 1, &due));
	TRUE(!due);
	OK(stamp_due(&l.s, LOG_NOW + STAMP_EVERY, &due));
	TRUE(due);
	OK(stamp_due(&l.s, LOG_NOW - 1, &due));
	TRUE(due); /* the clock went back */
	log_add(&l, STAMP_ENTRIES - 2);
	OK(stamp_due(&l.s, LOG_NOW, &due));
	TRUE(!due);
	log_add(&l, 1);
	OK(stamp_behind(&l.s, &behind));
	EQ(behind, STAMP_ENTRIES);
	OK(stamp_due(&l.s, LOG_NOW, &due));
	TRUE(due);
	house_close(&l.s);
}

TEST(entries_may_be_appended_between_the_text_and_its_signature)
{
	struct log l;
	uint8_t room[STAMP_MOST], signature[SIGN_LEN];
	struct buf text = buf_over(room, sizeof(room));
	struct checkpoint c;

	mem = test_arena();
	log_open(&l, &mem, 1);
	EQ(stamp_text(&l.s, l.by.key.name, &text), ERR_ABSENT);
	log_add(&l, 7);
	OK(stamp_text(&l.s, l.by.key.name, &text));
	OK(checkpoint_read(buf_text(&text), &c));
	EQ(c.size, 7);
	SAME_STR(c.origin, l.by.key.name);
	log_add(&l, 5);
	sign_message(l.by.sign, buf_done(&text), signature);
	for (int twice = 0; twice < 2; twice++) {
		struct tx tx = tx_begin(&l.s);
		stamp_keep(&tx, &mem, &l.by.key, buf_text(&text), signature,
		    LOG_NOW);
		OK(tx_end(&tx));
	}
	EQ(house_number(&l.s, "SELECT count(*) FROM trail_stamp"), 1);
	uint64_t behind;
	OK(stamp_behind(&l.s, &behind));
	EQ(behind, 5);
	house_close(&l.s);
}

static enum err
keep(struct log *l, const struct checkpoint *c, const uint8_t sign[SIGN_KEY])
{
	uint8_t room[STAMP_MOST], signature[SIGN_LEN];
	struct buf text = buf_over(room, sizeof(room));

	checkpoint_put(&text, c);
	OK(buf_err(&text));
	sign_message(sign, buf_done(&text), signature);
	struct tx tx = tx_begin(&l->s);
	stamp_keep(&tx, &mem, &l->by.key, buf_text(&text), signature, LOG_NOW);
	return tx_end(&tx);
}

TEST(a_checkpoint_that_is_not_of_this_log_is_not_kept)
{
	struct log l, other;
	struct merkle m;

	mem = test_arena();
	log_open(&l, &mem, 1);
	log_key(&other, 2);
	log_add(&l, 9);
	OK(trail_state(&l.s, &m));
	struct checkpoint good = {l.by.key.name, 9, merkle_root(&m), TXT("")};

	struct checkpoint bad = good;
	bad.origin = other.by.key.name;
	EQ(keep(&l, &bad, l.by.sign), ERR_FORGED);
	bad = good;
	bad.size = 8;
	EQ(keep(&l, &bad, l.by.sign), ERR_FORGED);
	bad.size = 10;
	EQ(keep(&l, &bad, l.by.sign), ERR_FORGED);
	bad = good;
	bad.root.at[31] ^= 1;
	EQ(keep(&l, &bad, l.by.sign), ERR_FORGED);
	EQ(keep(&l, &good, other.by.sign), ERR_FORGED);
	EQ(house_number(&l.s, "SELECT count(*) FROM trail_stamp"), 0);
	OK(keep(&l, &good, l.by.sign));
	house_close(&l.s);
}

TEST(a_key_is_one_line_and_says_its_own_name)
{
	struct log l;
	uint8_t room[VKEY_MOST];
	struct buf line = buf_over(room, sizeof(room));
	struct note_key key = {0};

	secret_start();
	log_key(&l, 1);
	EQ(l.by.key.name.len, VKEY_NAME);
	vkey_put(&line, &l.by.key);
	OK(buf_err(&line));
	OK(vkey_read(buf_text(&line), &key));
	SAME_STR(key.name, l.by.key.name);
	SAME(BYTES_OF(key.open), BYTES_OF(l.by.key.open));
	for (size_t i = 0; i < line.len; i++) {
		/* No change of one character is another key of that name. */
		room[i] ^= 1;
		EQ(vkey_read(buf_text(&line), &key), ERR_MANGLED);
		room[i] ^= 1;
		EQ(vkey_read((struct str){(const char *)room, i}, &key),
		    ERR_MANGLED);
	}
}

TEST(a_published_verifier_key_is_read)
{
	/* The example key of C2SP's signed-note and of sum.golang.org. */
	struct note_key key = {0};

	OK(vkey_read(TXT("sum.golang.org+033de0ae+"
			 "Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"),
	    &key));
	SAME_TEXT(key.name, "sum.golang.org");
}
