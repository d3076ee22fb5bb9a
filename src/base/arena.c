#include "base/arena.h"

#include <stdalign.h>

#define GRAIN alignof(max_align_t)

void
arena_open(struct arena *a, void *memory, size_t size)
{
	must((uintptr_t)memory % GRAIN == 0);
	*a = (struct arena){.base = memory, .size = size};
}

void *
arena_take(struct arena *a, size_t len)
{
	if (++a->asked == a->fail_at || len > a->size - a->used)
		return NULL;

	void *p = a->base + a->used;
	size_t room = a->size - a->used;
	size_t step = (len + GRAIN - 1) / GRAIN * GRAIN;
	a->used += step < room ? step : room;
	return p;
}

struct str
arena_keep(struct arena *a, struct str s, enum err *e)
{
	char *at = arena_take(a, s.len);

	if (!at) {
		*e = ERR_LIMIT;
		return TXT("");
	}
	if (s.len > 0)
		memcpy(at, s.at, s.len);
	return (struct str){at, s.len};
}

size_t
arena_mark(const struct arena *a)
{
	return a->used;
}

void
arena_back(struct arena *a, size_t mark)
{
	must(mark <= a->used);
	explicit_bzero(a->base + mark, a->used - mark);
	a->used = mark;
}

void
arena_reset(struct arena *a)
{
	arena_back(a, 0);
}
