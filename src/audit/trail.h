/*
 * trail - the audit log: who did what to what, when, with which outcome.
 *
 * An entry is a leaf of a Merkle tree (RFC 9162): a public part, which holds no
 * name and no content, and the personal detail sealed to the auditor's key,
 * which is not on this machine. Both are appended in the caller's transaction:
 * if the entry cannot be written, the action does not happen.
 *
 *     leaf = SHA-256(0x00 || public part || SHA-256(sealed part))
 *
 * The public part, 72 bytes, big-endian:
 *
 *      0  version u8 = 1           8  sequence u64, from 0
 *      1  detail u8: 0 none,      16  UTC ms since 1970, u64; 0 unknown
 *           1 sealed              24  role of the actor, 16: a lower-case
 *      2  clock u8                      word, zeros after it
 *      3  result u8               40  actor, 16: ident of the account, or 0
 *      4  action u16 (event.def)  56  object, 16: ident of what it was done
 *      6  motive u16 (motive.def)       to, or 0
 *
 * The sealed part is empty when there is no detail. Otherwise it is an HPKE box
 * (crypto/hpke.h) with info "fichep/v1/audit\0" and the public part as aad,
 * around: length u16, the detail, zeros up to a multiple of 64 bytes. Nothing
 * that is sealed shows in the leaf but its hash, and nobody can put another in
 * its place.
 *
 * Idents are random (base/ident.h): they say nothing to who does not also read
 * the accounts.
 */
#ifndef TRAIL_H
#define TRAIL_H

#include "base/arena.h"
#include "base/ident.h"
#include "crypto/hpke.h"
#include "crypto/merkle.h"
#include "store/tx.h"

#define TRAIL_PUBLIC      72   /* bytes */
#define TRAIL_DETAIL_MOST 2048 /* bytes of personal detail in an entry */
#define TRAIL_SEALED_MOST (TRAIL_DETAIL_MOST + 64 + HPKE_OVERHEAD) /* bytes */
#define TRAIL_ROLE        16 /* bytes of a role's name, at most */

enum audit {
#define AUDIT(code, name, text) AUDIT_##name = code,
#include "audit/event.def"
#undef AUDIT
};

enum motive {
#define MOTIVE(code, name, text) MOTIVE_##name = code,
#include "audit/motive.def"
#undef MOTIVE
};

enum trail_result { TRAIL_DONE = 0, TRAIL_REFUSED = 1, TRAIL_FAILED = 2 };

/* How far the clock of an entry can be believed. */
enum trail_clock {
	TRAIL_CLOCK_UNKNOWN = 0,
	TRAIL_CLOCK_MACHINE = 1, /* the machine's own */
	TRAIL_CLOCK_ANCHORED = 2 /* a signed anchor of the central, or better */
};

struct trail_entry {
	enum audit action;
	enum motive motive;
	enum trail_result result;
	enum trail_clock clock;
	int64_t at;          /* ms since 1970, UTC; 0 unknown */
	struct str role;     /* a-z and _, or "" */
	struct ident actor;  /* all zero: nobody, or the machine itself */
	struct ident object; /* all zero: nothing in particular */
	struct bytes detail; /* personal, to be sealed; or empty */
};

/*
 * Append in `tx`; a failure is remembered there and undoes the whole: a detail
 * over TRAIL_DETAIL_MOST is ERR_LIMIT, a full arena as well. Returns the
 * sequence number, or 0. `auditor` is the public key details are sealed to.
 */
uint64_t trail_append(struct tx *tx, struct arena *mem,
    const uint8_t auditor[HPKE_KEY], const struct trail_entry *e);

/* The leaf hash of an entry as it is stored or exported. */
struct merkle_hash trail_leaf(const uint8_t public[TRAIL_PUBLIC],
    struct bytes sealed);

/* The state of the log: how many entries, and the head of its tree. */
enum err trail_state(struct store *s, struct merkle *m) CHECKED;

/* Its nodes, for proofs (merkle_include, merkle_extend); `s` is borrowed. */
struct merkle_source trail_source(struct store *s);

/*
 * What an auditor does with the private key: append the detail of an entry to
 * `plain`. ERR_FORGED: not for this key, or not the sealed part of this entry.
 */
enum err trail_detail(const uint8_t mine[HPKE_KEY],
    const uint8_t public[TRAIL_PUBLIC], struct bytes sealed,
    struct buf *plain) CHECKED;

/* The public part, read. ERR_MANGLED: not of this version and form. */
struct trail_public {
	struct trail_entry entry; /* without its detail */
	uint64_t seq;
	bool sealed; /* there is one */
};
enum err trail_read(const uint8_t public[TRAIL_PUBLIC],
    struct trail_public *p) CHECKED;

/* What an auditor reads for a code, or NULL for one this binary has not. */
const char *trail_action(uint16_t code);
const char *trail_motive(uint16_t code);

#endif
