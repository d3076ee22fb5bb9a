/*
 * condition - when a question is asked.
 *
 *	{"d_lieu": ["fugue", "inconnu"], "c_mna": ["oui"]}   all of them
 *	{"any": [condition, ...]}   {"not": condition}
 *
 * and nothing else: a lawyer beside an admin reads it. A field holds one of
 * the listed options, or several of which one is listed. It must come before
 * what depends on it, so that no circle can be; a field that is not shown has
 * no answer.
 */
#ifndef CONDITION_H
#define CONDITION_H

#include "form/sheet.h"

#define CONDITION_DEPTH_MOST 4
#define CONDITION_TEXT_MOST  1024 /* bytes, written */

struct form;
struct form_field;

enum condition_kind { CONDITION_ALL, CONDITION_ANY, CONDITION_NOT };

struct condition_term {
	const struct form_field *field;
	const struct str *values;
	size_t count;
};

struct condition {
	enum condition_kind kind;
	const struct condition_term *terms; /* of ALL */
	const struct condition *parts;      /* of ANY; of NOT, one */
	size_t count;
};

/*
 * Read one that may name the fields read so far in `form`. NULL, blamed, when
 * it is wrong.
 */
const struct condition *condition_read(struct sheet *s, const struct form *form,
    struct json v);

/* NULL is always true. */
bool condition_holds(const struct condition *c, struct json answers);

struct form_step;

/* Whether all it names, or none of it, is asked in `step`. */
bool condition_on(const struct condition *c, const struct form_step *step);
bool condition_off(const struct condition *c, const struct form_step *step);

/* Written as it is read: scripts judge by it as well. */
void condition_write(const struct condition *c, struct buf *to);

#endif
