/*
 * attack - what an intruder would try, one function a row of attack.def.
 *
 * Each function tries one thing, harmlessly, and is true if it was given what
 * it asked for. It may end its process: that is the point.
 */
#ifndef ATTACK_H
#define ATTACK_H

#include <sys/types.h>

#include "proc/role.h"

/* Where it is tried: the current folder is that of a deployment. */
struct attack_ground {
	char outside[4096]; /* a readable file elsewhere, absolute */
	char make[4096];    /* a name that may be made elsewhere, absolute */
	char program[4096]; /* one that ends with status 0, absolute */
	char abstract[64];  /* a listening socket, without its leading zero */
	pid_t other;        /* a process of the same user */
};

struct attack {
	const char *name;
	bool (*try)(const struct attack_ground *g);
	int abi;        /* of Landlock, that refuses it; 0: the filter does */
	uint32_t roles; /* whose duty it is, as in rights.h */
	bool sure;
	const char *what;
};
extern const struct attack attack_table[];
extern const size_t attack_count;

#endif
