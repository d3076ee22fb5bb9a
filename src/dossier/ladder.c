#include "dossier/ladder.h"

#include "dossier/ask.h"
#include "dossier/sql.h"

#define WORD_MOST 80 /* bytes */

static void
put_up(struct course *c, int64_t limit, const struct rules_span *alert,
    int64_t at)
{
	char room[WORD_MOST];
	struct buf word = buf_over(room, sizeof(room));

	rules_alert_words(alert, &word);
	tx_fail(c->tx, buf_err(&word));
	tx_run(c->tx, SQL_LADDER_ADD, INT(at), INT(limit),
	    TEXT(buf_text(&word)));
}

void
ladder_end(struct course *c, int64_t limit)
{
	tx_run(c->tx, SQL_LADDER_END, INT(limit));
}

void
ladder_set(struct course *c, int64_t limit, const struct rules_deadline *d,
    int64_t start, int64_t due, bool fresh)
{
	const struct rules_span *past = NULL;
	int64_t since = INT64_MIN, at;

	ladder_end(c, limit);
	for (size_t i = 0; i < d->alerts_count; i++) {
		if (rules_alert(&c->pack->rules, d, i, start, due, &at) !=
			ERR_OK ||
		    at >= due)
			continue; /* out of the calendar, or of no use */
		if (at > c->now) {
			put_up(c, limit, &d->alerts[i], at);
		} else if (at >= since) {
			past = &d->alerts[i];
			since = at;
		}
	}
	if (past && fresh)
		put_up(c, limit, past, since);
}

/* One is raised; false when none is due. */
static bool
raise_one(struct course *c)
{
	int64_t at = 0, limit = 0;
	char room[WORD_MOST];
	struct buf word = buf_over(room, sizeof(room));

	if (tx_err(c->tx) != ERR_OK)
		return false;
	struct query q = query_open(c->tx->store, SQL_LADDER_DUE, INT(c->now));
	bool any = query_next(&q);
	if (any) {
		at = query_int(&q);
		limit = query_int(&q);
		buf_str(&word, query_text(&q));
	}
	tx_fail(c->tx, query_end(&q));
	tx_fail(c->tx, buf_err(&word));
	if (!any || tx_err(c->tx) != ERR_OK)
		return false;
	tx_run(c->tx, SQL_LIMIT_EVENT, INT(limit), INT(at), TEXT(TXT("alert")),
	    NIL, NIL, TEXT(buf_text(&word)), NIL, NIL);
	tx_run(c->tx, SQL_LADDER_DROP, INT(at), INT(limit),
	    TEXT(buf_text(&word)));
	return true;
}

enum err
ladder_run(struct course *c, int most, int64_t *raised, int64_t *next)
{
	int64_t n = 0, at;

	tx_save(c->tx);
	while (n < most && raise_one(c))
		n++;
	at = ask_number(c->tx, INT64_MAX, SQL_LADDER_NEXT, NONE);
	enum err e = tx_release(c->tx);
	if (e != ERR_OK)
		return e;
	*raised = n;
	*next = at;
	return ERR_OK;
}
