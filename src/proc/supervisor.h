/*
 * supervisor - start the roles, keep them alive, stop them.
 *
 * Duty: hand each role its descriptors, start it again when it dies, join it
 * again to its peers, end all when told to. It parses nothing: of what a role
 * tells it, it sees only that something came.
 *
 * Rights: everything, hence it does nothing. Started by root it keeps the six
 * capabilities that starting and stopping roles takes and gives up the others
 * for good, its children included. No seccomp filter: it would be theirs too,
 * and they need the sum of all rights before each takes its own.
 *
 * Messages: none. One datagram from a role: it is ready. One to a role: the
 * name of a peer, with new ends. Its end closed: stop.
 */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

#include "proc/role.h"

#define SUPERVISOR_PATIENCE 1500 /* ms a role has to leave before SIGKILL */
#define SUPERVISOR_TRIES    5    /* deaths of one role before all were ready */

struct supervisor {
	bool central;
	const char *dir; /* absolute */
	struct setting_set setting;
	int hand[ROLE_HAND_COUNT]; /* given: closed when it is done */
	int ready;                 /* where to say so (announce.h), or -1 */
	int64_t since;             /* clock_boot when the command began */
};

/*
 * Run until SIGTERM or SIGINT; the result is the status of the process: 0 then,
 * 70 if the roles could not be started (logged), ROLE_DAMAGED if one's data
 * cannot be read.
 */
int supervisor_run(const struct supervisor *plan);

#endif
