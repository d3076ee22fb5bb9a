#include "core/gauge.h"

#include "convention/rules.h"
#include "core/core.h"
#include "core/sql.h"
#include "store/query.h"

#define BAR  100 /* of the drawing, when all is taken */
#define NEAR 80  /* % from which it is amber */

static enum err
count(struct request *q, const char *sql, struct str state, int64_t *n)
{
	return query_number(q->store, n, sql, TEXT(state));
}

/* How many dossiers are in a state it counts. */
static enum err
taken_of(struct request *q, const struct rules_capacity *c, int64_t *taken)
{
	enum err e = ERR_OK;

	*taken = 0;
	for (size_t i = 0; e == ERR_OK && i < c->states.count; i++) {
		int64_t n = 0;
		e = count(q, SQL_GAUGE_EDUCATION, c->states.at[i], &n);
		*taken += n;
	}
	return e;
}

static void
put_one(struct request *q, const struct rules_capacity *c, int64_t taken)
{
	int64_t share = c->most > 0 ? taken * 100 / c->most : 0;

	request_text(q, "name", c->title);
	request_number(q, "taken", taken);
	request_number(q, "most", c->most);
	request_number(q, "width", share > BAR ? BAR : share);
	request_flag(q, "full", share >= 100);
	request_flag(q, "near", share >= NEAR && share < 100);
	request_text(q, "source", c->source);
}

enum err
gauge_put(struct request *q)
{
	const struct rules *r = &q->core->pack.rules;
	enum err e = ERR_OK;

	request_json(q, "gauges", TXT("["));
	for (size_t i = 0; e == ERR_OK && i < r->capacities_count; i++) {
		int64_t taken;
		e = taken_of(q, &r->capacities[i], &taken);
		buf_str(&q->data, i > 0 ? TXT(",{") : TXT("{"));
		if (e == ERR_OK)
			put_one(q, &r->capacities[i], taken);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return e;
}

static enum err
put_axis(struct request *q, const char *key, const char *sql,
    const struct rules_state *axis, size_t states)
{
	enum err e = ERR_OK;

	request_json(q, key, TXT("["));
	for (size_t i = 0; e == ERR_OK && i < states; i++) {
		int64_t n = 0;
		e = count(q, sql, axis[i].id, &n);
		buf_str(&q->data, i > 0 ? TXT(",{") : TXT("{"));
		request_text(q, "label", axis[i].label);
		request_number(q, "count", n);
		request_flag(q, "closed", axis[i].closed);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return e;
}

enum err
gauge_put_states(struct request *q)
{
	const struct rules *r = &q->core->pack.rules;

	enum err e = put_axis(q, "education", SQL_GAUGE_EDUCATION, r->education,
	    r->education_count);
	if (e == ERR_OK)
		e = put_axis(q, "penal", SQL_GAUGE_PENAL, r->penal,
		    r->penal_count);
	return e;
}
