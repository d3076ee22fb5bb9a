#include "core/who.h"

static const struct {
	const char *stored, *shown;
} table[WHO_COUNT] = {
#define WHO(name, stored, shown) {stored, shown},
#include "core/who.def"
#undef WHO
};

enum err
who_read(struct str stored, enum who *who)
{
	for (int i = 0; i < WHO_COUNT; i++)
		if (str_eq(stored, str_of(table[i].stored))) {
			*who = (enum who)i;
			return ERR_OK;
		}
	return ERR_INPUT;
}

struct str
who_shown(enum who who)
{
	return str_of(table[who].shown);
}

const char *
who_stored(enum who who)
{
	return table[who].stored;
}
