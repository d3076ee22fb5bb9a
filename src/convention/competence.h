/*
 * competence - which parquet, and why (R1; DOMAINE 1.11).
 *
 * The places to look at, in their order, are the form's own (whereabouts):
 * where the minor is now, the establishment, the parents' home. The first that
 * was answered decides. A town that is in no ressort, or in two, or an address
 * without one, is not stepped over: the person is asked. Whatever is proposed
 * may be changed, and both are kept.
 */
#ifndef COMPETENCE_H
#define COMPETENCE_H

#include "convention/pack.h"

struct competence {
	const struct directory_service *service; /* NULL: the person chooses */
	struct str reason;                       /* a sentence, in French */
};

/*
 * What to propose for these answers, in an establishment of the commune `site`
 * (INSEE code, or ""). ERR_LIMIT: `mem` is full.
 */
enum err competence_propose(struct arena *mem, const struct pack *p,
    const struct form *f, struct json answers, struct str site,
    struct competence *c) CHECKED;

#endif
