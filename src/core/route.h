/*
 * route - what may be asked, from route.def.
 */
#ifndef ROUTE_H
#define ROUTE_H

#include "audit/trail.h"
#include "core/who.h"

struct request;
struct store;

enum route_kind { ROUTE_GET, ROUTE_ACT, ROUTE_REPORT, ROUTE_MACHINE };

enum route_where { ROUTE_BOX = 1, ROUTE_CENTRAL = 2, ROUTE_BOTH = 3 };

#define ROUTE_ANYONE    (1u << 31)
#define ROUTE_SIGNED_IN (1u << 30)

/* Those who work where a box stands, and file from it. */
#define ROUTE_SITE                                                             \
	((1u << WHO_FOYER) | (1u << WHO_FSI) | (1u << WHO_PJJ) |               \
	    (1u << WHO_ADN) | (1u << WHO_MDS) | (1u << WHO_ASE) |              \
	    (1u << WHO_AEMO))

/* Answers a request (request.h). */
typedef enum err route_run(struct request *q);

/* Appends one JSON text; runs in the reporter's thread. */
typedef enum err route_report(struct store *s, struct arena *mem, int64_t now,
    struct buf *json);

struct route {
	const char *path;
	unsigned where; /* of enum route_where */
	enum route_kind kind;
	uint32_t who; /* bits of enum who, or one of the two above; 0 nobody,
			 as of a MACHINE row: no person may */
	const char *page;
	const char *query;
	route_run *run;
	route_report *report;
	int event; /* of enum audit, or 0 */
};
extern const struct route route_table[];
extern const size_t route_count;

/*
 * The row for this path, method and side. ERR_ABSENT: no such path here;
 * ERR_METHOD: there is, but it is not asked for this way.
 */
enum err route_find(struct str method, struct str path, bool central,
    const struct route **route) CHECKED;

#endif
