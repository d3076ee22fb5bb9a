#include "core/rung.h"

#include "core/core.h"
#include "core/owed.h"
#include "core/sql.h"
#include "store/query.h"

enum err
rung_put_limit(struct request *q, int64_t limit)
{
	struct query r = query_open(q->store, SQL_RUNG_LIMIT, INT(limit));

	request_text(q, "alert", query_next(&r) ? query_text(&r) : TXT(""));
	return query_end(&r);
}

/* False: the row is of a limit that is not its reader's to know. */
static bool
put_one(struct request *q, struct query *r)
{
	struct owed o = {.rule = query_text(r), .version = query_int(r)};

	o.due = query_int(r);
	struct str word = query_text(r);
	bool ours = query_int(r) != 0;
	if (!ours &&
	    !rules_shown(&q->core->pack.rules, o.rule, q->session.role))
		return false;
	request_text(q, "alert", word);
	request_flag(q, "alert_late", o.due <= q->now);
	request_text(q, "alert_of", owed_title(q->core, &o));
	return true;
}

enum err
rung_put_dossier(struct request *q, int64_t dossier, struct str scope)
{
	struct query r = query_open(q->store, SQL_RUNG_DOSSIER, INT(dossier),
	    TEXT(q->session.role), TEXT(scope));
	bool found = false;

	while (!found && query_next(&r))
		found = put_one(q, &r);
	if (!found)
		request_text(q, "alert", TXT(""));
	return query_end(&r);
}
