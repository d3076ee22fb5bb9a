/*
 * small - a convention of a few acts, whole, for tests: tests/convention/small.
 *
 * A test changes words of one of its files and sees what is said of it.
 */
#ifndef SMALL_H
#define SMALL_H

#include "convention/pack.h"
#include "convention/rules_proof.h"

#define SMALL_FAULTS (16u << 10)

struct small {
	struct arena *mem;
	const char *file; /* "rules.json"; NULL: none is changed */
	const char *was, *is;
	const char *without; /* a file that is not there; or NULL */
	struct pack pack;
	struct buf faults;
};

static inline struct str
small_changed(struct small *s, struct str text)
{
	char *at = memmem(text.at, text.len, s->was, strlen(s->was));

	if (!at)
		FAIL("« %s » is not in %s", s->was, s->file);
	struct buf b =
	    buf_new(s->mem, text.len + strlen(s->is) + strlen(s->was));
	size_t before = (size_t)(at - text.at);
	buf_str(&b, str_part(text, 0, before));
	buf_str(&b, str_of(s->is));
	buf_str(&b, str_part(text, before + strlen(s->was), SIZE_MAX));
	OK(buf_err(&b));
	return buf_text(&b);
}

static inline struct str
small_file(void *ctx, struct str path)
{
	struct small *s = ctx;
	char whole[128];

	snprintf(whole, sizeof(whole), "tests/convention/%.*s", (int)path.len,
	    path.at);
	struct str name = str_part(path, sizeof("small/") - 1, SIZE_MAX);
	if (access(whole, R_OK) != 0 ||
	    (s->without && str_eq(name, str_of(s->without))))
		return (struct str){NULL, 0};
	struct str text = str_from(test_file(s->mem, whole));
	if (s->file && str_eq(name, str_of(s->file)))
		return small_changed(s, text);
	return text;
}

static inline enum err
small_open(struct small *s)
{
	struct pack_source from = {small_file, s};

	s->faults = buf_new(s->mem, SMALL_FAULTS);
	return pack_open(s->mem, &from, TXT("small"), &s->faults, &s->pack);
}

/* As it is written, without a mistake. */
static inline const struct pack *
small_pack(struct arena *mem)
{
	static struct small s;

	s = (struct small){.mem = mem};
	enum err e = small_open(&s);
	if (e != ERR_OK)
		FAIL("%s: %.*s", err_name(e), (int)s.faults.len,
		    (const char *)s.faults.at);
	return &s.pack;
}

static inline void
small_says(const struct buf *lines, const char *what)
{
	if (!memmem(lines->at ? lines->at : (uint8_t *)"", lines->len, what,
		strlen(what)))
		FAIL("« %s » is not in:\n%.*s", what, (int)lines->len,
		    (const char *)lines->at);
}

#endif
