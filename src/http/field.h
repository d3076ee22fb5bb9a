/*
 * field - structured field values (RFC 9651), as much as our signatures and
 * digests need: dictionaries of byte sequences or inner lists of strings, and
 * parameters that are strings.
 *
 * Read piece by piece, in a straight line; the first failure stays and stops
 * every walk; ask once, at the end. Only the one form that section 4.1 would
 * write is read: ", " between members, one space between items, none before a
 * parameter, no escape in a string. What was read is therefore what would be
 * written, and may be signed as it stands.
 *
 *	struct field f = field_open(TXT("a=(\"x\" \"y\";req);by=\"me\""));
 *	while (field_member(&f, &key))
 *		for (field_list(&f); field_item(&f);) {
 *			item = field_string(&f);
 *			while (field_parameter(&f, &name)) ...
 *		}
 */
#ifndef FIELD_H
#define FIELD_H

#include "base/buf.h"

#define FIELD_KEY_MOST 64 /* bytes of a key */

struct field {
	struct str rest;
	size_t members; /* walked so far */
	size_t items;   /* walked so far in this list */
	bool due;       /* a value is to be read here */
	enum err err;
};

/* `value` outlives the walk and every str it gives. */
struct field field_open(struct str value);

/* Step to the next member of a dictionary; false at the end. */
bool field_member(struct field *f, struct str *key);

/* Step into an inner list; then to each item, false after the last. */
void field_list(struct field *f);
bool field_item(struct field *f);

/* Step to the next parameter of what was just read; false if there is none. */
bool field_parameter(struct field *f, struct str *key);

/* Does a value follow the key of the member or parameter? Not for a flag. */
bool field_valued(const struct field *f);

/* The value: a string without its quotes; "" after a failure. */
struct str field_string(struct field *f);

/* The value: a byte sequence, appended to `to`; that it must fit in. */
void field_binary(struct field *f, struct buf *to);

/* ERR_OK when all was read as said above; ERR_MANGLED otherwise. */
enum err field_end(const struct field *f) CHECKED;

/* Write one: `:base64:`, or `"text"` where text has no quote or backslash. */
void field_put_binary(struct buf *to, struct bytes v);
void field_put_string(struct buf *to, struct str text);

#endif
