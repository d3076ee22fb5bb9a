#include "page/tag.h"

struct tag_place
tag_first(struct str text)
{
	return (struct tag_place){.text = str_part(text, 0, SIZE_MAX),
	    .open = TXT("{{"),
	    .close = TXT("}}")};
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
space(char c)
{
	return blank(c) || c == '\r' || c == '\n';
}

static struct str
trim(struct str s)
{
	while (s.len > 0 && space(s.at[0]))
		s = str_part(s, 1, SIZE_MAX);
	while (s.len > 0 && space(s.at[s.len - 1]))
		s.len--;
	return s;
}

/* Where `what` first stands at or after `from`; the end if it does not. */
static size_t
find(struct str text, struct str what, size_t from)
{
	const char *at = from < text.len
	    ? memmem(text.at + from, text.len - from, what.at, what.len)
	    : NULL;

	return at ? (size_t)(at - text.at) : text.len;
}

static enum tag_kind
kind_of(char sign)
{
	switch (sign) {
	case '{':
	case '&':
		return TAG_UNESCAPED;
	case '#':
		return TAG_SECTION;
	case '^':
		return TAG_INVERTED;
	case '/':
		return TAG_CLOSE;
	case '>':
		return TAG_PART;
	case '!':
	case '=':
		return TAG_NOTHING;
	default:
		return TAG_VALUE;
	}
}

/* Letters, digits, '_', '-', and '.' or '/' between them; or "." alone. */
static bool
is_name(struct str s)
{
	bool between = false;

	if (str_eq(s, TXT(".")))
		return true;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		bool divides = c == '.' || c == '/';
		if (!divides && c != '_' && c != '-' &&
		    !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9'))
			return false;
		if (divides && !between)
			return false;
		between = !divides;
	}
	return between;
}

/* "<% %>": two delimiters, each of one or two signs that are not blank. */
static bool
set_delimiters(struct tag_place *p, struct str pair)
{
	size_t cut = 0;

	while (cut < pair.len && !space(pair.at[cut]))
		cut++;
	struct str open = str_part(pair, 0, cut);
	struct str close = trim(str_part(pair, cut, SIZE_MAX));
	if (open.len < 1 || open.len > 2 || close.len < 1 || close.len > 2 ||
	    space(close.at[close.len - 1]) || str_find(pair, '=', 0) < pair.len)
		return false;
	p->open = open;
	p->close = close;
	return true;
}

/*
 * A tag that is alone on its line, and shows nothing by itself, takes the whole
 * line away, so that templates can be laid out for people.
 */
static void
take_line(const struct tag_place *p, struct tag *t, size_t *end)
{
	struct str text = p->text;
	size_t from = t->from, to = *end;

	while (from > 0 && blank(text.at[from - 1]))
		from--;
	while (to < text.len && blank(text.at[to]))
		to++;
	if (from > 0 && text.at[from - 1] != '\n')
		return;
	if (to < text.len && text.at[to] == '\r')
		to++;
	if (to < text.len && text.at[to++] != '\n')
		return;
	t->indent = str_part(text, from, t->from - from);
	t->before.len -= t->indent.len;
	*end = to;
}

static struct tag
wrong(struct tag t, const char *why)
{
	t.kind = TAG_WRONG;
	t.why = why;
	return t;
}

struct tag
tag_next(struct tag_place *p)
{
	size_t from = find(p->text, p->open, p->at);
	struct tag t = {.kind = TAG_END,
	    .before = str_part(p->text, p->at, from - p->at),
	    .from = from};

	p->at = from;
	if (from == p->text.len)
		return t;

	/* {{{ and {{= are closed by }}} and =}}. */
	size_t inner = from + p->open.len;
	char sign = inner < p->text.len ? p->text.at[inner] : 0;
	char room[3];
	struct str close = {room, 0};
	if (sign == '{' || sign == '=')
		room[close.len++] = sign == '{' ? '}' : '=';
	memcpy(room + close.len, p->close.at, p->close.len);
	close.len += p->close.len;

	t.kind = kind_of(sign);
	inner += t.kind != TAG_VALUE;
	size_t stop = find(p->text, close, inner);
	if (stop == p->text.len)
		return wrong(t, "this tag has no end");
	p->at = stop + close.len;
	t.name = trim(str_part(p->text, inner, stop - inner));
	if (t.kind != TAG_VALUE && t.kind != TAG_UNESCAPED)
		take_line(p, &t, &p->at);
	if (sign == '=' && !set_delimiters(p, t.name))
		return wrong(t, "these cannot delimit a tag");
	if (t.kind != TAG_NOTHING && !is_name(t.name))
		return wrong(t, "this is not a name");
	return t;
}
