/*
 * role - what a process is handed when it is started, and how it begins.
 *
 * `fichep box` and `fichep central` start a supervisor, which executes the
 * binary again once per role, with fresh memory, its descriptors by number and
 * the settings that name it: nothing is inherited, nothing is read and then
 * forgotten. A role's main does, in this order: take what it needs from
 * `struct role`, make its memory, jail_enter (see jail.h), role_ready, loop.
 */
#ifndef ROLE_H
#define ROLE_H

#include "base/setting.h"
#include "ipc/chan.h"

#define ROLE_WIRES_MOST 64 /* pairs between two roles; setting `workers` */

enum role_hand {
#define HAND(name, role, what) ROLE_##name,
#include "proc/hand.def"
#undef HAND
	ROLE_HAND_COUNT
};

struct role {
	enum peer us;
	bool central;               /* `fichep central`, else `fichep box` */
	struct setting_set setting; /* ours; the others at their fallback */
	struct str dir;             /* the deployment's folder: our own, "." */
	int control;                /* to the supervisor; see role_rewire */
	int hand[ROLE_HAND_COUNT];  /* -1 for what is not ours */
	size_t wires[PEER_COUNT];   /* how many pairs we have with each */
	struct chan chan[PEER_COUNT][ROLE_WIRES_MOST];
};

/*
 * The status of a role that would fail again. Until all roles have once been
 * ready it ends them all, so that a mistake is seen; later it is started again.
 */
#define ROLE_HOPELESS 78
#define ROLE_DAMAGED  79 /* so is its data, and a person must decide */

/*
 * Become the role that `argv` (from its name on) and our descriptors say:
 * `NAME box|central --dir DIR name=value...`. The current folder is then DIR.
 * ERR_INPUT: not started by a supervisor, or by another release of us.
 */
enum err role_start(int argc, char **argv, struct role *r) CHECKED;

/* Tell the supervisor that we are confined and serve. */
void role_ready(const struct role *r);

/*
 * Call when `control` is readable, from one thread. When a peer has died, its
 * wires answer ERR_ABSENT; once it is back, the supervisor sends new ends,
 * which this puts under the same descriptor numbers (dup2): whoever holds a
 * struct chan goes on using it. `*who` is the peer rewired. An epoll set has
 * forgotten the old ends by then: add them again.
 * ERR_ABSENT: the supervisor is gone or asks us to stop; leave cleanly.
 * ERR_SLOW: nothing to read after all.
 */
enum err role_rewire(struct role *r, enum peer *who) CHECKED;

/* The mains, one per row of peer.def: the status is the process's own. */
#define PEER(upper, lower, duty) int lower##_main(struct role *r);
#include "ipc/peer.def"
#undef PEER

#endif
