#define SUITE crypto_aead
#include "../test.h"

#include "crypto/aead.h"

TEST(the_answer_of_rfc_8439_is_given_and_opened)
{
	struct vectors v = vectors_open("tests/vectors/crypto/aead.txt");

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		const uint8_t *key = test_unhex(&mem, v.field[0]).at;
		const uint8_t *nonce = test_unhex(&mem, v.field[1]).at;
		struct bytes aad = test_unhex(&mem, v.field[2]);
		struct bytes plain = test_unhex(&mem, v.field[3]);
		struct buf sealed = buf_new(&mem, plain.len + AEAD_TAG);
		struct buf opened = buf_new(&mem, plain.len);

		aead_seal(key, nonce, aad, plain, &sealed);
		OK(buf_err(&sealed));
		SAME(buf_done(&sealed), test_unhex(&mem, v.field[4]));
		OK(aead_open(key, nonce, aad, buf_done(&sealed), &opened));
		SAME(buf_done(&opened), plain);
	}
}

static const uint8_t key[AEAD_KEY] = {1}, nonce[AEAD_NONCE] = {2};

TEST(no_byte_of_it_can_change)
{
	struct arena mem = test_arena();
	struct buf sealed = buf_new(&mem, 64), opened = buf_new(&mem, 64);
	struct bytes aad = str_bytes(TXT("aad"));

	aead_seal(key, nonce, aad, str_bytes(TXT("plain")), &sealed);
	for (size_t i = 0; i < sealed.len; i++) {
		sealed.at[i] ^= 1;
		EQ(aead_open(key, nonce, aad, buf_done(&sealed), &opened),
		    ERR_FORGED);
		sealed.at[i] ^= 1;
	}
	EQ(aead_open(key, nonce, str_bytes(TXT("aae")), buf_done(&sealed),
	       &opened),
	    ERR_FORGED);
	EQ(aead_open((const uint8_t[AEAD_KEY]){3}, nonce, aad,
	       buf_done(&sealed), &opened),
	    ERR_FORGED);
	EQ(opened.len, 0);
	for (size_t len = 0; len < sealed.len; len++)
		EQ(aead_open(key, nonce, aad, (struct bytes){sealed.at, len},
		       &opened),
		    ERR_FORGED);
	OK(aead_open(key, nonce, aad, buf_done(&sealed), &opened));
	SAME_TEXT(buf_text(&opened), "plain");
}

TEST(what_has_no_room_is_not_begun)
{
	uint8_t room[20];
	struct buf small = buf_over(room, 20), whole = buf_over(room, 20);
	struct bytes none = {NULL, 0};

	aead_seal(key, nonce, none, str_bytes(TXT("plain")), &small);
	EQ(buf_err(&small), ERR_LIMIT);
	EQ(small.len, 0);
	aead_seal(key, nonce, none, str_bytes(TXT("four")), &whole);
	OK(buf_err(&whole));
	struct buf none_left = buf_over(room, 3);
	EQ(aead_open(key, nonce, none, buf_done(&whole), &none_left),
	    ERR_LIMIT);
	EQ(none_left.len, 0);
	EQ(aead_open(key, nonce, none, buf_done(&whole), &small), ERR_LIMIT);
}
