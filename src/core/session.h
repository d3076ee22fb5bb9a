/*
 * session - a browser someone has signed in with.
 *
 * The cookie holds 256 random bits; the database holds their SHA-256 only, so
 * whoever reads it takes over nobody. A session ends after some minutes without
 * a request (setting idle_minutes), after twelve hours whatever happens, when
 * its owner closes it or signs in again, and when the clock turns out to have
 * gone back. Each end is in the audit log.
 */
#ifndef SESSION_H
#define SESSION_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/ident.h"
#include "core/who.h"
#include "crypto/hash.h"
#include "store/tx.h"

#define SESSION_SECRET 32                /* random bytes of a cookie */
#define SESSION_LONG   (12 * CLOCK_HOUR) /* ms from sign-in to its end */

/* Where the setting says nothing: at a box, which many people share and walk
 * past, and at a central. ms. */
#define SESSION_IDLE_SHARED (5 * CLOCK_MINUTE)
#define SESSION_IDLE        (10 * CLOCK_MINUTE)

/* The last request is written down this often (ms), not each time: the idle
 * limit is that much kinder, and a page read twice in a moment writes once. */
#define SESSION_TOUCH (15 * CLOCK_SECOND)

struct session {
	bool open; /* false: nobody is signed in, the rest is zero */
	uint8_t hash[HASH_SHA256];
	struct ident account;
	enum who who;
	struct str login, name, role, service; /* role as stored */
	struct str duty, scope;                /* of the account; may be "" */
	bool chief;         /* may make accounts of the establishment */
	int64_t seen, ends; /* ms UTC */
};

/*
 * Who the Cookie field `cookies` says is here. `s->open` is false when it holds
 * no session, one that has ended, or nonsense. Texts belong to `mem`.
 */
enum err session_find(struct store *store, struct arena *mem,
    struct str cookies, int64_t now, int64_t idle, struct session *s) CHECKED;

/* When it ends if nothing more is asked for: not a moment before, or a page
 * that leaves at that time would still find it open. */
int64_t session_until(const struct session *s, int64_t now, int64_t idle);

/* A new session of `account`; the Set-Cookie value is appended to `cookie`. */
void session_begin(struct tx *tx, const struct ident *account, int64_t now,
    struct buf *cookie);

/* Is it time to write down that it was used? And do so; for pages that only who
 * is signed in sees: the lock screen comes by itself, and must end nothing and
 * prolong nothing. */
bool session_stale(const struct session *s, int64_t now);
void session_touch(struct tx *tx, const struct session *s, int64_t now);

/* End it; true if it was there. */
bool session_end(struct tx *tx, const struct session *s);

/* One that has ended by itself, for the audit log. */
struct session_over {
	uint8_t hash[HASH_SHA256];
	struct ident account;
	enum who who;
	bool idle; /* else its twelve hours are over, or the clock went back */
};

/* At most `most` sessions that are over; delete each with session_drop. */
enum err session_overdue(struct store *store, int64_t now, int64_t idle,
    struct session_over at[], size_t most, size_t *count) CHECKED;
void session_drop(struct tx *tx, const struct session_over *s);

#endif
