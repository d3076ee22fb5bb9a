/*
 * embed - the files that travel inside the binary.
 *
 * Pages, styles, fonts, convention packs and the list of what fichep is made of
 * are files of the repository; packaging/embed.c turns them into constant
 * arrays at build time. A path is the file's own, from the repository's root:
 * "web/page/home.html". Nothing is read from disk for them at run time.
 */
#ifndef EMBED_H
#define EMBED_H

#include "base/str.h"

struct embed_file {
	struct str path;
	struct bytes body; /* byte for byte as in the repository */
};

/* Everything under web/ and config/, and packaging/deps.lock, by path. */
extern const struct embed_file embed_table[];
extern const size_t embed_count;

/* src/store/sql/NNNN-<name>.sql, in the order in which they are applied. */
extern const struct embed_file embed_migration[];
extern const size_t embed_migration_count;

/* The file at exactly `path`, or NULL. */
const struct embed_file *embed_find(struct str path);

/*
 * The files whose path starts with `head` lie next to one another: the first of
 * them, and how many. NULL and 0 when there is none.
 */
const struct embed_file *embed_under(struct str head, size_t *count);

#endif
