/*
 * password - know a passphrase again without keeping it.
 *
 * Argon2id (RFC 9106), 3 passes, 64 MiB, one lane, 16 random bytes of salt, 32
 * bytes of tag, over HMAC-SHA-256(pepper, passphrase). The pepper is 32 bytes
 * that the keeper alone holds: a stolen database, or a backup of it, lets
 * nobody try passphrases, since every guess needs the keeper. The HMAC comes
 * first so that the slow function always sees 32 bytes and so that a lost
 * pepper cannot be worked around.
 *
 * One call takes about 150 ms of a desktop core and up to a second on a small
 * board, and 64 MiB that the library maps, wipes and unmaps itself: this is for
 * the keeper's own thread, never for a turn of core. Passphrases come already
 * normal (crypto/passphrase.h).
 */
#ifndef PASSWORD_H
#define PASSWORD_H

#include "base/err.h"
#include "base/str.h"

#define PASSWORD_PEPPER 32  /* bytes */
#define PASSWORD_SALT   16  /* bytes */
#define PASSWORD_TAG    32  /* bytes */
#define PASSWORD_KEY    32  /* bytes */
#define PASSWORD_MOST   256 /* bytes of a passphrase */

#define PASSWORD_PASSES 3
#define PASSWORD_MEMORY (64u << 20) /* bytes */

/* What is kept of a passphrase. */
struct password {
	uint8_t salt[PASSWORD_SALT];
	uint8_t tag[PASSWORD_TAG];
};

/*
 * With a fresh salt. ERR_LIMIT: empty or over PASSWORD_MOST; ERR_LATER: the
 * machine has no 64 MiB left.
 */
enum err password_set(struct str phrase, const uint8_t pepper[PASSWORD_PEPPER],
    struct password *p) CHECKED;

/*
 * ERR_DENIED if it is another passphrase (or empty, or too long: those cost
 * the same time); ERR_LATER as above, which says nothing about the passphrase.
 */
enum err password_check(struct str phrase,
    const uint8_t pepper[PASSWORD_PEPPER], const struct password *p) CHECKED;

/*
 * A key out of an unlock secret: same cost, no pepper since nothing is open
 * yet. ERR_LIMIT and ERR_LATER as password_set.
 */
enum err password_key(struct bytes secret, const uint8_t salt[PASSWORD_SALT],
    uint8_t key[PASSWORD_KEY]) CHECKED;

/* Known answers only: Argon2id version 19, one lane, at any cost. */
enum err password_argon2id(struct bytes secret,
    const uint8_t salt[PASSWORD_SALT], unsigned passes, size_t memory,
    uint8_t tag[PASSWORD_TAG]) CHECKED;

#endif
