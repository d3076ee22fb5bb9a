/*
 * errand - one HTTPS exchange with the central, whose key we know.
 *
 * GET, or POST of some bytes with some header fields. TLS 1.2, the server named
 * by the SHA-256 of its public key and by nothing else: no authority, no name,
 * no date is asked. (Before a box is enrolled it knows no key yet: the one it
 * is shown is told, and whoever asks proves it otherwise: envelope/enrol.h.) No
 * redirect, no other protocol, no memory between two errands. An errand is
 * started, carried on by the courier's loop, and ends with a fate.
 */
#ifndef ERRAND_H
#define ERRAND_H

#include <curl/curl.h>

#include "base/buf.h"
#include "tls/tls_pin.h"

#define ERRAND_URL_MOST  255   /* bytes */
#define ERRAND_FIELDS    6     /* header fields that are sent, at most */
#define ERRAND_HEAD_MOST 512   /* bytes of one of them, and of one received */
#define ERRAND_BODY_MOST 4096  /* bytes of an answer that are taken */
#define ERRAND_CONNECT   10000 /* ms until the handshake is done */
#define ERRAND_WHOLE     20000 /* ms until all is done */

/* A header field, of a request or an answer. */
struct errand_field {
	const char *name;
	struct str value;
};

/* The fields of an answer that are kept. */
enum errand_said {
	ERRAND_TYPE,
	ERRAND_NONCE,
	ERRAND_DIGEST,
	ERRAND_SIGNED_AS,
	ERRAND_SIGNATURE,
	ERRAND_SAID
};

/* Where to go, whom to find there, and by when. All is borrowed. */
struct errand_order {
	struct str url;   /* https://... */
	struct bytes pin; /* TLS_PIN_LEN bytes; see tls_pin.h */
	struct str proxy; /* http://name:port, or "" for a direct way */
	long connect_ms;  /* until the handshake is done; ERRAND_CONNECT */
	long whole_ms;    /* until all is done; ERRAND_WHOLE */

	/* No key is known yet: any is taken, and told by errand_key. */
	bool learn;

	/* POST if `post`; the body must stay until errand_end. */
	bool post;
	struct bytes body;
	size_t fields;
	struct errand_field field[ERRAND_FIELDS];
	uint8_t *answer; /* room for the answer's body; NULL: as much as
			    ERRAND_BODY_MOST is read and forgotten */
	size_t answer_most;
};

struct errand {
	CURL *easy; /* NULL: free */
	uint64_t ticket;
	bool sync;     /* the caller's: which sort of ticket it is */
	int64_t since; /* clock_boot */
	bool pinned;   /* our judge was put in place of curl's */
	size_t got;    /* bytes of the answer */
	size_t most;   /* of them, at most */
	uint8_t *to;   /* where they go; NULL: nowhere */
	struct curl_slist *head;
	char said[ERRAND_SAID][ERRAND_HEAD_MOST];
	size_t said_len[ERRAND_SAID];
	struct tls_pin pin;
	char error[CURL_ERROR_SIZE];
};

/*
 * Begin `GET url`, or POST; the order is no longer needed afterwards.
 * ERR_INPUT: not an https address, a proxy of another kind, one of the two too
 * long, or a pin that is none; ERR_LATER: no memory. The errand must not move
 * until errand_end. A name is looked up before anything else, and while no
 * server of names answers, the caller waits: 10 s for each domain of
 * resolv.conf.
 */
enum err errand_start(struct errand *e, CURLM *multi,
    const struct errand_order *order) CHECKED;

/*
 * May core have this asked? Only of the central that the settings name, by its
 * key: a core that was taken over must not find a network in us. `central` and
 * `key` (hexadecimal) are the settings central_url and central_pin.
 */
bool errand_allowed(struct str url, struct bytes pin, struct str central,
    struct str key);

/*
 * What became of it, given curl's own result. ERR_OK: answered 200 by the key
 * we know; ERR_FORGED: another key was shown; ERR_LATER: not answered, not in
 * time, not with 200, or not by the holder of the key that was shown.
 */
enum err errand_fate(const struct errand *e, CURLcode result) CHECKED;

/*
 * The same, whatever the status: `*status` is what the holder of the key
 * answered, whole and within its limits. ERR_FORGED and ERR_LATER as above.
 */
enum err errand_status(const struct errand *e, CURLcode result,
    unsigned *status) CHECKED;

/* The SHA-256 of the key that was shown, once errand_status is ERR_OK. */
struct bytes errand_key(const struct errand *e);

/* What the answer said, and its body; they live until errand_end. */
struct str errand_field(const struct errand *e, enum errand_said which);
struct bytes errand_answer(const struct errand *e);

/*
 * For a command, which has nothing else to do: start it and wait for its end,
 * as errand_status; then read, then errand_over.
 */
enum err errand_now(struct errand *e, const struct errand_order *order,
    unsigned *status) CHECKED;
void errand_over(struct errand *e);

/* Give everything back; the errand is free again. */
void errand_end(struct errand *e, CURLM *multi);

#endif
