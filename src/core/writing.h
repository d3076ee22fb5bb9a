/*
 * writing - an act being written at the central: its form, kept as it goes.
 *
 * A short form is one page, a long one a step a page, as at a box (step.h).
 * What is typed is a jotting (jotting.h), resumed by its author alone. Then all
 * of it is read again, with what it will cause, and recorded (recording.h).
 */
#ifndef WRITING_H
#define WRITING_H

#include "core/jotting.h"
#include "form/answer.h"

/* GET /acte?ref=&forme=; ACT: keep it and go on; ACT by a script: keep it. */
enum err writing_page(struct request *q) CHECKED;
enum err writing_take(struct request *q) CHECKED;
enum err writing_keep(struct request *q) CHECKED;

/* ACT: throw it away, as its author asked. */
enum err writing_drop(struct request *q) CHECKED;

/* What was typed in a page of `account` after its session had ended (kept.h).
 */
enum err writing_again(struct request *q, const struct ident *account,
    enum who who, const struct urlform *typed, struct str *location) CHECKED;

/*
 * One that could not be kept, because the disk or the service failed: the page
 * again with what was typed; false, and nothing useful in `q`, for any other
 * request.
 */
bool writing_unsaved(struct request *q, enum err why);

/* What each page of an act says around it, the warnings of its rule among it.
 */
enum err writing_put(struct request *q, const struct jotting *j) CHECKED;

/* The step `to` again, with what is wrong. */
enum err writing_show(struct request *q, struct jotting *j,
    const struct form_step *to, const struct answer_faults *faults) CHECKED;

/* The dossier or act it names is none that they may join or part: said beside
 * the question, in the same words whether it exists or not. */
enum err writing_unknown(struct request *q, struct jotting *j) CHECKED;

/* It may not be recorded now: why, and what was written. */
enum err writing_closed(struct request *q, const struct jotting *j) CHECKED;

/* The warnings that hold, as a list of JSON texts. */
enum err writing_warn(struct request *q, const struct jotting *j,
    struct buf *to, size_t *count) CHECKED;

#endif
