/*
 * item - write a JSON object member by member, for lists that pages show.
 *
 * A member or an item looks at what was last written to know whether a comma
 * goes before it: nobody counts.
 */
#ifndef ITEM_H
#define ITEM_H

#include "base/buf.h"

void item_open(struct buf *b); /* of a list, or alone; closed with "}" */

void item_text(struct buf *b, const char *key, struct str value);
void item_number(struct buf *b, const char *key, int64_t n);
void item_flag(struct buf *b, const char *key, bool truth);
void item_list(struct buf *b, const char *key); /* closed with "]" */

#endif
