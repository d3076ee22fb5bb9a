#include "front/web.h"

#include <civetweb.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "front/head.h"
#include "http/framing.h"

#define REPLY_MOST (HEAD_MOST + 160u * KIB)

static struct str
header(const struct mg_connection *c, const char *name)
{
	const char *value = mg_get_header(c, name);

	return value ? str_of(value) : TXT("");
}

static int
send_reply(struct mg_connection *c, struct web_worker *w, uint32_t status)
{
	if (buf_err(&w->reply) == ERR_OK)
		(void)mg_write(c, w->reply.at, w->reply.len);
	explicit_bzero(w->reply.at, w->reply.len);
	w->reply = buf_over(w->reply.at, w->reply.max);
	return (int)status;
}

static int
refuse(struct mg_connection *c, struct web_worker *w, enum err e, bool bare)
{
	uint32_t status = (uint32_t)err_http(e);

	head_refuse(&w->reply, status, e, false, bare);
	return send_reply(c, w, status);
}

static int
answer_asset(struct mg_connection *c, struct web *web, struct web_worker *w,
    struct str method, struct str path)
{
	const struct asset *a = asset_find(&web->assets, path);
	bool bare = str_eq(method, TXT("HEAD"));

	if (!a)
		return refuse(c, w, ERR_ABSENT, bare);
	if (!bare && !str_eq(method, TXT("GET")))
		return refuse(c, w, ERR_METHOD, false);

	struct head h = {.status = 200,
	    .type = a->type,
	    .tag = {a->tag, ASSET_TAG},
	    .length = a->body.len};
	if (asset_known(a, header(c, "If-None-Match"))) {
		h.status = 304;
		bare = true;
	}
	head_put(&w->reply, &h);
	uint32_t status = h.status;
	if (bare)
		return send_reply(c, w, status);
	/* The body may be longer than a reply of core ever is. */
	send_reply(c, w, status);
	(void)mg_write(c, a->body.at, a->body.len);
	return (int)status;
}

/* The whole body into w->body: the gate has already read it from the network.
 */
static enum err
read_body(struct mg_connection *c, struct web_worker *w, int64_t length,
    bool machine)
{
	w->body = buf_over(w->body.at, w->body.max);
	if (length > (machine ? RELAY_LONG_MOST : RELAY_BODY_MOST))
		return ERR_LIMIT;
	while ((int64_t)w->body.len < length) {
		int got = mg_read(c, w->body.at + w->body.len,
		    (size_t)length - w->body.len);
		if (got <= 0)
			return ERR_SLOW;
		w->body.len += (size_t)got;
	}
	return ERR_OK;
}

static int
answer_core(struct mg_connection *c, struct web_worker *w, struct str method,
    struct str path)
{
	const struct mg_request_info *ri = mg_get_request_info(c);
	bool bare = str_eq(method, TXT("HEAD"));
	struct http_request ask = {
	    .method = method,
	    .path = path,
	    .query = ri->query_string ? str_of(ri->query_string) : TXT(""),
	    .host = header(c, "Host"),
	    .cookie = header(c, "Cookie"),
	    .origin = header(c, "Origin"),
	    .site = header(c, "Sec-Fetch-Site"),
	    .type = header(c, "Content-Type"),
	    .peer = header(c, "X-Fichep-Peer"),
	    .device = header(c, "Sync-Device"),
	    .nonce = header(c, "Sync-Nonce"),
	    .digest = header(c, "Content-Digest"),
	    .signed_as = header(c, "Signature-Input"),
	    .signature = header(c, "Signature"),
	};
	struct http_response got;

	enum err e = read_body(c, w, ri->content_length, framing_machine(path));
	if (e == ERR_OK) {
		ask.body = buf_done(&w->body);
		e = relay_ask(&w->relay, &ask, &got);
	}
	explicit_bzero(w->body.at, w->body.len);
	if (e != ERR_OK) {
		relay_forget(&w->relay); /* an answer to another question */
		return refuse(c, w, e, bare);
	}

	struct head h = {.status = got.status,
	    .type = got.type,
	    .location = got.location,
	    .cookie = got.cookie,
	    .nonce = got.nonce,
	    .digest = got.digest,
	    .signed_as = got.signed_as,
	    .signature = got.signature,
	    .length = got.page.len};
	if (!head_fit(&h)) {
		log_event(LOG_ERROR, EVENT("core_answer_unfit"),
		    LOG_NUM("status", got.status));
		relay_forget(&w->relay);
		return refuse(c, w, ERR_STORE, bare);
	}
	head_put(&w->reply, &h);
	if (!bare)
		buf_bytes(&w->reply, got.page);
	relay_forget(&w->relay);
	return send_reply(c, w, h.status);
}

static int
on_request(struct mg_connection *c)
{
	const struct mg_request_info *ri = mg_get_request_info(c);
	struct web_worker *w = mg_get_thread_pointer(c);
	struct web *web = ri->user_data;
	struct str method = str_of(ri->request_method);
	struct str path = str_of(ri->request_uri);

	atomic_fetch_add(&web->busy, 1);
	int status = str_starts(path, TXT(ASSET_ROOT))
	    ? answer_asset(c, web, w, method, path)
	    : answer_core(c, w, method, path);
	atomic_fetch_sub(&web->busy, 1);
	return status;
}

/* What CivetWeb refuses by itself never reached on_request; it then closes. */
static int
on_error(struct mg_connection *c, int status, const char *why)
{
	struct web_worker *w = mg_get_thread_pointer(c);

	(void)why;
	head_refuse(&w->reply, status == 413 ? 413 : 400,
	    status == 413 ? ERR_LIMIT : ERR_MANGLED, true, false);
	send_reply(c, w, 400);
	return 0;
}

static void *
on_thread(const struct mg_context *server, int kind)
{
	struct web *web = mg_get_user_data(server);

	if (kind != 1)
		return NULL; /* the one that accepts */
	size_t i = atomic_fetch_add(&web->started, 1);
	must(i < web->count);
	return &web->worker[i];
}

static int
on_message(const struct mg_connection *c, const char *text)
{
	(void)c, (void)text;
	log_event(LOG_WARN, EVENT("civetweb_complains"));
	return 1;
}

static enum err
make_worker(struct web *web, struct web_worker *w, const struct chan *core,
    struct arena *mem)
{
	enum err e = relay_open(&w->relay, core, &web->turns, mem);

	w->body = buf_new(mem, RELAY_LONG_MOST);
	w->reply = buf_new(mem, REPLY_MOST);
	if (e == ERR_OK)
		e = buf_err(&w->body);
	return e == ERR_OK ? buf_err(&w->reply) : e;
}

enum err
web_start(struct web *w, const char *path, const struct chan core[],
    size_t count, struct arena *mem)
{
	char listen[108], threads[8], silence[16];
	struct mg_callbacks calls = {.begin_request = on_request,
	    .http_error = on_error,
	    .init_thread = on_thread,
	    .log_message = on_message};

	must(count > 0 && count <= WEB_WORKERS);
	*w = (struct web){.count = count};
	enum err e = asset_open(&w->assets, mem);
	for (size_t i = 0; e == ERR_OK && i < count; i++)
		e = make_worker(w, &w->worker[i], &core[i], mem);
	if (e != ERR_OK)
		return e;

	int len = snprintf(listen, sizeof(listen), "x%s", path);
	must(len > 1 && (size_t)len < sizeof(listen));
	snprintf(threads, sizeof(threads), "%zu", count);
	snprintf(silence, sizeof(silence), "%d000", WEB_SILENCE);
	const char *options[] = {"listening_ports", listen, "num_threads",
	    threads, "enable_keep_alive", "yes", "keep_alive_timeout_ms",
	    silence, "request_timeout_ms", silence, "decode_url", "no",
	    "access_control_allow_origin", "", "access_control_allow_methods",
	    "", "access_control_allow_headers", "", NULL};

	(void)unlink(path);
	w->server = mg_start(&calls, w, options);
	if (!w->server)
		return ERR_STORE;
	/* Every thread holds its wire before anyone is told that we serve. */
	while (atomic_load(&w->started) < count)
		(void)poll(NULL, 0, 1);
	return ERR_OK;
}

void
web_rewiring(struct web *w)
{
	atomic_fetch_add(&w->turns, 1);
}

void
web_drain(struct web *w, int most_ms)
{
	int64_t until = clock_boot() + most_ms;

	while (atomic_load(&w->busy) > 0 && clock_boot() < until)
		(void)poll(NULL, 0, 5);
}

void
web_stop(struct web *w)
{
	mg_stop(w->server);
	w->server = NULL;
}
