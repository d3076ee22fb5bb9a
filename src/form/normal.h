/*
 * normal - the same thing written the same way, so that two can be compared.
 *
 * A copy beside what was typed, never in its place. A `?` stands for what was
 * not seen. Nothing is guessed: what cannot be read that way has no copy.
 */
#ifndef NORMAL_H
#define NORMAL_H

#include "base/buf.h"

#define NORMAL_MOST 200 /* bytes */

enum normal_kind {
#define NORMAL(name) NORMAL_##name,
#include "form/normal.def"
#undef NORMAL
	NORMAL_none
};

/* The kind of that name, or NORMAL_none. */
enum normal_kind normal_kind_of(struct str name);
const char *normal_name(enum normal_kind kind);

/* Append the copy; false, and nothing appended, when there is none. */
bool normal_write(enum normal_kind kind, struct str typed, struct buf *to);

#endif
