/*
 * migrate - bring the schema of a store to what this binary knows.
 *
 * src/store/sql/NNNN-name.sql are run in order, each in a transaction of its
 * own that also records its number and SHA-256: forward only, once each, never
 * edited afterwards. The first one makes the table `migration` itself.
 */
#ifndef MIGRATE_H
#define MIGRATE_H

#include "base/embed.h"
#include "base/err.h"

struct store;

/*
 * Run those of `table` (embed_migration, sorted by name) that `s`, just opened,
 * has not had; then settle it (store_settle). On a refusal `*why`, if not NULL,
 * is a French sentence for the console, and the store stays as it was:
 * ERR_CLASH: the database is newer than this binary, or was made by one whose
 * migrations differ; ERR_STORE: one of them failed, and was undone.
 */
enum err migrate_run(struct store *s, const struct embed_file table[],
    size_t count, const char **why) CHECKED;

#endif
