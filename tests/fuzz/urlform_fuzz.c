/*
 * Whatever is sent: what is accepted keeps the promises of urlform.h, and
 * written as a browser writes it, it reads as the same fields again.
 */
#include "http/urlform.h"

#include <stdalign.h>

#include "base/buf.h"
#include "http/octet.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static void
put(struct buf *to, struct str text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = (uint8_t)text.at[i];
		if (octet_alnum(text.at[i])) {
			buf_u8(to, c);
		} else {
			buf_str(to, TXT("%"));
			buf_u8(to, (uint8_t)hex[c >> 4]);
			buf_u8(to, (uint8_t)hex[c & 15]);
		}
	}
}

static void
sound(const struct urlform *q, size_t i)
{
	struct str name = q->at[i].name, value = q->at[i].value, first;
	size_t at = 0;

	must(name.len > 0 && name.len <= URLFORM_NAME_MOST);
	must(value.len <= URLFORM_VALUE_MOST && str_utf8(value));
	must(str_find(value, '\0', 0) == value.len);
	must(str_find(value, '\r', 0) == value.len);
	must(urlform_has(q, name));
	if (!str_ends(name, TXT("[]"))) {
		must(str_eq(urlform_get(q, name), value));
		must(urlform_all(q, name, &at, &first) && at == i + 1);
		must(!urlform_all(q, name, &at, &first));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	static alignas(max_align_t) uint8_t room[4u << 20];
	struct arena mem;
	struct urlform q, again;

	arena_open(&mem, room, sizeof(room));
	if (urlform_parse(&mem, (struct str){(const char *)at, len}, &q) !=
	    ERR_OK)
		return 0;

	must(q.count <= URLFORM_FIELDS_MOST);
	struct buf text = buf_new(&mem, len * 3);
	for (size_t i = 0; i < q.count; i++) {
		sound(&q, i);
		buf_str(&text, i > 0 ? TXT("&") : TXT(""));
		put(&text, q.at[i].name);
		buf_str(&text, TXT("="));
		put(&text, q.at[i].value);
	}
	must(buf_err(&text) == ERR_OK);
	must(urlform_parse(&mem, buf_text(&text), &again) == ERR_OK);
	must(again.count == q.count);
	for (size_t i = 0; i < q.count; i++) {
		must(str_eq(again.at[i].name, q.at[i].name));
		must(str_eq(again.at[i].value, q.at[i].value));
	}
	return 0;
}
