#define SUITE keeper_keyring
#include "../test.h"

#include "crypto/hpke.h"
#include "crypto/secret.h"
#include "crypto/sign.h"
#include "keeper/keyring.h"
#include "tls/tls_key.h"

static const uint8_t secret[KEYRING_SECRET] = "thirty-two bytes, not one fewer";
static uint8_t room[KEYRING_MOST];

/* A central's keyring, sealed under `secret`. */
static struct bytes
sealed(struct keyring *ring)
{
	struct keyring_safe safe;
	struct buf file = buf_over(room, sizeof(room));

	secret_start();
	keyring_make(true, ring, &safe);
	OK(keyring_seal(ring, KEYRING_RANDOM, BYTES_OF(secret), &file));
	return buf_done(&file);
}

TEST(what_was_sealed_is_opened_by_the_same_secret)
{
	struct keyring made, read;
	struct bytes file = sealed(&made);

	OK(keyring_open(file, BYTES_OF(secret), &read));
	SAME(BYTES_OF(read.key), BYTES_OF(made.key));
	for (int i = 1; i < KEYRING_END; i++)
		TRUE(read.has[i]);
}

TEST(another_secret_opens_nothing_and_leaves_the_ring_alone)
{
	struct keyring made, read;
	struct bytes file = sealed(&made);
	uint8_t other[KEYRING_SECRET];

	memcpy(other, secret, sizeof(other));
	other[31] ^= 1;
	memset(&read, 0x5a, sizeof(read));
	EQ(keyring_open(file, BYTES_OF(other), &read), ERR_DENIED);
	EQ(keyring_open(file, (struct bytes){secret, 31}, &read), ERR_DENIED);
	EQ(read.key[KEYRING_TLS][0], 0x5a);
}

TEST(every_altered_byte_of_the_file_is_refused)
{
	struct keyring made, read;
	struct bytes file = sealed(&made);

	for (size_t i = 0; i < file.len; i++) {
		room[i] ^= 0x40;
		TRUE(keyring_open(file, BYTES_OF(secret), &read) != ERR_OK);
		room[i] ^= 0x40;
	}
	for (size_t len = 0; len < file.len; len++)
		TRUE(keyring_open((struct bytes){file.at, len},
			 BYTES_OF(secret), &read) != ERR_OK);
	OK(keyring_open(file, BYTES_OF(secret), &read));
}

TEST(the_same_keys_sealed_twice_share_no_byte_of_salt_or_ciphertext)
{
	struct keyring made;
	uint8_t first[KEYRING_MOST];
	struct bytes file = sealed(&made);
	struct buf again = buf_over(first, sizeof(first));

	OK(keyring_seal(&made, KEYRING_RANDOM, BYTES_OF(secret), &again));
	TRUE(memcmp(first + 8, file.at + 8, 16) != 0);
	TRUE(memcmp(first + 24, file.at + 24, 32) != 0);
}

TEST(a_secret_too_short_to_be_random_seals_nothing)
{
	struct keyring made;
	struct buf file = buf_over(room, sizeof(room));

	(void)sealed(&made);
	EQ(keyring_seal(&made, KEYRING_RANDOM, (struct bytes){secret, 31},
	       &file),
	    ERR_INPUT);
	EQ(file.len, 0);
}

TEST(a_passphrase_seals_and_opens_through_argon2id)
{
	struct keyring made, read;
	struct bytes phrase = str_bytes(TXT("un mot de plus"));
	uint8_t other[KEYRING_MOST];
	struct buf file = buf_over(other, sizeof(other));

	(void)sealed(&made);
	OK(keyring_seal(&made, KEYRING_PHRASE, phrase, &file));
	OK(keyring_open(buf_done(&file), phrase, &read));
	SAME(BYTES_OF(read.key), BYTES_OF(made.key));
}

TEST(a_box_has_no_key_that_opens_what_boxes_send)
{
	struct keyring box;
	struct keyring_safe safe;
	uint8_t open[HPKE_KEY];

	secret_start();
	keyring_make(false, &box, &safe);
	TRUE(!box.has[KEYRING_INTAKE]);
	TRUE(!box.has[KEYRING_RECOVERY]);
	hpke_public(safe.auditor, open);
	SAME(BYTES_OF(open), BYTES_OF(box.key[KEYRING_AUDITOR]));
}

TEST(what_opens_in_need_is_in_the_safe_and_not_in_the_ring)
{
	struct keyring ring;
	struct keyring_safe safe;
	uint8_t open[HPKE_KEY];

	secret_start();
	keyring_make(true, &ring, &safe);
	hpke_public(safe.recovery, open);
	SAME(BYTES_OF(open), BYTES_OF(ring.key[KEYRING_RECOVERY]));
	for (int i = 1; i < KEYRING_END; i++)
		TRUE(memcmp(ring.key[i], safe.recovery, KEYRING_KEY) != 0);
}

TEST(the_tls_key_signs_what_its_public_half_verifies)
{
	struct keyring ring;
	uint8_t point[TLS_KEY_PUBLIC], digest[32] = {1}, der[80];
	struct buf sig = buf_over(der, sizeof(der));

	(void)sealed(&ring);
	OK(tls_key_public(ring.key[KEYRING_TLS], point));
	EQ(point[0], 4);
	OK(tls_key_sign(ring.key[KEYRING_TLS], TLS_SHA256, BYTES_OF(digest),
	    &sig));
	EQ(der[0], 0x30);
	EQ(tls_key_sign(ring.key[KEYRING_TLS], TLS_SHA384, BYTES_OF(digest),
	       &sig),
	    ERR_FORGED);
	EQ(tls_key_sign(ring.key[KEYRING_TLS], 2, BYTES_OF(digest), &sig),
	    ERR_FORGED);
}
