/*
 * security - the header fields that every answer carries, errors included.
 *
 * security.def is the one table of them, for the gate and the front alike.
 */
#ifndef SECURITY_H
#define SECURITY_H

#include "base/buf.h"

#define SECURITY_MOST 2048 /* bytes that security_write writes, at most */

/*
 * Append each row as a field line, CRLF included, and whether a browser may
 * keep this answer. A page never is. An asset with a tag is, by this browser
 * alone, and shown again only after we have said that it is still the same: a
 * page is never drawn with the style or the scripts of another version.
 */
enum security_kept { SECURITY_PAGE, SECURITY_ASSET };
void security_write(struct buf *to, enum security_kept kept);

#endif
