#include "core/post.h"

#include "base/log.h"
#include "core/core.h"
#include "core/destination.h"
#include "core/homeward.h"
#include "core/missive.h"
#include "core/notice.h"
#include "core/postmark.h"
#include "core/sql.h"
#include "core/turn.h"
#include "crypto/hash.h"
#include "mail/mime.h"
#include "store/query.h"

/* What is done to a letter, and to one that tries a mailbox out. */
enum op { DUE, LEAVE, STATE, DOUBT, BACK };

static const char *const sql[][2] = {
    [DUE] = {SQL_POST_DUE, SQL_POST_TRIAL_DUE},
    [LEAVE] = {SQL_POST_LEAVE, SQL_POST_TRIAL_LEAVE},
    [STATE] = {SQL_POST_STATE, SQL_POST_TRIAL_STATE},
    [DOUBT] = {SQL_POST_DOUBT, SQL_POST_TRIAL_DOUBT},
    [BACK] = {SQL_POST_BACK, SQL_POST_TRIAL_BACK},
};

static int64_t
now_ms(struct core *c)
{
	return hour_now(&c->hour).ms;
}

void
post_read(struct course *course, int64_t dossier, struct str role,
    struct str scope)
{
	tx_run(course->tx, SQL_POST_READ, INT(dossier), TEXT(role), TEXT(scope),
	    INT(course->now));
	notice_moot(course, dossier, role, scope);
}

bool
post_carries(const struct core *c, int64_t delivery)
{
	for (size_t i = 0; i < POST_SLOTS; i++) {
		const struct post_slot *s = &c->post.slot[i];
		if (s->ticket != 0 && !s->trial && s->id == delivery)
			return true;
	}
	return false;
}

static struct post_slot *
slot_of(struct post *p, uint64_t ticket)
{
	for (size_t i = 0; i < POST_SLOTS && ticket != 0; i++)
		if (p->slot[i].ticket == ticket)
			return &p->slot[i];
	return NULL;
}

/* --- beginning ------------------------------------------------------------ */

/* What is said to be handed over and is in no slot: we or the courier ended, or
 * its fate could not be written. Nothing of it can have arrived, for its last
 * line was never allowed to leave. */
static void
take_back(struct core *c, struct tx *tx)
{
	for (int trial = 0; trial < 2; trial++) {
		int64_t id[POST_SLOTS] = {0};
		for (size_t i = 0; i < POST_SLOTS; i++)
			if (c->post.slot[i].trial == (trial == 1))
				id[i] = c->post.slot[i].id;
		tx_run(tx, sql[BACK][trial], INT(id[0]), INT(id[1]), INT(id[2]),
		    INT(id[3]));
	}
}

_Static_assert(POST_SLOTS == 4, "post_back.sql names each slot");

enum err
post_open(struct core *c, struct arena *mem)
{
	struct post *p = &c->post;

	if (!c->role->central)
		return ERR_OK;
	void *own = arena_take(mem, POST_MEMORY);
	if (!own)
		return ERR_LIMIT;
	arena_open(&p->mem, own, POST_MEMORY);
	/* Not one letter can be written that comes from nowhere. */
	p->able = c->role->setting.text[SETTING_smtp_url].len > 0 &&
	    mime_address(c->role->setting.text[SETTING_smtp_from]);
	p->next = clock_boot();
	struct tx tx = tx_begin(&c->write);
	take_back(c, &tx);
	return tx_end(&tx);
}

void
post_wake(struct core *c)
{
	c->post.next = 0;
}

static void
gather(struct core *c)
{
	struct tx *tx = turn_tx(c);

	tx_save(tx);
	take_back(c, tx);
	if (tx_release(tx) != ERR_OK)
		log_event(LOG_ERROR, EVENT("letters_not_taken_back"));
}

void
post_courier_gone(struct core *c)
{
	struct post *p = &c->post;

	if (!c->role->central)
		return;
	memset(p->slot, 0, sizeof(p->slot));
	gather(c);
	post_wake(c);
}

/* --- what the courier says -------------------------------------------------
 */

/* The relay itself is at fault: all wait, and one goes first after that. */
static void
bar(struct core *c)
{
	struct post *p = &c->post;
	int64_t urgent = 0;

	enum err e = query_number(&c->write, &urgent, SQL_POST_URGENT, NONE);
	int64_t most = e == ERR_OK && urgent == 0 ? POST_MOST : POST_URGENT;
	if (clock_boot() < p->barred) /* others were under way with it */
		return;
	p->barred = clock_boot() + postmark_wait(p->failed, most);
	p->failed++;
}

void
post_told(struct core *c, const struct mail_fate *m)
{
	struct post *p = &c->post;
	struct post_slot *s = slot_of(p, m->ticket);

	if (!s)
		return;
	struct post_slot was = *s;
	*s = (struct post_slot){0};
	p->told_ms = now_ms(c);
	p->fate = m->fate;
	p->step = m->step;
	p->code = m->code;
	/* A courier may say only what the order of things allows. */
	struct mail_fate told = *m;
	if (!was.gone && (m->fate == ERR_OK || m->fate == ERR_UNSURE))
		told.fate = ERR_LATER;
	if (told.fate != ERR_OK && told.step < POSTMARK_STEP &&
	    told.fate != ERR_DENIED && told.fate != ERR_LIMIT) {
		bar(c);
	} else {
		p->failed = 0;
		p->barred = 0;
		p->taken_ms = p->told_ms;
	}
	arena_reset(&p->mem);
	enum err e = postmark_put(c, &was, &told);
	arena_reset(&p->mem);
	if (e != ERR_OK) /* what is on the disk says less than what is true */
		log_event(LOG_ERROR, EVENT("letter_fate_not_kept"),
		    LOG_WORD("why", err_name(e)));
	post_wake(c);
}

void
post_asked(struct core *c, uint64_t ticket)
{
	struct post_slot *s = slot_of(&c->post, ticket);

	if (s)
		s->asked = true;
}

/* --- handing over ----------------------------------------------------------
 */

/* Is it on the disk? */
static bool
stands(struct core *c, const struct post_slot *s, enum delivery_state state)
{
	int64_t is = -1;
	enum err e =
	    query_number(&c->write, &is, sql[STATE][s->trial], INT(s->id));

	return e == ERR_OK && is == state;
}

/* Their last lines may leave once the disk says that they may have left. */
static void
let_go(struct core *c)
{
	struct post *p = &c->post;
	bool any = false;

	for (size_t i = 0; i < POST_SLOTS; i++)
		any = any || (p->slot[i].asked && !p->slot[i].gone);
	if (!any || clock_boot() < p->stuck)
		return;
	p->stuck = 0;
	struct tx *tx = turn_tx(c);
	tx_save(tx);
	for (size_t i = 0; i < POST_SLOTS; i++) {
		struct post_slot *s = &p->slot[i];
		if (s->asked && !s->gone)
			tx_run(tx, sql[DOUBT][s->trial], INT(s->id),
			    TEXT(c->pack.name));
	}
	if (tx_release(tx) != ERR_OK)
		log_event(LOG_ERROR, EVENT("letters_not_let_go"));
	turn_commit(c);
	for (size_t i = 0; i < POST_SLOTS; i++) {
		struct post_slot *s = &p->slot[i];
		if (!s->asked || s->gone)
			continue;
		if (!stands(c, s, DELIVERY_DOUBTFUL)) {
			p->stuck = clock_boot() + CLOCK_SECOND;
			continue;
		}
		uint8_t room[16];
		struct buf b = buf_over(room, sizeof(room));
		msg_put_mail_go(&b, &(struct mail_go){s->ticket});
		s->gone = true;
		if (chan_send(&c->role->chan[COURIER][0], IPC_mail_go, &b) !=
		    ERR_OK)
			log_event(LOG_WARN, EVENT("courier_deaf"));
	}
}

/* Give up what has no fate for too long: what was not allowed to end may go
 * again, for its ticket is worth nothing from now on. */
static void
give_up(struct core *c)
{
	struct post *p = &c->post;

	for (size_t i = 0; i < POST_SLOTS; i++) {
		struct post_slot *s = &p->slot[i];
		if (s->ticket == 0 || clock_boot() < s->since + POST_SLOW)
			continue;
		struct mail_fate m = {.ticket = s->ticket,
		    .fate = s->gone ? ERR_UNSURE : ERR_LATER,
		    .step = POSTMARK_STEP};
		post_told(c, &m);
	}
}

/* Is more of it said to be handed over than we carry? */
static bool
stray(struct core *c)
{
	int64_t said = 0, carried = 0;

	for (size_t i = 0; i < POST_SLOTS; i++)
		carried += c->post.slot[i].ticket != 0 && !c->post.slot[i].gone;
	return query_number(&c->write, &said, SQL_POST_LEAVING, NONE) ==
	    ERR_OK &&
	    said > carried;
}

static enum err
write_message(struct core *c, const struct post_slot *s, struct missive *m,
    struct buf *to)
{
	struct arena *mem = &c->post.mem;

	return s->trial ? missive_trial(c, mem, s->id, m, to)
			: missive_write(c, mem, s->id, m, to);
}

static enum err
hand_over(struct core *c, struct post_slot *s)
{
	struct arena *mem = &c->post.mem;
	struct buf message = buf_new(mem, MISSIVE_MOST);
	struct buf out = buf_new(mem, msg_table[IPC_mail_send].most);
	uint8_t sum[HASH_SHA256];
	struct missive m;

	enum err e = buf_err(&out);
	if (e == ERR_OK)
		e = write_message(c, s, &m, &message);
	if (e != ERR_OK)
		return e;
	hash_sha256(buf_done(&message), sum);
	struct tx *tx = turn_tx(c);
	tx_save(tx);
	if (s->trial)
		tx_run(tx, sql[LEAVE][1], INT(s->id), INT(now_ms(c)));
	else
		tx_run(tx, sql[LEAVE][0], INT(s->id), INT(now_ms(c)),
		    BLOB(buf_done(&message)), BLOB(BYTES_OF(sum)));
	e = tx_release(tx);
	if (e != ERR_OK)
		return ERR_STORE;
	turn_commit(c);
	if (!stands(c, s, DELIVERY_LEAVING))
		return ERR_STORE;
	s->ticket = core_ticket(c);
	s->since = clock_boot();
	msg_put_mail_send(&out,
	    &(struct mail_send){s->ticket, m.mailbox, buf_done(&message)});
	e = chan_send(&c->role->chan[COURIER][0], IPC_mail_send, &out);
	if (e == ERR_OK)
		return ERR_OK;
	/* It has nothing of it, and the relay is not to blame. */
	struct post_slot was = *s;
	*s = (struct post_slot){0};
	if (postmark_back(c, &was) != ERR_OK)
		log_event(LOG_ERROR, EVENT("letter_not_taken_back"));
	return ERR_LATER;
}

/* What is due at this look, in its order. */
struct due {
	int64_t id[POST_SORTED];
	size_t count, next;
};

/* To put it in order all that is due is gone through: once a look. */
static enum err
read_due(struct core *c, bool trial, struct due *d, size_t most)
{
	struct query q = query_open(&c->write, sql[DUE][trial], INT(now_ms(c)),
	    INT((int64_t)most));

	d->count = d->next = 0;
	while (d->count < most && query_next(&q))
		d->id[d->count++] = query_int(&q);
	return query_end(&q);
}

/* May it leave? If it was given the address of today, it is judged with it. */
static enum err
judge(struct core *c, struct post_slot *s, bool *clear)
{
	enum err e = ERR_OK;

	*clear = false;
	for (int i = 0; i < 2 && e == ERR_OK && !*clear; i++) {
		if (i > 0 && !stands(c, s, DELIVERY_DUE))
			break;
		e = destination_clear(c, s, clear);
		arena_reset(&c->post.mem);
	}
	return e;
}

/* The next that may leave, those before it that may not being sorted out. */
static bool
find_due(struct core *c, struct due *d, struct post_slot *s)
{
	struct due trial;

	while (d->next < d->count) {
		bool clear = false;
		*s = (struct post_slot){.id = d->id[d->next++]};
		if (judge(c, s, &clear) != ERR_OK)
			return false;
		if (clear)
			return true;
	}
	if (d->count == POST_SORTED)
		return false; /* the rest at the next look, after this commit */
	if (read_due(c, true, &trial, 1) != ERR_OK || trial.count == 0)
		return false;
	*s = (struct post_slot){.id = trial.id[0], .trial = true};
	return true;
}

/* While the relay fails, one letter at a time tries it. */
static size_t
room_for(const struct post *p)
{
	size_t busy = 0;

	for (size_t i = 0; i < POST_SLOTS; i++)
		busy += p->slot[i].ticket != 0;
	if (clock_boot() < p->barred)
		return 0;
	if (p->failed > 0)
		return busy > 0 ? 0 : 1;
	return POST_SLOTS - busy;
}

static void
send_due(struct core *c)
{
	struct post *p = &c->post;
	size_t most = room_for(p);
	struct due due;
	enum err e = ERR_OK;

	if (most == 0 || read_due(c, false, &due, POST_SORTED) != ERR_OK)
		return;
	for (; most > 0 && e != ERR_LATER; most--) {
		struct post_slot one = {0}, *s = NULL;
		for (size_t i = 0; i < POST_SLOTS && !s; i++)
			if (p->slot[i].ticket == 0)
				s = &p->slot[i];
		if (!s || !find_due(c, &due, &one))
			return;
		*s = one;
		e = hand_over(c, s);
		arena_reset(&p->mem);
		if (e == ERR_OK || e == ERR_LATER)
			continue;
		*s = (struct post_slot){0};
		if (e == ERR_STORE) /* the disk: later, not never */
			return;
		if (e == ERR_LIMIT && !one.trial &&
		    postmark_abridge(c, &one) == ERR_OK) {
			due.next--; /* it is due as a notice */
			continue;
		}
		log_event(LOG_ERROR, EVENT("letter_not_written"),
		    LOG_WORD("why", err_name(e)));
		if (postmark_spoilt(c, &one, TXT("non composée")) != ERR_OK)
			return;
		turn_commit(c);
	}
}

/* --- the loop --------------------------------------------------------------
 */

/* When something will be due. */
static int64_t
next_look(struct core *c)
{
	struct post *p = &c->post;
	int64_t now = clock_boot(), at = 0;
	int64_t next = now + POST_LOOK;

	if (!p->able || c->courier_gone)
		return next;
	enum err e = query_number(&c->write, &at, SQL_POST_NEXT, NONE);
	if (e == ERR_OK && room_for(p) > 0 && at - now_ms(c) < POST_LOOK)
		next = now + (at > now_ms(c) ? at - now_ms(c) : 0);
	if (p->barred > now && p->barred < next)
		next = p->barred;
	return next < now + CLOCK_SECOND ? now + CLOCK_SECOND : next;
}

void
post_run(struct core *c)
{
	struct post *p = &c->post;

	if (!c->role->central)
		return;
	let_go(c);
	/* Whatever was committed may have made a letter due. */
	if (clock_boot() < p->next && p->seen == c->count.commits)
		return;
	give_up(c);
	if (stray(c))
		gather(c);
	homeward_send(c);
	if (p->able && !c->courier_gone)
		send_due(c);
	notice_tell(c);
	turn_commit(c);
	p->next = next_look(c);
	p->seen = c->count.commits;
}

int64_t
post_next(const struct core *c)
{
	const struct post *p = &c->post;

	if (!c->role->central)
		return INT64_MAX;
	for (size_t i = 0; i < POST_SLOTS; i++)
		if (p->slot[i].asked && !p->slot[i].gone)
			return p->stuck;
	return p->next;
}
