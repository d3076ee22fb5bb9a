#include "courier/smtp.h"

#include <bearssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypto/secret.h"

#define URL_MOST                                                               \
	(255 + 1 + 255) /* bytes: the relay, '/', who we say we are            \
			 */

/* No more than TLS 1.2 with the suites of tls_client.h, begun once. */
static CURLcode
harden(CURL *easy, void *tls, void *none)
{
	br_ssl_client_context *cc = tls;

	(void)easy;
	(void)none;
	br_ssl_engine_add_flags(&cc->eng, BR_OPT_NO_RENEGOTIATION);
	return CURLE_OK;
}

/* The message but for its last line, which curl adds when we say that there is
 * no more: not before that was allowed. */
static size_t
give(char *to, size_t one, size_t n, void *smtp)
{
	struct smtp *s = smtp;
	size_t most = one * n, left = s->len - s->sent;

	if (left == 0 && !s->gone) {
		s->asked = true;
		return CURL_READFUNC_PAUSE;
	}
	if (left > most)
		left = most;
	memcpy(to, s->message + s->sent, left);
	s->sent += left;
	return left;
}

/* curl waits for an answer in places of its own: which sockets are ours lets us
 * look at the line, and hang up. */
static int
opened(void *smtp, curl_socket_t fd, curlsocktype what)
{
	struct smtp *s = smtp;

	(void)what;
	for (size_t i = 0; i < SMTP_SOCKETS; i++)
		if (s->open[i] < 0) {
			s->open[i] = fd;
			return CURL_SOCKOPT_OK;
		}
	return CURL_SOCKOPT_ERROR;
}

static int
closed(void *smtp, curl_socket_t fd)
{
	struct smtp *s = smtp;

	for (size_t i = 0; i < SMTP_SOCKETS; i++)
		if (s->open[i] == fd)
			s->open[i] = -1;
	return close(fd);
}

/* What the relay says is not kept. */
static size_t
forget(char *at, size_t one, size_t n, void *none)
{
	(void)at;
	(void)none;
	return one * n;
}

/*
 * Which command leaves: an answer counts against it alone. Of what is said only
 * the first letters are looked at.
 */
static int
watch(CURL *easy, curl_infotype what, char *at, size_t len, void *smtp)
{
	static const struct {
		const char *word;
		enum smtp_step step;
	} words[] = {
	    {"EHLO ", SMTP_GREETING},
	    {"HELO ", SMTP_GREETING},
	    {"STARTTLS", SMTP_SECURING},
	    {"AUTH ", SMTP_NAMING},
	    {"MAIL ", SMTP_FROM},
	    {"RCPT ", SMTP_TO},
	    {"DATA", SMTP_DATA},
	};
	struct smtp *s = smtp;

	(void)easy;
	for (size_t i = 0;
	     what == CURLINFO_HEADER_OUT && i < sizeof(words) / sizeof(*words);
	     i++)
		if (str_starts((struct str){at, len}, str_of(words[i].word)))
			s->step = words[i].step;
	return 0;
}

/* --- the relay ------------------------------------------------------------ */

bool
smtp_tls_read(struct str word, enum smtp_tls *tls)
{
	static const char *const words[] = {
	    [SMTP_TLS_REQUIRED] = "required",
	    [SMTP_TLS_LOCAL] = "local",
	    [SMTP_TLS_NONE] = "none",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eq(word, str_of(words[i]))) {
			*tls = (enum smtp_tls)i;
			return true;
		}
	return false;
}

/* What could be read otherwise in a command or an address is in none. */
static bool
is_address(struct str a)
{
	size_t at = str_find(a, '@', 0);

	for (size_t i = 0; i < a.len; i++)
		if ((uint8_t)a.at[i] <= 0x20 || (uint8_t)a.at[i] >= 0x7f ||
		    strchr("<>,;:\\\"()[]", a.at[i]))
			return false;
	return at > 0 && at + 1 < a.len && a.len <= SMTP_TO_MOST &&
	    str_find(a, '@', at + 1) == a.len;
}

/* host or host:port, after the scheme. */
static bool
is_place(struct str place)
{
	for (size_t i = 0; i < place.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
			    "XYZ0123456789.-:[]",
			place.at[i]) ||
		    place.at[i] == 0)
			return false;
	return place.len > 0;
}

static bool
is_here(struct str place)
{
	static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct str name = str_of(names[i]);
		struct str rest = str_part(place, name.len, SIZE_MAX);
		if (str_starts(place, name) &&
		    (rest.len == 0 || rest.at[0] == ':'))
			return true;
	}
	return false;
}

static bool
is_inner(const struct smtp_relay *r)
{
	return str_starts(r->url, TXT("smtps://"));
}

static struct str
place_of(const struct smtp_relay *r)
{
	struct str place = str_part(r->url, is_inner(r) ? 8 : 7, SIZE_MAX);

	if (str_ends(place, TXT("/")))
		place.len--;
	return place;
}

enum err
smtp_judge(const struct smtp_relay *r)
{
	bool tls = is_inner(r) || r->tls == SMTP_TLS_REQUIRED;

	if (r->url.len == 0)
		return ERR_ABSENT;
	if ((!is_inner(r) && !str_starts(r->url, TXT("smtp://"))) ||
	    !is_place(place_of(r)) || !is_address(r->from))
		return ERR_INPUT;
	if (!tls && r->tls == SMTP_TLS_LOCAL && !is_here(place_of(r)))
		return ERR_INPUT;
	/* Nobody but the relay learns the password, and who is not known by
	 * anything is not the relay. */
	if ((!tls && r->user.len > 0) || (tls && r->ca.len == 0))
		return ERR_INPUT;
	return ERR_OK;
}

/* --- one letter -------------------------------------------------------------
 */

/* We say that we are the domain of our own address, and not this machine. */
static bool
put_url(const struct smtp_relay *r, char url[URL_MOST + 1])
{
	struct buf b = buf_over(url, URL_MOST);

	buf_str(&b, is_inner(r) ? TXT("smtps://") : TXT("smtp://"));
	buf_str(&b, place_of(r));
	buf_str(&b, TXT("/"));
	buf_str(&b, str_part(r->from, str_find(r->from, '@', 0) + 1, SIZE_MAX));
	if (buf_err(&b) != ERR_OK)
		return false;
	url[b.len] = 0;
	return true;
}

/* <address>, as a command wants it. */
static bool
put_path(struct str address, char path[SMTP_TO_MOST + 3])
{
	struct buf b = buf_over(path, SMTP_TO_MOST + 2);

	buf_str(&b, TXT("<"));
	buf_str(&b, address);
	buf_str(&b, TXT(">"));
	if (buf_err(&b) != ERR_OK)
		return false;
	path[b.len] = 0;
	return true;
}

static bool
prepare_tls(CURL *c, const struct smtp_relay *r)
{
	struct curl_blob ca = {(void *)(uintptr_t)r->ca.at, r->ca.len,
	    CURL_BLOB_COPY};
	bool tls = is_inner(r) || r->tls == SMTP_TLS_REQUIRED;

	if (!tls)
		return !curl_easy_setopt(c, CURLOPT_USE_SSL,
		    (long)CURLUSESSL_NONE);
	return !curl_easy_setopt(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL) &&
	    !curl_easy_setopt(c, CURLOPT_SSLVERSION,
		(long)CURL_SSLVERSION_TLSv1_2) &&
	    !curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L) &&
	    !curl_easy_setopt(c, CURLOPT_SSL_SESSIONID_CACHE, 0L) &&
	    !curl_easy_setopt(c, CURLOPT_CAINFO_BLOB, &ca) &&
	    !curl_easy_setopt(c, CURLOPT_SSL_CTX_FUNCTION, harden);
}

/* The name and the password, where there are some: zero-ended copies that are
 * wiped again. */
static bool
prepare_name(CURL *c, const struct smtp_relay *r)
{
	char user[SMTP_PASSWORD_MOST + 1], password[SMTP_PASSWORD_MOST + 1];

	if (r->user.len == 0)
		return true;
	if (r->user.len > SMTP_PASSWORD_MOST ||
	    r->password.len > SMTP_PASSWORD_MOST)
		return false;
	memcpy(user, r->user.at, r->user.len);
	user[r->user.len] = 0;
	memcpy(password, r->password.at, r->password.len);
	password[r->password.len] = 0;
	bool well = !curl_easy_setopt(c, CURLOPT_USERNAME, user) &&
	    !curl_easy_setopt(c, CURLOPT_PASSWORD, password);
	secret_wipe(password, sizeof(password));
	return well;
}

/* Every option either is set or ends it: none is optional. */
static bool
prepare(struct smtp *s, const struct smtp_relay *r, struct str to)
{
	CURL *c = s->easy;
	char url[URL_MOST + 1], path[SMTP_TO_MOST + 3];

	if (!put_url(r, url) || !put_path(to, path))
		return false;
	s->to = curl_slist_append(NULL, path);
	return s->to && put_path(r->from, path) &&
	    !curl_easy_setopt(c, CURLOPT_URL, url) &&
	    !curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps") &&
	    !curl_easy_setopt(c, CURLOPT_PROXY, "") &&
	    !curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_MAIL_FROM, path) &&
	    !curl_easy_setopt(c, CURLOPT_MAIL_RCPT, s->to) &&
	    !curl_easy_setopt(c, CURLOPT_UPLOAD, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_READFUNCTION, give) &&
	    !curl_easy_setopt(c, CURLOPT_READDATA, s) &&
	    !curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, forget) &&
	    !curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, forget) &&
	    !curl_easy_setopt(c, CURLOPT_VERBOSE, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, watch) &&
	    !curl_easy_setopt(c, CURLOPT_DEBUGDATA, s) &&
	    !curl_easy_setopt(c, CURLOPT_SOCKOPTFUNCTION, opened) &&
	    !curl_easy_setopt(c, CURLOPT_SOCKOPTDATA, s) &&
	    !curl_easy_setopt(c, CURLOPT_CLOSESOCKETFUNCTION, closed) &&
	    !curl_easy_setopt(c, CURLOPT_CLOSESOCKETDATA, s) &&
	    !curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->error) &&
	    !curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
		(long)SMTP_CONNECT) &&
	    !curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT_MS,
		(long)SMTP_ANSWER) &&
	    !curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)SMTP_WHOLE) &&
	    !curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_PRIVATE, s) && prepare_tls(c, r) &&
	    prepare_name(c, r);
}

enum err
smtp_start(struct smtp *s, CURLM *multi, const struct smtp_relay *r,
    struct str to, struct bytes message)
{
	must(s->easy == NULL);
	if (smtp_judge(r) != ERR_OK || !is_address(to) || message.len == 0)
		return ERR_INPUT;
	if (message.len > sizeof(s->message))
		return ERR_LIMIT;
	s->easy = curl_easy_init();
	s->since = clock_boot();
	memset(s->open, -1, sizeof(s->open));
	s->len = message.len;
	memcpy(s->message, message.at, message.len);
	if (s->easy && prepare(s, r, to) &&
	    curl_multi_add_handle(multi, s->easy) == CURLM_OK)
		return ERR_OK;
	smtp_end(s, multi);
	return ERR_LATER;
}

bool
smtp_asks(const struct smtp *s)
{
	return s->easy && s->asked && !s->gone;
}

/* After « go on » and before the last line the relay has nothing to say: if
 * there is something to read, it refuses or leaves. */
static bool
relay_waits(const struct smtp *s)
{
	bool any = false;

	for (size_t i = 0; i < SMTP_SOCKETS; i++) {
		struct pollfd p = {.fd = s->open[i], .events = POLLIN};
		if (p.fd >= 0 && poll(&p, 1, 0) != 0)
			return false;
		any = any || p.fd >= 0;
	}
	return any;
}

bool
smtp_go(struct smtp *s)
{
	if (!smtp_asks(s) || !relay_waits(s))
		return false;
	s->gone = true;
	s->step = SMTP_DOT;
	/* What goes wrong from here on, curl tells at the end. */
	(void)curl_easy_pause(s->easy, CURLPAUSE_CONT);
	return true;
}

/* Refused before its last line: whose fault it is decides. */
static enum err
refusal(const struct smtp *s, CURLcode result, unsigned code)
{
	if (result == CURLE_USE_SSL_FAILED ||
	    result == CURLE_PEER_FAILED_VERIFICATION ||
	    result == CURLE_SSL_CONNECT_ERROR)
		return ERR_FORGED;
	if (result == CURLE_LOGIN_DENIED && code >= 500)
		return ERR_SIGNED_OUT;
	/* Not of the greeting, the name or the sender: that is no fault of
	 * this letter, and is cured by the relay or the settings. */
	return code >= 500 && s->step >= SMTP_TO ? ERR_DENIED : ERR_LATER;
}

enum err
smtp_fate(const struct smtp *s, CURLcode result, unsigned *code)
{
	long said = 0;

	*code = 0;
	if (s->easy &&
	    curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &said) ==
		CURLE_OK &&
	    said >= 200 && said <= 599)
		*code = (unsigned)said;
	if (!s->gone)
		return refusal(s, result, *code >= 400 ? *code : 0);
	if (result == CURLE_OK && *code >= 200 && *code < 300)
		return ERR_OK;
	if (*code >= 500)
		return ERR_DENIED;
	return *code >= 400 ? ERR_LATER : ERR_UNSURE;
}

void
smtp_end(struct smtp *s, CURLM *multi)
{
	if (s->easy) {
		for (size_t i = 0; i < SMTP_SOCKETS; i++)
			if (s->open[i] >= 0)
				(void)shutdown(s->open[i], SHUT_RDWR);
		(void)curl_multi_remove_handle(multi, s->easy);
		curl_easy_cleanup(s->easy);
		curl_slist_free_all(s->to);
		secret_wipe(s->message, s->len);
	}
	secret_wipe(s, offsetof(struct smtp, message));
	s->error[0] = 0;
}
