/*
 * passphrase - four invented words a person can say, type and remember.
 *
 * At least 50 bits in all, which the CNIL asks (recommendation of 21 July 2022)
 * of a secret on a shared terminal that is also throttled. A word is a first
 * syllable and a second one, out of syllable.def; no letter of them can be
 * taken for another or changes its sound with its neighbours.
 */
#ifndef PASSPHRASE_H
#define PASSPHRASE_H

#include "base/buf.h"

#define PASSPHRASE_WORDS 4
#define PASSPHRASE_MOST  48  /* bytes of a generated one, hyphens included */
#define PASSPHRASE_TYPED 512 /* bytes a person may type */

/* Append a new one, "babon-tradi-mouvar-frujou" in kind. */
void passphrase_new(struct buf *to);

/*
 * Append `typed` as it is compared: small letters without accents; spaces,
 * hyphens, apostrophes, dots and underscores left out; every other character
 * kept. So what was read aloud or typed on a telephone is still itself.
 * ERR_INPUT: nothing is left, or not UTF-8, or over PASSPHRASE_TYPED bytes.
 */
enum err passphrase_normal(struct str typed, struct buf *to) CHECKED;

/* How many different words there are; the n-th of them, n below that. */
size_t passphrase_words(void);
void passphrase_word(size_t n, struct buf *to);

#endif
