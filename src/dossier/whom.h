/*
 * whom - the service that a rule means, in this dossier and for this act.
 */
#ifndef WHOM_H
#define WHOM_H

#include "dossier/happening.h"

struct whom {
	struct str role, scope; /* as in table party */
	const struct directory_service
	    *service;    /* NULL: an establishment or unit */
	struct str name; /* as people know it; in the arena, or the pack's */
	bool box;        /* the establishment has one: it is written to by it */
	bool network;    /* block I is released to it */
	bool aside;      /* as a party it owes no limit of its role */
};

#define WHOM_MOST 16 /* of one rule */

/*
 * What is meant, now. WHOM_NONE: its condition does not hold, nobody is meant;
 * WHOM_UNKNOWN: somebody is, and nothing here says who.
 */
enum whom_found { WHOM_NONE, WHOM_UNKNOWN, WHOM_FOUND };
enum whom_found whom_find(const struct happening *h, const struct rules_who *w,
    struct whom *found);

/* Each of those meant, so many at most: all parties of a role and all authors
 * of a fiche, where whom_find says one. `known` is as whom_find says. */
size_t whom_all(const struct happening *h, const struct rules_who *w,
    struct whom found[], size_t most, enum whom_found *known);

/* course_scope and course_service (course.h). */
struct str whom_scope(const struct directory *d, struct str role,
    struct str service);
const struct directory_service *whom_service(const struct directory *d,
    struct str role, struct str scope);

#endif
