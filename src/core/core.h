/*
 * core - everything the application decides (its duty and rights: core.c).
 *
 * One thread, in turns: take every message that waits, answer them in one
 * transaction, commit, and only then let the answers leave (turn.h). What is
 * slow happens elsewhere, and comes back as a message: passphrases and
 * signatures at the keeper, the line at the courier, reports in a thread.
 */
#ifndef CORE_H
#define CORE_H

#include "core/csrf.h"
#include "core/liaison.h"
#include "core/milestone.h"
#include "core/reporter.h"
#include "core/slot.h"
#include "crypto/hpke.h"
#include "crypto/sign.h"
#include "proc/role.h"
#include "store/store.h"
#include "store/tx.h"

#define CORE_DATABASE "data/fichep.db" /* in the deployment's folder */
#define CORE_PAGE     (144u * KIB)     /* bytes of a page at most */
#define CORE_DATA     (128u * KIB)     /* bytes of a page's members at most */

/* What the keeper tells at start. */
struct core_keys {
	uint8_t store[STORE_KEY];
	uint8_t checkpoint[SIGN_PUBLIC];
	uint8_t auditor[HPKE_KEY];
};

/* Figures for tests and benches. */
struct core_count {
	uint64_t turns, commits, answers;
};

struct core {
	struct role *role;
	struct store write, read;
	uint8_t auditor[HPKE_KEY];
	uint8_t form_key[CSRF_KEY];       /* csrf.h */
	uint8_t login_key[HASH_SHA256];   /* attempt.h */
	int64_t idle;                     /* ms, setting idle_minutes */
	struct tx tx;                     /* of this turn */
	bool in_tx;                       /* it has begun */
	struct arena mem;                 /* rooms below, for ever */
	struct arena chore;               /* of what is nobody's request */
	struct buf room, out, data, page; /* used and wiped within a call */
	struct slot slot[ROLE_WIRES_MOST];
	size_t slots;
	uint64_t ticket; /* the last one given */
	bool keeper_gone, courier_gone;
	struct reporter reporter;
	struct liaison liaison;
	struct milestone milestone;
	int64_t sweep; /* clock_boot of the next sweep of sessions */
	bool forget;   /* old tries are to be forgotten */
	struct core_count count;
};

/* Bytes of memory a core of so many workers asks for, once. */
size_t core_memory(size_t workers);

/*
 * Open the store at `path` and make ready to turn, in `mem`, which was given
 * core_memory bytes. Fails as store_open does; ERR_LIMIT: `mem` is too small.
 */
enum err core_open(struct core *c, struct role *r, const struct core_keys *keys,
    const char *path, struct arena *mem) CHECKED;

/*
 * Wait for messages at most `wait_ms` (-1: until there is something to do),
 * then turn once. ERR_ABSENT: told to stop.
 */
enum err core_turn(struct core *c, int wait_ms) CHECKED;

/* Sign what the audit log has not signed yet, then close. */
void core_close(struct core *c);

/* A ticket nobody was given before. */
uint64_t core_ticket(struct core *c);

#endif
