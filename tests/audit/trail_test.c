#define SUITE audit_trail
#include "../test.h"

#include <sqlite3.h>

#include "crypto/hash.h"
#include "log.h"

static struct arena mem;

static struct trail_entry
an_entry(void)
{
	struct trail_entry e = {
	    .action = AUDIT_sign_in_refused,
	    .motive = MOTIVE_wrong_passphrase,
	    .result = TRAIL_REFUSED,
	    .clock = TRAIL_CLOCK_ANCHORED,
	    .at = LOG_NOW,
	    .role = TXT("foyer"),
	};
	memset(e.actor.at, 0xaa, IDENT_LEN);
	memset(e.object.at, 0xbb, IDENT_LEN);
	return e;
}

/* The stored parts of entry `seq`, copied. */
static void
stored(struct log *l, int64_t seq, uint8_t public[TRAIL_PUBLIC],
    struct bytes *sealed)
{
	struct query q = query_open(&l->s,
	    "SELECT public, sealed FROM trail WHERE seq = ?", INT(seq));

	TRUE(query_next(&q));
	query_copy(&q, public, TRAIL_PUBLIC);
	struct bytes b = query_blob(&q);
	uint8_t *at = arena_take(&mem, b.len + 1);
	memcpy(at, b.at, b.len);
	*sealed = (struct bytes){at, b.len};
	OK(query_end(&q));
}

TEST(the_public_part_is_laid_out_as_written)
{
	static const char want[] = "01"
				   "00"
				   "02"
				   "01"
				   "000b"
				   "0001"
				   "0000000000000000"
				   "000001a20959a680"
				   "666f7965720000000000000000000000"
				   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
				   "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
	struct log l;
	uint8_t public[TRAIL_PUBLIC];
	struct bytes sealed;
	struct trail_entry e = an_entry();

	mem = test_arena();
	log_open(&l, &mem, 1);
	struct tx tx = tx_begin(&l.s);
	trail_append(&tx, &mem, l.auditor, &e);
	OK(tx_end(&tx));
	stored(&l, 0, public, &sealed);
	SAME(BYTES_OF(public), test_unhex(&mem, str_of(want)));
	EQ(sealed.len, 0);

	struct trail_public p;
	OK(trail_read(public, &p));
	EQ(p.seq, 0);
	EQ(p.sealed, false);
	EQ(p.entry.action, AUDIT_sign_in_refused);
	EQ(p.entry.motive, MOTIVE_wrong_passphrase);
	EQ(p.entry.result, TRAIL_REFUSED);
	EQ(p.entry.clock, TRAIL_CLOCK_ANCHORED);
	EQ(p.entry.at, LOG_NOW);
	SAME_TEXT(p.entry.role, "foyer");
	TRUE(ident_eq(&p.entry.actor, &e.actor));
	TRUE(ident_eq(&p.entry.object, &e.object));
	house_close(&l.s);
}

TEST(a_leaf_is_the_public_part_and_the_hash_of_the_sealed_one)
{
	uint8_t public[TRAIL_PUBLIC], whole[1 + TRAIL_PUBLIC + 32], want[32];
	struct bytes sealed = str_bytes(TXT("sealed"));

	memset(public, 7, sizeof(public));
	whole[0] = 0;
	memcpy(whole + 1, public, sizeof(public));
	hash_sha256(sealed, whole + 1 + TRAIL_PUBLIC);
	hash_sha256(BYTES_OF(whole), want);
	SAME(BYTES_OF(trail_leaf(public, sealed).at), BYTES_OF(want));
}

TEST(the_detail_is_for_the_auditor_of_this_entry_alone)
{
	struct log l;
	uint8_t public[TRAIL_PUBLIC], room[TRAIL_DETAIL_MOST], other[HPKE_KEY];
	struct bytes sealed;
	struct trail_entry e = an_entry();

	mem = test_arena();
	log_open(&l, &mem, 1);
	e.detail = str_bytes(TXT("identifiant saisi : j.dupont"));
	struct tx tx = tx_begin(&l.s);
	trail_append(&tx, &mem, l.auditor, &e);
	OK(tx_end(&tx));
	stored(&l, 0, public, &sealed);
	TRUE(memmem(sealed.at, sealed.len, "dupont", 6) == NULL);
	EQ((sealed.len - HPKE_OVERHEAD) % 64, 0);

	struct buf plain = buf_over(room, sizeof(room));
	OK(trail_detail(l.mine, public, sealed, &plain));
	SAME(buf_done(&plain), e.detail);

	plain = buf_over(room, sizeof(room));
	hpke_make(other, room);
	EQ(trail_detail(other, public, sealed, &plain), ERR_FORGED);
	public[15] ^= 1; /* of another entry */
	EQ(trail_detail(l.mine, public, sealed, &plain), ERR_FORGED);
	EQ(plain.len, 0);
	house_close(&l.s);
}

TEST(an_action_that_is_undone_leaves_no_entry)
{
	struct log l;
	struct trail_entry e = an_entry();
	struct merkle m;

	mem = test_arena();
	log_open(&l, &mem, 1);
	log_add(&l, 3);
	struct tx turn = tx_begin(&l.s);
	tx_save(&turn);
	EQ(trail_append(&turn, &mem, l.auditor, &e), 3);
	tx_fail(&turn, ERR_INPUT);
	EQ(tx_release(&turn), ERR_INPUT);
	tx_save(&turn);
	EQ(trail_append(&turn, &mem, l.auditor, &e), 3);
	EQ(trail_append(&turn, &mem, l.auditor, &e), 4);
	OK(tx_release(&turn));
	OK(tx_end(&turn));
	OK(trail_state(&l.s, &m));
	EQ(m.size, 5);
	EQ(house_number(&l.s, "SELECT count(*) FROM trail"), 5);
	house_close(&l.s);
}

TEST(an_entry_that_cannot_be_written_undoes_the_action)
{
	struct log l;
	static uint8_t long_detail[TRAIL_DETAIL_MOST + 1];
	static const uint8_t no_key[HPKE_KEY];
	struct trail_entry too_long = an_entry(), bad_role = an_entry(),
			   sealed = an_entry();

	mem = test_arena();
	log_open(&l, &mem, 1);
	log_add(&l, 1);
	too_long.detail = BYTES_OF(long_detail);
	bad_role.role = TXT("Jean Dupont"); /* a role is a word */
	sealed.detail = str_bytes(TXT("x"));

	struct tx tx = tx_begin(&l.s);
	tx_run(&tx, "DELETE FROM trail_stamp", NONE);
	trail_append(&tx, &mem, l.auditor, &too_long);
	EQ(tx_end(&tx), ERR_LIMIT);
	tx = tx_begin(&l.s);
	trail_append(&tx, &mem, l.auditor, &bad_role);
	EQ(tx_end(&tx), ERR_INPUT);
	tx = tx_begin(&l.s);
	trail_append(&tx, &mem, no_key, &sealed);
	EQ(tx_end(&tx), ERR_FORGED);
	EQ(house_number(&l.s, "SELECT count(*) FROM trail"), 1);
	house_close(&l.s);
}

static enum err
append_once(struct arena *a, void *ctx)
{
	struct log *l = ctx;
	struct trail_entry e = an_entry();

	e.detail = str_bytes(TXT("x"));
	int64_t before = house_number(&l->s, "SELECT count(*) FROM trail");
	struct tx tx = tx_begin(&l->s);
	trail_append(&tx, a, l->auditor, &e);
	enum err err = tx_end(&tx);
	EQ(house_number(&l->s, "SELECT count(*) FROM trail") - before,
	    err == ERR_OK);
	return err;
}

TEST(whichever_allocation_fails_nothing_is_appended)
{
	struct log l;

	mem = test_arena();
	log_open(&l, &mem, 1);
	TRUE(test_each_allocation(&mem, append_once, &l) > 0);
	house_close(&l.s);
}

TEST(our_own_code_cannot_change_or_remove_an_entry)
{
	static const char *const refused[] = {
	    "UPDATE trail SET sealed = public WHERE seq = 0",
	    "DELETE FROM trail WHERE seq = 0",
	    "UPDATE trail_node SET hash = hash",
	    "UPDATE trail_stamp SET made_ms = 0",
	};
	struct log l;

	mem = test_arena();
	log_open(&l, &mem, 1);
	log_add(&l, 4);
	OK(log_stamp(&l));
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct tx tx = tx_begin(&l.s);
		tx_run(&tx, refused[i], NONE);
		EQ(tx_end(&tx), ERR_CLASH);
	}
	house_close(&l.s);
}

TEST(proofs_come_from_the_nodes_that_are_kept)
{
	struct log l;
	struct merkle m, at[41] = {0};

	mem = test_arena();
	log_open(&l, &mem, 1);
	for (size_t n = 1; n <= 40; n++) {
		log_add(&l, 1);
		OK(trail_state(&l.s, &at[n]));
	}
	OK(trail_state(&l.s, &m));
	struct merkle_source source = trail_source(&l.s);
	for (uint64_t n = 1; n <= 40; n++) {
		struct merkle_hash root, leaf;
		struct merkle_proof p;

		OK(merkle_root_of(source, n, &root));
		TRUE(merkle_eq(root, merkle_root(&at[n])));
		OK(merkle_extend(source, n, 40, &p));
		OK(merkle_extended(&p, n, root, 40, merkle_root(&m)));
		OK(source.get(source.of, 0, n - 1, &leaf));
		OK(merkle_include(source, n - 1, 40, &p));
		OK(merkle_included(&p, leaf, n - 1, 40, merkle_root(&m)));
	}
	house_close(&l.s);
}

TEST(codes_are_unique_and_have_words)
{
#define AUDIT(code, name, text) TRUE(strcmp(trail_action(code), text) == 0);
#include "audit/event.def"
#undef AUDIT
#define MOTIVE(code, name, text) TRUE(strcmp(trail_motive(code), text) == 0);
#include "audit/motive.def"
#undef MOTIVE
	TRUE(trail_action(65535) == NULL);
	TRUE(trail_motive(65535) == NULL);
}
