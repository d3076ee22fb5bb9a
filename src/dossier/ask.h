/*
 * ask - one number out of the store, within a transaction that remembers.
 *
 * Between acts of a tx something has to be looked at; what goes wrong then is
 * told to the tx, as its own acts are, and asked once at its end.
 */
#ifndef ASK_H
#define ASK_H

#include "store/query.h"
#include "store/tx.h"

/* The one integer of the first row; `absent` when there is none, or a failure.
 */
#define ask_number(t, absent, sql, ...)                                        \
	ask_number_n(t, absent, sql, VALS(__VA_ARGS__))
int64_t ask_number_n(struct tx *t, int64_t absent, const char *sql, size_t n,
    const struct val vals[]);

/*
 * The first integers of at most `most` rows, so that they can be acted upon
 * while nothing is being read; how many.
 */
#define ask_numbers(t, to, most, sql, ...)                                     \
	ask_numbers_n(t, to, most, sql, VALS(__VA_ARGS__))
size_t ask_numbers_n(struct tx *t, int64_t to[], size_t most, const char *sql,
    size_t n, const struct val vals[]);

#endif
