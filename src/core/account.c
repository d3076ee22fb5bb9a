#include "core/account.h"

#include "core/sql.h"
#include "store/query.h"

bool
account_login(struct str s)
{
	if (s.len == 0 || s.len > ACCOUNT_LOGIN_MOST ||
	    !(s.at[0] >= 'a' && s.at[0] <= 'z'))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '.' && c != '_' && c != '-')
			return false;
	}
	return true;
}

static bool
shown_ok(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((uint8_t)s.at[i] < 0x20 || s.at[i] == 0x7f)
			return false;
	return s.len > 0 && s.len <= ACCOUNT_NAME_MOST && str_utf8(s);
}

struct ident
account_add(struct tx *tx, const struct account_new *a, int64_t now)
{
	struct ident id = ident_new();
	enum who who;

	if (!account_login(a->login) || !shown_ok(a->name) ||
	    !shown_ok(a->service) || (a->duty.len > 0 && !shown_ok(a->duty)) ||
	    (a->scope.len > 0 && !shown_ok(a->scope)) ||
	    who_read(a->role, &who) != ERR_OK)
		tx_fail(tx, ERR_INPUT);
	tx_run(tx, SQL_ACCOUNT_ADD, BLOB(BYTES_OF(id.at)), TEXT(a->login),
	    TEXT(a->name), TEXT(a->role), TEXT(a->service), TEXT(a->duty),
	    TEXT(a->scope), INT(a->chief), a->leaves ? INT(a->leaves) : NIL,
	    a->made_by ? BLOB(BYTES_OF(a->made_by->at)) : NIL,
	    BLOB(BYTES_OF(a->secret->salt)), BLOB(BYTES_OF(a->secret->tag)),
	    INT(now),
	    a->totp ? BLOB(((struct bytes){a->totp, TOTP_SECRET})) : NIL);
	return id;
}

enum err
account_lock(struct store *s, struct str login, int64_t now,
    struct account_lock *lock)
{
	struct query q = query_open(s, SQL_ACCOUNT_LOCK, TEXT(login), INT(now));
	struct account_lock found;
	bool any = query_next(&q);

	if (any) {
		query_copy(&q, found.id.at, sizeof(found.id.at));
		if (who_read(query_text(&q), &found.who) != ERR_OK)
			any = false; /* a role of another release */
		query_copy(&q, found.secret.salt, sizeof(found.secret.salt));
		query_copy(&q, found.secret.tag, sizeof(found.secret.tag));
	}
	enum err e = query_end(&q);
	if (e != ERR_OK)
		return e;
	if (!any)
		return ERR_ABSENT;
	*lock = found;
	return ERR_OK;
}
