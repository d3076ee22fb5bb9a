/*
 * attempt - how often a sign-in was tried, and when it may be tried again.
 *
 * Counted per login as it was typed, whether or not anyone has it, so that the
 * delay tells nothing about who exists; kept under an HMAC of it, because a
 * mistyped login may be a passphrase, and under another key of those who sign
 * what they send. The first two refusals cost nothing, the next ones 8, 16,
 * 32 ... seconds, at most fifteen minutes; a terminal is never locked for the
 * others. A try is charged before the passphrase is checked and given back if
 * it could not be: guesses made side by side, or cut short by a restart, are
 * not free.
 *
 * A try that comes too soon costs nothing and is told to the audit log once a
 * delay: or anyone could fill the disk by asking again and again.
 */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include "base/clock.h"
#include "crypto/hash.h"
#include "store/tx.h"

#define ATTEMPT_FREE   3                   /* the refusal that begins to cost */
#define ATTEMPT_LONG   (15 * CLOCK_MINUTE) /* ms, the longest delay */
#define ATTEMPT_FORGET CLOCK_DAY           /* ms without a try */
#define ATTEMPT_KEPT   16384               /* logins remembered, the latest */

struct attempt {
	uint8_t login[HASH_SHA256];
	int64_t failures; /* in a row, this one not counted */
	int64_t next;     /* ms UTC: earlier tries are not looked at */
	bool told;        /* that one came before `next` is in the audit log */
};

/* What is known of `login` (as typed, normalised by the caller). */
enum err attempt_find(struct store *s, const uint8_t key[HASH_SHA256],
    struct str login, int64_t now, struct attempt *a) CHECKED;

/* Milliseconds to wait before a try is looked at; 0 for now. */
int64_t attempt_wait(const struct attempt *a, int64_t now);

void attempt_charge(struct tx *tx, const struct attempt *a, int64_t now);

/* Give back the charge made on `a`; not if other tries came after it, for what
 * they cost stays due. */
void attempt_refund(struct tx *tx, const struct attempt *a, int64_t now);

/* One came too soon, and the audit log will say so. */
void attempt_tell(struct tx *tx, const struct attempt *a, int64_t now);

void attempt_clear(struct tx *tx, const struct attempt *a);

/* Forget what is old, and the oldest beyond ATTEMPT_KEPT. */
void attempt_sweep(struct tx *tx, int64_t now);

#endif
