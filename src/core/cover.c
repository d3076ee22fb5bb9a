#include "core/cover.h"

#include "calendar/wording.h"
#include "core/budget.h"
#include "core/core.h"
#include "core/reply.h"
#include "core/sql.h"
#include "dossier/course.h"
#include "store/query.h"

static const struct {
	const char *word, *label;
} motives[] = {
#define READING(word, label) {#word, label},
#include "core/reading_motive.def"
#undef READING
};
#define MOTIVES (sizeof(motives) / sizeof(motives[0]))

enum err
cover_motive(const struct request *q, struct str *words)
{
	struct str word = urlform_get(&q->form, TXT("motif"));

	*words = TXT("");
	if (!need_of(q->session.who)->motive)
		return ERR_OK;
	for (size_t i = 0; i < MOTIVES; i++)
		if (str_eq(word, str_of(motives[i].word))) {
			*words = str_of(motives[i].label);
			return ERR_OK;
		}
	return ERR_INPUT;
}

enum err
cover_go(struct request *q, const char *path, const struct concern *c)
{
	struct buf to = buf_new(q->mem, 256);
	struct str word = urlform_get(&q->form, TXT("motif")), words;

	buf_str(&to, str_of(path));
	buf_str(&to, TXT("?ref="));
	buf_str(&to, c->reference);
	if (cover_motive(q, &words) == ERR_OK && words.len > 0) {
		buf_str(&to, TXT("&motif="));
		buf_str(&to, word);
	}
	q->location = buf_text(&to);
	return buf_err(&to);
}

/* --- what the page says ----------------------------------------------------
 */

static void
put_when(struct request *q, const char *key, int64_t at)
{
	char room[96];
	struct buf text = buf_over(room, sizeof(room));

	if (at > 0)
		wording_utc(&text, at, wording_year(q->now));
	request_text(q, key, buf_text(&text));
}

static void
put_motives(struct request *q)
{
	request_json(q, "motives", TXT("["));
	for (size_t i = 0; i < MOTIVES; i++) {
		buf_str(&q->data, i > 0 ? TXT(",{") : TXT("{"));
		request_text(q, "word", str_of(motives[i].word));
		request_text(q, "label", str_of(motives[i].label));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
}

static enum err
put_services(struct request *q, const struct concern *c)
{
	struct query r = query_open(q->store, SQL_COVER_SERVICES, INT(c->act));
	bool first = true;

	request_json(q, "services", TXT("["));
	while (query_next(&r)) {
		struct str role = query_text(&r);
		struct str scope = query_text(&r);
		buf_str(&q->data, first ? TXT("{") : TXT(",{"));
		first = false;
		request_text(q, "who", concern_who(q->core, role, scope));
		put_when(q, "opened", query_int(&r));
		put_when(q, "acked", query_int(&r));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return query_end(&r);
}

/* The acts of its dossier that concern us as well. */
static enum err
put_acts(struct request *q, const struct concern *c)
{
	struct query r = query_open(q->store, SQL_COVER_ACTS, INT(c->dossier),
	    TEXT(q->session.role), TEXT(c->scope));
	int n = 0;

	request_json(q, "acts", TXT("["));
	while (query_next(&r)) {
		int64_t act = query_int(&r);
		buf_str(&q->data, n++ > 0 ? TXT(",{") : TXT("{"));
		request_text(q, "ref", query_text(&r));
		request_flag(q, "this", act == c->act);
		put_when(q, "when", query_int(&r));
		request_flag(q, "closed", query_int(&r) == 0);
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	request_flag(q, "several", n > 1);
	return query_end(&r);
}

enum err
cover_put_words(struct request *q, const struct concern *c)
{
	struct query r = query_open(q->store, SQL_COVER_WORDS, INT(c->dossier),
	    INT(need_of(q->session.who)->author), TEXT(q->session.role));
	int n = 0;

	request_json(q, "words", TXT("["));
	while (query_next(&r)) {
		buf_str(&q->data, n++ > 0 ? TXT(",{") : TXT("{"));
		request_text(q, "sender", query_text(&r));
		put_when(q, "sent", query_int(&r));
		request_text(q, "text", query_text(&r));
		put_when(q, "told", query_int(&r));
		request_close(q);
	}
	buf_str(&q->data, TXT("]"));
	return query_end(&r);
}

enum err
cover_page(struct request *q)
{
	const struct need *need = need_of(q->session.who);
	struct concern c;

	enum err e = concern_find(q, &c);
	if (e != ERR_OK)
		return e;
	q->note.object = c.ident;
	concern_put(q, &c);
	request_flag(q, "reads_freely", !need->motive);
	if (need->motive)
		put_motives(q);
	request_flag(q, "may_reply", reply_may(q, &c));
	request_flag(q, "may_ack", need->acks && c.opened > 0 && c.acked == 0);
	e = budget_put(q, &c);
	if (e == ERR_OK)
		e = put_services(q, &c);
	if (e == ERR_OK)
		e = put_acts(q, &c);
	if (e == ERR_OK)
		e = cover_put_words(q, &c);
	return e;
}

/* --- what is done ------------------------------------------------------------
 */

enum err
cover_received(struct request *q, int64_t dossier, struct str scope)
{
	struct course c = {q->tx, q->mem, &q->core->pack, q->now};
	int64_t acts[16]; /* as cover_awaited.sql */
	size_t n = 0;

	struct query r = query_open(q->store, SQL_COVER_AWAITED, INT(dossier),
	    TEXT(q->session.role), TEXT(scope));
	while (n < 16 && query_next(&r))
		acts[n++] = query_int(&r);
	enum err e = query_end(&r);
	for (size_t i = 0; e == ERR_OK && i < n; i++)
		e = course_received(&c, acts[i], q->session.role, scope,
		    q->now);
	return e;
}

enum err
cover_open(struct request *q)
{
	struct concern c;
	struct str words;

	enum err e = concern_find(q, &c);
	if (e != ERR_OK)
		return e;
	if (cover_motive(q, &words) != ERR_OK) {
		q->note = (struct trail_entry){0};
		return cover_go(q, "/fiche", &c);
	}
	bool may = false;
	e = budget_spend(q, c.dossier, c.reference, &may);
	if (e != ERR_OK || !may)
		return e;
	tx_run(q->tx, SQL_COVER_OPEN, INT(q->now),
	    BLOB(BYTES_OF(q->session.account.at)), INT(c.dossier),
	    TEXT(q->session.role), TEXT(c.scope));
	struct course course = {.tx = q->tx,
	    .mem = q->mem,
	    .pack = &q->core->pack,
	    .now = q->now};
	post_read(&course, c.dossier, str_of(who_stored(q->session.who)),
	    c.scope);
	q->note.object = c.ident;
	q->note.detail = str_bytes(words);
	e = cover_received(q, c.dossier, c.scope);
	return e == ERR_OK ? cover_go(q, "/fiche/lecture", &c) : e;
}

enum err
cover_acked(struct request *q, int64_t dossier, struct str scope, int64_t upto,
    bool *any)
{
	tx_run(q->tx, SQL_COVER_ACK, INT(q->now),
	    BLOB(BYTES_OF(q->session.account.at)), INT(dossier), INT(upto),
	    TEXT(q->session.role), TEXT(scope));
	*any = tx_changed(q->tx) > 0;
	return cover_received(q, dossier, scope);
}

enum err
cover_ack(struct request *q)
{
	uint64_t upto = 0;
	struct concern c;
	bool any;

	enum err e = concern_find(q, &c);
	if (e != ERR_OK)
		return e;
	if (!str_number(urlform_get(&q->form, TXT("jusqua")), INT64_MAX, &upto))
		upto = (uint64_t)c.act;
	e = cover_acked(q, c.dossier, c.scope, (int64_t)upto, &any);
	if (any)
		q->note.object = c.ident;
	else
		q->note = (struct trail_entry){0}; /* it had been already */
	return e == ERR_OK ? cover_go(q, "/fiche", &c) : e;
}
