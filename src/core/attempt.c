#include "core/attempt.h"

#include "core/sql.h"
#include "store/query.h"

static int64_t
delay(int64_t failures)
{
	if (failures < ATTEMPT_FREE)
		return 0;
	if (failures >= 10)
		return ATTEMPT_LONG;
	return (INT64_C(1) << failures) * CLOCK_SECOND;
}

enum err
attempt_find(struct store *s, const uint8_t key[HASH_SHA256], struct str login,
    int64_t now, struct attempt *a)
{
	struct attempt found = {0};
	int64_t last = now;

	hash_hmac((struct bytes){key, HASH_SHA256}, str_bytes(login),
	    found.login);
	struct query q =
	    query_open(s, SQL_ATTEMPT_FIND, BLOB(BYTES_OF(found.login)));
	if (query_next(&q)) {
		found.failures = query_int(&q);
		found.next = query_int(&q);
		last = query_int(&q);
	}
	enum err e = query_end(&q);
	if (e != ERR_OK)
		return e;
	if (now >= last + ATTEMPT_FORGET)
		found.failures = found.next = 0;
	/* A charge is `last`, and the delay begins there. */
	found.told = last > found.next - delay(found.failures);
	/* A clock that went back must not turn a delay into a lock. */
	if (found.next > now + ATTEMPT_LONG)
		found.next = now + ATTEMPT_LONG;
	*a = found;
	return ERR_OK;
}

int64_t
attempt_wait(const struct attempt *a, int64_t now)
{
	return a->next > now ? a->next - now : 0;
}

static void
put(struct tx *tx, const struct attempt *a, int64_t failures, int64_t next,
    int64_t now)
{
	tx_run(tx, SQL_ATTEMPT_PUT, BLOB(BYTES_OF(a->login)), INT(failures),
	    INT(next), INT(now));
}

void
attempt_charge(struct tx *tx, const struct attempt *a, int64_t now)
{
	put(tx, a, a->failures + 1, now + delay(a->failures + 1), now);
}

void
attempt_refund(struct tx *tx, const struct attempt *a, int64_t now)
{
	tx_run(tx, SQL_ATTEMPT_REFUND, INT(a->failures), INT(a->next), INT(now),
	    BLOB(BYTES_OF(a->login)), INT(a->failures + 1));
}

void
attempt_tell(struct tx *tx, const struct attempt *a, int64_t now)
{
	put(tx, a, a->failures, a->next, now);
}

void
attempt_clear(struct tx *tx, const struct attempt *a)
{
	tx_run(tx, SQL_ATTEMPT_CLEAR, BLOB(BYTES_OF(a->login)));
}

void
attempt_sweep(struct tx *tx, int64_t now)
{
	tx_run(tx, SQL_ATTEMPT_FORGET, INT(now - ATTEMPT_FORGET));
	tx_run(tx, SQL_ATTEMPT_TRIM, INT(ATTEMPT_KEPT));
}
