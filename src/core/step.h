/*
 * step - a form at a box, one page after the other.
 *
 * Each step is a page of its own that anyone can come back to; what is typed is
 * kept at each press of a button, right or wrong, and every few seconds where
 * scripts run.
 */
#ifndef STEP_H
#define STEP_H

#include "core/draft.h"
#include "form/answer.h"

/*
 * GET a step; ACT: keep it and go on; ACT by a script: keep it. Whoever was at
 * the page to read again and asks for no step goes back there, if nothing is
 * missing.
 */
enum err step_page(struct request *q) CHECKED;
enum err step_take(struct request *q) CHECKED;
enum err step_keep(struct request *q) CHECKED;

/*
 * What a form at the central does as well (writing.h): the step that is asked
 * for, or where it was left, or the first; the answers of `d` with what `typed`
 * says of it; where `go` leads from it, NULL being the page to read again; the
 * member `step`.
 */
const struct form_step *step_chosen(const struct draft *d, struct str id);
/* The last of those that are shown. */
const struct form_step *step_last(const struct draft *d);
enum err step_fill(struct request *q, struct draft *d,
    const struct form_step *step, const struct urlform *typed) CHECKED;
const struct form_step *step_after(const struct draft *d,
    const struct form_step *step, struct str go);
enum err step_put(struct request *q, const struct draft *d,
    const struct form_step *step, const struct answer_faults *faults) CHECKED;

/*
 * What was typed in a page of `account`, kept for it after its session had
 * ended (kept.h): into its draft. Where to go on, or "".
 */
enum err step_again(struct request *q, const struct ident *account,
    enum who who, const struct urlform *typed, struct str *location) CHECKED;

/*
 * A step that could not be kept, because the disk or the service failed: the
 * page again with what was typed and what to do; false, and nothing useful in
 * `q`, for any other request.
 */
bool step_unsaved(struct request *q, enum err why);

#endif
