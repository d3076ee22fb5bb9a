/*
 * line - cut the head of a message into its lines, as the bytes come in.
 *
 * The caller keeps all that has arrived and hands it over each time; what was
 * looked at is not looked at again, so a head that comes byte by byte costs no
 * more than one that comes whole, and ends the same way.
 */
#ifndef LINE_H
#define LINE_H

#include "base/str.h"

enum line_found {
	LINE_READ, /* a line, given without its CRLF */
	LINE_MORE, /* its end has not arrived */
	LINE_LONG, /* its end does not stand before the limit */
	LINE_BAD   /* a bare CR or LF, a control byte, or not ASCII */
};

/* Zeroed, it stands at the first line. */
struct line {
	size_t at;   /* where the line that is waited for begins */
	size_t seen; /* bytes known to hold no end of it */
};

/*
 * The next line of `all`, whose first bytes are those of the call before;
 * `limit` counts bytes of `all`, CRLF included. `*text` is set on LINE_READ and
 * lives as long as `all`.
 */
enum line_found line_next(struct line *l, struct str all, size_t limit,
    struct str *text);

/*
 * A field line (RFC 9112, 5): a token, a colon, a value that is given without
 * the spaces around it. False for anything else, a folded line included.
 */
bool line_field(struct str text, struct str *name, struct str *value);

/*
 * The value of a Connection field: `close` or `keep-alive`, in any case, or
 * both between commas, and nothing else. `*keep` is false when it says close.
 */
bool line_connection(struct str value, bool *keep);

#endif
