#include "core/sealing.h"

#include "base/item.h"
#include "calendar/paris.h"
#include "convention/competence.h"
#include "core/core.h"
#include "core/kiosk.h"
#include "core/known.h"
#include "core/outbox.h"
#include "core/sql.h"
#include "dossier/reference.h"
#include "form/answer.h"
#include "store/query.h"

#define SLACK 8192 /* bytes of a payload around its answers */

/* --- the payload ---------------------------------------------------------- */

static void
put_site(struct request *q, struct buf *b)
{
	const struct enrol_site *here = &q->core->site.here;

	buf_str(b, TXT(",\"site\":{"));
	item_text(b, "code", here->code);
	item_text(b, "name", here->name);
	item_text(b, "kind", here->kind);
	item_text(b, "commune", here->commune);
	item_text(b, "phone", here->phone);
	item_text(b, "departement", here->departement);
	buf_str(b, TXT("}"));
}

static void
put_author(const struct sealing_author *a, const struct draft *d, struct buf *b)
{
	char room[IDENT_TEXT];
	struct buf hex = buf_over(room, sizeof(room));

	buf_str(b, TXT(",\"author\":{"));
	if (a->id) {
		ident_put(&hex, a->id);
		item_text(b, "id", buf_text(&hex));
	} else {
		buf_str(b, TXT("\"id\":null"));
		item_text(b, "phone", d->who.phone);
	}
	item_text(b, "name", a->name);
	item_text(b, "duty", a->duty);
	item_text(b, "role", a->role);
	item_text(b, "service", a->service);
	buf_str(b,
	    a->id ? TXT(",\"verified\":true}") : TXT(",\"verified\":false}"));
}

/* What was chosen and what was proposed are both kept (R1). */
static enum err
put_parquet(struct request *q, const struct draft *d, struct buf *b)
{
	struct competence c = {0};
	struct str chosen = json_text(json_get(d->answers, TXT("k_parquet")));

	enum err e = competence_propose(q->mem, &q->core->pack, d->form,
	    d->answers, q->core->site.here.commune, &c);
	if (e != ERR_OK)
		return e;
	struct str proposed = c.service ? c.service->id : TXT("");
	buf_str(b, TXT(",\"parquet\":{"));
	item_text(b, "chosen", chosen.len > 0 ? chosen : proposed);
	item_text(b, "proposed", proposed);
	item_text(b, "reason", c.reason);
	buf_str(b, TXT("}"));
	return ERR_OK;
}

/* All that was typed, right or wrong, when it is sent as it stands. */
static enum err
put_answers(const struct draft *d, bool whole, struct buf *b)
{
	enum err e = ERR_OK;

	buf_str(b, TXT(",\"answers\":"));
	if (whole)
		e = answer_sent(d->form, d->answers, b);
	else
		buf_str(b, d->text);
	if (e != ERR_OK)
		return e;
	buf_str(b, TXT(",\"normal\":"));
	return answer_normal(d->form, d->answers, b);
}

static enum err
payload(struct request *q, const struct draft *d,
    const struct sealing_author *a, bool whole, int urgency, struct buf *b)
{
	buf_str(b, TXT("{\"payload\":1"));
	item_text(b, "form", d->form_id);
	item_number(b, "version", d->version);
	item_text(b, "pack", q->core->pack.name);
	item_text(b, "reference", d->reference);
	item_text(b, "about", d->about);
	put_site(q, b);
	put_author(a, d, b);
	item_number(b, "filed_ms", q->now);
	item_number(b, "clock", hour_now(&q->core->hour).clock);
	item_number(b, "urgency", urgency);
	enum err e = put_parquet(q, d, b);
	if (e == ERR_OK)
		e = put_answers(d, whole, b);
	buf_str(b, TXT("}"));
	return e == ERR_OK ? buf_err(b) : e;
}

/* --- sending -------------------------------------------------------------- */

/* A number nobody else has, given inside the transaction. */
static enum err
next_number(struct request *q, struct str of, int year, int64_t *n)
{
	tx_run(q->tx, SQL_NUMBERING_NEXT, TEXT(of), INT(year));
	enum err e = tx_err(q->tx);
	return e == ERR_OK
	    ? query_number(q->store, n, SQL_NUMBERING_LAST, TEXT(of), INT(year))
	    : e;
}

/* The reference is given once, and the draft keeps it. */
static enum err
name(struct request *q, struct draft *d)
{
	const struct enrol_site *here = &q->core->site.here;
	const struct kiosk_row *row = kiosk_form(d->form_id);
	bool added = row && row->content == ENVELOPE_addendum;
	int year = day_ymd(paris_day(q->now)).y;
	struct buf b = buf_new(q->mem, REFERENCE_MOST + 16);
	int64_t n = 0;

	if (d->reference.len > 0)
		return ERR_OK;
	enum err e = added ? next_number(q, d->about, 0, &n)
			   : next_number(q, d->form->letter, year, &n);
	if (e != ERR_OK)
		return e;
	if (added)
		reference_put_added(&b, d->about, n);
	else
		reference_put(&b,
		    &(struct reference){.letter = d->form->letter.at[0],
			.departement = here->departement,
			.site = here->code,
			.year = year,
			.number = n});
	d->reference = buf_text(&b);
	return buf_err(&b);
}

static enum err
enter(struct request *q, struct draft *d, const struct sealing_author *a,
    enum envelope_content content)
{
	struct buf b = buf_new(q->mem, d->text.len * 2 + SLACK);
	bool whole = content != ENVELOPE_incomplete;
	int urgency = form_urgency_of(d->form, d->answers);

	if (content == ENVELOPE_emergency && urgency < ENVELOPE_URGENT)
		urgency = ENVELOPE_URGENT;
	enum err e = payload(q, d, a, whole, urgency, &b);
	if (e != ERR_OK)
		return e;
	e = outbox_put(q->core, q->tx, q->mem,
	    &(struct outbox_item){.id = d->id,
		.content = content,
		.urgency = (enum envelope_urgency)urgency,
		.payload = buf_done(&b)});
	if (e != ERR_OK)
		return e;
	tx_run(q->tx, SQL_SENDING_ADD, BLOB(BYTES_OF(d->id.at)),
	    a->id ? BLOB(BYTES_OF(a->id->at)) : NIL, TEXT(d->form_id),
	    INT(content), TEXT(d->reference), TEXT(d->about), INT(urgency),
	    INT(q->now));
	known_add(q, d);
	draft_drop(q, d);
	return tx_err(q->tx);
}

enum err
sealing_send(struct request *q, struct draft *d, const struct sealing_author *a,
    enum envelope_content content)
{
	bool first = d->reference.len == 0;
	enum err e = name(q, d);

	if (e == ERR_OK && first)
		tx_run(q->tx, SQL_DRAFT_NAME, TEXT(d->reference),
		    BLOB(BYTES_OF(d->id.at)));
	if (e != ERR_OK)
		return e;
	tx_save(q->tx);
	tx_fail(q->tx, enter(q, d, a, content));
	return tx_release(q->tx);
}
