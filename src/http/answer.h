/*
 * answer - where an answer of the front ends.
 *
 * The gate passes answers on as they come and needs to know three things: that
 * the head is sound, how many bytes of body follow, and whether the front will
 * go on listening. Anything else than one status line of HTTP/1.1, field lines
 * and a Content-Length is refused, as are two fields no answer of ours may
 * carry (Server, Access-Control-*): the gate then answers 502 by itself.
 *
 * No I/O, no memory; fed like framing: all bytes since the start, each time.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include "base/str.h"
#include "http/line.h"

#define ANSWER_HEAD_MOST   8192        /* bytes, the empty line included */
#define ANSWER_FIELD_COUNT 48          /* field lines */
#define ANSWER_BODY_MOST   (16u << 20) /* bytes; the longest export is less */

enum answer_state {
	ANSWER_HEAD,   /* more of the head is to come */
	ANSWER_READ,   /* the head is whole */
	ANSWER_REFUSED /* not an answer of ours */
};

struct answer {
	enum answer_state state;

	/* From ANSWER_READ on: */
	int status;      /* 200 to 599 */
	bool keep_alive; /* the front keeps this connection */
	size_t head_len; /* bytes, the empty line included */
	size_t body_len; /* bytes that follow it */

	/* answer's own: */
	bool head_only, has_length, has_connection;
	unsigned fields;
	size_t length;
	struct line line;
};

/* `head_only`: the request was HEAD, so that no body follows. */
void answer_start(struct answer *a, bool head_only);

/* `all` is everything received since answer_start. A refusal is final. */
enum answer_state answer_feed(struct answer *a, struct bytes all);

/* Bytes of head and body together; from ANSWER_READ on. */
size_t answer_len(const struct answer *a);

#endif
