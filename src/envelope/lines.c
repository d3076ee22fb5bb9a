#include "envelope/lines.h"

#include "base/encode.h"

static bool
fit(struct str value)
{
	for (size_t i = 0; i < value.len; i++)
		if ((uint8_t)value.at[i] < 0x20)
			return false;
	return value.len > 0 && str_utf8(value);
}

static void
put_name(struct buf *to, const char *name)
{
	buf_str(to, str_of(name));
	buf_str(to, TXT(" "));
}

void
lines_put(struct buf *to, const char *name, struct str value)
{
	if (!fit(value))
		buf_fail(to, ERR_INPUT);
	put_name(to, name);
	buf_str(to, value);
	buf_str(to, TXT("\n"));
}

void
lines_put_maybe(struct buf *to, const char *name, struct str value)
{
	lines_put(to, name, value.len > 0 ? value : TXT("-"));
}

void
lines_put_number(struct buf *to, const char *name, uint64_t n)
{
	if (n > INT64_MAX)
		buf_fail(to, ERR_INPUT);
	put_name(to, name);
	buf_number(to, (int64_t)(n & INT64_MAX), 1);
	buf_str(to, TXT("\n"));
}

void
lines_put_hex(struct buf *to, const char *name, struct bytes v)
{
	put_name(to, name);
	encode_hex(to, v);
	buf_str(to, TXT("\n"));
}

struct lines
lines_new(struct str text, struct str first)
{
	struct lines l = {.rest = text};

	l.bad = text.len == 0 || text.at[text.len - 1] != '\n' ||
	    !str_eq(str_cut(&l.rest, '\n'), first);
	return l;
}

struct str
lines_text(struct lines *l, const char *name)
{
	struct str line = str_cut(&l->rest, '\n');

	if (!str_eq(str_cut(&line, ' '), str_of(name)) || !fit(line))
		l->bad = true;
	return l->bad ? TXT("") : line;
}

struct str
lines_maybe(struct lines *l, const char *name)
{
	struct str value = lines_text(l, name);

	return str_eq(value, TXT("-")) ? TXT("") : value;
}

uint64_t
lines_number(struct lines *l, const char *name)
{
	uint64_t n = 0;

	if (!str_number(lines_text(l, name), INT64_MAX, &n))
		l->bad = true;
	return n;
}

void
lines_hex(struct lines *l, const char *name, uint8_t *to, size_t len)
{
	struct buf into = buf_over(to, len);
	struct str text = lines_text(l, name);

	if (text.len == 2 * len && encode_unhex(text, &into) == ERR_OK)
		return;
	memset(to, 0, len);
	l->bad = true;
}

bool
lines_end(const struct lines *l)
{
	return !l->bad && l->rest.len == 0;
}
