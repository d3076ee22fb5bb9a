#include "crypto/hkdf.h"

#include "base/err.h"
#include "crypto/hash.h"
#include "crypto/secret.h"

void
hkdf_extract(struct bytes salt, struct bytes secret, uint8_t key[HKDF_KEY])
{
	/* An absent salt is 32 zeros, which HMAC makes of an empty key. */
	hash_hmac(salt, secret, key);
}

void
hkdf_expand(const uint8_t key[HKDF_KEY], struct bytes info, uint8_t *to,
    size_t len)
{
	uint8_t block[HASH_SHA256];
	struct hash h;

	must(len > 0 && len <= HKDF_MOST);
	for (size_t at = 0, count = 1; at < len; count++) {
		uint8_t number = (uint8_t)count;
		hash_begin_hmac(&h, (struct bytes){key, HKDF_KEY});
		if (at > 0)
			hash_add(&h, BYTES_OF(block));
		hash_add(&h, info);
		hash_add(&h, (struct bytes){&number, 1});
		hash_end(&h, block);

		size_t part =
		    len - at < sizeof(block) ? len - at : sizeof(block);
		memcpy(to + at, block, part);
		at += part;
	}
	secret_wipe(block, sizeof(block));
}
