/*
 * sign - show who wrote a message (RFC 8032, Ed25519).
 *
 * A seed is what is kept; a key is the seed with its public half, made from it
 * at start, so that the two can never disagree (a signature under a wrong
 * public half would give the private one away).
 */
#ifndef SIGN_H
#define SIGN_H

#include "base/err.h"
#include "base/str.h"

#define SIGN_SEED   32 /* bytes: the private key of RFC 8032 */
#define SIGN_KEY    64 /* bytes: seed, then public key */
#define SIGN_PUBLIC 32 /* bytes */
#define SIGN_LEN    64 /* bytes of a signature */

/* A new seed from the kernel's randomness. */
void sign_make(uint8_t seed[SIGN_SEED]);

/* The key of a seed, and its public half (which may be NULL). */
void sign_key(const uint8_t seed[SIGN_SEED], uint8_t key[SIGN_KEY],
    uint8_t open[SIGN_PUBLIC]);

void sign_message(const uint8_t key[SIGN_KEY], struct bytes message,
    uint8_t signature[SIGN_LEN]);

/*
 * ERR_FORGED unless the holder of `open` signed exactly this. Refused as well:
 * a scalar not reduced, a key or commitment of small order, a key not written
 * in its one canonical way.
 */
enum err sign_verify(const uint8_t open[SIGN_PUBLIC], struct bytes message,
    const uint8_t signature[SIGN_LEN]) CHECKED;

#endif
