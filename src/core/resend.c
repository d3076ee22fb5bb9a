#include "core/resend.h"

#include "core/budget.h"
#include "core/core.h"
#include "core/docket.h"
#include "core/missive.h"
#include "core/notice.h"
#include "core/posted.h"
#include "core/sql.h"
#include "dossier/delivery.h"
#include "mail/mime.h"
#include "mail/parcel.h"
#include "store/query.h"

#define ROWS         32           /* deliveries shown: 3 KiB of a page each */
#define TWICE        CLOCK_MINUTE /* ms: that is one press too many */
#define RECEIPT_MOST 80           /* bytes of a deposit's receipt */

/* --- the page --------------------------------------------------------------
 */

static void
put_delivery(struct request *q, struct query *r)
{
	int64_t id = query_int(r);
	bool copy = query_int(r) != 0;
	struct str name = query_text(r), mailbox = query_text(r);
	struct str mode = query_text(r);
	int64_t state = query_int(r), tries = query_int(r);
	struct str answer = query_text(r);

	request_number(q, "id", id);
	request_flag(q, "copy", copy);
	request_text(q, "name", name);
	request_text(q, "mailbox", mailbox);
	request_text(q, "way", posted_way(mode));
	request_text(q, "words", delivery_words(state));
	request_flag(q, "tried", tries > 1);
	request_number(q, "tries", tries);
	request_text(q, "answer", answer);
	request_when(q, "sent", query_int(r));
	request_when(q, "accepted", query_int(r));
	request_when(q, "refused", query_int(r));
	request_when(q, "read", query_int(r));
	request_when(q, "confirmed", query_int(r));
	bool called = posted_handed(q, r, state);
	bool left = query_int(r) != 0;
	posted_state(q, state);
	request_flag(q, "doubtful",
	    state == DELIVERY_DOUBTFUL || state == DELIVERY_REFUSED);
	request_flag(q, "manual", state == DELIVERY_MANUAL);
	request_flag(q, "movable",
	    !left && state != DELIVERY_LEAVING && state != DELIVERY_DROPPED &&
		state != DELIVERY_STOPPED);
	request_flag(q, "handable",
	    !left && delivery_handable(state, mode, called));
}

static enum err
put_letters(struct request *q, const struct docket *d)
{
	int64_t n = 0;
	enum err e = query_number(q->store, &n, SQL_RESEND_COUNT, INT(d->id),
	    TEXT(d->role), TEXT(d->scope));

	if (e != ERR_OK)
		return e;
	request_flag(q, "older", n > ROWS);
	struct query r = query_open(q->store, SQL_RESEND_LIST, INT(d->id),
	    TEXT(d->role), TEXT(d->scope), INT(ROWS));
	return posted_letters(q, &r, put_delivery);
}

static enum err
show(struct request *q, const struct docket *d)
{
	request_text(q, "reference", d->reference);
	request_flag(q, "no_relay", !q->core->post.able);
	return put_letters(q, d);
}

enum err
resend_page(struct request *q)
{
	struct docket d;
	enum err e = docket_find(q, &d);

	if (e != ERR_OK)
		return e;
	q->note.object = d.ident;
	return show(q, &d);
}

/* --- one delivery ----------------------------------------------------------
 */

enum err
resend_find(struct request *q, struct resend_found *f)
{
	enum err kept = ERR_OK;
	uint64_t id = 0;

	*f = (struct resend_found){0};
	enum err e = docket_find(q, &f->d);
	if (e != ERR_OK)
		return e;
	if (!str_number(urlform_get(&q->form, TXT("id")), INT64_MAX, &id))
		return ERR_ABSENT;
	f->id = (int64_t)id;
	struct query r = query_open(q->store, SQL_RESEND_FIND, INT(f->id),
	    INT(f->d.id), TEXT(f->d.role), TEXT(f->d.scope));
	bool any = query_next(&r);
	if (any) {
		f->letter = query_int(&r);
		f->act = query_int(&r);
		query_copy(&r, f->ident.at, sizeof(f->ident.at));
		f->state = query_int(&r);
		f->mode = arena_keep(q->mem, query_text(&r), &kept);
		f->name = arena_keep(q->mem, query_text(&r), &kept);
		f->mailbox = arena_keep(q->mem, query_text(&r), &kept);
		f->about = arena_keep(q->mem, query_text(&r), &kept);
		f->made = query_int(&r);
		f->title = posted_title(q->core,
		    arena_keep(q->mem, query_text(&r), &kept), f->made);
		f->called = query_int(&r) != 0;
		f->left = query_int(&r) != 0;
	}
	e = query_end(&r);
	if (e == ERR_OK)
		e = any ? kept : ERR_ABSENT;
	if (e == ERR_OK)
		q->note.object = f->ident;
	return e;
}

bool
resend_handable(const struct resend_found *f)
{
	return !f->left && delivery_handable(f->state, f->mode, f->called);
}

enum err
resend_back(struct request *q, const struct resend_found *f)
{
	struct buf to = buf_new(q->mem, 128);

	buf_str(&to, TXT("/courrier/lettre?ref="));
	buf_str(&to, f->d.reference);
	q->location = buf_text(&to);
	return buf_err(&to);
}

static enum err
again(struct request *q, const struct resend_found *f, struct str what)
{
	q->status = 422;
	q->note = (struct trail_entry){0};
	request_open(q, "error");
	request_text(q, "text", what);
	request_close(q);
	return show(q, &f->d);
}

static struct course
course_of(struct request *q)
{
	return (struct course){.tx = q->tx,
	    .mem = q->mem,
	    .pack = &q->core->pack,
	    .now = q->now};
}

enum err
resend_arrived(struct request *q)
{
	struct resend_found f;
	enum err e = resend_find(q, &f);

	if (e != ERR_OK)
		return e;
	if (post_carries(q->core, f.id))
		return again(q, &f,
		    TXT("Cette lettre est en cours d’envoi : attendez une "
			"minute, puis regardez de nouveau."));
	tx_run(q->tx, SQL_RESEND_ARRIVED, INT(f.id), INT(q->now),
	    BLOB(BYTES_OF(q->session.account.at)));
	if (tx_changed(q->tx) == 0)
		return resend_back(q, &f);
	struct course course = course_of(q);
	notice_settled(&course, f.id);
	return resend_back(q, &f);
}

/* --- again, elsewhere or otherwise ------------------------------------------
 */

static bool
sends(struct request *q)
{
	int64_t one = 0;

	return query_number(q->store, &one, SQL_RESEND_OPEN,
		   TEXT(q->core->pack.name)) == ERR_OK;
}

static enum delivery_state
state_of(struct request *q, enum delivery_mode mode)
{
	if (mode == DELIVERY_PLEX)
		return DELIVERY_MANUAL;
	if (mode == DELIVERY_PORTAL)
		return DELIVERY_SHOWN;
	return sends(q) ? DELIVERY_DUE : DELIVERY_HELD;
}

/* What would be done, to be read again before it is. */
static enum err
confirm(struct request *q, const struct resend_found *f, struct str mode,
    struct str address)
{
	request_open(q, "confirm");
	request_number(q, "id", f->id);
	request_text(q, "name", f->name);
	request_text(q, "mode", mode);
	request_text(q, "way", posted_way(mode));
	request_text(q, "address", address);
	request_flag(q, "other",
	    address.len > 0 && !str_eq(address, f->mailbox));
	request_flag(q, "doubtful", f->state == DELIVERY_DOUBTFUL);
	request_flag(q, "arrived",
	    f->state == DELIVERY_ACCEPTED || f->state == DELIVERY_READ ||
		f->state == DELIVERY_CONFIRMED);
	request_flag(q, "handed", f->state == DELIVERY_HANDED);
	request_flag(q, "held",
	    !sends(q) &&
		(str_eq(mode, TXT("courriel_complet")) ||
		    str_eq(mode, TXT("courriel_avis"))));
	request_close(q);
	q->note = (struct trail_entry){0};
	return show(q, &f->d);
}

/* What the audit log seals of it: by which way, and to which address. */
static struct bytes
put_where(struct request *q, struct str mode, struct str address)
{
	struct buf b = buf_new(q->mem, mode.len + address.len + 1);

	buf_str(&b, mode);
	buf_str(&b, TXT(" "));
	buf_str(&b, address);
	return buf_done(&b);
}

/* Is it sent so already, by a first press? */
static enum err
already(struct request *q, const struct resend_found *f, struct str mode,
    struct str address, bool *same)
{
	int64_t n = 0;
	enum err e = query_number(q->store, &n, SQL_RESEND_SAME, INT(f->id),
	    TEXT(address), TEXT(mode), INT(q->now - TWICE));

	*same = n > 0;
	return e;
}

enum err
resend_anew(struct request *q)
{
	struct str word = urlform_get(&q->form, TXT("mode"));
	struct str address = str_trim(urlform_get(&q->form, TXT("adresse")));
	enum delivery_mode mode;
	struct resend_found f;
	enum err e = resend_find(q, &f);

	if (e != ERR_OK)
		return e;
	if (!delivery_mode_read(word, &mode) || mode == DELIVERY_BOX)
		return ERR_INPUT;
	bool mailed = mode == DELIVERY_FULL || mode == DELIVERY_NOTICE;
	if (!mailed)
		address = f.mailbox;
	if (mailed && !mime_address(address))
		return again(q, &f,
		    TXT("Cette adresse n’en est pas une. Exemple : "
			"mineurs.parquet@justice.example."));
	if (f.left || f.state == DELIVERY_STOPPED)
		return again(q, &f,
		    TXT("Ce service était nommé par erreur dans ce dossier : "
			"rien ne lui est plus envoyé."));
	if (f.state == DELIVERY_LEAVING || post_carries(q->core, f.id) ||
	    f.state == DELIVERY_DROPPED)
		return again(q, &f,
		    TXT("Cette lettre est en cours d’envoi, ou déjà "
			"remplacée : regardez où elle en est avant de "
			"recommencer."));
	bool same = false;
	e = already(q, &f, word, address, &same);
	if (e != ERR_OK)
		return e;
	if (same)
		return again(q, &f,
		    TXT("Elle est déjà envoyée de nouveau ainsi : regardez où "
			"elle en est avant de recommencer."));
	if (!str_eq(urlform_get(&q->form, TXT("go")), TXT("send")))
		return confirm(q, &f, word, address);
	q->note.detail = put_where(q, word, address);
	struct course course = course_of(q);
	notice_end(&course, f.id);
	tx_run(q->tx, SQL_RESEND_DROP, INT(f.id));
	int64_t id = tx_run(q->tx, SQL_RESEND_ADD, INT(f.id), TEXT(address),
	    TEXT(word), INT(state_of(q, mode)), INT(q->now));
	if (mode == DELIVERY_PLEX)
		tx_fail(q->tx,
		    course_task_letter(&course, f.d.id, f.act, TXT("deposer"),
			id));
	return resend_back(q, &f);
}

/* --- by hand ---------------------------------------------------------------
 */

static enum err
package(struct request *q, const struct resend_found *f, struct buf *to,
    uint8_t manifest[HASH_SHA256])
{
	struct missive m;
	struct letter l;
	enum err e = missive_compose(q->core, q->store, q->mem, f->id, &m, &l);

	return e == ERR_OK ? parcel_write(q->mem, &l, to, manifest) : e;
}

enum err
resend_deposited(struct request *q)
{
	struct str receipt = str_trim(urlform_get(&q->form, TXT("recepisse")));
	struct buf zip = buf_new(q->mem, CORE_PAGE);
	uint8_t manifest[HASH_SHA256];
	struct resend_found f;
	enum err e = resend_find(q, &f);

	if (e != ERR_OK)
		return e;
	if (receipt.len == 0 || receipt.len > RECEIPT_MOST)
		return again(q, &f,
		    TXT("Recopiez le numéro du récépissé que PLEX a donné : "
			"c’est lui qui prouve le dépôt."));
	/* The same letter makes the same package: this is what was taken. Where
	 * it makes none, as too long a one, the receipt alone answers. */
	e = package(q, &f, &zip, manifest);
	if (e == ERR_STORE)
		return e;
	tx_run(q->tx, SQL_RESEND_DEPOSITED, INT(f.id), INT(q->now),
	    BLOB(BYTES_OF(q->session.account.at)), TEXT(receipt),
	    e == ERR_OK ? BLOB(BYTES_OF(manifest)) : NIL);
	if (tx_changed(q->tx) == 0)
		return resend_back(q, &f);
	struct course course = course_of(q);
	notice_settled(&course, f.id);
	return resend_back(q, &f);
}

enum err
resend_package(struct request *q)
{
	uint8_t manifest[HASH_SHA256];
	struct resend_found f;
	bool may = false;
	enum err e = resend_find(q, &f);

	if (e != ERR_OK)
		return e;
	if (!resend_handable(&f))
		return ERR_ABSENT;
	e = budget_spend(q, f.d.id, f.about, &may);
	if (e != ERR_OK || !may)
		return e;
	struct buf zip = buf_new(q->mem, CORE_PAGE);
	e = package(q, &f, &zip, manifest);
	if (e == ERR_LIMIT) {
		q->page = TXT("courrier_lettre");
		request_common(q, "desk");
		return again(q, &f,
		    TXT("Ce courrier est trop long pour un paquet. Imprimez "
			"en PDF chacun de ses actes depuis le dossier, "
			"déposez-les, puis notez le récépissé ici."));
	}
	if (e != ERR_OK)
		return e;
	q->note = (struct trail_entry){.action = AUDIT_letter_taken,
	    .object = f.ident};
	q->data = zip;
	q->whole = true;
	q->type = TXT("application/zip");
	return ERR_OK;
}
