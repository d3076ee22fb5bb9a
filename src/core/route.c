#include "core/route.h"

#include "core/activity.h"
#include "core/lobby.h"
#include "core/signin.h"
#include "core/sql.h"

#define BOX       ROUTE_BOX
#define CENTRAL   ROUTE_CENTRAL
#define BOTH      ROUTE_BOTH
#define ANYONE    ROUTE_ANYONE
#define SIGNED_IN ROUTE_SIGNED_IN
#define ROLE(who) (1u << WHO_##who)

#define GET(path, where, who, page, query, run, event)                         \
	{path, where, ROUTE_GET, who, page, query, run, NULL, event},
#define ACT(path, where, who, page, query, run, event)                         \
	{path, where, ROUTE_ACT, who, page, query, run, NULL, event},
#define REPORT(path, where, who, page, report, event)                          \
	{path, where, ROUTE_REPORT, who, page, NULL, NULL, report, event},

const struct route route_table[] = {
#include "core/route.def"
};
const size_t route_count = sizeof(route_table) / sizeof(route_table[0]);

_Static_assert(WHO_COUNT < 30, "a role is one bit of `who`");

static bool
answers(enum route_kind kind, struct str method)
{
	return kind == ROUTE_ACT
	    ? str_eq(method, TXT("POST"))
	    : str_eq(method, TXT("GET")) || str_eq(method, TXT("HEAD"));
}

enum err
route_find(struct str method, struct str path, bool central,
    const struct route **route)
{
	enum err e = ERR_ABSENT;

	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &route_table[i];
		if (!str_eq(path, str_of(r->path)) ||
		    !(r->where & (central ? ROUTE_CENTRAL : ROUTE_BOX)))
			continue;
		if (answers(r->kind, method)) {
			*route = r;
			return ERR_OK;
		}
		e = ERR_METHOD;
	}
	return e;
}
