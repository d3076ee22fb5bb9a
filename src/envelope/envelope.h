/*
 * envelope - what a box sends, sealed for the central and signed by the box.
 *
 * Version 1, suite 1; integers are big-endian; there is no optional field.
 *
 *     fixed part, 188 bytes
 *        0  magic "FPE1"              60  SHA-256 of the envelope before, 32
 *        4  version u16 = 1           92  wall clock, ms of UTC, u64 (0: none)
 *        6  suite u16 = 1            100  boot count u32
 *        8  header length u16        104  ms since boot, u64
 *       10  recipients u8, 1 to 4    112  SHA-256 of the last checkpoint of
 *       11  flags u8                      the central that was seen, 32
 *       12  device 16                144  kid of the signer 8
 *       28  incarnation u64          152  commitment to the content key 32
 *       36  sequence u64             184  length of the body u32
 *       44  envelope id 16
 *     recipients, 92 bytes each
 *        0  kid 8 | role u8 | 0 u8 | 32 as u16 | HPKE enc 32 | sealed CEK 48
 *     body: ChaCha20-Poly1305 of 8, 16, 32, 64, 128 or 256 KiB
 *     signature: Ed25519, 64
 *
 * A random content key (CEK) seals the body once; HPKE seals the CEK for each
 * recipient under the fixed part. The fixed part commits to the CEK, so that
 * two recipients cannot be shown two contents.
 *
 * To make one: envelope_seal, have its message signed where the key is, then
 * envelope_finish. To open one: envelope_read, look up the device and the key
 * of the signer, envelope_verify, judge sequence and id, envelope_unwrap where
 * the private key is, envelope_open. Whatever is wrong with the bytes, the
 * answer is ERR_FORGED: a sender learns nothing about where it failed.
 */
#ifndef ENVELOPE_H
#define ENVELOPE_H

#include "base/buf.h"
#include "base/ident.h"
#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/hpke.h"
#include "crypto/sign.h"

#define ENVELOPE_VERSION    1
#define ENVELOPE_SUITE      1
#define ENVELOPE_SCHEMA     1 /* the layout of the payload's JSON */
#define ENVELOPE_RECIPIENTS 4 /* at most */
#define ENVELOPE_KID        8 /* bytes */
#define ENVELOPE_CEK        32
#define ENVELOPE_FIXED      188
#define ENVELOPE_ENTRY      92
#define ENVELOPE_MESSAGE    78              /* bytes that are signed */
#define ENVELOPE_PURPOSE    "fichep/v1/env" /* their first, and its zero */
#define ENVELOPE_INNER      8               /* bytes before the payload */

#define ENVELOPE_PAD_LEAST    (8u << 10)
#define ENVELOPE_PAD_MOST     (256u << 10)
#define ENVELOPE_PAYLOAD_MOST (ENVELOPE_PAD_MOST - ENVELOPE_INNER)

/* Bytes of a whole envelope of `n` recipients whose content is padded so. */
#define ENVELOPE_LEN(n, pad)                                                   \
	(ENVELOPE_FIXED + (n)*ENVELOPE_ENTRY + (pad) + AEAD_TAG + SIGN_LEN)
#define ENVELOPE_MOST ENVELOPE_LEN(ENVELOPE_RECIPIENTS, ENVELOPE_PAD_MOST)

#define ENVELOPE_CLOCK_UNTRUSTED 1 /* flag: the wall clock was not anchored */
#define ENVELOPE_SPOOL_SIGNED    2 /* flag: signed by the key of the spool */

enum envelope_role { ENVELOPE_INTAKE = 1, ENVELOPE_RECOVERY = 2 };

enum envelope_content {
#define CONTENT(name, number, help) ENVELOPE_##name = number,
#include "envelope/content.def"
#undef CONTENT
};

/* How soon a person must look; the numbers travel. */
enum envelope_urgency {
	ENVELOPE_ORDINARY = 0,
	ENVELOPE_URGENT = 1,
	ENVELOPE_IMMEDIATE = 2
};

/* What is readable from outside. */
struct envelope_outer {
	uint8_t flags;
	struct ident device;
	uint64_t incarnation;
	uint64_t seq;
	struct ident id;
	uint8_t before[HASH_SHA256]; /* zero for the first */
	uint64_t wall_ms;            /* 0: unknown */
	uint32_t boot_count;
	uint64_t boottime_ms;
	uint8_t checkpoint[HASH_SHA256]; /* zero: none was seen yet */
	uint8_t signer[ENVELOPE_KID];
};

/* What only the recipients can read. */
struct envelope_inner {
	uint16_t schema;
	enum envelope_content content;
	enum envelope_urgency urgency;
	struct bytes payload;
};

struct envelope_recipient {
	enum envelope_role role;
	uint8_t open[HPKE_KEY];
};

/* The first 8 bytes of SHA-256 of a public key, of either sort. */
void envelope_kid(const uint8_t open[32], uint8_t kid[ENVELOPE_KID]);

/* The least padded size that holds such a payload; 0 if none does. */
size_t envelope_pad(size_t payload);

/*
 * Write all but the signature into the empty `to`, and what to sign into
 * `message`. The content is padded to `pad`, or to the least that holds it if
 * `pad` is 0. ERR_INPUT: a field, recipient or size that no reader would
 * accept; ERR_LIMIT: `to` is smaller than ENVELOPE_LEN. `to` is then empty.
 */
enum err envelope_seal(const struct envelope_outer *outer,
    const struct envelope_inner *inner, size_t pad, size_t n,
    const struct envelope_recipient to_whom[], struct buf *to,
    uint8_t message[ENVELOPE_MESSAGE]) CHECKED;

/* Append the signature; `to` now holds the whole envelope. */
void envelope_finish(struct buf *to, const uint8_t signature[SIGN_LEN]);

/* An envelope taken apart; every view borrows from the bytes it was read of. */
struct envelope {
	struct envelope_outer outer;
	uint8_t commitment[HASH_SHA256];
	size_t n;
	struct envelope_entry {
		uint8_t kid[ENVELOPE_KID];
		enum envelope_role role;
		struct bytes whole; /* ENVELOPE_ENTRY bytes */
	} entry[ENVELOPE_RECIPIENTS];
	struct bytes fixed; /* ENVELOPE_FIXED bytes */
	struct bytes header;
	struct bytes body;
	struct bytes whole;
};

/* Sizes and fixed fields; nothing is verified yet. */
enum err envelope_read(struct bytes whole, struct envelope *e) CHECKED;

/* The signature, by this key and no other than the signer named inside. */
enum err envelope_verify(const struct envelope *e,
    const uint8_t open[SIGN_PUBLIC]) CHECKED;

/* The entry of a key, or NULL. */
const struct envelope_entry *envelope_entry(const struct envelope *e,
    const uint8_t kid[ENVELOPE_KID]);

/*
 * In the keeper: from the fixed part and one entry, both as they stand in a
 * verified envelope, the content key, checked against the commitment.
 */
enum err envelope_unwrap(const uint8_t mine[HPKE_KEY], struct bytes fixed,
    struct bytes entry, uint8_t cek[ENVELOPE_CEK]) CHECKED;

/*
 * The content, opened into memory of `mem`. ERR_LIMIT if `mem` has no room of
 * e->body.len; otherwise ERR_FORGED.
 */
enum err envelope_open(const struct envelope *e,
    const uint8_t cek[ENVELOPE_CEK], struct arena *mem,
    struct envelope_inner *inner) CHECKED;

#endif
