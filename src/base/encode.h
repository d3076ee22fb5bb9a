/*
 * encode - bytes as text: base 16, 32 and 64 (RFC 4648).
 *
 * Reading is strict: lower-case hexadecimal only, exact padding for base 64
 * (none for the url alphabet), no other character, no unused bit set. What is
 * read or written is not secret-independent in time: keys travel as bytes.
 */
#ifndef ENCODE_H
#define ENCODE_H

#include "base/buf.h"

void encode_hex(struct buf *to, struct bytes v);
void encode_base32(struct buf *to, struct bytes v);    /* section 6, no '=' */
void encode_base64(struct buf *to, struct bytes v);    /* section 4 */
void encode_base64url(struct buf *to, struct bytes v); /* section 5, no '=' */

/* ERR_MANGLED for any other text; ERR_LIMIT if `to` is full. */
enum err encode_unhex(struct str text, struct buf *to) CHECKED;
enum err encode_unbase64(struct str text, struct buf *to) CHECKED;
enum err encode_unbase64url(struct str text, struct buf *to) CHECKED;

#endif
