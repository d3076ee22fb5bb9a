#include "base/json.h"

#include <yyjson.h>

#define JSON_NUMBER_MOST 64 /* bytes; yyjson writes fewer than 40 */

/* yyjson asks for memory; the arena gives it and takes all back at once. */
static void *
take(void *mem, size_t size)
{
	return arena_take(mem, size);
}

static void *
take_more(void *mem, void *old, size_t old_size, size_t size)
{
	void *p = arena_take(mem, size);

	if (p && old)
		memcpy(p, old, old_size < size ? old_size : size);
	return p;
}

static void
take_back(void *mem, void *p)
{
	(void)mem, (void)p;
}

/* A NUL would end the text early for whoever keeps it with a final zero. */
static bool
sound_text(yyjson_val *v)
{
	return !memchr(yyjson_get_str(v), 0, yyjson_get_len(v));
}

/* `depth` is that of the array or object around `v`; `*last` becomes the last
 * key or text looked at, which is where an unsound one stands. */
static bool
sound(yyjson_val *v, int depth, yyjson_val **last)
{
	size_t i, n;
	yyjson_val *key, *item;

	if (yyjson_is_str(v)) {
		*last = v;
		return sound_text(v);
	}
	if (yyjson_is_ctn(v) && ++depth > JSON_DEPTH_MOST)
		return false;
	if (yyjson_is_arr(v)) {
		yyjson_arr_foreach(v, i, n, item)
		{
			if (!sound(item, depth, last))
				return false;
		}
	}
	if (yyjson_is_obj(v)) {
		if (yyjson_obj_size(v) > JSON_KEYS_MOST)
			return false;
		yyjson_obj_foreach(v, i, n, key, item)
		{
			*last = key;
			/* The first of that name must be this one. */
			if (!sound_text(key) ||
			    yyjson_obj_getn(v, yyjson_get_str(key),
				yyjson_get_len(key)) != item)
				return false;
			if (!sound(item, depth, last))
				return false;
		}
	}
	return true;
}

enum err
json_read(struct arena *mem, struct str text, struct json *root, size_t *where)
{
	const char *kept;

	return json_read_kept(mem, text, root, where, &kept);
}

enum err
json_read_kept(struct arena *mem, struct str text, struct json *root,
    size_t *where, const char **kept)
{
	yyjson_alc alc = {take, take_more, take_back, mem};
	yyjson_read_err why = {0};
	yyjson_val *last = NULL;
	char *copy = arena_take(mem, text.len + YYJSON_PADDING_SIZE);

	if (!copy)
		return ERR_LIMIT;
	if (text.len > 0)
		memcpy(copy, text.at, text.len);
	yyjson_doc *doc =
	    yyjson_read_opts(copy, text.len, YYJSON_READ_INSITU, &alc, &why);
	if (doc && sound(yyjson_doc_get_root(doc), 0, &last)) {
		root->at = yyjson_doc_get_root(doc);
		*kept = copy;
		return ERR_OK;
	}
	if (!doc && why.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION)
		return ERR_LIMIT;
	if (last)
		why.pos = (size_t)(yyjson_get_str(last) - copy);
	if (where)
		*where = why.pos;
	return ERR_MANGLED;
}

enum json_kind
json_kind(struct json v)
{
	switch (yyjson_get_type(v.at)) {
	case YYJSON_TYPE_NULL:
		return JSON_NULL;
	case YYJSON_TYPE_BOOL:
		return JSON_BOOL;
	case YYJSON_TYPE_NUM:
		return JSON_NUMBER;
	case YYJSON_TYPE_STR:
		return JSON_TEXT;
	case YYJSON_TYPE_ARR:
		return JSON_ARRAY;
	case YYJSON_TYPE_OBJ:
		return JSON_OBJECT;
	default:
		return JSON_ABSENT;
	}
}

struct json
json_get(struct json v, struct str key)
{
	return (struct json){yyjson_obj_getn(v.at, key.at, key.len)};
}

size_t
json_len(struct json v)
{
	return yyjson_is_obj(v.at) ? yyjson_obj_size(v.at)
				   : yyjson_arr_size(v.at);
}

/* The i-th key of an object, as yyjson keeps it. */
static yyjson_val *
key_at(struct json v, size_t i)
{
	yyjson_obj_iter it;

	if (i >= yyjson_obj_size(v.at) || !yyjson_obj_iter_init(v.at, &it))
		return NULL;
	yyjson_val *key = yyjson_obj_iter_next(&it);
	while (key && i-- > 0)
		key = yyjson_obj_iter_next(&it);
	return key;
}

struct json
json_at(struct json v, size_t i)
{
	if (yyjson_is_obj(v.at))
		return (struct json){yyjson_obj_iter_get_val(key_at(v, i))};
	return (struct json){yyjson_arr_get(v.at, i)};
}

struct json
json_after(struct json item)
{
	return (struct json){unsafe_yyjson_get_next(item.at)};
}

static struct str
text_of(yyjson_val *v)
{
	return yyjson_is_str(v)
	    ? (struct str){yyjson_get_str(v), yyjson_get_len(v)}
	    : (struct str){"", 0};
}

struct str
json_key(struct json v, size_t i)
{
	return text_of(key_at(v, i));
}

struct str
json_text(struct json v)
{
	return text_of(v.at);
}

bool
json_true(struct json v)
{
	return yyjson_is_true(v.at);
}

bool
json_int(struct json v, int64_t *n)
{
	if (yyjson_is_sint(v.at))
		*n = yyjson_get_sint(v.at);
	else if (yyjson_is_uint(v.at) && yyjson_get_uint(v.at) <= INT64_MAX)
		*n = (int64_t)yyjson_get_uint(v.at);
	else
		return false;
	return true;
}

void
json_scalar(struct buf *to, struct json v)
{

	if (yyjson_is_null(v.at))
		buf_str(to, TXT("null"));
	else if (yyjson_is_bool(v.at))
		buf_str(to, yyjson_is_true(v.at) ? TXT("true") : TXT("false"));
	else if (yyjson_is_num(v.at)) {
		yyjson_alc alc;
		size_t len = 0;
		char room[1024];
		must(yyjson_alc_pool_init(&alc, room, sizeof(room)));
		const char *s =
		    yyjson_val_write_opts(v.at, 0, &alc, &len, NULL);
		if (!s || len > JSON_NUMBER_MOST) {
			buf_fail(to, ERR_LIMIT);
			return;
		}
		buf_str(to, (struct str){s, len});
	}
}

void
json_quote(struct buf *to, struct str text)
{
	static const char hex[] = "0123456789abcdef";

	buf_str(to, TXT("\""));
	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = (uint8_t)text.at[i];
		if (c >= 0x20 && c != 0x7f && !strchr("\"\\<>&'", c)) {
			buf_u8(to, c);
			continue;
		}
		buf_str(to, TXT("\\u00"));
		buf_u8(to, (uint8_t)hex[c >> 4]);
		buf_u8(to, (uint8_t)hex[c & 15]);
	}
	buf_str(to, TXT("\""));
}
