#include "core/unfold.h"

#define WAY_MOST 512 /* bytes of a label */

void
unfold_json(struct buf *to, struct json v)
{
	enum json_kind kind = json_kind(v);
	bool object = kind == JSON_OBJECT;

	if (kind == JSON_TEXT) {
		json_quote(to, json_text(v));
		return;
	}
	if (!object && kind != JSON_ARRAY) {
		json_scalar(to, v);
		return;
	}
	buf_str(to, object ? TXT("{") : TXT("["));
	for (size_t i = 0; i < json_len(v); i++) {
		if (i > 0)
			buf_str(to, TXT(","));
		if (object) {
			json_quote(to, json_key(v, i));
			buf_str(to, TXT(":"));
		}
		unfold_json(to, json_at(v, i));
	}
	buf_str(to, object ? TXT("}") : TXT("]"));
}

struct walk {
	struct buf *to, way;
	bool any;
};

static void
put_line(struct walk *w, struct json v)
{
	char room[64];
	struct buf plain = buf_over(room, sizeof(room));

	buf_str(w->to, w->any ? TXT(",{\"label\":") : TXT("{\"label\":"));
	w->any = true;
	json_quote(w->to, buf_text(&w->way));
	buf_str(w->to, TXT(",\"text\":"));
	if (json_kind(v) == JSON_TEXT) {
		json_quote(w->to, json_text(v));
	} else if (json_kind(v) == JSON_NULL) {
		json_quote(w->to, TXT("Inconnu"));
	} else {
		json_scalar(&plain, v);
		json_quote(w->to, buf_text(&plain));
	}
	buf_str(w->to, TXT("}"));
}

static void
visit(struct walk *w, struct json v)
{
	enum json_kind kind = json_kind(v);
	size_t mark = w->way.len;

	if (kind != JSON_OBJECT && kind != JSON_ARRAY) {
		put_line(w, v);
		return;
	}
	for (size_t i = 0; i < json_len(v); i++) {
		if (mark > 0)
			buf_str(&w->way, TXT(" "));
		if (kind == JSON_OBJECT)
			buf_str(&w->way, json_key(v, i));
		else
			buf_number(&w->way, (int64_t)i + 1, 1);
		visit(w, json_at(v, i));
		w->way.len = mark;
		w->way.err =
		    ERR_OK; /* a label too long is cut, not the answer */
	}
}

void
unfold_lines(struct buf *to, struct json v)
{
	char room[WAY_MOST];
	struct walk w = {.to = to, .way = buf_over(room, sizeof(room))};

	if (json_kind(v) == JSON_OBJECT || json_kind(v) == JSON_ARRAY)
		visit(&w, v);
}
