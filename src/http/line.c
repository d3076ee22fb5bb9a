#include "http/line.h"

#include "base/err.h"
#include "http/octet.h"

enum line_found
line_next(struct line *l, struct str all, size_t limit, struct str *text)
{
	size_t most = all.len < limit ? all.len : limit;

	must(l->at <= l->seen && l->seen <= all.len);
	size_t end = str_find(str_part(all, 0, most), '\n', l->seen);
	if (end >= most) {
		l->seen = most > l->seen ? most : l->seen;
		return most == limit ? LINE_LONG : LINE_MORE;
	}

	struct str s = str_part(all, l->at, end - l->at);
	if (!str_ends(s, TXT("\r")))
		return LINE_BAD;
	s.len--;
	if (!octet_all(s, octet_text))
		return LINE_BAD;
	l->at = l->seen = end + 1;
	*text = s;
	return LINE_READ;
}

bool
line_field(struct str text, struct str *name, struct str *value)
{
	size_t colon = str_find(text, ':', 0);
	struct str token = str_part(text, 0, colon);

	if (colon == 0 || colon == text.len || !octet_all(token, octet_token))
		return false;
	*name = token;
	*value = str_trim(str_part(text, colon + 1, SIZE_MAX));
	return true;
}

bool
line_connection(struct str value, bool *keep)
{
	bool close = false;

	if (str_ends(value, TXT(",")))
		return false;
	do {
		struct str word = str_trim(str_cut(&value, ','));
		if (str_eq_nocase(word, TXT("close")))
			close = true;
		else if (!str_eq_nocase(word, TXT("keep-alive")))
			return false;
	} while (value.len > 0);
	*keep = !close;
	return true;
}
