#define SUITE core_veil
#include "rig.h"

#include "core/sql.h"
#include "core/veil.h"

#define ABOUT TXT("about")

static struct veil *
open_veil(void)
{
	rig_open(1, false);
	return &rig.core.veil;
}

/* A row of table draft that names `slot`, and nothing else of interest. */
static void
name(struct tx *tx, int64_t slot)
{
	struct ident id = ident_new();
	uint8_t holder[HASH_SHA256];

	ident_random(holder, sizeof(holder));
	tx_run(tx, SQL_DRAFT_ADD, BLOB(BYTES_OF(id.at)), NIL,
	    BLOB(BYTES_OF(holder)), TEXT(TXT("fiche_p")), INT(1), TEXT(TXT("")),
	    TEXT(TXT("")), INT(slot), BLOB(BYTES_OF(holder)), INT(0), INT(0));
}

static enum err
lifts(struct veil *v, int64_t slot, struct bytes sealed)
{
	uint8_t room[256];
	struct buf b = buf_over(room, sizeof(room));

	return veil_lift(v, slot, str_bytes(ABOUT), sealed, &b);
}

TEST(what_is_sealed_is_read_under_its_own_slot_and_meaning_only)
{
	struct veil *v = open_veil();
	uint8_t room[256], far[256];
	struct buf b = buf_over(room, sizeof(room)), other = buf_over(far, 256);
	int64_t slot = -1;

	OK(veil_take(v, &rig.core.write, &slot));
	OK(veil_seal(v, slot, str_bytes(ABOUT), str_bytes(TXT("typed")), &b));
	EQ(b.len, 5 + VEIL_OVERHEAD);
	OK(lifts(v, slot, buf_done(&b)));
	EQ(lifts(v, slot + 1, buf_done(&b)), ERR_FORGED);
	EQ(veil_lift(v, slot, str_bytes(TXT("else")), buf_done(&b), &other),
	    ERR_FORGED);
	room[b.len - 1] ^= 1;
	EQ(lifts(v, slot, buf_done(&b)), ERR_FORGED);
	EQ(lifts(v, slot, (struct bytes){room, VEIL_OVERHEAD - 1}), ERR_FORGED);
	EQ(lifts(v, VEIL_SLOTS, buf_done(&b)), ERR_STORE);
	EQ(lifts(v, -1, buf_done(&b)), ERR_STORE);
	rig_close();
}

TEST(a_key_goes_with_its_draft_and_stays_with_the_others)
{
	struct veil *v = open_veil();
	uint8_t one[256], two[256];
	struct buf a = buf_over(one, sizeof(one)), b = buf_over(two, 256);
	int64_t first = -1, second = -1;

	struct tx tx = tx_begin(&rig.core.write);
	OK(veil_take(v, &rig.core.write, &first));
	OK(veil_seal(v, first, str_bytes(ABOUT), str_bytes(TXT("a")), &a));
	name(&tx, first);
	OK(veil_take(v, &rig.core.write, &second));
	OK(veil_seal(v, second, str_bytes(ABOUT), str_bytes(TXT("b")), &b));
	name(&tx, second);
	OK(tx_end(&tx));
	TRUE(first != second);
	OK(veil_settle(v, &rig.core.write));
	OK(lifts(v, first, buf_done(&a)));
	tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM draft WHERE slot = ?", INT(first));
	OK(tx_end(&tx));
	OK(veil_settle(v, &rig.core.write));
	EQ(lifts(v, first, buf_done(&a)), ERR_FORGED);
	OK(lifts(v, second, buf_done(&b)));
	rig_close();
}

/* A commit that fails leaves the draft, and must leave its key: no slot that
 * has served is given again before it was renewed. */
TEST(a_slot_whose_draft_may_come_back_is_not_given_again)
{
	struct veil *v = open_veil();
	uint8_t room[256];
	struct buf b = buf_over(room, sizeof(room));
	int64_t slot = -1, other = -1;

	struct tx tx = tx_begin(&rig.core.write);
	OK(veil_take(v, &rig.core.write, &slot));
	OK(veil_seal(v, slot, str_bytes(ABOUT), str_bytes(TXT("a")), &b));
	name(&tx, slot);
	OK(tx_end(&tx));
	tx = tx_begin(&rig.core.write);
	tx_run(&tx, "DELETE FROM draft", NONE);
	OK(veil_take(v, &rig.core.write, &other));
	TRUE(other != slot);
	tx_fail(&tx, ERR_STORE);
	EQ(tx_end(&tx), ERR_STORE);
	OK(veil_settle(v, &rig.core.write));
	OK(lifts(v, slot, buf_done(&b)));
	rig_close();
}

TEST(when_every_slot_is_taken_that_is_said)
{
	struct veil *v = open_veil();
	int64_t slot = -1;

	struct tx tx = tx_begin(&rig.core.write);
	for (int64_t i = 0; i < VEIL_SLOTS; i++)
		name(&tx, i);
	EQ(veil_take(v, &rig.core.write, &slot), ERR_LIMIT);
	EQ(slot, -1);
	tx_fail(&tx, ERR_STORE);
	EQ(tx_end(&tx), ERR_STORE);
	OK(veil_take(v, &rig.core.write, &slot));
	EQ(slot, 0);
	rig_close();
}

/* What a power cut kept from being overwritten is at the next start. */
TEST(a_key_left_behind_by_a_power_cut_goes_at_the_next_start)
{
	struct veil *v = open_veil();
	uint8_t room[256];
	struct buf b = buf_over(room, sizeof(room));
	int64_t slot = -1;

	OK(veil_take(v, &rig.core.write, &slot));
	OK(veil_seal(v, slot, str_bytes(ABOUT), str_bytes(TXT("a")), &b));
	rig_stop();
	rig_again();
	EQ(lifts(&rig.core.veil, slot, buf_done(&b)), ERR_FORGED);
	rig_close();
}
