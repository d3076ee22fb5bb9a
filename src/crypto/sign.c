#include "crypto/sign.h"

#include <sodium.h>

#include "base/ident.h"

_Static_assert(SIGN_SEED == crypto_sign_ed25519_SEEDBYTES, "seed");
_Static_assert(SIGN_KEY == crypto_sign_ed25519_SECRETKEYBYTES, "key");
_Static_assert(SIGN_PUBLIC == crypto_sign_ed25519_PUBLICKEYBYTES, "public");
_Static_assert(SIGN_LEN == crypto_sign_ed25519_BYTES, "signature");

void
sign_make(uint8_t seed[SIGN_SEED])
{
	ident_random(seed, SIGN_SEED);
}

void
sign_key(const uint8_t seed[SIGN_SEED], uint8_t key[SIGN_KEY],
    uint8_t open[SIGN_PUBLIC])
{
	uint8_t found[SIGN_PUBLIC];

	must(crypto_sign_ed25519_seed_keypair(found, key, seed) == 0);
	if (open)
		memcpy(open, found, sizeof(found));
}

void
sign_message(const uint8_t key[SIGN_KEY], struct bytes message,
    uint8_t signature[SIGN_LEN])
{
	must(crypto_sign_ed25519_detached(signature, NULL, message.at,
		 message.len, key) == 0);
}

enum err
sign_verify(const uint8_t open[SIGN_PUBLIC], struct bytes message,
    const uint8_t signature[SIGN_LEN])
{
	return crypto_sign_ed25519_verify_detached(signature, message.at,
		   message.len, open) == 0
	    ? ERR_OK
	    : ERR_FORGED;
}
