#include "core/recording.h"

#include "calendar/paris.h"
#include "core/caused.h"
#include "core/core.h"
#include "core/cover.h"
#include "core/deed.h"
#include "core/reread.h"
#include "core/sql.h"
#include "core/writing.h"
#include "dossier/course.h"
#include "form/show.h"
#include "store/query.h"

#define SLACK      8192         /* bytes of a payload around its answers */
#define SHOWN_MOST (100u << 10) /* bytes of a reading */
#define LATELY     (10 * CLOCK_MINUTE)

/* --- recorded ---------------------------------------------------------------
 */

static enum err
record(struct request *q, const struct jotting *j, struct course_done *done)
{
	const struct draft *d = &j->draft;
	struct buf b = buf_new(q->mem, d->text.len * 2 + SLACK);
	struct course c = {.tx = q->tx,
	    .mem = q->mem,
	    .pack = &q->core->pack,
	    .now = q->now};
	struct course_act a = {.ident = d->id,
	    .dossier = j->docket.id,
	    .form = d->form_id,
	    .version = d->version,
	    .content = deed_content(d->form_id),
	    .urgency = form_urgency_of(d->form, d->answers),
	    .clock = TRAIL_CLOCK_MACHINE,
	    .filed = q->now,
	    .received = q->now,
	    .reference = TXT(""),
	    .about = j->docket.reference,
	    .site_name = q->session.service,
	    .verified = true,
	    .author = {.account = &d->author,
		.role = j->docket.role,
		.scope = j->docket.scope}};

	enum err e = deed_parquet(q, j, &a.parquet);
	if (e == ERR_OK)
		e = deed_write(q, j, TXT(""), &b);
	a.site = j->docket.scope.len > 0 ? j->docket.scope : j->docket.role;
	a.payload = buf_done(&b);
	return e == ERR_OK ? course_record(&c, &a, done) : e;
}

/* Done and undone: the members that say what it will cause. */
static enum err
foresee(struct request *q, const struct jotting *j)
{
	struct course_done done = {0};

	tx_save(q->tx);
	enum err e = record(q, j, &done);
	if (e == ERR_OK)
		e = caused_put(q, done.act, done.dossier, &j->docket);
	enum err told = e;
	tx_fail(q->tx, e == ERR_OK ? ERR_CLASH : e);
	e = tx_release(q->tx);
	return told == ERR_OK && e == ERR_CLASH ? ERR_OK : e;
}

/* What does not allow it: the state of the dossier; or, if that does, the other
 * one it names, and why is not told. */
static enum err
refused(struct request *q, struct jotting *j)
{
	return j->may && j->rule->folds ? writing_unknown(q, j)
					: writing_closed(q, j);
}

/* --- read again -------------------------------------------------------------
 */

static enum err
put_reading(struct request *q, const struct jotting *j)
{
	struct buf b = buf_new(q->mem, SHOWN_MOST);
	struct show_facts facts = {.reference = j->docket.reference,
	    .site = q->session.service,
	    .author = q->session.name};

	enum err e = show_reading(q->mem, j->draft.form, j->draft.answers,
	    &facts, SHOW_ALL, &b);
	if (e == ERR_OK)
		e = buf_err(&b);
	if (e == ERR_OK)
		request_json(q, "reading", buf_text(&b));
	return e;
}

/* Two pages of one act record two: said, and never refused. */
static enum err
put_twice(struct request *q, const struct jotting *j)
{
	struct query r = query_open(q->store, SQL_RECORDING_TWICE,
	    INT(j->docket.id), TEXT(j->draft.form_id), INT(q->now - LATELY),
	    BLOB(BYTES_OF(q->session.account.at)), TEXT(j->docket.role),
	    TEXT(j->docket.scope));

	if (query_next(&r)) {
		request_open(q, "twice");
		request_text(q, "act", query_text(&r));
		request_hour(q, "hour", query_int(&r));
		request_text(q, "name", query_text(&r));
		request_close(q);
	}
	return query_end(&r);
}

enum err
recording_show(struct request *q, struct jotting *j, struct str error)
{
	char hex[IDENT_TEXT];
	struct buf id = buf_over(hex, sizeof(hex));

	q->page = TXT("acte_relire");
	enum err e = foresee(q, j);
	if (e == ERR_INPUT)
		return refused(q, j);
	if (e == ERR_OK)
		e = put_reading(q, j);
	if (e == ERR_OK)
		e = put_twice(q, j);
	if (e == ERR_OK)
		e = writing_put(q, j);
	if (e != ERR_OK)
		return e;
	reread_put_question(q, &j->draft);
	request_flag(q, "acks",
	    j->docket.id > 0 && need_of(q->session.who)->acks);
	ident_put(&id, &j->draft.id);
	request_text(q, "acte", buf_text(&id));
	request_number(q, "seen", j->draft.saved);
	if (error.len > 0) {
		q->status = 422;
		request_open(q, "error");
		request_text(q, "text", error);
		request_close(q);
	}
	return ERR_OK;
}

/* --- confirmed --------------------------------------------------------------
 */

static enum err
go_done(struct request *q, struct str reference)
{
	struct buf to = buf_new(q->mem, 128);

	buf_str(&to, TXT("/acte/fait?ref="));
	buf_str(&to, reference);
	q->location = buf_text(&to);
	return buf_err(&to);
}

/* The button was pressed twice: it is recorded, once. */
static enum err
done_before(struct request *q, bool *is)
{
	struct ident id;
	struct str reference = TXT("");
	enum err kept = ERR_OK;

	*is = false;
	if (ident_read(urlform_get(&q->form, TXT("acte")), &id) != ERR_OK)
		return ERR_OK;
	struct query r = query_open(q->store, SQL_RECORDING_ACT,
	    BLOB(BYTES_OF(id.at)), BLOB(BYTES_OF(q->session.account.at)));
	if (query_next(&r)) {
		*is = true;
		reference = arena_keep(q->mem, query_text(&r), &kept);
	}
	enum err e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && *is ? go_done(q, reference) : e;
}

/* Who answers by an act has received what their service had opened: the author
 * is not left to read « en attente » beside the answer. */
static enum err
acknowledge(struct request *q, const struct jotting *j)
{
	bool any = false;

	if (j->docket.id == 0 || !need_of(q->session.who)->acks)
		return ERR_OK;
	enum err e =
	    cover_acked(q, j->docket.id, j->docket.scope, INT64_MAX, &any);
	if (e == ERR_OK && any)
		request_note(q,
		    &(struct trail_entry){.action = AUDIT_fiche_acked,
			.object = j->docket.ident});
	return e;
}

static enum err
finish(struct request *q, struct jotting *j)
{
	struct course_done done = {0};

	tx_save(q->tx);
	enum err e = acknowledge(q, j);
	if (e == ERR_OK)
		e = record(q, j, &done);
	if (e == ERR_OK)
		jotting_drop(q, j);
	tx_fail(q->tx, e);
	e = tx_release(q->tx);
	if (e == ERR_INPUT)
		return refused(q, j);
	if (e != ERR_OK)
		return e;
	q->note = (struct trail_entry){.action = AUDIT_act_recorded,
	    .object = j->draft.id,
	    .detail = str_bytes(j->draft.form->title)};
	return go_done(q, done.reference);
}

enum err
recording_confirm(struct request *q)
{
	struct jotting j;
	struct str why;
	bool before;

	enum err e = done_before(q, &before);
	if (e != ERR_OK || before)
		return e;
	e = jotting_find(q, &q->form, &j);
	if (e == ERR_OK && !j.may)
		return writing_closed(q, &j);
	if (e == ERR_OK)
		e = reread_ready(q, &j.draft, &why);
	if (e != ERR_OK)
		return e;
	if (why.len > 0)
		return recording_show(q, &j, why);
	return finish(q, &j);
}

/* --- done --------------------------------------------------------------------
 */

enum err
recording_done(struct request *q)
{
	struct str reference = urlform_get(&q->form, TXT("ref"));
	int64_t act = 0, dossier = 0, filed = 0;
	struct docket d;
	const struct docket *before = &d;
	enum err kept = ERR_OK;
	struct str form = TXT("");

	struct query r = query_open(q->store, SQL_RECORDING_MINE,
	    TEXT(reference), BLOB(BYTES_OF(q->session.account.at)));
	if (query_next(&r)) {
		act = query_int(&r);
		dossier = query_int(&r);
		query_copy(&r, q->note.object.at, sizeof(q->note.object.at));
		form = arena_keep(q->mem, query_text(&r), &kept);
		filed = query_int(&r);
	}
	enum err e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	if (e == ERR_OK && act == 0)
		e = ERR_ABSENT;
	if (e != ERR_OK)
		return e;
	const struct trail_entry note = q->note;
	e = docket_find(q, &d);
	if (e == ERR_OK) {
		request_open(q, "dossier");
		docket_put(q, &d);
		request_close(q);
	} else if (e == ERR_ABSENT) { /* one may file what one will not read */
		q->note = note;
		before = NULL;
	} else {
		return e;
	}
	request_flag(q, "is_done", true);
	request_text(q, "act", reference);
	request_text(q, "title_of_act", docket_title(q->core, form, filed));
	request_when(q, "filed", filed);
	return caused_put(q, act, dossier, before);
}
