/*
 * account - who may sign in.
 *
 * An account is individual and made by someone who answers for it, never by its
 * owner. Its passphrase is never here: only a salt and what Argon2id made of it
 * under a pepper that the keeper alone has (crypto/password.h).
 */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include "base/ident.h"
#include "core/who.h"
#include "crypto/password.h"
#include "crypto/totp.h"
#include "store/tx.h"

#define ACCOUNT_LOGIN_MOST 64  /* bytes */
#define ACCOUNT_NAME_MOST  120 /* bytes of a name, a service or a duty */

struct account_new {
	struct str login;   /* [a-z0-9._-], begins with a letter */
	struct str name;    /* as its owner reads it */
	struct str role;    /* a row of who.def */
	struct str service; /* where this person works, as shown */
	struct str duty; /* fonction, as printed on what they file; may be "" */
	struct str scope; /* central: a service of the directory, or "" */
	bool chief;       /* may make accounts of the establishment */
	int64_t leaves;   /* ms UTC: may not sign in from then; 0: stays */
	const struct ident *made_by; /* NULL: the installer */
	const struct password *secret;
	const uint8_t *totp; /* TOTP_SECRET bytes (crypto/totp.h), or NULL:
				enrolled at the first sign-in */
};

/* May it be a login? [a-z0-9._-], begins with a letter. */
bool account_login(struct str s);

/*
 * Add one inside the caller's transaction, which remembers any failure:
 * ERR_INPUT for a field that is not as said above, ERR_CLASH for a login that
 * is taken. The ident of the new account.
 */
struct ident account_add(struct tx *tx, const struct account_new *a,
    int64_t now);

/* What is needed to check a passphrase. */
struct account_lock {
	struct ident id;
	enum who who;
	struct password secret;
};

/* ERR_ABSENT: nobody of that login may sign in at `now`. */
enum err account_lock(struct store *s, struct str login, int64_t now,
    struct account_lock *lock) CHECKED;

#endif
