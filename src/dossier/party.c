#include "dossier/party.h"

#include "calendar/paris.h"
#include "dossier/sql.h"
#include "dossier/task.h"
#include "dossier/whom.h"

static bool
add(struct course *c, int64_t dossier, struct str role, struct str scope,
    int64_t act, bool network, bool aside)
{
	tx_run(c->tx, SQL_PARTY_ADD, INT(dossier), TEXT(role), TEXT(scope),
	    INT(act), INT(network), INT(aside));
	if (tx_changed(c->tx) > 0)
		return true;
	tx_run(c->tx, SQL_PARTY_AGAIN, INT(dossier), TEXT(role), TEXT(scope),
	    INT(act), INT(network), INT(aside));
	return tx_changed(c->tx) > 0;
}

bool
party_add(struct course *c, int64_t dossier, struct str role, struct str scope,
    int64_t act, bool network)
{
	return add(c, dossier, role, scope, act, network, false);
}

/* What no rule in force says anything about is for whom it is sent to anyway:
 * for the others it is nothing until a rule says so. */
static const char *const ruleless[] = {"crip", "parquet"};

/* The acts of one form, for whoever may read such acts. */
static void
read_form(struct course *c, int64_t dossier, struct str form, day on)
{
	const struct rules_act *r = rules_act_of(&c->pack->rules, form, on);

	for (size_t i = 0; !r && i < sizeof(ruleless) / sizeof(*ruleless); i++)
		tx_run(c->tx, SQL_PARTY_READS_FORM, INT(dossier), TEXT(form),
		    TEXT(str_of(ruleless[i])));
	if (!r)
		return;
	if (r->readers.count == 0) {
		tx_run(c->tx, SQL_PARTY_READS_FORM_ALL, INT(dossier),
		    TEXT(form));
		return;
	}
	for (size_t i = 0; i < r->readers.count; i++)
		tx_run(c->tx, SQL_PARTY_READS_FORM, INT(dossier), TEXT(form),
		    TEXT(r->readers.at[i]));
}

void
party_read_all(struct course *c, int64_t dossier)
{
	struct str forms[RULES_ACTS_MOST];
	enum err kept = ERR_OK;
	size_t count = 0;

	struct query q =
	    query_open(c->tx->store, SQL_PARTY_FORMS, INT(dossier));
	while (count < RULES_ACTS_MOST && query_next(&q))
		forms[count++] = arena_keep(c->mem, query_text(&q), &kept);
	tx_fail(c->tx, query_end(&q));
	tx_fail(c->tx, kept);
	for (size_t i = 0; i < count; i++)
		read_form(c, dossier, forms[i], paris_day(c->now));
}

/* The new act, for whoever reads it. */
static void
read_one(struct happening *h)
{
	struct tx *tx = h->c->tx;

	for (size_t i = 0; !h->rule && i < sizeof(ruleless) / sizeof(*ruleless);
	     i++)
		tx_run(tx, SQL_PARTY_READS, INT(h->dossier), INT(h->act),
		    TEXT(str_of(ruleless[i])));
	if (!h->rule)
		return;
	if (h->rule->readers.count == 0) {
		tx_run(tx, SQL_PARTY_READS_ALL, INT(h->dossier), INT(h->act));
		return;
	}
	for (size_t i = 0; i < h->rule->readers.count; i++)
		tx_run(tx, SQL_PARTY_READS, INT(h->dossier), INT(h->act),
		    TEXT(h->rule->readers.at[i]));
}

/* The CRIP has a dossier whose first act it reads, and what the rules did not
 * expect; an intervention in an inquiry is none of its matters (S1-2.3-a). */
static bool
for_crip(const struct happening *h)
{
	const struct rules_act *r = h->rule;

	return !r || h->odd ||
	    (h->opened &&
		(r->readers.count == 0 ||
		    rules_named(&r->readers, TXT("crip"))));
}

/* Whatever the rules say, what comes from a box, or has no rule, reaches the
 * CRIP and the parquet it names (S1-1.1-a, e). */
static bool
join_anyway(struct happening *h)
{
	struct course *c = h->c;
	bool joined = for_crip(h) &&
	    party_add(c, h->dossier, TXT("crip"), TXT(""), h->act, true);

	const struct directory *d = &c->pack->directory;
	const struct directory_service *parquet =
	    directory_service_of(d, h->said->parquet);

	/* One that is no more reads nothing: the CRIP names another. */
	if (h->said->parquet.len > 0 &&
	    (!parquet ||
		(directory_serves(d, parquet) &&
		    str_eq(parquet->role, TXT("parquet")))))
		joined |= party_add(c, h->dossier, TXT("parquet"),
		    h->said->parquet, h->act, true);
	return joined;
}

bool
party_join(struct happening *h)
{
	const struct course_author *a = &h->said->author;
	struct course *c = h->c;
	bool joined = !h->rule || h->said->device ? join_anyway(h) : false;

	for (size_t i = 0; h->rule && i < h->rule->parties.count; i++) {
		const struct rules_who *who = &h->rule->parties.at[i];
		struct whom w;
		enum whom_found found = whom_find(h, who, &w);
		if (found == WHOM_UNKNOWN)
			task_name_someone(h);
		if (found != WHOM_FOUND)
			continue;
		joined |= add(c, h->dossier, w.role, w.scope, h->act, w.network,
		    w.aside);
		tx_run(c->tx, SQL_PARTY_NAMED, INT(h->act), TEXT(w.role),
		    TEXT(w.scope));
	}
	if (a->account) {
		/* It is party by what it was named for, not by writing. */
		joined |=
		    add(c, h->dossier, a->role, a->scope, h->act, false, true);
		tx_run(c->tx, SQL_PARTY_WROTE, INT(h->act), TEXT(a->role),
		    TEXT(a->scope), INT(c->now),
		    BLOB(BYTES_OF(a->account->at)));
	}
	if (joined && !h->opened)
		party_read_all(c, h->dossier);
	read_one(h);
	return joined;
}
