/*
 * opening - what a core finds on the disk when it starts: its database, moved
 * aside when it cannot be read, what a box was granted, its outbox, the hour,
 * and the convention.
 */
#ifndef OPENING_H
#define OPENING_H

#include "core/core.h"

/* Fails as store_open does. The keys of `c` are known. */
enum err opening_store(struct core *c, const struct core_keys *keys,
    const char *path, struct arena *mem) CHECKED;

enum err opening_pack(struct core *c, struct str name) CHECKED;

#endif
