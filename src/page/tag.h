/*
 * tag - read a template as text and the tags between it.
 *
 * Knows how mustache is written and nothing of what it means: which signs make
 * which tag, what may be a name, which tags are alone on their line and take
 * that line away, and how {{=<% %>=}} changes the delimiters from there on.
 */
#ifndef TAG_H
#define TAG_H

#include "base/str.h"

enum tag_kind {
	TAG_VALUE,     /* {{name}} */
	TAG_UNESCAPED, /* {{{name}}} or {{&name}} */
	TAG_SECTION,   /* {{#name}} */
	TAG_INVERTED,  /* {{^name}} */
	TAG_CLOSE,     /* {{/name}} */
	TAG_PART,      /* {{>name}} */
	TAG_NOTHING,   /* {{! comment }} or {{=<% %>=}} */
	TAG_END,       /* no more tags */
	TAG_WRONG      /* no more either: the template is mistaken here */
};

/* How far a template is read; a copy of it can be read on from there again. */
struct tag_place {
	struct str text;
	size_t at;
	struct str open, close; /* the delimiters from here on */
};

struct tag {
	enum tag_kind kind;
	struct str before; /* text since the tag before, to be shown as it is */
	struct str name;
	struct str indent; /* blanks before a tag that is alone on its line */
	size_t from;       /* where it stands, for whom tells of a fault */
	const char *why;   /* of TAG_WRONG, in English, for its author */
};

struct tag_place tag_first(struct str text);

/* All of it belongs to whoever owns the template. */
struct tag tag_next(struct tag_place *p);

#endif
