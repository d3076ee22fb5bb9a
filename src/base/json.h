/*
 * json - read what others wrote, write what others read (RFC 8259).
 *
 * Reading is strict: UTF-8, no duplicate key, no NUL in a text, no trailing
 * byte, at most JSON_DEPTH_MOST arrays and objects inside one another and
 * JSON_KEYS_MOST keys an object. A value is a borrowed pointer into the arena
 * it was read into; asking an absent or other-typed value for something answers
 * "absent", so that paths are followed in a straight line and the end alone is
 * looked at.
 */
#ifndef JSON_H
#define JSON_H

#include "base/buf.h"

#define JSON_DEPTH_MOST 32
#define JSON_KEYS_MOST  512

struct yyjson_val;

struct json {
	struct yyjson_val *at; /* NULL: absent */
};

enum json_kind {
	JSON_ABSENT,
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_TEXT,
	JSON_ARRAY,
	JSON_OBJECT
};

/*
 * Read a whole text into `mem`; `*root` is set on ERR_OK. ERR_MANGLED: not what
 * is said above, and `*where` (if not NULL) is the offset in bytes; ERR_LIMIT:
 * the arena is full.
 */
enum err json_read(struct arena *mem, struct str text, struct json *root,
    size_t *where) CHECKED;

/*
 * The same, for who must say on which line something stands: keys and texts
 * point into `*kept`, a copy as long as `text`, each at its own offset there.
 */
enum err json_read_kept(struct arena *mem, struct str text, struct json *root,
    size_t *where, const char **kept) CHECKED;

enum json_kind json_kind(struct json v);

/* The member `key` of an object, or absent. */
struct json json_get(struct json v, struct str key);

/* How many elements an array, or members an object, has; otherwise 0. */
size_t json_len(struct json v);

/* The i-th element of an array, or value of an object; or absent. */
struct json json_at(struct json v, size_t i);

/*
 * The element that follows `item` in its array, which must have one: the way
 * through a long array, where json_at counts from the start each time.
 */
struct json json_after(struct json item);

/* The i-th key of an object, or "". */
struct str json_key(struct json v, size_t i);

/* The text; "" when it is none. */
struct str json_text(struct json v);

/* True only for the literal true. */
bool json_true(struct json v);

/* False, and `*n` untouched, unless a number without fraction in range. */
bool json_int(struct json v, int64_t *n);

/* A number or a literal written as JSON writes it; nothing for the rest. */
void json_scalar(struct buf *to, struct json v);

/* `text` as a JSON string with its quotes; safe inside HTML as well. */
void json_quote(struct buf *to, struct str text);

#endif
