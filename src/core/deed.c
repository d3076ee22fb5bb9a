#include "core/deed.h"

#include "base/item.h"
#include "convention/competence.h"
#include "core/core.h"
#include "core/writing.h"
#include "dossier/course.h"
#include "form/answer.h"

static void
put_site(struct request *q, const struct jotting *j, struct buf *b)
{
	const struct directory_service *s =
	    course_service(&q->core->pack.directory, j->docket.role,
		j->docket.scope);

	buf_str(b, TXT(",\"site\":{"));
	item_text(b, "code", s ? s->id : j->docket.role);
	item_text(b, "name", s ? s->name : q->session.service);
	item_text(b, "kind", j->docket.role);
	item_text(b, "commune", TXT(""));
	item_text(b, "phone", s ? s->phone : TXT(""));
	item_text(b, "departement", q->core->pack.departement);
	buf_str(b, TXT("}"));
}

static void
put_author(struct request *q, struct buf *b)
{
	char room[IDENT_TEXT];
	struct buf hex = buf_over(room, sizeof(room));

	ident_put(&hex, &q->session.account);
	buf_str(b, TXT(",\"author\":{"));
	item_text(b, "id", buf_text(&hex));
	item_text(b, "name", q->session.name);
	item_text(b, "duty", q->session.duty);
	item_text(b, "role", q->session.role);
	item_text(b, "service", q->session.service);
	buf_str(b, TXT(",\"verified\":true}"));
}

static enum err
propose(struct request *q, const struct jotting *j, struct competence *c)
{
	return competence_propose(q->mem, &q->core->pack, j->draft.form,
	    j->draft.answers, TXT(""), c);
}

static struct str
chosen_of(const struct jotting *j)
{
	return json_text(json_get(j->draft.answers, TXT("k_parquet")));
}

enum err
deed_parquet(struct request *q, const struct jotting *j, struct str *id)
{
	struct competence c = {0};

	*id = j->docket.id > 0 ? j->docket.parquet : chosen_of(j);
	if (id->len > 0)
		return ERR_OK;
	enum err e = propose(q, j, &c);
	if (e == ERR_OK && c.service)
		*id = c.service->id;
	return e;
}

/* What was chosen and what was proposed are both kept (R1). */
static enum err
put_parquet(struct request *q, const struct jotting *j, struct buf *b)
{
	struct competence c = {0};
	struct str to;

	enum err e = deed_parquet(q, j, &to);
	if (e == ERR_OK && j->docket.id == 0)
		e = propose(q, j, &c);
	if (e != ERR_OK)
		return e;
	buf_str(b, TXT(",\"parquet\":{"));
	item_text(b, "chosen", to);
	item_text(b, "proposed", c.service ? c.service->id : TXT(""));
	item_text(b, "reason", c.reason);
	buf_str(b, TXT("}"));
	return ERR_OK;
}

static enum err
put_answers(struct request *q, const struct jotting *j, struct buf *b)
{
	size_t warned;

	buf_str(b, TXT(",\"answers\":"));
	enum err e = answer_sent(j->draft.form, j->draft.answers, b);
	buf_str(b, TXT(",\"normal\":"));
	if (e == ERR_OK)
		e = answer_normal(j->draft.form, j->draft.answers, b);
	buf_str(b, TXT(",\"warned\":"));
	return e == ERR_OK ? writing_warn(q, j, b, &warned) : e;
}

enum err
deed_write(struct request *q, const struct jotting *j, struct str reference,
    struct buf *to)
{
	const struct draft *d = &j->draft;

	buf_str(to, TXT("{\"payload\":1"));
	item_text(to, "form", d->form_id);
	item_number(to, "version", d->version);
	item_text(to, "pack", q->core->pack.name);
	item_text(to, "reference", reference);
	item_text(to, "about", j->docket.reference);
	put_site(q, j, to);
	put_author(q, to);
	item_number(to, "filed_ms", q->now);
	item_number(to, "clock", TRAIL_CLOCK_MACHINE);
	item_number(to, "urgency", form_urgency_of(d->form, d->answers));
	enum err e = put_parquet(q, j, to);
	if (e == ERR_OK)
		e = put_answers(q, j, to);
	buf_str(to, TXT("}"));
	return e == ERR_OK ? buf_err(to) : e;
}

enum envelope_content
deed_content(struct str form)
{
	if (str_eq(form, TXT("fiche_p")))
		return ENVELOPE_fiche;
	if (str_eq(form, TXT("complement")))
		return ENVELOPE_addendum;
	if (str_eq(form, TXT("demande_intervention")))
		return ENVELOPE_intervention;
	return ENVELOPE_act;
}
