#include "core/postmark.h"

#include "core/core.h"
#include "core/notice.h"
#include "core/sql.h"
#include "core/turn.h"
#include "store/query.h"

/* What is written on a letter, and on one that tries a mailbox out. */
enum mark { ACCEPTED, REFUSED, AGAIN, TRIES };

static const char *const sql[][2] = {
    [ACCEPTED] = {SQL_POST_ACCEPTED, SQL_POST_TRIAL_ACCEPTED},
    [REFUSED] = {SQL_POST_REFUSED, SQL_POST_TRIAL_REFUSED},
    [AGAIN] = {SQL_POST_AGAIN, SQL_POST_TRIAL_AGAIN},
    [TRIES] = {SQL_POST_TRIES, SQL_POST_TRIAL_TRIES},
};

static int64_t
now_ms(struct core *c)
{
	return hour_now(&c->hour).ms;
}

/* Of the whole of a span, any part. */
static int64_t
part_of(int64_t span)
{
	uint32_t r;

	ident_random(&r, sizeof(r));
	return CLOCK_SECOND + span * (int64_t)(r % 1000) / 1000;
}

int64_t
postmark_wait(int64_t tries, int64_t most)
{
	int64_t span = POST_AGAIN;

	for (int64_t i = 0; i < tries && span < most; i++)
		span *= 2;
	return part_of(span < most ? span : most);
}

static enum err
note(struct core *c, struct tx *tx, enum audit what, int64_t id)
{
	struct ident letter = {0};
	struct query q = query_open(&c->write, SQL_POST_IDENT, INT(id));

	if (query_next(&q))
		query_copy(&q, letter.at, sizeof(letter.at));
	enum err e = query_end(&q);
	struct hour_moment now = hour_now(&c->hour);
	if (e == ERR_OK)
		trail_append(tx, &c->post.mem, c->auditor,
		    &(struct trail_entry){.action = what,
			.result = what == AUDIT_letter_sent ? TRAIL_DONE
							    : TRAIL_FAILED,
			.clock = now.clock,
			.at = now.ms,
			.object = letter});
	return e;
}

static struct course
course_now(struct core *c)
{
	return (struct course){.tx = turn_tx(c),
	    .mem = &c->post.mem,
	    .pack = &c->pack,
	    .now = now_ms(c)};
}

static void
answer_text(struct buf *b, const struct mail_fate *m)
{
	if (m->code >= 200)
		buf_number(b, m->code, 3);
}

static void
accepted(struct core *c, struct tx *tx, const struct post_slot *s,
    struct str answer)
{
	int64_t now = now_ms(c);

	tx_run(tx, sql[ACCEPTED][s->trial], INT(s->id), INT(now), TEXT(answer));
	if (s->trial)
		return;
	struct course course = course_now(c);
	notice_settled(&course, s->id);
	tx_fail(tx, note(c, tx, AUDIT_letter_sent, s->id));
}

static void
refused(struct core *c, struct tx *tx, const struct post_slot *s,
    struct str answer)
{
	tx_run(tx, sql[REFUSED][s->trial], INT(s->id), INT(now_ms(c)),
	    TEXT(answer));
	if (!s->trial)
		tx_fail(tx, note(c, tx, AUDIT_letter_refused, s->id));
}

/* Another try; `ours`: it was about this letter, and counts for it. */
static void
again(struct core *c, struct tx *tx, const struct post_slot *s,
    struct str answer, bool ours)
{
	int64_t tries = 0, urgency = 0, now = now_ms(c), next = now;
	struct query q =
	    query_open(&c->write, sql[TRIES][s->trial], INT(s->id));

	if (query_next(&q)) {
		tries = query_int(&q);
		urgency = query_int(&q);
	}
	tx_fail(tx, query_end(&q));
	if (ours)
		next +=
		    postmark_wait(tries, urgency > 0 ? POST_URGENT : POST_MOST);
	tx_run(tx, sql[AGAIN][s->trial], INT(s->id), INT(next), TEXT(answer),
	    INT(ours));
}

enum err
postmark_put(struct core *c, const struct post_slot *s,
    const struct mail_fate *m)
{
	char room[8];
	struct buf answer = buf_over(room, sizeof(room));
	struct tx *tx = turn_tx(c);

	answer_text(&answer, m);
	tx_save(tx);
	switch (m->fate) {
	case ERR_OK:
		accepted(c, tx, s, buf_text(&answer));
		break;
	case ERR_DENIED:
	case ERR_LIMIT:
		refused(c, tx, s, buf_text(&answer));
		break;
	case ERR_UNSURE: /* it stays DOUBTFUL: notice_tell */
		if (!s->trial)
			tx_fail(tx, note(c, tx, AUDIT_letter_doubtful, s->id));
		break;
	default:
		again(c, tx, s, buf_text(&answer),
		    m->fate == ERR_LATER && m->step >= POSTMARK_STEP);
	}
	return tx_release(tx);
}

enum err
postmark_spoilt(struct core *c, const struct post_slot *s, struct str why)
{
	struct tx *tx = turn_tx(c);

	tx_save(tx);
	refused(c, tx, s, why);
	return tx_release(tx);
}

enum err
postmark_abridge(struct core *c, const struct post_slot *s)
{
	struct tx *tx = turn_tx(c);

	tx_save(tx);
	tx_run(tx, SQL_POST_ABRIDGE, INT(s->id));
	if (tx_changed(tx) == 0)
		tx_fail(tx, ERR_LIMIT);
	struct course course = course_now(c);
	notice_abridged(&course, s->id);
	return tx_release(tx);
}

enum err
postmark_back(struct core *c, const struct post_slot *s)
{
	struct tx *tx = turn_tx(c);

	tx_save(tx);
	again(c, tx, s, TXT(""), false);
	return tx_release(tx);
}
