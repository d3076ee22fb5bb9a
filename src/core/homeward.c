#include "core/homeward.h"

#include "base/log.h"
#include "core/core.h"
#include "core/missive.h"
#include "core/sql.h"
#include "core/turn.h"
#include "store/query.h"

#define ROOM (4 * HOMEWARD_MOST) /* bytes of that many characters */

struct word {
	int64_t delivery,
	    about; /* the act it stands beside; 0: there is none */
	struct ident account;
	bool signed_by; /* `account` is set */
};

/* A line at the end of what is said. */
static void
put_line(struct buf *b, struct str label, struct str text)
{
	if (text.len == 0)
		return;
	if (b->len > 0)
		buf_str(b, TXT("\n"));
	if (label.len > 0) {
		buf_str(b, label);
		buf_str(b, TXT(" : "));
	}
	buf_str(b, text);
}

/* As many characters as a word may have, whole. */
static struct str
shortened(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		if (((uint8_t)s.at[i] & 0xc0) != 0x80 && ++n > HOMEWARD_MOST)
			return str_part(s, 0, i);
	return s;
}

static enum err
say(struct core *c, struct tx *tx, const struct word *w)
{
	struct arena *mem = &c->post.mem;
	struct buf text = buf_new(mem, 64u * KIB);
	struct ident id = ident_new();
	struct missive m;
	struct letter l;
	int64_t now = hour_now(&c->hour).ms;

	if (w->about == 0 || !w->signed_by)
		return ERR_INPUT;
	enum err e = missive_compose(c, &c->write, mem, w->delivery, &m, &l);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < l.count; i++)
		put_line(&text, l.blocks[i].label, l.blocks[i].text);
	if (buf_err(&text) != ERR_OK || text.len == 0)
		return ERR_INPUT;
	tx_run(tx, SQL_REPLY_ADD, BLOB(BYTES_OF(id.at)), INT(w->about),
	    BLOB(BYTES_OF(w->account.at)), TEXT(l.from), INT(now),
	    TEXT(shortened(buf_text(&text))));
	tx_run(tx, SQL_POST_BOX_TOLD, INT(w->delivery), INT(now));
	return tx_err(tx);
}

static void
send_one(struct core *c, const struct word *w)
{
	struct tx *tx = turn_tx(c);

	tx_save(tx);
	tx_fail(tx, say(c, tx, w));
	enum err e = tx_release(tx);
	arena_reset(&c->post.mem);
	if (e == ERR_OK || e == ERR_STORE)
		return;
	tx_save(tx);
	tx_run(tx, SQL_POST_REFUSED, INT(w->delivery),
	    INT(hour_now(&c->hour).ms), TEXT(TXT("aucun boîtier")));
	if (tx_release(tx) != ERR_OK)
		log_event(LOG_ERROR, EVENT("letter_not_refused"));
}

void
homeward_send(struct core *c)
{
	struct word words[16];
	size_t n = 0;
	struct query q = query_open(&c->write, SQL_POST_BOX_DUE, NONE);

	while (n < sizeof(words) / sizeof(*words) && query_next(&q)) {
		struct word *w = &words[n++];
		*w = (struct word){.delivery = query_int(&q)};
		if (!query_null(&q)) {
			query_copy(&q, w->account.at, sizeof(w->account.at));
			w->signed_by = true;
		}
		w->about = query_int(&q);
	}
	if (query_end(&q) != ERR_OK)
		log_event(LOG_ERROR, EVENT("words_not_read"));
	for (size_t i = 0; i < n; i++)
		send_one(c, &words[i]);
}
