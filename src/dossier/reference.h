/*
 * reference - the number of what was filed, made to be dictated.
 *
 *     P-99-TIL-2026-12-K        a Fiche P; I- for a request of intervention
 *     P-99-TIL-2026-12-K-C1     what its author added to it first
 *     P-99-TIL-2026-12-K-A1     the first act the central wrote about it
 *
 * The letter of the form, the département, the site, the year, a number given
 * inside the transaction, and a check letter over all of these. It says nothing
 * of anyone. The check letter is never I, O or U: 23 letters, a prime, so that
 * one digit mistaken for another, or two neighbours exchanged, is noticed.
 */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "base/buf.h"

#define REFERENCE_MOST    48             /* bytes */
#define REFERENCE_CENTRAL TXT("CENTRAL") /* site of what it opens itself */

#define REFERENCE_FURTHER 1000000 /* no site numbers so far by itself */

struct reference {
	char letter; /* of the form: A to Z */
	struct str departement, site;
	int year;
	int64_t number;  /* from 1 */
	int64_t added;   /* of an addendum, from 1; 0: none */
	int64_t written; /* of an act of the central, from 1; 0: none */
};

/* Append it in full. */
void reference_put(struct buf *to, const struct reference *r);

/* Append the `n`-th addendum's to `about`, or the `n`-th act's of the central:
 * `about` is a reference without either. */
void reference_put_added(struct buf *to, struct str about, int64_t n);
void reference_put_written(struct buf *to, struct str about, int64_t n);

/* `whole` without what names an addendum or an act: what a dossier is named. */
struct str reference_stem(struct str whole);

/*
 * Append what someone typed as it is written: capital letters, hyphens for
 * whatever separates; O and I read as 0 and 1 where digits stand. ERR_INPUT,
 * and nothing appended: not of that shape, or its check letter is another.
 */
enum err reference_read(struct str typed, struct buf *to) CHECKED;

/* Append another for what bears one that is given: the same, its number
 * REFERENCE_FURTHER higher. ERR_INPUT: `whole` is none. */
enum err reference_further(struct str whole, struct buf *to) CHECKED;

#endif
