#include "core/route.h"

#include "core/activation.h"
#include "core/activity.h"
#include "core/admission.h"
#include "core/amend.h"
#include "core/blank.h"
#include "core/budget.h"
#include "core/cover.h"
#include "core/desk.h"
#include "core/docket.h"
#include "core/errand.h"
#include "core/filing.h"
#include "core/fleet.h"
#include "core/handing.h"
#include "core/invite.h"
#include "core/journal.h"
#include "core/kiosk.h"
#include "core/likeness.h"
#include "core/lobby.h"
#include "core/mailroom.h"
#include "core/need.h"
#include "core/paper.h"
#include "core/people.h"
#include "core/reading.h"
#include "core/recording.h"
#include "core/reply.h"
#include "core/reread.h"
#include "core/resend.h"
#include "core/search.h"
#include "core/second.h"
#include "core/sendings.h"
#include "core/signin.h"
#include "core/sql.h"
#include "core/staff.h"
#include "core/step.h"
#include "core/upkeep.h"
#include "core/urgent.h"
#include "core/visit.h"
#include "core/writing.h"

#define BOX       ROUTE_BOX
#define CENTRAL   ROUTE_CENTRAL
#define BOTH      ROUTE_BOTH
#define ANYONE    ROUTE_ANYONE
#define SIGNED_IN ROUTE_SIGNED_IN
#define SITE      ROUTE_SITE
#define ROLE(who) (1u << WHO_##who)

/* Whom need.def lets do a thing: whoever has something in its column. */
#define YES 1u
#define NO  0u
enum {
#define NEED(who, fiches, network, author, motive, acks, desk, search, gauge,  \
    journal, fleet, accounts)                                                  \
	| (NEED_##fiches != NEED_NONE ? ROLE(who) : 0u)
	READERS = 0u
#include "core/need.def"
#undef NEED
	,
#define NEED(who, fiches, network, author, motive, acks, desk, search, gauge,  \
    journal, fleet, accounts)                                                  \
	| (NEED_##fiches != NEED_NONE ? ROLE(who) * acks : 0u)
	ACKNOWLEDGERS = 0u
#include "core/need.def"
#undef NEED
	,
#define NEED(who, fiches, network, author, motive, acks, desk, search, gauge,  \
    journal, fleet, accounts)                                                  \
	| ROLE(who) * desk
	DESKS = 0u
#include "core/need.def"
#undef NEED
	,
#define NEED(who, fiches, network, author, motive, acks, desk, search, gauge,  \
    journal, fleet, accounts)                                                  \
	| (NEED_##fiches != NEED_NONE ? ROLE(who) * search : 0u)
	SEARCHERS = 0u
#include "core/need.def"
#undef NEED
	,
#define NEED(who, fiches, network, author, motive, acks, desk, search, gauge,  \
    journal, fleet, accounts)                                                  \
	| ROLE(who) * journal
	JOURNAL = 0u
#include "core/need.def"
#undef NEED
	,
#define NEED(who, fiches, network, author, motive, acks, desk, search, gauge,  \
    journal, fleet, accounts)                                                  \
	| ROLE(who) * fleet
	FLEET = 0u
#include "core/need.def"
#undef NEED
	,
#define NEED(who, fiches, network, author, motive, acks, desk, search, gauge,  \
    journal, fleet, accounts)                                                  \
	| ROLE(who) * accounts
	ACCOUNTS = 0u
#include "core/need.def"
#undef NEED
};

#define GET(path, where, who, page, query, run, event)                         \
	{path, where, ROUTE_GET, who, page, query, run, NULL, event},
#define ACT(path, where, who, page, query, run, event)                         \
	{path, where, ROUTE_ACT, who, page, query, run, NULL, event},
#define REPORT(path, where, who, page, report, event)                          \
	{path, where, ROUTE_REPORT, who, page, NULL, NULL, report, event},
#define MACHINE(path, where, run)                                              \
	{path, where, ROUTE_MACHINE, 0, NULL, NULL, run, NULL, 0},

const struct route route_table[] = {
#include "core/route.def"
};
const size_t route_count = sizeof(route_table) / sizeof(route_table[0]);

_Static_assert(WHO_COUNT < 30, "a role is one bit of `who`");

static bool
answers(enum route_kind kind, struct str method)
{
	return kind == ROUTE_ACT || kind == ROUTE_MACHINE
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
