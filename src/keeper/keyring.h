/*
 * keyring - all keys of a deployment, in one sealed file.
 *
 *     0  magic "FPK1"        7  0
 *     4  version u16 = 1     8  salt 16
 *     6  how u8             24  ChaCha20-Poly1305 of the rows of key.def:
 *                               number u8, key 32, in rising order
 *
 * The sealing key comes from the unlock secret and the salt, which is new at
 * each writing: so it serves once and the nonce is zero. `how` is 1 for a
 * secret of at least 32 random bytes (a key file, a systemd credential: HKDF)
 * and 2 for a passphrase (Argon2id); the secret itself is never stored.
 */
#ifndef KEYRING_H
#define KEYRING_H

#include "base/buf.h"

#define KEYRING_KEY         32   /* bytes of each key */
#define KEYRING_MOST        1024 /* bytes of the file */
#define KEYRING_SECRET      32   /* bytes a random secret has at least */
#define KEYRING_SECRET_MOST 4096 /* bytes of any secret */

enum keyring_key {
#define KEY(name, number, where, what) KEYRING_##name = number,
#include "keeper/key.def"
#undef KEY
	KEYRING_END
};

enum keyring_how { KEYRING_RANDOM = 1, KEYRING_PHRASE = 2 };

struct keyring {
	uint8_t key[KEYRING_END][KEYRING_KEY]; /* by number; 0 is unused */
	bool has[KEYRING_END];
};

/* Private halves of what the ring holds the public ones of: each is given to
 * the person who keeps it, then wiped. */
struct keyring_safe {
	uint8_t auditor[KEYRING_KEY];  /* opens the detail of the audit log */
	uint8_t recovery[KEYRING_KEY]; /* of a central: opens what boxes send */
};

/* New keys. */
void keyring_make(bool central, struct keyring *ring,
    struct keyring_safe *safe);

/*
 * Append the file. ERR_INPUT: a secret too short for `how`, or too long;
 * ERR_LATER: no memory for Argon2id.
 */
enum err keyring_seal(const struct keyring *ring, enum keyring_how how,
    struct bytes secret, struct buf *file) CHECKED;

/*
 * ERR_DENIED: not this secret, or the file was altered; ERR_MANGLED: no keyring
 * of this version. `*ring` is untouched unless ERR_OK; wipe it when done.
 */
enum err keyring_open(struct bytes file, struct bytes secret,
    struct keyring *ring) CHECKED;

void keyring_wipe(struct keyring *ring);

#endif
