/*
 * second - the code asked after the passphrase, at the central (RFC 6238).
 *
 * Who has given the right passphrase is handed a ticket in the next page and
 * types the six digits of their authenticator there; who has none yet is shown
 * a secret, as a QR code and as text, and confirms it with its first code. No
 * session exists before that. A ticket names an account and lasts five minutes;
 * it is bound to this browser and to the passphrase of then, and opens nothing
 * without a code.
 *
 * The delays of attempt.h cover both: a wrong code counts as a wrong passphrase
 * does, and only a right code forgets the failures. A lost authenticator is
 * replaced by an admin (people.h), who sees no secret either.
 */
#ifndef SECOND_H
#define SECOND_H

#include "core/request.h"

#define SECOND_LONG (5 * CLOCK_MINUTE) /* ms a ticket lasts */

/* The page that asks for the code of an account whose passphrase was right. */
enum err second_ask(struct request *q, const struct ident *account) CHECKED;

/* The act of that page: a session, or the page again. */
enum err second_check(struct request *q) CHECKED;

#endif
