#include "crypto/aead.h"

#include <sodium.h>

_Static_assert(AEAD_KEY == crypto_aead_chacha20poly1305_ietf_KEYBYTES, "key");
_Static_assert(AEAD_NONCE == crypto_aead_chacha20poly1305_ietf_NPUBBYTES, "n");
_Static_assert(AEAD_TAG == crypto_aead_chacha20poly1305_ietf_ABYTES, "tag");

void
aead_seal(const uint8_t key[AEAD_KEY], const uint8_t nonce[AEAD_NONCE],
    struct bytes aad, struct bytes plain, struct buf *to)
{
	static const uint8_t tag[AEAD_TAG];

	if (buf_err(to) == ERR_OK &&
	    (to->max - to->len < AEAD_TAG ||
		plain.len > to->max - to->len - AEAD_TAG))
		buf_fail(to, ERR_LIMIT);
	if (buf_err(to) != ERR_OK)
		return;

	uint8_t *at = to->at + to->len;
	buf_bytes(to, plain);
	buf_bytes(to, BYTES_OF(tag));
	aead_seal_here(key, nonce, aad, at, plain.len);
}

void
aead_seal_here(const uint8_t key[AEAD_KEY], const uint8_t nonce[AEAD_NONCE],
    struct bytes aad, uint8_t *at, size_t len)
{
	must(crypto_aead_chacha20poly1305_ietf_encrypt_detached(at, at + len,
		 NULL, at, len, aad.at, aad.len, NULL, nonce, key) == 0);
}

enum err
aead_open(const uint8_t key[AEAD_KEY], const uint8_t nonce[AEAD_NONCE],
    struct bytes aad, struct bytes sealed, struct buf *to)
{
	if (buf_err(to) != ERR_OK)
		return buf_err(to);
	if (sealed.len < AEAD_TAG)
		return ERR_FORGED;
	size_t len = sealed.len - AEAD_TAG;
	if (len > to->max - to->len)
		return ERR_LIMIT;

	/* The tag is checked before a byte is written. */
	if (crypto_aead_chacha20poly1305_ietf_decrypt_detached(to->at + to->len,
		NULL, sealed.at, len, sealed.at + len, aad.at, aad.len, nonce,
		key) != 0)
		return ERR_FORGED;
	to->len += len;
	return ERR_OK;
}
