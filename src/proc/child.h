/*
 * child - start one role: this binary again, with fresh memory.
 *
 * The new process has the descriptors of wiring.h and no other, an environment
 * of FICHEP_JAIL and FICHEP_TRACE at most, a session of its own, and dies with
 * its supervisor. What it may do it gives up itself, before it serves (jail).
 */
#ifndef CHILD_H
#define CHILD_H

#include <sys/types.h>

#include "proc/role.h"

/* The supervisor keeps its descriptors from here on; roles have theirs below.
 */
#define CHILD_ABOVE 256

#define CHILD_PAUSE_LEAST 50    /* ms before a role is started again */
#define CHILD_PAUSE_MOST  30000 /* ms */
#define CHILD_SOUND       60000 /* ms of life after which deaths are forgotten */

/* How long to wait after so many deaths in a row (1 or more), in ms. */
int64_t child_pause(unsigned deaths);

/* The same descriptor at CHILD_ABOVE or beyond, closed on exec; -1 stays -1. */
int child_raise(int fd);

struct child_birth {
	enum peer us;
	bool central;
	const char *dir;                   /* absolute */
	const struct setting_set *setting; /* the rows that name it are given */
	int self;                          /* this binary, open */
	int null;                          /* /dev/null, open */
	int control;
	const int *hand;              /* of all roles; it gets its own */
	int (*ends)[ROLE_WIRES_MOST]; /* by peer */
};

/* The pid of the new role, or -1. All descriptors named stay the caller's. */
pid_t child_start(const struct child_birth *b);

#endif
