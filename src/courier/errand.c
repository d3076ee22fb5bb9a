#include "courier/errand.h"

#include <bearssl.h>

#include "base/clock.h"
#include "base/encode.h"
#include "crypto/secret.h"

/*
 * curl has prepared a client; the only judge of the server is our pin. It is
 * asked once: curl says goodbye on a connection whose errand has already ended,
 * and no second handshake may then look for the pin of the first.
 */
static CURLcode
put_pin(CURL *easy, void *tls, void *errand)
{
	br_ssl_client_context *cc = tls;
	struct errand *e = errand;

	(void)easy;
	br_ssl_engine_set_x509(&cc->eng, &e->pin.vtable);
	br_ssl_engine_add_flags(&cc->eng, BR_OPT_NO_RENEGOTIATION);
	e->pinned = true;
	return CURLE_OK;
}

/* An answer longer than what we take ends the exchange. */
static size_t
take(char *at, size_t one, size_t n, void *errand)
{
	struct errand *e = errand;

	if (n > e->most - e->got)
		return 0;
	if (e->to)
		memcpy(e->to + e->got, at, n);
	e->got += n;
	return n * one;
}

/* A line of the answer's head: kept if it is one of ours, refused if it comes
 * twice or is too long. */
static size_t
note(char *at, size_t one, size_t n, void *errand)
{
	static const char *const names[] = {
	    [ERRAND_TYPE] = "Content-Type",
	    [ERRAND_NONCE] = "Sync-Nonce",
	    [ERRAND_DIGEST] = "Content-Digest",
	    [ERRAND_SIGNED_AS] = "Signature-Input",
	    [ERRAND_SIGNATURE] = "Signature",
	};
	struct errand *e = errand;
	struct str value = {at, n * one};
	struct str name = str_cut(&value, ':');

	while (value.len > 0 && strchr("\r\n", value.at[value.len - 1]))
		value.len--;
	value = str_trim(value);
	for (size_t i = 0; i < ERRAND_SAID; i++) {
		if (!str_eq_nocase(name, str_of(names[i])))
			continue;
		if (value.len > ERRAND_HEAD_MOST || e->said_len[i] > 0)
			return 0;
		memcpy(e->said[i], value.at, value.len);
		e->said_len[i] = value.len;
	}
	return n * one;
}

/* A field as curl wants it: one line, ended by a zero. */
static bool
add_field(struct errand *e, const struct errand_field *f)
{
	char line[ERRAND_HEAD_MOST + 64];
	struct buf b = buf_over(line, sizeof(line) - 1);

	buf_str(&b, str_of(f->name));
	buf_str(&b, TXT(": "));
	buf_str(&b, f->value);
	if (buf_err(&b) != ERR_OK)
		return false;
	for (size_t i = 0; i < b.len; i++)
		if ((uint8_t)line[i] < 0x20)
			return false;
	line[b.len] = 0;
	struct curl_slist *more = curl_slist_append(e->head, line);
	if (more)
		e->head = more;
	return more != NULL;
}

static bool
prepare_post(struct errand *e, const struct errand_order *order)
{
	CURL *c = e->easy;

	if (!order->post)
		return true;
	for (size_t i = 0; i < order->fields; i++)
		if (!add_field(e, &order->field[i]))
			return false;
	/* No round trip to be allowed to send what is small. */
	e->head = curl_slist_append(e->head, "Expect:");
	return e->head && !curl_easy_setopt(c, CURLOPT_POST, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_POSTFIELDS, order->body.at) &&
	    !curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE,
		(long)order->body.len) &&
	    !curl_easy_setopt(c, CURLOPT_HTTPHEADER, e->head);
}

/* Every option either is set or ends the errand: none is optional. */
static bool
prepare(struct errand *e, const char *url, const char *proxy,
    const struct errand_order *order)
{
	CURL *c = e->easy;

	return !curl_easy_setopt(c, CURLOPT_URL, url) &&
	    !curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https") &&
	    !curl_easy_setopt(c, CURLOPT_PROXY, proxy) &&
	    !curl_easy_setopt(c, CURLOPT_NOPROXY, "") &&
	    !curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) &&
	    !curl_easy_setopt(c, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_HTTP_VERSION,
		(long)CURL_HTTP_VERSION_1_1) &&
	    !curl_easy_setopt(c, CURLOPT_SSLVERSION,
		(long)CURL_SSLVERSION_TLSv1_2) &&
	    /* curl's judge is replaced whole, and that it was is checked. */
	    !curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 0L) &&
	    !curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 0L) &&
	    !curl_easy_setopt(c, CURLOPT_SSL_SESSIONID_CACHE, 0L) &&
	    !curl_easy_setopt(c, CURLOPT_SSL_CTX_FUNCTION, put_pin) &&
	    !curl_easy_setopt(c, CURLOPT_SSL_CTX_DATA, e) &&
	    !curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take) &&
	    !curl_easy_setopt(c, CURLOPT_WRITEDATA, e) &&
	    !curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, note) &&
	    !curl_easy_setopt(c, CURLOPT_HEADERDATA, e) &&
	    !curl_easy_setopt(c, CURLOPT_ERRORBUFFER, e->error) &&
	    !curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
		order->connect_ms) &&
	    !curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, order->whole_ms) &&
	    !curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_DNS_CACHE_TIMEOUT, 0L) &&
	    !curl_easy_setopt(c, CURLOPT_PRIVATE, e);
}

/* As curl wants it: ended by a zero, of which there is no other. */
static bool
copy(struct str from, char to[ERRAND_URL_MOST + 1])
{
	struct buf b = buf_over(to, ERRAND_URL_MOST);

	buf_str(&b, from);
	if (buf_err(&b) != ERR_OK || str_find(from, 0, 0) != from.len)
		return false;
	to[b.len] = 0;
	return true;
}

enum err
errand_start(struct errand *e, CURLM *multi, const struct errand_order *order)
{
	char url[ERRAND_URL_MOST + 1], proxy[ERRAND_URL_MOST + 1];

	must(e->easy == NULL);
	if (!copy(order->url, url) || !copy(order->proxy, proxy) ||
	    !str_starts(order->url, TXT("https://")) ||
	    (order->proxy.len > 0 &&
		!str_starts(order->proxy, TXT("http://"))) ||
	    order->pin.len != (order->learn ? 0 : TLS_PIN_LEN))
		return ERR_INPUT;

	*e = (struct errand){.easy = curl_easy_init(),
	    .since = clock_boot(),
	    .most = ERRAND_BODY_MOST};
	if (order->answer) {
		e->to = order->answer;
		e->most = order->answer_most;
	}
	if (!order->learn)
		tls_pin_open(&e->pin, order->pin.at);
	else
		tls_pin_learn(&e->pin);
	e->pin.first = true; /* no certificate was seen yet */
	if (e->easy && prepare(e, url, proxy, order) &&
	    prepare_post(e, order) &&
	    curl_multi_add_handle(multi, e->easy) == CURLM_OK)
		return ERR_OK;
	errand_end(e, multi);
	return ERR_LATER;
}

bool
errand_allowed(struct str url, struct bytes pin, struct str central,
    struct str key)
{
	uint8_t known[TLS_PIN_LEN];
	struct buf b = buf_over(known, sizeof(known));

	if (str_ends(central, TXT("/")))
		central.len--;
	return central.len > 0 && str_starts(url, central) &&
	    str_starts(str_part(url, central.len, 1), TXT("/")) &&
	    encode_unhex(key, &b) == ERR_OK && b.len == sizeof(known) &&
	    pin.len == b.len && memcmp(pin.at, known, b.len) == 0;
}

enum err
errand_status(const struct errand *e, CURLcode result, unsigned *status)
{
	long answered = 0;

	if (!e->pin.first && !e->pin.found)
		return ERR_FORGED;
	if (result != CURLE_OK || !e->pinned || !e->pin.found ||
	    curl_easy_getinfo(e->easy, CURLINFO_RESPONSE_CODE, &answered) !=
		CURLE_OK ||
	    answered < 100 || answered > 599)
		return ERR_LATER;
	*status = (unsigned)answered;
	return ERR_OK;
}

enum err
errand_fate(const struct errand *e, CURLcode result)
{
	unsigned status = 0;
	enum err fate = errand_status(e, result, &status);

	return fate == ERR_OK && status != 200 ? ERR_LATER : fate;
}

struct bytes
errand_key(const struct errand *e)
{
	return (struct bytes){e->pin.wanted, TLS_PIN_LEN};
}

struct str
errand_field(const struct errand *e, enum errand_said which)
{
	return (struct str){e->said[which], e->said_len[which]};
}

struct bytes
errand_answer(const struct errand *e)
{
	return (struct bytes){e->to, e->to ? e->got : 0};
}

void
errand_end(struct errand *e, CURLM *multi)
{
	if (e->easy) {
		(void)curl_multi_remove_handle(multi, e->easy);
		curl_easy_cleanup(e->easy);
		curl_slist_free_all(e->head);
	}
	secret_wipe(e, sizeof(*e));
}

static CURLM *alone; /* of a command */

enum err
errand_now(struct errand *e, const struct errand_order *order, unsigned *status)
{
	CURLMsg *said = NULL;
	int left;

	if (!alone && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
		alone = curl_multi_init();
	if (!alone)
		return ERR_LATER;
	enum err fate = errand_start(e, alone, order);
	while (fate == ERR_OK && !said) {
		if (curl_multi_perform(alone, &left) != CURLM_OK ||
		    curl_multi_poll(alone, NULL, 0, 200, NULL) != CURLM_OK)
			return ERR_LATER;
		said = curl_multi_info_read(alone, &left);
	}
	return fate == ERR_OK ? errand_status(e, said->data.result, status)
			      : fate;
}

void
errand_over(struct errand *e)
{
	errand_end(e, alone);
}
