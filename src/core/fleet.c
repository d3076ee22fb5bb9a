#include "core/fleet.h"

#include "base/item.h"
#include "base/json.h"
#include "calendar/wording.h"
#include "core/alarm.h"
#include "core/box.h"
#include "core/enrolling.h"
#include "core/invite.h"
#include "core/sql.h"
#include "store/query.h"

#define LIST_MOST (56u * KIB) /* bytes of JSON of one list */

static const struct {
	const char *why, *text;
} whys[] = {
#define MOTIVE(code, name, text) {#name, text},
#include "audit/motive.def"
#undef MOTIVE
};

static const char *const states[] = {"À confirmer", "En service", "Révoqué"};
static const char *const clocks[] = {"inconnue", "celle de la machine",
    "ancrée"};

/* --- lists, as JSON ------------------------------------------------------- */

/* « mardi 24 novembre, 18 h 00 »; "" for never. */
static void
moment(const struct request *q, struct buf *b, const char *key, int64_t at)
{
	char room[96];
	struct buf words = buf_over(room, sizeof(room));

	if (at > 0)
		wording_utc(&words, at, wording_year(q->now));
	item_text(b, key, buf_text(&words));
}

/* How a box is doing: the columns of fleet_list.sql, in their order. */
static void
put_box(const struct request *q, struct buf *b, struct query *r)
{
	struct ident device = {0};
	char hex[IDENT_TEXT];
	struct buf id = buf_over(hex, sizeof(hex));

	query_copy(r, device.at, sizeof(device.at));
	ident_put(&id, &device);
	item_text(b, "id", buf_text(&id));
	item_text(b, "site", query_text(r));
	item_text(b, "name", query_text(r));
	item_text(b, "kind", str_of(invite_kind(query_text(r))));
	int64_t state = query_int(r), last = query_int(r), held = query_int(r),
		oldest = query_int(r);
	item_text(b, "state", str_of(states[state]));
	item_flag(b, "asked", state == BOX_ASKED);
	item_flag(b, "active", state == BOX_ACTIVE);
	item_flag(b, "revoked", state == BOX_REVOKED);
	moment(q, b, "last", last);
	item_number(b, "held", held);
	moment(q, b, "oldest", oldest);
	item_text(b, "version", query_text(r));
	int64_t clock = query_int(r), drift = query_int(r);
	item_text(b, "clock", str_of(clocks[clock]));
	item_number(b, "drift_s", drift / CLOCK_SECOND);
	struct str wrong = query_null(r) ? TXT("") : query_text(r);
	buf_str(b, TXT(",\"alarms\":["));
	for (bool first = true; wrong.len > 0; first = false) {
		struct str kind = str_cut(&wrong, ' ');
		const struct alarm *a = alarm_of(kind);
		if (a) {
			buf_str(b, first ? TXT("") : TXT(","));
			json_quote(b, str_of(a->title));
		}
	}
	buf_str(b, TXT("]"));
}

/* The boxes after a code; `*next` is the code of the last one shown if there
 * may be more. */
static enum err
put_list(struct request *q, const char *key, struct str after, bool only,
    struct str *next)
{
	struct buf b = buf_new(q->mem, LIST_MOST);
	int64_t count = 0;
	enum err kept = ERR_OK;

	buf_str(&b, TXT("["));
	struct query r = query_open(q->store, SQL_FLEET_LIST, TEXT(after),
	    INT(only), INT(FLEET_PAGE));
	while (query_next(&r)) {
		item_open(&b);
		put_box(q, &b, &r);
		buf_str(&b, TXT("}"));
		count++;
	}
	enum err e = query_end(&r);
	buf_str(&b, TXT("]"));
	if (e == ERR_OK)
		e = buf_err(&b);
	if (e != ERR_OK)
		return e;
	request_json(q, key, buf_text(&b));
	if (only)
		request_flag(q, "some_wrong", count > 0);
	if (count == FLEET_PAGE && next) {
		int64_t n = 0;
		r = query_open(q->store, SQL_FLEET_LIST, TEXT(after), INT(only),
		    INT(FLEET_PAGE));
		while (query_next(&r) && ++n <= count) {
			(void)query_blob(&r);
			if (n == count)
				*next =
				    arena_keep(q->mem, query_text(&r), &kept);
		}
		e = query_end(&r);
	}
	return e == ERR_OK ? kept : e;
}

enum err
fleet_page(struct request *q)
{
	struct str counts, next = TXT("");
	struct str after = urlform_get(&q->form, TXT("apres"));

	enum err e =
	    query_json(q->store, q->mem, &counts, SQL_FLEET_COUNT, INT(q->now));
	if (e != ERR_OK)
		return e;
	request_json(q, "fleet", counts);
	if (after.len == 0)
		e = put_list(q, "wrong", after, true, NULL);
	if (e == ERR_OK)
		e = put_list(q, "all", after, false, &next);
	if (next.len > 0)
		request_text(q, "next", next);
	return e;
}

/* --- one box -------------------------------------------------------------- */

static enum err
put_alarms(struct request *q, const struct ident *device)
{
	struct buf b = buf_new(q->mem, 8u * KIB);
	struct query r =
	    query_open(q->store, SQL_FLEET_ALARMS, BLOB(BYTES_OF(device->at)));

	buf_str(&b, TXT("["));
	while (query_next(&r)) {
		int64_t id = query_int(&r);
		struct str kind = query_text(&r);
		int64_t at = query_int(&r);
		struct str detail = query_text(&r);
		const struct alarm *a = alarm_of(kind);
		if (!a)
			continue;
		item_open(&b);
		item_text(&b, "title", str_of(a->title));
		item_text(&b, "hint", str_of(a->hint));
		item_text(&b, "detail", detail);
		moment(q, &b, "since", at);
		item_number(&b, "number", id);
		item_flag(&b, "settled", a->settled);
		buf_str(&b, TXT("}"));
	}
	enum err e = query_end(&r);
	buf_str(&b, TXT("]"));
	if (e == ERR_OK)
		e = buf_err(&b);
	if (e == ERR_OK)
		request_json(q, "troubles", buf_text(&b));
	return e;
}

static enum err
put_kept(struct request *q, const struct ident *device)
{
	struct buf b = buf_new(q->mem, 8u * KIB);
	struct query r =
	    query_open(q->store, SQL_FLEET_KEPT, BLOB(BYTES_OF(device->at)));

	buf_str(&b, TXT("["));
	while (query_next(&r)) {
		struct str why = query_text(&r);
		item_open(&b);
		for (size_t i = 0; i < sizeof(whys) / sizeof(*whys); i++)
			if (str_eq(why, str_of(whys[i].why)))
				item_text(&b, "why", str_of(whys[i].text));
		item_number(&b, "count", query_int(&r));
		moment(q, &b, "last", query_int(&r));
		buf_str(&b, TXT("}"));
	}
	enum err e = query_end(&r);
	buf_str(&b, TXT("]"));
	if (e == ERR_OK)
		e = buf_err(&b);
	if (e == ERR_OK)
		request_json(q, "kept", buf_text(&b));
	request_flag(q, "some_kept", b.len > 2);
	return e;
}

static void
put_name(struct buf *b, const char *key, struct query *r)
{
	item_text(b, key, query_null(r) ? TXT("") : query_text(r));
}

/* What follows the columns of a list in fleet_one.sql. */
static void
put_facts(const struct request *q, struct buf *b, struct query *r)
{
	item_text(b, "commune", query_text(r));
	item_text(b, "phone", query_text(r));
	moment(q, b, "asked_at", query_int(r));
	moment(q, b, "confirmed_at", query_int(r));
	moment(q, b, "revoked_at", query_int(r));
	item_text(b, "fingerprint", query_text(r));
	put_name(b, "made_by", r);
	put_name(b, "confirmed_by", r);
	put_name(b, "revoked_by", r);
	item_flag(b, "mine", !query_null(r) && query_int(r) != 0);
}

static enum err
put_one(struct request *q, const struct ident *device)
{
	struct buf b = buf_new(q->mem, 4u * KIB);
	struct query r = query_open(q->store, SQL_FLEET_ONE,
	    BLOB(BYTES_OF(device->at)), BLOB(BYTES_OF(q->session.account.at)));
	bool there = query_next(&r);

	buf_str(&b, TXT("{"));
	if (there) {
		put_box(q, &b, &r);
		put_facts(q, &b, &r);
	}
	buf_str(&b, TXT("}"));
	enum err e = query_end(&r);
	if (e == ERR_OK)
		e = there ? buf_err(&b) : ERR_ABSENT;
	if (e != ERR_OK)
		return e;
	request_json(q, "box", buf_text(&b));
	e = put_alarms(q, device);
	return e == ERR_OK ? put_kept(q, device) : e;
}

static enum err
which(const struct request *q, struct ident *device)
{
	return ident_read(urlform_get(&q->form, TXT("id")), device) == ERR_OK
	    ? ERR_OK
	    : ERR_ABSENT;
}

enum err
fleet_one(struct request *q)
{
	struct ident device;
	enum err e = which(q, &device);

	if (e == ERR_OK)
		q->note.object = device;
	return e == ERR_OK ? put_one(q, &device) : e;
}

/* Its page again, with what was not done and why. */
static enum err
again(struct request *q, const struct ident *device, struct str what)
{
	q->status = 422;
	q->note = (struct trail_entry){0};
	request_open(q, "error");
	request_text(q, "text", what);
	request_close(q);
	return put_one(q, device);
}

/* Back to its page. */
static enum err
done(struct request *q, const struct ident *device)
{
	struct buf to = buf_new(q->mem, 64);

	buf_str(&to, TXT("/boitiers/un?id="));
	ident_put(&to, device);
	q->location = buf_text(&to);
	return buf_err(&to);
}

enum err
fleet_confirm(struct request *q)
{
	struct ident device;
	enum err e = which(q, &device);

	if (e != ERR_OK)
		return e;
	q->note.object = device;
	if (!urlform_has(&q->form, TXT("same")))
		return again(q, &device,
		    TXT("Comparez d’abord les deux empreintes, chiffre par "
			"chiffre, avec la personne qui est devant le boîtier, "
			"puis cochez la case."));
	e = enrolling_confirm(q->tx, &device, &q->session.account, q->now);
	if (e == ERR_DENIED)
		return again(q, &device,
		    TXT("Vous avez fait ce code vous-même : c’est à une autre "
			"personne de confirmer."));
	return e == ERR_OK ? done(q, &device) : e;
}

enum err
fleet_revoke(struct request *q)
{
	struct str motive = str_trim(urlform_get(&q->form, TXT("motive")));
	struct ident device;
	enum err e = which(q, &device);

	if (e != ERR_OK)
		return e;
	q->note.object = device;
	if (!urlform_has(&q->form, TXT("sure")) || motive.len == 0 ||
	    motive.len > 500)
		return again(q, &device,
		    TXT("Dites pourquoi, en une phrase, et cochez la case : "
			"une révocation ne se défait pas."));
	q->note.detail = str_bytes(motive);
	e = enrolling_revoke(q->tx, &device, &q->session.account, q->now);
	if (e != ERR_OK)
		return e;
	struct box b;
	e = box_find(q->store, &device, &b);
	if (e == ERR_ABSENT) { /* it was never confirmed: it is gone */
		q->location = TXT("/boitiers");
		return ERR_OK;
	}
	return e == ERR_OK ? done(q, &device) : e;
}

enum err
fleet_settle(struct request *q)
{
	struct ident device = {0};
	uint64_t id = 0;
	bool gap = false, history = false;

	if (!str_number(urlform_get(&q->form, TXT("number")), INT64_MAX, &id))
		return ERR_ABSENT;
	struct query r = query_open(q->store, SQL_ALARM_FIND, INT((int64_t)id));
	bool there = query_next(&r);
	if (there) {
		query_copy(&r, device.at, sizeof(device.at));
		struct str kind = query_text(&r);
		gap = str_eq(kind, TXT("gap"));
		history = str_eq(kind, TXT("history"));
	}
	enum err e = query_end(&r);
	if (e != ERR_OK || !there)
		return e == ERR_OK ? ERR_ABSENT : e;
	q->note.object = device;
	tx_run(q->tx, SQL_ALARM_SETTLE, INT((int64_t)id), INT(q->now));
	if (gap)
		tx_run(q->tx, SQL_MISSING_FORGET, BLOB(BYTES_OF(device.at)));
	if (history)
		tx_run(q->tx, SQL_BOX_ANEW, BLOB(BYTES_OF(device.at)));
	return done(q, &device);
}
