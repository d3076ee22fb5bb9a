/*
 * fresh - a database with every migration in it, for tests.
 *
 * One test of a run pays for the migrations; the others copy the file. So all
 * have one key, which is read by nobody else.
 */
#ifndef FRESH_H
#define FRESH_H

#include <fcntl.h>

#include "base/embed.h"
#include "store/migrate.h"
#include "store/store.h"

static const uint8_t fresh_key[STORE_KEY] = {0x5a, 1, 2, 3, 4, 5, 6, 7, 8, 9};

static inline void
fresh_make(const char *path)
{
	struct store s;

	OK(store_open(path, fresh_key, &s));
	OK(migrate_run(&s, embed_migration, embed_migration_count, NULL));
	store_close(&s);
}

/* The whole file into what is shared; false: it does not fit. */
static inline bool
fresh_keep(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = read(file, test_shared->at, sizeof(test_shared->at));

	close(file);
	test_shared->len = n > 0 ? (size_t)n : 0;
	return n > 0 && (size_t)n < sizeof(test_shared->at);
}

/* At `path`, where nothing is yet. */
static inline void
fresh_database(const char *path)
{
	int nobody = 0;

	if (test_shared->state == 2) {
		int file =
		    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		EQ(write(file, test_shared->at, test_shared->len),
		    (ssize_t)test_shared->len);
		EQ(close(file), 0);
		return;
	}
	bool first =
	    atomic_compare_exchange_strong(&test_shared->state, &nobody, 1);
	fresh_make(path);
	if (first && fresh_keep(path))
		test_shared->state = 2;
}

#endif
