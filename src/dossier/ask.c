#include "dossier/ask.h"

int64_t
ask_number_n(struct tx *t, int64_t absent, const char *sql, size_t n,
    const struct val vals[])
{
	int64_t found;

	if (tx_err(t) != ERR_OK)
		return absent;
	enum err e = query_number_n(t->store, &found, sql, n, vals);
	if (e == ERR_OK)
		return found;
	if (e != ERR_ABSENT)
		tx_fail(t, e);
	return absent;
}

size_t
ask_numbers_n(struct tx *t, int64_t to[], size_t most, const char *sql,
    size_t n, const struct val vals[])
{
	size_t count = 0;

	if (tx_err(t) != ERR_OK)
		return 0;
	struct query q = query_open_n(t->store, sql, n, vals);
	while (count < most && query_next(&q))
		to[count++] = query_int(&q);
	tx_fail(t, query_end(&q));
	return tx_err(t) == ERR_OK ? count : 0;
}
