/*
 * lines - a text of "name value" lines in one order, no other: what this house
 * signs as a note (crypto/note.h).
 *
 * The first line says what the text is; then each line is a name, one space
 * and a value. Writing remembers ERR_INPUT in the buf; reading is sticky like
 * a reader: read without looking, ask lines_end once.
 */
#ifndef LINES_H
#define LINES_H

#include "base/buf.h"

/* A value must be 1 byte or more, without a control character. */
void lines_put(struct buf *to, const char *name, struct str value);

/* The same, where nothing to say is written "-". */
void lines_put_maybe(struct buf *to, const char *name, struct str value);
void lines_put_number(struct buf *to, const char *name, uint64_t n);
void lines_put_hex(struct buf *to, const char *name, struct bytes v);

struct lines {
	struct str rest;
	bool bad;
};

/* `first` is the whole first line, without its end. */
struct lines lines_new(struct str text, struct str first);

/* The value of the next line, which must be of that name; "" once bad. */
struct str lines_text(struct lines *l, const char *name);
struct str lines_maybe(struct lines *l, const char *name); /* "-" is "" */

/* At most INT64_MAX; 0 once bad. */
uint64_t lines_number(struct lines *l, const char *name);

/* Exactly `len` bytes in lower-case hexadecimal; zeros once bad. */
void lines_hex(struct lines *l, const char *name, uint8_t *to, size_t len);

/* True when all was there, in order, and nothing remains. */
bool lines_end(const struct lines *l);

#endif
