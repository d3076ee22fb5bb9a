#include "core/outcome.h"

#include "core/kiosk.h"
#include "core/reread.h"
#include "core/route.h"
#include "core/sql.h"
#include "core/urgent.h"
#include "store/query.h"

struct str
outcome_slip(struct request *q, struct str reference)
{
	struct buf b = buf_new(q->mem, 256);

	if (q->route->who == ROUTE_ANYONE) {
		urgent_put_slip(q, reference, &b);
	} else {
		buf_str(&b, TXT("/bordereau?ref="));
		buf_str(&b, reference);
	}
	return buf_err(&b) == ERR_OK ? buf_text(&b) : TXT("/");
}

/* What was found again after a breakdown may have no slip yet: it is listed. */
enum err
outcome_already(struct request *q)
{
	struct ident id;
	enum err kept = ERR_OK;
	struct str reference = TXT(""), list = kiosk_base(q);

	enum err e = ident_read(urlform_get(&q->form, TXT("draft")), &id);
	if (e != ERR_OK)
		return e;
	struct query r = query_open(q->store, SQL_SENDING_MINE,
	    BLOB(BYTES_OF(id.at)), BLOB(BYTES_OF(q->session.account.at)));
	if (query_next(&r)) {
		reference = arena_keep(q->mem, query_text(&r), &kept);
		list = query_int(&r) != 0 ? TXT("/envois/etablissement")
					  : TXT("/envois");
	}
	e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	if (e != ERR_OK)
		return e;
	q->location = reference.len > 0 ? outcome_slip(q, reference) : list;
	return ERR_OK;
}

enum err
outcome_again(struct request *q, struct draft *d, uint32_t status,
    struct str text)
{
	q->status = status;
	if (q->route->who == ROUTE_ANYONE)
		request_token(q);
	return reread_show(q, d, text);
}

void
outcome_refused(struct request *q, const struct draft *d, enum motive why)
{
	q->note = (struct trail_entry){.action = AUDIT_filing_refused,
	    .motive = why,
	    .result = TRAIL_REFUSED,
	    .object = d->id};
}

enum err
outcome_not_sent(struct request *q, struct draft *d, enum err why)
{
	outcome_refused(q, d,
	    why == ERR_ABSENT ? MOTIVE_not_enrolled : MOTIVE_store_failed);
	request_flag(q, "call", true);
	return outcome_again(q, d, 503,
	    why == ERR_ABSENT
		? TXT("Ce boîtier n’est pas encore relié à un serveur "
		      "central : rien n’est parti. Votre brouillon est "
		      "gardé. En attendant, appelez.")
		: TXT("Le boîtier n’a pas pu l’enregistrer : rien n’est "
		      "parti. Votre brouillon est gardé. Réessayez ; si cela "
		      "dure, appelez."));
}
