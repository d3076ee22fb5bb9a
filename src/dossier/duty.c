#include "dossier/duty.h"

#include "dossier/ask.h"
#include "dossier/sql.h"

#define SOME 32 /* as duty_running.sql */

void
duty_end(struct course *c, enum duty_kind kind, int64_t id)
{
	tx_run(c->tx, SQL_DUTY_END, INT(kind), INT(id));
}

void
duty_task(struct course *c, int64_t task)
{
	tx_run(c->tx, SQL_DUTY_TASK, INT(task));
}

void
duty_limit(struct course *c, int64_t limit)
{
	const struct rules_deadline *d = NULL;
	struct query q = query_open(c->tx->store, SQL_DUTY_RULE, INT(limit));
	int64_t owners = 0;

	if (query_next(&q)) {
		struct str rule = query_text(&q);
		d = rules_deadline_version(&c->pack->rules, rule,
		    query_int(&q));
	}
	tx_fail(c->tx, query_end(&q));
	duty_end(c, DUTY_LIMIT, limit);
	if (d && d->information)
		return;
	for (size_t i = 0; d && i < d->owed.count; i++) {
		tx_run(c->tx, SQL_DUTY_LIMIT, INT(limit), TEXT(d->owed.at[i]));
		owners += tx_changed(c->tx);
	}
	if (owners == 0)
		tx_run(c->tx, SQL_DUTY_LIMIT, INT(limit), TEXT(TXT("crip")));
}

void
duty_refresh(struct course *c, int64_t dossier)
{
	int64_t some[SOME], after = 0;
	size_t n;

	do {
		n = ask_numbers(c->tx, some, SOME, SQL_DUTY_RUNNING,
		    INT(dossier), INT(after));
		for (size_t i = 0; i < n; i++)
			duty_limit(c, some[i]);
		if (n > 0)
			after = some[n - 1];
	} while (n == SOME);
}
