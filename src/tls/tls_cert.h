/*
 * tls_cert - make our own certificate, or the request for one.
 *
 * Self-signed, for a deployment that nobody certifies: X.509 v3 (RFC 5280),
 * P-256 with SHA-256, a random serial number, not a CA, for server
 * authentication only. Our own clients trust its key (tls_pin.h) and never its
 * dates; browsers look at both.
 *
 * It is valid for 825 days, the longest that all browsers accept of a
 * certificate that no public authority made, and from one day before it is
 * made, for a clock that is a little ahead. `fichep tls renew` makes another
 * with the same key, which changes no pin.
 */
#ifndef TLS_CERT_H
#define TLS_CERT_H

#include "base/buf.h"
#include "tls/tls_key.h"

#define TLS_CERT_DAYS       825
#define TLS_CERT_MOST       4096 /* bytes of a certificate or a request, DER */
#define TLS_CERT_PEM_MOST   6144 /* bytes of the same as PEM */
#define TLS_CERT_NAMES_MOST 16

/*
 * The names it is for: host names, and addresses as text. The first is the
 * common name as well. 1 to TLS_CERT_NAMES_MOST of them.
 */
struct tls_cert_names {
	const struct str *at;
	size_t count;
};

/*
 * Append the certificate, DER. `now` in milliseconds of UTC. ERR_INPUT: a name
 * that is none (RFC 1123, 2.1), or their number; ERR_FORGED: not a key.
 */
enum err tls_cert_make(const uint8_t key[TLS_KEY_LEN],
    struct tls_cert_names names, int64_t now, struct buf *der) CHECKED;

/* Append a certification request (PKCS #10, RFC 2986), DER; errors as above. */
enum err tls_cert_request(const uint8_t key[TLS_KEY_LEN],
    struct tls_cert_names names, struct buf *der) CHECKED;

/* What a PEM text calls them (RFC 7468). */
#define TLS_CERT_LABEL         TXT("CERTIFICATE")
#define TLS_CERT_REQUEST_LABEL TXT("CERTIFICATE REQUEST")

/* Append `der` as PEM text; `pem` remembers a failure. */
void tls_cert_pem(struct str label, struct bytes der, struct buf *pem);

#endif
