#include "form/normal.h"

#define SIV   7 /* signs of a French plate since 2009: AA123AA */
#define KNOWN 3 /* signs of a plate that must have been seen */

/* Digits of a number, after its country's code or the French 0 (E.164, 6). */
#define NUMBER_LEAST 7
#define NUMBER_MOST  15

static const char *const names[] = {
#define NORMAL(name) #name,
#include "form/normal.def"
#undef NORMAL
};

enum normal_kind
normal_kind_of(struct str name)
{
	size_t i = 0;

	while (i < NORMAL_none && !str_eq(str_of(names[i]), name))
		i++;
	return (enum normal_kind)i;
}

const char *
normal_name(enum normal_kind kind)
{
	must(kind < NORMAL_none);
	return names[kind];
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

/* The signs of `typed` but those of `skip`; false if others than `good`. */
static bool
squeeze(struct str typed, const char *skip, bool (*good)(char), struct buf *to)
{
	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];
		if (str_starts(str_part(typed, i, 2), TXT("\xc2\xa0"))) {
			i++; /* a space that does not break */
			continue;
		}
		if (c != 0 && strchr(skip, c))
			continue;
		if (!good(c))
			return false;
		buf_u8(to, (uint8_t)c);
	}
	return buf_err(to) == ERR_OK;
}

/* --- telephone ----------------------------------------------------------- */

static bool
number_sign(char c)
{
	return digit(c) || c == '?' || c == '+';
}

/* How numbers of overseas départements begin, and their country's code. */
static struct str
overseas(struct str national)
{
	static const char *const codes[][2] = {{"0262", "+262"},
	    {"0263", "+262"}, {"0269", "+262"}, {"0692", "+262"},
	    {"0693", "+262"}, {"0590", "+590"}, {"0690", "+590"},
	    {"0691", "+590"}, {"0594", "+594"}, {"0694", "+594"},
	    {"0596", "+596"}, {"0696", "+596"}, {"0697", "+596"}};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (str_starts(national, str_of(codes[i][0])))
			return str_of(codes[i][1]);
	return TXT("+33");
}

static bool
telephone(struct str typed, struct buf *to)
{
	char room[32];
	struct buf b = buf_over(room, sizeof(room));
	struct str code = TXT("+");

	if (!squeeze(typed, " .-/()\t", number_sign, &b))
		return false;
	struct str n = buf_text(&b);
	if (str_starts(n, TXT("+")))
		n = str_part(n, 1, SIZE_MAX);
	else if (str_starts(n, TXT("00")))
		n = str_part(n, 2, SIZE_MAX);
	else if (n.len == 10 && n.at[0] == '0') {
		code = overseas(n);
		n = str_part(n, 1, SIZE_MAX);
	} else
		return false;

	/* +33 (0)6: the zero is not dialled. */
	struct str rest = n;
	if (str_starts(n, TXT("330"))) {
		code = TXT("+33");
		rest = str_part(n, 3, SIZE_MAX);
	}
	if (rest.len < NUMBER_LEAST || rest.len > NUMBER_MOST ||
	    !(rest.at[0] >= '1' && rest.at[0] <= '9') ||
	    str_find(rest, '+', 0) < rest.len)
		return false;
	buf_str(to, code);
	buf_str(to, rest);
	return true;
}

/* --- plate --------------------------------------------------------------- */

static bool
plate_sign(char c)
{
	return digit(c) || letter(c) || c == '?';
}

static void
put_upper(struct buf *to, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_u8(to,
		    (uint8_t)(letter(s.at[i]) ? lower(s.at[i]) - 'a' + 'A'
					      : s.at[i]));
}

/* `p` is of letters (or figures), but for what was not seen. */
static bool
made_of(struct str p, bool (*sign)(char))
{
	for (size_t i = 0; i < p.len; i++)
		if (p.at[i] != '?' && !sign(p.at[i]))
			return false;
	return true;
}

static void
in_three(struct buf *to, struct str a, struct str b, struct str c)
{
	put_upper(to, a);
	buf_str(to, TXT("-"));
	put_upper(to, b);
	buf_str(to, TXT("-"));
	put_upper(to, c);
}

static bool
corsica(struct str dept)
{
	return str_eq_nocase(dept, TXT("2A")) || str_eq_nocase(dept, TXT("2B"));
}

/* 1234 AB 75: figures, letters, département. */
static bool
old_plate(struct str p, struct buf *to)
{
	size_t a = 0, b;

	while (a < p.len && digit(p.at[a]))
		a++;
	for (b = a; b < p.len && letter(p.at[b]); b++)
		;
	struct str dept = str_part(p, b, SIZE_MAX);
	if (dept.len == 3 && !str_starts(dept, TXT("97")) &&
	    !str_starts(dept, TXT("98")))
		return false; /* no département: a foreign plate */
	if (a < 1 || a > 4 || b - a < 1 || b - a > 3 || dept.len < 2 ||
	    dept.len > 3 || !digit(dept.at[0]) ||
	    !(digit(dept.at[dept.len - 1]) || corsica(dept)))
		return false;
	in_three(to, str_part(p, 0, a), str_part(p, a, b - a), dept);
	return true;
}

static bool
plate(struct str typed, struct buf *to)
{
	char room[16];
	struct buf b = buf_over(room, sizeof(room));
	size_t known = 0, figures = 0;

	if (!squeeze(typed, " .-\t", plate_sign, &b))
		return false;
	struct str p = buf_text(&b);
	for (size_t i = 0; i < p.len; i++) {
		known += p.at[i] != '?';
		figures += digit(p.at[i]);
	}
	if (known < KNOWN || p.len < 4 || p.len > 10)
		return false;
	struct str head = str_part(p, 0, 2), tail = str_part(p, 5, 2);
	if (p.len == SIV && made_of(head, letter) &&
	    made_of(str_part(p, 2, 3), digit) && made_of(tail, letter)) {
		in_three(to, head, str_part(p, 2, 3), tail);
		return true;
	}
	if (old_plate(p, to))
		return true;
	if (figures == 0)
		return false; /* words, not a plate */
	put_upper(to, p);
	return true;
}

/* --- account ------------------------------------------------------------- */

static const struct {
	const char *name, *typed, *host;
} platforms[] = {
#define PLATFORM(name, typed, host) {name, typed, host},
#include "form/platform.def"
#undef PLATFORM
};
#define PLATFORMS (sizeof(platforms) / sizeof(platforms[0]))

static bool
word_among(struct str word, const char *words)
{
	struct str rest = str_of(words);

	while (rest.len > 0)
		if (str_eq_nocase(str_cut(&rest, ' '), word))
			return true;
	return false;
}

static const char *
platform_of(struct str word)
{
	for (size_t i = 0; i < PLATFORMS; i++)
		if (word_among(word, platforms[i].typed))
			return platforms[i].name;
	return NULL;
}

/* The platform whose address `word` is, and what follows its host. */
static const char *
platform_at(struct str word, struct str *path)
{
	static const char *const heads[] = {"https://", "http://", "www."};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct str head = str_of(heads[i]);
		if (str_eq_nocase(str_part(word, 0, head.len), head))
			word = str_part(word, head.len, SIZE_MAX);
	}
	struct str rest = word, host = str_cut(&rest, '/');
	for (size_t i = 0; i < PLATFORMS; i++) {
		if (str_eq_nocase(host, str_of(platforms[i].host))) {
			*path = rest;
			return platforms[i].name;
		}
	}
	return NULL;
}

static bool
handle_sign(char c)
{
	return digit(c) || letter(c) || (c != 0 && strchr("._-?", c));
}

static bool
handle_write(const char *platform, struct str handle, struct buf *to)
{
	if (str_starts(handle, TXT("@")))
		handle = str_part(handle, 1, SIZE_MAX);
	if (!platform || handle.len < 2 || !made_of(handle, handle_sign))
		return false;
	buf_str(to, str_of(platform));
	buf_str(to, TXT(":@"));
	for (size_t i = 0; i < handle.len; i++)
		buf_u8(to, (uint8_t)lower(handle.at[i]));
	return true;
}

/* The account of an address: its path, but for what introduces it. */
static struct str
handle_in(struct str path)
{
	struct str first = str_cut(&path, '/');

	if (word_among(first, "add u user c"))
		first = str_cut(&path, '/');
	return str_part(first, 0, str_find(first, '?', 0));
}

/* « snap : lea.x », « @lea.x sur insta »: a platform and one other word. */
static bool
account(struct str typed, struct buf *to)
{
	const char *platform = NULL;
	struct str handle = TXT(""), path;
	size_t others = 0;

	for (struct str rest = typed; rest.len > 0;) {
		size_t len = 0;
		while (len < rest.len && !strchr(" \t\n:,;", rest.at[len]))
			len++;
		if (str_starts(str_part(rest, len, 3), TXT("://")))
			while (len < rest.len && rest.at[len] != ' ')
				len++;
		struct str word = str_part(rest, 0, len);
		rest = str_part(rest, len + 1, SIZE_MAX);
		const char *named = platform_of(word);
		if (word.len == 0 ||
		    word_among(word, "sur compte pseudo le de"))
			continue;
		const char *at = platform_at(word, &path);
		if (at) {
			platform = at;
			handle = handle_in(path);
			others++;
		} else if (named && !platform) {
			platform = named;
		} else {
			handle = word;
			others++;
		}
	}
	return others == 1 && handle_write(platform, handle, to);
}

/* --- url ----------------------------------------------------------------- */

static bool
host_sign(char c)
{
	return digit(c) || letter(c) || c == '.' || c == '-';
}

static bool
url(struct str typed, struct buf *to)
{
	struct str rest = str_trim(typed), scheme = TXT("https");
	size_t colon = str_find(rest, ':', 0);

	for (size_t i = 0; i < rest.len; i++)
		if ((uint8_t)rest.at[i] <= 0x20)
			return false;
	if (str_starts(str_part(rest, colon, 3), TXT("://"))) {
		scheme = str_part(rest, 0, colon);
		rest = str_part(rest, colon + 3, SIZE_MAX);
	}
	if (!str_eq_nocase(scheme, TXT("https")) &&
	    !str_eq_nocase(scheme, TXT("http")))
		return false;
	struct str host = str_part(rest, 0, str_find(rest, '/', 0));
	struct str path = str_part(rest, host.len, SIZE_MAX);
	struct str name = host, port = TXT("");
	size_t at = str_find(host, ':', 0);
	if (at < host.len) {
		name = str_part(host, 0, at);
		port = str_part(host, at + 1, SIZE_MAX);
	}
	bool usual = str_eq(port,
	    str_eq_nocase(scheme, TXT("https")) ? TXT("443") : TXT("80"));
	if (str_find(name, '.', 1) + 1 >= name.len ||
	    !made_of(name, host_sign) || str_find(name, '?', 0) < name.len ||
	    !made_of(port, digit))
		return false;
	for (size_t i = 0; i < scheme.len; i++)
		buf_u8(to, (uint8_t)lower(scheme.at[i]));
	buf_str(to, TXT("://"));
	for (size_t i = 0; i < name.len; i++)
		buf_u8(to, (uint8_t)lower(name.at[i]));
	if (port.len > 0 && !usual) {
		buf_str(to, TXT(":"));
		buf_str(to, port);
	}
	buf_str(to, path.len > 0 ? path : TXT("/"));
	return true;
}

bool
normal_write(enum normal_kind kind, struct str typed, struct buf *to)
{
	static bool (*const write[])(struct str, struct buf *) = {
#define NORMAL(name) name,
#include "form/normal.def"
#undef NORMAL
	};
	char room[NORMAL_MOST];
	struct buf b = buf_over(room, sizeof(room));

	if (kind >= NORMAL_none || !write[kind](typed, &b) ||
	    buf_err(&b) != ERR_OK)
		return false;
	buf_str(to, buf_text(&b));
	return true;
}
