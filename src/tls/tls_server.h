/*
 * tls_server - how we answer TLS: a recipe, as BearSSL calls it.
 *
 * TLS 1.2; ECDHE-ECDSA with AES-256-GCM, ChaCha20-Poly1305 or AES-128-GCM, in
 * our order: ChaCha20 first where AES has no hardware. X25519, P-256, P-384. No
 * renegotiation, no ticket. A session may be taken up again for a short while,
 * so that the six connections of a browser cost one signature; all are
 * forgotten together, so that a stolen memory opens nothing older.
 *
 * The private key is elsewhere: `sign` is called once a full handshake.
 */
#ifndef TLS_SERVER_H
#define TLS_SERVER_H

#include <bearssl.h>

#include "base/buf.h"
#include "tls/tls_chain.h"

/*
 * Sign `digest` with the key of the chain's first certificate; append the DER
 * signature. Called from within the engine: it returns when it is done.
 */
typedef enum err tls_server_sign(void *who, uint32_t hash, struct bytes digest,
    struct buf *der);

#define TLS_SERVER_SESSIONS 256 /* that may be taken up again */
#define TLS_SERVER_SESSION  128 /* bytes each, at most */
#define TLS_SERVER_MEMORY   (10 * CLOCK_MINUTE)

/* What all connections share; it outlives them and must not be moved. */
struct tls_server {
	const br_ssl_server_policy_class *policy; /* first: BearSSL finds us */
	const struct tls_chain *chain;
	tls_server_sign *sign;
	void *who;
	int64_t forget_at; /* when all sessions are forgotten, clock_boot */
	bool remembers;    /* there may be some */
	br_ssl_session_cache_lru sessions;
	uint8_t store[TLS_SERVER_SESSIONS * TLS_SERVER_SESSION];
};

void tls_server_open(struct tls_server *s, const struct tls_chain *chain,
    tls_server_sign *sign, void *who);

/* To be called now and then, lest sessions outlive their time unasked for. */
void tls_server_tick(struct tls_server *s, int64_t now);

/*
 * Bytes for what comes in, of which one record of any client must fit, and for
 * what goes out: short records reach the eye sooner and idle cheaper.
 */
#define TLS_SERVER_IN  BR_SSL_BUFSIZE_INPUT
#define TLS_SERVER_OUT (4096 + 85)

/*
 * Make `cc` ready for a ClientHello; it borrows the two buffers. ERR_LATER if
 * the engine will not begin, which is no fault of the client's.
 */
enum err tls_server_profile(br_ssl_server_context *cc, struct tls_server *s,
    uint8_t in[TLS_SERVER_IN], uint8_t out[TLS_SERVER_OUT]) CHECKED;

#endif
