/*
 * csrf - did this form come from a page of ours, shown to this browser?
 *
 * Three looks, each enough against most: the browser says the request is
 * same-origin (Sec-Fetch-Site), or names our own origin if it is too old to say
 * so; the session cookie is SameSite=Strict; and the form brings back a token
 * that only a page shown to this browser could hold: an HMAC, under a key made
 * of the store's, of the session's hash, or of a random cookie of its own for
 * the pages that need no session.
 */
#ifndef CSRF_H
#define CSRF_H

#include "base/buf.h"
#include "crypto/hash.h"
#include "ipc/msg.h"

#define CSRF_KEY    32
#define CSRF_TOKEN  43 /* bytes of a token, as text */
#define CSRF_COOKIE TXT("__Host-p")
#define CSRF_RANDOM 16 /* random bytes of that cookie */

/* Append the token of a browser: `bound` is its session hash, or cookie. */
void csrf_token(const uint8_t key[CSRF_KEY], struct bytes bound,
    struct buf *to);

/* In constant time: is `token` the one of `bound`? */
bool csrf_same(const uint8_t key[CSRF_KEY], struct bytes bound,
    struct str token);

/* Does the browser say that a page of this very site sends it? */
bool csrf_from_here(const struct http_request *m);

/*
 * The value of our cookie in `cookies`, or a new one with its Set-Cookie value
 * appended to `set`. `room` keeps it and must hold CSRF_TOKEN bytes.
 */
struct str csrf_browser(struct str cookies, struct buf *set,
    char room[CSRF_TOKEN]);

#endif
