/*
 * framing - where a request begins and ends, with no room for two opinions.
 *
 * HTTP/1.1 (RFC 9112), and much less of it than the RFC allows: a request is
 * either of the one form described here or it is refused, so that nothing the
 * gate lets through can be understood otherwise behind it.
 *
 *   line    GET, HEAD or POST, one space, the target, one space, HTTP/1.1
 *   target  a path of [a-zA-Z0-9/._-] that begins with '/', without an empty,
 *           "." or ".." segment; then perhaps '?' and RFC 3986's query, where
 *           each '%' has two hexadecimal digits that are no control byte
 *   fields  token, colon, printable ASCII; each line ends in CRLF; header.def
 *           says which are known, each of those at most once
 *   host    exactly one, a name, an IPv4 or a bracketed IPv6 address, then
 *           perhaps a port
 *   body    Content-Length, digits alone; required with POST, 0 or absent
 *           otherwise; no transfer coding
 *
 * Statuses of a refusal: 400 not of this form; 411 POST without a length;
 * 413 body too long; 414 request line too long; 415 an encoded body; 417 an
 * Expect field; 431 too many or too long fields; 501 another method;
 * 505 another version. Lines are judged in their order; then the host, the
 * length and the body as a whole.
 *
 * It does no I/O and takes no memory. The caller keeps all bytes of a request
 * together and hands over all of them each time more have come; they may have
 * moved meanwhile. Each byte of the head is looked at once.
 */
#ifndef FRAMING_H
#define FRAMING_H

#include "base/buf.h"
#include "http/line.h"

#define FRAMING_LINE_MOST   512          /* bytes of a request line, no CRLF */
#define FRAMING_FIELDS_MOST 8192         /* bytes after it, CRLFs included */
#define FRAMING_FIELD_COUNT 32           /* field lines */
#define FRAMING_BODY_MOST   (96u << 10)  /* bytes */
#define FRAMING_LONG_MOST   (150u << 10) /* bytes, of the machines' paths */
#define FRAMING_SYNC_PATH   TXT("/sync/v1")
#define FRAMING_ENROL_PATH  TXT("/enrol/v1")

/* Bytes of the longest head, and of the longest that framing_forward writes. */
#define FRAMING_HEAD_MOST    (FRAMING_LINE_MOST + 2 + FRAMING_FIELDS_MOST)
#define FRAMING_PEER_MOST    64 /* bytes: an address as text, and room */
#define FRAMING_FORWARD_MOST (FRAMING_HEAD_MOST + FRAMING_PEER_MOST + 96)

enum framing_state {
	FRAMING_HEAD,   /* more of the head is to come */
	FRAMING_BODY,   /* the head is whole, more of the body is to come */
	FRAMING_WHOLE,  /* framing_len bytes are one request */
	FRAMING_REFUSED /* answer `status` and close */
};

enum framing_method { FRAMING_GET, FRAMING_HEAD_ONLY, FRAMING_POST };

enum framing_header {
#define HEADER(id, name, refused, passed) FRAMING_##id,
#include "http/header.def"
#undef HEADER
	FRAMING_HEADERS
};

struct framing_span {
	uint16_t at, len; /* bytes of the head */
};

struct framing {
	enum framing_state state;
	int status; /* FRAMING_REFUSED: the HTTP status to answer */

	/* From FRAMING_BODY on: */
	enum framing_method method;
	bool keep_alive; /* the client did not ask to close */
	bool machine;    /* one of the machines' paths: slower and longer */
	size_t head_len; /* bytes, the empty line included */
	size_t body_len; /* bytes: Content-Length, or 0 */

	/* framing's own: */
	struct str all; /* what was handed over last */
	struct line line;
	size_t fields_at;
	unsigned fields;
	struct framing_span path, query, header[FRAMING_HEADERS];
	bool there[FRAMING_HEADERS];
};

/* Is it one of the machines' paths, hence slower and longer? */
bool framing_machine(struct str path);

/* Ready for the first byte of a request. */
void framing_start(struct framing *f);

/*
 * `all` is everything received since framing_start, from its first byte on;
 * bytes after the request (a next one, pipelined) are not looked at. The answer
 * depends on the bytes only, never on how they were cut. A refusal is final.
 */
enum framing_state framing_feed(struct framing *f, struct bytes all);

/* How many bytes of what was fed are this request; from FRAMING_BODY on. */
size_t framing_len(const struct framing *f);

/*
 * What the head says, from FRAMING_BODY on; borrowed from the bytes that were
 * fed last. Absent and empty are both "".
 */
struct str framing_method(const struct framing *f);
struct str framing_path(const struct framing *f);
struct str framing_query(const struct framing *f); /* without its '?' */
struct str framing_get(const struct framing *f, enum framing_header which);
bool framing_has(const struct framing *f, enum framing_header which);

/* The body; from FRAMING_WHOLE on. */
struct bytes framing_body(const struct framing *f);

/*
 * The head as it is passed on to the front, at most FRAMING_FORWARD_MOST bytes:
 * one way only to write each request, the fields of header.def that may pass,
 * and X-Fichep-Peer with the client's address. The body follows unchanged.
 * Reading what this wrote and writing it again gives the same bytes.
 */
void framing_forward(const struct framing *f, struct str peer, struct buf *to);

#endif
