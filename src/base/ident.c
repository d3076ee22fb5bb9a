#include "base/ident.h"

#include <errno.h>
#include <sys/random.h>

#include "base/encode.h"

void
ident_random(void *to, size_t len)
{
	uint8_t *at = to;

	while (len > 0) {
		ssize_t got = getrandom(at, len, 0);
		if (got < 0 && errno == EINTR)
			continue;
		must(got > 0);
		at += got;
		len -= (size_t)got;
	}
}

struct ident
ident_new(void)
{
	struct ident id;

	ident_random(id.at, sizeof(id.at));
	return id;
}

bool
ident_eq(const struct ident *a, const struct ident *b)
{
	return !memcmp(a->at, b->at, sizeof(a->at));
}

void
ident_put(struct buf *to, const struct ident *id)
{
	encode_hex(to, BYTES_OF(id->at));
}

enum err
ident_read(struct str text, struct ident *id)
{
	struct ident read;
	struct buf to = buf_over(read.at, sizeof(read.at));

	if (text.len != IDENT_TEXT || encode_unhex(text, &to) != ERR_OK)
		return ERR_MANGLED;
	*id = read;
	return ERR_OK;
}
