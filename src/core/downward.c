#include "core/downward.h"

#include "base/json.h"
#include "core/sql.h"
#include "store/query.h"

void
downward_taken(struct tx *tx, struct box *b, int64_t since, int64_t now)
{
	int64_t last = 0;
	enum err e = query_number(tx->store, &last, SQL_DOWNWARD_LAST, NONE);

	tx_fail(tx, e);
	/* A number we never gave comes from a life before a restore. */
	if (e != ERR_OK || since < 0 || since > last)
		since = 0;
	if (since > b->told)
		tx_run(tx, SQL_DOWNWARD_TOLD, BLOB(BYTES_OF(b->device.at)),
		    INT(b->told), INT(since), INT(now));
	b->told = since;
}

/* Of what: its box knows it by its envelope, and maybe not by the reference
 * that it was given here. */
static void
put_act(struct buf *to, const struct ident *act, struct str reference)
{
	buf_str(to, TXT("\"sending\":\""));
	ident_put(to, act);
	buf_str(to, TXT("\",\"reference\":"));
	json_quote(to, reference);
}

static void
put_state(struct buf *to, const struct ident *act, struct str reference,
    int64_t at)
{
	buf_str(to, to->len > 0 ? TXT(",{") : TXT("{"));
	put_act(to, act, reference);
	buf_str(to, TXT(",\"delivered_ms\":"));
	buf_number(to, at, 1);
	buf_str(to, TXT("}"));
}

static void
put_word(struct buf *to, struct query *rows, const struct ident *act,
    struct str reference)
{
	struct ident id;

	query_copy(rows, id.at, sizeof(id.at));
	buf_str(to, to->len > 0 ? TXT(",{\"id\":\"") : TXT("{\"id\":\""));
	ident_put(to, &id);
	buf_str(to, TXT("\","));
	put_act(to, act, reference);
	buf_str(to, TXT(",\"sender\":"));
	json_quote(to, query_text(rows));
	buf_str(to, TXT(",\"sent_ms\":"));
	buf_number(to, query_int(rows), 1);
	buf_str(to, TXT(",\"text\":"));
	json_quote(to, query_text(rows));
	buf_str(to, TXT("}"));
}

/* One row; false when there is no room left for it. */
static bool
put_row(struct query *rows, struct buf *states, struct buf *words,
    int64_t *upto)
{
	struct buf was_states = *states, was_words = *words;
	int64_t seq = query_int(rows);
	bool receipt = query_int(rows) != 0;
	struct ident act;
	query_copy(rows, act.at, sizeof(act.at));
	struct str reference = query_text(rows);
	int64_t delivered = query_null(rows) ? 0 : query_int(rows);

	if (receipt) {
		*upto = seq; /* it stands among the receipts */
		return true;
	}
	if (query_null(rows))
		put_state(states, &act, reference, delivered);
	else
		put_word(words, rows, &act, reference);
	if (buf_err(states) == ERR_OK && buf_err(words) == ERR_OK) {
		*upto = seq;
		return true;
	}
	*states = was_states;
	*words = was_words;
	return false;
}

static void
put_list(struct request *q, const char *key, struct str items)
{
	request_json(q, key, TXT("["));
	buf_str(&q->data, items);
	buf_str(&q->data, TXT("]"));
}

enum err
downward_put(struct request *q, const struct box *b)
{
	struct buf states = buf_new(q->mem, DOWNWARD_STATES);
	struct buf words = buf_new(q->mem, DOWNWARD_WORDS);
	int64_t upto = b->told;
	enum err e = buf_err(&states);

	if (e == ERR_OK)
		e = buf_err(&words);
	if (e != ERR_OK)
		return e;
	struct query rows = query_open(q->store, SQL_DOWNWARD_NEXT,
	    BLOB(BYTES_OF(b->device.at)), INT(b->told));
	while (query_next(&rows) && put_row(&rows, &states, &words, &upto))
		continue;
	e = query_end(&rows);
	put_list(q, "states", buf_text(&states));
	put_list(q, "words", buf_text(&words));
	request_number(q, "states_upto", upto);
	return e;
}
