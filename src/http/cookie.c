#include "http/cookie.h"

#include "http/octet.h"

enum err
cookie_find(struct str field, struct str name, struct str *value)
{
	struct str found = TXT("");
	unsigned times = 0;

	while (field.len > 0) {
		struct str pair = str_trim(str_cut(&field, ';'));
		size_t equal = str_find(pair, '=', 0);
		if (!str_eq(str_part(pair, 0, equal), name))
			continue;
		found = str_part(pair, equal + 1, SIZE_MAX);
		times++;
	}
	if (times == 0)
		return ERR_ABSENT;
	if (times > 1 || found.len == 0 || found.len > COOKIE_VALUE_MOST ||
	    !octet_all(found, octet_cookie))
		return ERR_MANGLED;
	*value = found;
	return ERR_OK;
}

static void
put(struct buf *to, struct str name, struct str value)
{
	must(str_starts(name, TXT("__Host-")) && octet_all(name, octet_token));
	must(octet_all(value, octet_cookie) && value.len <= COOKIE_VALUE_MOST);
	buf_str(to, name);
	buf_str(to, TXT("="));
	buf_str(to, value);
	buf_str(to, TXT("; Path=/; Secure; HttpOnly; SameSite=Strict"));
}

void
cookie_set(struct buf *to, struct str name, struct str value)
{
	must(value.len > 0);
	put(to, name, value);
}

void
cookie_clear(struct buf *to, struct str name)
{
	put(to, name, TXT(""));
	buf_str(to, TXT("; Max-Age=0"));
}
