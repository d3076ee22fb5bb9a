#include "crypto/selftest.h"

#include "base/encode.h"
#include "crypto/aead.h"
#include "crypto/exchange.h"
#include "crypto/hash.h"
#include "crypto/hkdf.h"
#include "crypto/hpke.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "crypto/password.h"
#include "crypto/secret.h"
#include "crypto/sign.h"

#define LEN(array) (sizeof(array) / sizeof(*(array)))

/* The bytes of hexadecimal that stands in this file, in static rooms used in
 * turn: a part below needs eight of them at most. */
static struct bytes
hex(const char *text)
{
	static uint8_t room[8][160];
	static size_t turn;
	struct buf to = buf_over(room[turn++ % LEN(room)], sizeof(room[0]));

	must(encode_unhex(str_of(text), &to) == ERR_OK);
	return buf_done(&to);
}

static bool
is(const uint8_t *got, size_t len, const char *want)
{
	return secret_eq((struct bytes){got, len}, hex(want));
}

/* FIPS 180-4 and RFC 4231, 4.3. */
static bool
hash_holds(void)
{
	uint8_t short_one[HASH_SHA256], long_one[HASH_SHA512];
	struct bytes abc = str_bytes(TXT("abc"));

	hash_sha512(abc, long_one);
	hash_sha256(abc, short_one);
	if (!is(short_one, sizeof(short_one),
		"ba7816bf8f01cfea414140de5dae2223"
		"b00361a396177a9cb410ff61f20015ad") ||
	    !is(long_one, sizeof(long_one),
		"ddaf35a193617abacc417349ae204131"
		"12e6fa4e89a97ea20a9eeee64b55d39a"
		"2192992a274fc1a836ba3c23a3feebbd"
		"454d4423643ce80e2a9ac94fa54ca49f"))
		return false;
	hash_hmac(str_bytes(TXT("Jefe")),
	    str_bytes(TXT("what do ya want for nothing?")), short_one);
	return is(short_one, sizeof(short_one),
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
}

/* RFC 5869, A.1. */
static bool
hkdf_holds(void)
{
	uint8_t key[HKDF_KEY], got[42];

	hkdf_extract(hex("000102030405060708090a0b0c"),
	    hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), key);
	hkdf_expand(key, hex("f0f1f2f3f4f5f6f7f8f9"), got, sizeof(got));
	return is(got, sizeof(got),
	    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
	    "34007208d5b887185865");
}

/* RFC 8439, 2.8.2. */
static bool
aead_holds(void)
{
	uint8_t room[160], back[160];
	struct buf sealed = buf_over(room, sizeof(room));
	struct buf opened = buf_over(back, sizeof(back));
	struct bytes key = hex("808182838485868788898a8b8c8d8e8f"
			       "909192939495969798999a9b9c9d9e9f");
	struct bytes nonce = hex("070000004041424344454647");
	struct bytes aad = hex("50515253c0c1c2c3c4c5c6c7");
	struct bytes plain = str_bytes(
	    TXT("Ladies and Gentlemen of the class of '99: If I could offer "
		"you only one tip for the future, sunscreen would be it."));

	aead_seal(key.at, nonce.at, aad, plain, &sealed);
	if (buf_err(&sealed) != ERR_OK || sealed.len != plain.len + AEAD_TAG ||
	    !is(room, 16, "d31a8d34648e60db7b86afbc53ef7ec2") ||
	    !is(room + plain.len, AEAD_TAG, "1ae10b594f09e26a7e902ecbd0600691"))
		return false;
	if (aead_open(key.at, nonce.at, aad, buf_done(&sealed), &opened) !=
		ERR_OK ||
	    !secret_eq(buf_done(&opened), plain))
		return false;
	opened.len = 0;
	room[0] ^= 1;
	return aead_open(key.at, nonce.at, aad, buf_done(&sealed), &opened) ==
	    ERR_FORGED;
}

/* RFC 7748, 6.1. */
static bool
exchange_holds(void)
{
	uint8_t got[EXCHANGE_LEN];

	return exchange_shared(hex("77076d0a7318a57d3c16c17251b26645"
				   "df4c2f87ebc0992ab177fba51db92c2a")
				   .at,
		   hex("de9edb7d7b7dc1b4d35b61c2ece43537"
		       "3f8343c85b78674dadfc7e146f882b4f")
		       .at,
		   got) == ERR_OK &&
	    is(got, sizeof(got),
		"4a5d9d5ba4ce2de1728e3bf480350f25"
		"e07e21c947d19e3376f09b3c1e161742");
}

/* RFC 9180, A.2.1: the first message. */
static bool
hpke_holds(void)
{
	struct bytes info = str_bytes(TXT("Ode on a Grecian Urn"));
	struct bytes aad = str_bytes(TXT("Count-0"));
	struct bytes plain = str_bytes(TXT("Beauty is truth, truth beauty"));
	uint8_t enc[HPKE_KEY], room[64], back[64];
	struct buf sealed = buf_over(room, sizeof(room));
	struct buf opened = buf_over(back, sizeof(back));
	struct hpke c;

	if (hpke_send_known(&c,
		hex("f4ec9b33b792c372c1d2c2063507b684"
		    "ef925b8c75a42dbcbf57d63ccd381600")
		    .at,
		hex("4310ee97d88cc1f088a5576c77ab0cf5"
		    "c3ac797f3d95139c6c84b5429c59662a")
		    .at,
		info, enc) != ERR_OK)
		return false;
	hpke_send_next(&c, aad, plain, &sealed);
	if (buf_err(&sealed) != ERR_OK ||
	    !is(enc, sizeof(enc),
		"1afa08d3dec047a643885163f1180476"
		"fa7ddb54c6a8029ea33f95796bf2ac4a") ||
	    !is(room, sealed.len,
		"1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b"
		"4db21993c62ce81883d2dd1b51a28"))
		return false;
	return hpke_receive(&c,
		   hex("8057991eef8f1f1af18f4a9491d16a1c"
		       "e333f695d4db8e38da75975c4478e0fb")
		       .at,
		   enc, info) == ERR_OK &&
	    hpke_receive_next(&c, aad, buf_done(&sealed), &opened) == ERR_OK &&
	    secret_eq(buf_done(&opened), plain);
}

/* RFC 8032, 7.1, test 2. */
static bool
sign_holds(void)
{
	uint8_t key[SIGN_KEY], open[SIGN_PUBLIC], signature[SIGN_LEN];
	struct bytes message = hex("72");

	sign_key(hex("4ccd089b28ff96da9db6c346ec114e0f"
		     "5b8a319f35aba624da8cf6ed4fb8a6fb")
		     .at,
	    key, open);
	sign_message(key, message, signature);
	if (!is(open, sizeof(open),
		"3d4017c3e843895a92b70aa74d1b7ebc"
		"9c982ccf2ec4968cc0cd55f12af4660c") ||
	    !is(signature, sizeof(signature),
		"92a009a9f0d4cab8720e820b5f642540"
		"a2b27b5416503f8fb3762223ebdb69da"
		"085ac1e43e15996e458f3613d0f11d8c"
		"387b2eaeb4302aeeb00d291612bb0c00") ||
	    sign_verify(open, message, signature) != ERR_OK)
		return false;
	signature[63] ^= 1;
	return sign_verify(open, message, signature) == ERR_FORGED;
}

/* The reference implementation's tool, one pass over 64 KiB. */
static bool
password_holds(void)
{
	uint8_t tag[PASSWORD_TAG];

	return password_argon2id(str_bytes(TXT("password")),
		   str_bytes(TXT("somesaltsomesalt")).at, 1, 64 * 1024,
		   tag) == ERR_OK &&
	    is(tag, sizeof(tag),
		"e793d64ef75d58f503d4631b2b149f7f"
		"80127c5f3993d89b1c9b781e51d0b413");
}

/* The example of the note format. */
static bool
note_holds(void)
{
	struct note_key peter = {.name = TXT("PeterNeumann")};
	struct str text;

	memcpy(peter.open,
	    hex("1a5cd907143c384c41e830c5bce12aa8"
		"817ec5649aaabf2c31388b35b2d744d6")
		.at,
	    SIGN_PUBLIC);
	return note_open(
		   TXT("If you think cryptography is the answer to your "
		       "problem,\nthen you don't know what your problem "
		       "is.\n\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQ"
		       "xVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
		       "pRZb6KE6RyyBwJnAM=\n"),
		   &peter, &text) == ERR_OK;
}

/* The reference list of Certificate Transparency, its first three leaves. */
static bool
merkle_holds(void)
{
	static const char *const leaf[] = {"", "00", "10"};
	struct merkle_proof p = {.count = 1};
	struct merkle_hash two, last = {{0}};
	struct merkle m = {0};

	for (size_t i = 0; i < LEN(leaf); i++) {
		two = merkle_root(&m);
		last = merkle_leaf(hex(leaf[i]));
		merkle_add(&m, last, NULL);
	}
	struct merkle_hash root = merkle_root(&m);
	p.at[0] = two;
	if (!is(root.at, sizeof(root.at),
		"aeb6bcfe274b70a14fb067a5e5578264"
		"db0fa9b51af5e0ba159158f329e06e77") ||
	    merkle_included(&p, last, 2, 3, root) != ERR_OK)
		return false;
	p.at[0] = last;
	return merkle_extended(&p, 2, two, 3, root) == ERR_OK &&
	    merkle_extended(&p, 1, two, 3, root) == ERR_FORGED;
}

static const struct {
	const char *name;
	bool (*holds)(void);
} parts[] = {
    {"hash", hash_holds},
    {"hkdf", hkdf_holds},
    {"aead", aead_holds},
    {"exchange", exchange_holds},
    {"hpke", hpke_holds},
    {"sign", sign_holds},
    {"password", password_holds},
    {"note", note_holds},
    {"merkle", merkle_holds},
};

enum err
selftest_crypto(const char **what)
{
	for (size_t i = 0; i < LEN(parts); i++)
		if (!parts[i].holds()) {
			*what = parts[i].name;
			return ERR_FORGED;
		}
	return ERR_OK;
}
