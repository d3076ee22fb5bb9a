/*
 * enrolling - a box becomes one of this central's.
 *
 * Someone who manages boxes makes a one-time code for a site. A box that knows
 * it asks, over the network or with a file on a stick (envelope/enrol.h), and
 * is given a grant; it may then file, but nothing is taken from it until a
 * second person has compared the 30 digits and confirmed. A site's code is that
 * of one box for ever, since references bear it: a box that replaces another
 * has another.
 */
#ifndef ENROLLING_H
#define ENROLLING_H

#include "envelope/enrol.h"
#include "store/tx.h"

#define ENROLLING_LASTS (24 * 3600 * INT64_C(1000)) /* ms of a code */

/* A central that grants. */
struct enrolling {
	struct tx *tx;
	struct arena *mem;
	int64_t now; /* ms UTC */
	/* What it says of itself, the département of its sites included. */
	struct enrol_grant self;
	/* With its device key: notary_sign, or the same with the key at hand.
	 */
	enum err (
	    *sign)(void *of, struct bytes message, uint8_t signature[SIGN_LEN]);
	void *of;
};

/*
 * A code for `site`, of which the département is not looked at, made by `by`.
 * One that was made for the same site before is void. ERR_INPUT: a field is
 * not fit; ERR_CLASH: a box bears that code, or did. Told by tx as well.
 */
enum err enrolling_invite(const struct enrolling *e,
    const struct enrol_site *site, const struct ident *by,
    uint8_t code[ENROL_CODE]) CHECKED;

/*
 * The code an ask was proved with, of those that are open, by its key.
 * ERR_DENIED: none.
 */
enum err enrolling_find(struct store *s, const uint8_t pin[32], struct str ask,
    const uint8_t proof[HASH_SHA256], int64_t now,
    uint8_t key[ENROL_KEY]) CHECKED;

/* The key of the code made for a site. ERR_ABSENT: none that is open. */
enum err enrolling_of_site(struct store *s, struct str site, int64_t now,
    uint8_t key[ENROL_KEY]) CHECKED;

/*
 * Grant what is asked: the whole note of the grant is appended, and the box is
 * there, to be confirmed. Asking again with the same code gives a new grant,
 * until it is confirmed. ERR_FORGED: not an ask; ERR_DENIED: the code has
 * served another box, or is over; ERR_CLASH: the box is confirmed already, or
 * was revoked.
 */
enum err enrolling_grant(const struct enrolling *e,
    const uint8_t key[ENROL_KEY], struct str ask, struct buf *grant,
    struct ident *device) CHECKED;

/* ERR_ABSENT: nobody waits under that name; ERR_DENIED: `by` made its code. */
enum err enrolling_confirm(struct tx *tx, const struct ident *device,
    const struct ident *by, int64_t now) CHECKED;

/* At once. One that was never confirmed is forgotten. ERR_ABSENT: no such. */
enum err enrolling_revoke(struct tx *tx, const struct ident *device,
    const struct ident *by, int64_t now) CHECKED;

#endif
