#include "core/jotting.h"

#include "calendar/paris.h"
#include "core/core.h"
#include "core/sql.h"
#include "dossier/course.h"
#include "form/answer.h"
#include "store/query.h"

/* --- may they --------------------------------------------------------------
 */

struct permit {
	struct str form;
	bool may, asked;
};

static void
see(void *ctx, const struct rules_act *act, bool asked)
{
	struct permit *p = ctx;

	if (!str_eq(act->form, p->form))
		return;
	p->may = true;
	p->asked = p->asked || asked;
}

static enum err
ask_rules(struct request *q, struct jotting *j)
{
	struct permit p = {.form = j->rule->form};

	enum err e = course_may(q->store, &q->core->pack, q->now, j->docket.id,
	    j->docket.role, j->docket.scope, see, &p);
	j->may = p.may;
	j->asked = p.asked;
	return e;
}

/* A role that no rule lets record it, whatever the dossier. */
static enum err
not_theirs(struct request *q, const struct jotting *j)
{
	q->note = (struct trail_entry){.action = q->tx ? AUDIT_act_refused
						       : AUDIT_page_refused,
	    .motive = MOTIVE_act_not_theirs,
	    .result = TRAIL_REFUSED,
	    .object = j->docket.ident};
	return ERR_DENIED;
}

/* --- what was written ------------------------------------------------------
 */

static enum err
read_row(struct request *q, struct query *r, struct draft *d)
{
	enum err kept = ERR_OK;

	query_copy(r, d->id.at, sizeof(d->id.at));
	d->version = query_int(r);
	d->text = arena_keep(q->mem, str_from(query_blob(r)), &kept);
	d->saved = query_int(r);
	d->step = arena_keep(q->mem, query_text(r), &kept);
	d->kept = true;
	return kept;
}

static enum err
find_row(struct request *q, struct jotting *j)
{
	struct draft *d = &j->draft;
	struct query r = query_open(q->store, SQL_JOTTING_FIND,
	    BLOB(BYTES_OF(d->author.at)), INT(j->docket.id), TEXT(d->form_id));
	enum err kept = ERR_OK;

	if (query_next(&r))
		kept = read_row(q, &r, d);
	enum err e = query_end(&r);
	return e == ERR_OK ? kept : e;
}

/* Of an act that folds, the dossier that looks alike: it came with the address
 * of the page. */
static enum err
name_other(struct request *q, const struct urlform *typed, struct jotting *j)
{
	struct str other = urlform_get(typed, TXT("avec"));
	const struct form_field *f = &j->draft.form->steps[0].fields[0];
	struct buf b = buf_new(q->mem, 256);

	if (!j->rule->folds || j->draft.kept || other.len == 0 ||
	    other.len > 64 || f->kind != FORM_text)
		return ERR_OK;
	buf_str(&b, TXT("{"));
	json_quote(&b, f->id);
	buf_str(&b, TXT(":"));
	json_quote(&b, other);
	buf_str(&b, TXT("}"));
	j->draft.text = buf_text(&b);
	return buf_err(&b);
}

/* What the house knows is filled in; the answers are read again. */
static enum err
prefill(struct request *q, struct jotting *j)
{
	const struct directory_service *s =
	    course_service(&q->core->pack.directory, j->docket.role,
		j->docket.scope);
	struct draft *d = &j->draft;
	struct buf text = buf_new(q->mem, d->text.len + 512);

	enum err e = json_read(q->mem, d->text, &d->answers, NULL);
	if (e == ERR_OK)
		e = answer_prefill(d->form, d->answers,
		    &(struct answer_prefill){.now = d->begun,
			.phone = s ? s->phone : TXT("")},
		    &text);
	if (e == ERR_OK)
		e = buf_err(&text);
	if (e == ERR_OK)
		e = json_read(q->mem, buf_text(&text), &d->answers, NULL);
	if (e == ERR_OK)
		d->text = buf_text(&text);
	return e;
}

/* The dossier that is named; or none, and then which service one is of. */
static enum err
place(struct request *q, const struct urlform *typed, struct jotting *j)
{
	struct str ref = urlform_get(typed, TXT("ref"));

	if (ref.len > 0)
		return docket_find_named(q, ref, &j->docket);
	j->docket = (struct docket){.role = q->session.role,
	    .reference = TXT(""),
	    .scope = course_scope(&q->core->pack.directory, q->session.role,
		q->session.scope)};
	return ERR_OK;
}

enum err
jotting_find(struct request *q, const struct urlform *typed, struct jotting *j)
{
	struct str word = urlform_get(typed, TXT("forme"));
	const struct pack *pack = &q->core->pack;
	struct jotting found = {.draft = {.id = ident_new(),
				    .mine = true,
				    .author = q->session.account,
				    .form_id = word,
				    .begun = q->now,
				    .text = TXT("{}")}};

	found.rule = rules_act_of(&pack->rules, word, paris_day(q->now));
	const struct form *f = pack_form(pack, word, 0);
	if (!found.rule || !f || !found.rule->central)
		return ERR_ABSENT;
	found.draft.form = f;
	found.draft.form_id = f->id;
	found.draft.version = f->version;
	enum err e = place(q, typed, &found);
	if (e == ERR_OK && !rules_named(&found.rule->by, q->session.role))
		return not_theirs(q, &found);
	if (e == ERR_OK && found.docket.id == 0 && !found.rule->opens)
		return ERR_ABSENT;
	if (e == ERR_OK)
		e = ask_rules(q, &found);
	if (e == ERR_OK)
		e = find_row(q, &found);
	/* Written under an earlier version: its answers go into this one. */
	found.draft.version = f->version;
	if (e == ERR_OK)
		e = name_other(q, typed, &found);
	if (e == ERR_OK)
		e = prefill(q, &found);
	if (e == ERR_OK)
		*j = found;
	return e;
}

enum err
jotting_put(struct request *q, struct jotting *j)
{
	struct draft *d = &j->draft;

	d->saved = q->now;
	tx_run(q->tx, SQL_JOTTING_PUT, BLOB(BYTES_OF(d->author.at)),
	    INT(j->docket.id), TEXT(d->form_id), BLOB(BYTES_OF(d->id.at)),
	    INT(d->version), BLOB(str_bytes(d->text)), INT(d->saved),
	    TEXT(d->step));
	d->kept = true;
	return tx_err(q->tx);
}

void
jotting_drop(struct request *q, const struct jotting *j)
{
	tx_run(q->tx, SQL_JOTTING_DROP, BLOB(BYTES_OF(j->draft.author.at)),
	    INT(j->docket.id), TEXT(j->draft.form_id));
}

void
jotting_sweep(struct tx *tx, int64_t now)
{
	tx_run(tx, SQL_JOTTING_REDATE, INT(now));
	tx_run(tx, SQL_JOTTING_SWEEP, INT(now - JOTTING_KEPT));
}
