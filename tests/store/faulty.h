/*
 * faulty - a disk that fails when told to, under SQLite's own VFS.
 *
 * Every write, sync, truncation, opening and removal is counted; from the one
 * numbered `faulty.at` on (or only at that one, if `once`) each fails, a write
 * after half of it was done, as a real disk does.
 */
#ifndef FAULTY_H
#define FAULTY_H

#include <sqlite3.h>

static struct {
	int64_t count; /* operations so far */
	int64_t at;    /* the first that fails; 0 is never */
	bool once;
	int as; /* the result of a write that fails */
} faulty;

struct faulty_file {
	sqlite3_file base;
	sqlite3_file *real;
};

static sqlite3_vfs *faulty_real;

static inline bool
faulty_fails(void)
{
	faulty.count++;
	return faulty.at > 0 &&
	    (faulty.once ? faulty.count == faulty.at
			 : faulty.count >= faulty.at);
}

static inline sqlite3_file *
faulty_of(sqlite3_file *f)
{
	return ((struct faulty_file *)f)->real;
}

static int
faulty_close(sqlite3_file *f)
{
	return faulty_of(f)->pMethods->xClose(faulty_of(f));
}

static int
faulty_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	return faulty_of(f)->pMethods->xRead(faulty_of(f), to, n, at);
}

static int
faulty_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	bool fails = faulty_fails();
	int rc = faulty_of(f)->pMethods->xWrite(faulty_of(f), from,
	    fails ? n / 2 : n, at);

	return fails ? faulty.as : rc;
}

static int
faulty_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	if (faulty_fails())
		return SQLITE_IOERR_TRUNCATE;
	return faulty_of(f)->pMethods->xTruncate(faulty_of(f), size);
}

static int
faulty_sync(sqlite3_file *f, int flags)
{
	if (faulty_fails())
		return SQLITE_IOERR_FSYNC;
	return faulty_of(f)->pMethods->xSync(faulty_of(f), flags);
}

static int
faulty_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return faulty_of(f)->pMethods->xFileSize(faulty_of(f), size);
}

static int
faulty_lock(sqlite3_file *f, int level)
{
	return faulty_of(f)->pMethods->xLock(faulty_of(f), level);
}

static int
faulty_unlock(sqlite3_file *f, int level)
{
	return faulty_of(f)->pMethods->xUnlock(faulty_of(f), level);
}

static int
faulty_reserved(sqlite3_file *f, int *yes)
{
	return faulty_of(f)->pMethods->xCheckReservedLock(faulty_of(f), yes);
}

static int
faulty_control(sqlite3_file *f, int op, void *arg)
{
	return faulty_of(f)->pMethods->xFileControl(faulty_of(f), op, arg);
}

static int
faulty_sector(sqlite3_file *f)
{
	return faulty_of(f)->pMethods->xSectorSize(faulty_of(f));
}

static int
faulty_device(sqlite3_file *f)
{
	return faulty_of(f)->pMethods->xDeviceCharacteristics(faulty_of(f));
}

static int
faulty_map(sqlite3_file *f, int page, int size, int extend,
    void volatile **where)
{
	return faulty_of(f)->pMethods->xShmMap(faulty_of(f), page, size, extend,
	    where);
}

static int
faulty_shm_lock(sqlite3_file *f, int from, int n, int flags)
{
	return faulty_of(f)->pMethods->xShmLock(faulty_of(f), from, n, flags);
}

static void
faulty_barrier(sqlite3_file *f)
{
	faulty_of(f)->pMethods->xShmBarrier(faulty_of(f));
}

static int
faulty_unmap(sqlite3_file *f, int erase)
{
	return faulty_of(f)->pMethods->xShmUnmap(faulty_of(f), erase);
}

static int
faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags,
    int *out)
{
	static const sqlite3_io_methods methods = {
	    .iVersion = 2,
	    .xClose = faulty_close,
	    .xRead = faulty_read,
	    .xWrite = faulty_write,
	    .xTruncate = faulty_truncate,
	    .xSync = faulty_sync,
	    .xFileSize = faulty_size,
	    .xLock = faulty_lock,
	    .xUnlock = faulty_unlock,
	    .xCheckReservedLock = faulty_reserved,
	    .xFileControl = faulty_control,
	    .xSectorSize = faulty_sector,
	    .xDeviceCharacteristics = faulty_device,
	    .xShmMap = faulty_map,
	    .xShmLock = faulty_shm_lock,
	    .xShmBarrier = faulty_barrier,
	    .xShmUnmap = faulty_unmap,
	};
	struct faulty_file *ours = (struct faulty_file *)f;

	(void)vfs;
	f->pMethods = NULL;
	if (faulty_fails())
		return SQLITE_CANTOPEN;
	ours->real = (sqlite3_file *)(ours + 1);
	int rc = faulty_real->xOpen(faulty_real, name, ours->real, flags, out);
	if (rc == SQLITE_OK)
		f->pMethods = &methods;
	return rc;
}

static int
faulty_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs;
	if (faulty_fails())
		return SQLITE_IOERR_DELETE;
	return faulty_real->xDelete(faulty_real, name, sync);
}

/*
 * From now on every store lies on this disk. To be called after a first store
 * was opened: what configures SQLite comes before what extends it.
 */
static inline void
faulty_install(void)
{
	static sqlite3_vfs vfs;

	faulty_real = sqlite3_vfs_find("unix");
	TRUE(faulty_real != NULL);
	vfs = *faulty_real;
	vfs.zName = "faulty";
	vfs.szOsFile += (int)sizeof(struct faulty_file);
	vfs.xOpen = faulty_open;
	vfs.xDelete = faulty_delete;
	EQ(sqlite3_vfs_register(&vfs, 0), SQLITE_OK);
	EQ(sqlite3mc_vfs_create("faulty", 1), SQLITE_OK);
	faulty.as = SQLITE_IOERR_WRITE;
}

#endif
