#define SUITE crypto_hpke
#include "../test.h"

#include "crypto/hpke.h"

/* The named values of the vector file that every test below begins with. */
struct known {
	struct bytes info, ikmR, ikmE, skRm, skEm, pkRm, pkEm, enc, key,
	    base_nonce, exporter_secret;
};

static bool
take(struct arena *mem, const struct vectors *v, struct known *k)
{
#define VALUE(name)                                                            \
	if (str_eq(v->field[0], TXT(#name))) {                                 \
		k->name = test_unhex(mem, v->field[1]);                        \
		return true;                                                   \
	}
	VALUE(info)
	VALUE(ikmR)
	VALUE(ikmE)
	VALUE(skRm)
	VALUE(skEm)
	VALUE(pkRm)
	VALUE(pkEm)
	VALUE(enc)
	VALUE(key)
	VALUE(base_nonce)
	VALUE(exporter_secret)
#undef VALUE
	return false;
}

static struct known
known(struct arena *mem)
{
	struct vectors v = vectors_open("tests/vectors/crypto/hpke.txt");
	struct known k = {0};

	while (vectors_next(&v))
		(void)take(mem, &v, &k);
	return k;
}

TEST(keys_derive_as_rfc_9180_says)
{
	struct arena mem = test_arena();
	struct known k = known(&mem);
	uint8_t mine[HPKE_KEY], open[HPKE_KEY];

	hpke_derive(k.ikmR, mine, open);
	SAME(BYTES_OF(mine), k.skRm);
	SAME(BYTES_OF(open), k.pkRm);
	hpke_derive(k.ikmE, mine, open);
	SAME(BYTES_OF(mine), k.skEm);
	SAME(BYTES_OF(open), k.pkEm);
	hpke_public(k.skRm.at, open);
	SAME(BYTES_OF(open), k.pkRm);
}

TEST(every_message_and_export_of_the_suite_holds)
{
	struct arena mem = test_arena();
	struct known k = known(&mem);
	struct vectors v = vectors_open("tests/vectors/crypto/hpke.txt");
	struct hpke s, r;
	uint8_t enc[HPKE_KEY], out[64];
	size_t messages = 0, exports = 0;

	OK(hpke_send_known(&s, k.skEm.at, k.pkRm.at, k.info, enc));
	SAME(BYTES_OF(enc), k.enc);
	OK(hpke_receive(&r, k.skRm.at, enc, k.info));
	SAME(BYTES_OF(s.key), k.key);
	SAME(BYTES_OF(s.nonce), k.base_nonce);
	SAME(BYTES_OF(s.exporter), k.exporter_secret);
	SAME(BYTES_OF(r.key), k.key);
	SAME(BYTES_OF(r.nonce), k.base_nonce);
	SAME(BYTES_OF(r.exporter), k.exporter_secret);

	while (vectors_next(&v)) {
		struct buf got = buf_new(&mem, 256), back = buf_new(&mem, 256);
		if (str_eq(v.field[0], TXT("export"))) {
			size_t len = (size_t)vectors_number(&v, 2);
			hpke_export(&r, test_unhex(&mem, v.field[1]), out, len);
			SAME(((struct bytes){out, len}),
			    test_unhex(&mem, v.field[3]));
			exports++;
			continue;
		}
		if (!str_eq(v.field[0], TXT("message")))
			continue;
		struct bytes aad = test_unhex(&mem, v.field[2]);
		EQ(s.next, vectors_number(&v, 1));
		hpke_send_next(&s, aad, test_unhex(&mem, v.field[3]), &got);
		SAME(buf_done(&got), test_unhex(&mem, v.field[5]));
		OK(hpke_receive_next(&r, aad, buf_done(&got), &back));
		SAME(buf_done(&back), test_unhex(&mem, v.field[3]));
		messages++;
	}
	EQ(messages, 12);
	EQ(exports, 3);
}

TEST(the_count_reaches_every_byte_of_the_nonce_it_may)
{
	struct arena mem = test_arena();
	struct known k = known(&mem);
	struct hpke s, r;
	uint8_t enc[HPKE_KEY];

	OK(hpke_send_known(&s, k.skEm.at, k.pkRm.at, k.info, enc));
	OK(hpke_receive(&r, k.skRm.at, enc, k.info));
	for (int shift = 0; shift < 64; shift += 8) {
		struct buf got = buf_new(&mem, 64), back = buf_new(&mem, 64);
		s.next = UINT64_C(1) << shift;
		hpke_send_next(&s, k.info, k.info, &got);
		r.next = 0;
		EQ(hpke_receive_next(&r, k.info, buf_done(&got), &back),
		    ERR_FORGED);
		EQ(r.next, 0);
		r.next = UINT64_C(1) << shift;
		OK(hpke_receive_next(&r, k.info, buf_done(&got), &back));
		EQ(r.next, s.next);
	}
}

static const struct bytes info = {(const uint8_t *)"info", 4};
static const struct bytes aad = {(const uint8_t *)"aad", 3};

TEST(one_key_alone_opens_and_nothing_may_change)
{
	struct arena mem = test_arena();
	uint8_t mine[HPKE_KEY], open[HPKE_KEY], other[HPKE_KEY], no[HPKE_KEY];
	struct buf sealed = buf_new(&mem, 128), plain = buf_new(&mem, 128);

	hpke_make(mine, open);
	hpke_make(other, no);
	OK(hpke_seal(open, info, aad, str_bytes(TXT("plain")), &sealed));
	EQ(sealed.len, 5 + HPKE_OVERHEAD);
	EQ(hpke_open(other, info, aad, buf_done(&sealed), &plain), ERR_FORGED);
	EQ(hpke_open(mine, aad, aad, buf_done(&sealed), &plain), ERR_FORGED);
	EQ(hpke_open(mine, info, info, buf_done(&sealed), &plain), ERR_FORGED);
	for (size_t i = 0; i < sealed.len; i++) {
		sealed.at[i] ^= 0x40;
		EQ(hpke_open(mine, info, aad, buf_done(&sealed), &plain),
		    ERR_FORGED);
		sealed.at[i] ^= 0x40;
	}
	for (size_t len = 0; len < sealed.len; len++)
		EQ(hpke_open(mine, info, aad, (struct bytes){sealed.at, len},
		       &plain),
		    ERR_FORGED);
	EQ(plain.len, 0);
	OK(hpke_open(mine, info, aad, buf_done(&sealed), &plain));
	SAME_TEXT(buf_text(&plain), "plain");
}

TEST(the_same_plaintext_is_never_sealed_alike)
{
	struct arena mem = test_arena();
	uint8_t mine[HPKE_KEY], open[HPKE_KEY];
	struct buf one = buf_new(&mem, 64), two = buf_new(&mem, 64);

	hpke_make(mine, open);
	OK(hpke_seal(open, info, aad, info, &one));
	OK(hpke_seal(open, info, aad, info, &two));
	EQ(one.len, two.len);
	TRUE(memcmp(one.at, two.at, one.len) != 0);
}

TEST(a_key_of_small_order_or_a_full_buf_is_refused)
{
	struct arena mem = test_arena();
	static const uint8_t zero[HPKE_KEY];
	uint8_t mine[HPKE_KEY], open[HPKE_KEY];
	struct buf sealed = buf_new(&mem, 128);
	struct buf small = buf_new(&mem, HPKE_OVERHEAD + 3);

	EQ(hpke_seal(zero, info, aad, info, &sealed), ERR_FORGED);
	EQ(sealed.len, 0);
	hpke_make(mine, open);
	EQ(hpke_seal(open, info, aad, info, &small), ERR_LIMIT);
	EQ(small.len, 0);
	memset(sealed.at, 0, 128);
	EQ(hpke_open(mine, info, aad, (struct bytes){sealed.at, 128}, &small),
	    ERR_FORGED);
}
