#include "form/sheet.h"

#include <stdarg.h>
#include <stdio.h>

#define WHY_MOST 300 /* bytes of a sentence that blames */

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

/* The first key or text in `v`, or a str that points nowhere. */
static struct str
first_text(struct json v)
{
	if (json_kind(v) == JSON_TEXT)
		return json_text(v);
	if (json_kind(v) == JSON_OBJECT && json_len(v) > 0)
		return json_key(v, 0);
	for (size_t i = 0; i < json_len(v); i++) {
		struct str s = first_text(json_at(v, i));
		if (s.at)
			return s;
	}
	return (struct str){NULL, 0};
}

static size_t
line_of(struct sheet *s, const char *at)
{
	size_t offset = 0;

	if (s->kept && at >= s->kept && at <= s->kept + s->text.len)
		offset = (size_t)(at - s->kept);
	/* Whoever reads goes downwards: lines are counted once for all. */
	if (offset < s->seen)
		s->seen = s->line = 0;
	for (; s->seen < offset; s->seen++)
		s->line += s->text.at[s->seen] == '\n';
	return s->line + 1;
}

size_t
sheet_line(struct sheet *s, struct json at)
{
	return line_of(s, first_text(at).at);
}

static void blame(struct sheet *s, size_t line, const char *format,
    va_list arguments) __attribute__((format(printf, 3, 0)));

static void
blame(struct sheet *s, size_t line, const char *format, va_list arguments)
{
	char why[WHY_MOST];

	s->count++;
	int len = vsnprintf(why, sizeof(why), format, arguments);
	if (!s->faults || len < 0)
		return;
	buf_str(s->faults, s->file);
	buf_str(s->faults, TXT(":"));
	buf_number(s->faults, (int64_t)line, 1);
	buf_str(s->faults, TXT(": "));
	buf_str(s->faults, str_of(why));
	buf_str(s->faults, TXT("\n"));
}

void
sheet_blame(struct sheet *s, struct json at, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	blame(s, sheet_line(s, at), format, arguments);
	va_end(arguments);
}

void
sheet_blame_text(struct sheet *s, struct str at, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	blame(s, line_of(s, at.at), format, arguments);
	va_end(arguments);
}

enum err
sheet_open(struct sheet *s, struct arena *mem, struct str file, struct str text,
    struct buf *faults, struct json *root)
{
	struct json read;
	size_t where = 0;

	*s = (struct sheet){.mem = mem,
	    .file = file,
	    .text = text,
	    .faults = faults};
	enum err e = json_read_kept(mem, text, &read, &where, &s->kept);
	if (e == ERR_MANGLED) {
		s->kept = text.at;
		sheet_blame_text(s, (struct str){text.at + where, 0},
		    "ce n’est pas du JSON strict, ou une clé y est deux fois");
	}
	if (e != ERR_OK)
		return e;
	if (json_kind(read) != JSON_OBJECT) {
		sheet_blame(s, read, "un objet { … } est attendu");
		return ERR_MANGLED;
	}
	*root = read;
	return ERR_OK;
}

enum err
sheet_end(const struct sheet *s)
{
	return s->full ? ERR_LIMIT : s->count > 0 ? ERR_MANGLED : ERR_OK;
}

void *
sheet_take(struct sheet *s, size_t count, size_t size)
{
	void *p = arena_take(s->mem, count * size);

	if (!p)
		s->full = true;
	return p;
}

static bool
among(struct str key, struct str known)
{
	while (known.len > 0)
		if (str_eq(str_cut(&known, ' '), key))
			return true;
	return false;
}

bool
sheet_object(struct sheet *s, struct json v, const char *known)
{
	if (json_kind(v) != JSON_OBJECT) {
		sheet_blame(s, v, "un objet { … } est attendu");
		return false;
	}
	for (size_t i = 0; i < json_len(v); i++) {
		struct str key = json_key(v, i);
		if (!among(key, str_of(known)))
			sheet_blame_text(s, key,
			    "clé inconnue « %.*s » (attendues : %s)",
			    SHOWN(key), known);
	}
	return true;
}

/* Where the key stands, to blame its value, which may have no text. */
static struct str
key_of(struct json object, const char *key)
{
	for (size_t i = 0; i < json_len(object); i++)
		if (str_eq(json_key(object, i), str_of(key)))
			return json_key(object, i);
	return first_text(object);
}

struct str
sheet_text_or(struct sheet *s, struct json object, const char *key)
{
	struct json v = json_get(object, str_of(key));

	if (json_kind(v) != JSON_ABSENT && json_text(v).len == 0)
		sheet_blame_text(s, key_of(object, key),
		    "« %s » : un texte est attendu", key);
	if (json_text(v).len > SHEET_TEXT)
		sheet_blame_text(s, key_of(object, key),
		    "« %s » : plus de %d octets", key, SHEET_TEXT);
	return json_text(v);
}

struct str
sheet_text(struct sheet *s, struct json object, const char *key)
{
	if (json_kind(json_get(object, str_of(key))) == JSON_ABSENT)
		sheet_blame(s, object, "il manque « %s »", key);
	return sheet_text_or(s, object, key);
}

struct str
sheet_ident(struct sheet *s, struct json object, const char *key)
{
	struct str v = sheet_text(s, object, key);

	if (v.len > SHEET_IDENT)
		sheet_blame_text(s, v, "« %s » : plus de %d octets", key,
		    SHEET_IDENT);
	for (size_t i = 0; i < v.len; i++) {
		char c = v.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '_' && c != '-') {
			sheet_blame_text(s, v,
			    "« %.*s » : a à z, 0 à 9, - et _ seulement",
			    SHOWN(v));
			break;
		}
	}
	return v;
}

struct json
sheet_list_or(struct sheet *s, struct json object, const char *key)
{
	struct json v = json_get(object, str_of(key));

	if (json_kind(v) != JSON_ABSENT &&
	    (json_kind(v) != JSON_ARRAY || json_len(v) == 0))
		sheet_blame_text(s, key_of(object, key),
		    "« %s » : une liste [ … ] non vide est attendue", key);
	return v;
}

struct json
sheet_list(struct sheet *s, struct json object, const char *key)
{
	if (json_kind(json_get(object, str_of(key))) == JSON_ABSENT)
		sheet_blame(s, object, "il manque « %s »", key);
	return sheet_list_or(s, object, key);
}

bool
sheet_flag(struct sheet *s, struct json object, const char *key)
{
	struct json v = json_get(object, str_of(key));

	if (json_kind(v) != JSON_ABSENT && json_kind(v) != JSON_BOOL)
		sheet_blame_text(s, key_of(object, key),
		    "« %s » : true ou false est attendu", key);
	return json_true(v);
}

int64_t
sheet_number(struct sheet *s, struct json object, const char *key,
    int64_t least, int64_t most, int64_t absent)
{
	struct json v = json_get(object, str_of(key));
	int64_t n = absent;

	if (json_kind(v) == JSON_ABSENT)
		return absent;
	if (!json_int(v, &n) || n < least || n > most) {
		sheet_blame_text(s, key_of(object, key),
		    "« %s » : un nombre de %lld à %lld est attendu", key,
		    (long long)least, (long long)most);
		return absent;
	}
	return n;
}
