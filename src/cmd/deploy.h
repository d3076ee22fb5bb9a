/*
 * deploy - a deployment's folder, as commands see it.
 *
 *     fichep.conf       settings (setting.def)
 *     unlock.key        the unlock secret, if `unlock` says so; 32 bytes
 *     keys/keyring      all keys, sealed (keeper/keyring.h)
 *     tls/chain.pem     the certificate and what is above it
 *     data/fichep.db    the database, encrypted
 *     run/              the front's socket
 *     audit.vkey        the public key the audit log is verified with
 *
 * Whatever is wrong is told on standard error in French, with what to do; the
 * err returned is only good for stopping.
 */
#ifndef DEPLOY_H
#define DEPLOY_H

#include "base/setting.h"
#include "cmd/file.h"
#include "keeper/keyring.h"

#define DEPLOY_CONF_MOST 16384 /* bytes of fichep.conf */

struct deploy {
	char dir[FILE_PATH]; /* absolute */
	struct setting_set setting;
	char conf[DEPLOY_CONF_MOST]; /* what `setting` borrows from */
};

/* The folder must be there; a missing fichep.conf means every fallback. */
enum err deploy_open(const char *dir, struct deploy *d) CHECKED;

/*
 * Where a secret lies that `setting` names as file:PATH or credential:NAME.
 */
enum err deploy_secret(const struct deploy *d, const char *setting,
    struct str from, char path[FILE_PATH]) CHECKED;

/*
 * The unlock secret, appended to `secret` (KEYRING_SECRET_MOST bytes of room):
 * from a key file, a systemd credential, or a passphrase asked on the terminal.
 */
enum err deploy_unlock(const struct deploy *d, struct buf *secret) CHECKED;

/* The same for a keyring about to be made: a passphrase is asked twice. */
enum err deploy_unlock_new(const struct deploy *d, struct buf *secret) CHECKED;

/* The keyring, opened; wipe it when done. */
enum err deploy_keyring(const struct deploy *d, struct keyring *ring) CHECKED;

/* One line on standard error: "fichep : ...". */
void deploy_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
