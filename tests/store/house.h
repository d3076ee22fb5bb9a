/*
 * house - a real database in a folder of its own, for tests.
 *
 * house_open() makes it, migrated and ready to write; house_close() removes it.
 * One at a time; each test is a process of its own.
 */
#ifndef HOUSE_H
#define HOUSE_H

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fresh.h"
#include "store/query.h"
#include "store/store.h"
#include "store/tx.h"

#define HOUSE_PATH 256

static char house_dir[HOUSE_PATH];
static char house_db[HOUSE_PATH + 16]; /* the database's own file */

#define house_key fresh_key

static inline int
house_remove(const char *path, const struct stat *st, int kind, struct FTW *f)
{
	(void)st, (void)kind, (void)f;
	return remove(path);
}

/*
 * A new folder, and the path of a database that is not there yet. In memory
 * where there is such a place: what a sync costs is not what is tested.
 */
static inline void
house_make(void)
{
	snprintf(house_dir, sizeof(house_dir), "%s/fichep-test-XXXXXX",
	    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	TRUE(mkdtemp(house_dir) != NULL);
	snprintf(house_db, sizeof(house_db), "%s/fichep.db", house_dir);
}

static inline void
house_unmake(void)
{
	nftw(house_dir, house_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* Open again what a test closed, or has a process that died left behind. */
static inline struct store
house_again(void)
{
	struct store s;

	OK(store_open(house_db, house_key, &s));
	OK(migrate_run(&s, embed_migration, embed_migration_count, NULL));
	return s;
}

static inline struct store
house_open(void)
{
	house_make();
	fresh_database(house_db);
	return house_again();
}

static inline void
house_close(struct store *s)
{
	store_close(s);
	house_unmake();
}

static inline int64_t
house_number(struct store *s, const char *sql)
{
	int64_t n = INT64_MIN;

	EQ(query_number(s, &n, sql, NONE), ERR_OK);
	return n;
}

#endif
