/*
 * signin - open a session, and close it.
 *
 * A login nobody has, a wrong passphrase and a closed account get the same
 * answer after the same time: the keeper works as long on a salt made up as on
 * a real one, and the delay grows for each login alike (attempt.h). At the
 * central a code is asked after the passphrase (second.h).
 */
#ifndef SIGNIN_H
#define SIGNIN_H

#include "core/attempt.h"
#include "core/request.h"

enum err signin_form(struct request *q) CHECKED;

/* Answers twice: the second time with what the keeper says. */
enum err signin_open(struct request *q) CHECKED;

/*
 * A form that was not ours, or no longer: left open while the cookie or the key
 * of forms changed. If it was the one that signs in, the form again with the
 * login kept and a token that will do; else false, and nothing is done.
 */
bool signin_stale(struct request *q);

/*
 * Where to sign in for who asked for `path`: once in, they go on from there.
 * signin_may_return: a form sent there need not be sent again, its page shows
 * what is kept.
 */
struct str signin_toward(const struct core *c, struct str path);
bool signin_may_return(const struct core *c, struct str path);

/* « Rester » : the session lasts as long again. */
enum err signin_stay(struct request *q) CHECKED;

enum err signin_close(struct request *q) CHECKED;

/*
 * A session for who has shown all that is asked of them; failures are
 * forgotten, and whoever was signed in here is not any more.
 */
enum err signin_let_in(struct request *q, const struct ident *account,
    enum who who, const struct attempt *attempt) CHECKED;

/* « dans 8 secondes », « dans 4 minutes »: never less than what is left. */
void signin_put_wait(struct buf *to, int64_t ms);

#endif
