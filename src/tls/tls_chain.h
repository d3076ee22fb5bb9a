/*
 * tls_chain - the certificates we show, read from PEM.
 *
 * DIR/tls/chain.pem: our certificate first, then those above it if an authority
 * made it. Whatever else the file holds is refused: an operator who pastes a
 * private key there must hear of it.
 */
#ifndef TLS_CHAIN_H
#define TLS_CHAIN_H

#include <bearssl.h>

#include "base/buf.h"
#include "tls/tls_pin.h"

#define TLS_CHAIN_MOST     8     /* certificates */
#define TLS_CHAIN_DER_MOST 16384 /* bytes of all of them together */
#define TLS_CHAIN_PEM_MOST 32768 /* bytes of the file */

struct tls_chain {
	br_x509_certificate at[TLS_CHAIN_MOST]; /* point into der[] */
	size_t count;
	uint8_t point[TLS_KEY_PUBLIC]; /* of the first */
	int64_t from, until;           /* the first is valid; ms of UTC */
	uint8_t der[TLS_CHAIN_DER_MOST];
	size_t len;
};

/*
 * ERR_MANGLED: not PEM, something else than certificates, or none; ERR_LIMIT:
 * more than said above; ERR_FORGED: the first holds no P-256 key. `*c` is
 * unusable unless ERR_OK, and must not be moved.
 */
enum err tls_chain_read(struct str pem, struct tls_chain *c) CHECKED;

/*
 * Is `signature` (DER) over the SHA-256 `digest` of the first one's key? So one
 * learns whether a signer elsewhere holds that key.
 */
bool tls_chain_signed(const struct tls_chain *c, const uint8_t digest[32],
    struct bytes signature);

#endif
