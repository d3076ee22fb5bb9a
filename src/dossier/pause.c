#include "dossier/pause.h"

#include "calendar/paris.h"
#include "dossier/sql.h"

/* The ids that an act marks, or unmarks: limits, or roles whose tasks. */
static const struct rules_names *
ids(const struct rules_act *a, bool tasks, bool marks)
{
	if (tasks)
		return marks ? &a->pauses : &a->resumes;
	return &a->does[marks ? RULES_PAUSE : RULES_RESUME];
}

static bool
stands(struct course *c, int64_t dossier, struct str id, bool tasks)
{
	const struct rules *r = &c->pack->rules;
	day today = paris_day(c->now);
	bool any = false, marked = false, found = false;

	for (size_t i = 0; i < r->acts_count && !any; i++)
		any = rules_named(ids(&r->acts[i], tasks, true), id);
	if (!any || tx_err(c->tx) != ERR_OK)
		return false;
	struct query q =
	    query_open(c->tx->store, SQL_PAUSE_FORMS, INT(dossier));
	while (!found && query_next(&q)) {
		const struct rules_act *a =
		    rules_act_of(r, query_text(&q), today);
		marked = a && rules_named(ids(a, tasks, true), id);
		found = marked || (a && rules_named(ids(a, tasks, false), id));
	}
	tx_fail(c->tx, query_end(&q));
	return marked;
}

bool
pause_limit(struct course *c, int64_t dossier, struct str rule)
{
	return stands(c, dossier, rule, false);
}

bool
pause_task(struct course *c, int64_t dossier, struct str role)
{
	return stands(c, dossier, role, true);
}

void
pause_refresh(struct course *c, int64_t dossier)
{
	const struct rules *r = &c->pack->rules;

	for (size_t i = 0; i < r->deadlines_count; i++)
		tx_run(c->tx, SQL_PAUSE_LIMIT, INT(dossier),
		    TEXT(r->deadlines[i].id),
		    INT(pause_limit(c, dossier, r->deadlines[i].id)));
	for (size_t i = 0; i < r->acts_count; i++)
		for (size_t k = 0; k < r->acts[i].pauses.count; k++) {
			struct str role = r->acts[i].pauses.at[k];
			tx_run(c->tx, SQL_TASK_MARK, INT(dossier), TEXT(role),
			    INT(pause_task(c, dossier, role)));
		}
}
