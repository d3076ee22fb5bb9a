#include "core/filing.h"

#include "core/account.h"
#include "core/attempt.h"
#include "core/core.h"
#include "core/kiosk.h"
#include "core/known.h"
#include "core/outcome.h"
#include "core/reread.h"
#include "core/sealing.h"
#include "core/signin.h"
#include "crypto/passphrase.h"

/* What is remembered while the keeper works. */
struct signing {
	struct passphrase_check ask;
	struct attempt attempt;
	struct account_lock lock;
};

/* « C’est la même situation » : the fiche found is what this one is about. */
static enum err
join(struct request *q, struct draft *d)
{
	struct str same = TXT("");

	if (!urlform_has(&q->form, TXT("same")) || d->about.len > 0)
		return ERR_OK;
	enum err e = known_find(q, d, &same);
	if (e == ERR_OK)
		d->about = same;
	return e;
}

static enum err
wait_first(struct request *q, struct draft *d, const struct attempt *a)
{
	char room[200];
	struct buf text = buf_over(room, sizeof(room));

	buf_str(&text, TXT("Trop d’essais de phrase de passe. Réessayez "));
	signin_put_wait(&text, attempt_wait(a, q->now));
	buf_str(&text, TXT(" : tout est gardé."));
	return outcome_again(q, d, 429, buf_text(&text));
}

static enum err
ask_signature(struct request *q, struct draft *d)
{
	struct signing *s = arena_take(q->mem, sizeof(*s));
	struct buf phrase = buf_new(q->mem, PASSPHRASE_TYPED);
	struct str why;

	if (!s)
		return ERR_LIMIT;
	enum err e = reread_ready(q, d, &why);
	if (e != ERR_OK)
		return e;
	if (why.len > 0)
		return outcome_again(q, d, 422, why);
	if (passphrase_normal(urlform_get(&q->form, TXT("passphrase")),
		&phrase) != ERR_OK ||
	    phrase.len > PASSWORD_MOST)
		return outcome_again(q, d, 422,
		    TXT("Tapez votre phrase de passe : elle vaut "
			"signature."));
	/* Counted apart: whoever types nonsense at the locked screen keeps
	 * nobody who is signed in from sending. */
	e = attempt_find(q->store, q->core->sign_key, q->session.login, q->now,
	    &s->attempt);
	if (e == ERR_OK)
		e = account_lock(q->store, q->session.login, q->now, &s->lock);
	if (e != ERR_OK)
		return e;
	if (attempt_wait(&s->attempt, q->now) > 0)
		return wait_first(q, d, &s->attempt);
	attempt_charge(q->tx, &s->attempt, q->now);
	s->ask.passphrase = buf_text(&phrase);
	s->ask.salt = BYTES_OF(s->lock.secret.salt);
	s->ask.verifier = BYTES_OF(s->lock.secret.tag);
	q->kept = s;
	q->ask = &s->ask;
	return ERR_OK;
}

static enum err
sign_and_send(struct request *q, struct draft *d)
{
	const struct kiosk_row *row = kiosk_form(d->form_id);
	const struct session *s = &q->session;
	struct sealing_author a = {.id = &s->account,
	    .name = s->name,
	    .duty = s->duty,
	    .role = s->role,
	    .service = s->service};
	struct str why;

	/* The draft may have changed while the keeper was at work. */
	enum err e = reread_ready(q, d, &why);
	if (e == ERR_OK && why.len > 0)
		return outcome_again(q, d, 422, why);
	if (e == ERR_OK)
		e = join(q, d);
	if (e == ERR_OK)
		e = sealing_send(q, d, &a, row ? row->content : ENVELOPE_fiche);
	if (e == ERR_ABSENT || e == ERR_STORE || e == ERR_LATER)
		return outcome_not_sent(q, d, e);
	if (e != ERR_OK)
		return e;
	q->note = (struct trail_entry){.action = AUDIT_fiche_recorded,
	    .object = d->id};
	q->location = outcome_slip(q, d->reference);
	return ERR_OK;
}

/* The draft of the page that was sent; a page of one that has gone says nothing
 * of the one begun since. */
static enum err
draft_of_page(struct request *q, struct draft *d)
{
	struct ident id;

	enum err e = kiosk_draft(q, d);
	if ((e == ERR_OK || (e == ERR_LATER && d->kept)) &&
	    ident_read(urlform_get(&q->form, TXT("draft")), &id) == ERR_OK &&
	    !ident_eq(&id, &d->id))
		e = ERR_ABSENT;
	return e;
}

enum err
filing_sign(struct request *q)
{
	const struct signing *s = q->kept;
	struct draft d = {0};

	enum err e = draft_of_page(q, &d);
	if (e == ERR_ABSENT) {
		if (q->heard && q->verdict == ERR_OK)
			attempt_clear(q->tx, &s->attempt);
		else if (q->heard)
			attempt_refund(q->tx, &s->attempt, q->now);
		return outcome_already(q);
	}
	if (e != ERR_OK)
		return e;
	if (!q->heard)
		return ask_signature(q, &d);
	if (q->verdict == ERR_OK) {
		attempt_clear(q->tx, &s->attempt);
		return sign_and_send(q, &d);
	}
	if (q->verdict == ERR_DENIED) {
		outcome_refused(q, &d, MOTIVE_wrong_passphrase);
		return outcome_again(q, &d, 403,
		    TXT("Phrase de passe inexacte : rien n’est parti. Tapez "
			"celle de votre compte."));
	}
	attempt_refund(q->tx, &s->attempt, q->now);
	return outcome_again(q, &d, 503,
	    TXT("Votre phrase de passe n’a pas pu être vérifiée. Rien n’est "
		"parti ; réessayez dans un instant."));
}

enum err
filing_leave(struct request *q)
{
	const struct session *s = &q->session;
	struct sealing_author a = {.id = &s->account,
	    .name = s->name,
	    .duty = s->duty,
	    .role = s->role,
	    .service = s->service};
	struct draft d = {0};

	enum err e = draft_of_page(q, &d);
	if (e == ERR_ABSENT)
		return outcome_already(q);
	/* Before another release reads it, which may not know its answers. */
	bool empty = d.kept && draft_empty(&d);
	if (e == ERR_LATER && d.kept)
		e = draft_adopt(q, &d);
	if (e == ERR_OK && empty)
		return outcome_again(q, &d, 422,
		    TXT("Aucune question n’a encore de réponse."));
	if (e == ERR_OK)
		e = sealing_send(q, &d, &a, ENVELOPE_incomplete);
	if (e == ERR_ABSENT || e == ERR_STORE || e == ERR_LATER)
		return outcome_not_sent(q, &d, e);
	if (e != ERR_OK)
		return e;
	q->note = (struct trail_entry){.action = AUDIT_incomplete_recorded,
	    .motive = MOTIVE_asked_for,
	    .object = d.id};
	q->location = outcome_slip(q, d.reference);
	return ERR_OK;
}
