/*
 * amend - a limit given another end, or set aside, by hand.
 *
 * By a parquet, or by the CRIP what is not the parquet's alone, for a reason
 * that everyone party to the dossier reads in its history, with the end it had
 * and the one it has; after it was said once more what will happen.
 */
#ifndef AMEND_H
#define AMEND_H

#include "core/docket.h"

#define AMEND_WHY_LEAST 10 /* characters */
#define AMEND_WHY_MOST  500

/* First the page that says it again; with go=send, done. Members: delai, title,
 * due, aside, date, why; confirm, and due_new or put_aside: what would be; or
 * error: {wrong_day, wrong_why}. */
enum err amend_limit(struct request *q) CHECKED;

#endif
