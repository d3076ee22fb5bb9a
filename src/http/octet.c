#include "http/octet.h"

#include "base/err.h"

bool
octet_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
octet_hex(char c)
{
	return octet_digit(c) || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

bool
octet_alnum(char c)
{
	return octet_digit(c) || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* char is unsigned on ARM: the upper bound is what keeps 0x80 and above out. */
bool
octet_visible(char c)
{
	return c > ' ' && c <= '~';
}

bool
octet_text(char c)
{
	return c >= ' ' && c <= '~';
}

/* A letter, a digit, or one of `others`. */
static bool
one_of(char c, const char *others)
{
	return octet_alnum(c) || (c != '\0' && strchr(others, c) != NULL);
}

bool
octet_token(char c)
{
	return one_of(c, "!#$%&'*+-.^_`|~");
}

bool
octet_path(char c)
{
	return one_of(c, "/._-");
}

bool
octet_query(char c)
{
	return one_of(c, "-._~!$&'()*+,;=:@/?%");
}

bool
octet_cookie(char c)
{
	return octet_visible(c) && strchr("\",;\\", c) == NULL;
}

bool
octet_all(struct str s, bool (*is)(char c))
{
	for (size_t i = 0; i < s.len; i++)
		if (!is(s.at[i]))
			return false;
	return true;
}

unsigned
octet_unhex(char c)
{
	must(octet_hex(c));
	if (octet_digit(c))
		return (unsigned)(c - '0');
	return (unsigned)((c | 0x20) - 'a') + 10;
}
