#include "page/space.h"

#include <string.h>

#define MARK 0x1f /* a space that is to become two bytes */

static const char *const verbatim[] = {"textarea", "script", "style"};

/* Behind the tag that begins at `i`. */
static size_t
tag_end(struct str s, size_t i)
{
	char quote = 0;

	for (; i < s.len; i++) {
		char c = s.at[i];
		if (quote) {
			if (c == quote)
				quote = 0;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '>') {
			return i + 1;
		}
	}
	return s.len;
}

/* Where text goes on after the tag that begins at `i`. */
static size_t
text_after(struct str s, size_t i)
{
	struct str name = str_part(s, i + 1, SIZE_MAX);

	for (size_t k = 0; k < sizeof(verbatim) / sizeof(*verbatim); k++) {
		struct str v = str_of(verbatim[k]);
		char next = v.len < name.len ? name.at[v.len] : 0;
		if (str_starts(name, v) && (next == '>' || next == ' ')) {
			for (i = tag_end(s, i); i < s.len; i++)
				if (str_starts(str_part(s, i, SIZE_MAX),
					TXT("</")))
					break;
			return i;
		}
	}
	return tag_end(s, i);
}

static bool
binds(struct str s, size_t i)
{
	struct str next = str_part(s, i + 1, SIZE_MAX);
	char c = next.len > 0 ? next.at[0] : 0;

	if (i > 0 && (s.at[i - 1] == ' ' || s.at[i - 1] == '\n'))
		return false;
	return c == ';' || c == ':' || c == '?' || c == '!' ||
	    str_starts(next, TXT("»")) ||
	    (i >= 2 && str_eq(str_part(s, i - 2, 2), TXT("«")));
}

/* How many were marked. */
static size_t
mark(struct buf *page, size_t start)
{
	struct str s = str_part(buf_text(page), start, SIZE_MAX);
	size_t count = 0;

	for (size_t i = start; i < page->len; i++)
		if (page->at[i] == MARK) /* as good as none */
			page->at[i] = ' ';
	for (size_t i = 0; i < s.len;) {
		if (s.at[i] == '<') {
			i = text_after(s, i);
			continue;
		}
		if (s.at[i] == ' ' && binds(s, i)) {
			page->at[start + i] = MARK;
			count++;
		}
		i++;
	}
	return count;
}

void
space_french(struct buf *page, size_t start)
{
	size_t count = mark(page, start), from = page->len;

	for (size_t i = 0; i < count; i++)
		buf_u8(page, 0);
	if (buf_err(page) != ERR_OK)
		return;
	/* From the end, so that nothing is written over before it is read. */
	for (size_t to = page->len; to > from; from--) {
		uint8_t c = page->at[from - 1];
		if (c == MARK) {
			page->at[--to] = 0xa0;
			c = 0xc2;
		}
		page->at[--to] = c;
	}
}
