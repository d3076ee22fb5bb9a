#include "crypto/exchange.h"

#include <sodium.h>

#include "base/ident.h"

_Static_assert(EXCHANGE_LEN == crypto_scalarmult_curve25519_BYTES, "key");

void
exchange_make(uint8_t mine[EXCHANGE_LEN], uint8_t open[EXCHANGE_LEN])
{
	ident_random(mine, EXCHANGE_LEN);
	exchange_public(mine, open);
}

void
exchange_public(const uint8_t mine[EXCHANGE_LEN], uint8_t open[EXCHANGE_LEN])
{
	must(crypto_scalarmult_curve25519_base(open, mine) == 0);
}

enum err
exchange_shared(const uint8_t mine[EXCHANGE_LEN],
    const uint8_t theirs[EXCHANGE_LEN], uint8_t shared[EXCHANGE_LEN])
{
	uint8_t found[EXCHANGE_LEN];

	if (crypto_scalarmult_curve25519(found, mine, theirs) != 0)
		return ERR_FORGED;
	memcpy(shared, found, sizeof(found));
	sodium_memzero(found, sizeof(found));
	return ERR_OK;
}
