/*
 * who - the roles of people, from who.def.
 */
#ifndef WHO_H
#define WHO_H

#include "base/err.h"
#include "base/str.h"

enum who {
#define WHO(name, stored, shown) WHO_##name,
#include "core/who.def"
#undef WHO
	WHO_COUNT
};

/* ERR_INPUT, and `*who` untouched, unless `stored` is a row. */
enum err who_read(struct str stored, enum who *who) CHECKED;

struct str who_shown(enum who who);
const char *who_stored(enum who who);

#endif
