/*
 * enrol - how a box and a central come to know each other.
 *
 * The box asks, the central grants: two signed notes (crypto/note.h), the same
 * bytes over the network and on a USB stick. Each holds public keys only.
 *
 *     fichep/v1/ask                        signed by the device's key, which
 *     device (32 digits: enrol_device)     it names: who asks holds it
 *     sign (64)       Ed25519, the device's
 *     spool (64)      Ed25519, of what is filed while the keeper is away
 *     checkpoint (64) Ed25519, of its audit log
 *     version 0.1.0
 *     nonce (32)      new at each asking
 *
 *     fichep/v1/grant                      signed by the key it names `sign`
 *     deployment 77-2022
 *     url https://central.example:8442     without a slash at its end
 *     pin (64)        SHA-256 of its TLS key (tls/tls_pin.h)
 *     intake (64)     X25519: what is filed is sealed to it
 *     recovery (64)   X25519: and to this one
 *     sign (64)       Ed25519: receipts, answers
 *     checkpoint (64) Ed25519: its audit log
 *     device (32)     whom it is for
 *     ask (64)        SHA-256 of the whole ask
 *     code TIL
 *     name Foyer Les Tilleuls
 *     kind foyer
 *     commune 99001   or -
 *     phone +33...    or -
 *     departement 99
 *     granted 1795536000000
 *
 * Both are read strictly, and each proves only that one key wrote all of it.
 * That it is the right one is shown by a one-time code both ends know (the
 * proofs below), or by two people comparing 30 digits made of both texts.
 */
#ifndef ENROL_H
#define ENROL_H

#include "base/buf.h"
#include "base/ident.h"
#include "crypto/hash.h"
#include "crypto/hpke.h"
#include "crypto/note.h"

#define ENROL_MOST      4096 /* bytes of a whole ask or grant, proof included */
#define ENROL_NAME_MOST 96   /* bytes of a key's name */
#define ENROL_URL_MOST  200  /* bytes */

struct enrol_ask {
	struct ident device;
	uint8_t sign[SIGN_PUBLIC];
	uint8_t spool[SIGN_PUBLIC];
	uint8_t checkpoint[SIGN_PUBLIC];
	struct str version; /* of fichep, [0-9a-z.-] */
	struct ident nonce;
};

/* The establishment or unit a box stands in. */
struct enrol_site {
	struct str code;        /* in references: A-Z 0-9, 2 to 8 */
	struct str name;        /* at most 80 bytes */
	struct str kind;        /* role of its people: a-z and _, 2 to 16 */
	struct str commune;     /* INSEE code, or "" */
	struct str phone;       /* at most 24 bytes, or "" */
	struct str departement; /* 0-9 A B, 2 or 3 */
};

struct enrol_grant {
	struct str deployment; /* as in a receipt */
	struct str url;
	uint8_t pin[32];
	uint8_t intake[HPKE_KEY];
	uint8_t recovery[HPKE_KEY];
	uint8_t sign[SIGN_PUBLIC];
	uint8_t checkpoint[SIGN_PUBLIC];
	struct ident device;
	uint8_t ask[HASH_SHA256];
	struct enrol_site site;
	uint64_t granted; /* ms of UTC */
};

/* Who a box is follows from its key: nothing to choose, nothing to confuse. */
void enrol_device(const uint8_t sign[SIGN_PUBLIC], struct ident *device);

/* Append the name under which a box, or a central, signs notes. */
void enrol_box_name(struct buf *to, const struct ident *device);
void enrol_central_name(struct buf *to, struct str deployment);

/* Append the text to sign; ERR_INPUT remembered if a field is not fit. */
void enrol_ask_text(struct buf *to, const struct enrol_ask *a);
void enrol_grant_text(struct buf *to, const struct enrol_grant *g);

/* What a text says, unsigned. ERR_MANGLED; texts are borrowed. */
enum err enrol_ask_parse(struct str text, struct enrol_ask *a) CHECKED;
enum err enrol_grant_parse(struct str text, struct enrol_grant *g) CHECKED;

/* Append the whole note. */
void enrol_ask_note(struct buf *to, const struct enrol_ask *a,
    const uint8_t signature[SIGN_LEN]);
void enrol_grant_note(struct buf *to, const struct enrol_grant *g,
    const uint8_t signature[SIGN_LEN]);

/* Read a whole note: ERR_FORGED for whatever is wrong. Texts are borrowed. */
enum err enrol_ask_read(struct str whole, struct enrol_ask *a) CHECKED;
enum err enrol_grant_read(struct str whole, struct enrol_grant *g) CHECKED;

/* Is it the answer to this whole ask? */
bool enrol_answers(const struct enrol_grant *g, struct str ask);

/* --- what two people compare --------------------------------------------- */

#define ENROL_DIGITS 35 /* six groups of five, a space between */

/* Append the fingerprint of both whole notes; 99 bits of SHA-512. */
void enrol_fingerprint(struct buf *to, struct str ask, struct str grant);

/* --- the one-time code, and what is proved with it ------------------------ */

#define ENROL_CODE      16 /* bytes */
#define ENROL_CODE_TEXT 34 /* bytes: seven groups of four, '-' between */
#define ENROL_KEY       HASH_SHA256

/* Append a code as it is shown; its last two characters check the others. */
void enrol_code_write(struct buf *to, const uint8_t code[ENROL_CODE]);

/* As it was typed: any case, spaces, O for 0, I and L for 1. ERR_INPUT: not a
 * code, or a character is wrong. */
enum err enrol_code_read(struct str typed, uint8_t code[ENROL_CODE]) CHECKED;

/* What the central keeps of a code, and what proofs are made with. */
void enrol_code_key(const uint8_t code[ENROL_CODE], uint8_t key[ENROL_KEY]);

/*
 * The proof that an ask comes from who knows the code, over the TLS key the box
 * has seen; and that the grant does, over the key the central has. A machine
 * between the two shows another key, and the proofs differ.
 */
void enrol_prove_ask(const uint8_t key[ENROL_KEY], const uint8_t pin[32],
    struct str ask, uint8_t proof[HASH_SHA256]);
void enrol_prove_grant(const uint8_t key[ENROL_KEY], const uint8_t pin[32],
    struct str ask, struct str grant, uint8_t proof[HASH_SHA256]);

/* How a note travels with its proof: a line "proof (64 digits)", the note. */
void enrol_carry(struct buf *to, const uint8_t proof[HASH_SHA256],
    struct str note);
enum err enrol_carried(struct str body, uint8_t proof[HASH_SHA256],
    struct str *note) CHECKED;

#endif
