/*
 * tls_pin - trust one server key and no authority.
 *
 * An X.509 engine for BearSSL that accepts the chain whose first certificate
 * holds a P-256 key with a given SPKI hash; the rest of the chain, its dates
 * and its names say nothing more to someone who knows the key. The pin comes
 * from the enrolment grant, or from `fichep tls show` on the server.
 *
 *	struct tls_pin pin;
 *	tls_pin_open(&pin, wanted);
 *	br_ssl_engine_set_x509(&cc->eng, &pin.vtable);
 */
#ifndef TLS_PIN_H
#define TLS_PIN_H

#include <bearssl.h>

#include "base/err.h"
#include "tls/tls_key.h"

#define TLS_PIN_LEN 32 /* bytes of a SHA-256 */

struct tls_pin {
	const br_x509_class *vtable; /* first: BearSSL finds us by it */
	uint8_t wanted[TLS_PIN_LEN];
	bool any;   /* whichever key is shown is the one we want */
	bool first; /* the certificate being read is the leaf */
	bool found; /* the leaf's key is the one we want */
	br_x509_decoder_context leaf;
	br_x509_pkey key; /* points into point[] */
	uint8_t point[TLS_KEY_PUBLIC];
};

/* May serve several connections, one after the other. */
void tls_pin_open(struct tls_pin *p, const uint8_t wanted[TLS_PIN_LEN]);

/* No key is known yet: that of the first server that holds one is taken, and is
 * `wanted` from then on. Nothing is proved by it. */
void tls_pin_learn(struct tls_pin *p);

/*
 * SHA-256 of the SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) of a P-256 key: what
 * a pin is. The same that others call "SPKI pin" (RFC 7469, 2.4), in binary.
 */
void tls_pin_of(const uint8_t point[TLS_KEY_PUBLIC], uint8_t pin[TLS_PIN_LEN]);

/*
 * The point of the key a certificate holds. ERR_FORGED: the bytes are no
 * certificate, or hold a key of another kind.
 */
enum err tls_pin_point(struct bytes certificate,
    uint8_t point[TLS_KEY_PUBLIC]) CHECKED;

#endif
