#include "form/spelling.h"

#include "base/buf.h"

#define PARTS_MOST 3
#define WORDS_MOST 40 /* bytes of a day or an hour, typed */
#define MINUTE     (60 * INT64_C(1000))

/* Letters of U+00C0 to U+00FF without their accent. */
static const char plain[] = "aaaaaaaceeeeiiiidnooooo ouuuuyts"
			    "aaaaaaaceeeeiiiidnooooo ouuuuyty";

/*
 * What `c`, a character above ASCII at `s`, is in plain letters; moves `*i` on
 * over it. A blank for what is no letter.
 */
static const char *
unaccented(struct str s, size_t *i, char room[3])
{
	uint8_t c = (uint8_t)s.at[*i], d = 0;

	if (*i + 1 < s.len)
		d = (uint8_t)s.at[*i + 1];
	size_t len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	*i += len;
	room[0] = ' ';
	room[1] = room[2] = 0;
	if (c == 0xc5 && (d == 0x92 || d == 0x93)) {
		room[0] = 'o';
		room[1] = 'e';
	} else if (c == 0xc5 && d == 0xb8) {
		room[0] = 'y';
	} else if (c == 0xc3 && d >= 0x80 && d <= 0xbf) {
		room[0] = plain[d - 0x80];
		if (d == 0x86 || d == 0xa6)
			room[1] = 'e'; /* æ */
	}
	return room;
}

bool
spelling_fold(struct str typed, char *room, size_t most, struct str *name)
{
	struct buf b = buf_over(room, most);
	bool blank = false;

	for (size_t i = 0; i < typed.len;) {
		char one[3] = {0};
		const char *put = one;
		char c = typed.at[i];
		if ((uint8_t)c >= 0x80)
			put = unaccented(typed, &i, one);
		else
			one[0] = typed.at[i++];
		for (; *put; put++) {
			c = *put >= 'A' && *put <= 'Z' ? (char)(*put | 0x20)
						       : *put;
			bool sign =
			    (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
			if (sign && blank && b.len > 0)
				buf_u8(&b, ' ');
			if (sign)
				buf_u8(&b, (uint8_t)c);
			blank = !sign;
		}
	}
	if (buf_err(&b) != ERR_OK)
		return false;
	*name = buf_text(&b);
	return true;
}

static bool
figures(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.len > 0;
}

/* Figures, leading zeros allowed. */
static int
number(struct str s)
{
	int n = 0;

	for (size_t i = 0; i < s.len && i < 5; i++)
		n = n * 10 + (s.at[i] - '0');
	return n;
}

/* 1 to 12 from figures or a name, its first letters if no other begins so. */
static int
month(struct str s)
{
	static const char *const names[] = {"janvier", "fevrier", "mars",
	    "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
	    "novembre", "decembre"};
	int found = 0;

	if (figures(s) && s.len <= 2)
		return number(s);
	for (int i = 0; s.len >= 3 && i < 12; i++) {
		if (!str_starts(str_of(names[i]), s))
			continue;
		if (found)
			return 0; /* « jui » */
		found = i + 1;
	}
	return found;
}

static bool
make_day(int y, int m, int d, day *n)
{
	if (y < SPELLING_YEAR_LEAST || y > SPELLING_YEAR_MOST ||
	    !day_exists(y, m, d))
		return false;
	*n = day_of(y, m, d);
	return true;
}

bool
spelling_day(struct str typed, day *n)
{
	char room[WORDS_MOST];
	struct str text, part[PARTS_MOST + 1];
	size_t count = 0;

	if (!spelling_fold(typed, room, sizeof(room), &text))
		return false;
	if (text.len == 8 && figures(text)) {
		return make_day(number(str_part(text, 4, 4)),
		    number(str_part(text, 2, 2)), number(str_part(text, 0, 2)),
		    n);
	}
	while (text.len > 0 && count <= PARTS_MOST)
		part[count++] = str_cut(&text, ' ');
	if (count != PARTS_MOST || !figures(part[2]))
		return false;
	if (figures(part[0]) && part[0].len == 4 && figures(part[1]))
		return make_day(number(part[0]), number(part[1]),
		    number(part[2]), n);
	if (str_eq(part[0], TXT("1er")))
		part[0] = TXT("1");
	int y = number(part[2]);
	if (part[2].len == 2)
		y += y < 50 ? 2000 : 1900;
	else if (part[2].len != 4)
		return false;
	return figures(part[0]) && part[0].len <= 2 &&
	    make_day(y, month(part[1]), number(part[0]), n);
}

bool
spelling_hour(struct str typed, int64_t *hour)
{
	char room[WORDS_MOST];
	struct str text, h, m = TXT("0");

	if (!spelling_fold(typed, room, sizeof(room), &text))
		return false;
	size_t at = 0;
	while (at < text.len && text.at[at] >= '0' && text.at[at] <= '9')
		at++;
	h = str_part(text, 0, at);
	struct str rest = str_part(text, at, SIZE_MAX);
	if (rest.len == 0 && h.len == 4) {
		m = str_part(h, 2, 2);
		h = str_part(h, 0, 2);
	} else if (rest.len == 0) {
		return false; /* « 22 »: of what? */
	} else {
		rest = str_trim(rest);
		if (str_starts(rest, TXT("h")))
			rest = str_trim(str_part(rest, 1, SIZE_MAX));
		if (rest.len > 0)
			m = rest;
		if (rest.len == 1)
			return false;
	}
	if (!figures(h) || !figures(m) || h.len > 2 || m.len > 2 ||
	    number(h) > 23 || number(m) > 59)
		return false;
	*hour = (number(h) * 60 + number(m)) * MINUTE;
	return true;
}

bool
spelling_age(struct str typed, int64_t *years)
{
	char room[WORDS_MOST];
	struct str text;

	typed = str_trim(typed);
	if (!figures(str_part(typed, 0, 1)) || /* « -3 » is no age */
	    !spelling_fold(typed, room, sizeof(room), &text))
		return false;
	struct str n = str_cut(&text, ' ');
	if (!figures(n) || n.len > 3 ||
	    !(text.len == 0 || str_eq(text, TXT("ans")) ||
		str_eq(text, TXT("an"))))
		return false;
	*years = number(n);
	return true;
}
