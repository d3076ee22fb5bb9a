/*
 * budget - how many dossiers someone may open for reading.
 *
 * BUDGET_HOUR different ones in any hour; opening the same one again within the
 * hour costs nothing. Beyond, a colleague of the same service grants
 * BUDGET_MORE, or refuses, on a desk of their own: it takes a second person.
 * Protection is never held up: what is urgent can always be read, for a reason
 * that is given and kept in the audit log under a code of its own.
 *
 * A dossier is counted where it is opened, which is an act; a page that shows
 * what is written in it asks whether it was, and leads back to the cover if
 * not.
 */
#ifndef BUDGET_H
#define BUDGET_H

#include "core/concern.h"

#define BUDGET_HOUR   40
#define BUDGET_MORE   20
#define BUDGET_ASKING 5 /* colleagues shown at once */

/*
 * May this dossier be read now? In an act it is counted; on a GET, it must have
 * been within the hour. Not `*may`: `q->location` leads to the cover of
 * `reference`, and the audit log is told of a refusal; answer ERR_OK.
 */
enum err budget_spend(struct request *q, int64_t dossier, struct str reference,
    bool *may) CHECKED;

/* Members of a cover, if one more would be too many: over: {most, urgent,
 * asked: when, refused, alone}. */
enum err budget_put(struct request *q, const struct concern *c) CHECKED;

/* Member asking: [{whose, duty, why, when, who, asked}], of colleagues. */
enum err budget_put_asking(struct request *q) CHECKED;

enum err budget_ask(struct request *q) CHECKED;    /* `raison`, `ref` */
enum err budget_answer(struct request *q) CHECKED; /* `who`, `asked`, `go` */

#endif
