#include "http/urlform.h"

#include "http/octet.h"

/*
 * The next byte of `*from`, whose '+' is a space and whose %XX is a byte; false
 * if a '%' is not followed by two hexadecimal digits.
 */
static bool
decode(struct str *from, char *c)
{
	size_t used = 1;

	*c = from->at[0];
	if (*c == '+') {
		*c = ' ';
	} else if (*c == '%') {
		struct str hex = str_part(*from, 1, 2);
		if (hex.len != 2 || !octet_all(hex, octet_hex))
			return false;
		*c = (char)(octet_unhex(hex.at[0]) << 4 |
		    octet_unhex(hex.at[1]));
		used = 3;
	}
	*from = str_part(*from, used, SIZE_MAX);
	return true;
}

/*
 * Decode `from` to `room`, where at least from.len bytes are free. A line ends
 * in LF, whatever ended it on its way.
 */
static enum err
value_of(struct str from, char *room, struct str *value)
{
	size_t len = 0;
	bool after_cr = false;

	while (from.len > 0) {
		char c;
		if (!decode(&from, &c) || c == '\0')
			return ERR_MANGLED;
		if (!(after_cr && c == '\n'))
			room[len++] = c == '\r' ? '\n' : c;
		after_cr = c == '\r';
		if (len > URLFORM_VALUE_MOST)
			return ERR_LIMIT;
	}
	*value = (struct str){room, len};
	return str_utf8(*value) ? ERR_OK : ERR_MANGLED;
}

static bool
name_octet(char c)
{
	return (c >= 'a' && c <= 'z') || octet_digit(c) || c == '_' ||
	    c == '.' || c == '-';
}

static bool
repeats(struct str name)
{
	return str_ends(name, TXT("[]"));
}

/* A name needs no decoding but that of its brackets. */
static enum err
name_of(struct str from, char *room, struct str *name)
{
	size_t len = 0;

	while (from.len > 0) {
		char c;
		if (!decode(&from, &c))
			return ERR_MANGLED;
		room[len++] = c;
		if (len > URLFORM_NAME_MOST)
			return ERR_LIMIT;
	}

	struct str stem = {room, len};
	if (repeats(stem))
		stem.len -= 2;
	if (stem.len == 0 || !octet_all(stem, name_octet))
		return ERR_MANGLED;
	*name = (struct str){room, len};
	return ERR_OK;
}

static size_t
pairs(struct str text)
{
	size_t n = text.len > 0;

	for (size_t i = 0; i < text.len; i++)
		n += text.at[i] == '&';
	return n;
}

static enum err
pair_of(struct str text, char *room, const struct urlform *before,
    struct urlform_field *field)
{
	size_t equal = str_find(text, '=', 0);
	struct str value = str_part(text, equal + 1, SIZE_MAX);

	if (equal == text.len)
		return ERR_MANGLED;
	enum err e = name_of(str_part(text, 0, equal), room, &field->name);
	if (e != ERR_OK)
		return e;
	if (!repeats(field->name) && urlform_has(before, field->name))
		return ERR_MANGLED;
	return value_of(value, room + equal, &field->value);
}

enum err
urlform_parse(struct arena *mem, struct str text, struct urlform *q)
{
	size_t count = pairs(text);

	if (count > URLFORM_FIELDS_MOST)
		return ERR_LIMIT;
	struct urlform_field *field = arena_take(mem, count * sizeof(*field));
	char *room = arena_take(mem, text.len);
	if (!field || !room)
		return ERR_LIMIT;

	struct urlform read = {.at = field};
	struct str rest = text;
	for (; read.count < count; read.count++) {
		/* Decoded, a pair is no longer than it was. */
		size_t place = text.len - rest.len;
		enum err e = pair_of(str_cut(&rest, '&'), room + place, &read,
		    &field[read.count]);
		if (e != ERR_OK)
			return e;
	}
	*q = read;
	return ERR_OK;
}

bool
urlform_all(const struct urlform *q, struct str name, size_t *at,
    struct str *value)
{
	while (*at < q->count) {
		const struct urlform_field *field = &q->at[(*at)++];
		if (str_eq(field->name, name)) {
			*value = field->value;
			return true;
		}
	}
	return false;
}

struct str
urlform_get(const struct urlform *q, struct str name)
{
	struct str value = TXT("");
	size_t at = 0;

	must(!repeats(name));
	(void)urlform_all(q, name, &at, &value);
	return value;
}

bool
urlform_has(const struct urlform *q, struct str name)
{
	struct str value;
	size_t at = 0;

	return urlform_all(q, name, &at, &value);
}
