/*
 * leaving - a service that was named by mistake, and is party no more.
 */
#ifndef LEAVING_H
#define LEAVING_H

#include "dossier/happening.h"

/*
 * What the act's rule says of who leaves. It no longer reads anything, has
 * nothing to do and is not written to; what it had opened is kept (table had).
 * What was asked of it waits for the service that is named in its place.
 *
 * Whoever named it says so, if nobody else did, and the roles of the rule.
 * ERR_INPUT: it is no party, or it stays: the CRIP, a parquet that an act of
 * the dossier was addressed to, the last parquet, who wrote here or writes
 * this. So nobody is shut out of what is theirs, and no magistrate of what they
 * decide.
 */
void leaving_do(struct happening *h);

#endif
