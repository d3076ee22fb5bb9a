#include "page/page.h"

#include "base/embed.h"
#include "page/space.h"

#define PATH_MOST 96 /* bytes of the path of a template */

/* The template web/<folder>/<name>.html; `at` NULL when there is none. */
static struct str template(struct str folder, struct str name)
{
	char room[PATH_MOST];
	struct buf path = buf_over(room, sizeof(room));

	buf_str(&path, TXT("web/"));
	buf_str(&path, folder);
	buf_str(&path, TXT("/"));
	buf_str(&path, name);
	buf_str(&path, TXT(".html"));
	if (buf_err(&path) != ERR_OK)
		return (struct str){NULL, 0};
	const struct embed_file *f = embed_find(buf_text(&path));
	return f ? str_from(f->body) : (struct str){NULL, 0};
}

/* A part by its name; `ctx` is the text of the page that is being shown. */
static struct str
part(void *ctx, struct str name)
{
	const struct str *page = ctx;

	return str_eq(name, TXT("page")) ? *page : template(TXT("part"), name);
}

enum err
page_render(struct arena *mem, struct str name, struct str data,
    struct buf *out, struct mustache_fault *fault)
{
	struct str layout = template(TXT("part"), TXT("layout"));
	struct str page = template(TXT("page"), name);
	struct mustache m = {.mem = mem, .part = part, .ctx = &page};
	struct json root;

	if (fault)
		*fault = (struct mustache_fault){.line = 0};
	if (!layout.at || !page.at)
		return ERR_ABSENT;
	enum err e = json_read(mem, data, &root, NULL);
	if (e != ERR_OK)
		return e;
	size_t start = out->len;
	e = mustache_render(&m, layout, root, out, fault);
	if (e != ERR_OK)
		return e;
	space_french(out, start);
	return buf_err(out);
}
