#include "base/encode.h"

static const char hex[] = "0123456789abcdef";
static const char standard[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void
encode_hex(struct buf *to, struct bytes v)
{
	for (size_t i = 0; i < v.len; i++) {
		buf_u8(to, (uint8_t)hex[v.at[i] >> 4]);
		buf_u8(to, (uint8_t)hex[v.at[i] & 15]);
	}
}

/* The place of `c` in `alphabet`, or -1. */
static int
place(const char *alphabet, char c)
{
	const char *at = c ? strchr(alphabet, c) : NULL;

	return at ? (int)(at - alphabet) : -1;
}

enum err
encode_unhex(struct str text, struct buf *to)
{
	if (text.len % 2 != 0)
		return ERR_MANGLED;
	for (size_t i = 0; i < text.len; i++)
		if (place(hex, text.at[i]) < 0)
			return ERR_MANGLED;
	if (buf_err(to) != ERR_OK || text.len / 2 > to->max - to->len)
		return ERR_LIMIT;
	for (size_t i = 0; i < text.len; i += 2)
		buf_u8(to,
		    (uint8_t)(place(hex, text.at[i]) << 4 |
			place(hex, text.at[i + 1])));
	return buf_err(to);
}

static void
write64(struct buf *to, struct bytes v, const char *alphabet, bool pad)
{
	for (size_t i = 0; i < v.len; i += 3) {
		size_t have = v.len - i < 3 ? v.len - i : 3;
		uint32_t group = (uint32_t)v.at[i] << 16;
		if (have > 1)
			group |= (uint32_t)v.at[i + 1] << 8;
		if (have > 2)
			group |= v.at[i + 2];
		for (size_t k = 0; k <= have; k++)
			buf_u8(to,
			    (uint8_t)alphabet[group >> (18 - 6 * k) & 63]);
		for (size_t k = have; pad && k < 3; k++)
			buf_u8(to, '=');
	}
}

void
encode_base32(struct buf *to, struct bytes v)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint32_t group = 0;
	unsigned bits = 0;

	for (size_t i = 0; i < v.len; i++) {
		group = group << 8 | v.at[i];
		for (bits += 8; bits >= 5; bits -= 5)
			buf_u8(to, (uint8_t)alphabet[group >> (bits - 5) & 31]);
	}
	if (bits > 0)
		buf_u8(to, (uint8_t)alphabet[group << (5 - bits) & 31]);
}

void
encode_base64(struct buf *to, struct bytes v)
{
	write64(to, v, standard, true);
}

void
encode_base64url(struct buf *to, struct bytes v)
{
	write64(to, v, url, false);
}

/* `text` without padding. */
static enum err
read64(struct str text, const char *alphabet, struct buf *to)
{
	size_t tail = text.len % 4;
	size_t whole = text.len / 4 * 3 + (tail ? tail - 1 : 0);

	if (tail == 1)
		return ERR_MANGLED;
	for (size_t i = 0; i < text.len; i++)
		if (place(alphabet, text.at[i]) < 0)
			return ERR_MANGLED;
	int last = tail ? place(alphabet, text.at[text.len - 1]) : 0;
	if ((tail == 2 && (last & 15)) || (tail == 3 && (last & 3)))
		return ERR_MANGLED;
	if (buf_err(to) != ERR_OK || whole > to->max - to->len)
		return ERR_LIMIT;

	uint32_t bits = 0;
	int held = 0;
	for (size_t i = 0; i < text.len; i++) {
		bits = bits << 6 | (uint32_t)place(alphabet, text.at[i]);
		held += 6;
		if (held >= 8) {
			held -= 8;
			buf_u8(to, (uint8_t)(bits >> held));
		}
	}
	return buf_err(to);
}

enum err
encode_unbase64(struct str text, struct buf *to)
{
	if (text.len % 4 != 0)
		return ERR_MANGLED;
	if (str_ends(text, TXT("==")))
		text.len -= 2;
	else if (str_ends(text, TXT("=")))
		text.len -= 1;
	return read64(text, standard, to);
}

enum err
encode_unbase64url(struct str text, struct buf *to)
{
	return read64(text, url, to);
}
