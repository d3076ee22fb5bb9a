#include "base/str.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
str_eq_nocase(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.at[i]) != lower(b.at[i]))
			return false;
	return true;
}

bool
str_starts(struct str s, struct str head)
{
	return s.len >= head.len && str_eq(str_part(s, 0, head.len), head);
}

bool
str_ends(struct str s, struct str tail)
{
	return s.len >= tail.len &&
	    str_eq(str_part(s, s.len - tail.len, tail.len), tail);
}

struct str
str_part(struct str s, size_t from, size_t len)
{
	if (from > s.len)
		from = s.len;
	if (len > s.len - from)
		len = s.len - from;
	return (struct str){len ? s.at + from : "", len};
}

/* A continuation byte begins no character. */
size_t
str_characters(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ((uint8_t)s.at[i] & 0xc0) != 0x80;
	return n;
}

size_t
str_find(struct str s, char c, size_t from)
{
	while (from < s.len && s.at[from] != c)
		from++;
	return from < s.len ? from : s.len;
}

struct str
str_cut(struct str *rest, char c)
{
	size_t at = str_find(*rest, c, 0);
	struct str head = str_part(*rest, 0, at);

	*rest = str_part(*rest, at + 1, SIZE_MAX);
	return head;
}

struct str
str_trim(struct str s)
{
	while (s.len > 0 && (s.at[0] == ' ' || s.at[0] == '\t'))
		s = str_part(s, 1, SIZE_MAX);
	while (s.len > 0 && (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\t'))
		s.len--;
	return s;
}

bool
str_utf8(struct str s)
{
	size_t i = 0;

	while (i < s.len) {
		uint8_t c = (uint8_t)s.at[i++];
		if (c < 0x80)
			continue;

		int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
		uint32_t point = c & (0x3fu >> more);
		if (c < 0xc2 || c > 0xf4)
			return false;
		for (int k = 0; k < more; k++, i++) {
			if (i >= s.len || ((uint8_t)s.at[i] & 0xc0) != 0x80)
				return false;
			point = point << 6 | ((uint8_t)s.at[i] & 0x3f);
		}
		if ((more == 2 && point < 0x800) ||
		    (more == 3 && point < 0x10000) || point > 0x10ffff ||
		    (point >= 0xd800 && point <= 0xdfff))
			return false;
	}
	return true;
}

bool
str_number(struct str s, uint64_t most, uint64_t *n)
{
	uint64_t v = 0;

	if (s.len == 0 || (s.len > 1 && s.at[0] == '0'))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		uint64_t digit = (uint64_t)(s.at[i] - '0');
		if (v > (most - digit) / 10 || digit > most)
			return false;
		v = v * 10 + digit;
	}
	*n = v;
	return true;
}
