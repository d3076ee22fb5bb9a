/*
 * head - the status line and fields of an answer (RFC 9112), and the one page
 * the front can make by itself.
 *
 * Every answer carries the security fields of http/security.def, refusals and
 * errors included. What core asks to be sent as a field is checked here: no
 * control byte passes, so no field can be smuggled in.
 */
#ifndef HEAD_H
#define HEAD_H

#include "base/buf.h"

#define HEAD_MOST 4096 /* bytes of a head, the empty line included */

struct head {
	uint32_t status;
	struct str type;     /* "" when there is no body */
	struct str location; /* "" or a path of ours */
	struct str cookie;   /* "" or a whole Set-Cookie value */
	struct str tag;      /* "" or an asset's entity tag: it may be kept */
	/* "" or of an answer to a machine: http/httpsig.h, http/digest.h */
	struct str nonce, digest, signed_as, signature;
	size_t length; /* bytes of the body */
	bool closes;   /* the connection ends with this answer */
};

/* True when it can be sent: a known range of status, no control byte, and a
 * location that stays on this site. */
bool head_fit(const struct head *h);

/* Append the head, its empty line included. */
void head_put(struct buf *to, const struct head *h);

/* Append a whole answer for `status`: a page that says what `e` says. With
 * `bare` (an answer to HEAD) its body is left out. */
void head_refuse(struct buf *to, uint32_t status, enum err e, bool closes,
    bool bare);

#endif
