/*
 * setting - what an operator may choose, from setting.def.
 *
 * fichep.conf has one `name = value` a line; '#' begins a comment line. An
 * unknown or repeated name, a value out of its range, a line without '=' are
 * refused with the line's number: a typing mistake never becomes a default.
 */
#ifndef SETTING_H
#define SETTING_H

#include "base/buf.h"

enum setting {
#define SETTING(name, kind, fallback, least, most, roles, help) SETTING_##name,
#include "base/setting.def"
#undef SETTING
	SETTING_COUNT
};

/* A NUMBER has bounds on its value; a TEXT on its length in bytes; a FLAG is
 * yes or no. */
enum setting_kind { SETTING_NUMBER, SETTING_TEXT, SETTING_FLAG };

struct setting_row {
	const char *name;
	enum setting_kind kind;
	const char *fallback;
	uint64_t least, most;
	const char *help;
};
extern const struct setting_row setting_table[SETTING_COUNT];

struct setting_set {
	struct str text[SETTING_COUNT];
	bool given[SETTING_COUNT]; /* false: the fallback stands */
};

/* Every row at its fallback. */
struct setting_set setting_defaults(void);

/*
 * Read a whole file over `*set`, whose texts then borrow from `file`. On
 * ERR_INPUT `*line` is the line at fault (from 1), `*why` a French sentence,
 * and `*set` is unchanged.
 */
enum err setting_read(struct str file, struct setting_set *set, size_t *line,
    const char **why) CHECKED;

/* Set one row from its name and value; `*why` as above on ERR_INPUT. */
enum err setting_put(struct setting_set *set, struct str name, struct str value,
    const char **why) CHECKED;

/* A row of kind NUMBER or FLAG (0 or 1), already checked by the above. */
uint64_t setting_number(const struct setting_set *set, enum setting which);

#endif
