#include "core/turn.h"

#include "base/log.h"
#include "calendar/paris.h"
#include "core/chore.h"
#include "core/kept.h"
#include "core/request.h"
#include "core/route.h"
#include "core/signin.h"
#include "core/step.h"
#include "core/writing.h"
#include "page/page.h"
#include "store/query.h"

struct tx *
turn_tx(struct core *c)
{
	if (!c->in_tx) {
		c->tx = tx_begin(&c->write);
		c->in_tx = true;
	}
	return &c->tx;
}

/* The page of `q` as the answer of `s`, in memory of the slot's own. */
static enum err
render(struct core *c, struct request *q, struct slot *s)
{
	struct mustache_fault fault;
	struct buf page = buf_over(c->page.at, c->page.max);
	enum err e = buf_err(&q->cookie);

	if (!q->whole)
		buf_str(&q->data, TXT("}"));
	if (e == ERR_OK)
		e = buf_err(&q->data);
	if (e == ERR_OK && q->location.len == 0 && q->page.len > 0)
		e = page_render(q->mem, q->page, buf_text(&q->data), &page,
		    &fault);
	else if (e == ERR_OK && q->location.len == 0)
		buf_str(&page, buf_text(&q->data));
	if (e == ERR_OK)
		e = buf_err(&page);

	struct http_response a = {
	    .status = q->location.len > 0 ? 303 : q->status};
	if (q->location.len == 0)
		a.type = q->page.len > 0 ? TXT("text/html; charset=utf-8")
		    : q->type.len > 0    ? q->type
					 : TXT("application/json");
	a.location = arena_keep(q->mem, q->location, &e);
	a.cookie = arena_keep(q->mem, buf_text(&q->cookie), &e);
	a.nonce = arena_keep(q->mem, q->nonce, &e);
	a.digest = arena_keep(q->mem, q->digest, &e);
	a.signed_as = arena_keep(q->mem, q->signed_as, &e);
	a.signature = arena_keep(q->mem, q->signature, &e);
	a.page = str_bytes(arena_keep(q->mem, buf_text(&page), &e));
	explicit_bzero(page.at, page.len);
	explicit_bzero(q->data.at, q->data.len);
	if (e == ERR_MANGLED || e == ERR_ABSENT) {
		log_event(LOG_ERROR, EVENT("page_not_made"),
		    LOG_WORD("path", q->route ? q->route->path : "-"));
		e = ERR_STORE;
	}
	if (e == ERR_OK)
		s->answer = a;
	return e;
}

/* When not even the page of an error can be made. */
static const char plain[] =
    "Le service a rencontré une difficulté. Réessayez dans un instant.\n";

static struct http_response
last_words(void)
{
	return (struct http_response){.status = 500,
	    .type = TXT("text/plain; charset=utf-8"),
	    .page = str_bytes(str_of(plain))};
}

/* Bytes of the first sentence, its point included. */
static size_t
first_sentence(struct str text)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if (text.at[i] == '.' && text.at[i + 1] == ' ')
			return i + 1;
	return text.len;
}

static void
put_error(struct request *q, enum err why)
{
	bool again = why == ERR_SIGNED_OUT || why == ERR_ALIEN;

	q->page = TXT("error");
	q->status = (uint32_t)err_http(why);
	request_common(q, "plain");
	/* First what happened, then what to do. */
	struct str text = str_of(err_text(why));
	size_t end = first_sentence(text);
	request_text(q, "text", str_part(text, 0, end));
	request_text(q, "hint", str_trim(str_part(text, end, SIZE_MAX)));
	request_flag(q, "urgent", q->status >= 500);
	request_open(q, "back");
	request_text(q, "href", again ? TXT("session") : TXT(""));
	request_text(q, "label",
	    again ? TXT("Ouvrir ma session")
		  : TXT("Revenir à l’écran verrouillé"));
	request_close(q);
}

static bool
is_machine(const struct core *c, const struct slot *s)
{
	const struct route *r;

	return route_find(s->m.method, s->m.path, c->role->central, &r) ==
	    ERR_OK &&
	    r->kind == ROUTE_MACHINE;
}

/* What someone typed is not answered by an error alone. */
static bool
typed_kept(struct request *q, enum err why)
{
	size_t before = q->data.len;
	bool kept = false;

	if (why == ERR_ALIEN || why == ERR_SIGNED_OUT)
		kept = (why == ERR_ALIEN && signin_stale(q)) || kept_offer(q);
	else if (why == ERR_STORE || why == ERR_LATER)
		kept = step_unsaved(q, why) || writing_unsaved(q, why);
	if (!kept)
		q->data.len = before;
	return kept;
}

/* The answer of `s` becomes the page of an error; what it had made goes. */
static void
refuse(struct core *c, struct slot *s, enum err why)
{
	arena_back(&s->mem, s->mark);
	struct request q = request_new(c, s);

	q.cookie = buf_over(q.cookies, sizeof(q.cookies));
	s->state = SLOT_ANSWERED;
	s->after = NULL;
	if (is_machine(c, s))
		q.status = (uint32_t)err_http(why); /* a status is enough */
	else if ((why == ERR_SIGNED_OUT &&
		     str_eq(s->m.path, TXT("/session/fermer"))) ||
	    (why == ERR_ALIEN && str_eq(s->m.path, TXT("/urgence/masquer"))))
		q.location = TXT("/"); /* who wants it closed finds it so */
	else if (why == ERR_SIGNED_OUT &&
	    (!str_eq(s->m.method, TXT("POST")) ||
		signin_may_return(c, s->m.path)))
		q.location = signin_toward(c, s->m.path);
	else if (!typed_kept(&q, why))
		put_error(&q, why);
	if (render(c, &q, s) != ERR_OK)
		s->answer = last_words();
}

/* Its route's query, then its function, then its page. */
static enum err
work(struct core *c, struct request *q, struct slot *s)
{
	const struct route *r = q->route;
	struct str rows;
	enum err e = ERR_OK;

	if (r->page)
		request_common(q,
		    str_eq(q->page, TXT("lock")) ? "locked"
			: c->role->central       ? "desk"
						 : "kiosk");
	if (r->query) {
		e = query_json(q->store, q->mem, &rows, r->query,
		    BLOB(BYTES_OF(q->session.account.at)), INT(q->now));
		if (e == ERR_OK)
			request_json(q, "rows", rows);
	}
	if (q->report)
		request_json(q, "rows", str_from(*q->report));
	if (e == ERR_OK && r->run)
		e = r->run(q);
	if (e != ERR_OK || q->ask || q->make || q->after)
		return e;
	return render(c, q, s);
}

/* Someone is at work: has it to be written down? What a page asks by itself
 * (GET rows without a template) is nobody's work. */
static bool
stays(const struct request *q)
{
	return q->route->who != ROUTE_ANYONE && q->session.open &&
	    (q->route->page || q->route->kind == ROUTE_ACT) &&
	    session_stale(&q->session, q->now);
}

/* What the audit log and the session keep of a request that went as it should.
 */
static void
record(struct request *q)
{
	if (q->note.action != 0)
		request_note(q, &q->note);
	if (stays(q))
		session_touch(q->tx, &q->session, q->now);
}

/* An entry about a request that was refused, beside what it undid. */
static enum err
record_refusal(struct core *c, struct request *q, struct slot *s)
{
	if (q->note.action == 0 || q->note.result != TRAIL_REFUSED)
		return ERR_OK;
	q->tx = turn_tx(c);
	s->wrote = true;
	tx_save(q->tx);
	request_note(q, &q->note);
	return tx_release(q->tx);
}

static void
settle(struct core *c, struct request *q, struct slot *s, enum err e)
{
	/* Whatever was put down for a page that was not made, and the cookie,
	 * of which the answer has its copy. */
	explicit_bzero(q->data.at, q->data.len);
	explicit_bzero(q->cookies, sizeof(q->cookies));
	if (e != ERR_OK) {
		enum err told = record_refusal(c, q, s);
		refuse(c, s, told == ERR_OK ? e : told);
		return;
	}
	s->ask = q->ask;
	s->make = q->make;
	s->after = q->after;
	s->kept = q->kept;
	s->state = SLOT_ANSWERED;
}

static void
serve_read(struct core *c, struct slot *s)
{
	struct request q = request_new(c, s);

	q.cookie = buf_over(q.cookies, sizeof(q.cookies));
	enum err e = request_admit(&q);
	if (e == ERR_OK && s->state == SLOT_REPORTED)
		e = s->verdict;
	if (e == ERR_OK && q.route->kind == ROUTE_REPORT && !q.report) {
		s->state = SLOT_WAITING;
		s->patience = clock_boot() + SLOT_PATIENCE;
		return;
	}
	if (e == ERR_OK)
		e = work(c, &q, s);
	if (e == ERR_OK && (q.note.action != 0 || stays(&q))) {
		q.tx = turn_tx(c);
		s->wrote = true;
		tx_save(q.tx);
		record(&q);
		e = tx_release(q.tx);
	}
	settle(c, &q, s, e);
}

static void
serve_act(struct core *c, struct slot *s)
{
	struct request q = request_new(c, s);

	q.cookie = buf_over(q.cookies, sizeof(q.cookies));
	q.store = &c->write;
	q.tx = turn_tx(c);
	s->wrote = true;
	tx_save(q.tx);
	enum err e = request_admit(&q);
	if (e == ERR_OK) {
		e = work(c, &q, s);
		if (e == ERR_OK)
			record(&q);
		else if (q.note.result != TRAIL_REFUSED)
			q.note = (struct trail_entry){0};
	}
	tx_fail(q.tx, e);
	enum err kept = tx_release(q.tx);
	settle(c, &q, s, e == ERR_OK ? kept : e);
}

static bool
is_act(const struct slot *s)
{
	return str_eq(s->m.method, TXT("POST"));
}

static void
serve_all(struct core *c)
{
	for (size_t i = 0; i < c->slots; i++) {
		struct slot *s = &c->slot[i];
		if ((s->state == SLOT_ASKED && !is_act(s)) ||
		    s->state == SLOT_REPORTED)
			serve_read(c, s);
	}
	for (size_t i = 0; i < c->slots; i++) {
		struct slot *s = &c->slot[i];
		if ((s->state == SLOT_ASKED && is_act(s)) ||
		    s->state == SLOT_HEARD)
			serve_act(c, s);
	}
}

void
turn_commit(struct core *c)
{
	if (!c->in_tx)
		return;
	tx_fail(&c->tx, outbox_flush(c));
	enum err e = tx_end(&c->tx);
	outbox_settle(c, e);
	c->in_tx = false;
	c->count.commits++;
	c->milestone.changed = true;
	if (e == ERR_OK)
		return;
	log_event(LOG_ERROR, EVENT("commit_failed"),
	    LOG_NUM("fault", store_fault(&c->write)));
	for (size_t i = 0; i < c->slots; i++) {
		struct slot *s = &c->slot[i];
		if (s->state == SLOT_ANSWERED && s->wrote) {
			s->ask = NULL;
			s->make = NULL;
			refuse(c, s, e);
		}
	}
}

/* The charge of a try is durable by now: the keeper may look at it. */
static void
ask_keeper(struct core *c, struct slot *s)
{
	uint64_t ticket = core_ticket(c);
	bool make = s->make;

	s->wrote = false;
	s->state = SLOT_CHECKING;
	s->patience = clock_boot() + SLOT_PATIENCE;
	s->ticket = ticket;
	c->out = buf_over(c->out.at, c->out.max);
	if (make)
		msg_put_passphrase_make(&c->out,
		    &(struct passphrase_make){ticket, s->make->passphrase});
	else
		msg_put_passphrase_check(&c->out,
		    &(struct passphrase_check){ticket, s->ask->passphrase,
			s->ask->salt, s->ask->verifier});
	s->ask = NULL;
	s->make = NULL;
	enum err e = c->keeper_gone
	    ? ERR_LATER
	    : chan_send(&c->role->chan[KEEPER][0],
		  make ? IPC_passphrase_make : IPC_passphrase_check, &c->out);
	explicit_bzero(c->out.at, c->out.len);
	if (e != ERR_OK) {
		s->verdict = ERR_LATER;
		s->state = SLOT_HEARD;
	}
}

/* All it did is durable by now: what says so may be made. */
static void
finish(struct core *c, struct slot *s)
{
	struct request q = request_new(c, s);

	q.cookie = buf_over(q.cookies, sizeof(q.cookies));
	must(route_find(s->m.method, s->m.path, c->role->central, &q.route) ==
	    ERR_OK);
	enum err e = s->after(&q);
	s->after = NULL;
	if (e == ERR_OK)
		e = render(c, &q, s);
	explicit_bzero(q.data.at, q.data.len);
	if (e != ERR_OK)
		refuse(c, s, e);
}

/* The keys of drafts that went are overwritten once they have gone for good. */
static void
forget_keys(struct core *c)
{
	if (!c->veil.stale)
		return;
	enum err e = veil_settle(&c->veil, &c->write);
	if (e != ERR_OK)
		log_event(LOG_ERROR, EVENT("draft_keys_not_renewed"),
		    LOG_WORD("why", err_name(e)));
}

void
turn_run(struct core *c)
{
	if (c->role->central)
		hour_keep(&c->hour);
	pack_today(&c->pack, paris_day(hour_now(&c->hour).ms));
	serve_all(c);
	chore_run(c);
	turn_commit(c);
	c->count.turns++;
	for (size_t i = 0; i < c->slots; i++) {
		struct slot *s = &c->slot[i];
		if (s->state == SLOT_ANSWERED && (s->ask || s->make))
			ask_keeper(c, s);
		else if (s->state == SLOT_ANSWERED) {
			if (s->after)
				finish(c, s);
			slot_answer(s, &c->out);
			c->count.answers++;
		} else if (s->state == SLOT_WAITING) {
			const struct route *r;
			uint64_t ticket = core_ticket(c);
			must(route_find(s->m.method, s->m.path,
				 c->role->central, &r) == ERR_OK);
			if (reporter_give(&c->reporter, r->report, ticket,
				hour_now(&c->hour).ms)) {
				s->ticket = ticket;
				s->state = SLOT_REPORTING;
			}
		}
	}
	/* A checkpoint may have come back signed while we waited for more. */
	turn_commit(c);
	forget_keys(c);
}

void
turn_patience(struct core *c)
{
	for (size_t i = 0; i < c->slots; i++) {
		struct slot *s = &c->slot[i];
		if (clock_boot() < s->patience)
			continue;
		if (s->state == SLOT_CHECKING) {
			s->verdict = ERR_LATER;
			s->state = SLOT_HEARD;
		} else if (s->state == SLOT_WAITING ||
		    s->state == SLOT_REPORTING) {
			s->verdict = ERR_LATER;
			s->state = SLOT_REPORTED;
		}
	}
}

void
turn_keeper_gone(struct core *c)
{
	for (size_t i = 0; i < c->slots; i++)
		if (c->slot[i].state == SLOT_CHECKING) {
			c->slot[i].verdict = ERR_LATER;
			c->slot[i].state = SLOT_HEARD;
		}
}
