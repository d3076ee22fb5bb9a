/*
 * mime - a letter as the message that leaves by SMTP.
 *
 * RFC 5322, 2045, 2047, 2183: lines end with CRLF and are short, the body is
 * quoted-printable UTF-8, the PDF base64. No header and no file name says whom
 * it is about: the subject is the rule's, the rest is addresses, instants and
 * the reference. Bytes are the same for the same input.
 */
#ifndef MIME_H
#define MIME_H

#include "base/ident.h"
#include "mail/letter.h"

#define MIME_ADDRESSES_MOST 8   /* of To, and of Cc */
#define MIME_ADDRESS_MOST   254 /* bytes (RFC 5321, 4.5.3.1.3) */

struct mime {
	struct str from;      /* an address */
	const struct str *to; /* at least one */
	size_t to_count;
	const struct str *cc;
	size_t cc_count;
	struct str subject, reference;
	struct ident id;  /* names the message, for ever */
	int64_t date;     /* ms UTC */
	struct str text;  /* plain_write's */
	struct bytes pdf; /* attached as <reference>.pdf; none if empty */
};

/*
 * ERR_INPUT: an address, the subject or the reference is not one that may stand
 * in a header; ERR_LIMIT: too many addresses, or `to` is full.
 */
enum err mime_write(const struct mime *m, struct buf *to) CHECKED;

/* local@domain of RFC 5321, ASCII, without quotes or comments. */
bool mime_address(struct str address);

#endif
