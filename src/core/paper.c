#include "core/paper.h"

#include "core/core.h"
#include "core/reading.h"
#include "core/sql.h"
#include "mail/pdf.h"
#include "store/query.h"

static enum err
payload_of(struct request *q, int64_t act, struct bytes *payload)
{
	struct query r = query_open(q->store, SQL_PAPER_ACT, INT(act));
	enum err e = ERR_OK;

	if (query_next(&r))
		*payload =
		    str_bytes(arena_keep(q->mem, str_from(query_blob(&r)), &e));
	enum err ended = query_end(&r);
	return ended == ERR_OK ? e : ended;
}

enum err
paper_pdf(struct request *q)
{
	struct letter_act act = {0};
	struct reading_view v;
	struct concern c;
	struct letter l;
	bool may;

	enum err e = reading_admit(q, TXT(" (PDF)"), &c, &v, &may);
	if (e != ERR_OK || !may)
		return e;
	v = reading_view_of(&c, &v);
	e = payload_of(q, c.act, &act.payload);
	act.incomplete = c.content == ENVELOPE_incomplete;
	const struct letter_what w = {.pack = &q->core->pack,
	    .reference = c.reference,
	    .from = c.site_name,
	    .to = concern_service(q->core, q->session.scope),
	    .acts = &act,
	    .count = 1,
	    .network = v.network,
	    .author = v.author,
	    .communicable = v.communicable,
	    .now = q->now};
	if (e == ERR_OK)
		e = letter_compose(q->mem, &w, &l);
	if (e != ERR_OK)
		return e;
	q->data.len = 0;
	q->whole = true;
	q->type = TXT("application/pdf");
	return pdf_write(q->mem, &l, &q->data, NULL);
}
