/*
 * rig - an errand of the courier, carried out to its end by the test itself.
 */
#ifndef COURIER_RIG_H
#define COURIER_RIG_H

#include "base/clock.h"
#include "central.h"
#include "courier/errand.h"

#define PATIENCE 10000 /* ms that no errand of a test comes near */
#define SHORT    150   /* ms for what must not wait */
#define LATE     8000  /* ms: on the slowest machine, still before PATIENCE */

static CURLM *multi;
static struct errand errand;
static uint8_t pin[TLS_PIN_LEN];
static const char *proxy = "";
static long connect_ms = PATIENCE, whole_ms = 2 * PATIENCE;
static size_t got; /* bytes of the last answer */
static int64_t took;
static int struck; /* times a clock woke us, and nothing had come */

static inline enum err
begin(struct errand *e, const char *url)
{
	alarm(200); /* a test that waits for ever has failed */
	if (!multi) {
		EQ(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
		multi = curl_multi_init();
	}
	return errand_start(e, multi,
	    &(struct errand_order){.url = str_of(url),
		.pin = BYTES_OF(pin),
		.proxy = str_of(proxy),
		.connect_ms = connect_ms,
		.whole_ms = whole_ms});
}

/* Carry all on, as the courier does, until one has ended; its fate. */
static inline enum err
await(void)
{
	CURLMsg *said;
	int left, heard;

	while (!(said = curl_multi_info_read(multi, &left))) {
		EQ(curl_multi_poll(multi, NULL, 0, 1000, &heard), CURLM_OK);
		struck += heard == 0;
		EQ(curl_multi_perform(multi, &left), CURLM_OK);
	}
	char *mine = NULL;
	CURLcode result = said->data.result;
	EQ(curl_easy_getinfo(said->easy_handle, CURLINFO_PRIVATE, &mine), 0);
	struct errand *e = (struct errand *)(void *)mine;
	enum err fate = errand_fate(e, result);
	took = clock_boot() - e->since;
	got = e->got;
	errand_end(e, multi);
	TRUE(e->easy == NULL);
	return fate;
}

static inline enum err
fetch(const char *url)
{
	OK(begin(&errand, url));
	return await();
}

/* The same on a port of this machine. */
static inline enum err
go(unsigned port, const char *page)
{
	char url[64];

	snprintf(url, sizeof(url), "https://127.0.0.1:%u/%s", port, page);
	return fetch(url);
}

static inline void
a_key(void)
{
	central_enter();
	central_key("ours", CENTRAL_P256);
	central_pin("ours", pin);
	central_page("etat", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
}

/* A central with the key we know, and pages. */
static inline struct central
a_central(void)
{
	a_key();
	return central_open("-HTTP -cert ours.pem");
}

static inline void
leave(struct central *c)
{
	central_close(c);
	central_leave();
}

#endif
