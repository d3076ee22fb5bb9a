/*
 * receipt - the central's word that it has an envelope.
 *
 * The text of a signed note (crypto/note.h): ten lines in one order, no other.
 *
 *     fichep/v1/receipt
 *     deployment 77-2022
 *     device 00112233445566778899aabbccddeeff
 *     incarnation 1
 *     seq 42
 *     envelope ffeeddccbbaa99887766554433221100
 *     sha256 (64 digits: of the whole envelope)
 *     state stored
 *     received 1783000000000
 *     leaf 1234
 *
 * A box deletes its copy on `stored` or `duplicate` alone; `quarantined` says
 * that the bytes are kept but that nobody has been able to read them.
 */
#ifndef RECEIPT_H
#define RECEIPT_H

#include "base/buf.h"
#include "base/ident.h"
#include "crypto/hash.h"
#include "crypto/note.h"

#define RECEIPT_MOST            1024 /* bytes of a whole signed receipt */
#define RECEIPT_DEPLOYMENT_MOST 64   /* bytes */

enum receipt_state { RECEIPT_STORED, RECEIPT_DUPLICATE, RECEIPT_QUARANTINED };

struct receipt {
	struct str deployment; /* letters a-z, digits, '.', '-' */
	struct ident device;
	uint64_t incarnation;
	uint64_t seq;
	struct ident envelope;
	uint8_t sha256[HASH_SHA256];
	enum receipt_state state;
	uint64_t received; /* ms of UTC */
	uint64_t leaf;     /* index in the central's audit log */
};

/* True for a name a deployment may have. */
bool receipt_deployment_ok(struct str s);

/*
 * Append the text to sign; note_put makes the receipt of it. ERR_INPUT
 * remembered by `to` if the deployment is not fit.
 */
void receipt_text(struct buf *to, const struct receipt *r);

/* What a text says, unsigned. ERR_MANGLED; the deployment is borrowed. */
enum err receipt_parse(struct str text, struct receipt *r) CHECKED;

/*
 * Read a whole signed receipt. ERR_FORGED for whatever is wrong: not signed by
 * `central`, another order, a number with a leading zero. The deployment
 * borrows from `whole`.
 */
enum err receipt_read(struct str whole, const struct note_key *central,
    struct receipt *r) CHECKED;

#endif
