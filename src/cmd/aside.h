/*
 * aside - a command's work on the database of a deployment, running or not.
 *
 * It is done in a process of its own that holds the keys and is nobody more
 * than core (cmd/owner.h); what it has to say comes back through a pipe. The
 * service may be running: each waits for the other's transactions.
 */
#ifndef ASIDE_H
#define ASIDE_H

#include "cmd/deploy.h"
#include "core/life.h"
#include "store/store.h"

#define ASIDE_SAID_MOST 16384 /* bytes that may come back */

struct aside {
	const struct deploy *deploy;
	struct keyring ring;
	struct store store;
	struct life life; /* of a central */
	struct arena mem; /* 1 MiB */
	void *of;         /* the caller's */
	struct buf said;  /* what comes back */
};

/* Begins and ends its own transactions. */
typedef enum err aside_work(struct aside *a);

/*
 * Do it, and append what it said to `said`, also when it failed. Its err, or
 * that of opening the deployment; ERR_INPUT: the deployment is not of this
 * kind. What is not the work's is told on standard error.
 */
enum err aside_run(const struct deploy *d, bool central, aside_work *work,
    void *of, struct buf *said) CHECKED;

#endif
