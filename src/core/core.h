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

#include "convention/pack.h"
#include "core/csrf.h"
#include "core/hour.h"
#include "core/liaison.h"
#include "core/life.h"
#include "core/milestone.h"
#include "core/notary.h"
#include "core/outbox.h"
#include "core/post.h"
#include "core/reporter.h"
#include "core/site.h"
#include "core/slot.h"
#include "core/sync.h"
#include "core/veil.h"
#include "crypto/hpke.h"
#include "crypto/sign.h"
#include "proc/role.h"
#include "store/store.h"
#include "store/tx.h"

#define CORE_DATABASE "data/fichep.db" /* in the deployment's folder */
#define CORE_PAGE     (144u * KIB)     /* bytes of a page at most */
#define CORE_DATA     (128u * KIB)     /* bytes of a page's members at most */

#define CORE_PIN 32 /* bytes: tls/tls_pin.h */

/* What the keeper tells at start. */
struct core_keys {
	uint8_t store[STORE_KEY];
	uint8_t checkpoint[SIGN_PUBLIC];
	uint8_t auditor[HPKE_KEY];
	uint8_t device[SIGN_PUBLIC];
	uint8_t intake[HPKE_KEY]; /* of a central; else zero, as those below */
	uint8_t recovery[HPKE_KEY]; /* whose private half is in a safe */
	uint8_t pin[CORE_PIN];      /* of its certificate */
	char boot[40]; /* which life of the machine this is; "" unknown */
};

/* Figures for tests and benches. */
struct core_count {
	uint64_t turns, commits, answers;
};

struct core {
	struct role *role;
	struct store write, read;
	uint8_t auditor[HPKE_KEY];
	uint8_t device[SIGN_PUBLIC], intake[HPKE_KEY], recovery[HPKE_KEY];
	uint8_t pin[CORE_PIN];
	struct life life;
	uint8_t form_key[CSRF_KEY];     /* csrf.h */
	uint8_t login_key[HASH_SHA256]; /* attempt.h, of who signs in */
	uint8_t sign_key[HASH_SHA256];  /* and of who signs what they send */
	uint8_t known_key[HASH_SHA256]; /* known.h */
	uint8_t kept_key[AEAD_KEY];     /* kept.h */
	struct pack pack;               /* setting convention */
	struct arena pack_mem;
	int64_t idle;       /* ms, setting idle_minutes */
	struct tx tx;       /* of this turn */
	bool in_tx;         /* it has begun */
	struct arena mem;   /* rooms below, for ever */
	struct arena chore; /* of what is nobody's request */
	struct arena aside; /* the same, over a wait for the keeper */
	struct buf room, out, data, page; /* used and wiped within a call */
	struct slot slot[ROLE_WIRES_MOST];
	size_t slots;
	uint64_t ticket; /* the last one given */
	bool keeper_gone, courier_gone;
	struct reporter reporter;
	struct liaison liaison;
	struct milestone milestone;
	struct notary notary;
	struct hour hour;
	struct site site;     /* box */
	struct outbox outbox; /* box */
	struct sync sync;     /* box */
	struct post post;     /* central */
	char boot[40];        /* which life of the machine this is */
	int folder;           /* where the database lies */
	struct veil veil;     /* box */
	int64_t sweep;        /* clock_boot of the next sweep of sessions */
	/* Of overdue_send: the hour less clock_boot, and until when it waits.
	 */
	int64_t ahead, spared;
	bool forget;        /* old tries are to be forgotten */
	int64_t fleet_look; /* clock_boot of the next look at the boxes */
	int64_t alert_look; /* and at the alerts of deadlines */
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

/* An entry about the service itself, in a transaction of its own. */
enum err core_note(struct core *c, enum audit what) CHECKED;

/* A ticket nobody was given before. */
uint64_t core_ticket(struct core *c);

#endif
