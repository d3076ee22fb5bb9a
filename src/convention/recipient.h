/*
 * recipient - that whoever a rule names can be found, in every commune.
 *
 * Found as rules.h says of rules_who: the service named, the answer, the party
 * of that role if some act can make it one, the only service of that role, or
 * else another. What was not answered is not judged here: the CRIP is then
 * asked to name someone (dossier/task.def).
 */
#ifndef RECIPIENT_H
#define RECIPIENT_H

#include "convention/proof.h"

/* Of letters, tasks and parties; a pack that is not active gets notes. */
void recipient_proof(const struct pack *p, struct proof *proof);

#endif
