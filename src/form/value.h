/*
 * value - one answer: taken from what was sent, kept, put in words.
 *
 * How each kind is kept is in kind.def; names are in answer.h.
 */
#ifndef VALUE_H
#define VALUE_H

#include "form/form.h"
#include "http/urlform.h"

#define VALUE_NAME 64 /* bytes of a name, as urlform takes them */

/*
 * Append what `q` answers to a field under `name`. False, and nothing appended,
 * when it does not.
 */
bool value_take(const struct form *form, const struct form_field *f,
    struct str name, const struct urlform *q, struct buf *to);

/* Append the same value, as briefly as JSON allows: six bytes a quote of
 * json_quote would make a payload too long to prove it short. */
void value_copy(struct json v, struct buf *to);
void value_quote(struct str text, bool lines, struct buf *to);

/* In words, as text: « le 02/05/2010 », « Inconnu », a label. Of `several` and
 * `repeat`, whoever shows them walks the list. */
void value_words(const struct form_field *f, struct json v, struct buf *to);

/* The inputs of a day and an hour hold this: as typed, or as we write it. */
void value_day(struct json v, struct buf *to);
void value_hour(struct json v, struct buf *to);

/* name + "." + part, in `room`. */
struct str value_name(char room[VALUE_NAME], struct str name, struct str part);

#endif
