/*
 * octet - which bytes may stand where in HTTP.
 *
 * Each function judges one byte and names the grammar it comes from. None of
 * them accepts a control byte or a byte above 0x7e: what travels in a head is
 * plain ASCII, or it is refused.
 */
#ifndef OCTET_H
#define OCTET_H

#include "base/str.h"

bool octet_digit(char c);
bool octet_hex(char c);     /* either case (RFC 3986, 2.1) */
bool octet_alnum(char c);   /* ASCII letters and digits */
bool octet_visible(char c); /* 0x21 to 0x7e */
bool octet_text(char c);    /* visible or space: a field's value, no tab */
bool octet_token(char c);   /* RFC 9110, 5.6.2 */
bool octet_path(char c);    /* ours: [a-zA-Z0-9/._-], less than RFC 3986 */
bool octet_query(char c);   /* RFC 3986, 3.4, the percent sign included */
bool octet_cookie(char c);  /* cookie-octet of RFC 6265, 4.1.1 */

/* True when `is` holds for every byte of `s`, hence for an empty one. */
bool octet_all(struct str s, bool (*is)(char c));

/* The value of a hexadecimal digit; must be one. */
unsigned octet_unhex(char c);

#endif
