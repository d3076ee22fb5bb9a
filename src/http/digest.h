/*
 * digest - Content-Digest (RFC 9530), with SHA-256 and nothing else.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include "base/buf.h"

#define DIGEST_TEXT 54 /* bytes of the field's value */

/* Append the field's value for `body`: sha-256=:...: */
void digest_write(struct buf *to, struct bytes body);

/*
 * ERR_MANGLED: not a dictionary of that one member; ERR_FORGED: the digest of
 * another body.
 */
enum err digest_check(struct str value, struct bytes body) CHECKED;

#endif
