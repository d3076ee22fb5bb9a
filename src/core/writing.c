#include "core/writing.h"

#include "base/item.h"
#include "calendar/paris.h"
#include "core/core.h"
#include "core/kept.h"
#include "core/recording.h"
#include "core/reread.h"
#include "core/sql.h"
#include "core/step.h"
#include "form/doubt.h"
#include "form/show.h"
#include "store/query.h"

#define SHOWN_MOST (100u << 10) /* bytes of what was written */
#define WARN_MOST  (8u << 10)   /* bytes of warnings */

/* --- warnings --------------------------------------------------------------
 */

/* None of these acts stands in the dossier yet. */
static enum err
missing(struct request *q, int64_t dossier, const struct rules_names *acts,
    bool *none)
{
	int64_t n = 0;
	enum err e = ERR_OK;

	for (size_t i = 0; i < acts->count && n == 0 && e == ERR_OK; i++)
		e = query_number(q->store, &n, SQL_WRITING_HAS, INT(dossier),
		    TEXT(acts->at[i]));
	*none = n == 0;
	return e;
}

enum err
writing_warn(struct request *q, const struct jotting *j, struct buf *to,
    size_t *count)
{
	int64_t first = 0;

	*count = 0;
	buf_str(to, TXT("["));
	for (size_t i = 0; i < j->rule->warns_count; i++) {
		const struct rules_warn *w = &j->rule->warns[i];
		bool none = true;
		if (!condition_holds(w->when, j->draft.answers) ||
		    (w->residents &&
			paris_day(q->now) <
			    q->core->pack.record.residents_only))
			continue;
		enum err e = missing(q, j->docket.id, &w->without, &none);
		if (e != ERR_OK)
			return e;
		if (!none)
			continue;
		if ((*count)++ > 0)
			buf_str(to, TXT(","));
		json_quote(to, w->text);
	}
	enum err e = query_number(q->store, &first, SQL_WRITING_FIRST,
	    INT(j->docket.id));
	if (e == ERR_OK)
		e = doubt_write(j->draft.form, j->draft.answers,
		    &(struct doubt_when){.now = q->now,
			.act = true,
			.first = first},
		    to, count);
	buf_str(to, TXT("]"));
	return e;
}

/* --- showing ----------------------------------------------------------------
 */

enum err
writing_put(struct request *q, const struct jotting *j)
{
	struct buf b = buf_new(q->mem, WARN_MOST);
	size_t warned = 0;

	enum err e = writing_warn(q, j, &b, &warned);
	if (e != ERR_OK)
		return e;
	if (j->docket.id > 0) {
		request_open(q, "dossier");
		docket_put(q, &j->docket);
		request_close(q);
	}
	request_text(q, "ref", j->docket.reference);
	request_text(q, "forme", j->draft.form_id);
	request_text(q, "form_title", j->rule->title);
	request_text(q, "form_long", j->draft.form->title);
	if (j->draft.kept)
		request_hour(q, "kept_hour", j->draft.saved);
	request_json(q, "warnings", buf_text(&b));
	request_flag(q, "warned", warned > 0);
	kept_mark(q);
	return ERR_OK;
}

enum err
writing_show(struct request *q, struct jotting *j, const struct form_step *to,
    const struct answer_faults *faults)
{
	q->page = TXT("acte");
	enum err e = step_put(q, &j->draft, to, faults);
	return e == ERR_OK ? writing_put(q, j) : e;
}

static void
note_refused(struct request *q, const struct jotting *j)
{
	q->note = (struct trail_entry){.action = q->tx ? AUDIT_act_refused
						       : AUDIT_page_refused,
	    .motive = MOTIVE_act_not_now,
	    .result = TRAIL_REFUSED,
	    .object = j->docket.ident};
}

/* The question whose answer is a reference: typed on one line. */
static const struct form_field *
reference_asked(const struct form *f, const struct form_step **step)
{
	for (size_t i = 0; i < f->count; i++)
		for (size_t k = 0; k < f->steps[i].count; k++)
			if (f->steps[i].fields[k].kind == FORM_text) {
				*step = &f->steps[i];
				return &f->steps[i].fields[k];
			}
	return NULL;
}

enum err
writing_unknown(struct request *q, struct jotting *j)
{
	struct answer_faults faults = {.count = 1};
	struct buf b = buf_new(q->mem, 1024);
	const struct form_step *step = NULL;
	const struct form_field *f = reference_asked(j->draft.form, &step);

	if (!f)
		return writing_closed(q, j);
	buf_str(&b, TXT("« "));
	buf_str(&b, f->label);
	buf_str(&b,
	    str_eq(j->rule->fold, TXT("merge"))
		? TXT(" » : cette référence n’existe pas, ou n’est pas celle "
		      "d’un autre signalement que suit votre service.")
		: TXT(" » : cette référence n’existe pas, ou n’est pas celle "
		      "d’un acte qui peut quitter ce dossier. Le premier "
		      "signalement y reste."));
	buf_str(&b, TXT(" Vérifiez-la, dernière lettre comprise. Exemple : "));
	buf_str(&b, f->example);
	buf_str(&b, TXT("."));
	faults.at[0] = (struct answer_fault){step, f->id, buf_text(&b)};
	note_refused(q, j);
	q->status = 422;
	enum err e = buf_err(&b);
	return e == ERR_OK ? writing_show(q, j, step, &faults) : e;
}

enum err
writing_closed(struct request *q, const struct jotting *j)
{
	struct buf b = buf_new(q->mem, SHOWN_MOST);

	q->page = TXT("acte_ferme");
	q->status = 409;
	note_refused(q, j);
	request_flag(q, "leaves", j->may && j->rule->leaves_count > 0);
	enum err e = writing_put(q, j);
	if (e == ERR_OK && j->draft.kept)
		e = show_reading(q->mem, j->draft.form, j->draft.answers, NULL,
		    SHOW_ALL, &b);
	if (e == ERR_OK && j->draft.kept && buf_err(&b) == ERR_OK)
		request_json(q, "reading", buf_text(&b));
	return e;
}

enum err
writing_page(struct request *q)
{
	struct jotting j;

	enum err e = jotting_find(q, &q->form, &j);
	if (e != ERR_OK)
		return e;
	if (!j.may)
		return writing_closed(q, &j);
	return writing_show(q, &j,
	    step_chosen(&j.draft, urlform_get(&q->form, TXT("etape"))), NULL);
}

/* --- keeping ---------------------------------------------------------------
 */

static void
go_to(struct request *q, const struct jotting *j, struct str step)
{
	struct buf b = buf_new(q->mem, 256);

	buf_str(&b, TXT("/acte?forme="));
	buf_str(&b, j->draft.form_id);
	if (j->docket.id > 0) {
		buf_str(&b, TXT("&ref="));
		buf_str(&b, j->docket.reference);
	}
	buf_str(&b, TXT("&etape="));
	buf_str(&b, step);
	q->location = buf_err(&b) == ERR_OK ? buf_text(&b) : TXT("/fiches");
}

/* All of it may be read again; or the first step where something is wrong. */
static enum err
read_again(struct request *q, struct jotting *j)
{
	struct answer_faults faults = {0};

	enum err e = reread_check(q, &j->draft, NULL, &faults);
	if (e != ERR_OK)
		return e;
	if (faults.count == 0)
		return recording_show(q, j, TXT(""));
	const struct form_step *at = faults.at[0].step;
	e = reread_check(q, &j->draft, at, &faults);
	if (e != ERR_OK)
		return e;
	q->status = 422;
	return writing_show(q, j, at, &faults);
}

static enum err
go_on(struct request *q, struct jotting *j, const struct form_step *step)
{
	struct str go = urlform_get(&q->form, TXT("go"));
	struct answer_faults faults = {0};
	enum err e = ERR_OK;

	bool on = str_eq(go, TXT("next")) || go.len == 0;
	if (on)
		e = reread_check(q, &j->draft, step, &faults);
	const struct form_step *to =
	    faults.count > 0 ? step : step_after(&j->draft, step, go);
	j->draft.step = to ? to->id : step->id;
	if (e == ERR_OK)
		e = jotting_put(q, j);
	if (e != ERR_OK)
		return e;
	if (faults.count > 0) {
		q->status = 422;
		return writing_show(q, j, step, &faults);
	}
	if (!to)
		return read_again(q, j);
	go_to(q, j, to->id);
	return ERR_OK;
}

enum err
writing_take(struct request *q)
{
	struct jotting j;

	enum err e = jotting_find(q, &q->form, &j);
	if (e != ERR_OK)
		return e;
	const struct form_step *step =
	    step_chosen(&j.draft, urlform_get(&q->form, TXT("etape")));
	e = step_fill(q, &j.draft, step, &q->form);
	if (e != ERR_OK)
		return e;
	if (!j.may) {
		e = jotting_put(q, &j);
		return e == ERR_OK ? writing_closed(q, &j) : e;
	}
	return go_on(q, &j, step);
}

static enum err
fill(struct request *q, const struct urlform *typed, struct jotting *j)
{
	enum err e = jotting_find(q, typed, j);
	if (e != ERR_OK)
		return e;
	const struct form_step *step =
	    step_chosen(&j->draft, urlform_get(typed, TXT("etape")));
	e = step_fill(q, &j->draft, step, typed);
	j->draft.step = step->id;
	return e == ERR_OK ? jotting_put(q, j) : e;
}

enum err
writing_keep(struct request *q)
{
	struct jotting j;

	enum err e = fill(q, &q->form, &j);
	request_hour(q, "hour", q->now);
	return e;
}

enum err
writing_drop(struct request *q)
{
	struct jotting j;

	enum err e = jotting_find(q, &q->form, &j);
	if (e != ERR_OK)
		return e;
	jotting_drop(q, &j);
	if (j.docket.id > 0)
		return docket_go(q, &j.docket);
	q->location = TXT("/fiches");
	return ERR_OK;
}

bool
writing_unsaved(struct request *q, enum err why)
{
	struct jotting j;

	if (!q->core->role->central || !str_eq(q->m->method, TXT("POST")) ||
	    !str_eq(q->m->path, TXT("/acte")) || request_admit(q) != ERR_OK ||
	    jotting_find(q, &q->form, &j) != ERR_OK)
		return false;
	const struct form_step *step =
	    step_chosen(&j.draft, urlform_get(&q->form, TXT("etape")));
	if (step_fill(q, &j.draft, step, &q->form) != ERR_OK)
		return false;
	q->status = (uint32_t)err_http(why);
	request_common(q, "desk");
	request_flag(q, "unsaved", true);
	return writing_show(q, &j, step, NULL) == ERR_OK;
}

/* --- once signed in again ---------------------------------------------------
 */

static enum err
lend(struct request *q, const struct ident *account, enum who who)
{
	struct query r =
	    query_open(q->store, SQL_WRITING_WHO, BLOB(BYTES_OF(account->at)));
	struct session *s = &q->session;
	enum err kept = ERR_OK;

	bool any = query_next(&r);
	if (any) {
		*s = (struct session){.account = *account, .who = who};
		s->role = str_of(who_stored(who));
		s->scope = arena_keep(q->mem, query_text(&r), &kept);
	}
	enum err e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && !any ? ERR_ABSENT : e;
}

enum err
writing_again(struct request *q, const struct ident *account, enum who who,
    const struct urlform *typed, struct str *location)
{
	const struct session before = q->session;
	const struct trail_entry note = q->note;
	struct jotting j;

	enum err e = lend(q, account, who);
	if (e == ERR_OK)
		e = fill(q, typed, &j);
	if (e == ERR_OK) {
		go_to(q, &j, j.draft.step);
		*location = q->location;
	}
	q->session = before;
	q->note = note;
	return e;
}
