/*
 * errand - one HTTPS exchange with the central, whose key we know.
 *
 * TLS 1.2, the server named by the SHA-256 of its public key and by nothing
 * else: no authority, no name, no date is asked. No redirect, no other
 * protocol, no memory between two errands. An errand is started, carried on by
 * the courier's loop, and ends with a fate.
 */
#ifndef ERRAND_H
#define ERRAND_H

#include <curl/curl.h>

#include "base/buf.h"
#include "tls/tls_pin.h"

#define ERRAND_URL_MOST  255   /* bytes */
#define ERRAND_BODY_MOST 4096  /* bytes of an answer that are taken */
#define ERRAND_CONNECT   10000 /* ms until the handshake is done */
#define ERRAND_WHOLE     20000 /* ms until all is done */

/* Where to go, whom to find there, and by when. All is borrowed. */
struct errand_order {
	struct str url;   /* https://... */
	struct bytes pin; /* TLS_PIN_LEN bytes; see tls_pin.h */
	struct str proxy; /* http://name:port, or "" for a direct way */
	long connect_ms;  /* until the handshake is done; ERRAND_CONNECT */
	long whole_ms;    /* until all is done; ERRAND_WHOLE */
};

struct errand {
	CURL *easy; /* NULL: free */
	uint64_t ticket;
	int64_t since; /* clock_boot */
	bool pinned;   /* our judge was put in place of curl's */
	size_t got;    /* bytes of the answer */
	struct tls_pin pin;
	char error[CURL_ERROR_SIZE];
};

/*
 * Begin `GET url`; the order is no longer needed afterwards. ERR_INPUT: not an
 * https address, a proxy of another kind, one of the two too long, or a pin
 * that is none; ERR_LATER: no memory. The errand must not move until
 * errand_end. A name is looked up before anything else, and while no server of
 * names answers, the caller waits: 10 s for each domain of resolv.conf.
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

/* Give everything back; the errand is free again. */
void errand_end(struct errand *e, CURLM *multi);

#endif
