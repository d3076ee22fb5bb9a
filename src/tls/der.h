/*
 * der - write ASN.1 as DER (X.690), as much as certificates need.
 *
 * Written forward, into a buf that remembers its first failure: open what
 * contains, write what is inside, close it; its length is put in then.
 *
 *	size_t at = der_open(&b, DER_SEQUENCE);
 *	der_small(&b, 1);
 *	der_close(&b, at);
 */
#ifndef DER_H
#define DER_H

#include "base/buf.h"
#include "tls/tls_key.h"

enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BITS = 0x03,
	DER_OCTETS = 0x04,
	DER_OID = 0x06,
	DER_UTF8 = 0x0c,
	DER_UTC_TIME = 0x17,
	DER_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31
};

/* An implicit [n] that holds plain bytes, and an explicit one. */
#define DER_PLAIN(n)     (0x80 | (n))
#define DER_WITHIN(n)    (0xa0 | (n))
#define DER_CONTENT_MOST 65535 /* bytes inside one element */

/* What stands between the two is the content of one element. */
size_t der_open(struct buf *b, int tag);
void der_close(struct buf *b, size_t at);

/* One element whose content is `v`. */
void der_bytes(struct buf *b, int tag, struct bytes v);

/* A positive INTEGER from big-endian bytes; a small one from 0 to 127. */
void der_integer(struct buf *b, struct bytes v);
void der_small(struct buf *b, uint8_t v);

/* A BIT STRING of whole bytes. */
void der_bits(struct buf *b, struct bytes v);

/*
 * UTCTime until 2049 and GeneralizedTime from then on (RFC 5280, 4.1.2.5), of
 * an instant in milliseconds; ERR_INPUT outside 1970 to 9999.
 */
void der_time(struct buf *b, int64_t ms);

/* SubjectPublicKeyInfo of a P-256 key (RFC 5480). */
void der_spki(struct buf *b, const uint8_t point[TLS_KEY_PUBLIC]);

#endif
