/*
 * parcel - a letter as a package that a person deposits by hand (PLEX).
 *
 * A ZIP file of three: the PDF, the same as text, and a manifest that says the
 * reference, the instant, the size and the SHA-256 of both. No name in it is
 * about anyone. Nothing is compressed, so that anything opens it, and the same
 * letter makes the same bytes. It is called <reference>.zip.
 */
#ifndef PARCEL_H
#define PARCEL_H

#include "crypto/hash.h"
#include "mail/letter.h"

#define PARCEL_MOST (152u << 10) /* bytes */

/*
 * Append it; `manifest` becomes the SHA-256 of its manifest, which answers for
 * the rest. Fails as pdf_write does, and then leaves `to` as it was.
 */
enum err parcel_write(struct arena *mem, const struct letter *l, struct buf *to,
    uint8_t manifest[HASH_SHA256]) CHECKED;

#endif
