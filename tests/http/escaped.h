/*
 * escaped - requests as text that people can read: \r \n \t \\ and \xNN stand
 * for bytes, everything else for itself.
 */
#ifndef ESCAPED_H
#define ESCAPED_H

#include "http/octet.h"

static inline uint8_t
escaped_one(struct str text, size_t *i)
{
	char c = text.at[(*i)++];

	if (c != '\\')
		return (uint8_t)c;
	TRUE(*i < text.len);
	switch (text.at[(*i)++]) {
	case 'r':
		return '\r';
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case '\\':
		return '\\';
	case 'x':
		TRUE(*i + 2 <= text.len);
		*i += 2;
		return (uint8_t)(octet_unhex(text.at[*i - 2]) << 4 |
		    octet_unhex(text.at[*i - 1]));
	}
	FAIL("not an escape of this file");
	return 0;
}

static inline struct bytes
escaped(struct arena *mem, struct str text)
{
	struct buf to = buf_new(mem, text.len);

	for (size_t i = 0; i < text.len;)
		buf_u8(&to, escaped_one(text, &i));
	OK(buf_err(&to));
	return buf_done(&to);
}

/*
 * The same bytes at a place of their own, with nothing after them: a sanitizer
 * sees the first byte read too far. The caller frees it.
 */
static inline uint8_t *
escaped_alone(struct bytes b)
{
	uint8_t *at = malloc(b.len ? b.len : 1);

	TRUE(at != NULL);
	memcpy(at, b.at, b.len);
	return at;
}

#endif
