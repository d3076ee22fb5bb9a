/*
 * Whatever a browser sends as its cookies: what is found could have been set
 * by us, and is found again where we would set it.
 */
#include "http/cookie.h"
#include "http/octet.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str field = {(const char *)at, len}, value, again;
	char room[COOKIE_VALUE_MOST + 128];
	struct buf set = buf_over(room, sizeof(room));

	enum err e = cookie_find(field, COOKIE_SESSION, &value);
	if (e != ERR_OK) {
		must(e == ERR_ABSENT || e == ERR_MANGLED);
		return 0;
	}
	must(value.len > 0 && value.len <= COOKIE_VALUE_MOST);
	must(octet_all(value, octet_cookie));
	must(value.at >= field.at && value.at + value.len <= field.at + len);

	cookie_set(&set, COOKIE_SESSION, value);
	must(buf_err(&set) == ERR_OK);
	must(cookie_find(buf_text(&set), COOKIE_SESSION, &again) == ERR_OK);
	must(str_eq(value, again));
	return 0;
}
