/*
 * urlform - what a form sent (application/x-www-form-urlencoded), in a query
 * string or in a body.
 *
 * Read strictly: pairs between single '&', each with its '='; a name of
 * [a-z0-9_.-] that may end in "[]"; values of valid UTF-8 without NUL, where
 * CRLF and CR have become LF. Other control characters are left for the form
 * to judge: they come with what people paste.
 *
 * A name that ends in "[]" may stand several times (boxes to tick); any other
 * name that stands twice is refused, for which of the two would be meant?
 */
#ifndef URLFORM_H
#define URLFORM_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define URLFORM_FIELDS_MOST 256         /* pairs */
#define URLFORM_NAME_MOST   64          /* bytes */
#define URLFORM_VALUE_MOST  (60u << 10) /* bytes, once decoded */

struct urlform_field {
	struct str name, value;
};

struct urlform {
	const struct urlform_field *at; /* in the order they were sent */
	size_t count;
};

/*
 * Read all of `text` into `mem`. ERR_MANGLED: not what is said above;
 * ERR_LIMIT: too many pairs, too long a name or value, or the arena is full.
 */
enum err urlform_parse(struct arena *mem, struct str text,
    struct urlform *q) CHECKED;

/* The value; "" when absent or empty. Never for a name that may repeat. */
struct str urlform_get(const struct urlform *q, struct str name);
bool urlform_has(const struct urlform *q, struct str name);

/*
 * Walk the values of one name: `*at` starts at 0 and is moved on; false, and
 * `*value` untouched, after the last.
 */
bool urlform_all(const struct urlform *q, struct str name, size_t *at,
    struct str *value);

#endif
