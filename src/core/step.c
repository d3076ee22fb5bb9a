#include "core/step.h"

#include "base/item.h"
#include "convention/competence.h"
#include "core/core.h"
#include "core/kiosk.h"
#include "core/outbox.h"
#include "core/reread.h"
#include "core/urgent.h"
#include "form/show.h"

/* Bytes of answers kept, right or wrong: an envelope holds them as they stand,
 * and what stands around them. */
#define TYPED_MOST (OUTBOX_PAYLOAD - 12 * KIB)
#define READ_MOST  (CORE_PAGE - 16 * KIB)
#define SHOWN_MOST (120u << 10) /* bytes of a step */

/* --- showing -------------------------------------------------------------- */

/*
 * The answers as a step shows them: with the parquet that is proposed by what
 * was answered until then. It is kept once the person has sent that step, for
 * until then the minor's place may still be another.
 */
static enum err
proposed(struct request *q, const struct draft *d, struct json *answers)
{
	struct buf text = buf_new(q->mem, d->text.len + 512);
	struct competence c = {0};

	enum err e = competence_propose(q->mem, &q->core->pack, d->form,
	    d->answers, q->core->site.here.commune, &c);
	if (e != ERR_OK)
		return e;
	struct str id = c.service ? c.service->id : TXT("");
	request_text(q, "parquet_reason", c.reason);
	e = answer_prefill(d->form, d->answers,
	    &(struct answer_prefill){.parquet = id}, &text);
	return e == ERR_OK ? json_read(q->mem, buf_text(&text), answers, NULL)
			   : e;
}

static const struct form_step *
step_near(const struct draft *d, const struct form_step *from, int way)
{
	const struct form *f = d->form;

	for (const struct form_step *s = from + way;
	     s >= f->steps && s < f->steps + f->count; s += way)
		if (form_step_asked(s, d->answers) && s->later == from->later)
			return s;
	return NULL;
}

/* The one asked for, or where it was left, or the first. */
const struct form_step *
step_chosen(const struct draft *d, struct str id)
{
	const struct form_step *s = form_step_of(d->form, id);

	if (!s || !form_step_asked(s, d->answers))
		s = form_step_of(d->form, d->step);
	if (!s || !form_step_asked(s, d->answers))
		s = &d->form->steps[0];
	return s;
}

enum err
step_put(struct request *q, const struct draft *d, const struct form_step *step,
    const struct answer_faults *faults)
{
	struct buf b = buf_new(q->mem, SHOWN_MOST);
	struct json answers;

	enum err e = proposed(q, d, &answers);
	if (e == ERR_OK)
		e = show_step(q->mem, d->form, step, answers, faults, &b);
	if (e == ERR_OK)
		e = buf_err(&b);
	if (e == ERR_OK)
		request_json(q, "step", buf_text(&b));
	return e;
}

static enum err
put_step(struct request *q, const struct draft *d, const struct form_step *step,
    const struct answer_faults *faults)
{
	enum err e = step_put(q, d, step, faults);

	kiosk_put(q, d);
	return e;
}

/* Another form was asked for while one is not sent. */
static enum err
other_first(struct request *q, const struct draft *d)
{
	q->page = TXT("draft_other");
	kiosk_put(q, d);
	return ERR_OK;
}

/* Its version of the form has left the pack: it goes as it stands, then another
 * is begun. */
static enum err
old_form(struct request *q, struct draft *d)
{
	enum err e = draft_adopt(q, d);

	if (e != ERR_OK)
		return e;
	request_flag(q, "old_form", true);
	return other_first(q, d);
}

static bool
asks_another(struct request *q, const struct draft *d)
{
	const struct kiosk_row *row =
	    kiosk_word(urlform_get(&q->form, TXT("forme")));
	struct str about = TXT("");

	if (!row || !d->kept || kiosk_urgent(q))
		return false;
	if (!str_eq(str_of(row->form), d->form_id))
		return true;
	return row->content == ENVELOPE_addendum &&
	    (kiosk_about(q, urlform_get(&q->form, TXT("ref")), &about) !=
		    ERR_OK ||
		!str_eq(about, d->about));
}

static void
go_to(struct request *q, struct str step)
{
	struct buf b = buf_new(q->mem, 160);

	buf_str(&b, kiosk_base(q));
	if (step.len > 0) {
		buf_str(&b, TXT("?etape="));
		buf_str(&b, step);
	} else {
		buf_str(&b, TXT("/relire"));
	}
	q->location = buf_err(&b) == ERR_OK ? buf_text(&b) : kiosk_base(q);
}

const struct form_step *
step_last(const struct draft *d)
{
	const struct form_step *s = &d->form->steps[0], *next = s;

	while (next) {
		s = next;
		next = step_near(d, s, 1);
	}
	return s;
}

/* Asked for no step: where its author was, which may be the page to read again
 * (its step is "" then), if nothing is missing. */
static enum err
resume(struct request *q, const struct draft *d, struct str *step)
{
	struct answer_faults faults = {0};

	if (step->len > 0 || !d->kept || d->step.len > 0)
		return ERR_OK;
	*step = step_last(d)->id;
	enum err e = reread_check(q, d, NULL, &faults);
	if (e == ERR_OK && faults.count == 0)
		go_to(q, TXT(""));
	return e;
}

enum err
step_page(struct request *q)
{
	uint8_t room[HASH_SHA256];
	struct draft d = {0};
	enum err e = ERR_OK;

	if (kiosk_urgent(q)) {
		e = kiosk_settle(q);
		if (e == ERR_CLASH) {
			/* One answer bears one cookie and one token. */
			q->location = TXT("/urgence");
			q->cookie.len = 0;
			request_token_anew(q);
			return ERR_OK;
		}
	}
	struct draft_owner owner = kiosk_owner(q, room);
	if (e == ERR_OK)
		e = kiosk_load(q, &owner, q->session.who, &q->form, &d);
	if (e == ERR_LATER && d.kept)
		return old_form(q, &d);
	if (e != ERR_OK)
		return e;
	if (asks_another(q, &d))
		return other_first(q, &d);
	if (kiosk_urgent(q) && !d.kept)
		e = urgent_put_left(q);
	struct str asked = urlform_get(&q->form, TXT("etape"));
	if (e == ERR_OK)
		e = resume(q, &d, &asked);
	if (e != ERR_OK || q->location.len > 0)
		return e;
	return put_step(q, &d, step_chosen(&d, asked), NULL);
}

/* --- keeping -------------------------------------------------------------- */

/* What a page that shows all of it would hold: the desk has one page for it. */
static size_t
shown_len(struct str text)
{
	size_t n = text.len;

	for (size_t i = 0; i < text.len; i++)
		if (strchr("&<>\"'", text.at[i]))
			n += sizeof("quot;") - 1;
	return n;
}

/* The answers of `d` with what `typed` says of `step`. */
enum err
step_fill(struct request *q, struct draft *d, const struct form_step *step,
    const struct urlform *typed)
{
	size_t most = d->text.len + 6 * q->m->body.len + 4096;
	struct buf b = buf_new(q->mem, most < TYPED_MOST ? most : TYPED_MOST);

	enum err e = answer_take(d->form, step, d->answers, typed, &b);
	if (e == ERR_OK)
		e = buf_err(&b);
	if (e == ERR_OK && shown_len(buf_text(&b)) > READ_MOST)
		e = ERR_LIMIT;
	if (e == ERR_OK)
		e = json_read(q->mem, buf_text(&b), &d->answers, NULL);
	if (e == ERR_OK)
		d->text = buf_text(&b);
	return e;
}

/* Where `go` leads from `step`: NULL is the page to read again. */
const struct form_step *
step_after(const struct draft *d, const struct form_step *step, struct str go)
{
	const struct form_step *to = form_step_of(d->form, go);

	if (str_eq(go, TXT("next")) || go.len == 0)
		return step_near(d, step, 1);
	if (str_eq(go, TXT("back")))
		to = step_near(d, step, -1);
	if (str_eq(go, TXT("reread")))
		return NULL;
	return to && form_step_asked(to, d->answers) ? to : step;
}

/* Too many began one without account: what was typed stays on the screen. */
static enum err
crowded(struct request *q, const struct draft *d, const struct form_step *step,
    bool *is)
{
	bool room = true;
	enum err e = ERR_OK;

	*is = false;
	if (kiosk_urgent(q) && !d->kept)
		e = draft_room(q, &room);
	if (e != ERR_OK || room)
		return e;
	*is = true;
	q->status = 429;
	request_token(q);
	request_flag(q, "crowded", true);
	return put_step(q, d, step, NULL);
}

/* A form nobody has answered anything in is not begun yet. */
static enum err
keep(struct request *q, struct draft *d, struct str step)
{
	d->step = step;
	return !d->kept && draft_empty(d) ? ERR_OK : draft_put(q, d, d->text);
}

/* What that page had of text, to be read once more: [{label, text}]. */
static void
put_typed(struct request *q)
{
	const struct kiosk_row *row =
	    kiosk_word(urlform_get(&q->form, TXT("forme")));
	const struct form *f =
	    row ? pack_form(&q->core->pack, str_of(row->form), 0) : NULL;
	const struct form_step *s =
	    f ? form_step_of(f, urlform_get(&q->form, TXT("etape"))) : NULL;
	struct buf b = buf_new(q->mem, SHOWN_MOST);

	buf_str(&b, TXT("["));
	for (size_t i = 0; s && i < s->count; i++) {
		const struct form_field *field = &s->fields[i];
		char room[96];
		struct buf name = buf_over(room, sizeof(room));
		buf_str(&name, field->id);
		if (!urlform_has(&q->form, buf_text(&name)))
			buf_str(&name, TXT(".text"));
		struct str text =
		    str_trim(urlform_get(&q->form, buf_text(&name)));
		if (field->count > 0 && field->kind != FORM_typed)
			continue; /* chosen, not typed */
		if (text.len == 0 || field->kind == FORM_service)
			continue;
		item_open(&b);
		item_text(&b, "label", field->label);
		item_text(&b, "text", text);
		buf_str(&b, TXT("}"));
	}
	request_flag(q, "has_typed", b.len > 1);
	buf_str(&b, TXT("]"));
	if (buf_err(&b) == ERR_OK)
		request_json(q, "typed", buf_text(&b));
}

/* A page of another draft than the one that waits, or of one that has left:
 * what it says is not that draft's. */
static enum err
not_of_it(struct request *q)
{
	struct draft d = {0};

	q->status = (uint32_t)err_http(ERR_CLASH);
	q->page = TXT("page_old");
	put_typed(q);
	if (kiosk_urgent(q))
		request_token(q);
	enum err e = kiosk_draft(q, &d);
	if (e == ERR_OK)
		kiosk_put(q, &d);
	/* Without account, one of another release of its form is not shown. */
	bool none = e == ERR_ABSENT || (e == ERR_LATER && d.kept);
	return none ? ERR_OK : e;
}

enum err
step_take(struct request *q)
{
	struct str go = urlform_get(&q->form, TXT("go"));
	struct answer_faults faults = {0};
	uint8_t room[HASH_SHA256];
	struct draft d = {0};

	struct draft_owner owner = kiosk_owner(q, room);
	enum err e = kiosk_load(q, &owner, q->session.who, &q->form, &d);
	bool old = e == ERR_LATER && d.kept;
	if (e == ERR_CLASH || (old && kiosk_urgent(q)))
		return not_of_it(q);
	if (old) {
		put_typed(q);
		return old_form(q, &d);
	}
	if (e != ERR_OK)
		return e;
	const struct form_step *step =
	    step_chosen(&d, urlform_get(&q->form, TXT("etape")));
	bool full = false;
	e = step_fill(q, &d, step, &q->form);
	if (e == ERR_OK)
		e = crowded(q, &d, step, &full);
	if (e != ERR_OK || full)
		return e;
	bool on = str_eq(go, TXT("next")) || go.len == 0;
	if (e == ERR_OK && on)
		e = reread_check(q, &d, step, &faults);
	if (e != ERR_OK)
		return e;
	const struct form_step *to =
	    faults.count > 0 ? step : step_after(&d, step, go);
	e = keep(q, &d, to ? to->id : TXT(""));
	if (e != ERR_OK)
		return e;
	if (faults.count == 0) {
		go_to(q, to ? to->id : TXT(""));
		return ERR_OK;
	}
	q->status = 422;
	if (kiosk_urgent(q))
		request_token(q);
	return put_step(q, &d, step, &faults);
}

enum err
step_keep(struct request *q)
{
	uint8_t room[HASH_SHA256];
	struct draft d = {0};

	struct draft_owner owner = kiosk_owner(q, room);
	enum err e = kiosk_load(q, &owner, q->session.who, &q->form, &d);
	if (e != ERR_OK)
		return e;
	const struct form_step *step =
	    step_chosen(&d, urlform_get(&q->form, TXT("etape")));
	bool more = true;
	if (kiosk_urgent(q) && !d.kept)
		e = draft_room(q, &more);
	if (e == ERR_OK && !more)
		e = ERR_LATER;
	if (e == ERR_OK)
		e = step_fill(q, &d, step, &q->form);
	if (e == ERR_OK)
		e = keep(q, &d, step->id);
	if (d.kept)
		request_hour(q, "hour", q->now);
	return e;
}

enum err
step_again(struct request *q, const struct ident *account, enum who who,
    const struct urlform *typed, struct str *location)
{
	struct draft_owner owner = {.account = account};
	struct draft d = {0};
	struct buf b = buf_new(q->mem, 160);

	enum err e = kiosk_load(q, &owner, who, typed, &d);
	if (e != ERR_OK)
		return e;
	const struct form_step *step =
	    step_chosen(&d, urlform_get(typed, TXT("etape")));
	e = step_fill(q, &d, step, typed);
	if (e == ERR_OK)
		e = keep(q, &d, step->id);
	buf_str(&b, TXT("/fiche?etape="));
	buf_str(&b, step->id);
	if (e == ERR_OK)
		*location = buf_text(&b);
	return e;
}

bool
step_unsaved(struct request *q, enum err why)
{
	uint8_t room[HASH_SHA256];
	struct draft d = {0};

	if (q->core->role->central || !str_eq(q->m->method, TXT("POST")) ||
	    (!str_eq(q->m->path, TXT("/fiche")) &&
		!str_eq(q->m->path, TXT("/urgence"))) ||
	    request_admit(q) != ERR_OK)
		return false;
	struct draft_owner owner = kiosk_owner(q, room);
	if (kiosk_load(q, &owner, q->session.who, &q->form, &d) != ERR_OK)
		return false;
	const struct form_step *step =
	    step_chosen(&d, urlform_get(&q->form, TXT("etape")));
	if (step_fill(q, &d, step, &q->form) != ERR_OK)
		return false;
	q->status = (uint32_t)err_http(why);
	request_common(q, "kiosk");
	if (kiosk_urgent(q))
		request_token(q);
	request_flag(q, "unsaved", true);
	return put_step(q, &d, step, NULL) == ERR_OK;
}
