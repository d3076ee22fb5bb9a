/*
 * exchange - two parties find one secret (RFC 7748, X25519).
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include "base/err.h"
#include "base/str.h"

#define EXCHANGE_LEN 32 /* bytes of a private, a public or a shared key */

/* A new pair from the kernel's randomness. */
void exchange_make(uint8_t mine[EXCHANGE_LEN], uint8_t open[EXCHANGE_LEN]);

/* The public key of a private one. */
void exchange_public(const uint8_t mine[EXCHANGE_LEN],
    uint8_t open[EXCHANGE_LEN]);

/*
 * The shared key of mine and theirs. ERR_FORGED if theirs is a point of small
 * order, which would make it zero whatever mine is (section 6.1).
 */
enum err exchange_shared(const uint8_t mine[EXCHANGE_LEN],
    const uint8_t theirs[EXCHANGE_LEN], uint8_t shared[EXCHANGE_LEN]) CHECKED;

#endif
