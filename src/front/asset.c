#include "front/asset.h"

#include "base/embed.h"
#include "base/encode.h"
#include "crypto/hash.h"

#define FOLDER TXT("web" ASSET_ROOT)

static const struct {
	const char *ending, *type;
} types[] = {
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
};

static struct str
type_of(struct str path)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_ends(path, str_of(types[i].ending)))
			return str_of(types[i].type);
	return TXT("application/octet-stream");
}

static void
tag(struct bytes body, char to[ASSET_TAG])
{
	uint8_t hash[HASH_SHA256];
	struct buf text = buf_over(to, ASSET_TAG);

	hash_sha256(body, hash);
	buf_str(&text, TXT("\""));
	encode_hex(&text, (struct bytes){hash, (ASSET_TAG - 2) / 2});
	buf_str(&text, TXT("\""));
	must(text.len == ASSET_TAG);
}

enum err
asset_open(struct asset_list *list, struct arena *mem)
{
	struct asset_list made = {0};

	made.at = arena_take(mem, ASSET_PLACE * sizeof(*made.at));
	if (!made.at)
		return ERR_LIMIT;
	for (size_t i = 0; i < embed_count; i++) {
		const struct embed_file *f = &embed_table[i];
		if (!str_starts(f->path, FOLDER))
			continue;
		must(made.count < ASSET_PLACE);
		struct asset *a = &made.at[made.count++];
		a->path = str_part(f->path, strlen("web"), SIZE_MAX);
		a->type = type_of(f->path);
		a->body = f->body;
		tag(f->body, a->tag);
	}
	*list = made;
	return ERR_OK;
}

const struct asset *
asset_find(const struct asset_list *list, struct str path)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->at[i].path, path))
			return &list->at[i];
	return NULL;
}

bool
asset_known(const struct asset *a, struct str if_none_match)
{
	struct str ours = {a->tag, ASSET_TAG};

	while (if_none_match.len > 0) {
		struct str one = str_trim(str_cut(&if_none_match, ','));
		if (str_starts(one, TXT("W/")))
			one = str_part(one, 2, SIZE_MAX);
		if (str_eq(one, ours) || str_eq(one, TXT("*")))
			return true;
	}
	return false;
}
