/*
 * recording - an act read again with what it will cause, then recorded.
 *
 * What it will cause is not foretold but done: the act is recorded inside a
 * save of the transaction, what came of it is read from the tables, and all of
 * it is undone. Confirmed, the same happens for good, once: its ident is that
 * of its jotting, whatever is pressed twice.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include "core/jotting.h"

/* All of it on one page, to be confirmed; `error` says why it was not. */
enum err recording_show(struct request *q, struct jotting *j,
    struct str error) CHECKED;

/* ACT: it is recorded, or the page again. */
enum err recording_confirm(struct request *q) CHECKED;

/* GET: « Acte enregistré », and what it caused. */
enum err recording_done(struct request *q) CHECKED;

#endif
