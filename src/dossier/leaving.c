#include "dossier/leaving.h"

#include "dossier/ask.h"
#include "dossier/duty.h"
#include "dossier/limit.h"
#include "dossier/sql.h"
#include "dossier/task.h"
#include "dossier/whom.h"

#define SOME 32 /* as leaving_limits.sql */

/* Under what it is party. */
struct leaver {
	const struct rules_leave *rule;
	struct str role, scope, id; /* id: in the directory */
};

/* --- who may be said to leave ----------------------------------------------
 */

/* The service that was answered, whether or not it still serves. */
static bool
meant(const struct happening *h, const struct rules_leave *l, struct leaver *w)
{
	const struct directory *d = &h->c->pack->directory;
	const struct directory_service *s = directory_service_of(d,
	    json_text(json_get(h->answers, l->who.field->id)));

	if (!condition_holds(l->who.when, h->answers) || !s ||
	    !str_eq(s->role, l->who.role))
		return false;
	*w = (struct leaver){.rule = l,
	    .role = s->role,
	    .scope = whom_scope(d, s->role, s->id),
	    .id = s->id};
	return true;
}

static bool
may_leave(const struct happening *h, const struct leaver *w)
{
	const struct course_author *a = &h->said->author;
	struct tx *tx = h->c->tx;

	if (ask_number(tx, 0, SQL_LEAVING_MAY, INT(h->dossier), TEXT(w->role),
		TEXT(w->scope), TEXT(w->id)) == 0)
		return false;
	return rules_named(&w->rule->by, a->role) ||
	    ask_number(tx, 0, SQL_LEAVING_NAMED, INT(h->dossier), TEXT(w->role),
		TEXT(w->scope), TEXT(a->role), TEXT(a->scope)) > 0;
}

/* --- what goes with it -----------------------------------------------------
 */

/* Limits that began because it was named. */
static void
drop_limits(struct happening *h, const struct leaver *w)
{
	int64_t some[SOME];

	for (size_t i = 0; i < w->rule->drops.count; i++) {
		size_t n = ask_numbers(h->c->tx, some, SOME, SQL_LEAVING_LIMITS,
		    INT(h->dossier), TEXT(w->rule->drops.at[i]), TEXT(w->role),
		    TEXT(w->scope));
		for (size_t k = 0; k < n; k++)
			limit_drop(h, some[k]);
	}
}

/* A limit that its role owes runs, and the dossier has no other of it. */
static bool
owed_by_none(struct happening *h, struct str role)
{
	int64_t some[SOME], after = 0;
	size_t n;

	if (ask_number(h->c->tx, 1, SQL_LEAVING_OTHER, INT(h->dossier),
		TEXT(role)) > 0)
		return false;
	do {
		n = ask_numbers(h->c->tx, some, SOME, SQL_DUTY_RUNNING,
		    INT(h->dossier), INT(after));
		for (size_t i = 0; i < n; i++) {
			const struct rules_deadline *d =
			    limit_rule(h->c, some[i]);
			if (d && rules_named(&d->owed, role))
				return true;
		}
		after = n > 0 ? some[n - 1] : after;
	} while (n == SOME);
	return false;
}

/* No party, no reader; nor again once a merge is undone. */
static void
shut_out(struct happening *h, const struct leaver *w)
{
	static const char *const moves[] = {SQL_LEAVING_UNREAD,
	    SQL_LEAVING_PARTY, SQL_LEAVING_FOLDED, SQL_LEAVING_UNNAMED,
	    SQL_LEAVING_STOP};
	struct tx *tx = h->c->tx;

	tx_run(tx, SQL_LEAVING_ADD, INT(h->act), TEXT(w->role), TEXT(w->scope));
	tx_run(tx, SQL_LEAVING_HAD, INT(h->act), INT(h->dossier), TEXT(w->role),
	    TEXT(w->scope));
	for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++)
		tx_run(tx, moves[i], INT(h->dossier), TEXT(w->role),
		    TEXT(w->scope));
}

static void
leave(struct happening *h, const struct leaver *w)
{
	drop_limits(h, w);
	shut_out(h, w);
	task_left(h, w->role, w->scope);
	duty_refresh(h->c, h->dossier);
	if (owed_by_none(h, w->role))
		task_name_someone(h);
}

void
leaving_do(struct happening *h)
{
	bool any = !h->rule || h->rule->leaves_count == 0;

	for (size_t i = 0; h->rule && i < h->rule->leaves_count; i++) {
		struct leaver w;
		if (!meant(h, &h->rule->leaves[i], &w))
			continue;
		any = true;
		if (!may_leave(h, &w))
			tx_fail(h->c->tx, ERR_INPUT);
		leave(h, &w);
	}
	if (!any)
		tx_fail(h->c->tx, ERR_INPUT);
}
