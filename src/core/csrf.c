#include "core/csrf.h"

#include "base/encode.h"
#include "base/ident.h"
#include "crypto/secret.h"
#include "http/cookie.h"

#define COOKIE_TEXT 22 /* CSRF_RANDOM bytes in base 64 without '=' */

void
csrf_token(const uint8_t key[CSRF_KEY], struct bytes bound, struct buf *to)
{
	uint8_t mac[HASH_SHA256];

	hash_hmac((struct bytes){key, CSRF_KEY}, bound, mac);
	encode_base64url(to, BYTES_OF(mac));
}

bool
csrf_same(const uint8_t key[CSRF_KEY], struct bytes bound, struct str token)
{
	char text[CSRF_TOKEN];
	struct buf ours = buf_over(text, sizeof(text));

	csrf_token(key, bound, &ours);
	return secret_eq(buf_done(&ours), str_bytes(token));
}

/* The origin of a page of ours: "https://" and what the browser called. */
static bool
is_ours(struct str origin, struct str host)
{
	struct str scheme = TXT("https://");

	return str_starts(origin, scheme) &&
	    str_eq_nocase(str_part(origin, scheme.len, SIZE_MAX), host);
}

bool
csrf_from_here(const struct http_request *m)
{
	if (m->origin.len > 0 && !is_ours(m->origin, m->host))
		return false;
	if (m->site.len > 0)
		return str_eq(m->site, TXT("same-origin"));
	return m->origin.len > 0;
}

struct str
csrf_browser(struct str cookies, struct buf *set, char room[CSRF_TOKEN])
{
	struct buf value = buf_over(room, CSRF_TOKEN);
	uint8_t random[CSRF_RANDOM];
	struct str held;

	if (cookie_find(cookies, CSRF_COOKIE, &held) == ERR_OK &&
	    held.len == COOKIE_TEXT) {
		buf_str(&value, held);
		return buf_text(&value);
	}
	ident_random(random, sizeof(random));
	encode_base64url(&value, BYTES_OF(random));
	cookie_set(set, CSRF_COOKIE, buf_text(&value));
	return buf_text(&value);
}
