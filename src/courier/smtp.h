/*
 * smtp - one letter to one recipient, through the relay of the settings.
 *
 * A transaction of its own for each recipient (RFC 5321): nobody learns who
 * else was written to from the envelope, and each has its own fate. The relay
 * is known by the certificates of the setting smtp_ca, under the name of
 * smtp_url, and nothing but its greeting is spoken before TLS; without TLS only
 * where the settings say so, and then without a password.
 *
 * Nothing is sent twice: the message leaves but for its last line, the lone dot
 * that makes it a letter. Then smtp_asks is true, and whoever started it says
 * whether that line may leave as well (smtp_go). Before it, nothing can have
 * arrived; after it, only the relay's answer tells.
 */
#ifndef SMTP_H
#define SMTP_H

#include <curl/curl.h>

#include "base/buf.h"

#define SMTP_MOST          (188u * 1024) /* bytes of a message */
#define SMTP_TO_MOST       254    /* bytes of an address (RFC 5321, 4.5.3) */
#define SMTP_CONNECT       20000  /* ms until the relay is spoken to */
#define SMTP_ANSWER        120000 /* ms that it may take for an answer */
#define SMTP_WHOLE         300000 /* ms until all is done */
#define SMTP_CA_MOST       (64u * 1024) /* bytes of smtp_ca */
#define SMTP_PASSWORD_MOST 255          /* bytes */

#define SMTP_SOCKETS 4 /* of one letter: addresses that are tried at once */

/* How far it had come: what was said last. */
enum smtp_step {
	SMTP_CONNECTING,
	SMTP_GREETING, /* EHLO */
	SMTP_SECURING, /* STARTTLS */
	SMTP_NAMING,   /* AUTH */
	SMTP_FROM,     /* MAIL */
	SMTP_TO,       /* RCPT */
	SMTP_DATA,     /* DATA, and the message but for its last line */
	SMTP_DOT       /* all of it */
};

/* Whether the relay's settings are such that a letter may leave. */
enum smtp_tls { SMTP_TLS_REQUIRED, SMTP_TLS_LOCAL, SMTP_TLS_NONE };

/* The relay. All is borrowed, and lives as long as the courier. */
struct smtp_relay {
	struct str url, from, user, password, ca;
	enum smtp_tls tls;
};

struct smtp {
	CURL *easy; /* NULL: free */
	uint64_t ticket;
	int64_t since; /* clock_boot */
	enum smtp_step step;
	bool asked, gone; /* its last line: asked for, allowed */
	bool told;        /* the caller's: it has passed the question on */
	int open[SMTP_SOCKETS]; /* its sockets, -1: none; one once connected */
	struct curl_slist *to;
	size_t len, sent; /* bytes of the message */
	uint8_t message[SMTP_MOST];
	char error[CURL_ERROR_SIZE];
};

/* `required`, `local`, `none`; false for another word. */
bool smtp_tls_read(struct str word, enum smtp_tls *tls);

/*
 * Is this a relay that letters may be sent through? ERR_ABSENT: none is set;
 * ERR_INPUT: an address, a sender or a policy that is none, a password that
 * would be said in the clear, or no TLS and not on this machine.
 */
enum err smtp_judge(const struct smtp_relay *r) CHECKED;

/*
 * Begin. The message is copied; it ends with CR LF. ERR_INPUT: smtp_judge says
 * no, or `to` is no address; ERR_LIMIT: too long; ERR_LATER: no memory.
 */
enum err smtp_start(struct smtp *s, CURLM *multi, const struct smtp_relay *r,
    struct str to, struct bytes message) CHECKED;

/* All but the last line has left, and it waits to be told. */
bool smtp_asks(const struct smtp *s);

/*
 * It may leave. False: the relay has spoken or gone meanwhile, the last line
 * has not left, and never will; end it, its fate is ERR_LATER.
 */
bool smtp_go(struct smtp *s);

/*
 * What became of it, given curl's own result, and the relay's last code (0:
 * none). ERR_OK: the relay has it. ERR_LATER: nothing arrived, try again.
 * ERR_DENIED: refused for good, this recipient or this message. ERR_FORGED: no
 * TLS, or another certificate. ERR_SIGNED_OUT: name or password refused.
 * ERR_UNSURE: its last line may have arrived, and nobody said so.
 */
enum err smtp_fate(const struct smtp *s, CURLcode result,
    unsigned *code) CHECKED;

/* Give everything back, at once, whatever the relay is still to say; it is free
 * again, and its bytes are wiped. */
void smtp_end(struct smtp *s, CURLM *multi);

#endif
