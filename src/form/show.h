/*
 * show - a form as data for pages: one step to fill in, or all of it to read.
 *
 * Each function writes a JSON object. Pages show it with the parts
 * web/part/fields.html (a step's fields), steps.html (where one is),
 * faults.html (the summary) and reading.html.
 */
#ifndef SHOW_H
#define SHOW_H

#include "form/answer.h"

/*
 * One step: {id, title, intro, number, first, last, next, previous, steps:
 * [{id, number, title, now, done, wrong, later}], faults: [{name, text}], wrong
 * (there are faults), fields: [...]}. `faults` may be NULL: nothing is blamed
 * yet. at_will: nothing in it has to be answered; rest_at_will: nor in any that
 * follows.
 */
enum err show_step(struct arena *mem, const struct form *f,
    const struct form_step *step, struct json answers,
    const struct answer_faults *faults, struct buf *to) CHECKED;

/* What locked fields show; "" where it is not known here. The CRIP is in the
 * directory, and always shown. */
struct show_facts {
	struct str reference, site, author, filed;
};

enum show_part {
	SHOW_ALL,
	SHOW_WITHOUT_NETWORK /* steps that say who exploits are left out */
};

/*
 * All of it, in words: {title, sections: [{id, title, lines: [{id, step, label,
 * text, unknown, quoted, list: [..], blocks: [{number, lines}]}], blank:
 * [{step, id, label}], blanks}]}. Only questions that are shown; `blank` are
 * those, optional, that were not answered.
 */
enum err show_reading(struct arena *mem, const struct form *f,
    struct json answers, const struct show_facts *facts, enum show_part part,
    struct buf *to) CHECKED;

#endif
