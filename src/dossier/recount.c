#include "dossier/recount.h"

#include "dossier/sql.h"
#include "store/query.h"

static void
blame(struct buf *to, const char *what, int64_t id, const char *why)
{
	buf_str(to, str_of(what));
	buf_str(to, TXT(" "));
	buf_number(to, id, 1);
	buf_str(to, TXT(": "));
	buf_str(to, str_of(why));
	buf_str(to, TXT("\n"));
}

/* Every row of the query is a fault. */
static enum err
none_of(struct store *s, const char *sql, const char *what, const char *why,
    struct buf *faults)
{
	struct query q = query_open(s, sql, NONE);

	while (query_next(&q))
		blame(faults, what, query_int(&q), why);
	return query_end(&q);
}

static enum err
none_apart(struct store *s, struct buf *faults)
{
	struct query q = query_open(s, SQL_RECOUNT_APART, NONE);

	while (query_next(&q)) {
		buf_str(faults, query_text(&q));
		blame(faults, "", query_int(&q), "elsewhere than its act");
	}
	return query_end(&q);
}

/* The parties of a role, and how many of them owe a limit. */
static enum err
owe(struct store *s, int64_t dossier, struct str role, int64_t limit,
    int64_t *parties, int64_t *owners)
{
	struct query q = query_open(s, SQL_RECOUNT_OWNER, INT(dossier),
	    TEXT(role), INT(limit));

	if (query_next(&q)) {
		*parties += query_int(&q);
		*owners += query_int(&q);
	}
	return query_end(&q);
}

/* Who owes a limit is who its rule says, and nobody else. */
static enum err
check_limit(struct store *s, const struct rules_deadline *d, int64_t limit,
    int64_t dossier, struct buf *faults)
{
	int64_t all = 0, parties = 0, owners = 0;
	enum err e = query_number(s, &all, SQL_RECOUNT_OWNERS, INT(limit));

	for (size_t i = 0; e == ERR_OK && d && i < d->owed.count; i++)
		e = owe(s, dossier, d->owed.at[i], limit, &parties, &owners);
	if (e == ERR_OK && parties == 0)
		e = owe(s, dossier, TXT("crip"), limit, &parties, &owners);
	if (e != ERR_OK)
		return e;
	if (d && d->information)
		parties = owners = 0;
	if (all != parties || owners != parties)
		blame(faults, "limit", limit, "not owed by whom its rule says");
	return ERR_OK;
}

static enum err
check_limits(struct store *s, const struct pack *pack, struct buf *faults)
{
	int64_t limit = 0;

	for (;;) {
		const struct rules_deadline *d = NULL;
		struct query q = query_open(s, SQL_RECOUNT_LIMITS, INT(limit));
		int64_t dossier = 0;
		bool any = query_next(&q);
		if (any) {
			limit = query_int(&q);
			dossier = query_int(&q);
			struct str rule = query_text(&q);
			d = rules_deadline_version(&pack->rules, rule,
			    query_int(&q));
		}
		enum err e = query_end(&q);
		if (e == ERR_OK && any)
			e = check_limit(s, d, limit, dossier, faults);
		if (e != ERR_OK || !any)
			return e;
	}
}

enum err
recount_run(struct store *s, const struct pack *pack, struct buf *faults)
{
	static const struct {
		const char *sql, *what, *why;
	} rows[] = {
	    {SQL_RECOUNT_DUTY_LIMIT, "duty", "of a limit that does not run so"},
	    {SQL_RECOUNT_DUTY_TASK, "duty", "of a task that is not open so"},
	    {SQL_RECOUNT_IDLE_TASK, "task", "not owed by one service"},
	    {SQL_RECOUNT_ALERTS, "alert", "of a limit that does not run"},
	    {SQL_RECOUNT_LETTERS, "letter", "to nobody"},
	    {SQL_RECOUNT_MERGED, "dossier", "merged, and holds something"},
	    {SQL_RECOUNT_ALONE, "dossier", "merged, or not, otherwise"},
	    {SQL_RECOUNT_DEPARTED, "duty", "of a service that left"},
	    {SQL_RECOUNT_STRANGERS, "act", "to be read by who is no party"},
	};
	enum err e = check_limits(s, pack, faults);

	for (size_t i = 0; e == ERR_OK && i < sizeof(rows) / sizeof(*rows); i++)
		e = none_of(s, rows[i].sql, rows[i].what, rows[i].why, faults);
	return e == ERR_OK ? none_apart(s, faults) : e;
}
