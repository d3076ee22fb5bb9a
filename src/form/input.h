/*
 * input - one field of a step as data for pages: what it asks, what its inputs
 * hold, its options or blocks, what is wrong with it. The part
 * web/part/fields.html shows it.
 *
 * Everything is said of every field, for in a template a name that is not in an
 * item is looked for around it.
 */
#ifndef INPUT_H
#define INPUT_H

#include "form/answer.h"

/* What a field is shown with. */
struct input_with {
	const struct form_step *step;       /* all that scripts see */
	const struct answer_faults *faults; /* NULL: nothing is blamed yet */
	struct buf *to;
};

/* An item of a list; `name` is that of its inputs, `v` what they hold. */
void input_put(const struct input_with *g, const struct form_field *f,
    struct str name, struct json v);

#endif
