/*
 * room - how much may be written in a field, and by how much that was passed.
 *
 * What is too long is never cut: it comes back whole, with what is too many.
 */
#ifndef ROOM_H
#define ROOM_H

#include "base/arena.h"
#include "base/str.h"

/* In characters. « 1 caractère de trop : raccourcissez à 500. »; "" if it is
 * not too long. */
struct str room_wrong(struct arena *mem, struct str text, size_t most);

#endif
