#include "dossier/course.h"

#include "calendar/paris.h"
#include "dossier/alike.h"
#include "dossier/ask.h"
#include "dossier/duty.h"
#include "dossier/fold.h"
#include "dossier/ladder.h"
#include "dossier/leaving.h"
#include "dossier/limit.h"
#include "dossier/mailing.h"
#include "dossier/naming.h"
#include "dossier/offer.h"
#include "dossier/party.h"
#include "dossier/recount.h"
#include "dossier/reference.h"
#include "dossier/sql.h"
#include "dossier/stage.h"
#include "dossier/task.h"
#include "dossier/whom.h"

/* Recorded before, under the same ident. */
static bool
again(struct course *c, const struct course_act *a, struct course_done *done)
{
	enum err kept = ERR_OK;

	if (tx_err(c->tx) != ERR_OK)
		return false;
	struct query q = query_open(c->tx->store, SQL_COURSE_AGAIN,
	    BLOB(BYTES_OF(a->ident.at)));
	if (query_next(&q)) {
		done->act = query_int(&q);
		done->dossier = query_int(&q);
		done->reference = arena_keep(c->mem, query_text(&q), &kept);
		done->again = true;
	}
	tx_fail(c->tx, query_end(&q));
	tx_fail(c->tx, kept);
	return done->again;
}

/* --- where it stands ---------------------------------------------------------
 */

/* The dossier of what it is about; of a box, only what came from that box. A
 * complement may have come before what it completes. */
static int64_t
find_dossier(struct course *c, const struct course_act *a)
{
	int64_t found = 0;

	if (a->dossier > 0)
		return fold_follow(c, a->dossier);
	if (a->about.len > 0 && !a->device)
		return ask_number(c->tx, 0, SQL_COURSE_ABOUT, TEXT(a->about));
	if (!a->device)
		return 0;
	if (a->about.len > 0)
		found = ask_number(c->tx, 0, SQL_COURSE_ABOUT_BOX,
		    TEXT(a->about), BLOB(BYTES_OF(a->device->at)));
	if (found == 0)
		found = fold_follow(c,
		    ask_number(c->tx, 0, SQL_COURSE_AWAITED, TEXT(a->reference),
			BLOB(BYTES_OF(a->device->at))));
	return found;
}

/* What the rules have against it standing there; ERR_OK: nothing. */
static enum err
judge(const struct happening *h, const struct stage *at)
{
	const struct rules_act *r = h->rule;

	if (!r)
		return ERR_INPUT;
	if (!h->said->device &&
	    (!r->central || !rules_named(&r->by, h->said->author.role)))
		return ERR_DENIED;
	if (h->dossier == 0 && !r->opens)
		return ERR_INPUT;
	return stage_lets(h->rules, r, at) ? ERR_OK : ERR_INPUT;
}

/* --- recorded ----------------------------------------------------------------
 */

/* As its answers call it; "" as its rule does. */
static struct str
titled(const struct happening *h)
{
	for (size_t i = 0; h->rule && i < h->rule->titles_count; i++)
		if (condition_holds(h->rule->titles[i].when, h->answers))
			return h->rule->titles[i].title;
	return TXT("");
}

/* A complement names no parquet: it goes where what it completes went. */
static struct str
parquet_of(struct happening *h)
{
	struct course *c = h->c;
	enum err kept = ERR_OK;
	struct str id = h->said->parquet;

	if (id.len > 0 || h->dossier == 0 || tx_err(c->tx) != ERR_OK)
		return id;
	struct query q =
	    query_open(c->tx->store, SQL_COURSE_PARQUET, INT(h->dossier));
	if (query_next(&q))
		id = arena_keep(c->mem, query_text(&q), &kept);
	tx_fail(c->tx, query_end(&q));
	tx_fail(c->tx, kept);
	return id;
}

static void
write_act(struct happening *h, struct str reference)
{
	const struct course_act *a = h->said;
	struct str parquet = parquet_of(h);
	const struct ident *by = a->author.account;
	struct tx *tx = h->c->tx;

	h->opened = h->dossier == 0;
	if (h->opened)
		h->dossier = tx_run(tx, SQL_COURSE_OPEN, INT(a->received),
		    TEXT(reference_stem(reference)), INT(a->urgency));
	h->act = tx_run(tx, SQL_COURSE_ACT, BLOB(BYTES_OF(a->ident.at)),
	    INT(h->dossier), TEXT(a->form), INT(a->version), INT(a->content),
	    TEXT(reference), TEXT(a->about), INT(a->urgency),
	    a->device ? BLOB(BYTES_OF(a->device->at)) : NIL, TEXT(a->site),
	    TEXT(a->site_name), TEXT(parquet), INT(a->verified), INT(a->clock),
	    INT(a->filed), INT(a->received), BLOB(a->payload),
	    by ? BLOB(BYTES_OF(by->at)) : NIL, TEXT(a->author.role),
	    TEXT(a->author.scope), TEXT(titled(h)));
	tx_run(tx, SQL_COURSE_TOUCH, INT(h->dossier), INT(a->urgency),
	    INT(a->received));
	h->done->act = h->act;
	h->done->reference = reference;
}

/* Everything it causes, in the order that each needs of the one before. */
static void
cause(struct happening *h, const struct stage *at)
{
	struct course *c = h->c;

	leaving_do(h);
	bool joined = party_join(h);
	alike_look(h);
	task_do(h);
	if (joined && !h->opened) {
		task_joined(h);
		mailing_joined(h);
		duty_refresh(c, h->dossier);
	}
	limit_do(h);
	if (h->said->author.account)
		limit_received(c, h->act, h->said->author.role, c->now);
	mailing_do(h);
	stage_move(h, at);
	if (h->odd &&
	    task_make(c, h->dossier, h->act, TXT("hors_etape"), TXT("crip"),
		TXT(""), 0, 0) > 0)
		h->done->tasks++;
	fold_do(h);
}

static void
record(struct course *c, const struct course_act *a, struct course_done *done)
{
	struct happening h;
	struct stage *at = arena_take(c->mem, sizeof(*at));

	enum err e = at ? happening_read(c, a, &h) : ERR_LIMIT;
	if (e != ERR_OK) {
		tx_fail(c->tx, e);
		return;
	}
	h.done = done;
	h.dossier = find_dossier(c, a);
	e = tx_err(c->tx);
	if (e == ERR_OK)
		e = stage_read(c->tx->store, h.rules, h.dossier, at);
	if (e == ERR_OK) {
		e = judge(&h, at);
		h.odd = e != ERR_OK;
	}
	if (a->device && h.odd)
		e = ERR_OK;
	tx_fail(c->tx, e);
	write_act(&h, naming_give(&h));
	cause(&h, at);
	done->dossier = h.dossier;
}

enum err
course_record(struct course *c, const struct course_act *a,
    struct course_done *done)
{
	struct course_done found = {0};

	tx_save(c->tx);
	if (!again(c, a, &found))
		record(c, a, &found);
	enum err e = tx_release(c->tx);
	if (e == ERR_OK)
		*done = found;
	return e;
}

enum err
course_received(struct course *c, int64_t act, struct str role,
    struct str scope, int64_t at)
{
	(void)scope; /* whoever of that role: the earliest counts (G13) */
	tx_save(c->tx);
	limit_received(c, act, role, at);
	return tx_release(c->tx);
}

enum err
course_may(struct store *s, const struct pack *pack, int64_t now,
    int64_t dossier, struct str role, struct str scope, course_visit *visit,
    void *ctx)
{
	return offer_acts(s, pack, now, dossier, role, scope, visit, ctx);
}

/* --- by hand, and by the clock -----------------------------------------------
 */

enum err
course_alerts(struct course *c, int most, int64_t *raised, int64_t *next)
{
	return ladder_run(c, most, raised, next);
}

enum err
course_move(struct course *c, int64_t deadline, int64_t due,
    const struct ident *account, struct str why)
{
	return limit_move(c, deadline, due, account, why);
}

enum err
course_set_aside(struct course *c, int64_t deadline,
    const struct ident *account, struct str why)
{
	return limit_set_aside(c, deadline, account, why);
}

enum err
course_task_done(struct course *c, int64_t task, int64_t act)
{
	tx_save(c->tx);
	if (ask_number(c->tx, COURSE_MET, SQL_TASK_FIND, INT(task)) >=
	    COURSE_MET)
		tx_fail(c->tx, ERR_INPUT);
	task_end(c, task, COURSE_MET, act);
	return tx_release(c->tx);
}

enum err
course_task_by_hand(struct course *c, int64_t dossier, int64_t task,
    struct str role, struct str scope, const struct ident *account)
{
	tx_save(c->tx);
	task_done(c, dossier, task, role, scope, account);
	return tx_release(c->tx);
}

enum err
course_task_make(struct course *c, int64_t dossier, int64_t act,
    struct str rule, struct str role, struct str scope, int64_t delivery,
    int64_t due)
{
	tx_save(c->tx);
	(void)task_make(c, dossier, act, rule, role, scope, delivery, due);
	return tx_release(c->tx);
}

enum err
course_task_letter(struct course *c, int64_t dossier, int64_t act,
    struct str rule, int64_t delivery)
{
	tx_save(c->tx);
	(void)task_letter(c, dossier, act, rule, delivery);
	return tx_release(c->tx);
}

struct str
course_task_title(const struct pack *pack, struct str form, struct str rule,
    int64_t now)
{
	return task_title(&pack->rules, form, rule, paris_day(now));
}

enum err
course_merge(struct course *c, int64_t from, int64_t into, int64_t act)
{
	return fold_merge(c, from, into, act);
}

enum err
course_split(struct course *c, int64_t act_moved, int64_t act, int64_t *dossier)
{
	return fold_split(c, act_moved, act, dossier);
}

enum err
course_unlike(struct course *c, int64_t dossier, int64_t other)
{
	tx_save(c->tx);
	alike_deny(c, dossier, other, 0);
	return tx_release(c->tx);
}

enum err
course_begin(struct course *c, int most, int64_t *done)
{
	const struct rules *r = &c->pack->rules;
	struct str education =
	    r->education_count > 0 ? r->education[0].id : TXT("");
	struct str penal = r->penal_count > 0 ? r->penal[0].id : TXT("");

	if (education.len == 0) {
		*done = 0;
		return ERR_OK;
	}
	tx_save(c->tx);
	tx_run(c->tx, SQL_COURSE_BEGIN, TEXT(education), TEXT(penal),
	    INT(most));
	int64_t n = tx_changed(c->tx);
	enum err e = tx_release(c->tx);
	if (e == ERR_OK)
		*done = n;
	return e;
}

struct str
course_scope(const struct directory *d, struct str role, struct str service)
{
	return whom_scope(d, role, service);
}

const struct directory_service *
course_service(const struct directory *d, struct str role, struct str scope)
{
	return whom_service(d, role, scope);
}

enum err
course_check(struct store *s, const struct pack *pack, struct buf *faults)
{
	return recount_run(s, pack, faults);
}
