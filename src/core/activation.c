#include "core/activation.h"

#include "core/core.h"
#include "core/mailroom.h"
#include "core/sql.h"
#include "dossier/delivery.h"
#include "store/query.h"

#define CODE     8    /* digits */
#define WHO_MOST 120  /* bytes of a function, as typed */
#define WRONG    5    /* codes typed that are not it, and it is another */
#define COUNTED  1000 /* letters too old, counted at most */

bool
activation_written_to(const struct directory_service *s)
{
	enum delivery_mode mode;

	return s->mailbox.len > 0 && delivery_mode_read(s->delivery, &mode) &&
	    (mode == DELIVERY_FULL || mode == DELIVERY_NOTICE);
}

/* --- the page --------------------------------------------------------------
 */

struct state {
	bool asked, opened, mine;
};

static enum err
put_state(struct request *q, struct state *s)
{
	struct query r = query_open(q->store, SQL_ACTIVATION_FIND,
	    TEXT(q->core->pack.name), BLOB(BYTES_OF(q->session.account.at)));

	*s = (struct state){0};
	if (query_next(&r)) {
		struct str by = query_text(&r);
		int64_t at = query_int(&r), done = query_int(&r);
		s->asked = true;
		s->opened = done > 0;
		s->mine = query_int(&r) != 0;
		request_open(q, s->opened ? "opened" : "asked");
		request_text(q, "by", by);
		request_when(q, "when", s->opened ? done : at);
		request_flag(q, "mine", s->mine);
		request_close(q);
	}
	request_flag(q, "idle", !s->asked);
	return query_end(&r);
}

static void
put_box(struct request *q, struct query *r)
{
	int64_t id = query_int(r);
	struct str service = query_text(r), address = query_text(r);
	int64_t state = query_int(r);
	struct str answer = query_text(r), asker = query_text(r);
	bool mine = query_int(r) != 0;
	int64_t confirmed = query_int(r);
	const struct directory_service *s =
	    directory_service_of(&q->core->pack.directory, service);

	request_number(q, "id", id);
	request_text(q, "name", s ? s->name : service);
	request_text(q, "address", address);
	request_text(q, "words", delivery_words(state));
	request_text(q, "answer", answer);
	request_text(q, "asker", asker);
	request_flag(q, "own", mine);
	request_flag(q, "ok", state == DELIVERY_CONFIRMED);
	request_flag(q, "danger", state == DELIVERY_REFUSED);
	request_flag(q, "waits", state != DELIVERY_CONFIRMED);
	request_flag(q, "again",
	    state == DELIVERY_REFUSED || state == DELIVERY_DOUBTFUL ||
		state == DELIVERY_ACCEPTED);
	if (confirmed > 0) {
		request_open(q, "confirmed");
		request_text(q, "who", query_text(r));
		request_text(q, "by", query_text(r));
		request_when(q, "when", confirmed);
		request_close(q);
	}
}

/* -1: nobody asked to try it out. */
static enum err
trial_state(struct request *q, const struct directory_service *s,
    int64_t *state)
{
	*state = -1;
	enum err e = query_number(q->store, state, SQL_ACTIVATION_BOX,
	    TEXT(q->core->pack.name), TEXT(s->id), TEXT(s->mailbox));
	return e == ERR_ABSENT ? ERR_OK : e;
}

/* How many of the pack's mailboxes nobody confirmed; `*fresh`: and nobody asked
 * to try out. */
static enum err
unconfirmed(struct request *q, size_t *count, size_t *fresh)
{
	const struct directory *d = &q->core->pack.directory;

	*count = *fresh = 0;
	for (size_t i = 0; i < d->count; i++) {
		const struct directory_service *s = &d->services[i];
		int64_t state;
		if (!activation_written_to(s))
			continue;
		enum err e = trial_state(q, s, &state);
		if (e != ERR_OK)
			return e;
		*count += state != DELIVERY_CONFIRMED;
		*fresh += state < 0;
	}
	return ERR_OK;
}

/* Where a trial would go that nobody asked for. */
static enum err
put_fresh(struct request *q)
{
	const struct directory *d = &q->core->pack.directory;
	enum err e = ERR_OK;
	bool any = false;

	request_json(q, "news", TXT("["));
	for (size_t i = 0; i < d->count && e == ERR_OK; i++) {
		const struct directory_service *s = &d->services[i];
		int64_t state = 0;
		if (activation_written_to(s))
			e = trial_state(q, s, &state);
		if (state >= 0)
			continue;
		buf_str(&q->data, any ? TXT(",{") : TXT("{"));
		any = true;
		request_text(q, "name", s->name);
		request_text(q, "address", s->mailbox);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return e;
}

static enum err
put_waiting(struct request *q)
{
	struct query r = query_open(q->store, SQL_ACTIVATION_HELD,
	    INT(q->now - ACTIVATION_OLD), INT(COUNTED + 1));

	if (query_next(&r)) {
		request_number(q, "waiting", query_int(&r));
		int64_t old = query_int(&r);
		request_number(q, "old", old > COUNTED ? COUNTED : old);
		request_flag(q, "old_more", old > COUNTED);
	}
	return query_end(&r);
}

enum err
activation_put(struct request *q)
{
	struct state s;
	size_t left = 0, fresh = 0;
	bool first = true;

	request_flag(q, "inactive", !q->core->pack.active);
	request_text(q, "pack", q->core->pack.title);
	enum err e = put_state(q, &s);
	if (e == ERR_OK)
		e = unconfirmed(q, &left, &fresh);
	if (e == ERR_OK)
		e = put_fresh(q);
	if (e == ERR_OK)
		e = put_waiting(q);
	if (e != ERR_OK)
		return e;
	request_number(q, "left", (int64_t)left);
	request_flag(q, "untried", s.opened && left > 0);
	request_flag(q, "fresh", fresh > 0);
	request_flag(q, "complete", s.asked && !s.opened && left == 0);
	struct query r = query_open(q->store, SQL_ACTIVATION_BOXES,
	    TEXT(q->core->pack.name), BLOB(BYTES_OF(q->session.account.at)));
	request_json(q, "boxes", TXT("["));
	while (query_next(&r)) {
		buf_str(&q->data, first ? TXT("{") : TXT(",{"));
		first = false;
		put_box(q, &r);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	request_flag(q, "some_boxes", !first);
	return query_end(&r);
}

/* --- acts ------------------------------------------------------------------
 */

static enum err
done(struct request *q)
{
	q->location = TXT("/courrier");
	return ERR_OK;
}

static enum err
again(struct request *q, struct str what)
{
	q->status = 422;
	q->note = (struct trail_entry){0};
	request_open(q, "error");
	request_text(q, "text", what);
	request_close(q);
	return mailroom_page(q);
}

/* By a first press, which is in the audit log. */
static enum err
already(struct request *q)
{
	q->note = (struct trail_entry){0};
	return done(q);
}

/* What is asked for, or open. ERR_ABSENT: neither. */
static enum err
in_force(struct request *q, struct state *s)
{
	struct query r = query_open(q->store, SQL_ACTIVATION_FIND,
	    TEXT(q->core->pack.name), BLOB(BYTES_OF(q->session.account.at)));

	*s = (struct state){0};
	if (query_next(&r)) {
		s->asked = true;
		(void)query_text(&r);
		(void)query_int(&r);
		s->opened = query_int(&r) > 0;
		s->mine = query_int(&r) != 0;
	}
	enum err e = query_end(&r);
	return e == ERR_OK && !s->asked ? ERR_ABSENT : e;
}

static struct str
new_code(char room[static CODE], struct buf *b)
{
	uint32_t r[2];

	*b = buf_over(room, CODE);
	ident_random(r, sizeof(r));
	buf_number(b, r[0] % 10000, CODE / 2);
	buf_number(b, r[1] % 10000, CODE / 2);
	return buf_text(b);
}

static void
add_box(struct request *q, const struct directory_service *s)
{
	char room[CODE];
	struct buf b;

	tx_run(q->tx, SQL_ACTIVATION_ADD, TEXT(q->core->pack.name), TEXT(s->id),
	    TEXT(s->mailbox), TEXT(new_code(room, &b)), INT(q->now),
	    BLOB(BYTES_OF(q->session.account.at)));
}

enum err
activation_ask(struct request *q)
{
	const struct directory *d = &q->core->pack.directory;

	if (!q->core->pack.active)
		return again(q,
		    TXT("Cette convention est un exemple à compléter : elle "
			"n’envoie rien."));
	if (!q->core->post.able)
		return again(q,
		    TXT("Aucun relais n’est configuré, ou l’adresse "
			"d’expéditeur n’en est pas une : réglez « smtp_url », "
			"« smtp_from » et « smtp_ca » dans fichep.conf, "
			"redémarrez, puis revenez ici."));
	struct state s;
	enum err e = in_force(q, &s);
	if (e != ERR_OK && e != ERR_ABSENT)
		return e;
	if (s.asked)
		q->note = (struct trail_entry){.action = AUDIT_mailbox_tried};
	tx_run(q->tx, SQL_ACTIVATION_ASK, TEXT(q->core->pack.name),
	    BLOB(BYTES_OF(q->session.account.at)), INT(q->now));
	for (size_t i = 0; i < d->count; i++)
		if (activation_written_to(&d->services[i]))
			add_box(q, &d->services[i]);
	return done(q);
}

static bool
which(const struct request *q, int64_t *id)
{
	uint64_t n = 0;

	if (!str_number(urlform_get(&q->form, TXT("id")), INT64_MAX, &n))
		return false;
	*id = (int64_t)n;
	return true;
}

enum err
activation_again(struct request *q)
{
	int64_t id;

	if (!which(q, &id))
		return ERR_ABSENT;
	tx_run(q->tx, SQL_ACTIVATION_AGAIN, INT(id), TEXT(q->core->pack.name),
	    INT(q->now));
	return done(q);
}

/* What was typed, without the spaces it is read with. */
static bool
same_code(struct str typed, struct str code)
{
	size_t n = 0;

	for (size_t i = 0; i < typed.len; i++) {
		if (typed.at[i] == ' ')
			continue;
		if (n >= code.len || typed.at[i] != code.at[n++])
			return false;
	}
	return code.len > 0 && n == code.len;
}

/* Nobody goes through the codes: at the fifth it is another one. */
static enum err
wrong_code(struct request *q, int64_t id)
{
	char room[CODE];
	struct buf b;

	tx_run(q->tx, SQL_ACTIVATION_WRONG, INT(id), TEXT(new_code(room, &b)),
	    INT(q->now), INT(WRONG));
	enum err e = again(q,
	    TXT("Ce code n’est pas celui de la lettre d’essai. Faites-le "
		"relire ; si ce n’est toujours pas lui, l’adresse n’est pas la "
		"bonne. Au cinquième code inexact, une autre lettre d’essai "
		"part, avec un autre code."));
	q->note = (struct trail_entry){.action = AUDIT_act_refused,
	    .motive = MOTIVE_wrong_code,
	    .result = TRAIL_REFUSED};
	return e;
}

/* Whose code it is, who asked for it, and was it noted? */
struct trial {
	struct str code, service, address;
	bool mine, noted;
};

static enum err
find_trial(struct request *q, int64_t id, struct trial *t)
{
	enum err kept = ERR_ABSENT;
	struct query r = query_open(q->store, SQL_ACTIVATION_CODE, INT(id),
	    TEXT(q->core->pack.name), BLOB(BYTES_OF(q->session.account.at)));

	*t = (struct trial){0};
	if (query_next(&r)) {
		kept = ERR_OK;
		t->code = arena_keep(q->mem, query_text(&r), &kept);
		t->service = arena_keep(q->mem, query_text(&r), &kept);
		t->address = arena_keep(q->mem, query_text(&r), &kept);
		t->mine = query_int(&r) != 0;
		t->noted = query_int(&r) != 0;
	}
	enum err e = query_end(&r);
	return e == ERR_OK ? kept : e;
}

/* Is it still where its service is written to? */
static bool
stands(const struct request *q, const struct trial *t)
{
	const struct directory_service *one =
	    directory_service_of(&q->core->pack.directory, t->service);

	return one && str_eq(one->mailbox, t->address);
}

static void
release(struct request *q, struct val service)
{
	tx_run(q->tx, SQL_ACTIVATION_RELEASE, INT(q->now - ACTIVATION_OLD),
	    INT(q->now), service);
}

enum err
activation_confirm(struct request *q)
{
	struct str who = str_trim(urlform_get(&q->form, TXT("fonction")));
	struct trial t;
	struct state s;
	int64_t id;

	if (!which(q, &id))
		return ERR_ABSENT;
	enum err e = in_force(q, &s);
	if (e == ERR_OK)
		e = find_trial(q, id, &t);
	if (e != ERR_OK)
		return e;
	if (t.noted)
		return already(q);
	if (t.mine)
		return again(q,
		    TXT("Vous avez demandé cet essai : c’est à une autre "
			"personne de confirmer le code."));
	if (who.len == 0 || who.len > WHO_MOST)
		return again(q,
		    TXT("Dites quelle fonction exerce la personne qui a lu le "
			"code, par exemple « greffe du parquet des mineurs "
			"»."));
	if (!same_code(urlform_get(&q->form, TXT("code")), t.code))
		return wrong_code(q, id);
	tx_run(q->tx, SQL_ACTIVATION_CONFIRM, INT(id), INT(q->now),
	    BLOB(BYTES_OF(q->session.account.at)), TEXT(who));
	if (s.opened && stands(q, &t))
		release(q, TEXT(t.service));
	q->note = (struct trail_entry){.action = AUDIT_mailbox_confirmed,
	    .detail = str_bytes(who)};
	return done(q);
}

enum err
activation_open(struct request *q)
{
	size_t left = 0, fresh = 0;
	struct state s;
	enum err e = in_force(q, &s);

	if (e == ERR_OK && s.opened)
		return already(q);
	if (e == ERR_OK && s.mine)
		return again(q,
		    TXT("Vous avez demandé cette activation : c’est à une "
			"autre personne d’ouvrir l’envoi."));
	if (e == ERR_OK)
		e = unconfirmed(q, &left, &fresh);
	if (e != ERR_OK)
		return e;
	if (left > 0)
		return again(q,
		    TXT("Des boîtes ne sont pas confirmées : rien ne part "
			"avant."));
	if (!urlform_has(&q->form, TXT("sure")))
		return again(q,
		    TXT("Cochez la case : les lettres qui attendent partent "
			"aussitôt."));
	tx_run(q->tx, SQL_ACTIVATION_OPEN, TEXT(q->core->pack.name),
	    INT(q->now));
	release(q, NIL);
	return done(q);
}

enum err
activation_stop(struct request *q)
{
	if (!urlform_has(&q->form, TXT("sure")))
		return again(q,
		    TXT("Cochez la case : plus aucune lettre ne partira "
			"jusqu’à une nouvelle activation."));
	tx_run(q->tx, SQL_ACTIVATION_STOP, TEXT(q->core->pack.name),
	    INT(q->now));
	tx_run(q->tx, SQL_ACTIVATION_HOLD, NONE);
	return done(q);
}
