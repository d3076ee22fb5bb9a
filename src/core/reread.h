/*
 * reread - all of a draft on one page, to be read again before it is sent.
 *
 * It says what is missing and where, which parquet is proposed and why, and
 * asks what is to be confirmed. What may be sent is decided here too: whole, as
 * it was read again, and confirmed.
 */
#ifndef REREAD_H
#define REREAD_H

#include "core/draft.h"
#include "form/answer.h"

/* GET it. */
enum err reread_page(struct request *q) CHECKED;

/* That page, with `text` of what keeps it from being sent, or "". */
enum err reread_show(struct request *q, struct draft *d,
    struct str text) CHECKED;

/* What is wrong with a step, or all of it if NULL; but for the confirmation
 * asked on that page. */
enum err reread_check(struct request *q, const struct draft *d,
    const struct form_step *step, struct answer_faults *faults) CHECKED;

/* It may be sent, and its confirmation is an answer like the others; else
 * `why` not, for people; "" when it may. */
enum err reread_ready(struct request *q, struct draft *d,
    struct str *why) CHECKED;

/* Member confirm: {name, label, help}, if the form has one that is not ticked
 * yet. */
void reread_put_question(struct request *q, const struct draft *d);

#endif
