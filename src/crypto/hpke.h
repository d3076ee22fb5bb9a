/*
 * hpke - seal bytes so that one key holder alone can open them.
 *
 * RFC 9180, base mode, one suite and no choice: DHKEM(X25519, HKDF-SHA256),
 * HKDF-SHA256, ChaCha20-Poly1305. hpke_seal makes its own ephemeral key, so a
 * sealed box is opened once and never continued; a context (struct hpke) seals
 * several messages in order. Keys are read, not kept. Nobody is named: who
 * sealed must be shown by a signature around it.
 */
#ifndef HPKE_H
#define HPKE_H

#include "base/buf.h"

#define HPKE_KEY      32 /* bytes of a public or private key (RFC 7748, 5) */
#define HPKE_OVERHEAD 48 /* bytes a seal adds: the sent key and the tag */

/* A key pair from the kernel's randomness. */
void hpke_make(uint8_t mine[HPKE_KEY], uint8_t open[HPKE_KEY]);

/* The public key of a private one. */
void hpke_public(const uint8_t mine[HPKE_KEY], uint8_t open[HPKE_KEY]);

/*
 * Append `enc` (the sent key, 32 bytes) then the ciphertext of `plain`.
 * ERR_FORGED if `to` is no usable public key; ERR_LIMIT if `sealed` is full.
 * Nothing is then appended.
 */
enum err hpke_seal(const uint8_t to[HPKE_KEY], struct bytes info,
    struct bytes aad, struct bytes plain, struct buf *sealed) CHECKED;

/*
 * Append to `plain` what `sealed` holds. ERR_FORGED if the box was not made for
 * this key, this `info` and this `aad`, or was altered; nothing is appended.
 */
enum err hpke_open(const uint8_t mine[HPKE_KEY], struct bytes info,
    struct bytes aad, struct bytes sealed, struct buf *plain) CHECKED;

/* The context of section 5.2: several messages one way, counted from 0. */
struct hpke {
	uint8_t key[32];
	uint8_t nonce[12];
	uint8_t exporter[32];
	uint64_t next; /* number of the next message */
};

/* The sender's context; `enc` is what the receiver needs. */
enum err hpke_send(struct hpke *c, const uint8_t to[HPKE_KEY],
    struct bytes info, uint8_t enc[HPKE_KEY]) CHECKED;

/* The receiver's context. */
enum err hpke_receive(struct hpke *c, const uint8_t mine[HPKE_KEY],
    const uint8_t enc[HPKE_KEY], struct bytes info) CHECKED;

/* One message; a refused one does not move the count. */
void hpke_send_next(struct hpke *c, struct bytes aad, struct bytes plain,
    struct buf *sealed);
enum err hpke_receive_next(struct hpke *c, struct bytes aad,
    struct bytes sealed, struct buf *plain) CHECKED;

/* `len` secret bytes both ends know (5.3); `context` up to 128 bytes. */
void hpke_export(const struct hpke *c, struct bytes context, uint8_t *to,
    size_t len);

/* Known answers only: DeriveKeyPair (7.1.3), and a sender whose ephemeral key
 * is given instead of made. Reusing one undoes the secrecy of what it sealed.
 */
void hpke_derive(struct bytes ikm, uint8_t mine[HPKE_KEY],
    uint8_t open[HPKE_KEY]);
enum err hpke_send_known(struct hpke *c, const uint8_t ephemeral[HPKE_KEY],
    const uint8_t to[HPKE_KEY], struct bytes info,
    uint8_t enc[HPKE_KEY]) CHECKED;

#endif
