/*
 * signin - open a session, and close it.
 *
 * A login nobody has, a wrong passphrase and a closed account get the same
 * answer after the same time: the keeper works as long on a salt made up as on
 * a real one, and the delay grows for each login alike (attempt.h).
 */
#ifndef SIGNIN_H
#define SIGNIN_H

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

enum err signin_close(struct request *q) CHECKED;

#endif
