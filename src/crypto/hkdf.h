/*
 * hkdf - make keys out of a secret (RFC 5869, with SHA-256).
 *
 * Extract turns what is secret but uneven (a Diffie-Hellman result) into one
 * even key; expand turns one even key into as many as are asked for, each
 * bound to its `info`. A secret that is already even goes straight to expand.
 */
#ifndef HKDF_H
#define HKDF_H

#include "base/str.h"

#define HKDF_KEY 32 /* bytes of the key between extract and expand */
#define HKDF_MOST                                                              \
	(255 * 32) /* bytes that one expand can give (section 2.3)             \
		    */

void hkdf_extract(struct bytes salt, struct bytes secret,
    uint8_t key[HKDF_KEY]);

/* `len` bytes, 1 to HKDF_MOST, which must not overlap `key` or `info`. */
void hkdf_expand(const uint8_t key[HKDF_KEY], struct bytes info, uint8_t *to,
    size_t len);

#endif
