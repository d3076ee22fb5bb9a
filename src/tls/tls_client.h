/*
 * tls_client - how we speak TLS to others: a recipe, as BearSSL calls it.
 *
 * The suites are ECDHE with ECDSA or RSA signatures, and ChaCha20-Poly1305 or
 * AES-GCM; public chains may be signed with RSA, which is only ever verified.
 * libcurl is built to call this recipe instead of br_ssl_client_init_full
 * (packaging/mend), whose signature it therefore has.
 */
#ifndef TLS_CLIENT_H
#define TLS_CLIENT_H

#include <bearssl.h>

/* The anchors are borrowed; they outlive the two contexts. */
void tls_client_profile(br_ssl_client_context *cc, br_x509_minimal_context *xc,
    const br_x509_trust_anchor *anchors, size_t count);

#endif
