/* framing_forward - the one way a request is written for the front. */
#include "http/framing.h"
#include "http/octet.h"

static void
put(struct buf *to, struct str name, struct str value)
{
	buf_str(to, name);
	buf_str(to, TXT(": "));
	buf_str(to, value);
	buf_str(to, TXT("\r\n"));
}

static void
put_as_is(const struct framing *f, struct buf *to)
{
	enum { NOT, REWRITTEN, AS_IS };
	static const struct {
		enum framing_header id;
		int passed;
		struct str name;
	} table[] = {
#define HEADER(id, name, refused, passed)                                      \
	{FRAMING_##id, passed, {"" name, sizeof(name) - 1}},
#include "http/header.def"
#undef HEADER
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].passed == AS_IS && framing_has(f, table[i].id))
			put(to, table[i].name, framing_get(f, table[i].id));
}

void
framing_forward(const struct framing *f, struct str peer, struct buf *to)
{
	must(f->state == FRAMING_BODY || f->state == FRAMING_WHOLE);
	must(peer.len <= FRAMING_PEER_MOST && octet_all(peer, octet_visible));

	buf_str(to, framing_method(f));
	buf_str(to, TXT(" "));
	buf_str(to, framing_path(f));
	if (framing_query(f).len > 0)
		buf_str(to, TXT("?"));
	buf_str(to, framing_query(f));
	buf_str(to, TXT(" HTTP/1.1\r\n"));

	put(to, TXT("Host"), framing_get(f, FRAMING_HOST));
	put_as_is(f, to);
	if (f->method == FRAMING_POST) {
		buf_str(to, TXT("Content-Length: "));
		buf_number(to, (int64_t)f->body_len, 1);
		buf_str(to, TXT("\r\n"));
	}
	put(to, TXT("Connection"), TXT("keep-alive"));
	put(to, TXT("X-Fichep-Peer"), peer);
	buf_str(to, TXT("\r\n"));
}
