/*
 * aead - hide bytes and bind them to others (RFC 8439, ChaCha20-Poly1305).
 *
 * A nonce serves once with a key. Where the same key seals twice the caller
 * counts; where it seals once the nonce is zero.
 */
#ifndef AEAD_H
#define AEAD_H

#include "base/buf.h"

#define AEAD_KEY   32 /* bytes */
#define AEAD_NONCE 12 /* bytes */
#define AEAD_TAG   16 /* bytes a seal adds */

/* Append the sealed `plain` and its tag; a full `to` remembers ERR_LIMIT. */
void aead_seal(const uint8_t key[AEAD_KEY], const uint8_t nonce[AEAD_NONCE],
    struct bytes aad, struct bytes plain, struct buf *to);

/*
 * Append what `sealed` holds. ERR_FORGED: another key, nonce or `aad`, or a
 * changed byte; ERR_LIMIT: `to` is too small. Nothing is then appended.
 */
enum err aead_open(const uint8_t key[AEAD_KEY], const uint8_t nonce[AEAD_NONCE],
    struct bytes aad, struct bytes sealed, struct buf *to) CHECKED;

/*
 * Seal in place: the `len` bytes at `at`, followed by AEAD_TAG bytes of room
 * where the tag is put.
 */
void aead_seal_here(const uint8_t key[AEAD_KEY],
    const uint8_t nonce[AEAD_NONCE], struct bytes aad, uint8_t *at, size_t len);

#endif
