#include "core/budget.h"

#include "calendar/wording.h"
#include "core/core.h"
#include "core/sql.h"
#include "store/query.h"

#define REASON_MOST 300 /* bytes */

/* Where someone stands, about one dossier. */
struct standing {
	int64_t read;    /* different dossiers within the hour */
	int64_t given;   /* by colleagues, within the hour */
	bool counted;    /* this one is among them */
	int64_t urgency; /* of this one */
};

static enum err
stand(struct request *q, int64_t dossier, struct standing *s)
{
	struct query r = query_open(q->store, SQL_BUDGET_STAND,
	    BLOB(BYTES_OF(q->session.account.at)), INT(q->now - CLOCK_HOUR),
	    INT(dossier), INT(q->now + CLOCK_HOUR));

	*s = (struct standing){0};
	if (query_next(&r)) {
		s->read = query_int(&r);
		s->given = query_int(&r);
		s->counted = query_int(&r) != 0;
		s->urgency = query_int(&r);
	}
	return query_end(&r);
}

static bool
is_over(const struct standing *s)
{
	return !s->counted && s->read >= BUDGET_HOUR + s->given;
}

/* A line of text, or "". */
static struct str
reason_of(const struct request *q)
{
	struct str s = str_trim(urlform_get(&q->form, TXT("raison")));

	for (size_t i = 0; i < s.len; i++)
		if ((uint8_t)s.at[i] < 0x20 || s.at[i] == 0x7f)
			return TXT("");
	return s.len <= REASON_MOST ? s : TXT("");
}

static enum err
to_cover(struct request *q, struct str reference)
{
	struct buf to = buf_new(q->mem, 128);

	buf_str(&to, TXT("/fiche?ref="));
	buf_str(&to, reference);
	q->location = buf_text(&to);
	return buf_err(&to);
}

static void
write_down(struct request *q, int64_t dossier)
{
	struct bytes account = BYTES_OF(q->session.account.at);

	tx_run(q->tx, SQL_BUDGET_FORGET, BLOB(account),
	    INT(q->now - CLOCK_HOUR), INT(q->now + CLOCK_HOUR));
	tx_run(q->tx, SQL_BUDGET_ADD, BLOB(account), INT(dossier), INT(q->now));
}

enum err
budget_spend(struct request *q, int64_t dossier, struct str reference,
    bool *may)
{
	struct standing s;
	enum err e = stand(q, dossier, &s);

	*may = false;
	if (e != ERR_OK)
		return e;
	if (!q->tx) {
		*may = s.counted;
		if (*may)
			return ERR_OK;
		q->note = (struct trail_entry){0};
		return to_cover(q, reference);
	}
	struct str reason = reason_of(q);
	bool passes = s.urgency > 0 && reason.len > 0;
	if (is_over(&s) && !passes) {
		q->note = (struct trail_entry){.action = AUDIT_act_refused,
		    .motive = MOTIVE_budget_spent,
		    .result = TRAIL_REFUSED};
		return to_cover(q, reference);
	}
	if (is_over(&s))
		request_note(q,
		    &(struct trail_entry){.action = AUDIT_budget_passed,
			.detail = str_bytes(reason)});
	if (!s.counted)
		write_down(q, dossier);
	*may = true;
	return ERR_OK;
}

/* --- beyond it ---------------------------------------------------------------
 */

static void
put_when(struct request *q, const char *key, int64_t at)
{
	char room[96];
	struct buf text = buf_over(room, sizeof(room));

	if (at > 0)
		wording_utc(&text, at, wording_year(q->now));
	request_text(q, key, buf_text(&text));
}

/* What was asked of colleagues within the hour, and whether there are any. */
static enum err
put_asked(struct request *q)
{
	struct query r = query_open(q->store, SQL_BUDGET_ASKED,
	    BLOB(BYTES_OF(q->session.account.at)), INT(q->now - CLOCK_HOUR),
	    TEXT(q->session.role), TEXT(q->session.scope),
	    INT(q->now + CLOCK_HOUR));

	if (query_next(&r)) {
		put_when(q, "asked", query_int(&r));
		put_when(q, "refused", query_int(&r));
		request_flag(q, "alone", query_int(&r) == 0);
	}
	return query_end(&r);
}

enum err
budget_put(struct request *q, const struct concern *c)
{
	struct standing s;

	enum err e = stand(q, c->dossier, &s);
	if (e != ERR_OK || !is_over(&s))
		return e;
	request_open(q, "over");
	request_number(q, "most", BUDGET_HOUR + s.given);
	request_flag(q, "pressing", s.urgency > 0);
	e = put_asked(q);
	request_close(q);
	return e;
}

enum err
budget_ask(struct request *q)
{
	struct concern c;
	struct standing s;
	struct str reason = reason_of(q);
	int64_t open = 0;

	enum err e = concern_find(q, &c);
	if (e == ERR_OK)
		e = stand(q, c.dossier, &s);
	if (e == ERR_OK)
		e = query_number(q->store, &open, SQL_BUDGET_OPEN,
		    BLOB(BYTES_OF(q->session.account.at)),
		    INT(q->now - CLOCK_HOUR), INT(q->now + CLOCK_HOUR));
	if (e != ERR_OK)
		return e;
	if (is_over(&s) && open == 0 && reason.len > 0) {
		tx_run(q->tx, SQL_BUDGET_ASK,
		    BLOB(BYTES_OF(q->session.account.at)), INT(q->now),
		    TEXT(reason));
		q->note.detail = str_bytes(reason);
	} else {
		q->note = (struct trail_entry){0}; /* there is nothing to ask */
	}
	return to_cover(q, c.reference);
}

/* --- at a colleague's desk ---------------------------------------------------
 */

static void
put_one(struct request *q, struct query *r)
{
	char hex[IDENT_TEXT];
	struct buf text = buf_over(hex, sizeof(hex));
	struct ident id;

	query_copy(r, id.at, sizeof(id.at));
	ident_put(&text, &id);
	request_text(q, "who", buf_text(&text));
	request_text(q, "whose", query_text(r));
	request_text(q, "duty", query_text(r));
	int64_t at = query_int(r);
	request_number(q, "at", at);
	put_when(q, "when", at);
	request_text(q, "why", query_text(r));
}

enum err
budget_put_asking(struct request *q)
{
	struct query r = query_open(q->store, SQL_BUDGET_ASKING,
	    BLOB(BYTES_OF(q->session.account.at)), INT(q->now - CLOCK_HOUR),
	    TEXT(q->session.role), TEXT(q->session.scope), INT(BUDGET_ASKING),
	    INT(q->now + CLOCK_HOUR));
	bool first = true;

	request_json(q, "asking", TXT("["));
	while (query_next(&r)) {
		buf_str(&q->data, first ? TXT("{") : TXT(",{"));
		first = false;
		put_one(q, &r);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return query_end(&r);
}

enum err
budget_answer(struct request *q)
{
	struct str go = urlform_get(&q->form, TXT("go"));
	bool grants = str_eq(go, TXT("grant"));
	struct ident whom;
	uint64_t asked = 0;

	if ((!grants && !str_eq(go, TXT("refuse"))) ||
	    ident_read(urlform_get(&q->form, TXT("who")), &whom) != ERR_OK ||
	    !str_number(urlform_get(&q->form, TXT("asked")), INT64_MAX, &asked))
		return ERR_INPUT;
	tx_run(q->tx, SQL_BUDGET_ANSWER, BLOB(BYTES_OF(whom.at)),
	    INT((int64_t)asked), BLOB(BYTES_OF(q->session.account.at)),
	    INT(q->now), INT(grants ? BUDGET_MORE : 0), TEXT(q->session.role),
	    TEXT(q->session.scope), INT(q->now - CLOCK_HOUR),
	    INT(q->now + CLOCK_HOUR));
	if (tx_changed(q->tx) == 0) {
		enum err e = tx_err(q->tx);
		return e != ERR_OK ? e : ERR_DENIED; /* nobody of ours asked */
	}
	q->note = (struct trail_entry){.action = grants ? AUDIT_budget_given
							: AUDIT_budget_refused,
	    .object = whom};
	q->location = TXT("/fiches");
	return ERR_OK;
}
