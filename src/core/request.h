/*
 * request - what the function of a route sees, and what it may say.
 *
 * A function of a GET row has a connection that can only read; one of an ACT
 * row stands inside its own save of the turn's transaction. It answers by
 * returning ERR_OK with members for its page (request_text ...), or with
 * `location` set; or by returning the err whose page the person then reads,
 * and all it wrote is undone.
 *
 * Every page has these members besides its own: title, shape, site, central,
 * apart (a box that is enrolled at no central: nothing can leave),
 * now_ms (UTC), hour, day, signed (someone is signed in here), permanence (at a
 * box, if known). Those that are
 * not for anyone also have token, until (the hour the session closes), left_ms
 * and account: name, role, service, its role as stored, true, and what it may
 * at a central: desk, search (need.def). A route without a template answers its
 * members as JSON.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include "audit/trail.h"
#include "core/csrf.h"
#include "core/session.h"
#include "http/urlform.h"
#include "ipc/msg.h"

#define REQUEST_COOKIE_MOST 256 /* bytes of a Set-Cookie value */

struct core;
struct route;
struct slot;

struct request {
	struct core *core;
	const struct route *route; /* NULL when there is none */
	const struct http_request *m;
	struct arena *mem;
	struct store *store; /* what queries are put to */
	struct tx *tx;       /* NULL on a GET */
	int64_t now;         /* ms UTC */
	struct session session;
	struct urlform form;      /* the body of an act, else the query */
	char browser[CSRF_TOKEN]; /* room of its cookie, see csrf.h */
	char cookies[REQUEST_COOKIE_MOST]; /* room of `cookie` */

	/* What is answered. */
	uint32_t status;     /* 200 unless changed */
	struct str page;     /* the template; the route's own unless changed */
	struct buf data;     /* its members so far */
	struct str location; /* go there instead (303) */
	struct buf cookie;   /* at most one Set-Cookie value */

	/* What the audit log says: the route's event unless changed; nothing
	 * when action is 0. */
	struct trail_entry note;

	/* A question to the keeper: set it, return ERR_OK, and be called again
	 * with `heard`. What was taken from `mem` is still there then. */
	const struct passphrase_check *ask;
	const struct passphrase_make *make; /* or this: something to keep */
	void *kept;       /* the function's own, from one call to the next */
	bool heard;       /* called again: */
	enum err verdict; /* the keeper's, or ERR_LATER if it gave none */
	const struct password *made; /* if it is ERR_OK and `make` was set */

	/* What may only be said of what is durable: called once the turn has
	 * committed, before the answer leaves, with `kept` and nothing to write
	 * to. Set it, return ERR_OK, and make the members there. */
	enum err (*after)(struct request *q);

	/* Of an answer to a machine; then its members are closed already. */
	struct str nonce, digest, signed_as, signature;
	struct str type; /* application/json unless changed */
	bool whole;

	const struct bytes *report; /* JSON a REPORT row has made */
};

/* What `s` holds so far, before its route has been called. Set `cookie` over
 * `cookies` once it has its address. */
struct request request_new(struct core *core, struct slot *s);

/* Members of the page. Keys are ours and are not escaped. */
void request_text(struct request *q, const char *key, struct str value);
void request_number(struct request *q, const char *key, int64_t value);
void request_flag(struct request *q, const char *key, bool value);
void request_json(struct request *q, const char *key, struct str json);
void request_open(struct request *q, const char *key); /* an object ... */
void request_close(struct request *q);                 /* ... and its end */

/* « 2 h 14 » in Paris, of an instant. */
void request_hour(struct request *q, const char *key, int64_t at);

/* « mardi 24 novembre, 2 h 14 », of an instant; "" of 0, which is none. */
void request_when(struct request *q, const char *key, int64_t at);

/* The same of the end of a limit: « mercredi 2 décembre, 24 h 00 ». */
void request_end(struct request *q, const char *key, int64_t due);

/* The members every page has; `shape` is a class of its style. */
void request_common(struct request *q, const char *shape);

/* The member token, of a form that works without a session: sets a cookie. */
void request_token(struct request *q);

/* The same for a browser whose last user is gone: another cookie. */
void request_token_anew(struct request *q);

/* One more entry of the audit log, in an act. When, and by whom if it says
 * nobody, are filled in. */
void request_note(struct request *q, const struct trail_entry *e);

/*
 * Who is asking, and may they: the host, the route, the session, the policy,
 * and for an act whether its form came from here; a MACHINE row asks none of
 * these but the host, and judges signatures itself. Errors are those a person
 * is told; `note` then says what the audit log should know of it, if anything.
 */
enum err request_admit(struct request *q) CHECKED;

#endif
