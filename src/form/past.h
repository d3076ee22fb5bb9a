/*
 * past - a birth, a day or an hour that is still to come, where what is asked
 * has happened: a slip of the hand, that would put a limit a year away.
 *
 * No fiche is refused because the clock of a box is slow: `now` is then the
 * latest that it may be.
 */
#ifndef PAST_H
#define PAST_H

#include "form/answer.h"

/*
 * Append to `faults` what is to come at `now` (ms UTC) among the questions of
 * one step, or of all when it is NULL. ERR_LIMIT: `mem` is full.
 */
enum err past_check(struct arena *mem, const struct form *f,
    const struct form_step *step, struct json answers, int64_t now,
    struct answer_faults *faults) CHECKED;

#endif
