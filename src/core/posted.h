/*
 * posted - the letters of a dossier, and where each stands on its way to each
 * of its recipients (dossier/delivery.h).
 */
#ifndef POSTED_H
#define POSTED_H

#include "core/docket.h"
#include "store/query.h"

/*
 * Member letters, the newest first: [{title, made, act, to: [{name, copy, way,
 * state, when, handed, ok, warn, danger}]}]; flag has_letters.
 */
enum err posted_list(struct request *q, const struct docket *d) CHECKED;

/* The same out of a query of the caller, whose rows begin with the letter's
 * number, rule, instant and act; `put` reads the rest, a delivery. */
typedef void posted_put(struct request *q, struct query *r);
enum err posted_letters(struct request *q, struct query *r,
    posted_put *put) CHECKED;

/* « Signalement », of the letter's rule in force when it was made. */
struct str posted_title(const struct core *c, struct str rule, int64_t made);

/* Members ok, warn, danger of a delivery's state. */
void posted_state(struct request *q, int64_t state);

/* Member handed: {how, to, when, by, told: it is not settled by that}, of four
 * columns of the row. True: its recipient was told of it by telephone. */
bool posted_handed(struct request *q, struct query *r, int64_t state);

/* « par courriel », « sur son bureau », of delivery.mode. */
struct str posted_way(struct str mode);

#endif
