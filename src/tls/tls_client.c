#include "tls/tls_client.h"

#include "tls/tls_engine.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const uint16_t with_aes[] = {
    BR_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    BR_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    BR_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    BR_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    BR_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    BR_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
};

static const uint16_t without_aes[] = {
    BR_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    BR_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    BR_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    BR_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    BR_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    BR_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
};

void
tls_client_profile(br_ssl_client_context *cc, br_x509_minimal_context *xc,
    const br_x509_trust_anchor *anchors, size_t count)
{
	br_ssl_client_zero(cc);
	tls_engine_profile(&cc->eng);
	if (tls_engine_aes())
		br_ssl_engine_set_suites(&cc->eng, with_aes, COUNT(with_aes));
	else
		br_ssl_engine_set_suites(&cc->eng, without_aes,
		    COUNT(without_aes));
	br_ssl_engine_set_ecdsa(&cc->eng, &br_ecdsa_i31_vrfy_asn1);
	br_ssl_engine_set_rsavrfy(&cc->eng, &br_rsa_i31_pkcs1_vrfy);

	/* public chains still carry SHA-512 here and there, never SHA-1 */
	br_x509_minimal_init(xc, &br_sha256_vtable, anchors, count);
	br_x509_minimal_set_ecdsa(xc, &tls_engine_curves,
	    &br_ecdsa_i31_vrfy_asn1);
	br_x509_minimal_set_rsa(xc, &br_rsa_i31_pkcs1_vrfy);
	br_x509_minimal_set_hash(xc, br_sha256_ID, &br_sha256_vtable);
	br_x509_minimal_set_hash(xc, br_sha384_ID, &br_sha384_vtable);
	br_x509_minimal_set_hash(xc, br_sha512_ID, &br_sha512_vtable);
	br_ssl_engine_set_x509(&cc->eng, &xc->vtable);
}
