/*
 * totp - the six digits an authenticator shows (RFC 6238, RFC 4226).
 *
 * SHA-1, steps of 30 seconds, six digits: what every authenticator computes
 * when it is told nothing else. A code is accepted one step early or late, for
 * telephones' clocks; each step at most once, so that a code overheard opens
 * nothing: the caller keeps the last step accepted with the account, and hands
 * it back.
 *
 * The secret is shared, by its nature: whoever reads it can compute the codes.
 * It is the second thing asked, never the only one.
 */
#ifndef TOTP_H
#define TOTP_H

#include "base/buf.h"

#define TOTP_SECRET 20 /* bytes: as long as SHA-1, as RFC 4226 advises */
#define TOTP_DIGITS 6
#define TOTP_STEP   INT64_C(30000) /* ms of a step */
#define TOTP_TEXT   32             /* characters of a secret in base 32 */

/* The step that an instant (ms of UTC) is in, from 1970. */
int64_t totp_step(int64_t at);

/* The code of a step, with its leading zeros. */
void totp_code(const uint8_t secret[TOTP_SECRET], int64_t step,
    char code[TOTP_DIGITS]);

/*
 * Is `typed` (spaces left out) a code of now, one step before or one after, and
 * of a step later than `last`? Then `*last` becomes its step. ERR_DENIED: it is
 * not, or was used already; ERR_INPUT: not six digits.
 */
enum err totp_check(const uint8_t secret[TOTP_SECRET], struct str typed,
    int64_t at, int64_t *last) CHECKED;

/*
 * Append what the QR code says: otpauth://totp/<issuer>:<login>?secret=... Both
 * are written percent-encoded.
 */
void totp_uri(const uint8_t secret[TOTP_SECRET], struct str issuer,
    struct str login, struct buf *to);

#endif
