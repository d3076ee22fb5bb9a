#include "tls/tls_key.h"

#include <bearssl.h>

#include "base/ident.h"

static br_ec_private_key
private_key(uint8_t x[TLS_KEY_LEN])
{
	return (br_ec_private_key){.curve = BR_EC_secp256r1,
	    .x = x,
	    .xlen = TLS_KEY_LEN};
}

void
tls_key_make(uint8_t key[TLS_KEY_LEN])
{
	br_hmac_drbg_context rng;
	br_ec_private_key sk;
	uint8_t seed[32], x[BR_EC_KBUF_PRIV_MAX_SIZE];

	ident_random(seed, sizeof(seed));
	br_hmac_drbg_init(&rng, &br_sha256_vtable, seed, sizeof(seed));
	must(br_ec_keygen(&rng.vtable, &br_ec_p256_m31, &sk, x,
		 BR_EC_secp256r1) == TLS_KEY_LEN);
	memcpy(key, x, TLS_KEY_LEN);
	explicit_bzero(&rng, sizeof(rng));
	explicit_bzero(seed, sizeof(seed));
	explicit_bzero(x, sizeof(x));
}

enum err
tls_key_public(const uint8_t key[TLS_KEY_LEN], uint8_t point[TLS_KEY_PUBLIC])
{
	uint8_t x[TLS_KEY_LEN], made[BR_EC_KBUF_PUB_MAX_SIZE];
	br_ec_private_key sk = private_key(x);

	memcpy(x, key, sizeof(x));
	size_t len = br_ec_compute_pub(&br_ec_p256_m31, NULL, made, &sk);
	explicit_bzero(x, sizeof(x));
	if (len != TLS_KEY_PUBLIC)
		return ERR_FORGED;
	memcpy(point, made, TLS_KEY_PUBLIC);
	return ERR_OK;
}

enum err
tls_key_sign(const uint8_t key[TLS_KEY_LEN], uint32_t hash, struct bytes digest,
    struct buf *der)
{
	static const struct {
		uint32_t hash;
		const br_hash_class *class;
		size_t len;
	} known[] = {
	    {TLS_SHA256, &br_sha256_vtable, br_sha256_SIZE},
	    {TLS_SHA384, &br_sha384_vtable, br_sha384_SIZE},
	    {TLS_SHA512, &br_sha512_vtable, br_sha512_SIZE},
	};
	const br_hash_class *class = NULL;
	uint8_t x[TLS_KEY_LEN], sig[TLS_KEY_SIGNATURE_MOST];
	br_ec_private_key sk = private_key(x);

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].hash == hash && known[i].len == digest.len)
			class = known[i].class;
	if (!class)
		return ERR_FORGED;

	memcpy(x, key, sizeof(x));
	size_t len =
	    br_ecdsa_i31_sign_asn1(&br_ec_p256_m31, class, digest.at, &sk, sig);
	explicit_bzero(x, sizeof(x));
	if (len == 0)
		return ERR_FORGED;
	buf_bytes(der, (struct bytes){sig, len});
	return buf_err(der);
}
