/*
 * arena - the memory of one request.
 *
 * A process allocates its arena once, when it starts. What a request needs is
 * taken from it and given back all at once, wiped, when the answer has left:
 * handlers have nothing to free, and no plaintext outlives its request.
 */
#ifndef ARENA_H
#define ARENA_H

#include "base/err.h"
#include "base/str.h"

struct arena {
	uint8_t *base;
	size_t size; /* in bytes */
	size_t used;
	size_t fail_at; /* tests only: fail the n-th request; 0 is never */
	size_t asked;   /* how many times arena_take was called */
};

/* `memory` is zeroed (mmap, static) and aligned for any type. */
void arena_open(struct arena *a, void *memory, size_t size);

/* `len` zeroed bytes aligned for any type, or NULL when the arena is full. */
void *arena_take(struct arena *a, size_t len);

/*
 * A copy of `s` that lives as long as what is taken. When the arena is full it
 * is "" and `*e` becomes ERR_LIMIT; otherwise `*e` stays what it was, so that
 * several copies are asked about once.
 */
struct str arena_keep(struct arena *a, struct str s, enum err *e);

/*
 * A place to come back to: what is taken after arena_mark is wiped and given
 * back by arena_back. Marks nest.
 */
size_t arena_mark(const struct arena *a);
void arena_back(struct arena *a, size_t mark);

/* Wipe what was taken and start again. */
void arena_reset(struct arena *a);

#endif
