/*
 * cookie - the one cookie this service sets (RFC 6265).
 *
 * The prefix __Host- has the browser refuse it unless it came over HTTPS, for
 * this host alone and for every path; without a date it ends with the browser.
 */
#ifndef COOKIE_H
#define COOKIE_H

#include "base/buf.h"

#define COOKIE_SESSION    TXT("__Host-s")
#define COOKIE_VALUE_MOST 256 /* bytes */

/*
 * The value of `name` in a Cookie field, borrowed from it. ERR_ABSENT: no such
 * cookie; ERR_MANGLED: it stands there twice, or its value is not made of
 * cookie-octets or is too long. Cookies of another name are stepped over
 * whatever they hold: another service on the same host may have set them.
 */
enum err cookie_find(struct str field, struct str name,
    struct str *value) CHECKED;

/*
 * Append the value of a Set-Cookie field. `name` begins with "__Host-" and
 * `value` is made of cookie-octets, both ours.
 */
void cookie_set(struct buf *to, struct str name, struct str value);

/* The same, asking the browser to forget it. */
void cookie_clear(struct buf *to, struct str name);

#endif
