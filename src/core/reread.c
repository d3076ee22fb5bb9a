#include "core/reread.h"

#include "convention/competence.h"
#include "core/core.h"
#include "core/kiosk.h"
#include "core/known.h"
#include "core/step.h"
#include "dossier/reference.h"
#include "form/doubt.h"
#include "form/past.h"
#include "form/show.h"

#define SHOWN_MOST (120u << 10) /* bytes of a reading */
#define WHY_MOST   700          /* bytes of a sentence */
#define DOUBT_MOST (8u << 10)   /* bytes of what is to be looked at again */

/* How far a box's clock may be behind: little once its central has said the
 * time, else as long as one may lie in a drawer (core/hour.h). */
#define BEHIND_HEARD   (15 * CLOCK_MINUTE)
#define BEHIND_UNHEARD (366 * CLOCK_DAY)

/* --- what keeps it from being sent ---------------------------------------- */

static const struct form_field *
question_of(const struct form *f)
{
	for (size_t i = 0; i < f->count; i++)
		for (size_t k = 0; k < f->steps[i].count; k++)
			if (f->steps[i].fields[k].kind == FORM_confirmation)
				return &f->steps[i].fields[k];
	return NULL;
}

/* The latest that it may be. */
static int64_t
latest(const struct request *q)
{
	if (q->core->role->central)
		return q->now;
	return q->now +
	    (q->core->hour.anchored ? BEHIND_HEARD : BEHIND_UNHEARD);
}

/* A reference is taken as it was dictated, if its check letter is right. */
static enum err
dictated(struct request *q, const struct form_field *f, struct json v,
    struct answer_faults *faults)
{
	struct str typed = json_text(v);
	char room[REFERENCE_MOST];
	struct buf read = buf_over(room, sizeof(room));

	if (!f->reference || typed.len == 0 || faults->count == ANSWER_FAULTS ||
	    reference_read(typed, &read) == ERR_OK)
		return ERR_OK;
	struct buf why = buf_new(q->mem, WHY_MOST);
	buf_str(&why, TXT("« "));
	buf_str(&why, f->label);
	buf_str(&why,
	    TXT(" » : cette référence ne tombe pas juste. Relisez-la, ou "
		"laissez la case vide. Exemple : "));
	buf_str(&why, f->example);
	buf_str(&why, TXT("."));
	faults->at[faults->count++] =
	    (struct answer_fault){f->step, f->id, buf_text(&why)};
	return buf_err(&why);
}

static enum err
check_dictated(struct request *q, const struct draft *d,
    const struct form_step *step, struct answer_faults *faults)
{
	const struct form *f = d->form;
	enum err e = ERR_OK;

	for (size_t i = 0; i < f->count; i++)
		for (size_t k = 0; k < f->steps[i].count && e == ERR_OK; k++) {
			const struct form_field *one = &f->steps[i].fields[k];
			if ((!step || step == one->step) &&
			    form_shown(one, d->answers))
				e = dictated(q, one,
				    json_get(d->answers, one->id), faults);
		}
	return e;
}

enum err
reread_check(struct request *q, const struct draft *d,
    const struct form_step *step, struct answer_faults *faults)
{
	const struct form_field *tick = question_of(d->form);
	struct answer_faults all = {0};

	enum err e = answer_check(q->mem, d->form, step, d->answers, &all);
	if (e == ERR_OK)
		e = past_check(q->mem, d->form, step, d->answers, latest(q),
		    &all);
	if (e == ERR_OK)
		e = check_dictated(q, d, step, &all);
	if (e != ERR_OK)
		return e;
	faults->count = 0;
	for (size_t i = 0; i < all.count; i++)
		if (!tick || !str_eq(all.at[i].name, tick->id))
			faults->at[faults->count++] = all.at[i];
	return ERR_OK;
}

/* The tick becomes an answer like the others. */
static enum err
confirm(struct request *q, struct draft *d)
{
	const struct form_field *tick = question_of(d->form);
	struct buf b = buf_new(q->mem, d->text.len + 128);

	if (!tick || json_true(json_get(d->answers, tick->id)))
		return ERR_OK;
	if (!urlform_has(&q->form, tick->id))
		return ERR_INPUT;
	buf_str(&b, TXT("{"));
	json_quote(&b, tick->id);
	buf_str(&b, TXT(":true"));
	struct str rest = str_trim(str_part(d->text, 1, SIZE_MAX));
	if (rest.len > 1)
		buf_str(&b, TXT(","));
	buf_str(&b, rest);
	enum err e = buf_err(&b);
	if (e == ERR_OK)
		e = json_read(q->mem, buf_text(&b), &d->answers, NULL);
	if (e == ERR_OK)
		d->text = buf_text(&b);
	return e;
}

enum err
reread_ready(struct request *q, struct draft *d, struct str *why)
{
	struct answer_faults faults = {0};
	uint64_t seen = 0;

	*why = TXT("");
	enum err e = reread_check(q, d, NULL, &faults);
	if (e != ERR_OK)
		return e;
	if (faults.count > 0)
		*why = TXT("Il manque encore des réponses : elles sont dites "
			   "ci-dessous.");
	else if (!str_number(urlform_get(&q->form, TXT("seen")), INT64_MAX,
		     &seen) ||
	    (int64_t)seen != d->saved)
		*why = TXT("La fiche a changé depuis que vous l’avez relue. "
			   "Relisez-la, puis envoyez-la.");
	else {
		e = confirm(q, d);
		if (e == ERR_INPUT)
			*why = TXT("Cochez la case qui dit que vous avez relu, "
				   "puis envoyez.");
		if (e == ERR_INPUT)
			e = ERR_OK;
	}
	return e;
}

/* --- the page ------------------------------------------------------------- */

static enum err
put_faults(struct request *q, const struct answer_faults *faults)
{
	struct buf b = buf_new(q->mem, 16u << 10);

	buf_str(&b, TXT("["));
	for (size_t i = 0; i < faults->count; i++) {
		buf_str(&b, i > 0 ? TXT(",{\"step\":") : TXT("{\"step\":"));
		json_quote(&b,
		    faults->at[i].step ? faults->at[i].step->id : TXT(""));
		buf_str(&b, TXT(",\"name\":"));
		json_quote(&b, faults->at[i].name);
		buf_str(&b, TXT(",\"text\":"));
		json_quote(&b, faults->at[i].text);
		buf_str(&b, TXT("}"));
	}
	buf_str(&b, TXT("]"));
	if (buf_err(&b) == ERR_OK)
		request_json(q, "faults", buf_text(&b));
	return buf_err(&b);
}

static enum err
put_reading(struct request *q, const struct draft *d)
{
	struct buf b = buf_new(q->mem, SHOWN_MOST);
	struct show_facts facts = {.reference = d->reference,
	    .site = q->core->site.here.name,
	    .author = kiosk_urgent(q) ? d->who.name : q->session.name};

	enum err e =
	    show_reading(q->mem, d->form, d->answers, &facts, SHOW_ALL, &b);
	if (e == ERR_OK)
		e = buf_err(&b);
	if (e == ERR_OK)
		request_json(q, "reading", buf_text(&b));
	return e;
}

/* Which parquet is proposed, and why; said louder when another was chosen. */
static enum err
put_parquet(struct request *q, const struct draft *d)
{
	struct competence c = {0};
	struct str chosen = json_text(json_get(d->answers, TXT("k_parquet")));

	enum err e = competence_propose(q->mem, &q->core->pack, d->form,
	    d->answers, q->core->site.here.commune, &c);
	if (e != ERR_OK || chosen.len == 0)
		return e;
	request_open(q, "parquet");
	request_text(q, "reason", c.reason);
	if (c.service && !str_eq(chosen, c.service->id))
		request_text(q, "rather", c.service->name);
	request_close(q);
	return ERR_OK;
}

/* What may be and seldom is. */
static enum err
put_doubts(struct request *q, const struct draft *d)
{
	struct buf b = buf_new(q->mem, DOUBT_MOST);
	size_t count = 0;

	buf_str(&b, TXT("["));
	enum err e = doubt_write(d->form, d->answers,
	    &(struct doubt_when){.now = q->now}, &b, &count);
	buf_str(&b, TXT("]"));
	if (e == ERR_OK)
		e = buf_err(&b);
	if (e == ERR_OK)
		request_json(q, "doubts", buf_text(&b));
	return e;
}

void
reread_put_question(struct request *q, const struct draft *d)
{
	const struct form_field *tick = question_of(d->form);

	if (!tick || json_true(json_get(d->answers, tick->id)))
		return;
	request_open(q, "confirm");
	request_text(q, "name", tick->id);
	request_text(q, "label", tick->label);
	request_text(q, "help", tick->help);
	request_close(q);
}

enum err
reread_show(struct request *q, struct draft *d, struct str text)
{
	struct answer_faults faults = {0};
	struct str same = TXT("");

	q->page = TXT("reread");
	enum err e = reread_check(q, d, NULL, &faults);
	if (e == ERR_OK)
		e = put_faults(q, &faults);
	if (e == ERR_OK)
		e = put_reading(q, d);
	if (e == ERR_OK)
		e = put_parquet(q, d);
	if (e == ERR_OK)
		e = put_doubts(q, d);
	/* Whoever stands there is not told whom fiches are about. */
	if (e == ERR_OK && !kiosk_urgent(q))
		e = known_find(q, d, &same);
	if (e != ERR_OK)
		return e;
	kiosk_put(q, d);
	reread_put_question(q, d);
	request_text(q, "last", step_last(d)->id);
	request_number(q, "seen", d->saved);
	request_flag(q, "ready", faults.count == 0);
	request_flag(q, "begun", !draft_empty(d));
	request_text(q, "same", same);
	request_text(q, "who_name", d->who.name);
	request_text(q, "who_duty", d->who.duty);
	request_text(q, "who_phone", d->who.phone);
	if (text.len > 0) {
		request_open(q, "error");
		request_text(q, "text", text);
		request_close(q);
	}
	return ERR_OK;
}

enum err
reread_page(struct request *q)
{
	struct draft d = {0};
	enum err e = ERR_OK;

	if (kiosk_urgent(q))
		e = kiosk_settle(q);
	if (e == ERR_CLASH)
		e = ERR_ABSENT;
	if (e == ERR_OK)
		e = kiosk_draft(q, &d);
	if (e == ERR_ABSENT || (e == ERR_LATER && d.kept)) {
		q->location = kiosk_base(q);
		return ERR_OK;
	}
	return e == ERR_OK ? reread_show(q, &d, TXT("")) : e;
}
