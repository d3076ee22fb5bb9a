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

	(void)at;
	if (n > ERRAND_BODY_MOST - e->got)
		return 0;
	e->got += n;
	return n * one;
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
	    order->pin.len != TLS_PIN_LEN)
		return ERR_INPUT;

	*e = (struct errand){.easy = curl_easy_init(), .since = clock_boot()};
	tls_pin_open(&e->pin, order->pin.at);
	e->pin.first = true; /* no certificate was seen yet */
	if (e->easy && prepare(e, url, proxy, order) &&
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
errand_fate(const struct errand *e, CURLcode result)
{
	long status = 0;

	if (!e->pin.first && !e->pin.found)
		return ERR_FORGED;
	if (result != CURLE_OK || !e->pinned || !e->pin.found)
		return ERR_LATER;
	if (curl_easy_getinfo(e->easy, CURLINFO_RESPONSE_CODE, &status) !=
		CURLE_OK ||
	    status != 200)
		return ERR_LATER;
	return ERR_OK;
}

void
errand_end(struct errand *e, CURLM *multi)
{
	if (e->easy) {
		(void)curl_multi_remove_handle(multi, e->easy);
		curl_easy_cleanup(e->easy);
	}
	secret_wipe(e, sizeof(*e));
}
