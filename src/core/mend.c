#include "core/mend.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/store.h"

#define CORRUPT 11 /* SQLite's result codes of a file that is no database */
#define NOTADB  26

bool
mend_needed(const struct store *s, enum err e)
{
	int fault = store_fault(s) & 0xff;

	return e == ERR_FORGED ||
	    (e == ERR_STORE && (fault == CORRUPT || fault == NOTADB));
}

enum err
mend_aside(int folder)
{
	static const char *const names[] = {"fichep.db", "fichep.db-wal",
	    "fichep.db-shm", "draft.keys"};
	enum err e = ERR_OK;
	char to[64];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(to, sizeof(to), "aside-%016llx-%s",
		    (unsigned long long)clock_now(), names[i]);
		if (renameat(folder, names[i], folder, to) != 0 &&
		    errno != ENOENT)
			e = ERR_STORE;
	}
	if (fsync(folder) != 0)
		e = ERR_STORE;
	return e;
}
