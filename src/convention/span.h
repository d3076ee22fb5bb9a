/*
 * span - how long: read from ISO 8601, and added to an instant.
 *
 * One unit and no more, which is what a convention says: PT48H, P7D, P3M; an
 * hour of a day P6DT8H; and for an alert also -P15D, before the end, or
 * dernier_jour_ouvre.
 */
#ifndef SPAN_H
#define SPAN_H

#include "convention/rules.h"

#define SPAN_WHOLE   (-1) /* hour: none is said */
#define SPAN_WORKING (-2) /* hour: the last working day before the end */

/* False, `*span` untouched, for another shape; `count` is RULES_ELAPSED. */
bool span_read(struct str text, struct rules_span *span);

/* The word of rules.json: tout, semaine, ouvres, bureau. */
bool span_count_read(struct str word, enum rules_count *count);

/*
 * The instant at which it ends, exclusive. Days and months are counted from the
 * day of `start` in Paris. ERR_INPUT: out of the calendar, or nothing to add.
 */
enum err span_end(const struct rules_span *s, enum territory where,
    int64_t start, int64_t *end) CHECKED;

/*
 * The instant of an alert of what runs from `start` to `end`: a day alerts when
 * it begins; hours are counted as the limit `count`s them. ERR_INPUT as above.
 */
enum err span_alert(const struct rules_span *s, enum rules_count count,
    enum territory where, int64_t start, int64_t end, int64_t *at) CHECKED;

/* « 24 h », « J+6, 8 h », « J-15 », « M+1 », « dernier jour ouvré » */
void span_words(const struct rules_span *s, struct buf *to);

#endif
