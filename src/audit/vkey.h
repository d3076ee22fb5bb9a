/*
 * vkey - the public key of an audit log, as one line of text.
 *
 * A verifier key of C2SP signed-note: name, 8 hexadecimal digits that tell keys
 * of one name apart, base64 of 0x01 and the Ed25519 key, with '+' between. It
 * is all one has to trust to verify a log; `fichep init` writes it down.
 *
 * The name of the key is also the name (origin) of the log. It follows from the
 * key alone, so that there is nothing to configure and nothing to mix up.
 */
#ifndef VKEY_H
#define VKEY_H

#include "base/buf.h"
#include "crypto/note.h"

#define VKEY_NAME 23  /* bytes of a log's name: "fichep/" and 16 digits */
#define VKEY_MOST 256 /* bytes of a line */

/* Append the name of the log whose checkpoints `open` verifies. */
void vkey_name(struct buf *to, const uint8_t open[SIGN_PUBLIC]);

/* Append the line, without its end. */
void vkey_put(struct buf *to, const struct note_key *key);

/* One line; `key->name` borrows from it. ERR_MANGLED for anything else. */
enum err vkey_read(struct str line, struct note_key *key) CHECKED;

#endif
