/*
 * checkpoint - what a log says of itself at one moment (C2SP tlog-checkpoint).
 *
 * The text that is signed as a note: the log's name, its size, the head of its
 * Merkle tree in base64, a line each; then extension lines, which are kept but
 * mean nothing here.
 */
#ifndef CHECKPOINT_H
#define CHECKPOINT_H

#include "base/buf.h"
#include "crypto/merkle.h"

#define CHECKPOINT_ORIGIN_MOST 128 /* bytes */

struct checkpoint {
	struct str origin;
	uint64_t size;
	struct merkle_hash root;
	struct str extensions; /* whole lines, none of them empty; or "" */
};

/* Append the text; ERR_INPUT remembered if a field is not fit for it. */
void checkpoint_put(struct buf *to, const struct checkpoint *c);

/* Strings borrow from `text`. ERR_MANGLED unless exactly of that form. */
enum err checkpoint_read(struct str text, struct checkpoint *c) CHECKED;

#endif
