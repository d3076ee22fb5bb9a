#include "proc/wiring.h"

static const struct {
	enum peer owner;
	const char *what;
} hands[] = {
#define HAND(name, role, what) {role, what},
#include "proc/hand.def"
#undef HAND
};

enum peer
wiring_owner(enum role_hand h)
{
	return hands[h].owner;
}

const char *
wiring_what(enum role_hand h)
{
	return hands[h].what;
}

size_t
wiring_pairs(enum peer a, enum peer b, size_t workers)
{
#define WORKERS workers
#define WIRE(one, other, pairs)                                                \
	if ((a == one && b == other) || (a == other && b == one))              \
		return pairs;
#include "ipc/wire.def"
#undef WIRE
#undef WORKERS
	return 0;
}

int
wiring_end(enum peer us, enum peer them, size_t i, size_t workers)
{
	size_t at = WIRING_WIRES + i;

	for (size_t p = 0; p < PEER_COUNT && p < (size_t)them; p++)
		at += wiring_pairs(us, (enum peer)p, workers);
	return (int)at;
}

int
wiring_limit(enum peer us, size_t workers)
{
	return wiring_end(us, PEER_COUNT, 0, workers);
}

bool
wiring_setting(enum setting which, enum peer us)
{
#define NOBODY
#define EVERY     | ~0u
#define FOR(peer) | 1u << peer
	static const unsigned named[SETTING_COUNT] = {
#define SETTING(name, kind, fallback, least, most, roles, help) (0u roles),
#include "base/setting.def"
#undef SETTING
	};
#undef NOBODY
#undef EVERY
#undef FOR

	return named[which] >> us & 1u;
}
