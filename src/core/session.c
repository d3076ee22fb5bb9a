#include "core/session.h"

#include "base/encode.h"
#include "core/sql.h"
#include "crypto/secret.h"
#include "http/cookie.h"
#include "store/query.h"

#define COOKIE_TEXT 43 /* SESSION_SECRET bytes in base 64 without '=' */

/* The clock may be corrected a little; more than this and it went back. */
#define BACK_MOST CLOCK_MINUTE

static bool
over(int64_t seen, int64_t ends, int64_t now, int64_t idle, bool *by_idle)
{
	*by_idle = now >= seen + idle + SESSION_TOUCH;
	return *by_idle || now >= ends || now < seen - BACK_MOST;
}

static bool
read_cookie(struct str cookies, uint8_t hash[HASH_SHA256])
{
	uint8_t secret[SESSION_SECRET];
	struct buf b = buf_over(secret, sizeof(secret));
	struct str value;

	if (cookie_find(cookies, COOKIE_SESSION, &value) != ERR_OK ||
	    value.len != COOKIE_TEXT ||
	    encode_unbase64url(value, &b) != ERR_OK || b.len != sizeof(secret))
		return false;
	hash_sha256(BYTES_OF(secret), hash);
	secret_wipe(secret, sizeof(secret));
	return true;
}

enum err
session_find(struct store *store, struct arena *mem, struct str cookies,
    int64_t now, int64_t idle, struct session *s)
{
	struct session found = {0};
	enum err kept = ERR_OK;
	bool by_idle;

	if (!read_cookie(cookies, found.hash)) {
		*s = (struct session){0};
		return ERR_OK;
	}
	struct query q =
	    query_open(store, SQL_SESSION_FIND, BLOB(BYTES_OF(found.hash)));
	if (query_next(&q)) {
		query_copy(&q, found.account.at, sizeof(found.account.at));
		found.login = arena_keep(mem, query_text(&q), &kept);
		found.name = arena_keep(mem, query_text(&q), &kept);
		found.role = arena_keep(mem, query_text(&q), &kept);
		found.service = arena_keep(mem, query_text(&q), &kept);
		found.duty = arena_keep(mem, query_text(&q), &kept);
		found.scope = arena_keep(mem, query_text(&q), &kept);
		found.chief = query_int(&q) != 0;
		found.seen = query_int(&q);
		found.ends = query_int(&q);
		found.open = !over(found.seen, found.ends, now, idle, &by_idle);
	}
	enum err e = query_end(&q);
	if (e == ERR_OK)
		e = kept;
	if (e == ERR_OK && found.open &&
	    who_read(found.role, &found.who) != ERR_OK)
		e = ERR_STORE;
	if (e != ERR_OK)
		return e;
	*s = found.open ? found : (struct session){0};
	return ERR_OK;
}

int64_t
session_until(const struct session *s, int64_t now, int64_t idle)
{
	int64_t seen = session_stale(s, now) ? now : s->seen;
	int64_t until = seen + idle + SESSION_TOUCH;

	return until < s->ends ? until : s->ends;
}

void
session_begin(struct tx *tx, const struct ident *account, int64_t now,
    struct buf *cookie)
{
	uint8_t secret[SESSION_SECRET], hash[HASH_SHA256];
	char text[COOKIE_TEXT];
	struct buf value = buf_over(text, sizeof(text));

	ident_random(secret, sizeof(secret));
	hash_sha256(BYTES_OF(secret), hash);
	encode_base64url(&value, BYTES_OF(secret));
	tx_run(tx, SQL_SESSION_ADD, BLOB(BYTES_OF(hash)),
	    BLOB(BYTES_OF(account->at)), INT(now), INT(now),
	    INT(now + SESSION_LONG));
	cookie_set(cookie, COOKIE_SESSION, buf_text(&value));
	secret_wipe(secret, sizeof(secret));
	secret_wipe(text, sizeof(text));
}

bool
session_stale(const struct session *s, int64_t now)
{
	return s->open && (now >= s->seen + SESSION_TOUCH || now < s->seen);
}

void
session_touch(struct tx *tx, const struct session *s, int64_t now)
{
	tx_run(tx, SQL_SESSION_TOUCH, INT(now), BLOB(BYTES_OF(s->hash)));
}

bool
session_end(struct tx *tx, const struct session *s)
{
	tx_run(tx, SQL_SESSION_END, BLOB(BYTES_OF(s->hash)));
	return tx_changed(tx) > 0;
}

enum err
session_overdue(struct store *store, int64_t now, int64_t idle,
    struct session_over at[], size_t most, size_t *count)
{
	size_t n = 0;

	struct query q =
	    query_open(store, SQL_SESSION_OVER, INT(now - idle - SESSION_TOUCH),
		INT(now), INT(now + BACK_MOST), INT((int64_t)most));
	while (n < most && query_next(&q)) {
		struct session_over *s = &at[n++];
		query_copy(&q, s->hash, sizeof(s->hash));
		query_copy(&q, s->account.at, sizeof(s->account.at));
		if (who_read(query_text(&q), &s->who) != ERR_OK)
			s->who = WHO_COUNT;
		int64_t seen = query_int(&q);
		(void)over(seen, query_int(&q), now, idle, &s->idle);
	}
	enum err e = query_end(&q);
	if (e == ERR_OK)
		*count = n;
	return e;
}

void
session_drop(struct tx *tx, const struct session_over *s)
{
	tx_run(tx, SQL_SESSION_END, BLOB(BYTES_OF(s->hash)));
}
