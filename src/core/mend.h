/*
 * mend - go on without a database that cannot be read.
 *
 * A box must take a fiche even then. Its database, what SQLite keeps beside it,
 * and the keys of drafts are given other names, never deleted: whoever comes
 * with tools may read more. A new one is made; the grant (site.h) and the spool
 * (outbox.h) are enough to file without account, and what is held is sent.
 */
#ifndef MEND_H
#define MEND_H

#include <stdbool.h>

#include "base/err.h"

struct store;

/* Is that what the last failure says: pages that are not what they were? */
bool mend_needed(const struct store *s, enum err e);

/* Give the files of the folder other names. ERR_STORE: one could not be. */
enum err mend_aside(int folder) CHECKED;

#endif
