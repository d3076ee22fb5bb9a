/*
 * owner - open the database as nobody more than whom it belongs to.
 *
 * data/ is core's to fill. A core that was taken over may have left there what
 * makes SQLite remove or overwrite a file of its choice, so root must not be
 * the one who opens it: a command takes what it needs of the keys first, and
 * then becomes core's user, with the deployment's folder as the root of files.
 */
#ifndef OWNER_H
#define OWNER_H

#include "cmd/deploy.h"

/*
 * Become the user data/ belongs to, for good; nothing happens if we are not
 * root, or if it is root's still because no role was ever started. `path` is
 * then where the database is. Told on standard error.
 */
enum err owner_become(const struct deploy *d, char path[FILE_PATH]) CHECKED;

#endif
