/*
 * tls_engine - what both ends of our TLS have in common.
 *
 * TLS 1.2 and nothing older (BearSSL knows nothing newer); ECDHE over X25519,
 * P-256 or P-384; ChaCha20-Poly1305 or AES-GCM; SHA-256 and SHA-384. What is
 * not named here TLS does not know: there is no CBC, no SHA-1, no MD5, no RSA
 * key exchange to be talked into. Each piece is the fastest constant-time one
 * that this processor runs. Randomness comes from the kernel call, not from a
 * file, so that a confined role can begin a connection.
 */
#ifndef TLS_ENGINE_H
#define TLS_ENGINE_H

#include <bearssl.h>
#include <stdbool.h>

/* After the context was zeroed, and before it is reset. */
void tls_engine_profile(br_ssl_engine_context *e);

/* AES in hardware: only then is it faster than ChaCha20 in constant time. */
bool tls_engine_aes(void);

/*
 * The curves: X25519 from crypto/exchange.h, four times as fast as BearSSL's
 * own; P-256 and P-384 from BearSSL. Points as in RFC 8422, 5.4.
 */
extern const br_ec_impl tls_engine_curves;

#endif
