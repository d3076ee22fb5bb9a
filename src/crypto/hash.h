/*
 * hash - short names of long bytes (FIPS 180-4), with or without a key
 * (HMAC, RFC 2104).
 *
 * In one call when the bytes are at hand; begin, add, end when they come in
 * pieces. hash_end wipes the state, which must be begun again before reuse.
 */
#ifndef HASH_H
#define HASH_H

#include "base/str.h"

#define HASH_SHA256 32 /* bytes of a SHA-256 or HMAC-SHA-256 */
#define HASH_SHA512 64 /* bytes of a SHA-512 */

void hash_sha256(struct bytes of, uint8_t to[HASH_SHA256]);
void hash_sha512(struct bytes of, uint8_t to[HASH_SHA512]);

/* HMAC-SHA-256 under a key of any length. */
void hash_hmac(struct bytes key, struct bytes of, uint8_t to[HASH_SHA256]);

enum hash_kind { HASH_KIND_SHA256, HASH_KIND_SHA512, HASH_KIND_HMAC };

/* Room for the largest state of the library; hash.c checks that it is. */
struct hash {
	uint64_t state[26];
	enum hash_kind kind;
};

void hash_begin_sha256(struct hash *h);
void hash_begin_sha512(struct hash *h);
void hash_begin_hmac(struct hash *h, struct bytes key);

void hash_add(struct hash *h, struct bytes more);

/* HASH_SHA256 bytes, or HASH_SHA512 after hash_begin_sha512. */
void hash_end(struct hash *h, uint8_t *to);

#endif
