/*
 * stamp - what the audit log signs of itself, from time to time.
 *
 * A checkpoint (crypto/checkpoint.h) names the log, its size and the head of
 * its tree; the keeper signs it, it is kept beside the log, shown to witnesses,
 * and exported with it. Whoever holds one can tell whether the entries it
 * covers are still the same.
 *
 * The key is the keeper's, so it takes two steps: stamp_text gives the text to
 * be signed, stamp_keep keeps what came back. Entries may be appended between
 * the two. At start, at stop, and when stamp_due says so.
 */
#ifndef STAMP_H
#define STAMP_H

#include "base/buf.h"
#include "crypto/note.h"
#include "store/tx.h"

#define STAMP_ENTRIES 256             /* not yet covered, at most */
#define STAMP_EVERY   (5 * 60 * 1000) /* ms; while there is something new */
#define STAMP_MOST    1024            /* bytes of a text, and of its note */

/* Entries that no kept checkpoint covers yet. */
enum err stamp_behind(struct store *s, uint64_t *entries) CHECKED;

/*
 * True when there are STAMP_ENTRIES of them; or at least one, and the last
 * checkpoint was made STAMP_EVERY before `now` (ms UTC) or after it: a clock
 * was moved.
 */
enum err stamp_due(struct store *s, int64_t now, bool *due) CHECKED;

/* Append the text to be signed, for the log as it is now; `to` needs
 * STAMP_MOST. ERR_ABSENT: there is no entry yet. */
enum err stamp_text(struct store *s, struct str origin, struct buf *to) CHECKED;

/*
 * Keep `text` and its signature by `key`, in `tx`, where a failure is
 * remembered: ERR_FORGED if it does not verify, is not about this log, or does
 * not agree with the entries we hold. Keeping it twice is once.
 */
void stamp_keep(struct tx *tx, struct arena *mem, const struct note_key *key,
    struct str text, const uint8_t signature[SIGN_LEN], int64_t now);

#endif
