#include "page/mustache.h"

#include "page/tag.h"

/* A template that is being read. */
struct source {
	struct str part; /* its name */
	struct tag_place place;
};

/* Where names are looked for: innermost first. */
struct scope {
	struct json value;
	const struct scope *outer;
};

struct run {
	const struct mustache *m;
	struct buf *out;
	struct mustache_fault fault;
	size_t depth, walked;
};

static void
fail(struct run *r, const struct source *s, size_t at, enum err e,
    const char *why)
{
	if (buf_err(r->out) != ERR_OK)
		return;
	buf_fail(r->out, e);
	r->fault = (struct mustache_fault){.line = 1, .why = why};
	for (size_t i = 0; i < at; i++)
		r->fault.line += s->place.text.at[i] == '\n';
	struct str name = str_part(s->part, 0, sizeof(r->fault.part) - 1);
	memcpy(r->fault.part, name.at, name.len);
}

static bool
failed(const struct run *r)
{
	return buf_err(r->out) != ERR_OK;
}

/* The first part of a dotted name is looked for outwards; the rest inside. */
static struct json
look_up(const struct scope *s, struct str name)
{
	struct json v = {NULL};

	if (str_eq(name, TXT(".")))
		return s->value;
	struct str first = str_cut(&name, '.');
	for (; s && json_kind(v) == JSON_ABSENT; s = s->outer)
		v = json_get(s->value, first);
	while (name.len > 0)
		v = json_get(v, str_cut(&name, '.'));
	return v;
}

static bool
is_true(struct json v)
{
	int64_t n;

	switch (json_kind(v)) {
	case JSON_ABSENT:
	case JSON_NULL:
		return false;
	case JSON_BOOL:
		return json_true(v);
	case JSON_NUMBER:
		return !json_int(v, &n) || n != 0;
	case JSON_TEXT:
		return json_text(v).len > 0;
	case JSON_ARRAY:
		return json_len(v) > 0;
	case JSON_OBJECT:
		return true;
	}
	return false;
}

void
mustache_escape(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.at[i]) {
		case '&':
			buf_str(out, TXT("&amp;"));
			break;
		case '<':
			buf_str(out, TXT("&lt;"));
			break;
		case '>':
			buf_str(out, TXT("&gt;"));
			break;
		case '"':
			buf_str(out, TXT("&quot;"));
			break;
		case '\'':
			buf_str(out, TXT("&#39;"));
			break;
		default:
			buf_u8(out, (uint8_t)text.at[i]);
		}
	}
}

static void
put_value(struct run *r, struct json v, enum tag_kind kind)
{
	if (json_kind(v) == JSON_TEXT && kind == TAG_UNESCAPED)
		buf_str(r->out, json_text(v));
	else if (json_kind(v) == JSON_TEXT)
		mustache_escape(r->out, json_text(v));
	else if (json_kind(v) != JSON_NULL)
		json_scalar(r->out, v);
}

static void walk(struct run *r, struct source *s, const struct scope *scope,
    bool mute, const struct tag *within);

/* The section that `t` opens; `s` stands after it and is left after its end. */
static void
put_section(struct run *r, struct source *s, const struct scope *scope,
    bool mute, const struct tag *t)
{
	struct json v = look_up(scope, t->name);
	struct scope inner = {v, scope};
	const struct tag_place start = s->place;

	if (mute || is_true(v) != (t->kind == TAG_SECTION)) {
		walk(r, s, scope, true, t);
		return;
	}
	if (t->kind == TAG_INVERTED || json_kind(v) != JSON_ARRAY) {
		walk(r, s, t->kind == TAG_INVERTED ? scope : &inner, false, t);
		return;
	}
	size_t n = json_len(v);
	for (size_t i = 0; i < n && !failed(r); i++) {
		s->place = start;
		inner.value = i == 0 ? json_at(v, 0) : json_after(inner.value);
		walk(r, s, &inner, false, t);
	}
}

/* A part with each of its lines moved right, as its tag was. */
static struct str
indented(struct run *r, struct str text, struct str indent)
{
	size_t lines = 1;

	for (size_t i = 0; i < text.len; i++)
		lines += text.at[i] == '\n';
	struct buf b = buf_new(r->m->mem, text.len + lines * indent.len);
	while (text.len > 0) {
		size_t end = str_find(text, '\n', 0);
		buf_str(&b, indent);
		buf_str(&b, str_part(text, 0, end + 1));
		text = str_part(text, end + 1, SIZE_MAX);
	}
	buf_fail(r->out, buf_err(&b));
	return buf_text(&b);
}

static void
put_part(struct run *r, const struct source *s, const struct scope *scope,
    bool mute, const struct tag *t)
{
	const struct mustache *m = r->m;
	struct str text = {NULL, 0};

	if (m->part)
		text = m->part(m->ctx, t->name);
	if (!text.at && !m->specification)
		fail(r, s, t->from, ERR_MANGLED, "there is no such part");
	if (text.len > MUSTACHE_TEXT_MOST)
		fail(r, s, t->from, ERR_LIMIT, "this part is too long");
	if (!text.at || mute || failed(r))
		return;

	size_t mark = arena_mark(m->mem);
	if (t->indent.len > 0)
		text = indented(r, text, t->indent);
	struct source part = {t->name, tag_first(text)};
	walk(r, &part, scope, false, NULL);
	arena_back(m->mem, mark);
}

/* One tag that does not end the walk. */
static void
put_tag(struct run *r, struct source *s, const struct scope *scope, bool mute,
    const struct tag *t)
{
	if (t->kind == TAG_SECTION || t->kind == TAG_INVERTED)
		put_section(r, s, scope, mute, t);
	else if (t->kind == TAG_PART)
		put_part(r, s, scope, mute, t);
	else if (t->kind == TAG_UNESCAPED && !r->m->specification)
		fail(r, s, t->from, ERR_MANGLED, "text must be escaped");
	else if (t->kind != TAG_NOTHING && !mute)
		put_value(r, look_up(scope, t->name), t->kind);
}

static void
check_end(struct run *r, const struct source *s, const struct tag *t,
    const struct tag *within)
{
	if (t->kind == TAG_END && within)
		fail(r, s, within->from, ERR_MANGLED, "a section has no end");
	if (t->kind == TAG_CLOSE && (!within || !str_eq(within->name, t->name)))
		fail(r, s, t->from, ERR_MANGLED,
		    "this closes nothing that is open");
}

/*
 * From where `s` is to the end of the section that `within` opened, or of the
 * template. What is mute is read and checked all the same, so that a template
 * is known to be sound whatever the data.
 */
static void
walk(struct run *r, struct source *s, const struct scope *scope, bool mute,
    const struct tag *within)
{
	if (++r->depth > MUSTACHE_DEPTH_MOST)
		fail(r, s, s->place.at, ERR_LIMIT,
		    "too deep inside one another");
	while (!failed(r)) {
		size_t from = s->place.at;
		struct tag t = tag_next(&s->place);
		r->walked += s->place.at - from;
		if (!mute)
			buf_str(r->out, t.before);
		if (t.kind == TAG_WRONG)
			fail(r, s, t.from, ERR_MANGLED, t.why);
		if (r->walked > MUSTACHE_WALK_MOST)
			fail(r, s, t.from, ERR_LIMIT, "this takes too long");
		if (t.kind == TAG_CLOSE || t.kind == TAG_END) {
			check_end(r, s, &t, within);
			break;
		}
		put_tag(r, s, scope, mute, &t);
	}
	r->depth--;
}

enum err
mustache_render(const struct mustache *m, struct str text, struct json data,
    struct buf *out, struct mustache_fault *fault)
{
	struct run r = {.m = m, .out = out};
	struct scope root = {data, NULL};
	struct source s = {TXT(""), tag_first(text)};

	if (text.len > MUSTACHE_TEXT_MOST)
		fail(&r, &s, 0, ERR_LIMIT, "the template is too long");
	walk(&r, &s, &root, false, NULL);
	if (fault && failed(&r)) {
		*fault = r.fault;
		if (!fault->why)
			fault->why = "the page is too long";
	}
	return buf_err(out);
}
