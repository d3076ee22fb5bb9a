/*
 * rights - what each role may do, as tables: rights.def, folder.def, call.def.
 *
 * jail applies them, `fichep roles` shows them, SECURITY.md repeats them.
 */
#ifndef RIGHTS_H
#define RIGHTS_H

#include <sys/types.h>

#include "proc/role.h"

struct rights {
	unsigned uid; /* added to the setting uid_base */
	mode_t umask;
	bool closed; /* root: its root folder is the deployment's */
	unsigned descriptors, threads;
	unsigned memory, file, locked; /* MiB */
};
extern const struct rights rights_table[PEER_COUNT];

/* The user a role becomes when started by root. */
uid_t rights_uid(const struct setting_set *set, enum peer p);

/* What may be done in a folder: a set of these. */
enum rights_may {
	RIGHTS_READ = 1,
	RIGHTS_WRITE = 2,
	RIGHTS_MAKE = 4,
	RIGHTS_REMOVE = 8,
	RIGHTS_MAKE_SOCKET = 16,
	RIGHTS_BESIDE = 32
};

struct rights_folder {
	const char *path; /* absolute, or under the deployment's folder */
	enum peer role;
	unsigned may;
};
extern const struct rights_folder rights_folders[];
extern const size_t rights_folder_count;

/* On what condition a call goes through: its low 32 bits of one argument. */
enum rights_on { RIGHTS_ANY, RIGHTS_IS, RIGHTS_LACKS };

struct rights_call {
	const char *name;
	uint32_t roles; /* bit p: always; bit p + 16: until jail_tighten */
	enum rights_on on;
	unsigned arg;   /* which argument, from 0 */
	uint32_t value; /* that it equals, or bits it has none of */
};
extern const struct rights_call rights_calls[];
extern const size_t rights_call_count;

/* True when the row lets a role through: at its start, or for good. */
bool rights_lets(const struct rights_call *row, enum peer p, bool start);

/* The number a call has here, or -1; and the name of a number, or NULL. */
int rights_number(const char *name);
const char *rights_name(int number);

#endif
