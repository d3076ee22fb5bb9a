#include "http/field.h"

#include "base/encode.h"
#include "http/octet.h"

struct field
field_open(struct str value)
{
	return (struct field){.rest = value};
}

static void
fail(struct field *f)
{
	f->err = ERR_MANGLED;
	f->rest = TXT("");
	f->due = false;
}

/* Step over `mark` if it stands here. */
static bool
skip(struct field *f, struct str mark)
{
	if (!str_starts(f->rest, mark))
		return false;
	f->rest = str_part(f->rest, mark.len, SIZE_MAX);
	return true;
}

static bool
key_octet(char c)
{
	return (c >= 'a' && c <= 'z') || octet_digit(c) || c == '_' ||
	    c == '-' || c == '.' || c == '*';
}

/* Section 3.1.2: it begins with a letter or a star; '=' says a value is due. */
static bool
key_here(struct field *f, struct str *key)
{
	size_t len = 0;

	while (len < f->rest.len && key_octet(f->rest.at[len]))
		len++;
	if (len == 0 || len > FIELD_KEY_MOST || octet_digit(f->rest.at[0]) ||
	    strchr("_-.", f->rest.at[0]) != NULL) {
		fail(f);
		return false;
	}
	*key = str_part(f->rest, 0, len);
	f->rest = str_part(f->rest, len, SIZE_MAX);
	f->due = skip(f, TXT("="));
	return true;
}

bool
field_member(struct field *f, struct str *key)
{
	if (f->err != ERR_OK || (f->rest.len == 0 && !f->due))
		return false;
	if (f->due || (f->members++ > 0 && !skip(f, TXT(", ")))) {
		fail(f);
		return false;
	}
	return key_here(f, key);
}

/* A value may be read here once, and only if it begins with `mark`. */
static bool
begin(struct field *f, struct str mark)
{
	if (!f->due || !skip(f, mark)) {
		fail(f);
		return false;
	}
	f->due = false;
	return true;
}

void
field_list(struct field *f)
{
	(void)begin(f, TXT("("));
	f->items = 0;
}

bool
field_item(struct field *f)
{
	if (f->err != ERR_OK || skip(f, TXT(")")))
		return false;
	if (f->due || (f->items++ > 0 && !skip(f, TXT(" ")))) {
		fail(f);
		return false;
	}
	f->due = true;
	return true;
}

bool
field_parameter(struct field *f, struct str *key)
{
	return f->err == ERR_OK && !f->due && skip(f, TXT(";")) &&
	    key_here(f, key);
}

bool
field_valued(const struct field *f)
{
	return f->due;
}

/* What stands before the next `mark`, which is stepped over. */
static struct str
until(struct field *f, char mark)
{
	size_t end = str_find(f->rest, mark, 0);
	struct str text = str_part(f->rest, 0, end);

	if (end == f->rest.len) {
		fail(f);
		return TXT("");
	}
	f->rest = str_part(f->rest, end + 1, SIZE_MAX);
	return text;
}

struct str
field_string(struct field *f)
{
	if (!begin(f, TXT("\"")))
		return TXT("");

	struct str text = until(f, '"');
	if (octet_all(text, octet_text) && str_find(text, '\\', 0) == text.len)
		return text;
	fail(f);
	return TXT("");
}

void
field_binary(struct field *f, struct buf *to)
{
	if (!begin(f, TXT(":")))
		return;

	struct str text = until(f, ':');
	if (f->err == ERR_OK && encode_unbase64(text, to) != ERR_OK)
		fail(f);
}

enum err
field_end(const struct field *f)
{
	return f->rest.len == 0 && !f->due ? f->err : ERR_MANGLED;
}

void
field_put_binary(struct buf *to, struct bytes v)
{
	buf_str(to, TXT(":"));
	encode_base64(to, v);
	buf_str(to, TXT(":"));
}

void
field_put_string(struct buf *to, struct str text)
{
	must(octet_all(text, octet_text));
	must(str_find(text, '"', 0) == text.len);
	must(str_find(text, '\\', 0) == text.len);
	buf_str(to, TXT("\""));
	buf_str(to, text);
	buf_str(to, TXT("\""));
}
