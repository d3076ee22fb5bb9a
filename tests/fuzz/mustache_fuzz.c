/*
 * Any template, with any data and any part, makes a page or is refused. The
 * input is template NUL data NUL part; the part answers to every name. Unless
 * the template itself has such a sign, the page has none of what was filled in:
 * nothing of the data can become a tag.
 */
#include <stdalign.h>

#include "page/mustache.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static struct str
part(void *ctx, struct str name)
{
	const struct str *text = ctx;

	(void)name;
	return *text;
}

static bool
has(struct str s, char c)
{
	return str_find(s, c, 0) < s.len;
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	static alignas(max_align_t) uint8_t room[1u << 20];
	static uint8_t page[64u << 10];
	struct str rest = {(const char *)at, len};
	struct str text = str_cut(&rest, 0);
	struct str data = str_cut(&rest, 0);
	struct arena mem;
	struct json root = {NULL};

	memset(room, 0, sizeof(room));
	arena_open(&mem, room, sizeof(room));
	if (json_read(&mem, data, &root, NULL) != ERR_OK)
		root.at = NULL;
	for (int specification = 0; specification < 2; specification++) {
		struct buf out = buf_over(page, sizeof(page));
		struct mustache_fault fault = {.line = 0};
		struct mustache m = {.mem = &mem,
		    .part = part,
		    .ctx = &rest,
		    .specification = specification};
		size_t used = mem.used;

		enum err e = mustache_render(&m, text, root, &out, &fault);
		must(mem.used == used);
		must((e == ERR_OK) == !fault.why);
		must(e == ERR_OK || fault.line > 0 || e == ERR_LIMIT);
		if (specification)
			continue;
		for (const char *c = "<>\"'"; *c; c++)
			must(has(text, *c) || has(rest, *c) ||
			    !has(buf_text(&out), *c));
	}
	return 0;
}
