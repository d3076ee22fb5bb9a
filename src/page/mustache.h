/*
 * mustache - fill in a template, and decide nothing.
 *
 * The core of the mustache specification: {{name}}, {{#section}}{{/section}},
 * {{^inverted}}{{/inverted}}, {{! comment }}, {{>part}}, {{=<% %>=}}; no
 * lambda. Text is escaped for HTML, always: {{{name}}} and {{&name}} are
 * refused, so no page can forget to. A part that is not there is refused too.
 *
 * Data is JSON. A section is shown for what is true in SQL or JSON: not for
 * what is absent, null, false, 0, "" or an empty list. A list shows its section
 * once an item; any other value is where names in the section are looked for
 * first. A name that is nowhere is an empty text.
 *
 * A template is walked, not compiled: it is short, and ours. Nothing is taken
 * from the arena but the copy of an indented part, which is given back.
 */
#ifndef MUSTACHE_H
#define MUSTACHE_H

#include "base/json.h"

#define MUSTACHE_TEXT_MOST  (256u << 10) /* bytes of a template or a part */
#define MUSTACHE_DEPTH_MOST 40 /* sections and parts inside one another */
#define MUSTACHE_WALK_MOST  (16u << 20) /* bytes of template read for a page */

struct mustache {
	struct arena *mem;

	/* The text of a part, which outlives the page; `at` NULL: no such. */
	struct str (*part)(void *ctx, struct str name);
	void *ctx;

	/* The specification's own tests only: unescaped tags are obeyed, and an
	 * absent part is an empty one. */
	bool specification;
};

/* What is wrong with a template, for its author. */
struct mustache_fault {
	char part[64]; /* name of the part, cut; "" in the template itself */
	size_t line;   /* from 1 */
	const char *why;
};

/*
 * Append to `out` the template `text` filled in with `data`. ERR_MANGLED: the
 * template is wrong; ERR_LIMIT: one of the sizes above, the arena or `out` is
 * exceeded. `*fault` is then set, if not NULL, and `out` remembers the failure.
 */
enum err mustache_render(const struct mustache *m, struct str text,
    struct json data, struct buf *out, struct mustache_fault *fault) CHECKED;

/* `text` for HTML, between tags or inside a quoted attribute. */
void mustache_escape(struct buf *out, struct str text);

#endif
