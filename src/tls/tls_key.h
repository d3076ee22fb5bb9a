/*
 * tls_key - the P-256 key behind our certificate.
 *
 * The key lives in the keeper and signs there; the gate sees signatures only.
 * Raw big-endian bytes, as in SEC 1: no private-key decoder is ever run.
 * Nonces are derived from the key and the digest (RFC 6979): a weak random
 * source cannot give the key away.
 */
#ifndef TLS_KEY_H
#define TLS_KEY_H

#include "base/buf.h"

#define TLS_KEY_LEN            32 /* bytes of a private key */
#define TLS_KEY_PUBLIC         65 /* bytes of an uncompressed point: 04 x y */
#define TLS_KEY_SIGNATURE_MOST 72 /* bytes of a DER ECDSA-Sig-Value */

/* Which hash made a digest; the numbers of TLS 1.2 (RFC 5246, 7.4.1.4.1). */
enum tls_hash { TLS_SHA256 = 4, TLS_SHA384 = 5, TLS_SHA512 = 6 };

void tls_key_make(uint8_t key[TLS_KEY_LEN]);

/* ERR_FORGED unless `key` is a scalar of the curve. */
enum err tls_key_public(const uint8_t key[TLS_KEY_LEN],
    uint8_t point[TLS_KEY_PUBLIC]) CHECKED;

/*
 * Append the DER signature of `digest`. ERR_FORGED: unknown hash, a digest of
 * another length, or a bad key.
 */
enum err tls_key_sign(const uint8_t key[TLS_KEY_LEN], uint32_t hash,
    struct bytes digest, struct buf *der) CHECKED;

#endif
