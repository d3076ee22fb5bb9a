#include "core/handing.h"

#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/core.h"
#include "core/notice.h"
#include "core/posted.h"
#include "core/resend.h"
#include "core/sql.h"
#include "dossier/delivery.h"
#include "form/spelling.h"
#include "store/query.h"

#define TO_MOST 120 /* bytes of a function, as typed */
#define COPIES  32  /* as handing_copies.sql */
#define UNDER_WAY                                                              \
	"Elle est en cours d’envoi vers ce destinataire : attendez une "     \
	"minute, puis regardez de nouveau."

struct handing {
	struct resend_found f;
	const struct delivery_hand *hand; /* NULL: not said */
	struct str to;
	int64_t at;           /* ms UTC */
	bool callable;        /* a call would be of use */
	bool settled;         /* by this hand: nothing of it leaves any more */
	const char *at_field; /* what is wrong is of that one; NULL: of none */
};

/* --- what is said ----------------------------------------------------------
 */

/* By the clock in Paris, which shows an hour of October twice: of the two, the
 * one at which the letter was there. */
static int64_t
instant(day on, int64_t hour, int64_t made)
{
	int64_t first = paris_utc(on, hour, false);

	return first < made ? paris_utc(on, hour, true) : first;
}

/* Now, or what was shown as now when it was read again. */
static int64_t
now_of(struct request *q, const struct handing *h)
{
	uint64_t at = 0;

	return str_number(urlform_get(&q->form, TXT("instant")),
		   (uint64_t)q->now, &at) &&
		(int64_t)at >= h->f.made
	    ? (int64_t)at
	    : q->now;
}

/* When; what is left empty is today, and now. "", or what is wrong. */
static struct str
read_when(struct request *q, struct handing *h)
{
	struct str date = str_trim(urlform_get(&q->form, TXT("date")));
	struct str typed = str_trim(urlform_get(&q->form, TXT("heure")));
	int64_t made = h->f.made - h->f.made % CLOCK_MINUTE, hour = 0;
	day on = paris_day(q->now);

	h->at = now_of(q, h);
	h->at_field = "at_date";
	if (date.len == 0 && typed.len == 0)
		return TXT("");
	if (date.len > 0 && !spelling_day(date, &on))
		return TXT("Ce jour n’en est pas un. Exemple : 27/11/2026.");
	h->at_field = "at_hour";
	if (!spelling_hour(typed, &hour))
		return TXT("Indiquez l’heure de la remise. Exemple : 14 h 30.");
	h->at = instant(on, hour, made);
	if (h->at > q->now)
		return TXT("Cette heure n’est pas encore passée : notez la "
			   "remise une fois faite.");
	if (h->at < made)
		return TXT("La lettre n’était pas encore faite à cette heure : "
			   "vérifiez le jour et l’heure.");
	if (h->at < h->f.made)
		h->at = h->f.made;
	return TXT("");
}

/* What keeps it from being noted; "" nothing. */
static struct str
wrong(struct request *q, struct handing *h)
{
	h->at_field = "at_way";
	if (!h->hand)
		return TXT("Dites comment la lettre a été remise.");
	if (!h->hand->whole && !h->callable)
		return TXT(
		    "Un appel ne remet pas cette lettre, et elle ne part "
		    "pas d’elle-même : remettez-la en entier, ou "
		    "envoyez-la de nouveau autrement.");
	h->at_field = "at_function";
	if (h->to.len == 0 || h->to.len > TO_MOST)
		return TXT("Dites quelle fonction exerce la personne qui l’a "
			   "reçue, par exemple « greffe du parquet des mineurs "
			   "».");
	return read_when(q, h);
}

static enum err
find(struct request *q, struct handing *h)
{
	*h = (struct handing){0};
	enum err e = resend_find(q, &h->f);
	if (e != ERR_OK)
		return e;
	h->hand = delivery_hand_of(urlform_get(&q->form, TXT("moyen")));
	h->to = str_trim(urlform_get(&q->form, TXT("fonction")));
	h->callable = delivery_callable(h->f.state, h->f.mode);
	h->settled = h->hand &&
	    (h->hand->whole || str_eq(h->f.mode, TXT("courriel_avis")));
	return ERR_OK;
}

/* --- the page --------------------------------------------------------------
 */

static void
put_hand(struct request *q, const char *key, const struct handing *h,
    struct str word)
{
	request_flag(q, key, h->hand && str_eq(word, str_of(h->hand->word)));
}

static enum err
show(struct request *q, const struct handing *h)
{
	const struct resend_found *f = &h->f;

	request_text(q, "reference", f->d.reference);
	request_number(q, "id", f->id);
	request_text(q, "letter", f->title);
	request_text(q, "name", f->name);
	request_text(q, "way", posted_way(f->mode));
	request_when(q, "made", f->made);
	request_flag(q, "handable", resend_handable(f));
	request_flag(q, "notice", str_eq(f->mode, TXT("courriel_avis")));
	request_flag(q, "doubtful", f->state == DELIVERY_DOUBTFUL);
	request_flag(q, "callable", h->callable);
	put_hand(q, "paper", h, TXT("papier"));
	put_hand(q, "other", h, TXT("autre"));
	put_hand(q, "call", h, TXT("telephone"));
	request_text(q, "to", h->to);
	request_text(q, "date", urlform_get(&q->form, TXT("date")));
	request_text(q, "hour_typed", urlform_get(&q->form, TXT("heure")));
	return ERR_OK;
}

static enum err
again(struct request *q, const struct handing *h, struct str what)
{
	q->status = 422;
	q->note = (struct trail_entry){0};
	request_open(q, "error");
	request_text(q, "text", what);
	if (h->at_field)
		request_flag(q, h->at_field, true);
	request_close(q);
	return show(q, h);
}

/* What would be noted, to be read again before it is. */
static enum err
confirm(struct request *q, const struct handing *h)
{
	q->note = (struct trail_entry){0};
	request_open(q, "confirm");
	request_text(q, "word", str_of(h->hand->word));
	request_text(q, "how", str_of(h->hand->words));
	request_when(q, "when", h->at);
	request_number(q, "at", h->at);
	request_flag(q, "whole", h->hand->whole);
	request_flag(q, "settled", h->settled);
	request_close(q);
	return show(q, h);
}

enum err
handing_page(struct request *q)
{
	struct handing h;
	enum err e = find(q, &h);

	return e == ERR_OK ? show(q, &h) : e;
}

/* --- noted -----------------------------------------------------------------
 */

/* The copies for the same recipient that it settles as well: all, or those that
 * say no more than a call. `*leaves`: one of them is under way. */
static size_t
copies(struct request *q, const struct handing *h, int64_t after,
    int64_t to[COPIES], bool *leaves)
{
	size_t n = 0;
	struct query r = query_open(q->store, SQL_HANDING_COPIES, INT(h->f.id),
	    INT(h->hand->whole), INT(after));

	while (n < COPIES && query_next(&r)) {
		to[n] = query_int(&r);
		*leaves = *leaves || query_int(&r) == DELIVERY_LEAVING ||
		    post_carries(q->core, to[n]);
		n++;
	}
	tx_fail(q->tx, query_end(&r));
	return n;
}

static bool
copy_leaves(struct request *q, const struct handing *h)
{
	int64_t some[COPIES], after = 0;
	bool leaves = false;
	size_t n;

	do {
		n = copies(q, h, after, some, &leaves);
		if (n > 0)
			after = some[n - 1];
	} while (n == COPIES);
	return leaves;
}

static void
settle_copies(struct request *q, const struct handing *h, struct course *course)
{
	int64_t some[COPIES], after = 0;
	bool leaves = false;
	size_t n;

	do {
		n = copies(q, h, after, some, &leaves);
		for (size_t i = 0; i < n; i++) {
			tx_run(q->tx, SQL_RESEND_DROP, INT(some[i]));
			notice_handed(course, some[i], h->hand->whole, h->at);
		}
		if (n > 0)
			after = some[n - 1];
	} while (n == COPIES);
}

/* « par téléphone, mardi 24 novembre, 14 h 30 : greffe » */
static struct bytes
told(struct request *q, const struct handing *h)
{
	struct buf b = buf_new(q->mem, h->to.len + 160);

	buf_str(&b, str_of(h->hand->words));
	buf_str(&b, TXT(", "));
	wording_utc(&b, h->at, WORDING_YEAR);
	buf_str(&b, TXT(" : "));
	buf_str(&b, h->to);
	return buf_done(&b);
}

static enum err
finish(struct request *q, const struct handing *h)
{
	struct course course = {.tx = q->tx,
	    .mem = q->mem,
	    .pack = &q->core->pack,
	    .now = q->now};

	tx_run(q->tx, SQL_HANDING_NOTE, INT(h->f.id),
	    TEXT(str_of(h->hand->word)), TEXT(h->to), INT(h->at),
	    BLOB(BYTES_OF(q->session.account.at)), INT(h->hand->whole),
	    INT(h->settled));
	notice_handed(&course, h->f.id, h->hand->whole, h->at);
	if (h->settled)
		settle_copies(q, h, &course);
	q->note.detail = told(q, h);
	return resend_back(q, &h->f);
}

enum err
handing_note(struct request *q)
{
	struct handing h;
	enum err e = find(q, &h);

	if (e != ERR_OK)
		return e;
	if (h.f.state == DELIVERY_LEAVING || post_carries(q->core, h.f.id))
		return again(q, &h, TXT(UNDER_WAY));
	if (!resend_handable(&h.f))
		return again(q, &h,
		    TXT("Elle est déjà réglée : regardez où elle en est."));
	struct str why = wrong(q, &h);
	if (why.len == 0 && h.settled && copy_leaves(q, &h)) {
		why = TXT(UNDER_WAY);
		h.at_field = NULL;
	}
	if (why.len > 0)
		return again(q, &h, why);
	struct str go = urlform_get(&q->form, TXT("go"));
	if (str_eq(go, TXT("send")))
		return finish(q, &h);
	if (!str_eq(go, TXT("edit")))
		return confirm(q, &h);
	q->note = (struct trail_entry){0};
	return show(q, &h);
}
