/*
 * hiring - somebody is given four words, whoever gives them.
 *
 * A passphrase is made here, kept by nobody, shown once on a page to print. The
 * keeper makes of it what is kept, which takes long: an act that hires asks
 * with hiring_ask, is called again, and then has `q->made`.
 */
#ifndef HIRING_H
#define HIRING_H

#include "core/request.h"
#include "crypto/passphrase.h"

/* What is remembered while the keeper works. */
struct hiring {
	struct passphrase_make make;
	char phrase[PASSPHRASE_MOST], normal[PASSPHRASE_MOST];
	struct str shown, login, name, duty, role, service, scope;
	int64_t leaves;
	struct ident whom; /* of a new passphrase */
};

/* Four words, and the question to the keeper. */
enum err hiring_ask(struct request *q, struct hiring *h) CHECKED;

/* The one page that shows the words; `back` is a path without its first /. */
void hiring_show(struct request *q, const struct hiring *h, const char *back);

/* `h->whom` has the new passphrase; whoever was in with the old one is out. */
void hiring_renewed(struct request *q, const struct hiring *h,
    const char *back);

/* « nadia », or « nadia2 » if there is one: the first word of the name. */
enum err hiring_login(struct request *q, struct str name,
    struct str *login) CHECKED;

/* A name, a duty or a service, as may be shown. */
bool hiring_line(struct str s);

#endif
