#include "core/likeness.h"

#include "core/core.h"
#include "core/sql.h"
#include "dossier/course.h"
#include "store/query.h"

static bool
decides(const struct request *q)
{
	return q->session.who == WHO_CRIP || q->session.who == WHO_PARQUET;
}

static struct str
why_words(struct str why)
{
	if (str_eq(why, TXT("identity")))
		return TXT("même nom, même prénom, même date de naissance");
	if (str_eq(why, TXT("name")))
		return TXT("même nom et même prénom");
	if (str_eq(why, TXT("born")))
		return TXT("nom proche et même date de naissance");
	return why;
}

enum err
likeness_put(struct request *q, const struct docket *d)
{
	int n = 0;

	if (!decides(q))
		return ERR_OK;
	struct query r = query_open(q->store, SQL_LIKENESS_OPEN, INT(d->id),
	    TEXT(d->role), TEXT(d->scope));
	request_json(q, "alike", TXT("["));
	while (query_next(&r)) {
		buf_str(&q->data, n++ > 0 ? TXT(",{") : TXT("{"));
		request_text(q, "other", query_text(&r));
		request_when(q, "other_opened", query_int(&r));
		request_text(q, "why", why_words(query_text(&r)));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	request_flag(q, "has_alike", n > 0);
	return query_end(&r);
}

enum err
likeness_refuse(struct request *q)
{
	struct str other = urlform_get(&q->form, TXT("autre"));
	struct docket d, o;

	if (!decides(q))
		return ERR_DENIED;
	enum err e = docket_find(q, &d);
	if (e == ERR_OK)
		e = docket_find_named(q, other, &o);
	if (e != ERR_OK)
		return e;
	struct course c = {.tx = q->tx,
	    .mem = q->mem,
	    .pack = &q->core->pack,
	    .now = q->now};
	e = course_unlike(&c, d.id, o.id);
	if (e != ERR_OK)
		return e;
	q->note = (struct trail_entry){.action = AUDIT_likeness_refused,
	    .object = d.ident,
	    .detail = str_bytes(o.reference)};
	return docket_go(q, &d);
}
