#include "core/errand.h"

#include "core/core.h"
#include "core/sql.h"
#include "dossier/course.h"
#include "store/query.h"

/* What an auditor reads: its title. */
static enum err
find_title(struct request *q, int64_t task, struct str *title)
{
	struct query r = query_open(q->store, SQL_ERRAND_FIND, INT(task));
	enum err kept = ERR_OK;

	bool any = query_next(&r);
	if (any) {
		struct str rule = query_text(&r), form = query_text(&r);
		*title = arena_keep(q->mem,
		    course_task_title(&q->core->pack, form, rule,
			query_int(&r)),
		    &kept);
	}
	enum err e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && !any ? ERR_ABSENT : e;
}

enum err
errand_done(struct request *q)
{
	struct course c = {.tx = q->tx,
	    .mem = q->mem,
	    .pack = &q->core->pack,
	    .now = q->now};
	struct docket d;
	struct str title;
	uint64_t task = 0;

	enum err e = docket_find(q, &d);
	if (e != ERR_OK)
		return e;
	if (!str_number(urlform_get(&q->form, TXT("tache")), INT64_MAX, &task))
		return ERR_ABSENT;
	e = find_title(q, (int64_t)task, &title);
	if (e == ERR_OK)
		e = course_task_by_hand(&c, d.id, (int64_t)task, d.role,
		    d.scope, &q->session.account);
	if (e != ERR_OK)
		return e == ERR_INPUT ? ERR_ABSENT : e;
	q->note = (struct trail_entry){.action = AUDIT_task_done,
	    .object = d.ident,
	    .detail = str_bytes(title)};
	return docket_go(q, &d);
}
