#include "core/owed.h"

#include "calendar/deadline.h"
#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/core.h"
#include "dossier/task.h"

/* Of whichever act made it, or of a task that no act makes (task.def). */
static struct str
title_of(const struct rules *r, struct str id)
{
	for (size_t i = 0; i < r->acts_count; i++)
		for (size_t j = 0; j < r->acts[i].tasks_count; j++)
			if (str_eq(r->acts[i].tasks[j].id, id))
				return r->acts[i].tasks[j].title;
	return task_title(r, TXT(""), id, DAY_LEAST);
}

struct str
owed_title(const struct core *c, const struct owed *o)
{
	const struct rules *r = &c->pack.rules;

	if (o->task)
		return title_of(r, o->rule);
	const struct rules_deadline *d =
	    rules_deadline_version(r, o->rule, o->version);
	return d ? d->title : o->rule;
}

/* « 40 min », « 6 h », « 3 j » */
static void
put_span(struct buf *to, int64_t ms)
{
	if (ms < CLOCK_HOUR) {
		buf_number(to, ms / CLOCK_MINUTE, 1);
		buf_str(to, TXT(" min"));
	} else if (ms < 48 * CLOCK_HOUR) {
		buf_number(to, ms / CLOCK_HOUR, 1);
		buf_str(to, TXT(" h"));
	} else {
		buf_number(to, ms / (24 * CLOCK_HOUR), 1);
		buf_str(to, TXT(" j"));
	}
}

static void
put_left(struct request *q, int64_t due)
{
	char room[64];
	struct buf b = buf_over(room, sizeof(room));
	bool late = due <= q->now;

	if (late && q->now - due < CLOCK_MINUTE)
		buf_str(&b, TXT("dépassé à l’instant"));
	else {
		buf_str(&b, late ? TXT("dépassé depuis ") : TXT("il reste "));
		put_span(&b, late ? q->now - due : due - q->now);
	}
	request_text(q, "left", buf_text(&b));
	request_flag(q, "late", late);
}

void
owed_put(struct request *q, const struct owed *o)
{
	char room[96];
	struct buf b = buf_over(room, sizeof(room));

	request_text(q, "what", owed_title(q->core, o));
	request_flag(q, "paused", o->paused);
	request_flag(q, "endless", o->due == OWED_NEVER);
	if (o->due == OWED_NEVER)
		return;
	wording_end(&b, o->due, wording_year(q->now));
	request_text(q, "due", buf_text(&b));
	put_left(q, o->due);
	day last = paris_of(o->due - 1).day;
	day before = deadline_prefer(last, q->core->pack.rules.territory);
	b.len = 0;
	if (before != last && before >= paris_day(q->now))
		wording_day(&b, before, wording_year(q->now));
	request_text(q, "prefer", buf_text(&b));
}
