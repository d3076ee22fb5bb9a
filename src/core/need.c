#include "core/need.h"

#define YES   true
#define NO    false
#define ASKED true
#define NOT   false

static const struct need table[WHO_COUNT] = {
#define NEED(who, fiches, network, author, motive, acks, desk, search, gauge,  \
    journal, fleet, accounts)                                                  \
	[WHO_##who] = {NEED_##fiches, network, author, motive, acks, desk,     \
	    search, gauge, journal, fleet, accounts},
#include "core/need.def"
#undef NEED
};

bool
need_whole(struct str reference)
{
	return str_starts(reference, TXT("I-"));
}

const struct need *
need_of(enum who who)
{
	static const struct need nobody;

	return who < WHO_COUNT ? &table[who] : &nobody;
}
