#include "dossier/reference.h"

#define PARTS 7 /* with what an addendum or an act has */

static const char letters[] = "ABCDEFGHJKLMNPQRSTVWXYZ";

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Horner modulo 23, by 5, which generates all of its non-zero residues. */
static char
check(struct str of)
{
	unsigned sum = 0;

	for (size_t i = 0; i < of.len; i++) {
		char c = of.at[i];
		if (digit(c))
			sum = (sum * 5 + (unsigned)(c - '0')) % 23;
		else if (capital(c))
			sum = (sum * 5 + (unsigned)(c - 'A') + 10) % 23;
	}
	return letters[sum];
}

void
reference_put(struct buf *to, const struct reference *r)
{
	char room[REFERENCE_MOST];
	struct buf b = buf_over(room, sizeof(room));

	buf_u8(&b, (uint8_t)r->letter);
	buf_str(&b, TXT("-"));
	buf_str(&b, r->departement);
	buf_str(&b, TXT("-"));
	buf_str(&b, r->site);
	buf_str(&b, TXT("-"));
	buf_number(&b, r->year, 4);
	buf_str(&b, TXT("-"));
	buf_number(&b, r->number, 1);
	char c = check(buf_text(&b));
	buf_str(&b, TXT("-"));
	buf_u8(&b, (uint8_t)c);
	buf_fail(to, buf_err(&b));
	if (r->added > 0)
		reference_put_added(to, buf_text(&b), r->added);
	else if (r->written > 0)
		reference_put_written(to, buf_text(&b), r->written);
	else
		buf_str(to, buf_text(&b));
}

void
reference_put_added(struct buf *to, struct str about, int64_t n)
{
	buf_str(to, about);
	buf_str(to, TXT("-C"));
	buf_number(to, n, 1);
}

void
reference_put_written(struct buf *to, struct str about, int64_t n)
{
	buf_str(to, about);
	buf_str(to, TXT("-A"));
	buf_number(to, n, 1);
}

struct str
reference_stem(struct str whole)
{
	size_t at = 0;

	for (int i = 0; i < PARTS - 1 && at < whole.len; i++)
		at = str_find(whole, '-', at + (i > 0));
	return str_part(whole, 0, at);
}

/* Capital letters and digits; whatever else stands between them, one hyphen. */
static struct str
tidy(struct str typed, char room[REFERENCE_MOST])
{
	struct buf b = buf_over(room, REFERENCE_MOST);
	bool apart = false;

	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (!capital(c) && !digit(c)) {
			apart = b.len > 0;
			continue;
		}
		if (apart)
			buf_u8(&b, '-');
		apart = false;
		buf_u8(&b, (uint8_t)c);
	}
	return buf_err(&b) == ERR_OK ? buf_text(&b) : TXT("");
}

/* Digits, with the letters that are taken for them put right in place. */
static bool
number(struct str part, int64_t *n)
{
	char room[16];
	uint64_t value;

	if (part.len == 0 || part.len > sizeof(room))
		return false;
	for (size_t i = 0; i < part.len; i++)
		room[i] = part.at[i] == 'O' ? '0'
		    : part.at[i] == 'I'     ? '1'
					    : part.at[i];
	if (!str_number((struct str){room, part.len}, 999999999, &value))
		return false;
	*n = (int64_t)value;
	return true;
}

/* 77, 2A, 971: a letter only where Corsica has one. */
static bool
departement(struct str part, char room[3], struct str *out)
{
	if (part.len < 2 || part.len > 3)
		return false;
	for (size_t i = 0; i < part.len; i++) {
		char c = part.at[i];
		c = c == 'O' ? '0' : c == 'I' ? '1' : c;
		if (!digit(c) && !(i == 1 && (c == 'A' || c == 'B')))
			return false;
		room[i] = c;
	}
	*out = (struct str){room, part.len};
	return true;
}

/* What someone typed, in `room` and `dept`; ERR_INPUT. */
static enum err
parse(struct str typed, char room[REFERENCE_MOST], char dept[3],
    struct reference *r)
{
	char whole[REFERENCE_MOST];
	struct buf b = buf_over(whole, sizeof(whole));
	struct str part[PARTS + 1];
	int64_t year = 0, after = 0;
	size_t n = 0;

	*r = (struct reference){0};
	struct str rest = tidy(typed, room);
	while (rest.len > 0 && n <= PARTS)
		part[n++] = str_cut(&rest, '-');
	if (n != PARTS - 1 && n != PARTS)
		return ERR_INPUT;
	if (part[0].len != 1 || !capital(part[0].at[0]) ||
	    !departement(part[1], dept, &r->departement) || part[2].len < 2 ||
	    part[2].len > 8 || !number(part[3], &year) || part[3].len != 4 ||
	    !number(part[4], &r->number) || r->number == 0 || part[5].len != 1)
		return ERR_INPUT;
	if (n == PARTS &&
	    ((part[6].at[0] != 'C' && part[6].at[0] != 'A') ||
		!number(str_part(part[6], 1, SIZE_MAX), &after) || after == 0))
		return ERR_INPUT;
	r->letter = part[0].at[0];
	r->site = part[2];
	r->year = (int)year;
	reference_put(&b, r);
	if (buf_err(&b) != ERR_OK || b.at[b.len - 1] != (uint8_t)part[5].at[0])
		return ERR_INPUT;
	if (after > 0 && part[6].at[0] == 'C')
		r->added = after;
	else
		r->written = after;
	return ERR_OK;
}

enum err
reference_read(struct str typed, struct buf *to)
{
	char room[REFERENCE_MOST], dept[3];
	struct reference r;

	enum err e = parse(typed, room, dept, &r);
	if (e != ERR_OK)
		return e;
	reference_put(to, &r);
	return buf_err(to);
}

enum err
reference_further(struct str whole, struct buf *to)
{
	char room[REFERENCE_MOST], dept[3];
	struct reference r;

	enum err e = parse(whole, room, dept, &r);
	if (e != ERR_OK)
		return e;
	if (r.added > 0)
		r.added += REFERENCE_FURTHER;
	else
		r.number += REFERENCE_FURTHER;
	reference_put(to, &r);
	return buf_err(to);
}
