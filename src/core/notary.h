/*
 * notary - what only the keeper can do, waited for within the turn.
 *
 * Signing and unwrapping take the keeper a fraction of a millisecond, so that
 * waiting is simpler than coming back; passphrases take it long and are asked
 * the other way (struct request, `ask`). Nobody waits longer than NOTARY_MOST:
 * a keeper that is away, or being restarted, is ERR_LATER.
 */
#ifndef NOTARY_H
#define NOTARY_H

#include "base/str.h"
#include "crypto/sign.h"
#include "envelope/envelope.h"

#define NOTARY_MOST 400 /* ms */

struct core;
struct signature;
struct cek_unwrapped;

struct notary {
	uint64_t ticket; /* awaited; 0: nothing is */
	bool told;
	enum err fate;
	uint8_t body[SIGN_LEN]; /* a signature, or a content key */
};

/*
 * `message` signed with a key of keeper/key.def, by its number. ERR_DENIED: the
 * keeper signs no such thing with it (keeper/oath.h); ERR_LATER: it is away.
 */
enum err notary_sign(struct core *c, uint32_t key, struct bytes message,
    uint8_t signature[SIGN_LEN]) CHECKED;

/*
 * The content key of an envelope that was verified; wipe it. ERR_FORGED: not
 * for our key, or altered; ERR_DENIED: this machine opens nothing; ERR_LATER.
 */
enum err notary_unwrap(struct core *c, struct bytes fixed, struct bytes entry,
    uint8_t cek[ENVELOPE_CEK]) CHECKED;

/* What the keeper says; false if nobody waits here for it. */
bool notary_signed(struct core *c, const struct signature *m);
bool notary_unwrapped(struct core *c, const struct cek_unwrapped *m);

#endif
