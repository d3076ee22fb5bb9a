/*
 * Any bytes are read as JSON or refused; what is read can be walked to its end,
 * its texts are UTF-8 without a NUL, and each is read back as it is quoted.
 */
#include <stdalign.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static void
check_text(struct arena *mem, struct str text)
{
	size_t mark = arena_mark(mem);
	struct buf quoted = buf_new(mem, 6 * text.len + 2);
	struct json back = {NULL};

	must(str_utf8(text));
	must(text.len == 0 || !memchr(text.at, 0, text.len));
	json_quote(&quoted, text);
	if (buf_err(&quoted) == ERR_OK &&
	    json_read(mem, buf_text(&quoted), &back, NULL) == ERR_OK)
		must(str_eq(json_text(back), text));
	arena_back(mem, mark);
}

static void
check(struct arena *mem, struct json v, int depth)
{
	char room[64];
	struct buf scalar = buf_over(room, sizeof(room));
	int64_t n;

	must(json_kind(v) != JSON_ABSENT);
	must(depth <= JSON_DEPTH_MOST);
	json_scalar(&scalar, v);
	must(buf_err(&scalar) == ERR_OK);
	must((scalar.len == 0) ==
	    (json_kind(v) == JSON_TEXT || json_kind(v) >= JSON_ARRAY));
	(void)json_int(v, &n);
	check_text(mem, json_text(v));
	for (size_t i = 0; i < json_len(v); i++) {
		struct json item = json_at(v, i);
		if (json_kind(v) == JSON_OBJECT) {
			struct str key = json_key(v, i);
			check_text(mem, key);
			must(json_get(v, key).at == item.at);
		}
		check(mem, item, depth + (json_len(item) > 0));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	static alignas(max_align_t) uint8_t room[1u << 20];
	struct arena mem;
	struct json root = {NULL};
	size_t where = 0;

	memset(room, 0, sizeof(room));
	arena_open(&mem, room, sizeof(room));
	enum err e =
	    json_read(&mem, (struct str){(const char *)at, len}, &root, &where);
	if (e == ERR_OK)
		check(&mem, root, 1);
	must(e == ERR_OK || !root.at);
	must(e != ERR_MANGLED || where <= len);
	return 0;
}
