/*
 * outcome - what whoever files is told: it left, and here is its slip; or it
 * did not, why, and what to do.
 */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "core/draft.h"

/* Where the slip of `reference` is. */
struct str outcome_slip(struct request *q, struct str reference);

/* The draft is gone: was it sent? Then the same slip again. */
enum err outcome_already(struct request *q) CHECKED;

/* Read again (reread.h), with `text` of what keeps it here. */
enum err outcome_again(struct request *q, struct draft *d, uint32_t status,
    struct str text) CHECKED;

/* It stays on the box as a draft: whose fault, and whom to call. */
enum err outcome_not_sent(struct request *q, struct draft *d,
    enum err why) CHECKED;

/* The log says that `d` was not let go. */
void outcome_refused(struct request *q, const struct draft *d, enum motive why);

#endif
