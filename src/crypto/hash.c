#include "crypto/hash.h"

#include <sodium.h>

#include "crypto/secret.h"

#define FITS(type)                                                             \
	_Static_assert(sizeof(type) <= sizeof(((struct hash *)0)->state),      \
	    "struct hash holds a " #type)

FITS(crypto_hash_sha256_state);
FITS(crypto_hash_sha512_state);
FITS(crypto_auth_hmacsha256_state);

void
hash_sha256(struct bytes of, uint8_t to[HASH_SHA256])
{
	crypto_hash_sha256(to, of.at, of.len);
}

void
hash_sha512(struct bytes of, uint8_t to[HASH_SHA512])
{
	crypto_hash_sha512(to, of.at, of.len);
}

void
hash_hmac(struct bytes key, struct bytes of, uint8_t to[HASH_SHA256])
{
	struct hash h;

	hash_begin_hmac(&h, key);
	hash_add(&h, of);
	hash_end(&h, to);
}

void
hash_begin_sha256(struct hash *h)
{
	h->kind = HASH_KIND_SHA256;
	crypto_hash_sha256_init((void *)h->state);
}

void
hash_begin_sha512(struct hash *h)
{
	h->kind = HASH_KIND_SHA512;
	crypto_hash_sha512_init((void *)h->state);
}

void
hash_begin_hmac(struct hash *h, struct bytes key)
{
	h->kind = HASH_KIND_HMAC;
	crypto_auth_hmacsha256_init((void *)h->state, key.at, key.len);
}

void
hash_add(struct hash *h, struct bytes more)
{
	if (more.len == 0)
		return;
	switch (h->kind) {
	case HASH_KIND_SHA256:
		crypto_hash_sha256_update((void *)h->state, more.at, more.len);
		break;
	case HASH_KIND_SHA512:
		crypto_hash_sha512_update((void *)h->state, more.at, more.len);
		break;
	case HASH_KIND_HMAC:
		crypto_auth_hmacsha256_update((void *)h->state, more.at,
		    more.len);
		break;
	}
}

void
hash_end(struct hash *h, uint8_t *to)
{
	switch (h->kind) {
	case HASH_KIND_SHA256:
		crypto_hash_sha256_final((void *)h->state, to);
		break;
	case HASH_KIND_SHA512:
		crypto_hash_sha512_final((void *)h->state, to);
		break;
	case HASH_KIND_HMAC:
		crypto_auth_hmacsha256_final((void *)h->state, to);
		break;
	}
	secret_wipe(h, sizeof(*h));
}
