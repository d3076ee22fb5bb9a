/*
 * security - the header fields that every answer carries, errors included.
 *
 * security.def is the one table of them, for the gate and the front alike.
 */
#ifndef SECURITY_H
#define SECURITY_H

#include "base/buf.h"

#define SECURITY_MOST 2048 /* bytes that security_write writes, at most */

/* Append each row as a field line, CRLF included. */
void security_write(struct buf *to);

#endif
