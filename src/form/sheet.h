/*
 * sheet - read what a person wrote as a definition, and tell every mistake.
 *
 * A definition is JSON in a file. Whoever reads one asks for what must be
 * there; anything unexpected is blamed, with its file and line, and reading
 * goes on, so that one run of `fichep check` shows all there is to mend. After
 * a mistake what is read is not to be used: ask sheet_end.
 */
#ifndef SHEET_H
#define SHEET_H

#include "base/json.h"

#define SHEET_TEXT  600 /* bytes of what is said to people */
#define SHEET_IDENT 24  /* bytes: `repeat.19.field.unknown` is a name of 64 */

struct sheet {
	struct arena *mem;
	struct str file, text;
	const char *kept;   /* where keys and texts of `text` point into */
	struct buf *faults; /* "file:line: what is wrong\n" each; may be NULL */
	size_t count;       /* of mistakes */
	bool full;          /* the arena is */
	size_t seen, line;  /* how far lines were counted, and how many began */
};

/*
 * Read `text`, named `file`, whose root must be an object. ERR_MANGLED: it is
 * not strict JSON, which has been blamed; ERR_LIMIT: the arena is full.
 */
enum err sheet_open(struct sheet *s, struct arena *mem, struct str file,
    struct str text, struct buf *faults, struct json *root) CHECKED;

/* ERR_LIMIT if the arena was full, ERR_MANGLED if anything was blamed. */
enum err sheet_end(const struct sheet *s) CHECKED;

/* Something is wrong at `at`, a value or a key's text of this sheet. */
void sheet_blame(struct sheet *s, struct json at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void sheet_blame_text(struct sheet *s, struct str at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The line, from 1, on which a value begins (that of its first text). */
size_t sheet_line(struct sheet *s, struct json at);

/* `count` zeroed things of `size` bytes; NULL once the arena is full. */
void *sheet_take(struct sheet *s, size_t count, size_t size);

/* Blame what is no object, and each key that is not among `known`, which are
 * separated by blanks. */
bool sheet_object(struct sheet *s, struct json v, const char *known);

/*
 * Members of an object. What must be there and is not, is blamed; so is a text
 * longer than SHEET_TEXT, or an ident that is longer than SHEET_IDENT or not of
 * a to z, 0 to 9, - and _.
 */
struct str sheet_text(struct sheet *s, struct json object, const char *key);
struct str sheet_text_or(struct sheet *s, struct json object, const char *key);
struct str sheet_ident(struct sheet *s, struct json object, const char *key);
struct json sheet_list(struct sheet *s, struct json object, const char *key);
struct json sheet_list_or(struct sheet *s, struct json object, const char *key);
bool sheet_flag(struct sheet *s, struct json object, const char *key);
int64_t sheet_number(struct sheet *s, struct json object, const char *key,
    int64_t least, int64_t most, int64_t absent);

#endif
