#define SUITE       envelope_envelope
#define TEST_MEMORY (2u << 20)
#include "../test.h"

#include "crypto/hkdf.h"
#include "envelope/envelope.h"

/* One box, one central; everything below starts from an envelope of theirs. */
static uint8_t private[SIGN_KEY], open[SIGN_PUBLIC];
static uint8_t intake[HPKE_KEY];
static struct envelope_recipient to_whom[ENVELOPE_RECIPIENTS + 1];
static struct envelope_outer outer;
static struct envelope_inner inner = {.schema = 1,
    .content = ENVELOPE_fiche,
    .payload = {(const uint8_t *)"{\"essai\":1}", 11}};

static struct arena
start(void)
{
	uint8_t other[HPKE_KEY];

	sign_key((const uint8_t[SIGN_SEED]){3}, private, open);
	envelope_kid(open, outer.signer);
	hpke_make(intake, to_whom[0].open);
	to_whom[0].role = ENVELOPE_INTAKE;
	for (size_t i = 1; i <= ENVELOPE_RECIPIENTS; i++) {
		hpke_make(other, to_whom[i].open);
		to_whom[i].role = ENVELOPE_RECOVERY;
	}
	outer.seq = 5;
	return test_arena();
}

static void
sign_again(struct bytes whole)
{
	uint8_t message[ENVELOPE_MESSAGE] = "fichep/v1/env", signature[64];
	struct buf at = buf_over(message + 14, 64);
	uint8_t hash[HASH_SHA512];

	hash_sha512((struct bytes){whole.at, whole.len - SIGN_LEN}, hash);
	buf_bytes(&at, BYTES_OF(hash));
	OK(buf_err(&at));
	sign_message(private, BYTES_OF(message), signature);
	struct buf end =
	    buf_over((uint8_t *)(uintptr_t)whole.at + whole.len - SIGN_LEN, 64);
	buf_bytes(&end, BYTES_OF(signature));
}

static struct bytes
an_envelope(struct arena *mem, size_t n)
{
	struct buf to = buf_new(mem, ENVELOPE_LEN(n, ENVELOPE_PAD_LEAST));
	uint8_t message[ENVELOPE_MESSAGE], signature[SIGN_LEN];

	OK(envelope_seal(&outer, &inner, 0, n, to_whom, &to, message));
	sign_message(private, BYTES_OF(message), signature);
	envelope_finish(&to, signature);
	OK(buf_err(&to));
	return buf_done(&to);
}

static enum err
opened(struct bytes whole, struct arena *mem, struct envelope_inner *got)
{
	struct envelope e;
	uint8_t cek[ENVELOPE_CEK];
	enum err err = envelope_read(whole, &e);

	if (err == ERR_OK)
		err = envelope_verify(&e, open);
	if (err == ERR_OK)
		err = envelope_unwrap(intake, e.fixed, e.entry[0].whole, cek);
	return err == ERR_OK ? envelope_open(&e, cek, mem, got) : err;
}

TEST(what_is_sealed_is_opened)
{
	struct arena mem = start();
	struct envelope_inner got;

	for (size_t n = 1; n <= ENVELOPE_RECIPIENTS; n++) {
		OK(opened(an_envelope(&mem, n), &mem, &got));
		SAME(got.payload, inner.payload);
	}
}

/* Offset in the fixed part or first entry, byte put there; signed again. */
TEST(a_field_of_no_known_value_is_refused_though_well_signed)
{
	static const struct {
		size_t at;
		uint8_t put;
	} wrong[] = {{0, 'f'}, {3, '2'}, {4, 1}, {5, 0}, {5, 2}, {6, 1}, {7, 0},
	    {7, 2}, {8, 0}, {9, 0}, {9, 0x17}, {10, 0}, {10, 2}, {10, 5},
	    {11, 4}, {11, 8}, {11, 0x80}, {184, 1}, {185, 1}, {186, 0x21},
	    {186, 0x40}, {187, 0}, {187, 0x11}, {196, 0}, {196, 3}, {197, 1},
	    {198, 1}, {199, 0}, {199, 33}};
	struct arena mem = start();
	struct bytes good = an_envelope(&mem, 1);
	struct envelope e;
	uint8_t *at = arena_take(&mem, good.len);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		memcpy(at, good.at, good.len);
		TRUE(at[wrong[i].at] != wrong[i].put);
		at[wrong[i].at] = wrong[i].put;
		sign_again((struct bytes){at, good.len});
		snprintf(test_where, sizeof(test_where), " (case %zu)", i);
		EQ(envelope_read((struct bytes){at, good.len}, &e), ERR_FORGED);
	}
	test_where[0] = 0;
}

/*
 * Every byte before the body, changed by someone who can sign: what the reader
 * lets through must still fail under HPKE, the commitment or the body.
 */
TEST(who_holds_the_signing_key_still_cannot_change_a_header)
{
	struct arena mem = start();
	struct bytes good = an_envelope(&mem, 1);
	uint8_t *at = arena_take(&mem, good.len);
	struct bytes whole = {at, good.len};
	struct envelope_inner got;

	memcpy(at, good.at, good.len);
	for (size_t i = 0; i < ENVELOPE_FIXED + ENVELOPE_ENTRY; i++) {
		at[i] ^= 1;
		sign_again(whole);
		EQ(opened(whole, &mem, &got), ERR_FORGED);
		at[i] ^= 1;
	}
	sign_again(whole);
	OK(opened(whole, &mem, &got));
}

/* One byte of the inner part replaced, and sealed as its maker would. */
static struct bytes
resealed(struct arena *mem, struct bytes good, size_t at, uint8_t put)
{
	static const uint8_t once[AEAD_NONCE];
	struct envelope e;
	uint8_t cek[ENVELOPE_CEK], key[AEAD_KEY];
	uint8_t *copy = arena_take(mem, good.len);
	struct buf plain = buf_new(mem, good.len);

	OK(envelope_read(good, &e));
	OK(envelope_unwrap(intake, e.fixed, e.entry[0].whole, cek));
	hkdf_expand(cek, str_bytes(TXT("fichep/v1/body")), key, sizeof(key));
	OK(aead_open(key, once, e.header, e.body, &plain));
	plain.at[at] = put;
	memcpy(copy, good.at, good.len);
	memcpy(copy + e.header.len, plain.at, plain.len);
	aead_seal_here(key, once, e.header, copy + e.header.len, plain.len);
	sign_again((struct bytes){copy, good.len});
	return (struct bytes){copy, good.len};
}

TEST(an_inner_part_of_no_known_form_is_refused_though_well_sealed)
{
	static const struct {
		size_t at;
		uint8_t put;
		enum err want;
	} put[] = {
	    {8, '{', ERR_OK},   /* the byte that was there */
	    {0, 1, ERR_FORGED}, /* a length beyond the padding */
	    {2, 0x20, ERR_FORGED},
	    {2, 0x1f, ERR_OK},   /* zeros are a payload too */
	    {3, 10, ERR_FORGED}, /* the last of it is now padding */
	    {4, 1, ERR_FORGED},  /* schema */
	    {5, 0, ERR_FORGED},
	    {5, 2, ERR_FORGED},
	    {6, 0, ERR_FORGED}, /* content */
	    {6, 8, ERR_FORGED},
	    {6, 7, ERR_OK},
	    {7, 3, ERR_FORGED}, /* urgency */
	    {7, 2, ERR_OK},
	    {19, 1, ERR_FORGED}, /* padding */
	    {8191, 1, ERR_FORGED},
	};
	struct arena mem = start();
	struct bytes good = an_envelope(&mem, 2);
	size_t mark = arena_mark(&mem);

	for (size_t i = 0; i < sizeof(put) / sizeof(*put); i++) {
		struct envelope_inner got = {.schema = 42};
		struct bytes whole =
		    resealed(&mem, good, put[i].at, put[i].put);
		snprintf(test_where, sizeof(test_where), " (case %zu)", i);
		EQ(opened(whole, &mem, &got), put[i].want);
		EQ(got.schema, put[i].want == ERR_OK ? 1 : 42);
		arena_back(&mem, mark);
	}
	test_where[0] = 0;
}

TEST(a_longest_length_is_refused_without_reading_past_the_end)
{
	struct arena mem = start();
	struct envelope_inner got;
	struct bytes whole = an_envelope(&mem, 1);

	for (size_t i = 0; i < 4; i++)
		whole = resealed(&mem, whole, i, 0xff);
	EQ(opened(whole, &mem, &got), ERR_FORGED);
}

TEST(two_entries_of_one_kid_or_a_trailing_byte_are_refused)
{
	struct arena mem = start();
	struct bytes good = an_envelope(&mem, 2);
	struct envelope e;
	uint8_t *at = arena_take(&mem, good.len + 1);

	memcpy(at, good.at, good.len);
	EQ(envelope_read((struct bytes){at, good.len + 1}, &e), ERR_FORGED);
	memcpy(at + ENVELOPE_FIXED + ENVELOPE_ENTRY, at + ENVELOPE_FIXED,
	    ENVELOPE_KID);
	EQ(envelope_read((struct bytes){at, good.len}, &e), ERR_FORGED);
	EQ(envelope_read((struct bytes){NULL, 0}, &e), ERR_FORGED);
}

TEST(only_the_signer_that_is_named_can_have_signed)
{
	struct arena mem = start();
	uint8_t other[SIGN_PUBLIC], key[SIGN_KEY], kid[ENVELOPE_KID];
	struct envelope e;

	sign_key((const uint8_t[SIGN_SEED]){4}, key, other);
	OK(envelope_read(an_envelope(&mem, 1), &e));
	OK(envelope_verify(&e, open));
	EQ(envelope_verify(&e, other), ERR_FORGED);
	/* A good signature, but the header names another. */
	envelope_kid(other, outer.signer);
	OK(envelope_read(an_envelope(&mem, 1), &e));
	EQ(envelope_verify(&e, open), ERR_FORGED);
	envelope_kid(open, kid);
	TRUE(envelope_entry(&e, kid) == NULL);
	envelope_kid(to_whom[0].open, kid);
	TRUE(envelope_entry(&e, kid) == &e.entry[0]);
}

TEST(an_entry_moved_to_another_envelope_opens_nothing)
{
	struct arena mem = start();
	struct envelope one, two;
	uint8_t cek[ENVELOPE_CEK] = {42};
	struct envelope_inner got;

	OK(envelope_read(an_envelope(&mem, 1), &one));
	OK(envelope_read(an_envelope(&mem, 1), &two));
	EQ(envelope_unwrap(intake, one.fixed, two.entry[0].whole, cek),
	    ERR_FORGED);
	EQ(envelope_unwrap(intake, (struct bytes){one.fixed.at, 187},
	       one.entry[0].whole, cek),
	    ERR_FORGED);
	EQ(envelope_unwrap(intake, one.fixed,
	       (struct bytes){one.entry[0].whole.at, 91}, cek),
	    ERR_FORGED);
	EQ(cek[0], 42);
	OK(envelope_unwrap(intake, one.fixed, one.entry[0].whole, cek));
	EQ(envelope_open(&two, cek, &mem, &got), ERR_FORGED);
	OK(envelope_open(&one, cek, &mem, &got));
}

/*
 * Two contents under one tag need two keys; the commitment allows one. Here a
 * box seals for each of two recipients another content key.
 */
TEST(two_recipients_cannot_be_given_two_keys)
{
	struct arena mem = start();
	struct bytes good = an_envelope(&mem, 1);
	uint8_t *at = arena_take(&mem, good.len);
	uint8_t kid[ENVELOPE_KID], cek[ENVELOPE_CEK];
	struct buf info = buf_new(&mem, 64), sealed = buf_new(&mem, 80);
	struct envelope e;

	memcpy(at, good.at, good.len);
	envelope_kid(to_whom[0].open, kid);
	buf_bytes(&info, str_bytes(TXT("fichep/v1/cek\0")));
	buf_u16(&info, 1);
	buf_u8(&info, ENVELOPE_INTAKE);
	buf_bytes(&info, BYTES_OF(kid));
	memset(cek, 0x5a, sizeof(cek));
	OK(hpke_seal(to_whom[0].open, buf_done(&info),
	    (struct bytes){at, ENVELOPE_FIXED}, BYTES_OF(cek), &sealed));
	memcpy(at + ENVELOPE_FIXED + 12, sealed.at, sealed.len);
	sign_again((struct bytes){at, good.len});
	OK(envelope_read((struct bytes){at, good.len}, &e));
	OK(envelope_verify(&e, open));
	EQ(envelope_unwrap(intake, e.fixed, e.entry[0].whole, cek), ERR_FORGED);
}

TEST(all_envelopes_of_a_size_look_alike)
{
	struct arena mem = start();
	struct bytes one = an_envelope(&mem, 1), two;

	inner.content = ENVELOPE_dummy;
	inner.urgency = ENVELOPE_IMMEDIATE;
	inner.payload.len = 0;
	two = an_envelope(&mem, 1);
	EQ(one.len, two.len);
	/* Same fixed part up to the commitment, which is of a random key. */
	EQ(memcmp(one.at, two.at, 152), 0);
	TRUE(memcmp(one.at + 152, two.at + 152, 32) != 0);
}

TEST(a_payload_is_padded_to_the_least_size_that_holds_it)
{
	static const size_t kib[] = {8, 16, 32, 64, 128, 256};

	EQ(envelope_pad(0), 8192);
	for (size_t i = 0; i < 6; i++) {
		EQ(envelope_pad(kib[i] * 1024 - 8), kib[i] * 1024);
		EQ(envelope_pad(kib[i] * 1024 - 7),
		    i < 5 ? kib[i + 1] * 1024 : 0);
	}
	EQ(ENVELOPE_MOST, 188 + 4 * 92 + 262144 + 16 + 64);
}

static enum err
sealing(struct arena *mem, size_t pad, size_t n)
{
	struct buf to = buf_new(mem, ENVELOPE_LEN(4, 8192));
	uint8_t message[ENVELOPE_MESSAGE];
	enum err e =
	    envelope_seal(&outer, &inner, pad, n, to_whom, &to, message);

	if (e != ERR_OK)
		EQ(to.len, 0);
	arena_back(mem, 0);
	return e;
}

TEST(what_no_reader_would_accept_is_not_sealed)
{
	struct arena mem = start();
	static uint8_t long_one[8192];

	OK(sealing(&mem, 0, 4));
	EQ(sealing(&mem, 0, 0), ERR_INPUT);
	EQ(sealing(&mem, 0, 5), ERR_INPUT);
	EQ(sealing(&mem, 4096, 1), ERR_INPUT);
	EQ(sealing(&mem, 8193, 1), ERR_INPUT);
	EQ(sealing(&mem, 12288, 1), ERR_INPUT);
	EQ(sealing(&mem, 524288, 1), ERR_INPUT);
	EQ(sealing(&mem, 16384, 1), ERR_LIMIT);
	outer.flags = 4;
	EQ(sealing(&mem, 0, 1), ERR_INPUT);
	outer.flags = 3;
	OK(sealing(&mem, 0, 1));
	inner.schema = 2;
	EQ(sealing(&mem, 0, 1), ERR_INPUT);
	inner.schema = 1;
	inner.content = (enum envelope_content)8;
	EQ(sealing(&mem, 0, 1), ERR_INPUT);
	inner.content = ENVELOPE_audit;
	inner.urgency = (enum envelope_urgency)3;
	EQ(sealing(&mem, 0, 1), ERR_INPUT);
	inner.urgency = ENVELOPE_URGENT;
	to_whom[1].role = (enum envelope_role)3;
	EQ(sealing(&mem, 0, 2), ERR_INPUT);
	to_whom[1] = to_whom[0];
	EQ(sealing(&mem, 0, 2), ERR_INPUT);
	memset(to_whom[1].open, 0, HPKE_KEY); /* on which nothing is sealed */
	EQ(sealing(&mem, 0, 2), ERR_INPUT);
	inner.payload = BYTES_OF(long_one);
	EQ(sealing(&mem, 8192, 1), ERR_INPUT);
	inner.payload.len = ENVELOPE_PAYLOAD_MOST + 1;
	EQ(sealing(&mem, 0, 1), ERR_INPUT);
}

TEST(a_full_arena_is_our_trouble_and_not_a_forgery)
{
	struct arena mem = start(), small = {.base = mem.base};
	struct bytes whole = an_envelope(&mem, 1);
	struct envelope_inner got;

	small.base = arena_take(&mem, 8191);
	small.size = 8191;
	EQ(opened(whole, &small, &got), ERR_LIMIT);
	EQ(small.used, 0);
}

TEST(a_refused_content_leaves_nothing_in_memory)
{
	struct arena mem = start(), room = {.size = 16384};
	struct bytes good = an_envelope(&mem, 1);
	struct bytes whole = resealed(&mem, good, 8191, 1);
	struct envelope_inner got;

	room.base = arena_take(&mem, room.size);
	EQ(opened(whole, &room, &got), ERR_FORGED);
	EQ(room.used, 0);
	for (size_t i = 0; i < room.size; i++)
		EQ(room.base[i], 0);
}
