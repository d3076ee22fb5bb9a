#include "courier/errand.h"

#include <bearssl.h>

#include "base/clock.h"
#include "crypto/secret.h"

/* curl has prepared a client; the only judge of the server is our pin. */
static CURLcode
put_pin(CURL *easy, void *tls, void *errand)
{
	br_ssl_client_context *cc = tls;
	struct errand *e = errand;

	(void)easy;
	br_ssl_engine_set_x509(&cc->eng, &e->pin.vtable);
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
prepare(struct errand *e, const char *url, const char *proxy)
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
		(long)ERRAND_CONNECT) &&
	    !curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)ERRAND_WHOLE) &&
	    !curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L) &&
	    !curl_easy_setopt(c, CURLOPT_PRIVATE, e);
}

enum err
errand_start(struct errand *e, CURLM *multi, struct str url, struct bytes pin,
    struct str proxy)
{
	char to[ERRAND_URL_MOST + 1], by[ERRAND_URL_MOST + 1];
	struct buf t = buf_over(to, sizeof(to) - 1);
	struct buf b = buf_over(by, sizeof(by) - 1);

	must(e->easy == NULL);
	buf_str(&t, url);
	buf_str(&b, proxy);
	if (buf_err(&t) != ERR_OK || buf_err(&b) != ERR_OK ||
	    !str_starts(url, TXT("https://")) || pin.len != TLS_PIN_LEN)
		return ERR_INPUT;
	to[t.len] = by[b.len] = 0;

	*e = (struct errand){.easy = curl_easy_init(), .since = clock_boot()};
	tls_pin_open(&e->pin, pin.at);
	e->pin.first = true; /* no certificate was seen yet */
	if (e->easy && prepare(e, to, by) &&
	    curl_multi_add_handle(multi, e->easy) == CURLM_OK)
		return ERR_OK;
	errand_end(e, multi);
	return ERR_LATER;
}

enum err
errand_fate(const struct errand *e, CURLcode result)
{
	long status = 0;

	if (e->pinned && !e->pin.found && result != CURLE_OK &&
	    result != CURLE_OPERATION_TIMEDOUT)
		return e->pin.first ? ERR_LATER : ERR_FORGED;
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
