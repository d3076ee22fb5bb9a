#include "tls/tls_server.h"

#include "base/clock.h"
#include "tls/tls_engine.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const uint16_t with_aes[] = {
    BR_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    BR_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    BR_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
};

static const uint16_t without_aes[] = {
    BR_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    BR_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    BR_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
};

/* BearSSL takes the name as const char *, and an array of them as not const. */
static const char *protocols[] = {"http/1.1"};

/* The engine has already put the suites we share in our order. */
static int
policy_choose(const br_ssl_server_policy_class **ctx,
    const br_ssl_server_context *cc, br_ssl_server_choices *choices)
{
	const struct tls_server *s = (const void *)ctx;
	size_t count;
	const br_suite_translated *suites =
	    br_ssl_server_get_client_suites(cc, &count);
	uint32_t ecdsa = br_ssl_server_get_client_hashes(cc) >> 8;

	if (count == 0)
		return 0;
	if (ecdsa >> br_sha256_ID & 1)
		choices->algo_id = 0xff00 + br_sha256_ID;
	else if (ecdsa >> br_sha384_ID & 1)
		choices->algo_id = 0xff00 + br_sha384_ID;
	else
		return 0;
	choices->cipher_suite = suites[0][0];
	choices->chain = s->chain->at;
	choices->chain_len = s->chain->count;
	return 1;
}

/* For RSA and static ECDH, of which none is in our suites. */
static uint32_t
policy_keyx(const br_ssl_server_policy_class **ctx, unsigned char *data,
    size_t *len)
{
	(void)ctx, (void)data, (void)len;
	return 0;
}

static size_t
policy_sign(const br_ssl_server_policy_class **ctx, unsigned algorithm,
    unsigned char *data, size_t digest_len, size_t len)
{
	const struct tls_server *s = (const void *)ctx;
	struct buf der = buf_over(data, len);
	uint8_t digest[64];

	if (digest_len > sizeof(digest))
		return 0;
	memcpy(digest, data, digest_len); /* the signature goes over it */
	enum err e = s->sign(s->who, algorithm & 0xff,
	    (struct bytes){digest, digest_len}, &der);
	return e == ERR_OK && buf_err(&der) == ERR_OK ? der.len : 0;
}

static const br_ssl_server_policy_class policy_class = {
    .context_size = sizeof(struct tls_server),
    .choose = policy_choose,
    .do_keyx = policy_keyx,
    .do_sign = policy_sign,
};

static void
forget(struct tls_server *s)
{
	explicit_bzero(s->store, sizeof(s->store));
	br_ssl_session_cache_lru_init(&s->sessions, s->store, sizeof(s->store));
	s->forget_at = clock_boot() + TLS_SERVER_MEMORY;
	s->remembers = false;
}

void
tls_server_tick(struct tls_server *s, int64_t now)
{
	if (s->remembers && now >= s->forget_at)
		forget(s);
}

void
tls_server_open(struct tls_server *s, const struct tls_chain *chain,
    tls_server_sign *sign, void *who)
{
	*s = (struct tls_server){.policy = &policy_class,
	    .chain = chain,
	    .sign = sign,
	    .who = who};
	forget(s);
}

enum err
tls_server_profile(br_ssl_server_context *cc, struct tls_server *s,
    uint8_t in[TLS_SERVER_IN], uint8_t out[TLS_SERVER_OUT])
{
	br_ssl_engine_context *e = &cc->eng;

	if (clock_boot() >= s->forget_at)
		forget(s);
	s->remembers = true;

	br_ssl_server_zero(cc);
	tls_engine_profile(e);
	if (tls_engine_aes())
		br_ssl_engine_set_suites(e, with_aes, COUNT(with_aes));
	else
		br_ssl_engine_set_suites(e, without_aes, COUNT(without_aes));
	br_ssl_engine_set_all_flags(e,
	    BR_OPT_ENFORCE_SERVER_PREFERENCES | BR_OPT_NO_RENEGOTIATION |
		BR_OPT_FAIL_ON_ALPN_MISMATCH);
	br_ssl_engine_set_protocol_names(e, protocols, COUNT(protocols));
	br_ssl_server_set_policy(cc, &s->policy);
	br_ssl_server_set_cache(cc, &s->sessions.vtable);
	br_ssl_engine_set_buffers_bidi(e, in, TLS_SERVER_IN, out,
	    TLS_SERVER_OUT);
	return br_ssl_server_reset(cc) ? ERR_OK : ERR_LATER;
}
