#include "core/urgent.h"

#include "core/core.h"
#include "core/draft.h"
#include "core/kiosk.h"
#include "core/outcome.h"
#include "core/reread.h"
#include "core/sealing.h"
#include "core/sendings.h"
#include "core/signin.h"
#include "core/sql.h"
#include "form/normal.h"
#include "store/query.h"

enum err
urgent_wait(struct request *q, int64_t *ms)
{
	int64_t at[URGENT_FREE];
	size_t n = 0;

	struct query r = query_open(q->store, SQL_URGENT_LAST,
	    INT(q->now - URGENT_SPAN), INT(q->now), INT(URGENT_FREE));
	while (n < URGENT_FREE && query_next(&r))
		at[n++] = query_int(&r); /* the latest first */
	enum err e = query_end(&r);
	if (e != ERR_OK)
		return e;
	*ms = 0;
	if (n == URGENT_FREE) {
		/* Whichever comes first: five minutes after the last one, or
		 * the end of a quarter of an hour with fewer than three. */
		int64_t every = at[0] + URGENT_EVERY - q->now;
		int64_t span = at[n - 1] + URGENT_SPAN - q->now;
		int64_t left = every < span ? every : span;
		*ms = left > 0 ? left : 0;
	}
	return ERR_OK;
}

void
urgent_count(struct request *q)
{
	tx_run(q->tx, SQL_URGENT_FORGET, INT(q->now - URGENT_SPAN),
	    INT(q->now));
	tx_run(q->tx, SQL_URGENT_ADD, INT(q->now));
}

/* What the address of a slip is bound to: this browser and this reference. */
static struct bytes
bound(struct request *q, struct str reference)
{
	struct buf b = buf_new(q->mem, sizeof(q->browser) + reference.len);

	buf_bytes(&b, BYTES_OF(q->browser));
	buf_str(&b, reference);
	return buf_done(&b);
}

void
urgent_put_slip(struct request *q, struct str reference, struct buf *to)
{
	buf_str(to, TXT("/urgence/bordereau?ref="));
	buf_str(to, reference);
	buf_str(to, TXT("&s="));
	csrf_token(q->core->form_key, bound(q, reference), to);
}

enum err
urgent_slip(struct request *q)
{
	struct str reference = urlform_get(&q->form, TXT("ref"));

	request_token(q);
	if (!csrf_same(q->core->form_key, bound(q, reference),
		urlform_get(&q->form, TXT("s"))))
		return ERR_ABSENT;
	request_flag(q, "urgent", true);
	request_text(q, "proof", urlform_get(&q->form, TXT("s")));
	return sendings_put_slip(q, reference);
}

enum err
urgent_hide(struct request *q)
{
	request_token_anew(q);
	q->location = TXT("/");
	return ERR_OK;
}

enum err
urgent_put_left(struct request *q)
{
	int64_t saved = 0;

	enum err e = query_number(q->store, &saved, SQL_URGENT_LEFT, NONE);
	if (e != ERR_OK || saved == 0)
		return e;
	request_hour(q, "left_hour", saved);
	request_hour(q, "leaves_hour", saved + DRAFT_URGENT);
	return ERR_OK;
}

enum err
urgent_already(struct request *q)
{
	struct buf to = buf_new(q->mem, 256);
	struct ident id;
	bool any = false;

	enum err e = ident_read(urlform_get(&q->form, TXT("draft")), &id);
	if (e != ERR_OK)
		return e;
	struct query r =
	    query_open(q->store, SQL_URGENT_SENT, BLOB(BYTES_OF(id.at)));
	if (query_next(&r)) {
		any = true;
		urgent_put_slip(q, query_text(&r), &to);
	}
	e = query_end(&r);
	if (e == ERR_OK)
		e = buf_err(&to);
	if (e == ERR_OK)
		q->location = any ? buf_text(&to) : TXT("/urgence");
	return e;
}

/* --- sending -------------------------------------------------------------- */

static bool
said(struct str s, size_t most)
{
	for (size_t i = 0; i < s.len; i++)
		if ((uint8_t)s.at[i] < 0x20 || s.at[i] == 0x7f)
			return false;
	return s.len > 0 && s.len <= most;
}

/* As any line that a form asks for (form/judge). */
static bool
may_be_called(struct str phone)
{
	char room[NORMAL_MOST];
	struct buf b = buf_over(room, sizeof(room));

	return normal_write(NORMAL_telephone, phone, &b);
}

static void
who_says(struct request *q, struct draft *d)
{
	d->who.name = str_trim(urlform_get(&q->form, TXT("who_name")));
	d->who.duty = str_trim(urlform_get(&q->form, TXT("who_duty")));
	d->who.phone = str_trim(urlform_get(&q->form, TXT("who_phone")));
}

static enum err
send_it(struct request *q, struct draft *d)
{
	struct sealing_author a = {.name = d->who.name, .duty = d->who.duty};

	enum err e = sealing_send(q, d, &a, ENVELOPE_emergency);
	if (e == ERR_ABSENT || e == ERR_STORE || e == ERR_LATER)
		return outcome_not_sent(q, d, e);
	if (e != ERR_OK)
		return e;
	urgent_count(q);
	q->note = (struct trail_entry){.action = AUDIT_urgent_recorded,
	    .object = d->id};
	q->location = outcome_slip(q, d->reference);
	return ERR_OK;
}

enum err
urgent_send(struct request *q)
{
	char room[400];
	struct buf text = buf_over(room, sizeof(room));
	struct draft d = {0};
	struct str why;
	int64_t wait = 0;

	enum err e = kiosk_draft(q, &d);
	if (e == ERR_ABSENT)
		return urgent_already(q);
	if (e != ERR_OK)
		return e;
	int64_t seen = d.saved;
	who_says(q, &d);
	if (!said(d.who.name, 120) || !said(d.who.duty, 120) ||
	    !said(d.who.phone, 40))
		return outcome_again(q, &d, 422,
		    TXT("Dites qui vous êtes : votre nom, votre fonction et "
			"le numéro où vous rappeler cette nuit."));
	if (!may_be_called(d.who.phone))
		return outcome_again(q, &d, 422,
		    TXT("Ce numéro ne peut pas être appelé : écrivez les dix "
			"chiffres, ou + et l’indicatif du pays."));
	/* Before anything else: what was said stays, whatever comes. */
	e = draft_put(q, &d, d.text);
	d.saved = seen;
	if (e == ERR_OK)
		e = reread_ready(q, &d, &why);
	d.saved = q->now;
	if (e == ERR_OK && why.len > 0)
		return outcome_again(q, &d, 422, why);
	if (e == ERR_OK)
		e = urgent_wait(q, &wait);
	if (e != ERR_OK)
		return e;
	if (wait == 0)
		return send_it(q, &d);
	buf_str(&text,
	    TXT("Plusieurs envois sans compte viennent de partir d’ici. "
		"Réessayez "));
	signin_put_wait(&text, wait);
	buf_str(&text,
	    TXT(" : tout est gardé. N’attendez pas pour appeler : le 17 ou "
		"le 112 en cas de danger, sinon le magistrat de "
		"permanence."));
	request_flag(q, "call", true);
	return outcome_again(q, &d, 429, buf_text(&text));
}
