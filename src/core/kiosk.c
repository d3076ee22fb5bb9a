#include "core/kiosk.h"

#include "calendar/wording.h"
#include "core/core.h"
#include "core/kept.h"
#include "core/mailroom.h"
#include "core/route.h"
#include "core/sendings.h"
#include "core/sql.h"
#include "core/urgent.h"
#include "dossier/reference.h"
#include "form/answer.h"
#include "store/query.h"

#define ROLE(name) (1u << WHO_##name)
#define SITE       ROUTE_SITE

static const struct kiosk_row rows[] = {
#define KIOSK(form, word, who, content, shown)                                 \
	{#form, word, who, ENVELOPE_##content, shown},
#include "core/kiosk.def"
#undef KIOSK
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

const struct kiosk_row *
kiosk_form(struct str form)
{
	for (size_t i = 0; i < ROWS; i++)
		if (str_eq(form, str_of(rows[i].form)))
			return &rows[i];
	return NULL;
}

const struct kiosk_row *
kiosk_word(struct str word)
{
	for (size_t i = 0; i < ROWS; i++)
		if (str_eq(word, str_of(rows[i].word)))
			return &rows[i];
	return NULL;
}

bool
kiosk_offered(const struct core *c, const struct kiosk_row *row)
{
	const struct pack *p = &c->pack;

	for (size_t i = 0; i < p->rules.acts_count; i++) {
		const struct rules_act *a = &p->rules.acts[i];
		if (str_eq(a->form, str_of(row->form)) && a->module.len > 0 &&
		    !record_module_on(&p->record, a->module))
			return false;
	}
	return true;
}

bool
kiosk_urgent(const struct request *q)
{
	return q->route->who == ROUTE_ANYONE;
}

struct str
kiosk_base(const struct request *q)
{
	return kiosk_urgent(q) ? TXT("/urgence") : TXT("/fiche");
}

/* --- the draft ------------------------------------------------------------ */

/* What the house knows is filled in; the answers are read again. */
static enum err
prefill(struct request *q, struct draft *d)
{
	const struct enrol_site *site = &q->core->site.here;
	struct buf text = buf_new(q->mem, d->text.len + 512);

	enum err e = json_read(q->mem, d->text, &d->answers, NULL);
	if (e == ERR_OK)
		e = answer_prefill(d->form, d->answers,
		    &(struct answer_prefill){.now = d->begun,
			.phone = site->phone},
		    &text);
	if (e == ERR_OK)
		e = buf_err(&text);
	if (e == ERR_OK)
		e = json_read(q->mem, buf_text(&text), &d->answers, NULL);
	if (e == ERR_OK)
		d->text = buf_text(&text);
	return e;
}

/* The reference a complement is about: of something that left from here. */
enum err
kiosk_about(struct request *q, struct str typed, struct str *about)
{
	struct buf b = buf_new(q->mem, REFERENCE_MOST);
	int64_t n = 0;

	if (reference_read(typed, &b) != ERR_OK)
		return ERR_ABSENT;
	enum err e =
	    query_number(q->store, &n, SQL_SENDING_ABOUT, TEXT(buf_text(&b)));
	*about = buf_text(&b);
	return e == ERR_OK && n == 0 ? ERR_ABSENT : e;
}

/* A form nobody began yet, as the address or the page asks for it. */
static enum err
begin(struct request *q, const struct draft_owner *owner, enum who who,
    const struct urlform *asked, struct draft *d)
{
	struct str word = urlform_get(asked, TXT("forme"));
	struct str about = TXT("");

	if (word.len == 0 || !owner->account)
		word = TXT("fiche");
	const struct kiosk_row *row = kiosk_word(word);
	if (!row)
		return ERR_ABSENT;
	if ((owner->account && !(row->who & (1u << who))) ||
	    !kiosk_offered(q->core, row))
		return ERR_DENIED;
	const struct form *f = pack_form(&q->core->pack, str_of(row->form), 0);
	if (!f)
		return ERR_ABSENT;
	if (row->content == ENVELOPE_addendum) {
		enum err e =
		    kiosk_about(q, urlform_get(asked, TXT("ref")), &about);
		if (e != ERR_OK)
			return e;
	}
	draft_new(q, owner, f, about, d);
	/* An answer to what was asked about it adds, and takes nothing back. */
	if (row->content == ENVELOPE_addendum &&
	    urlform_has(asked, TXT("repondre")))
		d->text = TXT("{\"z_nature\":\"complement\"}");
	return ERR_OK;
}

/* One whose key is lost is nobody's any more; the log says so. */
static void
bury(struct request *q, const struct draft *d)
{
	if (!q->tx)
		return;
	draft_drop(q, d);
	request_note(q,
	    &(struct trail_entry){.action = AUDIT_draft_lost, .object = d->id});
}

/*
 * The draft of the page that was sent: the one found, or a new one, which then
 * is the one that page bears. ERR_CLASH: that page's has left, or is another.
 */
static enum err
of_page(struct request *q, const struct urlform *asked, struct draft *d)
{
	struct ident id;
	int64_t left = 0;

	if (!q->route || q->route->kind != ROUTE_ACT ||
	    ident_read(urlform_get(asked, TXT("draft")), &id) != ERR_OK ||
	    ident_eq(&id, &d->id))
		return ERR_OK;
	if (d->kept)
		return ERR_CLASH;
	enum err e = query_number(q->store, &left, SQL_DRAFT_LEFT,
	    BLOB(BYTES_OF(id.at)));
	d->id = id;
	return e == ERR_OK && left > 0 ? ERR_CLASH : e;
}

enum err
kiosk_load(struct request *q, const struct draft_owner *owner, enum who who,
    const struct urlform *asked, struct draft *d)
{
	enum err e = draft_find(q, owner, d);

	if (e == ERR_FORGED || (e == ERR_OK && !d->form)) {
		if (e == ERR_FORGED)
			bury(q, d);
		else
			return ERR_LATER; /* of another release of the pack */
		e = ERR_ABSENT;
	}
	if (e == ERR_ABSENT)
		e = begin(q, owner, who, asked, d);
	if (e == ERR_OK)
		e = of_page(q, asked, d);
	return e == ERR_OK ? prefill(q, d) : e;
}

/* Whose draft this request is about. `room` keeps the browser's hash. */
struct draft_owner
kiosk_owner(struct request *q, uint8_t room[HASH_SHA256])
{
	if (!kiosk_urgent(q))
		return (struct draft_owner){.account = &q->session.account};
	draft_holder(q, room);
	return (struct draft_owner){.holder = room};
}

enum err
kiosk_draft(struct request *q, struct draft *d)
{
	uint8_t room[HASH_SHA256];
	struct draft_owner owner = kiosk_owner(q, room);

	enum err e = draft_find(q, &owner, d);
	if (e == ERR_OK && !d->form)
		e = ERR_LATER;
	return e == ERR_OK ? prefill(q, d) : e;
}

/* Not less than who sends may be told to wait (urgent.h), and a minute. */
static int64_t
idle(const struct core *c)
{
	int64_t least = URGENT_EVERY + CLOCK_MINUTE;

	return c->idle > least ? c->idle : least;
}

/* Still in the hands of who writes it? Not when the clock went back either:
 * nobody knows then how long it has lain there. */
static bool
in_hand(const struct request *q, const struct draft *d)
{
	return q->now >= d->saved - CLOCK_MINUTE &&
	    q->now < d->saved + idle(q->core);
}

/* An emergency left alone shows nothing to who comes next. */
enum err
kiosk_settle(struct request *q)
{
	uint8_t room[HASH_SHA256];
	struct draft d = {0};

	request_token(q);
	struct draft_owner owner = kiosk_owner(q, room);
	enum err e = draft_find(q, &owner, &d);
	if (e == ERR_ABSENT)
		return ERR_OK;
	if (e == ERR_OK && d.form && in_hand(q, &d))
		return ERR_OK;
	if (e != ERR_OK && e != ERR_FORGED)
		return e;
	return ERR_CLASH;
}

void
kiosk_put(struct request *q, const struct draft *d)
{
	const struct kiosk_row *row = kiosk_form(d->form_id);
	char hex[IDENT_TEXT];
	struct buf id = buf_over(hex, sizeof(hex));

	ident_put(&id, &d->id);
	request_text(q, "draft", buf_text(&id));
	request_text(q, "form_title", d->form->title);
	request_text(q, "forme", row ? str_of(row->word) : TXT(""));
	request_text(q, "what", row ? str_of(row->shown) : TXT(""));
	request_text(q, "about", d->about);
	request_flag(q, "urgent", kiosk_urgent(q));
	request_text(q, "path", str_part(kiosk_base(q), 1, SIZE_MAX));
	if (d->kept) {
		request_hour(q, "kept_hour", d->saved);
		request_when(q, "leaves", draft_leaves(d));
	}
	if (kiosk_urgent(q))
		request_number(q, "idle_left_ms", idle(q->core));
	else
		kept_mark(q);
}

/* --- the first page of who has signed in ------------------------------------
 */

enum err
kiosk_home(struct request *q)
{
	struct draft_owner owner = {.account = &q->session.account};
	struct draft d = {0};
	int64_t unread = 0, house = 0;
	struct sendings_trouble t = {0};

	if (q->core->role->central && q->session.who == WHO_ADMIN)
		return mailroom_alarm(q);
	if (q->core->role->central || !(ROUTE_SITE & (1u << q->session.who)))
		return ERR_OK;
	enum err e = sendings_unread(q, &unread);
	if (e == ERR_OK)
		e = sendings_unread_house(q, &house);
	if (e == ERR_OK)
		e = sendings_trouble(q, &t);
	if (e == ERR_OK)
		e = draft_find(q, &owner, &d);
	request_open(q, "kiosk");
	request_number(q, "unread", unread);
	request_number(q, "unread_house", house);
	request_flag(q, "lost", t.lost);
	request_flag(q, "revoked", t.revoked);
	request_flag(q, "aside", t.aside);
	request_flag(q, "late", t.late);
	request_flag(q, "chief", q->session.chief);
	request_flag(q, "fsi",
	    q->session.who == WHO_FSI &&
		kiosk_offered(q->core, kiosk_word(TXT("intervention"))));
	if (e == ERR_OK && d.form) {
		request_open(q, "draft");
		request_text(q, "title", d.form->title);
		request_hour(q, "hour", d.saved);
		request_when(q, "leaves", draft_leaves(&d));
		request_close(q);
	}
	request_close(q);
	return e == ERR_ABSENT || e == ERR_FORGED ? ERR_OK : e;
}
