/*
 * bundle - envelopes in one file, to be carried by hand.
 *
 *     magic "FPB1" | version u16 = 1 | 0 u16 | device 16 | count u32
 *     manifest: for each, SHA-256 32 | length u32
 *     the envelopes, one after the other, in the order of the manifest
 *     SHA-256 of all that stands before it, 32
 *
 * The same bytes as over the network: each envelope is sealed and signed by
 * itself, so the file needs no signature. The sums tell a stick that was pulled
 * out too early from one that was not. At most BUNDLE_MOST envelopes; a box
 * that holds more makes several files.
 */
#ifndef BUNDLE_H
#define BUNDLE_H

#include <stdio.h>

#include "base/buf.h"
#include "base/ident.h"
#include "crypto/hash.h"
#include "envelope/envelope.h"

#define BUNDLE_MOST 4096 /* envelopes in a file */

struct bundle_entry {
	uint8_t sha256[HASH_SHA256];
	uint32_t len;
};

/* --- writing: begin with the whole manifest, then each, then the end --------
 */

struct bundle_out {
	FILE *to;
	struct hash sum;
	bool bad;
};

void bundle_begin(struct bundle_out *out, FILE *to, const struct ident *device,
    const struct bundle_entry entry[], uint32_t count);
void bundle_add(struct bundle_out *out, struct bytes envelope);

/* ERR_STORE if anything could not be written; `to` is not closed. */
enum err bundle_end(struct bundle_out *out) CHECKED;

/* --- reading ----------------------------------------------------------------
 */

struct bundle {
	FILE *from;
	struct ident device;
	uint32_t count, next;
	struct bundle_entry entry[BUNDLE_MOST];
	struct hash sum;
	uint8_t room[ENVELOPE_MOST];
};

/* The head and the manifest. ERR_MANGLED: not of that form, or cut short. */
enum err bundle_open(FILE *from, struct bundle *b) CHECKED;

/*
 * The next envelope, which lives until the next call. ERR_ABSENT: there was no
 * more, and the file ends as it should. ERR_MANGLED: cut short, altered, or
 * followed by something.
 */
enum err bundle_next(struct bundle *b, struct bytes *envelope) CHECKED;

#endif
